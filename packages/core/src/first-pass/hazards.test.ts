import { array, assert as check, constantFrom, dictionary, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HazardCategory, type Hazards, severities } from '../safety/hazards.ts';
import {
	classGroups,
	combineHazardScores,
	coverageFaults,
	coveredCategories,
	primaryQuestion,
	type ScoringTaxonomy,
	scoreHazards,
	unscreenedScore,
} from './hazards.ts';
import type { GroupReport, TextModel } from './model.ts';

const taxonomy: ScoringTaxonomy = {
	question: 'kind',
	kind: 'single',
	options: [
		{ value: 'threat', hazards: { hate: 4, harassment: 2 } },
		{ value: 'slur', hazards: { hate: 3 } },
		{ value: 'rude', hazards: { hate: 1, harassment: 1 } },
		{ value: 'fine' },
	],
	categories: ['hate', 'harassment', 'sexual'],
};

const proven: Omit<GroupReport, 'category' | 'severity' | 'classes'> = {
	positives: 60,
	ece: 0.01,
	clearAt: 0.01,
	cleared: 500,
	missed: 1,
};
const modelOf = (
	change: (group: GroupReport) => GroupReport = (group) => group,
	over: Partial<TextModel> = {},
): TextModel => ({
	kind: 'single',
	classes: ['threat', 'slur', 'rude', 'fine'],
	linear: {
		link: 'softmax',
		classCount: 4,
		bucketsLog2: 3,
		relevance: new Float32Array(8),
		weights: new Float32Array(32),
		bias: new Float64Array(4),
	},
	curves: [],
	examples: 1_000,
	groups: classGroups(taxonomy).map((group) => change({ ...group, ...proven })),
	...over,
});
const score = (model: TextModel, probabilities: readonly number[], of: ScoringTaxonomy = taxonomy) =>
	scoreHazards({ model, probabilities: Float64Array.from(probabilities), taxonomy: of });

describe('classGroups', () => {
	it('gathers, for each category and severity, the options at that severity or more', () => {
		expect(classGroups(taxonomy)).toEqual([
			{ category: 'hate', severity: 1, classes: [0, 1, 2] },
			{ category: 'hate', severity: 3, classes: [0, 1] },
			{ category: 'hate', severity: 4, classes: [0] },
			{ category: 'harassment', severity: 1, classes: [0, 2] },
			{ category: 'harassment', severity: 2, classes: [0] },
		]);
	});
});

