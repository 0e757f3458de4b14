import { describe, expect, it } from 'vitest';
import { featureLimits } from './features.ts';
import { fitTextModel } from './fit-model.ts';
import { classGroups, type ScoringTaxonomy } from './hazards.ts';
import { screenLimits, screenText } from './screen-text.ts';
import { seededRandom } from './seeded-random.ts';
import { splitSentences } from './sentences.ts';

const taxonomy: ScoringTaxonomy = {
	question: 'q',
	kind: 'single',
	options: [{ value: 'storm', hazards: { 'x-storm': 3 } }, { value: 'calm' }],
	categories: ['x-storm'],
};

const calmWords = [
	'garden',
	'tea',
	'bread',
	'window',
	'song',
	'chair',
	'river',
	'paper',
	'lamp',
	'coat',
	'spoon',
	'tree',
];
const stormWords = ['thunder', 'lightning', 'gale', 'hail'];
const random = seededRandom(11);
const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)]!;
const calm = (count: number) => Array.from({ length: count }, () => pick(calmWords)).join(' ');

/** Texts of any length, so that one sentence alone is nothing strange. */
const examples = Array.from({ length: 3_000 }, (_, i) => {
	const stormy = i % 4 === 0;
	const length = 1 + Math.floor(random() * 10);
	const text = stormy ? `${calm(length)} ${pick(stormWords)} ${pick(stormWords)} ${calm(2)}` : calm(length + 2);
	return { text, target: [Number(stormy), Number(!stormy)] };
});
const fitted = fitTextModel({
	kind: 'single',
	classes: ['storm', 'calm'],
	groups: classGroups(taxonomy),
	examples,
	random,
});
if (!fitted.ok) throw new Error(fitted.error.kind);
const { model } = fitted.value;
const screen = (text: string) => screenText({ model, text, taxonomy });

describe('screenText', () => {
	it('rules out and finds', () => {
		expect(screen('tea bread window spoon')).toMatchObject({
			hazards: {},
			uncovered: [],
			sentenceSeverities: [0],
		});
		expect(screen('tea thunder hail bread').hazards).toEqual({ 'x-storm': 3 });
		expect(screen('tea bread').labelPrior?.[1]).toBeGreaterThan(0.9);
	});

	it('counts what it has never seen as plausible', () => {
		expect(screen('quizzical zephyrs').hazards).toEqual({ 'x-storm': 3 });
	});

	it('covers the sentence that carries it, and leaves the others open', () => {
		const text = 'Song chair river. Thunder lightning hail gale! Tea bread lamp.';
		expect(screen(text).sentenceSeverities).toEqual([0, 3, 0]);
	});

	it('covers every sentence where no single one shows it', () => {
		const text = 'Thun der hail. Gale tea lamp.';
		const { hazards, sentenceSeverities } = screen(text);
		const whole = hazards['x-storm'] ?? 0;
		expect(Math.max(...sentenceSeverities)).toBe(whole);
	});

	it('opens everything at severity 4 without a model', () => {
		const { sentenceSeverities, ...rest } = screenText({ model: undefined, text: 'One. Two.', taxonomy });
		expect(rest).toEqual({ hazards: { unscreened: 4 }, uncovered: ['x-storm'] });
		expect(sentenceSeverities).toEqual([4, 4]);
	});

	it('says of sentences what it knows, while a category is open', () => {
		const wider = { ...taxonomy, categories: ['x-storm', 'violence'] as const };
		const text = 'Song chair river. Thunder lightning hail gale! Tea bread lamp.';
		expect(screenText({ model, text, taxonomy: wider })).toMatchObject({
			hazards: { 'x-storm': 3, unscreened: 4 },
			uncovered: ['violence'],
			sentenceSeverities: [0, 3, 0],
		});
	});

	it('sees what stands after the first window', () => {
		const long = `${calm(featureLimits.textCharsMax / 4)}. `;
		expect(long.length).toBeGreaterThan(featureLimits.textCharsMax);
		expect(screen(long).hazards).toEqual({});
		const storm = Array.from({ length: 300 }, () => pick(stormWords)).join(' ');
		expect(screen(long + storm).hazards).toEqual({ 'x-storm': 3 });
	});

	it('leaves a text past its limit unscreened', () => {
		const text = 'tea '.repeat((screenLimits.windowsMax * featureLimits.textCharsMax) / 4);
		expect(screen(text).uncovered).toEqual([]);
		expect(screen(`${text}x`)).toMatchObject({ hazards: { unscreened: 4 }, uncovered: ['x-storm'] });
	});

	it('has one severity for each sentence, none above the whole, one equal to it', () => {
		for (let i = 0; i < 200; i++) {
			const text = Array.from({ length: 1 + (i % 5) }, () => `${calm(3)} ${i % 3 === 0 ? pick(stormWords) : ''}.`).join(
				' ',
			);
			const { hazards, sentenceSeverities } = screen(text);
			expect(sentenceSeverities).toHaveLength(splitSentences(text).length);
			expect(Math.max(...sentenceSeverities)).toBe(hazards['x-storm'] ?? 0);
		}
	});

	it('takes an empty text for what it is', () => {
		expect(screen('').sentenceSeverities).toEqual([]);
	});
});
