import type { CapacityBand } from '@utu/core/safety/capacity.ts';
import { sql, type Tx } from '../platform/database.ts';

/** How many are on shift in an organisation, and how many of them have room. No name: nobody asks who. */
export type PoolRow = { readonly organisationId: string; readonly pool: number; readonly withRoom: number };

/**
 * As the router's own role. Organisations with people on shift and nothing published of this hour: shifts by
 * `shift_organisation`, the hours of each person by key. The hour on the edge is counted whole, as the budget counts it.
 */
export const unpublishedPools = (
	tx: Tx,
	options: { readonly now: Date; readonly hour: Date; readonly roomMsMax: number },
): Promise<readonly PoolRow[]> =>
	tx.rows<PoolRow>(sql`
		with working as materialized (
			select distinct s.organisation_id, s.person_id from utu.shift s
			where s.starts_at <= ${options.now}::timestamptz and s.starts_at > ${options.now}::timestamptz - interval '12 hours'
				and s.ends_at > ${options.now}::timestamptz and s.cancelled_at is null
				and not exists (select from utu.capacity c where c.organisation_id = s.organisation_id and c.hour = ${options.hour}))
		select w.organisation_id as "organisationId", count(*)::int as pool,
			(count(*) filter (where coalesce(dose.ms, 0) < ${options.roomMsMax}))::int as "withRoom"
		from working w
		left join lateral (select sum(e.weighted_ms) as ms from utu.exposure_hour e
			where e.person_id = w.person_id and e.hour > ${options.now}::timestamptz - interval '25 hours') dose on true
		group by w.organisation_id`);

/** The first to publish an hour has published it: another draw of the noise is thrown away unseen. */
export const publishBands = (
	tx: Tx,
	options: {
		readonly hour: Date;
		readonly now: Date;
		readonly bands: readonly { readonly organisation_id: string; readonly band: CapacityBand }[];
	},
): Promise<number> =>
	tx.run(sql`
		insert into utu.capacity (organisation_id, hour, band, published_at)
		select x.organisation_id, ${options.hour}, x.band, ${options.now}
		from jsonb_to_recordset(${JSON.stringify(options.bands)}::jsonb) as x (organisation_id uuid, band text)
		on conflict (organisation_id, hour) do nothing`);
