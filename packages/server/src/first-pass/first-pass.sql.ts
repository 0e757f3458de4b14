import type { Form } from '@utu/core/projects/form.ts';
import type { HazardCategory, Hazards } from '@utu/core/safety/hazards.ts';
import type { LaneKey } from '@utu/core/safety/lane.ts';
import { sql, type Tx } from '../platform/database.ts';

/** An item that waits for its first pass, under its row's lock. */
export type WaitingRow = {
	readonly id: string;
	readonly projectId: string;
	readonly projectVersion: number;
	readonly batchId: string;
	readonly language: string | null;
	readonly themes: readonly string[];
	readonly floor: Hazards;
	readonly attempts: number;
	readonly dueAt: Date | null;
	readonly createdAt: Date;
	readonly text: string;
	/** Nobody has looked at it, nor holds it. */
	readonly untouched: boolean;
	/** People decide it blind: what the machine says of it is told to nobody. */
	readonly audited: boolean;
};

/** Locks the items that have waited longest; others' locks are stepped over. Reads `item_first_pass` from its start. */
export const lockWaiting = (
	tx: Tx,
	options: { readonly now: Date; readonly rowsMax: number },
): Promise<readonly WaitingRow[]> =>
	tx.rows<WaitingRow>(sql`
		select i.id, i.project_id as "projectId", i.project_version as "projectVersion", i.batch_id as "batchId", i.language, i.themes,
			i.hazards_floor as floor, i.first_pass_attempts as attempts, i.due_at as "dueAt", i.created_at as "createdAt", c.text,
			i.views + i.views_active = 0 as untouched, exists (select from utu.auto_audit a where a.item_id = i.id) as audited
		from utu.item i join utu.item_content c on c.item_id = i.id
		where i.organisation_id = utu.org() and i.stage = 'first-pass' and i.first_pass_due <= ${options.now}
		order by i.first_pass_due limit ${options.rowsMax}
		for update of i skip locked`);

export type ProjectFacts = {
	readonly projectId: string;
	readonly version: number;
	readonly form: Form;
	readonly hazardCategories: readonly HazardCategory[];
	readonly viewsMin: number;
};

/** Form, categories and targets of the versions that a batch of items needs. By primary keys. */
export const projectFacts = (tx: Tx, projectIds: readonly string[]): Promise<readonly ProjectFacts[]> =>
	tx.rows<ProjectFacts>(sql`
		select project_id as "projectId", version, definition -> 'form' as form, definition -> 'hazardCategories' as "hazardCategories",
			(definition -> 'targets' ->> 'viewsMin')::int as "viewsMin"
		from utu.project_version where project_id = any (${projectIds}::uuid[])`);

/** The lane of equal items, made where it is missing. One upsert. */
export const upsertLane = async (
	tx: Tx,
	options: { readonly organisationId: string; readonly projectId: string; readonly lane: LaneKey },
): Promise<number> => {
	const { lane } = options;
	const row = await tx.row<{ id: number }>(sql`
		with found as (select id from utu.lane where project_id = ${options.projectId} and signature = ${lane.signature}),
		made as (
			insert into utu.lane (organisation_id, project_id, signature, language, hazards, categories, categories_any, uncovered, severity, themes)
			select ${options.organisationId}, ${options.projectId}, ${lane.signature}, ${lane.language ?? null}, ${JSON.stringify(lane.hazards)}::jsonb,
				${lane.categories}::text[], ${lane.categoriesAny}::text[], ${lane.uncovered}::text[], ${lane.severity}, ${lane.themes}::text[]
			where not exists (select from found)
			on conflict (project_id, signature) do update set severity = excluded.severity
			returning id)
		select id from found union all select id from made`);
	if (row === undefined) throw new Error('a lane was not made');
	return row.id;
};

/** What the first pass found of an item, ready to be written. */
export type ScoredRow = {
	readonly id: string;
	readonly lane_id: number;
	readonly hazards: Hazards;
	readonly severity: number;
	readonly uncovered: readonly string[];
	readonly sentence_severities: readonly number[];
	readonly label_prior: Readonly<Record<string, readonly number[]>> | null;
	readonly model_version: number | null;
	readonly views_wanted: number;
	readonly queue_order: number;
};

/** Opens scored items in one statement. Views already wanted are kept: certainty asked for them. */
export const openScored = async (
	tx: Tx,
	options: { readonly rows: readonly ScoredRow[]; readonly now: Date },
): Promise<void> => {
	await tx.run(sql`
		update utu.item i set stage = 'open', opened_at = ${options.now}, lane_id = x.lane_id, hazards = x.hazards, severity = x.severity,
			uncovered = array(select jsonb_array_elements_text(x.uncovered)),
			sentence_severities = array(select jsonb_array_elements_text(x.sentence_severities)::smallint),
			label_prior = nullif(x.label_prior, 'null'), model_version = x.model_version, first_pass_due = null, first_pass_attempts = 0,
			views_wanted = greatest(i.views_wanted, x.views_wanted), queue_order = x.queue_order
		from jsonb_to_recordset(${JSON.stringify(options.rows)}::jsonb) as x (id uuid, lane_id bigint, hazards jsonb, severity smallint, uncovered jsonb,
			sentence_severities jsonb, label_prior jsonb, model_version int, views_wanted smallint, queue_order double precision)
		where i.id = x.id`);
};

