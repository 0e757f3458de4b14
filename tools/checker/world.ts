import { createHash } from 'node:crypto';
import pg from 'pg';
import {
	batchId,
	day,
	hour,
	idOf,
	type LookOptions,
	minute,
	organisationId,
	otherBatchId,
	projectId,
	type Query,
	second,
	start,
	viewsMax,
} from './world-ground.ts';
import { type ChoiceMade, insertChoice, insertLook, insertShift, type ShiftOptions } from './world-work.ts';

/** A small installation, written into the tables row by row: no code of the product has a hand in it. */
export type World = {
	readonly query: Query;
	readonly addPerson: (options?: PersonOptions) => Promise<string>;
	readonly addItem: (options?: ItemOptions) => Promise<string>;
	readonly look: (options: LookOptions) => Promise<string>;
	readonly addShift: (options: ShiftOptions) => Promise<string>;
	/** On record, and kept as what holds. */
	readonly choose: (personId: string, choice: ChoiceMade) => Promise<void>;
	readonly decide: (itemId: string, at: number) => Promise<void>;
	readonly close: () => Promise<void>;
};

export type PersonOptions = {
	readonly consents?: readonly string[] | null;
	readonly timeZone?: string;
	/** False where the person came before choices were on record. */
	readonly onRecord?: boolean;
};

export type ItemOptions = {
	readonly keys?: readonly number[];
	readonly openedAt?: number;
	readonly dueAt?: number;
	readonly content?: string;
	readonly batchId?: string;
	readonly themes?: readonly string[];
	readonly language?: string | null;
	readonly hazards?: Readonly<Record<string, number>>;
	readonly stage?: string;
	readonly uncovered?: readonly string[];
};

export const openWorld = async (ownerUrl: string, seed = 0): Promise<World> => {
	const client = new pg.Client({ connectionString: ownerUrl });
	await client.connect();
	const query: Query = async (text, values = []) => (await client.query(text, [...values])).rows;
	let last = seed;
	const next = (kind: number): string => idOf(kind, ++last);
	const addItem = (options: ItemOptions = {}) => insertItem(query, next(5), options);
	return {
		query,
		addItem,
		addPerson: (options = {}) => insertPerson(query, { personId: next(4), workerId: next(6) }, options),
		addShift: (options) => insertShift(query, next(12), options),
		choose: (personId, choice) => insertChoice(query, personId, choice),
		look: async (options) => {
			const itemId = options.itemId ?? (await addItem({ hazards: options.hazards ?? { violence: 3 } }));
			const ids = { leaseId: next(7), key: next(8), answerId: next(9), shiftId: next(12) };
			return insertLook(query, ids, { ...options, itemId });
		},
		decide: async (itemId, at) => {
			await query(`update utu.item set stage = 'decided', decided_at = $2 where id = $1`, [itemId, new Date(at)]);
			await query(
				`insert into utu.decision (id, organisation_id, project_id, item_id, reason, answers, posterior, certainty, views, severity, method, decided_at)
				select $3, organisation_id, project_id, id, 'certain', '{}', '{}', 1, views, severity, 'test', $2 from utu.item where id = $1`,
				[itemId, new Date(at), next(10)],
			);
		},
		close: () => client.end(),
	};
};

export const layGround = async (query: Query): Promise<void> => {
	const at = new Date(start - day);
	await query(`insert into utu.organisation (id, name, join_code, created_at) values ($1, 'Org', 'join', $2)`, [
		organisationId,
		at,
	]);
	await query(
		`insert into utu.project (id, organisation_id, name, state, version, created_at) values ($1, $2, 'Project', 'open', 1, $3)`,
		[projectId, organisationId, at],
	);
	await query(
		`insert into utu.project_version (project_id, version, organisation_id, definition, created_at) values ($1, 1, $2, $3, $4)`,
		[projectId, organisationId, JSON.stringify({ targets: { viewsMin: 1, viewsMax } }), at],
	);
	for (const [id, source] of [
		[batchId, 'one'],
		[otherBatchId, 'other'],
	]) {
		await query(
			`insert into utu.batch (id, organisation_id, project_id, source, day, created_at) values ($1, $2, $3, $4, '2026-03-01', $5)`,
			[id, organisationId, projectId, source, at],
		);
	}
};

const insertPerson = async (
	query: Query,
	ids: { readonly personId: string; readonly workerId: string },
	{ consents = ['violence', 'unscreened'], timeZone = 'UTC', onRecord = true }: PersonOptions,
): Promise<string> => {
	const at = new Date(start - day);
	await query(`insert into utu.person (id, display_name, time_zone, created_at) values ($1, 'Somebody', $2, $3)`, [
		ids.personId,
		timeZone,
		at,
	]);
	await query('insert into utu.person_account (person_id) values ($1)', [ids.personId]);
	await query(
		'insert into utu.project_worker (project_id, person_id, organisation_id, worker_id) values ($1, $2, $3, $4)',
		[projectId, ids.personId, organisationId, ids.workerId],
	);
	if (consents !== null) {
		await query(
			'insert into utu.consent (person_id, project_id, organisation_id, categories, answered_at) values ($1, $2, $3, $4, $5)',
			[ids.personId, projectId, organisationId, consents, at],
		);
		if (onRecord) {
			await insertChoice(query, ids.personId, { kind: 'consent', value: consents, at: start - day });
		}
	}
	return ids.personId;
};