describe('scoreHazards', () => {
	it('gives the highest severity that cannot be ruled out, summed over options', () => {
		expect(score(modelOf(), [0.006, 0.006, 0.001, 0.987]).hazards).toMatchObject({ hate: 3 });
		expect(score(modelOf(), [0.02, 0, 0, 0.98]).hazards).toMatchObject({ hate: 4, harassment: 2 });
		expect(score(modelOf(), [0.001, 0.001, 0.9, 0.098]).hazards).toMatchObject({ hate: 1, harassment: 1 });
		expect(score(modelOf(), [0.001, 0.001, 0.001, 0.997]).hazards).toEqual({ unscreened: 4 });
	});

	it('names what no option tells of, and calls the item unscreened', () => {
		const scored = score(modelOf(), [0.1, 0.1, 0.1, 0.7]);
		expect(scored.uncovered).toEqual(['sexual']);
		expect(scored.hazards.unscreened).toBe(4);
		const narrow = { ...taxonomy, categories: ['hate'] as const };
		expect(score(modelOf(), [0, 0, 0, 1], narrow)).toEqual({ hazards: {}, uncovered: [], labelPrior: [0, 0, 0, 1] });
	});

	it.each([
		['too few decided items', modelOf((group) => group, { examples: 199 })],
		['too few positives', modelOf((group) => ({ ...group, positives: 19 }))],
		['no calibration', modelOf((group) => ({ ...group, ece: 0.06 }))],
		['no figure of calibration', modelOf((group) => ({ ...group, ece: Number.NaN }))],
		['other options', modelOf((group) => group, { classes: ['threat', 'slur', 'rude', 'ok'] })],
		['another kind', modelOf((group) => group, { kind: 'multiple' })],
		['hazards that changed since', modelOf((group) => ({ ...group, classes: [0] }))],
	])('covers nothing with %s', (_, model) => {
		const one = { ...taxonomy, categories: ['hate'] as const };
		const changed = { ...one, options: one.options.map((option) => ({ ...option })) };
		expect(score(model, [0, 0, 0, 1], changed)).toMatchObject({ hazards: { unscreened: 4 }, uncovered: ['hate'] });
		expect(coveredCategories(model, changed)).toEqual([]);
	});

	it('rules nothing out where nothing is proven', () => {
		const model = modelOf((group) => ({ ...group, clearAt: null, cleared: 0, missed: 0 }));
		expect(score(model, [0, 0, 0, 1]).hazards).toMatchObject({ hate: 4, harassment: 2 });
	});

	it('lets a level of which little was seen follow the level below', () => {
		const model = modelOf((group) => (group.severity === 4 ? { ...group, positives: 3 } : group));
		expect(score(model, [0, 0.5, 0, 0.5]).hazards).toMatchObject({ hate: 4 });
		expect(score(model, [0, 0, 0.5, 0.5]).hazards).toMatchObject({ hate: 1 });
	});

	it('never lowers a severity when a worse option becomes likelier', () => {
		const parts = array(constantFrom(0, 0.001, 0.004, 0.009, 0.02, 0.3), { minLength: 3, maxLength: 3 });
		check(
			property(parts, parts, (p, more) => {
				const before = score(modelOf(), [...p, 0]).hazards;
				const after = score(modelOf(), [...p.map((value, k) => value + more[k]!), 0]).hazards;
				for (const category of taxonomy.categories)
					expect(after[category] ?? 0).toBeGreaterThanOrEqual(before[category] ?? 0);
			}),
		);
	});

	it('opens everything before anything was learned', () => {
		expect(unscreenedScore(taxonomy)).toEqual({
			hazards: { unscreened: 4 },
			uncovered: ['harassment', 'hate', 'sexual'],
		});
		expect(unscreenedScore({ categories: [] })).toEqual({ hazards: {}, uncovered: [] });
	});

	it('agrees with coveredCategories', () => {
		expect(coveredCategories(modelOf(), taxonomy)).toEqual(['harassment', 'hate']);
	});

	it('says why a category is not covered', () => {
		const group: GroupReport = { category: 'hate', severity: 3, classes: [0], ...proven, positives: 5, ece: 0.2 };
		expect(coverageFaults(100, group)).toEqual(['too-few-examples', 'too-few-positives', 'not-calibrated']);
		expect(coverageFaults(1_000, { ...group, ...proven })).toEqual([]);
	});
});

describe('combineHazardScores', () => {
	const categories = ['hate', 'sexual', 'violence'] as const;
	it('joins severities, and covers what any of them covers', () => {
		const combined = combineHazardScores(
			[
				{ hazards: { hate: 2, unscreened: 4 }, uncovered: ['sexual', 'violence'] },
				{ hazards: { hate: 1, sexual: 3, unscreened: 4 }, uncovered: ['hate'] },
			],
			{ categories },
		);
		expect(combined).toEqual({ hazards: { hate: 2, sexual: 3 }, uncovered: [] });
	});

	it('leaves everything open without a score', () => {
		expect(combineHazardScores([], { categories })).toEqual(unscreenedScore({ categories }));
	});

	it('is never milder than any one of them, except for what it screens', () => {
		const some = dictionary(constantFrom<HazardCategory>(...categories), constantFrom(...severities));
		check(
			property(some, some, (a, b) => {
				const { hazards } = combineHazardScores(
					[
						{ hazards: a as Hazards, uncovered: [] },
						{ hazards: b as Hazards, uncovered: [] },
					],
					{ categories },
				);
				for (const category of categories) {
					expect(hazards[category] ?? 0).toBe(Math.max((a as Hazards)[category] ?? 0, (b as Hazards)[category] ?? 0));
				}
			}),
		);
	});
});

describe('primaryQuestion', () => {
	const base = { title: '', required: true };
	const plain = {
		...base,
		name: 'plain',
		kind: 'single',
		options: [
			{ value: 'a', label: 'a' },
			{ value: 'b', label: 'b' },
		],
	} as const;
	const telling = {
		...base,
		name: 'telling',
		kind: 'multiple',
		options: [
			{ value: 'a', label: 'a', hazards: { hate: 2 } },
			{ value: 'b', label: 'b' },
		],
	} as const;
	const note = { ...base, name: 'note', kind: 'text', charsMax: 10 } as const;
	it('is the first choice that tells of hazards, else the first choice', () => {
		expect(primaryQuestion({ questions: [note, plain, telling] })?.name).toBe('telling');
		expect(primaryQuestion({ questions: [note, plain] })?.name).toBe('plain');
		expect(primaryQuestion({ questions: [note] })).toBeUndefined();
	});
});
