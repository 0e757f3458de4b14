import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trainingProgress } from './qualification.ts';

const rules = fc
	.record({ items: fc.integer({ min: 1, max: 50 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
	.map(({ items, share }) => ({ items, rightMin: Math.max(1, Math.round(items * share)) }));

describe('trainingProgress', () => {
	it('counts the last answers alone', () => {
		expect(trainingProgress([true, true, false, true], { items: 3, rightMin: 2 })).toEqual({
			answered: 3,
			right: 2,
			qualified: true,
		});
		expect(trainingProgress([], { items: 3, rightMin: 1 })).toEqual({ answered: 0, right: 0, qualified: false });
	});

	it('locks nobody out: whatever came before, as many right answers as are asked for are enough', () => {
		fc.assert(
			fc.property(rules, fc.array(fc.boolean(), { maxLength: 300 }), (rule, before) => {
				const after = [...before, ...Array.from({ length: rule.rightMin }, () => true)];
				expect(trainingProgress(after, rule).qualified).toBe(true);
			}),
		);
	});

	it('asks no more than it says', () => {
		fc.assert(
			fc.property(rules, fc.array(fc.boolean(), { maxLength: 300 }), (rule, answers) => {
				const { answered, right, qualified } = trainingProgress(answers, rule);
				expect(answered).toBe(Math.min(answers.length, rule.items));
				expect(right).toBe(answers.slice(-rule.items).filter(Boolean).length);
				expect(qualified).toBe(right >= rule.rightMin);
			}),
		);
	});
});
