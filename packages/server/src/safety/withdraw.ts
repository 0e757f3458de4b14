import { sql, type Tx } from '../platform/database.ts';
import { endLease, enterOrganisation, type LeaseRow, leaseColumns } from './settle.sql.ts';

/** Ends the person's leases in hand that a new consent, exclusion or limit no longer holds. The account is locked. */
export const withdrawLeases = async (
	tx: Tx,
	options: { readonly now: Date; readonly holds: (lease: LeaseRow) => boolean | Promise<boolean> },
): Promise<void> => {
	const held = await tx.rows<LeaseRow>(
		sql`select ${leaseColumns} from utu.lease l where l.person_id = utu.me() and l.state = 'active' for update`,
	);
	for (const lease of held) {
		await enterOrganisation(tx, lease.organisationId);
		if (!(await options.holds(lease)))
			await endLease(tx, { lease, state: 'withdrawn', now: options.now, endKnown: true });
	}
};
