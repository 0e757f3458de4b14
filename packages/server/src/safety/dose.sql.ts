import type { Dose } from '@utu/core/safety/dose.ts';
import {
	breakMsMin,
	ceilingLimits,
	type Limits,
	leaseMsMax,
	reservationMsMax,
	workRunMsMax,
} from '@utu/core/safety/limits.ts';
import { lastSevereMs, shiftDayMsMax, shiftWeekMsMax } from '@utu/core/safety/shift.ts';
import { type Statement, sql, type Tx } from '../platform/database.ts';

export type DoseRow = Omit<Dose, 'lastEndedAt'> & { readonly lastEndedAt: Date | null };

/** Of whom, when, in which zone. */
type At = { readonly personId: string; readonly now: Date; readonly timeZone: string | Statement };

/**
 * The rolling windows of one person: a lease in hand counts with its whole reservation. The hour is counted from the
 * raw ledger, the day and the week from its hours, where the hour on the edge counts whole and touches both its dates:
 * errors fall on the safe side. Some 40 rows by `exposure_window` and 24 by the key of `exposure_hour`, however long the history.
 */
export const doseStatement = ({ personId, now, timeZone }: At): Statement => sql`
	select coalesce(d.ms, 0) + coalesce(h.weight * h.reserved_ms, 0) as "dayMs",
		coalesce(r.views, 0)::float8 + coalesce(h.weight, 0) as "hourViews",
		coalesce(d.days, 0) + greatest(0, coalesce(h.weight, 0) - coalesce(d.today, 0)) as "daysIn7",
		greatest(coalesce(d.today, 0), coalesce(h.weight, 0)) as "todayWeight",
		a.severe_run_ms + coalesce(h.weight * h.reserved_ms, 0) as "severeRunMs",
		a.work_run_ms as "workRunMs", a.last_ended_at as "lastEndedAt"
	from utu.person_account a
	left join lateral (
		select case when severity >= 3 then 1.0 else 0.5 end::float8 as weight, reserved_ms
		from utu.lease where person_id = a.person_id and state = 'active' and severity >= 2) h on true
	cross join lateral (
		select sum(case when severity >= 3 then 1.0 else 0.5 end) as views
		from utu.exposure where person_id = a.person_id and severity >= 2 and ended_at > ${now}::timestamptz - interval '60 minutes') r
	cross join lateral (
		select (select sum(weighted_ms) from utu.exposure_hour where person_id = a.person_id and hour > ${now}::timestamptz - interval '25 hours')::float8 as ms,
			sum(x.weight)::float8 as days,
			max(x.weight) filter (where x.date = (${now}::timestamptz at time zone ${timeZone})::date)::float8 as today
		from (
			select t.date, max(e.weight_max) as weight
			from utu.exposure_hour e cross join lateral (values ((e.hour at time zone ${timeZone})::date),
				(((e.hour + interval '3599 seconds') at time zone ${timeZone})::date)) t (date)
			where e.person_id = a.person_id and e.hour > ${now}::timestamptz - interval '169 hours'
			group by t.date) x) d
	where a.person_id = ${personId}`;

/**
 * The conditions `budget`, `ceiling` and `break` on the person, as the claiming statement checks them: true when a look
 * of this severity and length fits in every window. Twice over with `windowBroken` of core, on purpose.
 */
export const budgetHolds = (
	options: At & {
		readonly severity: number;
		readonly reservedMs: number;
		readonly limits: Limits;
		/** When the lease began that is extended: it belongs to the run of that moment, however long it is held. */
		readonly runAt?: Date;
	},
): Statement => {
	const runAt = options.runAt ?? options.now;
	const weight = options.severity >= 3 ? 1 : options.severity === 2 ? 0.5 : 0;
	const charge = weight * options.reservedMs;
	const atMost = (name: keyof Limits): number => Math.min(options.limits[name], ceilingLimits[name]);
	return sql`
		(select (dose."lastEndedAt" is null or ${runAt}::timestamptz >= dose."lastEndedAt" and case when ${runAt}::timestamptz - dose."lastEndedAt" >= ${breakMsMin} * interval '1 millisecond'
				then true
				else dose."workRunMs" <= ${workRunMsMax - reservationMsMax}::float8
					and (dose."severeRunMs" = 0 or dose."severeRunMs" < ${atMost('runMs')}::float8)
					and (${weight}::float8 = 0 or dose."severeRunMs" + ${charge}::float8 <= ${atMost('runMs')}::float8)
			end)
			and (${weight}::float8 = 0 or (
				${charge}::float8 <= ${atMost('runMs')}::float8
				and dose."dayMs" + ${charge}::float8 <= ${atMost('dayMs')}::float8
				and dose."hourViews" + ${weight}::float8 <= ${atMost('hourViews')}::float8
				and dose."daysIn7" + greatest(0, ${weight}::float8 - dose."todayWeight") <= ${atMost('daysIn7')}::float8))
		from (${doseStatement(options)}) dose)`;
};

