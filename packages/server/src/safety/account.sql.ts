import type { Exclusion, LaneFacts, Looker } from '@utu/core/safety/assignment.ts';
import type { Dose } from '@utu/core/safety/dose.ts';
import type { HazardCategory } from '@utu/core/safety/hazards.ts';
import { breakMsMin, ceilingLimits, effectiveLimits, type Limits, workRunMsMax } from '@utu/core/safety/limits.ts';
import { type Statement, sql, type Tx } from '../platform/database.ts';

/** The person's own facts, over all organisations, as they stand under the account's lock. */
export type Account = {
	readonly personId: string;
	readonly timeZone: string;
	readonly dose: Dose;
	readonly limits: Limits;
	readonly lastSeverity: number;
	readonly exclusions: readonly Exclusion[];
	/** Categories by project id; a project that the person has not answered is absent. */
	readonly consents: Readonly<Record<string, readonly HazardCategory[]>>;
};

/**
 * Locks the person's account: whatever is charged to a person is charged one after the other. A statement of its own,
 * so that what is read next sees all that was committed before the lock was had. One row by primary key.
 */
export const lockAccount = async (tx: Tx, personId: string): Promise<void> => {
	const row = await tx.row(sql`select person_id from utu.person_account where person_id = ${personId} for update`);
	if (row === undefined) throw new Error('a person without an account');
};

type DoseRow = {
	readonly dayMs: number;
	readonly hourViews: number;
	readonly daysIn7: number;
	readonly todayWeight: number;
	readonly severeRunMs: number;
	readonly workRunMs: number;
	readonly lastEndedAt: Date | null;
};

/**
 * The rolling windows of one person from the raw ledger, reservations counted whole; an exposure on a window's edge
 * counts whole. Reads the severe exposures of 7 days by `exposure_severe`.
 */
const doseStatement = (options: {
	readonly personId: string;
	readonly now: Date;
	readonly timeZone: string;
}): Statement => sql`
	select coalesce(sum(s.weight * s.ms) filter (where s.until > ${options.now}::timestamptz - interval '24 hours'), 0)::float8 as "dayMs",
		coalesce(sum(s.weight) filter (where s.until > ${options.now}::timestamptz - interval '60 minutes'), 0)::float8 as "hourViews",
		coalesce((select sum(d.weight) from (
			select x.date, max(x.weight) as weight from (
				select (started_at at time zone ${options.timeZone})::date as date, case when severity >= 3 then 1.0 else 0.5 end as weight
				from utu.exposure where person_id = ${options.personId} and severity >= 2 and ended_at > ${options.now}::timestamptz - interval '7 days'
				union all
				select (ended_at at time zone ${options.timeZone})::date, case when severity >= 3 then 1.0 else 0.5 end
				from utu.exposure where person_id = ${options.personId} and severity >= 2 and ended_at > ${options.now}::timestamptz - interval '7 days'
				union all
				select (${options.now}::timestamptz at time zone ${options.timeZone})::date, case when severity >= 3 then 1.0 else 0.5 end
				from utu.lease where person_id = ${options.personId} and state = 'active' and severity >= 2
			) x group by x.date) d), 0)::float8 as "daysIn7",
		coalesce(max(s.weight) filter (where (s.until at time zone ${options.timeZone})::date = (${options.now}::timestamptz at time zone ${options.timeZone})::date), 0)::float8 as "todayWeight",
		coalesce(sum(s.weight * s.ms) filter (where s.held), 0)::float8 + max(a.severe_run_ms) as "severeRunMs",
		max(a.work_run_ms) as "workRunMs",
		max(a.last_ended_at) as "lastEndedAt"
	from utu.person_account a
	left join (
		select ended_at as until, visible_ms as ms, case when severity >= 3 then 1.0 else 0.5 end as weight, false as held
		from utu.exposure where person_id = ${options.personId} and severity >= 2 and ended_at > ${options.now}::timestamptz - interval '7 days'
		union all
		select ${options.now}::timestamptz, reserved_ms, case when severity >= 3 then 1.0 else 0.5 end, true
		from utu.lease where person_id = ${options.personId} and state = 'active' and severity >= 2
	) s on true
	where a.person_id = ${options.personId}`;

type FactsRow = {
	readonly timeZone: string;
	readonly lastSeverity: number;
	readonly own: Partial<Limits>;
	readonly exclusions: readonly Exclusion[];
	readonly consents: Account['consents'];
};

