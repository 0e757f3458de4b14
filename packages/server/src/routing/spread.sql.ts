import { sql, type Tx } from '../platform/database.ts';

/** What somebody at work carries on this shift, for each project that they work in. No name: nobody asks who. */
export type LoadRow = {
	readonly organisationId: string;
	readonly projectId: string;
	readonly views: number;
	readonly hours: number;
};

/** As the router's own role. Shifts that run, by `shift_organisation`; hours of each, by key. */
export const loadsAtWork = (
	tx: Tx,
	options: { readonly now: Date; readonly activeMinutes: number },
): Promise<readonly LoadRow[]> =>
	tx.rows<LoadRow>(sql`
		with working as materialized (
			select s.organisation_id, s.person_id, min(s.starts_at) as starts_at from utu.shift s
			where s.starts_at <= ${options.now}::timestamptz and s.starts_at > ${options.now}::timestamptz - interval '12 hours' and s.ends_at > ${options.now}::timestamptz
				and s.cancelled_at is null
				and exists (select from utu.lease l where l.person_id = s.person_id and l.organisation_id = s.organisation_id
					and l.granted_at > ${options.now}::timestamptz - ${options.activeMinutes} * interval '1 minute')
			group by s.organisation_id, s.person_id
		), loads as materialized (
			select w.organisation_id, w.person_id, extract(epoch from ${options.now}::timestamptz - w.starts_at)::float8 / 3600 as hours,
				coalesce((select sum(e.weighted_views) from utu.exposure_hour e where e.person_id = w.person_id and e.hour > w.starts_at - interval '1 hour'), 0)::float8 as views
			from working w)
		select o.organisation_id as "organisationId", k.project_id as "projectId", o.views, o.hours
		from loads o
		join utu.consent k on k.person_id = o.person_id
		join utu.project p on p.id = k.project_id and p.organisation_id = o.organisation_id and p.state = 'open'`);

/** Replaces the comparisons; a project without enough people at work has none. */
export const writeSpreads = async (
	tx: Tx,
	options: {
		readonly now: Date;
		readonly rows: readonly {
			readonly project_id: string;
			readonly organisation_id: string;
			readonly people: number;
			readonly median: number;
			readonly with_room: number;
		}[];
	},
): Promise<void> => {
	await tx.run(sql`
		insert into utu.spread (project_id, organisation_id, people, views_per_hour_median, people_with_room, counted_at)
		select x.project_id, x.organisation_id, x.people, x.median, x.with_room, ${options.now}
		from jsonb_to_recordset(${JSON.stringify(options.rows)}::jsonb) as x (project_id uuid, organisation_id uuid, people int, median real, with_room int)
		on conflict (project_id) do update set people = excluded.people, views_per_hour_median = excluded.views_per_hour_median,
			people_with_room = excluded.people_with_room, counted_at = excluded.counted_at`);
	await tx.run(sql`delete from utu.spread where counted_at <> ${options.now}`);
};