/** Time on shift in the `hours` before `until`, the shift that runs counted to then; two shifts at once count twice. Milliseconds. */
const onShiftMs = (options: {
	readonly personId: string;
	readonly now: Date;
	readonly until: Date | Statement;
	readonly hours: number;
}): Statement => {
	const { personId, now, until, hours } = options;
	const from = sql`${until}::timestamptz - ${hours} * interval '1 hour'`;
	return sql`
		(select coalesce(sum(extract(epoch from least(s.ends_at, ${until}::timestamptz) - greatest(s.starts_at, ${from}))), 0)::float8 * 1000
		from utu.shift s where s.person_id = ${personId} and s.ends_at > ${from} and s.starts_at <= ${now}::timestamptz and s.cancelled_at is null)`;
};

/**
 * The shift of the transaction's organisation that runs, and the hours at work over all organisations, now and when the
 * longest lease ends. By `shift_person`.
 */
export const shiftStatement = ({ personId, now }: Pick<At, 'personId' | 'now'>): Statement => {
	const at = (until: Date | Statement, hours: number): Statement => onShiftMs({ personId, now, until, hours });
	const after = sql`least(${new Date(now.getTime() + leaseMsMax)}::timestamptz, runs."endsAt")`;
	return sql`
		select runs."endsAt", runs."startedAt", ${at(now, 24)} as "shiftDayMs", ${at(now, 168)} as "shiftWeekMs",
			${at(after, 24)} as "shiftDayMsAfter", ${at(after, 168)} as "shiftWeekMsAfter"
		from (
			select max(s.ends_at) as "endsAt", min(s.starts_at) as "startedAt" from utu.shift s
			where s.person_id = ${personId} and s.organisation_id = utu.org() and s.ends_at > ${now}::timestamptz and s.starts_at <= ${now}::timestamptz
				and s.cancelled_at is null) runs`;
};

/** The condition `shift` of the claiming statement: a lease from `now` to `until` lies in a shift and in the hours allowed. */
export const shiftHolds = (
	options: Pick<At, 'personId' | 'now'> & { readonly until: Date; readonly severity: number },
): Statement => sql`
	exists (select from utu.shift s where s.person_id = ${options.personId} and s.organisation_id = utu.org() and s.cancelled_at is null
		and s.starts_at <= ${options.now}::timestamptz and s.ends_at >= ${options.until}::timestamptz
		and (${options.severity}::int < 3 or s.ends_at >= ${options.now}::timestamptz + ${lastSevereMs} * interval '1 millisecond'))
	and ${onShiftMs({ ...options, hours: 24 })} <= ${shiftDayMsMax}::float8
	and ${onShiftMs({ ...options, hours: 168 })} <= ${shiftWeekMsMax}::float8`;

/** When a full window has room again: its oldest look leaves it, where it is counted by hours an hour later at most. */
export const windowFreesAt = async (
	tx: Tx,
	options: { readonly personId: string; readonly now: Date; readonly window: keyof Limits },
): Promise<Date | undefined> => {
	const hours = { hourViews: 1, dayMs: 25, daysIn7: 169, runMs: 1 }[options.window];
	const source =
		hours === 1 ? sql`ended_at from utu.exposure where severity >= 2 and` : sql`hour from utu.exposure_hour where`;
	const column = hours === 1 ? sql`ended_at` : sql`hour`;
	const row = await tx.row<{ at: Date | null }>(sql`
		select min(x.at) + ${hours} * interval '1 hour' as at from (
			select ${source} person_id = ${options.personId} and ${column} > ${options.now}::timestamptz - ${hours} * interval '1 hour') x (at)`);
	return row?.at ?? undefined;
};