/** Loads the account; call `lockAccount` first where something is going to be charged. Two statements by primary keys. */
export const loadAccount = async (
	tx: Tx,
	options: { readonly personId: string; readonly now: Date },
): Promise<Account> => {
	const facts = await tx.row<FactsRow>(sql`
		select p.time_zone as "timeZone", a.last_severity as "lastSeverity", a.limits as own,
			coalesce((select jsonb_agg(jsonb_build_object('kind', kind, 'value', value)) from utu.exclusion where person_id = a.person_id), '[]') as exclusions,
			coalesce((select jsonb_object_agg(project_id, to_jsonb(categories)) from utu.consent where person_id = a.person_id), '{}') as consents
		from utu.person_account a join utu.person p on p.id = a.person_id
		where a.person_id = ${options.personId}`);
	if (facts === undefined) throw new Error('a person without an account');
	const dose = await tx.row<DoseRow>(doseStatement({ ...options, timeZone: facts.timeZone }));
	if (dose === undefined) throw new Error('a person without an account');
	return {
		personId: options.personId,
		timeZone: facts.timeZone,
		lastSeverity: facts.lastSeverity,
		exclusions: facts.exclusions,
		consents: facts.consents,
		limits: effectiveLimits({ organisation: {}, own: facts.own }),
		dose: { ...dose, lastEndedAt: dose.lastEndedAt?.getTime() },
	};
};

export const lookerIn = (account: Account, projectId: string): Looker => ({
	personId: account.personId,
	consents: account.consents[projectId],
	exclusions: account.exclusions,
	dose: account.dose,
	limits: account.limits,
});

/**
 * The conditions `budget`, `ceiling` and `break` on the person, as the claiming statement checks them: true when a look
 * of this severity and length fits in every window. Twice over with `windowBroken` of core, on purpose.
 */
export const budgetHolds = (options: {
	readonly personId: string;
	readonly now: Date;
	readonly timeZone: string;
	readonly severity: number;
	readonly reservedMs: number;
	readonly limits: Limits;
}): Statement => {
	const weight = options.severity >= 3 ? 1 : options.severity === 2 ? 0.5 : 0;
	return sql`
		(select case when dose."lastEndedAt" is null or ${options.now}::timestamptz - dose."lastEndedAt" >= ${breakMsMin} * interval '1 millisecond'
				then true
				else dose."workRunMs" < ${workRunMsMax}::float8
					and (dose."severeRunMs" = 0 or dose."severeRunMs" < least(${options.limits.runMs}::float8, ${ceilingLimits.runMs}::float8))
					and (${weight}::float8 = 0 or dose."severeRunMs" + ${weight}::float8 * ${options.reservedMs}::float8 <= least(${options.limits.runMs}::float8, ${ceilingLimits.runMs}::float8))
			end
			and (${weight}::float8 = 0 or (
				${weight}::float8 * ${options.reservedMs}::float8 <= least(${options.limits.runMs}::float8, ${ceilingLimits.runMs}::float8)
				and dose."dayMs" + ${weight}::float8 * ${options.reservedMs}::float8 <= least(${options.limits.dayMs}::float8, ${ceilingLimits.dayMs}::float8)
				and dose."hourViews" + ${weight}::float8 <= least(${options.limits.hourViews}::float8, ${ceilingLimits.hourViews}::float8)
				and dose."daysIn7" + greatest(0, ${weight}::float8 - dose."todayWeight") <= least(${options.limits.daysIn7}::float8, ${ceilingLimits.daysIn7}::float8)))
		from (${doseStatement(options)}) dose)`;
};

const windowHours = { hourViews: 1, dayMs: 24, daysIn7: 168, runMs: 1 } as const;

/** When the oldest exposure of a window leaves it: the first moment at which there may be room. By `exposure_severe`. */
export const windowFreesAt = async (
	tx: Tx,
	options: { readonly personId: string; readonly now: Date; readonly window: keyof Limits },
): Promise<Date | undefined> => {
	const hours = windowHours[options.window];
	const row = await tx.row<{ at: Date | null }>(sql`
		select min(ended_at) + ${hours} * interval '1 hour' as at from utu.exposure
		where person_id = ${options.personId} and severity >= 2 and ended_at > ${options.now}::timestamptz - ${hours} * interval '1 hour'`);
	return row?.at ?? undefined;
};

/** What a lane row says, as core reads it. */
export type LaneRow = Omit<LaneFacts, 'language'> & {
	readonly id: number;
	readonly language: string | null;
	readonly dueAt: Date | null;
};
