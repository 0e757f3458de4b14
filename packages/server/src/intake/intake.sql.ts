import { sql, type Tx } from '../platform/database.ts';

export type ItemRow = {
	readonly id: string;
	readonly batch_id: string;
	readonly key: string;
	readonly sha256: string;
	readonly text: string;
	readonly language: string | null;
	readonly themes: readonly string[];
	readonly meta: Readonly<Record<string, unknown>> | null;
	readonly due_at: string | null;
	readonly duplicate_of: string | null;
};

/** The batch of a source and day. One upsert. */
export const upsertBatch = async (
	tx: Tx,
	options: {
		readonly id: string;
		readonly organisationId: string;
		readonly projectId: string;
		readonly source: string;
		readonly now: Date;
	},
): Promise<string> => {
	const row = await tx.row<{ id: string }>(sql`
		insert into utu.batch (id, organisation_id, project_id, source, day, created_at)
		values (${options.id}, ${options.organisationId}, ${options.projectId}, ${options.source}, (${options.now}::timestamptz at time zone 'UTC')::date, ${options.now})
		on conflict (project_id, source, day) do update set source = excluded.source
		returning id`);
	if (row === undefined) throw new Error('a batch was not made');
	return row.id;
};

/** Items known by key, and originals known by content in this form version. Two index scans of at most a chunk. */
export const existingItems = async (
	tx: Tx,
	options: {
		readonly projectId: string;
		readonly version: number;
		readonly keys: readonly string[];
		readonly hashes: readonly string[];
	},
): Promise<{
	readonly byKey: readonly { readonly key: string; readonly sha256: string }[];
	readonly originals: readonly { readonly id: string; readonly sha256: string }[];
}> => ({
	byKey: await tx.rows(sql`
		select key, encode(sha256, 'hex') as sha256 from utu.item where project_id = ${options.projectId} and key = any (${options.keys}::text[])`),
	originals: await tx.rows(sql`
		select id, encode(sha256, 'hex') as sha256 from utu.item
		where project_id = ${options.projectId} and project_version = ${options.version} and duplicate_of is null
			and sha256 in (select decode(h, 'hex') from unnest(${options.hashes}::text[]) h)`),
});

/** Items and their contents in one statement; duplicates of decided originals inherit at once. */
export const insertItems = async (
	tx: Tx,
	options: {
		readonly organisationId: string;
		readonly projectId: string;
		readonly version: number;
		readonly rows: readonly ItemRow[];
		readonly now: Date;
	},
): Promise<void> => {
	if (options.rows.length === 0) return;
	await tx.run(sql`
		with input as (
			select * from jsonb_to_recordset(${JSON.stringify(options.rows)}::jsonb) as x (id uuid, batch_id uuid, key text, sha256 text, text text,
				language text, themes jsonb, meta jsonb, due_at timestamptz, duplicate_of uuid)
		), contents as (
			insert into utu.item_content (item_id, organisation_id, text) select id, ${options.organisationId}, text from input
		)
		insert into utu.item (id, organisation_id, project_id, project_version, batch_id, key, sha256, language, themes, meta, chars, stage,
			duplicate_of, first_pass_due, due_at, created_at)
		select id, ${options.organisationId}, ${options.projectId}, ${options.version}, batch_id, key, decode(sha256, 'hex'), language,
			array(select jsonb_array_elements_text(themes)), nullif(meta, 'null'), char_length(text),
			case when duplicate_of is null then 'first-pass' else 'duplicate' end, duplicate_of, ${options.now}, due_at, ${options.now}
		from input`);
	const originals = [...new Set(options.rows.map((row) => row.duplicate_of).filter((id) => id !== null))];
	if (originals.length === 0) return;
	await tx.rows(sql`select utu.inherit_decision(original, ${options.now}) from unnest(${originals}::uuid[]) original`);
};
