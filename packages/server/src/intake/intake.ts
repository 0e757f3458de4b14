import { createHash } from 'node:crypto';
import { type IntakeReport, type NewItem, newItem } from '@utu/contract/intake.ts';
import { wireLimits } from '@utu/contract/shared.ts';
import { canonicalText, textFault } from '@utu/core/intake/normalise.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import { type Database, sql, type Tx } from '../platform/database.ts';
import { existingItems, type ItemRow, insertItems, upsertBatch } from './intake.sql.ts';
import type { Line } from './lines.ts';

export type IntakeDeps = {
	readonly database: Database;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly wake: () => void;
};
export type IntakeError = { readonly kind: 'no-such-project' } | { readonly kind: 'closed' };
export type Incoming =
	| { readonly line: number; readonly item: NewItem }
	| { readonly line: number; readonly fault: string; readonly key?: string };

const chunkItems = 500;
const defaultSource = 'api';

type Counts = {
	received: number;
	accepted: number;
	alreadyThere: number;
	duplicates: number;
	refused: number;
	faults: IntakeReport['faults'];
};

/**
 * Takes items in, chunk by chunk, each chunk in one transaction: what was acknowledged is there, and sending it again
 * changes nothing. A bad line is named and the rest goes on.
 */
export const takeIn = async (
	deps: IntakeDeps,
	options: {
		readonly organisationId: string;
		readonly projectId: string;
		readonly incoming: AsyncIterable<Incoming> | Iterable<Incoming>;
	},
): Promise<Result<IntakeReport, IntakeError>> => {
	const counts: Counts = { received: 0, accepted: 0, alreadyThere: 0, duplicates: 0, refused: 0, faults: [] };
	let chunk: Good[] = [];
	const flush = async (): Promise<IntakeError | undefined> => {
		const done = await takeChunk(deps, { ...options, chunk, counts });
		chunk = [];
		return done;
	};
	// The project is checked also for an empty body.
	const first = await flush();
	if (first !== undefined) return err(first);
	for await (const one of options.incoming) {
		counts.received += 1;
		if ('fault' in one) refuse(counts, one);
		else chunk.push({ ...one, text: canonicalText(one.item.text) });
		if (chunk.length < chunkItems) continue;
		const failed = await flush();
		if (failed !== undefined) return err(failed);
	}
	if (chunk.length > 0) {
		const failed = await flush();
		if (failed !== undefined) return err(failed);
	}
	deps.wake();
	return ok(counts);
};

/** Reads one line of a stream as an item, or says what is wrong with it. */
export const parseLine = (line: Line): Incoming | undefined => {
	if ('tooLong' in line) return { line: line.number, fault: `The line is over ${wireLimits.lineBytesMax} bytes.` };
	if (line.text.trim() === '') return undefined;
	let value: unknown;
	try {
		value = JSON.parse(line.number === 1 ? line.text.replace(/^\uFEFF/, '') : line.text);
	} catch {
		return { line: line.number, fault: 'The line is not JSON.' };
	}
	return checkItem({ line: line.number, value });
};

