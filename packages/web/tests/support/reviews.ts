import type { ResponseBody } from '@utu/contract/routes.ts';
import type { Lease } from '@utu/contract/routing.ts';
import type { Double } from './double.ts';
import { form, ids, leaseOf, type Me, me } from './scenario.ts';

/** What lies behind the pages of reviews, verdicts and teams. */

export type Comparison = ResponseBody<'POST /api/v1/reviews/:reviewId/answer'>;
type Received = ResponseBody<'GET /api/v1/me/verdicts'>['verdicts'][number];
type Score = ResponseBody<'GET /api/v1/me/score'>;
type Member = ResponseBody<'GET /api/v1/team/scores'>['members'][number];

export const analyst: Me = {
	...me,
	memberships: me.memberships.map((membership) => ({ ...membership, roles: ['worker', 'analyst'] })),
};

export const reviewId = (number: number): string => `00000000-0000-4000-8000-7${String(number).padStart(11, '0')}`;

export const theirs: Comparison['mine'] = { kind: 'complaint', severity: 1 };

/** An analyst's queue: one review after another, all answered `theirs` by the worker. */
export const scriptReviews = (double: Double, kind: Comparison['kind'] = 'review') => {
	let number = 1;
	let open: Comparison | undefined;
	const lease = (): Lease => leaseOf(number, { purpose: kind, suggestion: null });
	double.on('GET /api/v1/me', () => ({ body: analyst }));
	double.on('POST /api/v1/reviews/next', () => ({
		body:
			open === undefined
				? { kind: 'lease', reviewId: reviewId(number), review: kind, lease: lease() }
				: { kind: 'compare', comparison: open },
	}));
	double.on('POST /api/v1/reviews/:id/answer', (call, [id]) => {
		const { answers } = call.body as { answers: Comparison['mine'] };
		const same = answers.kind === theirs.kind && answers.severity === theirs.severity;
		number += 1;
		const comparison = comparisonOf({ reviewId: id ?? '', kind, mine: answers, same, verdict: same ? 'right' : null });
		open = same ? undefined : comparison;
		return { body: comparison };
	});
	double.on('POST /api/v1/reviews/:id/verdict', (call) => {
		const judged = { ...(open ?? comparisonOf({})), ...(call.body as object) };
		open = undefined;
		return { body: judged };
	});
};

export const comparisonOf = (more: Partial<Comparison>): Comparison => ({
	reviewId: reviewId(1),
	kind: 'review',
	projectName: 'Soko Corner',
	form,
	mine: { kind: 'rude', severity: 3, also: ['name'], note: 'It says pancake.' },
	theirs,
	same: false,
	verdict: null,
	reason: '',
	note: '',
	...more,
});

export const receivedOf = (number: number, more: Partial<Received> = {}): Received => ({
	reviewId: reviewId(number),
	projectName: 'Soko Corner',
	form,
	answeredAt: '2026-01-05T09:30:00Z',
	judgedAt: '2026-01-07T10:00:00Z',
	mine: theirs,
	theirs: { kind: 'rude', severity: 3 },
	verdict: 'wrong',
	reason: 'It insults the owner of the shop.',
	note: 'See “Rude” in the instructions.',
	counts: 'wrong',
	contest: null,
	...more,
});

export const contestOf = (more: Partial<NonNullable<Received['contest']>> = {}): NonNullable<Received['contest']> => ({
	sentence: 'It complains about a parcel.',
	filedAt: '2026-01-08T08:00:00Z',
	lapsesAt: '2026-01-15T08:00:00Z',
	outcome: null,
	decidedAt: null,
	...more,
});

export const scoreOf = (more: Partial<Score> = {}): Score => ({
	verdicts: 12,
	needed: 50,
	wrong: 1,
	wrongExpected: 0.84,
	estimate: null,
	lacks: 'verdicts',
	...more,
});

export const toldScore: Score = scoreOf({
	verdicts: 120,
	wrong: 7,
	wrongExpected: 8.3,
	estimate: { value: 0.94, low: 0.88, high: 0.98 },
	lacks: null,
});

export const scriptFeedback = (double: Double, verdicts: readonly Received[], score: Score = toldScore): void => {
	double.on('GET /api/v1/me/verdicts', () => ({ body: { verdicts, nextCursor: null } }));
	double.on('GET /api/v1/me/score', () => ({ body: score }));
	double.on('POST /api/v1/me/verdicts/:id/contest', (call, [id]) => {
		const received = verdicts.find((one) => one.reviewId === id) ?? receivedOf(1);
		const { sentence } = call.body as { sentence: string };
		return { body: { ...received, counts: 'not-yet', contest: contestOf({ sentence }) } };
	});
};

const memberOf = (number: number, displayName: string, more: Partial<Member> = {}): Member => ({
	...toldScore,
	personId: ids.person.replace(/1$/, String(number)),
	displayName,
	concern: false,
	...more,
});

/** By name, as the server gives them: the one with most found wrong stands where the name does. */
export const team: readonly Member[] = [
	memberOf(1, 'Achieng', {
		verdicts: 240,
		wrong: 61,
		wrongExpected: 17.5,
		concern: true,
		estimate: { value: 0.75, low: 0.68, high: 0.81 },
	}),
	memberOf(2, 'Baraka', scoreOf()),
	memberOf(3, 'Chebet'),
	memberOf(4, 'Dawit', scoreOf({ verdicts: 90, lacks: 'double-reviews' })),
];

export const scriptTeam = (double: Double, members: readonly Member[] = team): void => {
	double.on('GET /api/v1/me', () => ({ body: analyst }));
	double.on('GET /api/v1/team/scores', () => ({ body: { members } }));
};
