import { type Hazards, joinHazards, topSeverity } from '@utu/core/safety/hazards.ts';
import { screenCleared } from '@utu/core/safety/scout.ts';
import { sql, type Tx } from '../platform/database.ts';

/** A surprise closes the batch to all but scouts and opens every screened question again, in a new round. One row. */
export const quarantineBatch = async (
	tx: Tx,
	options: { readonly batchId: string; readonly now: Date },
): Promise<void> => {
	await tx.run(
		sql`update utu.batch set quarantined_at = ${options.now}, relane = true, screen_round = screen_round + 1 where id = ${options.batchId}`,
	);
};

/** An item under its row's lock, with what is known of what it holds. */
export type LockedItem = {
	readonly id: string;
	readonly batchId: string;
	readonly hazards: Hazards;
	/** What people reported: no later first pass goes below it. */
	readonly floor: Hazards;
	readonly modelVersion: number | null;
};

/**
 * An item and its open near duplicates, locked in the order of their ids, as consensus locks: no two wait for each other.
 * By `item_near_keys`.
 */
export const lockWithNear = (tx: Tx, itemId: string): Promise<readonly LockedItem[]> =>
	tx.rows<LockedItem>(sql`
		select i.id, i.batch_id as "batchId", i.hazards, i.hazards_floor as floor, i.model_version as "modelVersion" from utu.item i
		where i.id = ${itemId} or (i.stage in ('open', 'first-pass') and i.id in (
			select n.item_id from utu.item_near n where n.keys && (select o.keys from utu.item_near o where o.item_id = ${itemId})))
		order by i.id for update of i`);

/** What was found of one may be true of all: they are raised, and leave the queue for a new first pass. One statement. */
export const raiseItems = async (
	tx: Tx,
	options: { readonly items: readonly LockedItem[]; readonly found: Hazards; readonly now: Date },
): Promise<void> => {
	const raised = options.items.map((item) => {
		const hazards = joinHazards(item.hazards, options.found);
		return { id: item.id, hazards, floor: joinHazards(item.floor, options.found), severity: topSeverity(hazards) };
	});
	await tx.run(sql`
		update utu.item i set hazards = x.hazards, hazards_floor = x.floor, severity = x.severity,
			stage = case when i.stage = 'open' then 'first-pass' else i.stage end, first_pass_due = ${options.now}
		from jsonb_to_recordset(${JSON.stringify(raised)}::jsonb) as x (id uuid, hazards jsonb, floor jsonb, severity smallint) where i.id = x.id`);
};

/** What one scout's look says of its batch: the categories it was about, and those that it found at severity ≥ 2. */
export type ScoutLook = {
	readonly itemId: string;
	readonly batchId: string;
	readonly uncovered: readonly string[];
	readonly found: readonly string[];
};

type Sampled = {
	readonly id: string;
	readonly round: number;
	readonly isFirst: boolean;
	readonly found: readonly string[];
};

/** Items as this round of their batch's sample knows them, locked in the order of their ids. By primary key. */
const lockSampled = (tx: Tx, itemIds: readonly string[]): Promise<readonly Sampled[]> =>
	tx.rows<Sampled>(sql`
		select i.id, b.screen_round as round, i.scouted_round < b.screen_round as "isFirst",
			case when i.scouted_round < b.screen_round then '{}' else i.scouted_found end as found
		from utu.item i join utu.batch b on b.id = i.batch_id
		where i.id = any (${itemIds}::uuid[]) order by i.id for update of i`);

const markSampled = async (
	tx: Tx,
	rows: readonly { readonly id: string; readonly round: number; readonly found: readonly string[] }[],
): Promise<void> => {
	await tx.run(sql`
		update utu.item i set scouted_round = x.round, scouted_found = array(select jsonb_array_elements_text(x.found))
		from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, round int, found jsonb) where i.id = x.id`);
};

type Sum = {
	readonly batchId: string;
	readonly category: string;
	readonly round: number;
	looked: number;
	found: number;
};

/**
 * Counts scouts' looks and clears a category of a batch as soon as its rate is bounded. An item is in the sample once,
 * however many look at it, and a find in it counts once. Three statements and one upsert a batch and category.
 */
export const countScoutLooks = async (
	tx: Tx,
	options: { readonly organisationId: string; readonly looks: readonly ScoutLook[]; readonly now: Date },
): Promise<void> => {
	const sampled = new Map(
		(await lockSampled(tx, [...new Set(options.looks.map((look) => look.itemId))])).map((row) => [
			row.id,
			{ ...row, found: new Set(row.found) },
		]),
	);
	const sums = new Map<string, Sum>();
	for (const look of options.looks) {
		const item = sampled.get(look.itemId);
		if (item === undefined) continue;
		for (const category of look.uncovered) {
			const key = `${look.batchId} ${category}`;
			const sum = sums.get(key) ?? { batchId: look.batchId, category, round: item.round, looked: 0, found: 0 };
			if (item.isFirst) sum.looked += 1;
			if (look.found.includes(category) && !item.found.has(category)) {
				item.found.add(category);
				sum.found += 1;
			}
			sums.set(key, sum);
		}
		sampled.set(look.itemId, { ...item, isFirst: false });
	}
	await markSampled(
		tx,
		[...sampled.values()].map(({ id, round, found }) => ({ id, round, found: [...found].sort() })),
	);
	for (const sum of [...sums.values()].sort((a, b) => (a.batchId + a.category < b.batchId + b.category ? -1 : 1)))
		await addToScreen(tx, { ...options, sum });
};

const addToScreen = async (
	tx: Tx,
	options: { readonly organisationId: string; readonly sum: Sum; readonly now: Date },
): Promise<void> => {
	const { sum } = options;
	const row = await tx.row<{ looked: number; found: number; cleared: boolean; total: number }>(sql`
		insert into utu.batch_screen (batch_id, category, screen_round, organisation_id, looked, found)
		values (${sum.batchId}, ${sum.category}, ${sum.round}, ${options.organisationId}, ${sum.looked}, ${sum.found})
		on conflict (batch_id, category, screen_round) do update set looked = batch_screen.looked + excluded.looked, found = batch_screen.found + excluded.found
		returning looked, found, cleared_at is not null as cleared,
			(select count(*) from utu.item i where i.batch_id = ${sum.batchId} and i.stage <> 'duplicate')::int as total`);
	if (row === undefined || row.cleared || !screenCleared(row)) return;
	await tx.run(sql`
		with cleared as (
			update utu.batch_screen set cleared_at = ${options.now}
			where batch_id = ${sum.batchId} and category = ${sum.category} and screen_round = ${sum.round} returning batch_id)
		update utu.batch b set relane = true from cleared where b.id = cleared.batch_id`);
};
