import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrateCertainty, identityCalibration } from './calibration.ts';
import { decideNext, expectedGain, median, mostProbable, type StopOptions } from './stop.ts';

const posteriorArbitrary = fc
	.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 2, maxLength: 5 })
	.map((values) => {
		const total = values.reduce((sum, value) => sum + value, 0);
		return Float64Array.from(values, (value) => value / total);
	});

const confusionOf = (classCount: number, accuracy: number): Float64Array =>
	Float64Array.from({ length: classCount ** 2 }, (_, at) =>
		Math.floor(at / classCount) === at % classCount ? accuracy : (1 - accuracy) / (classCount - 1),
	);

const stopArbitrary: fc.Arbitrary<StopOptions> = fc
	.record({
		posterior: posteriorArbitrary,
		views: fc.integer({ min: 0, max: 12 }),
		certainty: fc.double({ min: 0, max: 1, noNaN: true }),
		viewsMin: fc.integer({ min: 0, max: 4 }),
		more: fc.integer({ min: 0, max: 6 }),
		temperature: fc.double({ min: 0.5, max: 8, noNaN: true }),
		doubt: fc.double({ min: 0, max: 0.4, noNaN: true }),
		ordinal: fc.option(fc.record({ within: fc.integer({ min: 0, max: 1 }) }), { nil: undefined }),
		gainMin: fc.option(fc.double({ min: 0, max: 0.3, noNaN: true }), { nil: undefined }),
	})
	.map(({ posterior, views, certainty, viewsMin, more, temperature, doubt, ordinal, gainMin }) => ({
		posterior,
		views,
		targets: { certainty, viewsMin, viewsMax: Math.max(1, viewsMin + more) },
		calibration: { ...identityCalibration, temperature, doubt },
		ordinal,
		next: gainMin === undefined ? undefined : { gainMin, confusion: confusionOf(posterior.length, 0.8) },
	}));

const certaintyNow = ({ posterior, calibration, ordinal }: StopOptions): number => {
	const probabilities = calibrateCertainty(posterior, calibration ?? identityCalibration);
	return (ordinal === undefined ? mostProbable(probabilities) : median(probabilities, ordinal.within)).certainty;
};

describe('fewest-eyes', () => {
	it('never asks for another view when the certainty is met and the least views are reached', () => {
		let met = 0;
		fc.assert(
			fc.property(stopArbitrary, (options) => {
				const { views, targets } = options;
				if (views < targets.viewsMin || certaintyNow(options) < targets.certainty) return;
				met++;
				expect(decideNext(options)).toMatchObject({ kind: 'decide', reason: 'certain' });
			}),
			{ numRuns: 500 },
		);
		expect(met).toBeGreaterThan(50);
	});

	it('never asks past the cap', () => {
		fc.assert(
			fc.property(stopArbitrary, (options) => {
				expect(decideNext({ ...options, views: options.targets.viewsMax }).kind).toBe('decide');
				expect(decideNext({ ...options, views: options.targets.viewsMax + 3 }).kind).toBe('decide');
			}),
		);
	});

	it('never decides before the least views, nor calls certain what is not', () => {
		fc.assert(
			fc.property(stopArbitrary, (options) => {
				const decision = decideNext(options);
				if (options.views < options.targets.viewsMin) expect(decision.kind).toBe('another-view');
				if (decision.kind !== 'decide') return;
				expect(decision.certainty).toBeCloseTo(certaintyNow(options), 12);
				expect(decision.reason === 'certain').toBe(decision.certainty >= options.targets.certainty);
				if (decision.reason === 'cap') expect(options.views).toBeGreaterThanOrEqual(options.targets.viewsMax);
			}),
			{ numRuns: 500 },
		);
	});

	it('asks until the cap where exposure has no price and the target is out of reach', () => {
		const targets = { certainty: 0.99, viewsMin: 1, viewsMax: 5 };
		const posterior = Float64Array.from([0.9, 0.1]);
		const asked = [0, 1, 2, 3, 4, 5].map((views) => decideNext({ posterior, views, targets }).kind);
		expect(asked).toEqual([...Array<string>(5).fill('another-view'), 'decide']);
	});
});

