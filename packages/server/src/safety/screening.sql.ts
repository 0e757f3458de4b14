import { screenCleared } from '@utu/core/safety/scout.ts';
import { sql, type Tx } from '../platform/database.ts';

/** A surprise closes the batch to all but scouts and opens every screened question again. One row and its screens. */
export const quarantineBatch = async (tx: Tx, options: { readonly batchId: string; readonly now: Date }): Promise<void> => {
	await tx.run(sql`update utu.batch set quarantined_at = ${options.now}, relane = true, screen_round = screen_round + 1 where id = ${options.batchId}`);
	await tx.run(sql`update utu.batch_screen set looked = 0, found = 0, cleared_at = null where batch_id = ${options.batchId}`);
};

/** What one scout's look says of its batch: the categories it was about, and those that it found at severity ≥ 2. */
export type ScoutLook = { readonly itemId: string; readonly batchId: string; readonly uncovered: readonly string[]; readonly found: readonly string[] };

/** Marks the items that a scout has looked at for the first time in this round of their batch; says which. By primary key. */
const firstLooks = async (tx: Tx, itemIds: readonly string[]): Promise<ReadonlySet<string>> => {
	const rows = await tx.rows<{ id: string }>(sql`
		update utu.item i set scouted_round = b.screen_round from utu.batch b
		where i.id = any (${itemIds}::uuid[]) and b.id = i.batch_id and i.scouted_round < b.screen_round
		returning i.id`);
	return new Set(rows.map((row) => row.id));
};

/**
 * Counts scouts' looks and clears a category of a batch as soon as its rate is bounded. Says which batches changed.
 * An item is in the sample once, however many look at it; a find counts whoever made it. One upsert a batch and category.
 */
export const countScoutLooks = async (
	tx: Tx,
	options: { readonly organisationId: string; readonly looks: readonly ScoutLook[]; readonly now: Date },
): Promise<readonly string[]> => {
	const first = new Set(await firstLooks(tx, [...new Set(options.looks.map((look) => look.itemId))].sort()));
	const tally = new Map<string, { batchId: string; category: string; looked: number; found: number }>();
	for (const look of options.looks) {
		const looked = first.delete(look.itemId) ? 1 : 0;
		for (const category of look.uncovered) {
			const key = `${look.batchId} ${category}`;
			const sum = tally.get(key) ?? { batchId: look.batchId, category, looked: 0, found: 0 };
			sum.looked += looked;
			sum.found += look.found.includes(category) ? 1 : 0;
			tally.set(key, sum);
		}
	}
	const changed = new Set<string>();
	for (const sum of [...tally.values()].sort((a, b) => (a.batchId + a.category < b.batchId + b.category ? -1 : 1))) {
		const row = await tx.row<{ looked: number; found: number; cleared: boolean; total: number }>(sql`
			insert into utu.batch_screen (batch_id, category, organisation_id, looked, found)
			values (${sum.batchId}, ${sum.category}, ${options.organisationId}, ${sum.looked}, ${sum.found})
			on conflict (batch_id, category) do update set looked = batch_screen.looked + excluded.looked, found = batch_screen.found + excluded.found
			returning looked, found, cleared_at is not null as cleared,
				(select count(*) from utu.item i where i.batch_id = ${sum.batchId} and i.stage <> 'duplicate')::int as total`);
		if (row === undefined || row.cleared || !screenCleared(row)) continue;
		await tx.run(sql`update utu.batch_screen set cleared_at = ${options.now} where batch_id = ${sum.batchId} and category = ${sum.category}`);
		changed.add(sum.batchId);
	}
	for (const batchId of changed) await tx.run(sql`update utu.batch set relane = true where id = ${batchId}`);
	return [...changed];
};
