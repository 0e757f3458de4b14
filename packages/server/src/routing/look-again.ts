import type { Refusal } from '@utu/core/safety/assignment.ts';
import { grantAsked } from './grant-asked.ts';
import { currentAccount, heldLease, type LookAt } from './next.ts';
import type { NextReviewDeps } from './next-review.ts';
import { type NothingWhy, whyNothing } from './nothing.ts';
import { judgedItem, reviewOfLease } from './reviews.sql.ts';

export type LookAgain<View> =
	| { readonly kind: 'lease'; readonly view: View }
	/** Another item is in hand. */
	| { readonly kind: 'busy' }
	| { readonly kind: 'no-such-verdict' }
	| { readonly kind: 'nothing'; readonly why: NothingWhy; readonly until: Date | undefined };

/**
 * Somebody whose answer was judged looks at its item again, to say what they think of the verdict: through the same door
 * as every look, and charged anew. The content was theirs before, so `once` does not stand against it.
 */
export const lookAgain = <View>(
	deps: NextReviewDeps,
	options: { readonly organisationId: string; readonly personId: string; readonly reviewId: string },
	lookAt: LookAt<View>,
): Promise<LookAgain<View>> =>
	deps.database.transaction<LookAgain<View>>({ ...options, lockAccount: true }, async (tx) => {
		const before = await currentAccount(deps, tx, options.personId);
		const candidate = await judgedItem(tx, options.reviewId);
		if (candidate === undefined) return { kind: 'no-such-verdict' };
		if (before.account.hasLease) {
			const held = await heldLease(tx, options, before.now);
			if (held !== undefined) {
				const same = held.purpose === 'contest' && held.itemId === candidate.itemId;
				const looks = same && (await reviewOfLease(tx, held.id)) === undefined;
				return looks ? { kind: 'lease', view: await lookAt(tx, held, before.now) } : { kind: 'busy' };
			}
		}
		const { now, account } = before.account.hasLease ? await currentAccount(deps, tx, options.personId) : before;
		const { projectId } = candidate;
		const refusals: Refusal[] = [];
		const lease = await grantAsked(deps, tx, { account, now, candidate, purpose: 'contest', refusals });
		if (lease !== undefined) return { kind: 'lease', view: await lookAt(tx, lease, now) };
		return { kind: 'nothing', ...(await whyNothing(tx, { account, now, projectId, refusals, spared: [] })) };
	});