describe('what another view is worth', () => {
	it('stops where people can tell nothing, or where it costs more than it tells', () => {
		const posterior = Float64Array.from([0.8, 0.2]);
		const targets = { certainty: 0.95, viewsMin: 1, viewsMax: 5 };
		const ask = (accuracy: number, gainMin: number) =>
			decideNext({ posterior, views: 1, targets, next: { confusion: confusionOf(2, accuracy), gainMin } });
		expect(ask(0.5, 0.001)).toMatchObject({ kind: 'decide', reason: 'no-gain', option: 0 });
		expect(ask(0.85, 0.001)).toEqual({ kind: 'another-view' });
		expect(ask(0.85, 0.2)).toMatchObject({ kind: 'decide', reason: 'no-gain' });
	});

	it('sees that several views may turn what one cannot', () => {
		const look = { probabilities: Float64Array.from([0.85, 0.15]), confusion: confusionOf(2, 0.8), certainty: 0.99 };
		expect(expectedGain({ ...look, viewsLeft: 1 }).gain).toBeCloseTo(0, 12);
		expect(expectedGain({ ...look, viewsLeft: 3 }).gain).toBeGreaterThan(0.01);
	});

	it('is exact for one view', () => {
		const { gain, views } = expectedGain({
			probabilities: Float64Array.from([0.6, 0.4]),
			confusion: confusionOf(2, 0.9),
			certainty: 1,
			viewsLeft: 1,
		});
		expect(gain).toBeCloseTo(0.9 - 0.6, 12);
		expect(views).toBe(1);
	});

	it('never loses, and never counts more views than are left', () => {
		fc.assert(
			fc.property(
				posteriorArbitrary,
				fc.integer({ min: 1, max: 6 }),
				fc.double({ min: 0.2, max: 0.99, noNaN: true }),
				(probabilities, viewsLeft, accuracy) => {
					const confusion = confusionOf(probabilities.length, accuracy);
					const { gain, views } = expectedGain({ probabilities, confusion, certainty: 0.97, viewsLeft });
					expect(gain).toBeGreaterThanOrEqual(0);
					expect(views).toBeLessThanOrEqual(viewsLeft + 1e-9);
				},
			),
			{ numRuns: 50 },
		);
	});
});

describe('the answer', () => {
	it('names every option of a tie, the first one decided', () => {
		expect(mostProbable(Float64Array.from([0.2, 0.4, 0.4]))).toEqual({ option: 1, certainty: 0.4, tied: [1, 2] });
	});

	it('is the median of an ordinal, the safer side where it falls between two', () => {
		expect(median(Float64Array.from([0.4, 0.2, 0.4, 0, 0])).option).toBe(1);
		expect(median(Float64Array.from([0.5, 0, 0.5, 0, 0])).option).toBe(2);
		expect(median(Float64Array.from([0, 0, 0, 0, 1]))).toEqual({ option: 4, certainty: 1, tied: [4] });
		expect(median(Float64Array.from([0.1, 0.3, 0.4, 0.2, 0]), 1).certainty).toBeCloseTo(0.9);
	});

	it('of an ordinal has at least half of the probability on each side', () => {
		fc.assert(
			fc.property(posteriorArbitrary, (probabilities) => {
				const { option } = median(probabilities);
				const sum = (part: Float64Array): number => part.reduce((total, value) => total + value, 0);
				expect(sum(probabilities.subarray(0, option + 1))).toBeGreaterThanOrEqual(0.5 - 1e-9);
				expect(sum(probabilities.subarray(option))).toBeGreaterThanOrEqual(0.5 - 1e-8);
			}),
		);
	});
});