/** Remembers how near duplicates of these items are found. Once an item: its content never changes. */
export const insertNear = async (
	tx: Tx,
	rows: readonly { readonly id: string; readonly keys: readonly number[] }[],
): Promise<void> => {
	await tx.run(sql`
		insert into utu.item_near (item_id, organisation_id, keys)
		select x.id, utu.org(), array(select jsonb_array_elements_text(x.keys)::bigint)
		from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, keys jsonb) where x.keys <> '[]'
		on conflict do nothing`);
};

/**
 * Hazards that people reported of near duplicates, which an item that came later may hold too. By `item_near_keys`.
 */
export const nearFloors = (
	tx: Tx,
	rows: readonly { readonly id: string; readonly keys: readonly number[] }[],
): Promise<readonly { readonly id: string; readonly floor: Hazards }[]> =>
	tx.rows<{ id: string; floor: Hazards }>(sql`
		select x.id, o.hazards_floor as floor
		from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, keys jsonb)
		join utu.item_near n on n.keys && array(select jsonb_array_elements_text(x.keys)::bigint) and n.item_id <> x.id
		join utu.item o on o.id = n.item_id and o.hazards_floor <> '{}'`);

/** Items whose predictor failed wait, longer each time. */
export const postpone = async (
	tx: Tx,
	options: { readonly ids: readonly string[]; readonly until: Date },
): Promise<void> => {
	await tx.run(sql`
		update utu.item set first_pass_attempts = first_pass_attempts + 1, first_pass_due = ${options.until} where id = any (${options.ids}::uuid[])`);
};

/**
 * Sends open items of a batch whose lane no longer fits back to the first pass: all that a surprise quarantined, or
 * those that wait for a category that scouts have bounded. Says how many; 0 when none is left. Walks `item_batch`.
 */
export const relaneItems = (
	tx: Tx,
	options: { readonly batch: RelaneBatch; readonly now: Date; readonly rowsMax: number },
): Promise<number> =>
	tx.run(sql`
		update utu.item set stage = 'first-pass', first_pass_due = ${options.now}
		where id in (
			select id from utu.item where batch_id = ${options.batch.id} and stage = 'open'
				and ((${options.batch.quarantined} and not hazards ? 'unscreened') or uncovered && ${options.batch.cleared}::text[])
			limit ${options.rowsMax} for update)`);

export type RelaneBatch = { readonly id: string; readonly quarantined: boolean; readonly cleared: readonly string[] };

/** One batch whose items stand in lanes that no longer fit, locked. */
export const lockRelaneBatch = (tx: Tx): Promise<RelaneBatch | undefined> =>
	tx.row<RelaneBatch>(sql`
		select b.id, b.quarantined_at is not null as quarantined,
			array(select s.category from utu.batch_screen s where s.batch_id = b.id and s.screen_round = b.screen_round and s.cleared_at is not null) as cleared
		from utu.batch b where b.relane order by b.id limit 1 for update of b skip locked`);

export const relaneDone = async (tx: Tx, batchId: string): Promise<void> => {
	await tx.run(sql`update utu.batch set relane = false where id = ${batchId}`);
};

export type BatchFacts = {
	readonly batchId: string;
	readonly quarantined: boolean;
	readonly cleared: readonly HazardCategory[];
};

/** What surprises and scouts have said of batches. */
export const batchFacts = (tx: Tx, batchIds: readonly string[]): Promise<readonly BatchFacts[]> =>
	tx.rows<BatchFacts>(sql`
		select b.id as "batchId", b.quarantined_at is not null as quarantined,
			array(select s.category from utu.batch_screen s where s.batch_id = b.id and s.screen_round = b.screen_round and s.cleared_at is not null) as cleared
		from utu.batch b where b.id = any (${batchIds}::uuid[])`);

/** A quarantine ends when scouts have bounded every category again. */
export const endQuarantine = async (tx: Tx, batchId: string): Promise<void> => {
	await tx.run(sql`update utu.batch set quarantined_at = null where id = ${batchId} and quarantined_at is not null`);
};

/** Categories that people were surprised by under a model: it no longer covers them. By `surprise_project`. */
export const missedCategories = async (
	tx: Tx,
	options: { readonly projectId: string; readonly modelVersion: number },
): Promise<readonly HazardCategory[]> =>
	(
		await tx.rows<{ category: HazardCategory }>(sql`
			select distinct category from utu.surprise
			where project_id = ${options.projectId} and model_version = ${options.modelVersion} and category is not null`)
	).map((row) => row.category);
