import type { ResponseBody, RouteKey } from '@utu/contract/routes.ts';

import { type Form, sameAnswers } from '@utu/core/projects/form.ts';
import { ok, type Result } from '@utu/core/shared/result.ts';
import type { Failure, Handlers } from '../platform/handlers.ts';
import type { ReceivedRow } from './contest.sql.ts';
import { answerReview, giveVerdict, type JudgeDeps, type ReviewError, unfinished } from './judge.ts';
import type { ReviewRow } from './review.sql.ts';
import { countsAs, myScore, type ScoreView, teamScores } from './scores.ts';
import { type ContestError, contestVerdict, myVerdicts } from './verdicts.ts';
import { takenBack, toWireAnswers } from './wire.ts';

type ReviewKeys = Extract<
	RouteKey,
	| `${string} /api/v1/reviews/${string}`
	| `${string} /api/v1/me/verdicts${string}`
	| 'GET /api/v1/me/score'
	| 'GET /api/v1/team/scores'
>;
type Comparison = ResponseBody<'POST /api/v1/reviews/:reviewId/answer'>;
type Received = ResponseBody<'GET /api/v1/me/verdicts'>['verdicts'][number];

type Work = ResponseBody<'POST /api/v1/reviews/next'>;

export type ReviewDeps = JudgeDeps & {
	/** Routing's door: grants the next look that a review needs. Undefined where it was taken back at once. */
	readonly nextReview: (asking: {
		readonly organisationId: string;
		readonly personId: string;
	}) => Promise<Exclude<Work, { kind: 'compare' }> | undefined>;
	/** The same door, for the item of a verdict that its worker looks at again. */
	readonly lookAgain: (asking: {
		readonly organisationId: string;
		readonly personId: string;
		readonly reviewId: string;
	}) => Promise<ResponseBody<'POST /api/v1/me/verdicts/:reviewId/look'> | 'no-such-verdict' | 'taken-back'>;
	/** Annotation's words for an answer that does not fit its form, and for a lease that is over. */
	readonly leaseFailure: (error: Extract<ReviewError, { kind: 'invalid' | 'not-yours' | 'ended' }>) => Failure;
};

/** Blind reviews, verdicts with their contests, and what can be said of somebody's answers. */
export const reviewHandlers = (deps: ReviewDeps): Pick<Handlers, ReviewKeys> => {
	const formOf = async (
		organisationId: string,
		row: { readonly projectId: string; readonly version: number },
	): Promise<Form> => (await deps.database.transaction({ organisationId }, (tx) => deps.forms.of(tx, row))).form;
	const compared = async (organisationId: string, row: ReviewRow): Promise<Comparison> =>
		toComparison(row, await formOf(organisationId, row));
	const received = async (organisationId: string, row: ReceivedRow): Promise<Received> =>
		toReceived(row, await formOf(organisationId, row));
	return {
		'POST /api/v1/reviews/next': async ({ organisationId, principal }) => {
			const asking = { organisationId, personId: principal.personId };
			const before = await unfinished(deps, asking);
			if (before !== undefined) return ok({ kind: 'compare', comparison: await compared(organisationId, before) });
			const next = await deps.nextReview(asking);
			return next === undefined ? { ok: false, error: takenBack } : ok(next);
		},
		'POST /api/v1/reviews/:reviewId/answer': async ({ organisationId, principal, params, body }) => {
			const ref = { organisationId, personId: principal.personId, reviewId: params.reviewId };
			const done = await answerReview(deps, ref, body);
			return done.ok ? ok(await compared(organisationId, done.value)) : failed(deps, done.error);
		},
		'POST /api/v1/reviews/:reviewId/verdict': async ({ organisationId, principal, params, body }) => {
			const ref = { organisationId, personId: principal.personId, reviewId: params.reviewId };
			const done = await giveVerdict(deps, ref, body);
			return done.ok ? ok(await compared(organisationId, done.value)) : failed(deps, done.error);
		},
		'GET /api/v1/me/verdicts': async ({ organisationId, principal, query }) => {
			const { page, more } = await myVerdicts(deps, {
				organisationId,
				personId: principal.personId,
				before: query.cursor,
			});
			return ok({
				verdicts: await Promise.all(page.map((row) => received(organisationId, row))),
				nextCursor: more ? (page.at(-1)?.reviewId ?? null) : null,
			});
		},
		'POST /api/v1/me/verdicts/:reviewId/look': async ({ organisationId, principal, params }) => {
			const look = await deps.lookAgain({ organisationId, personId: principal.personId, reviewId: params.reviewId });
			if (look === 'no-such-verdict') return { ok: false, error: contestFailures['no-such-verdict'] };
			return look === 'taken-back' ? { ok: false, error: takenBack } : ok(look);
		},
		'POST /api/v1/me/verdicts/:reviewId/contest': async ({ organisationId, principal, params, body }) => {
			const done = await contestVerdict(deps, {
				organisationId,
				personId: principal.personId,
				reviewId: params.reviewId,
				sentence: body.sentence,
			});
			if (done.ok) return ok(await received(organisationId, done.value));
			return { ok: false, error: contestFailures[done.error.kind] };
		},
		'GET /api/v1/me/score': async ({ organisationId, principal }) =>
			ok(toScore(await myScore(deps, { organisationId, personId: principal.personId }))),
		'GET /api/v1/team/scores': async ({ organisationId, principal }) => {
			const members = await teamScores(deps, { organisationId, personId: principal.personId });
			return ok({
				members: members.map(({ personId, displayName, concern, score }) => ({
					personId,
					displayName,
					concern,
					...toScore(score),
				})),
			});
		},
	};
};

