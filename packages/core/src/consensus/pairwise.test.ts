import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bradleyTerry } from './pairwise.ts';

const cases = JSON.parse(
	readFileSync(new URL('../../../../fixtures/consensus/pairwise.json', import.meta.url), 'utf8'),
) as { count: number; comparisons: [number, number][]; pseudo: number; logStrength: number[] }[];

describe('bradleyTerry', () => {
	it('agrees with the reference', () => {
		for (const { count, comparisons, pseudo, logStrength } of cases) {
			const fitted = bradleyTerry(
				{ count, comparisons: comparisons.map(([better, worse]) => ({ better, worse })) },
				{ pseudo },
			);
			expect(fitted.converged).toBe(true);
			for (const [at, value] of logStrength.entries()) expect(fitted.logStrength[at]!).toBeCloseTo(value, 5);
		}
	});

	it('turns around with the comparisons, and counts a weight as so many', () => {
		const comparison = fc
			.tuple(fc.nat(4), fc.nat(3))
			.map(([better, step]) => ({ better, worse: (better + 1 + step) % 5 }));
		fc.assert(
			fc.property(fc.array(comparison, { maxLength: 15 }), (comparisons) => {
				const own = bradleyTerry({ count: 5, comparisons });
				const turned = comparisons.map(({ better, worse }) => ({ better: worse, worse: better }));
				const other = bradleyTerry({ count: 5, comparisons: turned });
				for (let at = 0; at < 5; at++) expect(own.logStrength[at]! + other.logStrength[at]!).toBeCloseTo(0, 4);
				const twice = bradleyTerry({ count: 5, comparisons: [...comparisons, ...comparisons] });
				const weighed = bradleyTerry({ count: 5, comparisons: comparisons.map((one) => ({ ...one, weight: 2 })) });
				for (let at = 0; at < 5; at++) expect(twice.logStrength[at]!).toBeCloseTo(weighed.logStrength[at]!, 9);
			}),
		);
	});

	it('orders what always wins first, and keeps it finite', () => {
		const { order, logStrength } = bradleyTerry({
			count: 3,
			comparisons: [
				{ better: 2, worse: 0 },
				{ better: 0, worse: 1 },
				{ better: 2, worse: 1 },
			],
		});
		expect(order).toEqual([2, 0, 1]);
		expect(logStrength.every(Number.isFinite)).toBe(true);
		expect(() => bradleyTerry({ count: 2, comparisons: [{ better: 1, worse: 1 }] })).toThrow('two different things');
	});
});
