import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildLabels } from './labels.ts';
import { ordinalConsensus } from './ordinal.ts';

const rate = (items: readonly (readonly number[])[]) => {
	const built = buildLabels(
		items.flatMap((ratings, item) =>
			ratings.map((rating, worker) => ({ item: `${item}`, worker: `${worker}`, label: `${rating}` })),
		),
		{ classes: ['0', '1', '2', '3', '4'] },
	);
	if (!built.ok) throw new Error(built.error.kind);
	return built.value.labels;
};

describe('ordinalConsensus', () => {
	it('decides between two extremes, not for one of them', () => {
		const { option, certainty } = ordinalConsensus(rate([[0, 0, 2, 4, 4]]), { method: 'majority' });
		expect(option[0]).toBe(2);
		// Too little for a model: one vote more, spread over five classes.
		expect(certainty[0]).toBeCloseTo(1.2 / 6, 9);
	});

	it('takes the higher of two middles, and counts neighbours where a project does', () => {
		const labels = rate([[1, 1, 2, 2]]);
		expect(ordinalConsensus(labels, { method: 'majority' }).option[0]).toBe(2);
		const within = ordinalConsensus(labels, { method: 'majority', within: 1 });
		const exact = ordinalConsensus(labels, { method: 'majority' });
		expect(within.certainty[0]!).toBeGreaterThan(exact.certainty[0]!);
	});

	it('has the least expected distance among the classes', () => {
		const ratings = fc.array(fc.array(fc.nat(4), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 });
		fc.assert(
			fc.property(ratings, (items) => {
				const { posterior, option } = ordinalConsensus(rate(items));
				for (const [item, own] of option.entries()) {
					const distance = (to: number): number =>
						[0, 1, 2, 3, 4].reduce((sum, k) => sum + posterior[item * 5 + k]! * Math.abs(k - to), 0);
					for (let k = 0; k < 5; k++) expect(distance(own)).toBeLessThanOrEqual(distance(k) + 1e-6);
				}
			}),
		);
	});
});
