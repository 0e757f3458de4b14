import { assess, type Refusal } from '@utu/core/safety/assignment.ts';
import type { Purpose } from '@utu/core/safety/purpose.ts';
import type { Ids } from '../platform/clock.ts';
import type { Tx } from '../platform/database.ts';
import { type Account, lookerIn } from '../safety/account.sql.ts';
import type { LeaseRow } from '../safety/settle.sql.ts';
import { type CandidateRow, grantLease } from './grant.sql.ts';
import { itemFacts } from './next.ts';

export type GrantAsked = {
	readonly account: Account;
	readonly now: Date;
	readonly candidate: CandidateRow;
	readonly purpose: Purpose;
	/** Why not, for whoever says so. */
	readonly refusals: Refusal[];
	/** Takes what the look is for, between the predicate and the grant; false: somebody else has it. */
	readonly take?: () => Promise<boolean>;
};

/** Grants a look at one very item that is asked for, by predicate and statement like any; undefined where it may not be. */
export const grantAsked = async (
	deps: { readonly ids: Ids; readonly onConflict: (laneId: number) => void },
	tx: Tx,
	options: GrantAsked,
): Promise<LeaseRow | undefined> => {
	const { account, now, candidate, purpose } = options;
	const assessed = assess({
		looker: lookerIn(account, candidate.projectId),
		item: itemFacts(candidate),
		purpose,
		now: now.getTime(),
	});
	if (!assessed.ok) {
		options.refusals.push(assessed.error);
		return undefined;
	}
	if (options.take !== undefined && !(await options.take())) return undefined;
	const lease = await grantLease(tx, {
		assignment: assessed.value,
		timeZone: account.timeZone,
		leaseId: deps.ids.uuid(),
		idempotencyKey: deps.ids.uuid(),
	});
	if (lease === undefined) deps.onConflict(candidate.laneId);
	return lease;
};