const toComparison = (row: ReviewRow, form: Form): Comparison => ({
	reviewId: row.id,
	kind: row.kind,
	projectName: row.projectName,
	form,
	mine: toWireAnswers(row.mine ?? {}),
	theirs: row.theirs === null ? null : toWireAnswers(row.theirs),
	same: row.theirs !== null && sameAnswers(form, row.mine ?? {}, row.theirs),
	verdict: row.verdict,
	reason: row.reason ?? '',
	note: row.note ?? '',
});

const toReceived = (row: ReceivedRow, form: Form): Received => ({
	reviewId: row.reviewId,
	projectName: row.projectName,
	form,
	answeredAt: row.answeredAt.toISOString(),
	judgedAt: row.judgedAt.toISOString(),
	mine: toWireAnswers(row.mine),
	theirs: toWireAnswers(row.theirs),
	verdict: row.verdict,
	reason: row.reason,
	note: row.note,
	counts: countsAs(row),
	contest:
		row.sentence === null || row.filedAt === null || row.lapsesAt === null
			? null
			: {
					sentence: row.sentence,
					filedAt: row.filedAt.toISOString(),
					lapsesAt: row.lapsesAt.toISOString(),
					outcome: row.outcome,
					decidedAt: row.decidedAt?.toISOString() ?? null,
				},
});

const toScore = (score: ScoreView): ResponseBody<'GET /api/v1/me/score'> => score;

const failed = (deps: ReviewDeps, error: ReviewError): Result<never, Failure> => ({
	ok: false,
	error: failureOf(deps, error),
});

const failureOf = (deps: ReviewDeps, error: ReviewError): Failure => {
	switch (error.kind) {
		case 'no-such-review':
			return {
				status: 404,
				code: 'no-such-review',
				title: 'There is no such review in your hands.',
				detail: 'Its time was over, or somebody else has it. Ask for the next one.',
			};
		case 'not-looked':
			return {
				status: 409,
				code: 'not-looked',
				title: 'A review rests on a look.',
				detail: 'Uncover the item, or skip it: somebody else is asked then.',
			};
		case 'not-answered':
			return { status: 409, code: 'not-answered', title: 'Answer first: the worker’s answer is shown after yours.' };
		case 'no-reason':
			return {
				status: 422,
				code: 'no-reason',
				title: 'Say why the answer cannot stand.',
				detail: 'The worker reads your reason and can contest it.',
				faults: [{ path: 'reason', message: 'A sentence that the worker can learn from.' }],
			};
		default:
			return deps.leaseFailure(error);
	}
};

const contestFailures: Readonly<Record<ContestError['kind'], Failure>> = {
	'no-such-verdict': { status: 404, code: 'no-such-verdict', title: 'There is no such verdict on your answers.' },
	'found-right': { status: 409, code: 'found-right', title: 'This verdict found your answer right.' },
	'contested-before': {
		status: 409,
		code: 'contested-before',
		title: 'You have contested this verdict.',
		detail: 'Somebody else decides within seven days; if not, it counts in your favour.',
	},
};
