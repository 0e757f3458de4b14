import { describe, expect, it } from 'vitest';
import { type Example, type FitRequest, fitLimits, fitTextModel } from './fit-model.ts';
import { argMax } from './metrics.ts';
import { predictText } from './model.ts';
import { textModelFromBytes, textModelToBytes } from './model-bytes.ts';
import { seededRandom } from './seeded-random.ts';

const words = {
	common: ['the', 'and', 'today', 'very', 'near', 'house', 'saw', 'with', 'again', 'small', 'morning', 'water'],
	cat: ['purring', 'whiskers', 'kitten', 'meow'],
	dog: ['barking', 'leash', 'puppy', 'woof'],
	bird: ['feathers', 'nest', 'chirping', 'wings'],
} as const;

type Random = () => number;
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
const sentence = (random: Random, topics: readonly (keyof typeof words)[]): string =>
	[...Array.from({ length: 7 }, () => pick(random, words.common)), ...topics.map((topic) => pick(random, words[topic]))]
		.sort(() => random() - 0.5)
		.join(' ');

const singles = ['cat', 'dog', 'bird'] as const;
/** Birds are rare, and one label in twenty is wrong. */
const singleExamples = (count: number, seed: number): Example[] => {
	const random = seededRandom(seed);
	return Array.from({ length: count }, () => {
		const draw = random();
		const topic = draw < 0.5 ? 'cat' : draw < 0.9 ? 'dog' : 'bird';
		const said = random() < 0.05 ? pick(random, singles) : topic;
		return { text: sentence(random, [topic]), target: singles.map((one) => Number(one === said)) };
	});
};

const request = (over: Partial<FitRequest> = {}): FitRequest => ({
	kind: 'single',
	classes: singles,
	groups: [{ category: 'x-bird', severity: 3, classes: [2] }],
	examples: singleExamples(600, 1),
	random: seededRandom(7),
	...over,
});

const learn = (over: Partial<FitRequest> = {}) => {
	const fitted = fitTextModel(request(over));
	if (!fitted.ok) throw new Error(fitted.error.kind);
	return fitted.value;
};

describe('fitTextModel', { timeout: 60_000 }, () => {
	const { model, report, heldOut } = learn();

	it('learns one of several classes, as the report says', () => {
		const fresh = singleExamples(600, 2);
		const right = fresh.filter(({ text, target }) => argMax(predictText(model, text)) === argMax(target)).length / 600;
		expect(right).toBeGreaterThan(0.92);
		expect(Math.abs(report.accuracy - right)).toBeLessThan(0.04);
		expect(report.examples).toBe(600);
		expect(report.classes.map(({ positives }) => positives).reduce((a, b) => a + b)).toBe(600);
		expect(report.classes.every((one) => one.auroc > 0.9 && one.ece < 0.05)).toBe(true);
		expect(report.macroF1).toBeGreaterThan(0.85);
	});

	it('gives probabilities that sum to 1 and are honest on new texts', () => {
		const fresh = singleExamples(3_000, 3);
		const rates = [0, 0, 0];
		for (const { text, target } of fresh) {
			const probabilities = predictText(model, text);
			expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
			for (const k of [0, 1, 2]) rates[k]! += (probabilities[k]! - target[k]!) / fresh.length;
		}
		for (const rate of rates) expect(Math.abs(rate)).toBeLessThan(0.02);
	});

	it('measures its groups', () => {
		const bird = report.groups[0]!;
		expect(bird.positives).toBe(report.classes[2]!.positives);
		expect(bird.ece).toBeLessThan(0.05);
		expect(model.groups).toEqual(report.groups);
	});

	it('is the same for the same examples and random numbers', () => {
		const examples = singleExamples(80, 4);
		const bytes = (seed: number) => textModelToBytes(learn({ examples, random: seededRandom(seed) }).model);
		expect(bytes(7)).toEqual(bytes(7));
		expect(bytes(8)).not.toEqual(bytes(7));
	});

	it('says of each row what models say that did not see it', () => {
		const examples = singleExamples(600, 1);
		const guesses = examples.map((_, row) => argMax(heldOut.subarray(row * 3, row * 3 + 3)));
		const right = guesses.filter((guess, row) => guess === argMax(examples[row]!.target)).length / 600;
		expect(right).toBeCloseTo(report.accuracy, 12);
		expect(heldOut).toHaveLength(3 * 600);
	});

	it('learns from posteriors as from certain answers', () => {
		const soft = singleExamples(600, 1).map(({ text, target }) => ({
			text,
			target: target.map((t) => 0.1 / 3 + 0.9 * t),
		}));
		const softened = learn({ examples: soft });
		expect(softened.report.accuracy).toBeGreaterThan(0.9);
		const top = (fitted: Pick<typeof softened, 'model'>) =>
			Math.max(...predictText(fitted.model, 'purring kitten whiskers meow'));
		expect(top(softened)).toBeLessThan(top({ model }));
	});

	it('finds more of a rare class when balanced', () => {
		const examples = singleExamples(300, 5);
		const named = (balanced: boolean) => {
			const { model: one } = learn({ examples, balanced, random: seededRandom(1) });
			return singleExamples(600, 6).filter(({ text }) => argMax(predictText(one, text)) === 2).length;
		};
		expect(named(true)).toBeGreaterThanOrEqual(named(false));
	});

	it('does not let copies of a text vouch for each other', () => {
		const random = seededRandom(3);
		const noise = Array.from({ length: 60 }, (_, i) => ({
			text: sentence(random, []),
			target: [i % 2, 1 - (i % 2), 0],
		}));
		const copied = learn({ examples: [...noise, ...noise, ...noise, ...noise] });
		expect(copied.report.accuracy).toBeLessThan(0.7);
	});

	it('refuses what it cannot learn from', () => {
		const few = singleExamples(fitLimits.examplesMin - 1, 1);
		expect(fitTextModel(request({ examples: few }))).toMatchObject({ error: { kind: 'too-few-examples', have: 49 } });
		const alike = singleExamples(80, 1).map(({ text }) => ({ text, target: [1, 0, 0] }));
		expect(fitTextModel(request({ examples: alike }))).toMatchObject({ error: { kind: 'one-outcome' } });
		const bad = [...singleExamples(80, 1), { text: 'x', target: [0.9, 0.9, 0] }];
		expect(fitTextModel(request({ examples: bad }))).toMatchObject({ error: { kind: 'bad-target', example: 80 } });
		const classes = Array.from({ length: fitLimits.classesMax + 1 }, (_, k) => `${k}`);
		expect(fitTextModel(request({ classes }))).toMatchObject({ error: { kind: 'too-many', what: 'classes' } });
	});
});

