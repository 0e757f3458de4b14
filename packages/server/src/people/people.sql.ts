import { sql, type Tx } from '../platform/database.ts';

export type MembershipRow = {
	readonly organisationId: string;
	readonly organisationName: string;
	readonly roles: string[];
	readonly teamId: string | null;
};
export type PersonRow = {
	readonly id: string;
	readonly displayName: string;
	readonly locale: string;
	readonly timeZone: string;
};
export type MemberRow = {
	readonly personId: string;
	readonly displayName: string;
	readonly roles: string[];
	readonly teamId: string | null;
	readonly joinedAt: Date;
};
export type OrganisationRow = {
	readonly id: string;
	readonly name: string;
	readonly joinCode: string;
	readonly memberCount: number;
	readonly supportContact: string | null;
};

/** The transaction's person's own roles, by organisation. By `membership_person`. */
export const myMemberships = (tx: Tx): Promise<readonly Omit<MembershipRow, 'organisationName'>[]> =>
	tx.rows(sql`
		select organisation_id as "organisationId", roles, team_id as "teamId" from utu.membership where person_id = utu.me() order by joined_at, organisation_id`);

export const organisationName = async (tx: Tx): Promise<string> => {
	const row = await tx.row<{ name: string }>(sql`select name from utu.organisation where id = utu.org()`);
	return row?.name ?? '';
};

/** Makes the person's rows at the first request after sign-up. Idempotent. */
export const ensurePerson = async (
	tx: Tx,
	options: { readonly personId: string; readonly displayName: string; readonly now: Date },
): Promise<void> => {
	await tx.run(sql`
		with made as (
			insert into utu.person (id, display_name, created_at) values (${options.personId}, ${options.displayName}, ${options.now})
			on conflict do nothing returning id, time_zone)
		insert into utu.choice (person_id, kind, value, chosen_at) select id, 'time-zone', to_jsonb(time_zone), ${options.now} from made`);
	await tx.run(sql`insert into utu.person_account (person_id) values (${options.personId}) on conflict do nothing`);
};

export const loadPerson = (tx: Tx): Promise<PersonRow | undefined> =>
	tx.row<PersonRow>(
		sql`select id, display_name as "displayName", locale, time_zone as "timeZone" from utu.person where id = utu.me()`,
	);

export const updatePerson = async (
	tx: Tx,
	options: {
		readonly displayName: string | undefined;
		readonly locale: string | undefined;
		readonly timeZone: string | undefined;
	},
): Promise<void> => {
	await tx.run(sql`
		update utu.person set display_name = coalesce(${options.displayName ?? null}, display_name), locale = coalesce(${options.locale ?? null}, locale),
			time_zone = coalesce(${options.timeZone ?? null}, time_zone) where id = utu.me()`);
};

export const insertOrganisation = async (
	tx: Tx,
	options: { readonly id: string; readonly name: string; readonly joinCode: string; readonly now: Date },
): Promise<void> => {
	await tx.run(sql`
		insert into utu.organisation (id, name, join_code, created_at) values (${options.id}, ${options.name}, ${options.joinCode}, ${options.now})`);
};

/** By the exact code only: row-level security shows the organisation whose code the transaction was given. */
export const organisationByCode = (tx: Tx, joinCode: string): Promise<{ readonly id: string } | undefined> =>
	tx.row(sql`select id from utu.organisation where join_code = ${joinCode}`);

export const insertMembership = async (
	tx: Tx,
	options: {
		readonly organisationId: string;
		readonly personId: string;
		readonly displayName: string;
		readonly roles: readonly string[];
		readonly now: Date;
	},
): Promise<void> => {
	await tx.run(sql`
		insert into utu.membership (organisation_id, person_id, display_name, roles, joined_at)
		values (${options.organisationId}, ${options.personId}, ${options.displayName}, ${options.roles}::text[], ${options.now}) on conflict do nothing`);
};

export const loadOrganisation = (tx: Tx): Promise<OrganisationRow | undefined> =>
	tx.row<OrganisationRow>(sql`
		select o.id, o.name, o.join_code as "joinCode", o.support_contact as "supportContact",
			(select count(*)::int from utu.membership m where m.organisation_id = o.id) as "memberCount"
		from utu.organisation o where o.id = utu.org()`);

export const updateOrganisation = async (
	tx: Tx,
	options: { readonly name: string | undefined; readonly supportContact: string | undefined },
): Promise<void> => {
	await tx.run(sql`
		update utu.organisation set name = coalesce(${options.name ?? null}, name), support_contact = coalesce(${options.supportContact ?? null}, support_contact)
		where id = utu.org()`);
};

const memberColumns = {
	text: `m.person_id as "personId", m.display_name as "displayName", m.roles, m.team_id as "teamId", m.joined_at as "joinedAt"`,
	values: [],
} as const;

/** A page of members by id. By primary key. */
export const membersAfter = (
	tx: Tx,
	options: { readonly after: string | undefined; readonly rowsMax: number },
): Promise<readonly MemberRow[]> =>
	tx.rows<MemberRow>(sql`
		select ${memberColumns} from utu.membership m
		where m.organisation_id = utu.org() and (${options.after ?? null}::uuid is null or m.person_id > ${options.after ?? null}::uuid)
		order by m.person_id limit ${options.rowsMax}`);

export const lockMember = (tx: Tx, personId: string): Promise<MemberRow | undefined> =>
	tx.row<MemberRow>(
		sql`select ${memberColumns} from utu.membership m where m.organisation_id = utu.org() and m.person_id = ${personId} for update`,
	);

/** The organisation's row, locked: changes of roles go one after the other, so that the last admin cannot leave twice. */
export const lockOrganisation = async (tx: Tx): Promise<void> => {
	await tx.run(sql`select id from utu.organisation where id = utu.org() for update`);
};

export const adminCount = async (tx: Tx): Promise<number> => {
	const row = await tx.row<{ n: number }>(
		sql`select count(*)::int as n from utu.membership where organisation_id = utu.org() and 'admin' = any (roles)`,
	);
	return row?.n ?? 0;
};

export const updateMember = async (
	tx: Tx,
	options: { readonly personId: string; readonly roles: readonly string[]; readonly teamId: string | null },
): Promise<void> => {
	await tx.run(sql`
		update utu.membership set roles = ${options.roles}::text[], team_id = ${options.teamId}
		where organisation_id = utu.org() and person_id = ${options.personId}`);
};

export type TeamRow = {
	readonly id: string;
	readonly name: string;
	readonly analystId: string | null;
	readonly memberCount: number;
};

export const listTeams = (tx: Tx): Promise<readonly TeamRow[]> =>
	tx.rows<TeamRow>(sql`
		select t.id, t.name, t.analyst_id as "analystId", (select count(*)::int from utu.membership m where m.team_id = t.id) as "memberCount"
		from utu.team t order by t.name, t.id`);

export const insertTeam = async (
	tx: Tx,
	options: {
		readonly id: string;
		readonly organisationId: string;
		readonly name: string;
		readonly analystId: string | null;
		readonly now: Date;
	},
): Promise<void> => {
	await tx.run(sql`
		insert into utu.team (id, organisation_id, name, analyst_id, created_at)
		values (${options.id}, ${options.organisationId}, ${options.name}, ${options.analystId}, ${options.now})`);
};
