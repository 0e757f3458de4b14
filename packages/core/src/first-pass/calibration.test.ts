import { array, assert as check, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate, fitPlatt, type PlattCurve, toLogits } from './calibration.ts';
import { sigmoid, toProbabilities } from './logistic.ts';
import { expectedCalibrationError } from './metrics.ts';
import { seededRandom } from './seeded-random.ts';

/** Logits spread over ±`spread`; the truth follows `curve` of them. */
const draw = ({ n, spread, curve, seed }: { n: number; spread: number; curve: PlattCurve; seed: number }) => {
	const random = seededRandom(seed);
	const logits = Float64Array.from({ length: n }, () => spread * (2 * random() - 1));
	const truths = logits.map((x) => (random() < sigmoid(curve.slope * x + curve.offset) ? 1 : 0));
	return { logits, truths };
};

describe('calibration', () => {
	it.each([
		{ slope: 0.4, offset: -1 },
		{ slope: 1, offset: 0 },
		{ slope: 2.5, offset: 1.5 },
	])('finds the curve behind the truth: $slope, $offset', (curve) => {
		const { logits, truths } = draw({ n: 20_000, spread: 3, curve, seed: 4 });
		const fitted = fitPlatt(logits, truths);
		expect(fitted.slope).toBeCloseTo(curve.slope, 1);
		expect(fitted.offset).toBeCloseTo(curve.offset, 1);
	});

	it('makes overconfident scores honest on new items', () => {
		const curve = { slope: 0.3, offset: -0.5 };
		const { slope, offset } = fitPlatt(
			...(Object.values(draw({ n: 3_000, spread: 8, curve, seed: 1 })) as [Float64Array, Float64Array]),
		);
		const fresh = draw({ n: 3_000, spread: 8, curve, seed: 2 });
		const before = expectedCalibrationError({ probabilities: fresh.logits.map(sigmoid), truths: fresh.truths });
		const after = expectedCalibrationError({
			probabilities: fresh.logits.map((x) => sigmoid(slope * x + offset)),
			truths: fresh.truths,
		});
		expect(before).toBeGreaterThan(0.1);
		expect(after).toBeLessThan(0.035);
	});

	it('is at the minimum of the loss', () => {
		const { logits, truths } = draw({ n: 300, spread: 3, curve: { slope: 1, offset: -2 }, seed: 9 });
		const positives = truths.reduce((a, b) => a + b, 0);
		const loss = ({ slope, offset }: PlattCurve) =>
			logits.reduce((sum, x, i) => {
				const target = truths[i] === 1 ? (positives + 1) / (positives + 2) : 1 / (logits.length - positives + 2);
				const p = sigmoid(slope * x + offset);
				return sum - target * Math.log(p) - (1 - target) * Math.log(1 - p);
			}, 0);
		const best = fitPlatt(logits, truths);
		for (const [a, b] of [
			[0.01, 0],
			[-0.01, 0],
			[0, 0.01],
			[0, -0.01],
		] as const) {
			expect(loss({ slope: best.slope + a, offset: best.offset + b })).toBeGreaterThan(loss(best));
		}
	});

	it('never claims certainty from a perfect separation of few', () => {
		const { slope, offset } = fitPlatt(Float64Array.of(-3, -2, -1, 1, 2, 3), Float64Array.of(0, 0, 0, 1, 1, 1));
		expect(slope).toBeGreaterThan(0);
		expect(sigmoid(3 * slope + offset)).toBeLessThan(0.95);
		expect(sigmoid(-3 * slope + offset)).toBeGreaterThan(0.05);
	});

	it('falls back to the rate where scores say the opposite of the truth, and stands nothing at all', () => {
		expect(fitPlatt(Float64Array.of(2, 1, -1, -2), Float64Array.of(0, 0, 1, 0)).slope).toBe(0);
		expect(fitPlatt(new Float64Array(), new Float64Array())).toEqual({ slope: 1, offset: 0 });
		const none = fitPlatt(
			Float64Array.from({ length: 98 }, (_, i) => i / 98),
			new Float64Array(98),
		);
		expect(sigmoid(none.offset)).toBeLessThan(0.02);
	});

	it('turns raw scores into the log-odds of the same probabilities', () => {
		check(
			property(array(double({ min: -30, max: 30, noNaN: true }), { minLength: 2, maxLength: 6 }), (scores) => {
				const probabilities = Float64Array.from(scores);
				toProbabilities('softmax', probabilities);
				const logits = Float64Array.from(scores);
				toLogits('softmax', logits);
				for (const [k, logit] of logits.entries()) expect(sigmoid(logit)).toBeCloseTo(probabilities[k]!, 9);
				calibrate(
					scores.map(() => ({ slope: 1, offset: 0 })),
					'softmax',
					logits,
				);
				for (const [k, p] of logits.entries()) expect(p).toBeCloseTo(probabilities[k]!, 9);
			}),
		);
	});
});
