import { sql, type Tx } from '../platform/database.ts';

export type ShiftRow = {
	readonly id: string;
	readonly personId: string;
	readonly startsAt: Date;
	readonly endsAt: Date;
	readonly timeZone: string;
	readonly plannedBy: 'person' | 'organisation';
};

const columns = {
	text: `s.id, s.person_id as "personId", s.starts_at as "startsAt", s.ends_at as "endsAt", s.time_zone as "timeZone", s.planned_by as "plannedBy"`,
	values: [],
} as const;

/** Shifts of the transaction's person in its organisation that run or are to come. By `shift_person`. */
export const myShifts = (
	tx: Tx,
	options: { readonly personId: string; readonly now: Date; readonly rowsMax: number },
): Promise<readonly ShiftRow[]> =>
	tx.rows<ShiftRow>(sql`
		select ${columns} from utu.shift s
		where s.person_id = ${options.personId} and s.organisation_id = utu.org() and s.ends_at > ${options.now} and s.cancelled_at is null
		order by s.starts_at, s.id limit ${options.rowsMax}`);

/** Undefined when the person is no member of the organisation. */
export const insertShift = (
	tx: Tx,
	options: {
		readonly id: string;
		readonly personId: string;
		readonly startsAt: Date;
		readonly endsAt: Date;
		readonly timeZone: string;
		readonly plannedBy: 'person' | 'organisation';
		readonly now: Date;
	},
): Promise<ShiftRow | undefined> =>
	tx.row<ShiftRow>(sql`
		with made as (
			insert into utu.shift (id, organisation_id, person_id, starts_at, ends_at, planned_ends_at, time_zone, planned_by, created_at)
			select ${options.id}, m.organisation_id, m.person_id, ${options.startsAt}, ${options.endsAt}, ${options.endsAt}, ${options.timeZone}, ${options.plannedBy}, ${options.now}
			from utu.membership m where m.organisation_id = utu.org() and m.person_id = ${options.personId}
			returning *)
		select ${columns} from made s`);

/** The person goes: what runs ends now, not before what was leased in it. */
export const endShifts = (tx: Tx, options: { readonly personId: string; readonly now: Date }): Promise<number> =>
	tx.run(sql`
		update utu.shift set ends_at = least(ends_at, greatest(${options.now}::timestamptz,
			(select a.last_ended_at from utu.person_account a where a.person_id = ${options.personId})))
		where person_id = ${options.personId} and organisation_id = utu.org() and starts_at <= ${options.now} and ends_at > ${options.now} and cancelled_at is null`);

/** A plan is taken back before it begins; what has begun is the person's. */
export const cancelShift = (tx: Tx, options: { readonly shiftId: string; readonly now: Date }): Promise<number> =>
	tx.run(sql`
		update utu.shift set cancelled_at = ${options.now}
		where id = ${options.shiftId} and organisation_id = utu.org() and starts_at > ${options.now} and cancelled_at is null`);

/** By `shift_organisation`. */
export const shiftsBetween = (
	tx: Tx,
	options: { readonly from: Date; readonly to: Date; readonly rowsMax: number },
): Promise<readonly ShiftRow[]> =>
	tx.rows<ShiftRow>(sql`
		select ${columns} from utu.shift s
		where s.organisation_id = utu.org() and s.starts_at < ${options.to} and s.starts_at > ${options.from}::timestamptz - interval '12 hours'
			and s.ends_at > ${options.from} and s.cancelled_at is null
		order by s.starts_at, s.id limit ${options.rowsMax}`);
