import { type Exclusion, excludes } from '@utu/core/safety/assignment.ts';
import type { HazardCategory, Severity } from '@utu/core/safety/hazards.ts';
import { exposureWeight, type Limits } from '@utu/core/safety/limits.ts';
import type { Clock } from '../platform/clock.ts';
import { type Database, sql, type Tx } from '../platform/database.ts';
import { type Account, loadAccount } from './account.sql.ts';
import { rememberChoice } from './choice.sql.ts';
import { windowFreesAt } from './dose.sql.ts';
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
	deps.database.transaction({ ...options, lockAccount: true }, async (tx) => {
		const now = deps.clock.now();
		await tx.run(sql`delete from utu.exclusion where person_id = ${options.personId}`);
		await tx.run(sql`
			insert into utu.exclusion (person_id, kind, value)
			select ${options.personId}, x.kind, x.value from jsonb_to_recordset(${JSON.stringify(options.exclusions)}::jsonb) as x (kind text, value text)
			on conflict do nothing`);
		const kept = await exclusionsOf(tx);
		await rememberChoice(tx, {
			personId: options.personId,
			now,
			choice: { kind: 'exclusions', value: kept },
		});
		await withdrawLeases(tx, {
			now,
			holds: async (lease) => {
				const item = await leasedItem(tx, lease);
				return !options.exclusions.some((exclusion) => excludes(exclusion, item));
			},
		});
		return kept;
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

export type SeenBySeverity = { readonly severity: Severity; readonly views: number; readonly visibleMs: number };
export type SeenDay = {
	readonly date: string;
	readonly views: number;
	readonly severeViews: number;
	readonly visibleMs: number;
};
export type MyExposure = {
	readonly account: Account;
	readonly bySeverity: readonly SeenBySeverity[];
	readonly days: readonly SeenDay[];
	/** When a full window has room again. */
	readonly freesAt: { readonly [Window in 'dayMs' | 'hourViews' | 'daysIn7']: Date | undefined };
	readonly now: Date;
};

/** What a person has seen, and the windows as the router counts them. */
export const myExposure = (
	deps: MineDeps,
	options: { readonly organisationId: string; readonly personId: string },
): Promise<MyExposure> =>
	deps.database.transaction(options, async (tx) => {
		const now = deps.clock.now();
		const { personId } = options;
		const account = await loadAccount(tx, { personId, now });
		const full = (window: 'dayMs' | 'hourViews' | 'daysIn7') =>
			account.dose[window] + (window === 'dayMs' ? fullMsMin : 0.5) > account.limits[window]
				? windowFreesAt(tx, { personId, now, window })
				: Promise.resolve(undefined);
		return {
			account,
			bySeverity: await seenBySeverity(tx, now),
			days: await seenByDay(tx, { now, timeZone: account.timeZone }),
			freesAt: { dayMs: await full('dayMs'), hourViews: await full('hourViews'), daysIn7: await full('daysIn7') },
			now,
		};
	});

/** Room for less than the shortest look is no room. */
const fullMsMin = 15_000;

const seenBySeverity = (tx: Tx, now: Date): Promise<readonly SeenBySeverity[]> =>
	tx.rows(sql`
		select severity, count(*)::int as views, sum(visible_ms)::int as "visibleMs" from utu.exposure
		where person_id = utu.me() and ended_at > ${now}::timestamptz - interval '24 hours' group by severity order by severity`);

/** By local date, newest first: as many dates as 7 × 24 h touch. By `exposure_window`. */
const seenByDay = (tx: Tx, options: { readonly now: Date; readonly timeZone: string }): Promise<readonly SeenDay[]> =>
	tx.rows(sql`
		select to_char(ended_at at time zone ${options.timeZone}, 'YYYY-MM-DD') as date, count(*)::int as views,
			(count(*) filter (where severity >= 3))::int as "severeViews", sum(visible_ms)::int as "visibleMs"
		from utu.exposure where person_id = utu.me() and ended_at > ${options.now}::timestamptz - interval '168 hours'
		group by 1 order by 1 desc`);

/** A person's own limits: lower than the organisation's, or back up to them; never above. They hold at once. */
export const setOwnLimits = (
	deps: MineDeps,
	options: {
		readonly organisationId: string;
		readonly personId: string;
		readonly limits: { readonly [K in keyof Limits]?: number | undefined };
	},
): Promise<Limits> =>
	deps.database.transaction({ ...options, lockAccount: true }, async (tx) => {
		const { personId } = options;
		const now = deps.clock.now();
		const own = Object.fromEntries(
			Object.entries(options.limits).filter(([, value]) => value !== undefined),
		) as Partial<Limits>;
		await tx.run(
			sql`update utu.person_account set limits = ${JSON.stringify(own)}::jsonb, version = version + 1 where person_id = ${personId}`,
		);
		await rememberChoice(tx, { personId, now, choice: { kind: 'limits', value: own } });
		// With what is in hand counted in.
		const { dose, limits } = await loadAccount(tx, { personId, now });
		const fits =
			dose.dayMs <= limits.dayMs &&
			dose.severeRunMs <= limits.runMs &&
			dose.hourViews <= limits.hourViews &&
			dose.daysIn7 <= limits.daysIn7;
		await withdrawLeases(tx, { now, holds: (lease) => fits || exposureWeight(lease.severity) === 0 });
		return limits;
	});
