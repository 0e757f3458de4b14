import { array, assert as check, constantFrom, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVectoriser, stackRows } from './features.ts';
import {
	epochsFor,
	rawScores,
	relevantVector,
	sigmoid,
	toProbabilities,
	trainingDefaults,
	trainLogistic,
} from './logistic.ts';
import { seededRandom } from './seeded-random.ts';

const bucketsLog2 = 12;
const vectorise = createVectoriser({ bucketsLog2 });
const texts = ['red apple', 'red cherry', 'red rose', 'blue sky', 'blue sea', 'blue ink', 'red brick', 'blue whale'];
const targets = texts.map((text) => (text.startsWith('red') ? [1, 0] : [0, 1]));
const set = {
	rows: stackRows(texts.map(vectorise)),
	targets: Float32Array.from(targets.flat()),
	classCount: 2,
	bucketsLog2,
};
const everything = Uint32Array.from(texts.keys());
const train = (over: Partial<Parameters<typeof trainLogistic>[2]> = {}, rowIds = everything) =>
	trainLogistic(set, rowIds, { link: 'softmax', balanced: false, random: seededRandom(1), ...over });
const probabilities = (model: ReturnType<typeof train>, text: string) => {
	const out = new Float64Array(2);
	rawScores(model, relevantVector(model, vectorise(text)), out);
	toProbabilities(model.link, out);
	return out;
};

describe('trainLogistic', () => {
	it.each(['softmax', 'sigmoid'] as const)('separates what can be separated, and generalises (%s)', (link) => {
		const model = train({ link });
		expect(probabilities(model, 'red door')[0]).toBeGreaterThan(0.8);
		expect(probabilities(model, 'blue door')[0]).toBeLessThan(0.2);
	});

	it('learns from the named rows only', () => {
		const [, , , sky] = texts.map((_, row) => row);
		const withoutBlue = train(
			{},
			everything.filter((row) => targets[row]?.[0] === 1 || row === sky),
		);
		const whale = vectorise('whale');
		for (const bucket of whale.buckets) {
			if (vectorise('red apple cherry rose brick blue sky').buckets.includes(bucket)) continue;
			expect(withoutBlue.weights[2 * bucket]).toBe(0);
			expect(withoutBlue.relevance[bucket]).toBe(1);
		}
	});

	it('finds telling words more relevant than others, and unseen ones neutral', () => {
		const { relevance } = train();
		const [red] = vectorise('red').buckets;
		const [unseen] = vectorise('zzyzx').buckets;
		expect(relevance[red!]).toBeGreaterThan(2);
		expect(relevance[unseen!]).toBe(1);
		expect(relevance.every((one) => one >= 1)).toBe(true);
	});

	it('depends on nothing but rows and random numbers', () => {
		expect(train()).toEqual(train());
		expect(train({ random: seededRandom(2) }).weights).not.toEqual(train().weights);
	});

	it('leans towards the share of a class for a text it knows nothing of', () => {
		const three = train({}, Uint32Array.of(0, 1, 2, 6, 3));
		expect(probabilities(three, '')[0]).toBeGreaterThan(0.5);
		const balanced = train({ balanced: true }, Uint32Array.of(0, 1, 2, 6, 3));
		expect(probabilities(balanced, '')[0]).toBeLessThan(probabilities(three, '')[0]!);
	});

	it('stands no rows at all', () => {
		expect(probabilities(train({}, new Uint32Array()), 'red')).toEqual(Float64Array.of(0.5, 0.5));
	});

	it('makes more passes over fewer examples, within limits', () => {
		expect(epochsFor(1)).toBe(trainingDefaults.epochsMax);
		expect(epochsFor(2_000)).toBe(10);
		expect(epochsFor(1_000_000)).toBe(trainingDefaults.epochsMin);
	});
});

describe('probabilities', () => {
	it('lie in 0 to 1, sum to 1 under softmax, and keep the order of the scores', () => {
		const scores = array(double({ min: -800, max: 800, noNaN: true }), { minLength: 2, maxLength: 8 });
		check(
			property(scores, constantFrom('softmax', 'sigmoid'), (raw, link) => {
				const out = Float64Array.from(raw);
				toProbabilities(link, out);
				for (const [i, p] of out.entries()) {
					expect(p >= 0 && p <= 1).toBe(true);
					for (const [j, q] of out.entries()) if (raw[i]! > raw[j]!) expect(p).toBeGreaterThanOrEqual(q);
				}
				if (link === 'softmax') expect(out.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
			}),
		);
		expect(sigmoid(-1_000)).toBe(0);
		expect(sigmoid(1_000)).toBe(1);
	});
});
