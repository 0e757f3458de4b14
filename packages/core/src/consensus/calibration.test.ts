import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	type AuditedItem,
	calibrateCertainty,
	calibrationLimits,
	certaintyInterval,
	identityCalibration,
	learnCalibration,
} from './calibration.ts';

/** A small generator with a seed, for repeatable draws. */
const seeded = (seed: number) => {
	let state = seed;
	return (): number => {
		state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
		return state / 2 ** 31;
	};
};

/** Items whose stated certainty is `stated`, right as often as `actual`. */
const audited = (count: number, stated: number, actual: number): AuditedItem[] =>
	Array.from({ length: count }, (_, at) => ({
		probabilities: Float64Array.from([stated, 1 - stated]),
		truth: at % 100 < actual * 100 ? 0 : 1,
	}));

const distribution = fc
	.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 6 })
	.filter((values) => values.some((value) => value > 1e-6))
	.map((values) => {
		const total = values.reduce((sum, value) => sum + value, 0);
		return Float64Array.from(values, (value) => value / total);
	});

describe('calibrated certainty', () => {
	it('is what was stated until something is audited', () => {
		expect(learnCalibration([])).toBe(identityCalibration);
		fc.assert(
			fc.property(distribution, (probabilities) => {
				const same = calibrateCertainty(probabilities, identityCalibration);
				for (const [k, value] of probabilities.entries()) expect(same[k]).toBeCloseTo(value, 9);
			}),
		);
	});

	it('keeps a distribution, and the order of its answers', () => {
		const temperature = fc.double({
			min: calibrationLimits.temperatureMin,
			max: calibrationLimits.temperatureMax,
			noNaN: true,
		});
		const doubt = fc.double({ min: 0, max: calibrationLimits.doubtMax, noNaN: true });
		fc.assert(
			fc.property(distribution, temperature, doubt, (probabilities, t, d) => {
				const result = calibrateCertainty(probabilities, { ...identityCalibration, temperature: t, doubt: d });
				expect(result.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
				for (const [a, left] of probabilities.entries()) {
					for (const [b, right] of probabilities.entries()) {
						if (left > right) expect(result[a]).toBeGreaterThanOrEqual(result[b]! - 1e-12);
					}
				}
			}),
		);
	});

	it('learns what overconfidence is worth', () => {
		const calibration = learnCalibration(audited(1_000, 0.99, 0.9));
		const certainty = calibrateCertainty(Float64Array.from([0.99, 0.01]), calibration)[0]!;
		expect(certainty).toBeGreaterThan(0.88);
		expect(certainty).toBeLessThan(0.92);
	});

	it('learns from underconfidence too: certainty that is there needs no more eyes', () => {
		const calibration = learnCalibration(audited(1_000, 0.7, 0.9));
		expect(calibrateCertainty(Float64Array.from([0.7, 0.3]), calibration)[0]).toBeGreaterThan(0.87);
	});

	it('is hardly moved by a single audit', () => {
		const calibration = learnCalibration([{ probabilities: Float64Array.from([0.95, 0.05]), truth: 1 }]);
		const certainty = calibrateCertainty(Float64Array.from([0.95, 0.05]), calibration)[0]!;
		expect(certainty).toBeGreaterThan(0.75);
		expect(certainty).toBeLessThan(0.95);
	});

	it('caps a certainty that views cannot give: some items nobody can tell', () => {
		const random = seeded(3);
		const items = Array.from({ length: 4_000 }, () => {
			const certain = 0.5 + random() * 0.5;
			const hopeless = random() < 0.2;
			const right = random() < (hopeless ? 0.5 : certain);
			return { probabilities: Float64Array.from([certain, 1 - certain]), truth: right ? 0 : 1 };
		});
		const calibration = learnCalibration(items);
		expect(calibrateCertainty(Float64Array.from([1 - 1e-9, 1e-9]), calibration)[0]).toBeLessThan(0.95);
	});
});

describe('the interval beside a certainty', () => {
	it('holds the share that was right', () => {
		const calibration = learnCalibration(audited(400, 0.9, 0.9));
		const interval = certaintyInterval(0.9, calibration)!;
		expect(interval.low).toBeLessThan(0.9);
		expect(interval.high).toBeGreaterThan(0.9);
		expect(interval.items).toBeGreaterThanOrEqual(calibrationLimits.binItemsMin);
	});

	it('is not shown on too few audits', () => {
		expect(certaintyInterval(0.9, identityCalibration)).toBeUndefined();
		expect(certaintyInterval(0.9, learnCalibration(audited(10, 0.9, 0.9)))).toBeUndefined();
	});
});
