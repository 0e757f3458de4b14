import type { CapacityBand } from '@utu/core/safety/capacity.ts';
import { sql, type Tx } from '../platform/database.ts';

type Span = { readonly from: Date; readonly to: Date };

export type IntakeRow = {
	/** Hour of the week on the clock that was asked for; 0 is Monday 0:00. */
	readonly hour: number;
	readonly severity: number;
	readonly items: number;
};

/**
 * Items taken in, by hour of the week and severity; what is shown to nobody is left out. A scan of the organisation's
 * items: .3 s for 500,000.
 */
export const intakeByHour = (tx: Tx, options: Span & { readonly timeZone: string }): Promise<readonly IntakeRow[]> =>
	tx.rows<IntakeRow>(sql`
		select ((extract(isodow from i.at)::int - 1) * 24 + extract(hour from i.at)::int) as hour, i.severity, count(*)::int as items
		from (select item.created_at at time zone ${options.timeZone} as at, item.severity
			from utu.project p join utu.item item on item.project_id = p.id
			where p.organisation_id = utu.org() and item.stage <> 'duplicate'
				and item.created_at >= ${options.from} and item.created_at < ${options.to}) i
		group by 1, 2 order by 1, 2`);

/**
 * How many looks a decision took, by severity; only of projects in which so many people answered items of it. Pseudonyms
 * are a project's own: across projects they would count one person twice. By `decision_project` and `answer_project`.
 */
export const viewsByDecision = (
	tx: Tx,
	options: Span & { readonly decisionsMin: number; readonly peopleMin: number },
): Promise<readonly { readonly severity: number; readonly views: number }[]> =>
	tx.rows(sql`
		with decided as (
			select d.project_id, d.severity, d.item_id, d.views from utu.project p join utu.decision d on d.project_id = p.id
			where p.organisation_id = utu.org() and d.decided_at >= ${options.from} and d.decided_at < ${options.to}
				and d.superseded_at is null and d.reason <> 'inherited'
		), told as (
			select x.project_id, x.severity from decided x join utu.answer a on a.project_id = x.project_id and a.item_id = x.item_id
			group by x.project_id, x.severity having count(distinct a.worker_id) >= ${options.peopleMin})
		select severity, avg(views)::float8 as views from decided join told using (project_id, severity)
		group by severity having count(*) >= ${options.decisionsMin}`);

/** Published bands, newest last. By primary key. */
export const publishedCapacity = (
	tx: Tx,
	options: Span,
): Promise<readonly { readonly hour: Date; readonly band: CapacityBand }[]> =>
	tx.rows(sql`
		select hour, band from utu.capacity
		where organisation_id = utu.org() and hour > ${options.from} and hour <= ${options.to} order by hour`);
