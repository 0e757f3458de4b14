import type { Refusal } from '@utu/core/safety/assignment.ts';
import type { Tx } from '../platform/database.ts';
import { grantAsked } from './grant-asked.ts';
import { currentAccount, heldLease, type LookAt } from './next.ts';
import type { NextReviewDeps } from './next-review.ts';
import { type NothingWhy, whyNothing } from './nothing.ts';
import { reviewOfLease } from './reviews.sql.ts';
import { trainingItems } from './training.sql.ts';

export type NextTraining<View> =
	| { readonly kind: 'lease'; readonly view: View }
	| { readonly kind: 'busy' }
	| {
			readonly kind: 'nothing';
			/** `all-trained`: there is no training item that the person has not seen. */
			readonly why: NothingWhy | 'all-trained';
			readonly until: Date | undefined;
	  };

type Asking = { readonly organisationId: string; readonly personId: string; readonly projectId: string };

/** Items looked at before somebody is told that none of them is theirs now. */
const candidatesMax = 200;

/** The next item to train on, through the same door as every look: account locked, predicate run, lease granted and charged. */
export const nextTraining = <View>(
	deps: NextReviewDeps,
	options: Asking,
	lookAt: LookAt<View>,
): Promise<NextTraining<View>> =>
	deps.database.transaction<NextTraining<View>>({ ...options, lockAccount: true }, async (tx) => {
		const { now, account } = await currentAccount(deps, tx, options.personId);
		if (account.hasLease) {
			const held = await heldLease(tx, options, now);
			if (held !== undefined) {
				const trains = held.purpose === 'gold' && (await reviewOfLease(tx, held.id)) === undefined;
				return trains ? { kind: 'lease', view: await lookAt(tx, held, now) } : { kind: 'busy' };
			}
		}
		return grantTraining(deps, tx, { ...options, lookAt });
	});

const grantTraining = async <View>(
	deps: NextReviewDeps,
	tx: Tx,
	options: Asking & { readonly lookAt: LookAt<View> },
): Promise<NextTraining<View>> => {
	const { now, account } = await currentAccount(deps, tx, options.personId);
	const candidates = await trainingItems(tx, {
		...options,
		mildFirst: account.lastSeverity >= 3,
		rowsMax: candidatesMax,
	});
	const refusals: Refusal[] = [];
	for (const candidate of candidates) {
		const lease = await grantAsked(deps, tx, { account, now, candidate, purpose: 'gold', refusals });
		if (lease !== undefined) return { kind: 'lease', view: await options.lookAt(tx, lease, now) };
	}
	if (candidates.length === 0) return { kind: 'nothing', why: 'all-trained', until: undefined };
	const { projectId } = options;
	return { kind: 'nothing', ...(await whyNothing(tx, { account, now, projectId, refusals, spared: [] })) };
};
