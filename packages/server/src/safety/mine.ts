import { type Exclusion, excludes } from '@utu/core/safety/assignment.ts';
import type { HazardCategory } from '@utu/core/safety/hazards.ts';
import { effectiveLimits, type Limits } from '@utu/core/safety/limits.ts';
import type { Clock } from '../platform/clock.ts';
import { type Database, sql, type Tx } from '../platform/database.ts';
import { type Account, loadAccount, lockAccount } from './account.sql.ts';
import type { LeaseRow } from './settle.sql.ts';
import { withdrawLeases } from './withdraw.ts';

export type MineDeps = { readonly database: Database; readonly clock: Clock };

export const myExclusions = (deps: MineDeps, personId: string): Promise<readonly Exclusion[]> =>
	deps.database.transaction({ personId }, exclusionsOf);

const exclusionsOf = (tx: Tx): Promise<readonly Exclusion[]> =>
	tx.rows<Exclusion>(sql`select kind, value from utu.exclusion where person_id = utu.me() order by kind, value`);

/** Replaces what a person will never be shown; leases in hand that it forbids end at once. */
export const setExclusions = (
	deps: MineDeps,
	options: { readonly organisationId: string; readonly personId: string; readonly exclusions: readonly Exclusion[] },
): Promise<readonly Exclusion[]> =>
	deps.database.transaction(options, async (tx) => {
		await lockAccount(tx, options.personId);
		await tx.run(sql`delete from utu.exclusion where person_id = ${options.personId}`);
		await tx.run(sql`
			insert into utu.exclusion (person_id, kind, value)
			select ${options.personId}, x.kind, x.value from jsonb_to_recordset(${JSON.stringify(options.exclusions)}::jsonb) as x (kind text, value text)
			on conflict do nothing`);
		await withdrawLeases(tx, {
			now: deps.clock.now(),
			holds: async (lease) => {
				const item = await leasedItem(tx, lease);
				return !options.exclusions.some((exclusion) => excludes(exclusion, item));
			},
		});
		return exclusionsOf(tx);
	});

type LeasedItem = {
	readonly language: string | undefined;
	readonly categoriesAny: readonly HazardCategory[];
	readonly uncovered: readonly HazardCategory[];
	readonly severity: 0 | 1 | 2 | 3 | 4;
	readonly themes: readonly string[];
};

const leasedItem = async (tx: Tx, lease: LeaseRow): Promise<LeasedItem> => {
	const row = await tx.row<{ language: string | null; uncovered: HazardCategory[]; themes: string[] }>(sql`
		select language, uncovered, themes from utu.item where id = ${lease.itemId} and organisation_id = ${lease.organisationId}`);
	// A lease of another organisation is out of sight here: unknown is denied.
	if (row === undefined) return { language: undefined, categoriesAny: [], uncovered: [], severity: 4, themes: [] };
	const told = Object.entries(lease.hazards).filter(([, severity]) => severity >= 1);
	return {
		...row,
		language: row.language ?? undefined,
		categoriesAny: told.map(([category]) => category as HazardCategory),
		severity: lease.severity as LeasedItem['severity'],
	};
};

/** What a person has seen in the last 24 h, and the windows as the router counts them. */
export const myExposure = (
	deps: MineDeps,
	personId: string,
): Promise<{
	readonly account: Account;
	readonly bySeverity: readonly { severity: number; views: number; visibleMs: number }[];
	readonly now: Date;
}> =>
	deps.database.transaction({ personId }, async (tx) => {
		const now = deps.clock.now();
		const account = await loadAccount(tx, { personId, now });
		const bySeverity = await tx.rows<{ severity: number; views: number; visibleMs: number }>(sql`
			select severity, count(*)::int as views, sum(visible_ms)::int as "visibleMs" from utu.exposure
			where person_id = utu.me() and ended_at > ${now}::timestamptz - interval '24 hours' group by severity order by severity`);
		return { account, bySeverity, now };
	});

/** A person's own limits: lower than the organisation's, or back up to them; never above. */
export const setOwnLimits = (
	deps: MineDeps,
	options: {
		readonly organisationId: string;
		readonly personId: string;
		readonly limits: { readonly [K in keyof Limits]?: number | undefined };
	},
): Promise<Limits> =>
	deps.database.transaction(options, async (tx) => {
		await lockAccount(tx, options.personId);
		const own = Object.fromEntries(
			Object.entries(options.limits).filter(([, value]) => value !== undefined),
		) as Partial<Limits>;
		await tx.run(
			sql`update utu.person_account set limits = ${JSON.stringify(own)}::jsonb, version = version + 1 where person_id = ${options.personId}`,
		);
		return effectiveLimits({ organisation: {}, own });
	});
