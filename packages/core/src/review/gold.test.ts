import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldOf } from './gold.ts';

describe('gold', () => {
	it('is what at least two experts say alike', () => {
		const two = [
			{ expertId: 'a', answer: 'tree' },
			{ expertId: 'b', answer: 'tree' },
		];
		expect(goldOf(two)).toEqual({ kind: 'gold', answer: 'tree', experts: 2 });
		expect(goldOf([...two, { expertId: 'c', answer: 'cat' }])).toEqual({ kind: 'void', reason: 'experts-disagree' });
		expect(goldOf([two[0]!, two[0]!])).toEqual({ kind: 'void', reason: 'too-few-experts' });
		expect(goldOf([])).toEqual({ kind: 'void', reason: 'too-few-experts' });
	});

	it('is void once experts disagree, whoever agrees later', () => {
		const opinions = fc.array(
			fc.record({ expertId: fc.constantFrom('a', 'b', 'c', 'd'), answer: fc.constantFrom('tree', 'cat') }),
		);
		fc.assert(
			fc.property(opinions, opinions, (some, more) => {
				const before = goldOf(some);
				if (before.kind === 'void' && before.reason === 'experts-disagree')
					expect(goldOf([...some, ...more])).toEqual(before);
				if (before.kind === 'gold') expect(new Set(some.map(({ expertId }) => expertId)).size).toBe(before.experts);
			}),
		);
	});
});
