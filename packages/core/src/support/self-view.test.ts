import { describe, expect, it } from 'vitest';
import { instrumentNames, instruments, isSuds, selfView, withoutEvent } from './self-view.ts';

describe('self-view', () => {
	it('is the sum of the answers and the most that it could be', () => {
		expect(selfView('pcPtsd5', [1, 0, 1, 1, 0])).toEqual({ sum: 3, of: 5 });
		expect(selfView('phq2', [3, 2])).toEqual({ sum: 5, of: 6 });
		expect(selfView('gad2', [0, 1])).toEqual({ sum: 1, of: 6 });
	});

	it('reaches from nothing to the whole scale', () => {
		for (const name of instrumentNames) {
			const { questions, answerMax } = instruments[name];
			const all = (answer: number) => Array.from({ length: questions }, () => answer);
			expect(selfView(name, all(0))?.sum).toBe(0);
			expect(selfView(name, all(answerMax))).toEqual({ sum: questions * answerMax, of: questions * answerMax });
		}
	});

	it('is nothing while an answer is missing, one too many, or off the scale', () => {
		expect(selfView('phq2', [1, undefined])).toBeUndefined();
		expect(selfView('phq2', [1])).toBeUndefined();
		expect(selfView('phq2', [1, 1, 1])).toBeUndefined();
		expect(selfView('pcPtsd5', [1, 0, 2, 0, 0])).toBeUndefined();
		expect(selfView('gad2', [0.5, 1])).toBeUndefined();
		expect(selfView('gad2', [-1, 1])).toBeUndefined();
	});

	it('of a person without such an event is zero', () => {
		expect(selfView('pcPtsd5', withoutEvent)).toEqual({ sum: 0, of: 5 });
	});

	it('says of distress only whether it is a step from 0 to 10', () => {
		expect([0, 10, 11, -1, 4.5, Number.NaN].map(isSuds)).toEqual([true, true, false, false, false, false]);
	});
});