describe('fitTextModel with several labels', () => {
	const classes = ['cat', 'dog', 'bird'] as const;
	const multiples = (count: number, seed: number): Example[] => {
		const random = seededRandom(seed);
		return Array.from({ length: count }, () => {
			const topics = classes.filter(() => random() < 0.3);
			return { text: sentence(random, topics), target: classes.map((one) => Number(topics.includes(one))) };
		});
	};
	const { model, report } = learn({
		kind: 'multiple',
		classes,
		groups: [{ category: 'x-pet', severity: 2, classes: [0, 1] }],
		examples: multiples(800, 1),
	});

	it('scores each label on its own', () => {
		const both = predictText(model, 'the kitten meow and the puppy woof saw water');
		expect(both[0]).toBeGreaterThan(0.8);
		expect(both[1]).toBeGreaterThan(0.8);
		expect(both[2]).toBeLessThan(0.2);
		const none = predictText(model, 'the house near the water again today');
		for (const p of none) expect(p).toBeLessThan(0.2);
		expect(report.accuracy).toBeGreaterThan(0.95);
		expect(report.macroF1).toBeGreaterThan(0.9);
	});

	it('counts a group as positive with any of its labels', () => {
		const either = multiples(800, 1).filter(({ target }) => target[0] === 1 || target[1] === 1).length;
		expect(report.groups[0]!.positives).toBe(either);
	});
});

describe('model bytes', () => {
	const { model } = learn();
	const bytes = textModelToBytes(model);

	it('come back as the very same model', () => {
		const read = textModelFromBytes(bytes);
		expect(read).toEqual({ ok: true, value: model });
		expect(textModelToBytes(model)).toEqual(bytes);
	});

	it('are small, and read from the middle of a buffer', () => {
		expect(bytes.length).toBeLessThan(200_000);
		const shifted = new Uint8Array(bytes.length + 3);
		shifted.set(bytes, 3);
		expect(textModelFromBytes(shifted.subarray(3))).toEqual({ ok: true, value: model });
	});

	it('keep names in any script', () => {
		const named = { ...model, classes: ['ndiyo', 'አይ', '👍'] };
		expect(textModelFromBytes(textModelToBytes(named))).toMatchObject({ value: { classes: named.classes } });
	});

	it('are refused when cut, changed, of another version, or no model at all', () => {
		expect(textModelFromBytes(bytes.subarray(0, 8))).toMatchObject({ error: { kind: 'not-a-model' } });
		expect(textModelFromBytes(new Uint8Array(100))).toMatchObject({ error: { kind: 'not-a-model' } });
		expect(textModelFromBytes(bytes.subarray(0, bytes.length - 2))).toMatchObject({ error: { kind: 'damaged' } });
		const changed = (at: number, value: number) => {
			const copy = bytes.slice();
			copy[at] = value;
			return textModelFromBytes(copy);
		};
		expect(changed(4, 9)).toMatchObject({ error: { kind: 'other-version' } });
		expect(changed(12, 0)).toMatchObject({ error: { kind: 'damaged', detail: 'header' } });
		const features = String.fromCharCode(...bytes.subarray(0, 4_000)).indexOf('"charGramMax":5') + 14;
		expect(changed(features, '4'.charCodeAt(0))).toMatchObject({
			error: { kind: 'other-version', detail: 'features' },
		});
	});
});
