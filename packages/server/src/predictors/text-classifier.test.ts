import { classGroups, combineHazardScores, type ScoringTaxonomy } from '@utu/core/first-pass/hazards.ts';
import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import { err, ok } from '@utu/core/shared/result.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../platform/clock.ts';
import type { Predictor } from './predictor.port.ts';
import { describePredictor } from './predictor.suite.ts';
import { startTextClassifier } from './text-classifier.ts';
import { createTextPredictor } from './text-predictor.ts';

const taxonomy: ScoringTaxonomy = {
	question: 'weather',
	kind: 'single',
	options: [{ value: 'storm', hazards: { 'x-storm': 3 } }, { value: 'calm' }],
	categories: ['x-storm'],
};

const calmWords = ['garden', 'tea', 'bread', 'window', 'song', 'chair', 'river', 'paper'];
const stormWords = ['thunder', 'lightning', 'gale', 'hail'];
const random = seededRandom(5);
const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? '';
const examples = Array.from({ length: 1_500 }, (_, i) => {
	const stormy = i % 3 === 0;
	const words = [pick(calmWords), pick(calmWords), pick(stormy ? stormWords : calmWords), pick(calmWords)];
	return { text: words.join(' '), target: [Number(stormy), Number(!stormy)] };
});

const classifier = startTextClassifier();
const lesson = { kind: taxonomy.kind, classes: ['storm', 'calm'], groups: classGroups(taxonomy), examples };
const learned = classifier.fit({ ...lesson, seed: 1 });
const learnedBytes = async (): Promise<Uint8Array> => {
	const fitted = await learned;
	if (!fitted.ok) throw new Error(fitted.error.kind);
	return fitted.value.bytes;
};
let loads = 0;
const model = {
	key: 'p/1',
	load: () => {
		loads++;
		return learnedBytes();
	},
};
afterAll(() => classifier.stop());

describe('text classifier', () => {
	it('learns in one thread and scores in another', async () => {
		const fitted = await learned;
		expect(fitted).toMatchObject({ ok: true, value: { report: { examples: 1_500 } } });
		const scored = await classifier.score({ taxonomy, model, texts: ['tea bread song', 'tea thunder hail'] });
		expect(scored).toMatchObject({
			ok: true,
			value: [
				{ hazards: {}, uncovered: [] },
				{ hazards: { 'x-storm': 3 }, uncovered: [] },
			],
		});
		expect(await classifier.covered({ taxonomy, model })).toEqual(ok(['x-storm']));
	});

	it('loads a model once', async () => {
		await classifier.score({ taxonomy, model, texts: [] });
		const before = loads;
		await classifier.score({ taxonomy, model, texts: ['tea'] });
		expect(loads).toBe(before);
	});

	it('has everything uncovered at severity 4 before its first model', async () => {
		const scored = await classifier.score({ taxonomy, model: undefined, texts: ['tea. bread.'] });
		expect(scored).toEqual(ok([{ hazards: { unscreened: 4 }, uncovered: ['x-storm'], sentenceSeverities: [4, 4] }]));
		expect(await classifier.covered({ taxonomy, model: undefined })).toEqual(ok([]));
	});

	it('scores while it fits', async () => {
		let fitted = false;
		const fit = classifier.fit({ ...lesson, seed: 2 }).then(() => {
			fitted = true;
		});
		const scored = await classifier.score({ taxonomy, model, texts: ['tea'] });
		expect(scored.ok).toBe(true);
		expect(fitted).toBe(false);
		await fit;
	});

	it('says as a value what it cannot do', async () => {
		const texts = ['tea'];
		expect(await classifier.fit({ ...lesson, examples: examples.slice(0, 3), seed: 1 })).toMatchObject({
			error: { kind: 'too-few-examples' },
		});
		const broken = { key: 'broken', load: () => Promise.resolve(new Uint8Array(9)) };
		expect(await classifier.score({ taxonomy, texts, model: broken })).toMatchObject({ error: { kind: 'bad-model' } });
		const lost = { key: 'lost', load: () => Promise.reject(new Error('gone')) };
		expect(await classifier.score({ taxonomy, texts, model: lost })).toMatchObject({
			error: { kind: 'bad-model', detail: 'not loaded' },
		});
		expect(await classifier.score({ taxonomy, model, texts: new Array(1_001).fill('') })).toMatchObject({
			error: { kind: 'too-large', what: 'contents' },
		});
		expect(await classifier.score({ taxonomy, model, texts: ['x'.repeat(4_000_001)] })).toMatchObject({
			error: { kind: 'too-large', what: 'characters' },
		});
	});

	it('asks for the model again after its thread has died', async () => {
		const small = startTextClassifier({ scoreTimeoutMs: 2_000, textsMax: 30_000, charsMax: 2 ** 30 });
		expect(await small.score({ taxonomy, model, texts: [] })).toMatchObject({ ok: true });
		const tooMuch = new Array(30_000).fill('tea bread '.repeat(400));
		expect(await small.score({ taxonomy, model, texts: tooMuch })).toEqual(err({ kind: 'timeout', timeoutMs: 2_000 }));
		const before = loads;
		expect(await small.score({ taxonomy, model, texts: ['tea'] })).toMatchObject({ ok: true });
		expect(loads).toBe(before + 1);
		await small.stop();
		expect(await small.score({ taxonomy, model, texts: [] })).toEqual(err({ kind: 'stopped' }));
		expect(small.health()).toEqual({ state: 'stopped', waiting: 0, restarts: 1 });
	});
});

