import type { Refusal } from '@utu/core/safety/assignment.ts';
import type { ReviewPurpose } from '@utu/core/safety/purpose.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { Account } from '../safety/account.sql.ts';
import { grantAsked } from './grant-asked.ts';
import { currentAccount, heldLease, type LookAt } from './next.ts';
import { type NothingWhy, whyNothing } from './nothing.ts';
import { countWaiting, holdReview, lockWaiting, reviewOfLease, waitingReviews } from './reviews.sql.ts';

export type NextReviewDeps = {
	readonly database: Database;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly onConflict: (laneId: number) => void;
};

export type NextReview<View> =
	| {
			readonly kind: 'lease';
			readonly review: { readonly id: string; readonly kind: ReviewPurpose };
			readonly view: View;
	  }
	| { readonly kind: 'busy' }
	| {
			readonly kind: 'nothing';
			readonly why: NothingWhy | 'all-reviewed';
			readonly until: Date | undefined;
			readonly waiting: number;
	  };

type Asking = { readonly organisationId: string; readonly personId: string };

/** Reviews looked at before somebody is told that none of them is theirs. */
const candidatesMax = 200;

/**
 * The next review for an analyst, through the same door as every look: account locked, predicate run, lease granted and
 * charged.
 */
export const nextReview = <View>(
	deps: NextReviewDeps,
	options: Asking,
	lookAt: LookAt<View>,
): Promise<NextReview<View>> =>
	deps.database.transaction<NextReview<View>>({ ...options, lockAccount: true }, async (tx) => {
		const { now, account } = await currentAccount(deps, tx, options.personId);
		if (account.hasLease) {
			const held = await heldLease(tx, options, now);
			const review = held === undefined ? undefined : await reviewOfLease(tx, held.id);
			if (held !== undefined && review === undefined) return { kind: 'busy' };
			if (held !== undefined && review !== undefined)
				return { kind: 'lease', review, view: await lookAt(tx, held, now) };
		}
		const fresh = account.hasLease ? await currentAccount(deps, tx, options.personId) : { now, account };
		return grantReview(deps, tx, { ...options, ...fresh, lookAt });
	});

const grantReview = async <View>(
	deps: NextReviewDeps,
	tx: Tx,
	options: Asking & { readonly account: Account; readonly now: Date; readonly lookAt: LookAt<View> },
): Promise<NextReview<View>> => {
	const { account, now } = options;
	const candidates = await waitingReviews(tx, {
		personId: account.personId,
		now,
		mildFirst: account.lastSeverity >= 3,
		rowsMax: candidatesMax,
	});
	const refusals: Refusal[] = [];
	for (const candidate of candidates) {
		const { reviewId, kind } = candidate;
		const take = async (): Promise<boolean> => (await lockWaiting(tx, { reviewId, now })) !== undefined;
		const lease = await grantAsked(deps, tx, { account, now, candidate, purpose: kind, refusals, take });
		if (lease === undefined) continue;
		await holdReview(tx, { reviewId, leaseId: lease.id, until: lease.expiresAt });
		return { kind: 'lease', review: { id: reviewId, kind }, view: await options.lookAt(tx, lease, now) };
	}
	const waiting = await countWaiting(tx);
	if (candidates.length === 0) return { kind: 'nothing', why: 'all-reviewed', until: undefined, waiting };
	const nothing = await whyNothing(tx, { account, now, projectId: undefined, refusals, spared: [] });
	return { kind: 'nothing', ...nothing, waiting };
};
