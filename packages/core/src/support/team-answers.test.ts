import { describe, expect, it } from 'vitest';
import { monthOf, respondentsMin, type TeamCount, teamMonths, teamQuestions } from './team-answers.ts';

const now = Date.parse('2026-03-31T23:59:59Z');

/** As many people as there are values, each of whom says the same to every question. */
const said = (month: string, values: readonly number[]): readonly TeamCount[] =>
	teamQuestions.flatMap((question) => values.map((value) => ({ month, question, value, n: 1 })));

const times = (n: number, value: number): readonly number[] => Array.from({ length: n }, () => value);

describe('team answers', () => {
	it('are told from ten people on', () => {
		expect(teamMonths({ now, counts: said('2026-02', times(respondentsMin - 1, 4)) })).toEqual([]);
		expect(teamMonths({ now, counts: said('2026-02', times(respondentsMin, 4)) })).toEqual([
			{ month: '2026-02', respondents: 10, means: { strain: 4, rest: 4, support: 4, say: 4 } },
		]);
	});

	it('are told once the month is over, newest first', () => {
		const counts = ['2026-03', '2026-02', '2025-12', '2026-04'].flatMap((month) => said(month, times(12, 3)));
		expect(teamMonths({ now, counts }).map(({ month }) => month)).toEqual(['2026-02', '2025-12']);
		expect(teamMonths({ now: now + 1_000, counts }).map(({ month }) => month)).toEqual([
			'2026-03',
			'2026-02',
			'2025-12',
		]);
	});

	it('are rounded: the mean to the half, the people down to a multiple of five', () => {
		const [month] = teamMonths({ now, counts: said('2026-02', [...times(8, 2), ...times(6, 5)]) });
		// 46 / 14 = 3.29
		expect(month).toMatchObject({ respondents: 10, means: { strain: 3.5 } });
	});

	it('of a month in which one question has too few are not told at all', () => {
		const counts = said('2026-02', times(10, 4)).filter(({ question }, at) => question !== 'say' || at % 2 === 0);
		expect(teamMonths({ now, counts })).toEqual([]);
	});

	it('go by the calendar of UTC', () => {
		expect([now, now + 1_000].map(monthOf)).toEqual(['2026-03', '2026-04']);
	});
});