const project = { id: 'p', taxonomy };
const contents = ['tea bread song', 'thunder and hail', ''].map((text) => ({ medium: 'text', text }) as const);
const predictorWith = (modelOf: Parameters<typeof createTextPredictor>[0]['modelOf']) =>
	createTextPredictor({ classifier, clock: systemClock, modelOf });

describePredictor('text classifier with a model', () => ({
	predictor: predictorWith(async () => ({ ...model, version: 1 })),
	project,
	contents,
	behaves: 'scores',
}));

describePredictor('text classifier before its first model', () => ({
	predictor: predictorWith(async () => undefined),
	project,
	contents,
	behaves: 'scores',
}));

describePredictor('text classifier whose model is damaged', () => ({
	predictor: predictorWith(async () => ({ key: 'broken', version: 2, load: () => Promise.resolve(new Uint8Array(9)) })),
	project,
	contents,
	behaves: 'fails',
}));

/** Out of order on purpose: what the callers of any predictor must stand. */
const failing: Predictor = {
	id: 'failing',
	version: '0',
	media: ['text'],
	covers: async () => err({ kind: 'crashed', detail: 'on purpose' }),
	score: async (_, signal) => err(signal.aborted ? { kind: 'aborted' } : { kind: 'crashed', detail: 'on purpose' }),
	health: () => ({ state: 'ready', waiting: 0, restarts: 1 }),
};
describePredictor('one that always fails', () => ({ predictor: failing, project, contents, behaves: 'fails' }));

describe('text predictor', () => {
	const never = new AbortController().signal;

	it('gives the prior under the name of the question, and the version of the model', async () => {
		const predictor = predictorWith(async () => ({ ...model, version: 7 }));
		const scored = await predictor.score({ project, contents: contents.slice(0, 1) }, never);
		if (!scored.ok) throw new Error(scored.error.kind);
		expect(scored.value[0]?.modelVersion).toBe(7);
		expect(scored.value[0]?.labelPrior?.['weather']?.[1]).toBeGreaterThan(0.9);
	});

	it('leaves open what scouts have not cleared, and lets go of what they have', async () => {
		const predictor = predictorWith(async () => ({ ...model, version: 1 }));
		const open = { ...project, taxonomy: { ...taxonomy, categories: ['x-storm', 'violence'] as const } };
		const before = await predictor.score({ project: open, contents: contents.slice(0, 1) }, never);
		expect(before).toMatchObject({
			value: [{ hazards: { unscreened: 4 }, uncovered: ['violence'], sentenceSeverities: [4] }],
		});
		const after = await predictor.score({ project, contents: contents.slice(0, 1) }, never);
		expect(after).toMatchObject({ value: [{ hazards: {}, uncovered: [], sentenceSeverities: [0] }] });
	});

	it('screens nothing more once the form has other options', async () => {
		const options = [{ value: 'storm', hazards: { 'x-storm': 4 } as const }, { value: 'calm' }];
		const changed = { ...project, taxonomy: { ...taxonomy, options } };
		expect(classGroups(changed.taxonomy)).not.toEqual(classGroups(taxonomy));
		const predictor = predictorWith(async () => ({ ...model, version: 1 }));
		expect(await predictor.covers(changed)).toEqual(ok([]));
		const scored = await predictor.score({ project: changed, contents }, never);
		const combined = scored.ok ? combineHazardScores(scored.value.slice(0, 1), taxonomy) : undefined;
		expect(combined).toEqual({ hazards: { unscreened: 4 }, uncovered: ['x-storm'] });
	});
});
