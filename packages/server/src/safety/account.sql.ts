import type { OwnLoad, Spread } from '@utu/core/routing/spread.ts';
import { loadPerHour } from '@utu/core/routing/spread.ts';
import type { Exclusion, Looker } from '@utu/core/safety/assignment.ts';
import type { Dose } from '@utu/core/safety/dose.ts';
import type { HazardCategory } from '@utu/core/safety/hazards.ts';
import { effectiveLimits, type Limits } from '@utu/core/safety/limits.ts';
import type { ShiftFacts } from '@utu/core/safety/shift.ts';
import { sql, type Tx } from '../platform/database.ts';
import { type DoseRow, doseStatement, shiftStatement } from './dose.sql.ts';

/** The person's own facts, over all organisations, as they stand under the account's lock. */
export type Account = {
	readonly personId: string;
	readonly timeZone: string;
	readonly dose: Dose;
	readonly limits: Limits;
	/** What the organisation allows; the person's own may be lower. */
	readonly organisationLimits: Limits;
	readonly shift: ShiftFacts;
	readonly lastSeverity: number;
	readonly exclusions: readonly Exclusion[];
	/** Categories by project id; a project that the person has not answered is absent. */
	readonly consents: Readonly<Record<string, readonly HazardCategory[]>>;
	/** What the person carries on this shift, and how that compares, by project; absent where too few are at work. */
	readonly load: OwnLoad;
	readonly spreads: Readonly<Record<string, Spread>>;
	readonly hasLease: boolean;
};

type FactsRow = DoseRow & {
	readonly timeZone: string;
	readonly lastSeverity: number;
	readonly own: Partial<Limits>;
	readonly allowed: Partial<Limits>;
	readonly exclusions: readonly Exclusion[];
	readonly consents: Account['consents'];
	readonly hasLease: boolean;
	readonly endsAt: Date | null;
	readonly startedAt: Date | null;
	readonly shiftDayMs: number;
	readonly shiftWeekMs: number;
	readonly shiftDayMsAfter: number;
	readonly shiftWeekMsAfter: number;
	readonly shiftViews: number;
	readonly spreads: Account['spreads'];
};

/** How old a comparison of loads may be: old enough that a clock that jumps ahead does not make all of them look stale. */
const spreadMinutesMax = 30;

/** Loads the account; the transaction has it locked where something is going to be charged. One statement, by primary keys and windows. */
export const loadAccount = async (
	tx: Tx,
	options: { readonly personId: string; readonly now: Date },
): Promise<Account> => {
	const { personId, now } = options;
	const row = await tx.row<FactsRow>(sql`
		select p.time_zone as "timeZone", a.last_severity as "lastSeverity", a.limits as own, dose.*,
			coalesce((select c.limits from utu.limit_change c where c.organisation_id = utu.org() and c.signed_at <= ${now}::timestamptz
				order by c.signed_at desc limit 1), '{}') as allowed,
			coalesce((select jsonb_agg(jsonb_build_object('kind', kind, 'value', value)) from utu.exclusion where person_id = a.person_id), '[]') as exclusions,
			coalesce((select jsonb_object_agg(project_id, to_jsonb(categories)) from utu.consent where person_id = a.person_id), '{}') as consents,
			exists (select from utu.lease l where l.person_id = a.person_id and l.state = 'active') as "hasLease",
			shift.*,
			coalesce((select sum(weighted_views) from utu.exposure_hour where person_id = a.person_id and hour > shift."startedAt" - interval '1 hour'), 0)::float8 as "shiftViews",
			coalesce((select jsonb_object_agg(s.project_id, jsonb_build_object('viewsPerHourMedian', s.views_per_hour_median, 'peopleWithRoom', s.people_with_room))
				from utu.spread s where s.organisation_id = utu.org() and s.counted_at > ${now}::timestamptz - ${spreadMinutesMax} * interval '1 minute'), '{}') as spreads
		from utu.person_account a join utu.person p on p.id = a.person_id
		cross join lateral (${doseStatement({ personId, now, timeZone: sql`p.time_zone` })}) dose
		cross join lateral (${shiftStatement(options)}) shift
		where a.person_id = ${personId}`);
	if (row === undefined) throw new Error('a person without an account');
	const organisationLimits = effectiveLimits({ organisation: row.allowed, own: {} });
	const hours = row.startedAt === null ? 0 : (now.getTime() - row.startedAt.getTime()) / 3_600_000;
	return {
		personId,
		timeZone: row.timeZone,
		lastSeverity: row.lastSeverity,
		exclusions: row.exclusions,
		consents: row.consents,
		organisationLimits,
		limits: effectiveLimits({ organisation: row.allowed, own: row.own }),
		dose: {
			dayMs: row.dayMs,
			hourViews: row.hourViews,
			daysIn7: row.daysIn7,
			todayWeight: row.todayWeight,
			severeRunMs: row.severeRunMs,
			workRunMs: row.workRunMs,
			lastEndedAt: row.lastEndedAt?.getTime(),
		},
		shift: {
			endsAt: row.endsAt?.getTime(),
			dayMs: row.shiftDayMs,
			weekMs: row.shiftWeekMs,
			dayMsAfter: row.shiftDayMsAfter,
			weekMsAfter: row.shiftWeekMsAfter,
		},
		load: { views: row.shiftViews, viewsPerHour: loadPerHour({ views: row.shiftViews, hours }) },
		spreads: row.spreads,
		hasLease: row.hasLease,
	};
};

export const lookerIn = (account: Account, projectId: string): Looker => ({
	personId: account.personId,
	consents: account.consents[projectId],
	exclusions: account.exclusions,
	dose: account.dose,
	limits: account.limits,
	shift: account.shift,
});
