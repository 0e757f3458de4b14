import { type Database, sql } from '../platform/database.ts';

/**
 * Organisations with decisions to announce or messages to send. Asked as the dispatcher, which sees no more of either
 * than that. One probe of `decision_delivery` and one of `outbox_due` for each organisation.
 */
export const organisationsDue = async (dispatchDatabase: Database, now: Date): Promise<readonly string[]> => {
	const rows = await dispatchDatabase.transaction({}, (tx) =>
		tx.rows<{ id: string }>(sql`
			select o.id from utu.organisation o
			where exists (select from utu.decision d where d.organisation_id = o.id and d.delivery_due)
				or exists (select from utu.outbox x where x.organisation_id = o.id and x.state = 'pending' and x.next_attempt_at <= ${now})`),
	);
	return rows.map((row) => row.id);
};
