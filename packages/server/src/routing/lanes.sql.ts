import type { LaneFacts } from '@utu/core/safety/assignment.ts';
import { sql, type Tx } from '../platform/database.ts';

/** What a lane row says, with what its first open item asks for. */
export type LaneRow = Omit<LaneFacts, 'language'> & {
	readonly id: number;
	readonly language: string | null;
	readonly dueAt: Date | null;
	readonly certainty: number;
	readonly chars: number;
	/** Work here begins with training, and there is enough to train on. */
	readonly training: boolean;
};

/**
 * Lanes of the organisation that hold an item with a free place, with what the first of each asks for. There are hundreds
 * of lanes for millions of items; each is probed once through `item_queue`.
 */
export const openLanes = (tx: Tx, options: { readonly lanesMax: number }): Promise<readonly LaneRow[]> =>
	tx.rows<LaneRow>(sql`
		with trains as materialized (
			select t.project_id from utu.training_rule t
			where t.is_on and (select count(*) from utu.gold g where g.project_id = t.project_id and g.state = 'gold') >= t.items
		)
		select l.id, l.project_id as "projectId", p.state = 'open' as "projectOpen", l.language, l.hazards, l.categories,
			l.categories_any as "categoriesAny", l.uncovered, l.severity, l.themes, first.due_at as "dueAt",
			coalesce(first.certainty, 0) as certainty, first.chars,
			l.project_id in (select project_id from trains) as training
		from utu.lane l
		join utu.project p on p.id = l.project_id
		cross join lateral (
			select i.due_at, i.certainty, i.chars from utu.item i
			where i.lane_id = l.id and i.stage = 'open' and i.views + i.views_active < i.views_wanted
			order by i.queue_order, i.id limit 1) first
		where l.organisation_id = utu.org() and p.state = 'open'
		order by l.id limit ${options.lanesMax}`);

/** What is left to do, for the reason why there is nothing now. Three index probes. */
export const projectsState = async (
	tx: Tx,
	options: { readonly projectId: string | undefined },
): Promise<{ readonly openProjects: number; readonly waitsForFirstPass: boolean; readonly openItems: boolean }> => {
	const projectId = options.projectId ?? null;
	const row = await tx.row<{ openProjects: number; waitsForFirstPass: boolean; openItems: boolean }>(sql`
		select (select count(*) from utu.project where state = 'open' and (${projectId}::uuid is null or id = ${projectId}::uuid))::int as "openProjects",
			exists (select from utu.item where organisation_id = utu.org() and stage = 'first-pass' and (${projectId}::uuid is null or project_id = ${projectId}::uuid)) as "waitsForFirstPass",
			exists (select from utu.item where stage = 'open' and (${projectId}::uuid is null or project_id = ${projectId}::uuid)) as "openItems"`);
	if (row === undefined) throw new Error('no row');
	return row;
};