const insertItem = async (query: Query, id: string, options: ItemOptions): Promise<string> => {
	const { hazards = { violence: 3 }, stage = 'open', themes = ['country:AA', 'lang:en'], language = 'en' } = options;
	await query(
		`insert into utu.item (id, organisation_id, project_id, project_version, batch_id, key, sha256, language, themes, chars, stage,
			hazards, severity, uncovered, created_at, opened_at, due_at, views_wanted)
		values ($1::uuid, $2, $3, 1, $4, $1::text, $5, $6, $7, 100, $8, $9, $10, $11, $12, $13, $14, 1)`,
		[
			id,
			organisationId,
			projectId,
			options.batchId ?? batchId,
			createHash('sha256')
				.update(options.content ?? id)
				.digest(),
			language,
			themes,
			stage,
			JSON.stringify(hazards),
			Math.max(0, ...Object.values(hazards)),
			options.uncovered ?? [],
			new Date(start - day),
			new Date(options.openedAt ?? start - day),
			options.dueAt === undefined ? null : new Date(options.dueAt),
		],
	);
	if (options.keys !== undefined) {
		await query('insert into utu.item_near values ($1, $2, $3)', [id, organisationId, options.keys]);
	}
	return id;
};

/** A consistent day: answers, a skip, a late answer, a surprise with its scouts, duplicates, one lease in hand. */
export const fill = async (world: World): Promise<void> => {
	const { query, look, addItem, decide } = world;
	await layGround(query);
	const [ada, ben, cho] = [await world.addPerson(), await world.addPerson(), await world.addPerson()];
	await world.choose(ada, { kind: 'exclusions', value: [{ kind: 'theme', value: 'topic:fire' }], at: start - hour });
	const severe = await addItem();
	await look({ personId: ada, itemId: severe, at: start });
	await look({ personId: ben, itemId: severe, at: start });
	await decide(severe, start + hour);
	await look({ personId: ada, at: start + minute, state: 'skipped' });
	await look({ personId: ada, at: start + 2 * minute, hazards: { hate: 1 } });
	await look({ personId: ada, at: start + 3 * minute, revealed: false });
	const returned = await addItem();
	await look({ personId: ben, itemId: returned, at: start + minute, state: 'released' });
	await look({ personId: ben, itemId: returned, at: start + 2 * minute, extensions: 1, reservedMs: minute });
	await look({
		personId: ben,
		at: start + 3 * minute,
		state: 'expired',
		known: false,
		visibleMs: minute,
		reservedMs: minute,
		heldMs: 40 * second,
	});
	// Its place went to Cho before the late answer came.
	const late = await addItem();
	await look({ personId: ben, itemId: late, at: start + 5 * minute, state: 'expired', lateMs: 2 * minute });
	await look({ personId: cho, itemId: late, at: start + 6 * minute, heldMs: 3 * minute });
	const original = await addItem();
	await look({ personId: cho, itemId: original, at: start + 10 * minute });
	await decide(original, start + hour);
	const copy = await addItem({ content: original, stage: 'duplicate' });
	await query('update utu.item set duplicate_of = $2 where id = $1', [copy, original]);
	await query('select utu.inherit_decision($1, $2)', [original, new Date(start + hour)]);
	const missed = await addItem({ batchId: otherBatchId, hazards: { hate: 1 } });
	await look({
		personId: cho,
		itemId: missed,
		at: start + 12 * minute,
		hazards: { hate: 1 },
		state: 'surprised',
		heldMs: 20 * second,
		chargedAs: 4,
	});
	const surprisedAt = new Date(start + 12 * minute + 20 * second);
	await query(
		`insert into utu.surprise (id, organisation_id, project_id, item_id, batch_id, category, severity_before, severity_after, created_at)
		values ($1, $2, $3, $4, $5, 'violence', 1, 4, $6)`,
		[idOf(11, 1), organisationId, projectId, missed, otherBatchId, surprisedAt],
	);
	await query('update utu.item set severity = 4, hazards_floor = $2 where id = $1', [
		missed,
		JSON.stringify({ violence: 4 }),
	]);
	await query('update utu.batch set quarantined_at = $2 where id = $1', [otherBatchId, surprisedAt]);
	const scouted = await addItem({ batchId: otherBatchId, uncovered: ['violence'], hazards: { unscreened: 4 } });
	await look({ personId: cho, itemId: scouted, at: start + 14 * minute, purpose: 'scout', hazards: { unscreened: 4 } });
	await query(
		`insert into utu.batch_screen (batch_id, category, screen_round, organisation_id, looked, found) values ($1, 'violence', 1, $2, 1, 0)`,
		[otherBatchId, organisationId],
	);
	await look({ personId: cho, at: start + 20 * minute, state: 'active' });
};
