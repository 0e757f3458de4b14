import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialCdf } from '../first-pass/auto-decide.ts';
import { funnelLevels, funnelLimits } from './funnel.ts';

type Case = { expected: number; n: number; level: number; low: number; high: number };
const cases = JSON.parse(
	readFileSync(new URL('../../../../fixtures/review/funnel.json', import.meta.url), 'utf8'),
) as Case[];

describe('funnel limits', () => {
	it.each(cases)('at $n verdicts of $expected, level $level', ({ low, high, ...at }) => {
		const limits = funnelLimits(at);
		expect(limits.low).toBeCloseTo(low, 7);
		expect(limits.high).toBeCloseTo(high, 7);
	});

	it('leave out at most what they say on each side, and hold the expectation', () => {
		fc.assert(
			fc.property(
				fc.double({ min: 0.05, max: 0.95, noNaN: true }),
				fc.integer({ min: 20, max: 2_000 }),
				fc.constantFrom(...funnelLevels),
				(expected, n, level) => {
					const { low, high } = funnelLimits({ expected, n, level });
					expect(low).toBeLessThanOrEqual(expected + 1 / n);
					expect(high).toBeGreaterThanOrEqual(expected - 1 / n);
					const below = binomialCdf({ k: Math.ceil(low * n) - 1, n, p: expected });
					expect(below).toBeLessThanOrEqual((1 - level) / 2 + 1e-9);
				},
			),
		);
	});
});
