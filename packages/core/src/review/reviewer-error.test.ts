import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	disagreementRate,
	doubleReviewsOf,
	errorOfDisagreement,
	errorPosterior,
	foundRate,
	reviewerErrorOf,
	reviewFails,
	trueRate,
} from './reviewer-error.ts';
import type { ScoredVerdict } from './verdict.ts';

type Case = { reviews: number; disagreements: number; coincide: number; rate: number };
const cases = JSON.parse(
	readFileSync(new URL('../../../../fixtures/review/reviewer-error.json', import.meta.url), 'utf8'),
) as Case[];

describe('reviewers’ error', () => {
	it.each(cases)('of $disagreements in $reviews, coincidence $coincide', ({ rate, coincide, ...doubles }) => {
		const error = reviewerErrorOf(doubles, { coincide });
		expect(error.rate).toBeCloseTo(rate, 9);
		expect(error.low).toBeLessThanOrEqual(error.rate);
		expect(error.high).toBeGreaterThanOrEqual(error.rate);
	});

	it('undoes the rate of disagreement', () => {
		fc.assert(
			fc.property(
				fc.double({ min: 0, max: 0.44, noNaN: true }),
				fc.double({ min: 0, max: 1, noNaN: true }),
				(error, coincide) => {
					expect(errorOfDisagreement(disagreementRate(error, coincide), coincide)).toBeCloseTo(error, 6);
				},
			),
		);
	});

	it('of 5 % shows 97 % as 92.3 %, and is taken out again', () => {
		const reviewing = { error: 0.05, coincide: 1 };
		const asPeers = { ifCheckHolds: 0.97, ifCheckFails: 0.97, doubt: 1, levelError: 0 };
		expect(foundRate(asPeers, reviewing)).toBeCloseTo(0.923, 12);
		expect(trueRate(0.923, reviewing)).toBeCloseTo(0.97, 12);
	});

	it('has a posterior that holds it, and narrows', () => {
		for (const [reviews, disagreements] of [
			[100, 10],
			[2_000, 190],
		] as const) {
			const posterior = errorPosterior({ reviews, disagreements }, { coincide: 1, points: 12 });
			expect(posterior.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
			const mean = posterior.reduce((sum, { error, weight }) => sum + error * weight, 0);
			const spread = Math.sqrt(posterior.reduce((sum, { error, weight }) => sum + weight * (error - mean) ** 2, 0));
			const rate = reviewerErrorOf({ reviews, disagreements }, { coincide: 1 }).rate;
			expect(Math.abs(mean - rate)).toBeLessThan(0.005);
			// By the delta method: √(d (1 − d) / n) / (2 (1 − 2e)).
			const d = disagreements / reviews;
			expect(spread / (Math.sqrt((d * (1 - d)) / reviews) / (2 * (1 - 2 * rate)))).toBeGreaterThan(0.85);
			expect(spread / (Math.sqrt((d * (1 - d)) / reviews) / (2 * (1 - 2 * rate)))).toBeLessThan(1.15);
		}
	});

	it('of one review is doubted as peers say', () => {
		expect(reviewFails(0, 0.05)).toBe(0);
		expect(reviewFails(1, 0.05)).toBeCloseTo(0.05, 12);
		expect(reviewFails(100, 0.05)).toBeGreaterThan(0.8);
	});

	it('counts double reviews over everybody', () => {
		const verdict = (secondAgrees: boolean | undefined): ScoredVerdict => ({
			...{ verdictId: 'v', itemId: 'i', workerId: 'w', correct: true, expected: 0.9, check: 'review' },
			secondAgrees,
		});
		const records = [
			{ workerId: 'w', verdicts: [verdict(true), verdict(undefined)] },
			{ workerId: 'x', verdicts: [verdict(false), verdict(true)] },
		];
		expect(doubleReviewsOf(records)).toEqual({ reviews: 3, disagreements: 1 });
	});
});
