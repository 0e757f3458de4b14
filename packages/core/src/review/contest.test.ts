import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contestDueAt, decideContest, mayDecide, openContest, standingOf } from './contest.ts';

const day = 24 * 3_600_000;
const verdict = {
	...{ verdictId: 'v', workerId: 'worker', verdictBy: ['analyst', 'second'], correct: false, contested: false },
};

const opened = (now = 0) => {
	const contest = openContest(verdict, { by: 'worker', now });
	if (!contest.ok) throw new Error(contest.error);
	return contest.value;
};

describe('a contest', () => {
	it('is opened once, by the person concerned, against a verdict that found the answer wrong', () => {
		expect(openContest(verdict, { by: 'analyst', now: 0 })).toEqual({ ok: false, error: 'not-own-work' });
		expect(openContest({ ...verdict, correct: true }, { by: 'worker', now: 0 })).toMatchObject({
			error: 'found-right',
		});
		expect(openContest({ ...verdict, contested: true }, { by: 'worker', now: 0 })).toMatchObject({
			error: 'contested-before',
		});
	});

	it('freezes the verdict until somebody else decides', () => {
		const contest = opened();
		expect(standingOf(contest, { now: day })).toBe('frozen');
		for (const outcome of ['upheld', 'overturned'] as const) {
			const decided = decideContest(contest, { outcome, by: 'third', at: day });
			expect(decided.ok && standingOf(decided.value, { now: 100 * day })).toBe(outcome);
			expect(decided.ok && mayDecide(decided.value, { by: 'fourth', now: 2 * day })).toMatchObject({
				error: 'decided-before',
			});
		}
	});

	it('is decided neither by an author of the verdict nor by the worker', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('analyst', 'second', 'worker', 'third'),
				fc.integer({ min: 0, max: 6 }),
				(by, days) => {
					const may = mayDecide(opened(), { by, now: days * day });
					if (by === 'third') expect(may.ok).toBe(true);
					else expect(may).toMatchObject({ ok: false, error: by === 'worker' ? 'own-work' : 'own-verdict' });
				},
			),
		);
	});

	it('lapses in the worker’s favour after seven days, to the millisecond, and is then past deciding', () => {
		const contest = opened(5);
		const due = contestDueAt(contest);
		expect(due).toBe(5 + 7 * day);
		expect(standingOf(contest, { now: due - 1 })).toBe('frozen');
		expect(standingOf(contest, { now: due })).toBe('lapsed');
		expect(decideContest(contest, { outcome: 'upheld', by: 'third', at: due - 1 }).ok).toBe(true);
		expect(decideContest(contest, { outcome: 'upheld', by: 'third', at: due })).toEqual({ ok: false, error: 'lapsed' });
	});
});