/** Checks one value against the contract. */
export const checkItem = (options: { readonly line: number; readonly value: unknown }): Incoming => {
	const parsed = newItem.safeParse(options.value);
	const key = keyOf(options.value);
	if (!parsed.success) {
		const fault = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'item'}: ${issue.message}`).join('; ');
		return { line: options.line, fault, ...(key === undefined ? {} : { key }) };
	}
	const fault = textFault(parsed.data.text);
	return fault === undefined
		? { line: options.line, item: parsed.data }
		: { line: options.line, fault, key: parsed.data.key };
};

const keyOf = (value: unknown): string | undefined =>
	typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string'
		? value.key.slice(0, wireLimits.keyCharsMax)
		: undefined;

type Good = { readonly line: number; readonly item: NewItem; readonly text: string };

const refuse = (
	counts: Counts,
	one: { readonly line: number; readonly fault: string; readonly key?: string },
): void => {
	counts.refused += 1;
	if (counts.faults.length >= wireLimits.faultsReportedMax) return;
	counts.faults.push({ line: one.line, message: one.fault, ...(one.key === undefined ? {} : { key: one.key }) });
};

const takeChunk = async (
	deps: IntakeDeps,
	options: {
		readonly organisationId: string;
		readonly projectId: string;
		readonly chunk: readonly Good[];
		readonly counts: Counts;
	},
): Promise<IntakeError | undefined> => {
	const taken = await deps.database.transaction({ organisationId: options.organisationId }, async (tx) => {
		const project = await lockProject(tx, options.projectId);
		if (project === undefined) return { error: { kind: 'no-such-project' } as const };
		if (project.state === 'closed') return { error: { kind: 'closed' } as const };
		return { placed: await place(deps, tx, { ...options, version: project.version }) };
	});
	if (taken.error !== undefined) return taken.error;
	const { counts } = options;
	for (const placed of taken.placed) {
		if (placed.kind === 'refused') refuse(counts, placed);
		else if (placed.kind === 'already') counts.alreadyThere += 1;
		else {
			counts.accepted += 1;
			if (placed.duplicate) counts.duplicates += 1;
		}
	}
	return undefined;
};

/** Intakes of one project go one after the other: two copies that arrive at once must find each other. */
const lockProject = (
	tx: Tx,
	projectId: string,
): Promise<{ readonly state: string; readonly version: number } | undefined> =>
	tx.row(sql`
		select state, version from utu.project, pg_advisory_xact_lock(hashtextextended(${projectId}, 0)) where id = ${projectId}`);

type Placed =
	| { readonly kind: 'accepted'; readonly duplicate: boolean }
	| { readonly kind: 'already' }
	| { readonly kind: 'refused'; readonly line: number; readonly key: string; readonly fault: string };

const place = async (
	deps: IntakeDeps,
	tx: Tx,
	options: {
		readonly organisationId: string;
		readonly projectId: string;
		readonly version: number;
		readonly chunk: readonly Good[];
	},
): Promise<readonly Placed[]> => {
	if (options.chunk.length === 0) return [];
	const now = deps.clock.now();
	const hashed = options.chunk.map((good) => ({
		...good,
		sha256: createHash('sha256').update(good.text).digest('hex'),
	}));
	const existing = await existingItems(tx, {
		projectId: options.projectId,
		version: options.version,
		keys: hashed.map((one) => one.item.key),
		hashes: hashed.map((one) => one.sha256),
	});
	const byKey = new Map(existing.byKey.map((row) => [row.key, row.sha256]));
	const originals = new Map(existing.originals.map((row) => [row.sha256, row.id]));
	const batches = new Map<string, string>();
	const rows: ItemRow[] = [];
	const placed: Placed[] = [];
	for (const { line, item, text, sha256 } of hashed) {
		const known = byKey.get(item.key);
		if (known !== undefined) {
			placed.push(
				known === sha256
					? { kind: 'already' }
					: { kind: 'refused', line, key: item.key, fault: 'This key was sent before with another text.' },
			);
			continue;
		}
		byKey.set(item.key, sha256);
		const source = item.source ?? defaultSource;
		const batchId = batches.get(source) ?? (await upsertBatch(tx, { id: deps.ids.uuid(), ...options, source, now }));
		batches.set(source, batchId);
		const id = deps.ids.uuid();
		const duplicateOf = originals.get(sha256) ?? null;
		if (duplicateOf === null) originals.set(sha256, id);
		rows.push(toRow({ id, item, text, sha256, batchId, duplicateOf }));
		placed.push({ kind: 'accepted', duplicate: duplicateOf !== null });
	}
	await insertItems(tx, { ...options, rows, now });
	return placed;
};

const toRow = (options: {
	readonly id: string;
	readonly item: NewItem;
	readonly text: string;
	readonly sha256: string;
	readonly batchId: string;
	readonly duplicateOf: string | null;
}): ItemRow => ({
	id: options.id,
	batch_id: options.batchId,
	key: options.item.key,
	sha256: options.sha256,
	text: options.text,
	language: options.item.language ?? null,
	themes: options.item.themes ?? [],
	meta: options.item.meta ?? null,
	due_at: options.item.dueAt ?? null,
	duplicate_of: options.duplicateOf,
});
