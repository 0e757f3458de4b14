import { readFileSync } from 'node:fs';
import { assert as check, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialCdf, errorRateUpperBound, learnThreshold } from './auto-decide.ts';
import { seededRandom } from './seeded-random.ts';

type Fixture = {
	readonly binomialCdf: readonly { readonly k: number; readonly n: number; readonly p: number; readonly cdf: number }[];
	readonly errorRateUpperBound: readonly {
		readonly errors: number;
		readonly n: number;
		readonly delta: number;
		readonly bound: number;
	}[];
};

const fixture = JSON.parse(
	readFileSync(new URL('../../../../fixtures/first-pass/statistics.json', import.meta.url), 'utf8'),
) as Fixture;

/** Decisions whose chance of being wrong falls from `worst` to 0 as confidence rises. */
const simulate = ({ n, worst, seed }: { readonly n: number; readonly worst: number; readonly seed: number }) => {
	const random = seededRandom(seed);
	const confidences = Float64Array.from({ length: n }, random);
	const wrong = Uint8Array.from(confidences, (confidence) => (random() < worst * (1 - confidence) ** 2 ? 1 : 0));
	return { confidences, wrong };
};

describe('auto-decide', () => {
	it.each(fixture.binomialCdf)('P(Bin($n, $p) ≤ $k)', ({ k, n, p, cdf }) => {
		expect(Math.abs(binomialCdf({ k, n, p }) / cdf - 1)).toBeLessThan(1e-9);
	});

	it.each(fixture.errorRateUpperBound)('bound for $errors errors in $n', ({ errors, n, delta, bound }) => {
		expect(errorRateUpperBound({ errors, n, delta })).toBeCloseTo(bound, 7);
	});

	it('passes a threshold exactly when the Clopper–Pearson bound is at most alpha', () => {
		check(
			property(
				integer({ min: 0, max: 20 }),
				integer({ min: 1, max: 2_000 }),
				double({ min: 0.005, max: 0.2, noNaN: true }),
				(e, n, alpha) => {
					const errors = Math.min(e, n);
					const bound = errorRateUpperBound({ errors, n, delta: 0.05 });
					if (Math.abs(bound - alpha) < 1e-6) return;
					expect(binomialCdf({ k: errors, n, p: alpha }) <= 0.05).toBe(bound <= alpha);
				},
			),
		);
	});

	it('proves what it accepts, and counts it rightly', () => {
		for (let seed = 1; seed <= 20; seed++) {
			const data = simulate({ n: 3_000, worst: 0.4, seed });
			const { threshold, n, errors } = learnThreshold({ ...data, alpha: 0.05, delta: 0.05 });
			expect(threshold).toBeDefined();
			const accepted = [...data.confidences.keys()].filter((i) => data.confidences[i]! >= threshold!);
			expect(n).toBe(accepted.length);
			expect(errors).toBe(accepted.filter((i) => data.wrong[i] === 1).length);
			expect(errorRateUpperBound({ errors, n, delta: 0.05 })).toBeLessThanOrEqual(0.05);
		}
	});

	it('exceeds alpha in at most delta of the draws', () => {
		// The true error of accepting confidence ≥ t: the mean of worst · (1 − c)² over c in [t, 1].
		const trueError = (threshold: number, worst: number) => (worst * (1 - threshold) ** 2) / 3;
		let exceeded = 0;
		const draws = 400;
		for (let seed = 1; seed <= draws; seed++) {
			const { threshold } = learnThreshold({ ...simulate({ n: 1_500, worst: 0.6, seed }), alpha: 0.05, delta: 0.1 });
			if (threshold !== undefined && trueError(threshold, 0.6) > 0.05) exceeded++;
		}
		// 0.1 · 400 = 40 expected at the very most; 57 is its 99.7 % quantile.
		expect(exceeded).toBeLessThanOrEqual(57);
		expect(exceeded).toBeGreaterThan(0);
	});

	it('leaves it to people where too few were audited or too many were wrong', () => {
		const few = simulate({ n: 40, worst: 0, seed: 1 });
		expect(learnThreshold({ ...few, alpha: 0.01, delta: 0.05 })).toEqual({ threshold: undefined, errors: 0, n: 0 });
		const bad = { confidences: Float64Array.from({ length: 900 }, (_, i) => i), wrong: new Uint8Array(900).fill(1) };
		expect(learnThreshold({ ...bad, alpha: 0.05, delta: 0.05 }).threshold).toBeUndefined();
	});

	it('takes ties together', () => {
		const confidences = Float64Array.from({ length: 1_000 }, (_, i) => (i < 500 ? 0.9 : 0.5));
		const wrong = Uint8Array.from({ length: 1_000 }, (_, i) => (i >= 500 && i % 3 === 0 ? 1 : 0));
		expect(learnThreshold({ confidences, wrong, alpha: 0.02, delta: 0.05 })).toEqual({
			threshold: 0.9,
			errors: 0,
			n: 500,
		});
	});
});
