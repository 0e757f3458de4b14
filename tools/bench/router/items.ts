import type pg from 'pg';
import { batchesPerProject, bigLanes, lanes, organisationId, writing } from './ground.ts';

/** Indexes that are faster to make once than to keep, while millions come in. */
const heavy = ['item_content_hash', 'item_queue', 'item_batch', 'item_export', 'item_near_keys'];
const chunkItems = 250_000;

/** Open items `from` … `to` − 1: half in a few long lanes, half evenly over all; written by the database itself. */
export const addItems = (
	client: pg.Client,
	options: { readonly from: number; readonly to: number; readonly now: Date },
): Promise<void> =>
	writing(client, async () => {
		const { from, to, now } = options;
		const { rows } = await client.query<{ name: string; definition: string }>(
			`select c.relname as name, pg_get_indexdef(c.oid) as definition from pg_class c join pg_namespace s on s.oid = c.relnamespace
			where s.nspname = 'utu' and c.relname = any ($1)`,
			[heavy],
		);
		for (const { name } of rows) await client.query(`drop index utu.${client.escapeIdentifier(name)}`);
		for (let at = from; at < to; at += chunkItems) {
			await client.query(itemsStatement, [
				...[at, Math.min(to, at + chunkItems), organisationId, now, lanes, bigLanes, batchesPerProject],
			]);
		}
		for (const { definition } of rows) await client.query(definition);
		await client.query('vacuum analyze utu.item, utu.item_near, utu.item_content');
	});

const itemsStatement = `
	with made as (
		insert into utu.item (id, organisation_id, project_id, project_version, batch_id, key, sha256, language, themes, chars, stage, hazards,
			severity, sentence_severities, lane_id, queue_order, views_wanted, due_at, opened_at, created_at)
		select ('00000005-0000-4000-8000-' || lpad(to_hex(number), 12, '0'))::uuid, $3,
			('00000002-0000-4000-8000-' || lpad(to_hex(l.project), 12, '0'))::uuid, 1,
			('00000003-0000-4000-8000-' || lpad(to_hex(l.project * $7::int + number % $7::int), 12, '0'))::uuid, 'k' || number, sha256(number::text::bytea),
			l.language, l.themes, 120, 'open', l.hazards, l.severity, array[l.severity]::smallint[], l.lane_id, number, 1 + number % 3,
			case when number % 5 = 0 then $4::timestamptz + (number % 2000) * interval '1 minute' end, $4, $4
		from generate_series($1::bigint, $2::bigint - 1) g (number)
		join public.bench_lane l on l.n = case when number % 2 = 0 then number / 2 % $6::int else number / 2 % $5::int end
		returning id
	), content as (
		insert into utu.item_content (item_id, organisation_id, text)
		select id, $3, 'Report ' || id || ' of a quiet day by the water, with a bridge, two boats, and the wind from the south until the evening.' from made
	)
	insert into utu.item_near (item_id, organisation_id, keys)
	select id, $3, array(select hashint8extended(('x' || right(id::text, 12))::bit(48)::bigint, k) from generate_series(1, 12) k) from made`;
