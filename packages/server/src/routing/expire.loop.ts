import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import type { Dispatcher } from '../platform/dispatch.ts';
import { endLease, lockLease } from '../safety/settle.sql.ts';

const batchMax = 200;

/** Returns ended leases' items to their lanes and charges what was reserved: where the end is not known, all of it. */
export const expireLeases =
	(deps: { readonly database: Database; readonly dispatcher: Dispatcher; readonly clock: Clock }) =>
	async (): Promise<number> => {
		const now = deps.clock.now();
		const due = await deps.dispatcher.endedLeases({ now, rowsMax: batchMax });
		for (const { id, organisationId, personId } of due) {
			await deps.database.transaction({ organisationId, personId, lockAccount: true }, async (tx) => {
				const lease = await lockLease(tx, id);
				if (lease?.state === 'active' && lease.expiresAt <= now)
					await endLease(tx, { lease, state: 'expired', now, endKnown: false });
			});
		}
		return due.length;
	};
