import { type Database, sql } from './database.ts';

/** Finds which organisations have work due. It sees (organisation, stage, due) of all, and no content of any. */
export type Dispatcher = {
	readonly firstPass: (now: Date) => Promise<readonly string[]>;
	readonly consensus: () => Promise<readonly string[]>;
	readonly delivery: (now: Date) => Promise<readonly string[]>;
	readonly relane: () => Promise<readonly string[]>;
	readonly endedLeases: (options: { readonly now: Date; readonly rowsMax: number }) => Promise<readonly EndedLease[]>;
	readonly organisations: () => Promise<readonly string[]>;
};

export type EndedLease = { readonly id: string; readonly organisationId: string; readonly personId: string };

export const createDispatcher = (database: Database): Dispatcher => {
	const organisations = async (statement: ReturnType<typeof sql>): Promise<readonly string[]> =>
		(await database.transaction({}, (tx) => tx.rows<{ id: string }>(statement))).map((row) => row.id);
	return {
		firstPass: (now) =>
			organisations(sql`
				select o.id from utu.organisation o
				where exists (select from utu.item i where i.organisation_id = o.id and i.stage = 'first-pass' and i.first_pass_due <= ${now})`),
		consensus: () =>
			organisations(
				sql`select o.id from utu.organisation o where exists (select from utu.answer a where a.organisation_id = o.id and a.consensus_due)`,
			),
		delivery: (now) =>
			organisations(sql`
				select o.id from utu.organisation o
				where exists (select from utu.outbox x where x.organisation_id = o.id and x.state = 'pending' and x.next_attempt_at <= ${now})`),
		relane: () => organisations(sql`select distinct organisation_id as id from utu.batch where relane`),
		endedLeases: ({ now, rowsMax }) =>
			database.transaction({}, (tx) =>
				tx.rows<EndedLease>(sql`
					select id, organisation_id as "organisationId", person_id as "personId" from utu.lease
					where state = 'active' and expires_at <= ${now} order by expires_at limit ${rowsMax}`),
			),
		organisations: () => organisations(sql`select id from utu.organisation`),
	};
};
