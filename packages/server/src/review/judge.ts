import { type AnswerError, type Answers, type Form, sameAnswers, validateAnswers } from '@utu/core/projects/form.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/database.ts';
import { endLease, lockInHand, type NotInHand } from '../safety/settle.sql.ts';
import { adjudicate } from './adjudicate.sql.ts';
import { settleContest } from './contest.sql.ts';
import { weighOpinions } from './gold.ts';
import {
	lockMyReview,
	pseudonymIn,
	type ReviewRow,
	saveReview,
	saveVerdict,
	unfinishedReview,
	type Verdict,
} from './review.sql.ts';

/** Forms of project versions, as annotation knows them. */
export type FormsOf = {
	readonly of: (
		tx: Tx,
		of: { readonly projectId: string; readonly version: number },
	) => Promise<{ readonly form: Form }>;
};
export type JudgeDeps = {
	readonly database: Database;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly forms: FormsOf;
};
export type ReviewRef = { readonly organisationId: string; readonly personId: string; readonly reviewId: string };

export type ReviewError =
	| NotInHand
	| { readonly kind: 'no-such-review' }
	/** A review rests on a look: it was never uncovered. */
	| { readonly kind: 'not-looked' }
	| { readonly kind: 'not-answered' }
	/** A verdict of “wrong” says why. */
	| { readonly kind: 'no-reason' }
	| { readonly kind: 'invalid'; readonly error: AnswerError };

/**
 * Takes what the reviewer would have answered; the lease is settled in the same transaction. Where it says what the
 * worker said, that is the verdict. Sending it again tells the same.
 */
export const answerReview = (
	deps: JudgeDeps,
	ref: ReviewRef,
	request: { readonly leaseId: string; readonly answers: Answers },
): Promise<Result<ReviewRow, ReviewError>> =>
	deps.database.transaction<Result<ReviewRow, ReviewError>>({ ...ref, lockAccount: true }, async (tx) => {
		const review = await lockMyReview(tx, ref.reviewId);
		if (review === undefined || review.leaseId !== request.leaseId) return err({ kind: 'no-such-review' });
		if (review.state !== 'waiting') return ok(review);
		const held = await lockInHand(tx, { ...ref, leaseId: request.leaseId, now: deps.clock.now });
		if (!held.ok) return held;
		const { lease, now } = held.value;
		if (lease.revealedAt === null) return err({ kind: 'not-looked' });
		const { form } = await deps.forms.of(tx, review);
		const checked = validateAnswers(form, request.answers);
		if (!checked.ok) return err({ kind: 'invalid', error: checked.error });
		const reviewerId = await pseudonymIn(tx, {
			projectId: review.projectId,
			personId: ref.personId,
			organisationId: ref.organisationId,
			made: deps.ids.uuid(),
		});
		const same = review.theirs !== null && sameAnswers(form, checked.value, review.theirs);
		const done = same || review.kind === 'adjudicate';
		await saveReview(tx, {
			reviewId: review.id,
			reviewerId,
			answers: checked.value,
			verdict: done && review.theirs !== null ? 'right' : null,
			judged: done,
			now,
		});
		await endLease(tx, { lease, state: 'answered', now, endKnown: true });
		if (review.kind === 'adjudicate')
			await adjudicate(tx, { itemId: review.itemId, answers: checked.value, decisionId: deps.ids.uuid(), now });
		if (same && review.kind === 'contest') await settleContest(tx, { reviewId: review.id, verdict: 'right', now });
		return ok((await lockMyReview(tx, review.id)) ?? review);
	});

/** The reviewer's verdict on an answer that differs from theirs; of gold, the note that those read who train on it. */
export const giveVerdict = (
	deps: JudgeDeps,
	ref: ReviewRef,
	request: { readonly verdict: Verdict; readonly reason: string; readonly note: string },
): Promise<Result<ReviewRow, ReviewError>> =>
	deps.database.transaction<Result<ReviewRow, ReviewError>>(ref, async (tx) => {
		const review = await lockMyReview(tx, ref.reviewId);
		if (review === undefined) return err({ kind: 'no-such-review' });
		if (review.state === 'judged') return ok(review);
		if (review.state !== 'answered') return err({ kind: 'not-answered' });
		if (request.verdict === 'wrong' && request.reason === '') return err({ kind: 'no-reason' });
		const now = deps.clock.now();
		await saveVerdict(tx, { reviewId: review.id, ...request, now });
		if (review.kind === 'contest') await settleContest(tx, { reviewId: review.id, verdict: request.verdict, now });
		if (review.kind === 'gold')
			await weighOpinions(tx, { itemId: review.itemId, form: (await deps.forms.of(tx, review)).form, now });
		return ok((await lockMyReview(tx, review.id)) ?? review);
	});

/** What this person looked at and answered, and has not judged yet: it comes before anything new. */
export const unfinished = (
	deps: Pick<JudgeDeps, 'database'>,
	ref: Omit<ReviewRef, 'reviewId'>,
): Promise<ReviewRow | undefined> => deps.database.transaction(ref, unfinishedReview);
