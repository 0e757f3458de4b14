import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	type CapacityBand,
	capacityBand,
	capacityBands,
	capacityEpsilon,
	capacityPoolMin,
	drawNoise,
	noiseProbability,
} from './capacity.ts';

/** Beyond this the tail weighs less than 1e-100; it is added to the outermost noise. */
const noiseMax = 300;

/** The exact probability of each band: the distribution summed, nothing drawn. */
const probabilities = (pool: number, withRoom: number): Readonly<Record<CapacityBand, number>> => {
	const sums: Record<CapacityBand, number> = { withheld: 0, none: 0, few: 0, enough: 0 };
	for (let noise = -noiseMax; noise <= noiseMax; noise++)
		sums[capacityBand({ pool, withRoom, noise })] += noiseProbability(noise);
	return sums;
};

describe('capacityBand', () => {
	it('dose-is-private: one person more or less with room changes the probability of no band by more than e^ε', () => {
		for (let pool = 0; pool <= 120; pool++) {
			for (let withRoom = 0; withRoom < pool; withRoom++) {
				const [one, other] = [probabilities(pool, withRoom), probabilities(pool, withRoom + 1)];
				for (const band of capacityBands) {
					expect(one[band]).toBeLessThanOrEqual(other[band] * Math.exp(capacityEpsilon) * (1 + 1e-9));
					expect(other[band]).toBeLessThanOrEqual(one[band] * Math.exp(capacityEpsilon) * (1 + 1e-9));
				}
			}
		}
	});

	it('says nothing of fewer than five, whatever is drawn', () => {
		const small = fc.record({
			pool: fc.integer({ min: 0, max: capacityPoolMin - 1 }),
			withRoom: fc.nat({ max: 5 }),
			noise: fc.integer({ min: -50, max: 50 }),
		});
		fc.assert(fc.property(small, (options) => capacityBand(options) === 'withheld'));
		for (const band of ['none', 'few', 'enough'] as const)
			expect(probabilities(capacityPoolMin, 3)[band]).toBeGreaterThan(0);
	});

	it('is useful: in a pool of forty it is right nearly always', () => {
		expect(probabilities(40, 0).none).toBeGreaterThan(0.95);
		expect(probabilities(40, 10).few).toBeGreaterThan(0.95);
		expect(probabilities(40, 30).enough).toBeGreaterThan(0.999);
	});
});

describe('drawNoise', () => {
	it('has the distribution that is stated', () => {
		// A grid instead of chance: each pair of uniforms once.
		const steps = 1_000;
		const counts = new Map<number, number>();
		for (let a = 0; a < steps; a++) {
			for (let b = 0; b < steps; b++) {
				const draws = [(a + 0.5) / steps, (b + 0.5) / steps];
				const noise = drawNoise(() => draws.pop() ?? 0);
				counts.set(noise, (counts.get(noise) ?? 0) + 1);
			}
		}
		for (let noise = -4; noise <= 4; noise++)
			expect((counts.get(noise) ?? 0) / steps ** 2).toBeCloseTo(noiseProbability(noise), 2);
	});

	it('is a whole number for every uniform in [0, 1)', () => {
		for (const uniform of [0, 0.5, 1 - 2 ** -48])
			expect(Number.isInteger(drawNoise(() => uniform)) || drawNoise(() => uniform) === 0).toBe(true);
	});
});
