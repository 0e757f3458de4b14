import type { Answers } from '@utu/core/projects/form.ts';
import { sql, type Tx } from '../platform/database.ts';

/** Decided items of a project from which gold is drawn: the newest. */
const decisionsMax = 20_000;

/**
 * Draws decided items by chance, and asks experts, each apart, to answer them. Nothing that is unscreened, no duplicates,
 * and none twice. Says how many were drawn.
 */
export const drawGold = async (
	tx: Tx,
	options: { readonly projectId: string; readonly items: number; readonly experts: number; readonly now: Date },
): Promise<number> => {
	const row = await tx.row<{ n: number }>(sql`
		with newest as materialized (
			select d.item_id from utu.decision d where d.project_id = ${options.projectId} and d.superseded_at is null and d.reason <> 'inherited'
			order by d.decided_at desc limit ${decisionsMax}
		), drawn as materialized (
			select i.id, i.organisation_id, i.project_id from newest join utu.item i on i.id = newest.item_id
			join utu.batch b on b.id = i.batch_id
			where i.stage = 'decided' and not i.hazards ? 'unscreened' and b.quarantined_at is null
				and not exists (select from utu.gold g where g.item_id = i.id)
			order by random() limit ${options.items}
		), asked as (
			insert into utu.gold (item_id, organisation_id, project_id, state, asked_at)
			select id, organisation_id, project_id, 'waiting', ${options.now} from drawn on conflict do nothing
			returning item_id, organisation_id, project_id
		), reviews as (
			insert into utu.review (id, organisation_id, project_id, item_id, kind, created_at, state)
			select gen_random_uuid(), organisation_id, project_id, item_id, 'gold', ${options.now}, 'waiting'
			from asked cross join generate_series(1, ${options.experts}::int)
		)
		select count(*)::int as n from asked`);
	return row?.n ?? 0;
};

export type OpinionRow = { readonly reviewerId: string; readonly answers: Answers; readonly note: string | null };

/** What experts have answered of an item, first come first; the gold row is locked. By `review_gold`. */
export const opinionsOn = async (tx: Tx, itemId: string): Promise<readonly OpinionRow[]> => {
	await tx.run(sql`select from utu.gold where item_id = ${itemId} for update`);
	return tx.rows<OpinionRow>(sql`
		select reviewer_id as "reviewerId", answers, note from utu.review
		where item_id = ${itemId} and kind = 'gold' and state = 'judged' order by judged_at, id`);
};

export const settleGold = async (
	tx: Tx,
	options: {
		readonly itemId: string;
		readonly state: 'gold' | 'void';
		readonly answers: Answers | null;
		readonly explanation: string;
		readonly now: Date;
	},
): Promise<void> => {
	await tx.run(sql`
		update utu.gold set state = ${options.state}, explanation = ${options.explanation}, settled_at = ${options.now},
			answers = ${options.answers === null ? null : JSON.stringify(options.answers)}::jsonb
		where item_id = ${options.itemId}`);
};

export type GoldProject = {
	readonly projectId: string;
	readonly projectName: string;
	readonly waiting: number;
	readonly gold: number;
	readonly void: number;
	readonly isOn: boolean | null;
	readonly items: number | null;
	readonly rightMin: number | null;
};

/** The organisation's projects that are not closed, with their gold and whether work begins with training. */
export const goldProjects = (tx: Tx): Promise<readonly GoldProject[]> =>
	tx.rows<GoldProject>(sql`
		select p.id as "projectId", p.name as "projectName", coalesce(g.waiting, 0)::int as waiting, coalesce(g.gold, 0)::int as gold,
			coalesce(g.void, 0)::int as void, t.is_on as "isOn", t.items, t.right_min as "rightMin"
		from utu.project p
		left join utu.training_rule t on t.project_id = p.id
		left join lateral (
			select count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state = 'gold') as gold,
				count(*) filter (where state = 'void') as void from utu.gold where project_id = p.id) g on true
		where p.organisation_id = utu.org() and p.state <> 'closed' order by p.name, p.id`);

export const saveTrainingRule = (
	tx: Tx,
	options: {
		readonly projectId: string;
		readonly isOn: boolean;
		readonly items: number;
		readonly rightMin: number;
		readonly now: Date;
	},
): Promise<number> =>
	tx.run(sql`
		insert into utu.training_rule (project_id, organisation_id, is_on, items, right_min, changed_at)
		select id, organisation_id, ${options.isOn}, ${options.items}, ${options.rightMin}, ${options.now} from utu.project where id = ${options.projectId}
		on conflict (project_id) do update set is_on = excluded.is_on, items = excluded.items, right_min = excluded.right_min, changed_at = excluded.changed_at`);

/** What experts agreed on, and which form they answered. */
export type GoldRow = {
	readonly projectName: string;
	readonly version: number;
	readonly projectId: string;
	readonly answers: Answers;
	readonly explanation: string;
};

/** By primary keys. */
export const goldOn = (tx: Tx, itemId: string): Promise<GoldRow | undefined> =>
	tx.row<GoldRow>(sql`
		select p.name as "projectName", i.project_version as version, i.project_id as "projectId", g.answers, g.explanation
		from utu.gold g join utu.item i on i.id = g.item_id join utu.project p on p.id = i.project_id
		where g.item_id = ${itemId} and g.answers is not null`);
