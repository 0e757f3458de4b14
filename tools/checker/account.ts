import { type Snapshot, sql } from './snapshot.ts';
import type { Tally } from './tally.ts';

/** The sums that the router reads instead of the ledger. */
export const checkAccount = async (tally: Tally, snapshot: Snapshot): Promise<void> => {
	await snapshot.judge(tally, 'ledger', hours);
};

/**
 * "severity 2 counts half": of looks that ended in an hour their weighted time and views, of those that touched it the
 * heaviest weight. Sums of fractions are compared within a thousandth.
 */
const hours = sql`
	select coalesce(abs(h.weighted_ms - coalesce(e.ms, 0)) <= 0.001 * greatest(1, e.looks) and abs(h.weighted_views - coalesce(e.views, 0)) <= 0.001
			and h.weight_max >= coalesce(e.weight, 0) and h.weight_max in (0, 0.5, 1), e.person_id is null),
		format('person %s in the hour %s: the sums are %s ms, %s views and weight %s, the ledger has %s ms, %s views and weight %s',
			coalesce(e.person_id, h.person_id), coalesce(e.hour, h.hour), h.weighted_ms, h.weighted_views, h.weight_max,
			coalesce(e.ms, 0), coalesce(e.views, 0), coalesce(e.weight, 0)), null::uuid, coalesce(e.person_id, h.person_id)
	from (
		select person_id, hour, sum(ms) as ms, sum(views) as views, max(weight) as weight, count(*) as looks from (
			select person_id, date_trunc('hour', ended_at) as hour, visible_ms * weight as ms, weight as views, weight
			from (select *, case when severity >= 3 then 1.0 else 0.5 end as weight from utu.exposure where severity >= 2) x
			union all
			select person_id, date_trunc('hour', started_at), 0, 0, case when severity >= 3 then 1.0 else 0.5 end
			from utu.exposure where severity >= 2) x
		group by person_id, hour) e
	full join utu.exposure_hour h on h.person_id = e.person_id and h.hour = e.hour
	where $1::uuid is null or coalesce(e.person_id, h.person_id) in (select person_id from utu.lease where project_id = $1)`;
