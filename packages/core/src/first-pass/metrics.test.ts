import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { argMax, auroc, averagePrecision, expectedCalibrationError, macroF1 } from './metrics.ts';

type Fixture = {
	readonly scored: readonly {
		readonly probabilities: readonly number[];
		readonly truths: readonly number[];
		readonly auroc: number;
		readonly averagePrecision: number;
		readonly ece: number;
	}[];
	readonly macroF1: readonly {
		readonly truths: readonly number[];
		readonly predicted: readonly number[];
		readonly classCount: number;
		readonly macroF1: number;
	}[];
};

const fixture = JSON.parse(
	readFileSync(new URL('../../../../fixtures/first-pass/statistics.json', import.meta.url), 'utf8'),
) as Fixture;

describe('metrics', () => {
	it.each(fixture.scored.map((one) => ({ ...one, n: one.truths.length })))(
		'agree with the definitions on $n items, ties included',
		(one) => {
			const scored = { probabilities: Float64Array.from(one.probabilities), truths: one.truths };
			expect(auroc(scored)).toBeCloseTo(one.auroc, 12);
			expect(averagePrecision(scored)).toBeCloseTo(one.averagePrecision, 12);
			expect(expectedCalibrationError(scored)).toBeCloseTo(one.ece, 12);
		},
	);

	it.each(fixture.macroF1)('agrees on macro-F1 of $classCount classes', (one) => {
		expect(macroF1(one.predicted, one.truths, one.classCount)).toBeCloseTo(one.macroF1, 12);
	});

	it('says NaN where nothing can be said', () => {
		expect(auroc({ probabilities: Float64Array.of(0.2, 0.9), truths: [1, 1] })).toBeNaN();
		expect(averagePrecision({ probabilities: Float64Array.of(0.2), truths: [0] })).toBeNaN();
		expect(expectedCalibrationError({ probabilities: new Float64Array(), truths: [] })).toBeNaN();
	});

	it('takes the first of equals', () => {
		expect(argMax([1, 3, 3])).toBe(1);
	});
});
