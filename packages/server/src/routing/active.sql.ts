import { sql, type Tx } from '../platform/database.ts';
import { type LeaseRow, leaseColumns } from '../safety/settle.sql.ts';

/** The transaction's person's lease in hand; one at most, by `lease_active_person`. */
export const activeLease = (tx: Tx): Promise<LeaseRow | undefined> =>
	tx.row<LeaseRow>(
		sql`select ${leaseColumns} from utu.lease l where l.person_id = utu.me() and l.state = 'active' for update`,
	);
