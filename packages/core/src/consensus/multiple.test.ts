import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inferConsensus } from './infer.ts';
import { type MultipleAnswer, multipleConsensus } from './multiple.ts';

const answers = fc
	.uniqueArray(fc.tuple(fc.nat(7), fc.nat(3), fc.subarray([0, 1, 2])), {
		minLength: 1,
		maxLength: 20,
		selector: ([item, worker]) => `${item} ${worker}`,
	})
	.map((all): MultipleAnswer[] => all.map(([item, worker, options]) => ({ item, worker, options })));

const shape = { itemCount: 8, workerCount: 4, optionCount: 3 };

describe('multipleConsensus', () => {
	it('is yes or no for each option, whatever the others are', () => {
		fc.assert(
			fc.property(answers, fc.nat(2), (given, option) => {
				const { probability, agreement } = multipleConsensus({ ...shape, answers: given });
				const alone = inferConsensus({
					...{ itemCount: 8, workerCount: 4, classCount: 2 },
					item: Int32Array.from(given, ({ item }) => item),
					worker: Int32Array.from(given, ({ worker }) => worker),
					label: Uint8Array.from(given, ({ options }) => (options.includes(option) ? 1 : 0)),
				});
				for (let item = 0; item < 8; item++) expect(probability[item * 3 + option]).toBe(alone.posterior[2 * item + 1]);
				expect(agreement).toHaveLength(3);
			}),
		);
	});

	it('takes what most chose, several options at once', () => {
		const given = [0, 1, 2].map((worker) => ({ item: 0, worker, options: worker === 2 ? [0] : [0, 2] }));
		const { probability } = multipleConsensus({ ...shape, answers: given }, { method: 'majority' });
		expect([...probability.subarray(0, 3)].map((value) => value > 0.5)).toEqual([true, false, true]);
		expect(() => multipleConsensus({ ...shape, answers: [{ item: 0, worker: 0, options: [3] }] })).toThrow('an option');
	});
});
