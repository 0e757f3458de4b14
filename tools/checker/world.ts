import { createHash } from 'node:crypto';
import pg from 'pg';

/** A small installation, written into the tables row by row: no code of the product has a hand in it. */
export type World = {
	readonly query: (text: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;
	readonly addPerson: (options?: {
		readonly consents?: readonly string[] | null;
		readonly timeZone?: string;
	}) => Promise<string>;
	readonly addItem: (options?: ItemOptions) => Promise<string>;
	readonly look: (options: LookOptions) => Promise<string>;
	readonly decide: (itemId: string, at: number) => Promise<void>;
	readonly close: () => Promise<void>;
};

export type ItemOptions = {
	readonly content?: string;
	readonly batchId?: string;
	readonly themes?: readonly string[];
	readonly language?: string | null;
	readonly hazards?: Readonly<Record<string, number>>;
	readonly stage?: string;
	readonly uncovered?: readonly string[];
};

export type LookOptions = {
	readonly personId: string;
	/** Without one, a fresh item that may hold the same. */
	readonly itemId?: string;
	readonly at: number;
	readonly hazards?: Readonly<Record<string, number>>;
	readonly purpose?: string;
	readonly state?: string;
	/** How long it is held, how long visible, how much reserved; milliseconds. */
	readonly heldMs?: number;
	readonly visibleMs?: number;
	readonly reservedMs?: number;
	readonly extensions?: number;
	readonly revealed?: boolean;
	/** An answer counted that long after the end of a lease that ran out. */
	readonly lateMs?: number;
	readonly chargedAs?: number;
	readonly known?: boolean;
};

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
/** A Monday morning, UTC. */
export const start = Date.UTC(2026, 2, 2, 8);

/** The nth id of a kind: the world is the same each time. */
const idOf = (kind: number, n: number): string =>
	`${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

export const organisationId = idOf(1, 1);
export const projectId = idOf(2, 1);
export const batchId = idOf(3, 1);
export const otherBatchId = idOf(3, 2);
export const viewsMax = 3;

export const openWorld = async (ownerUrl: string, seed = 0): Promise<World> => {
	const client = new pg.Client({ connectionString: ownerUrl });
	await client.connect();
	const query: World['query'] = async (text, values = []) => (await client.query(text, [...values])).rows;
	let last = seed;
	const next = (kind: number): string => idOf(kind, ++last);
	const addItem = (options: ItemOptions = {}) => insertItem(query, next(5), options);
	return {
		query,
		addItem,
		addPerson: (options = {}) => insertPerson(query, { personId: next(4), workerId: next(6) }, options),
		look: async (options) => {
			const itemId = options.itemId ?? (await addItem({ hazards: options.hazards ?? { violence: 3 } }));
			return insertLook(query, { leaseId: next(7), key: next(8), answerId: next(9) }, { ...options, itemId });
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

type Query = World['query'];

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
	{ consents = ['violence', 'unscreened'], timeZone = 'UTC' }: Parameters<World['addPerson']>[0] & object,
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
	}
	return ids.personId;
};

const insertItem = async (query: Query, id: string, options: ItemOptions): Promise<string> => {
	const { hazards = { violence: 3 }, stage = 'open', themes = ['country:AA', 'lang:en'], language = 'en' } = options;
	await query(
		`insert into utu.item (id, organisation_id, project_id, project_version, batch_id, key, sha256, language, themes, chars, stage,
			hazards, severity, uncovered, created_at)
		values ($1::uuid, $2, $3, 1, $4, $1::text, $5, $6, $7, 100, $8, $9, $10, $11, $12)`,
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
		],
	);
	return id;
};

const insertLook = async (
	query: Query,
	ids: { readonly leaseId: string; readonly key: string; readonly answerId: string },
	look: LookOptions & { readonly itemId: string },
): Promise<string> => {
	const { personId, itemId, hazards = { violence: 3 }, state = 'answered', purpose = 'annotate' } = look;
	const visibleMs = look.visibleMs ?? 20 * second;
	const heldMs = look.heldMs ?? visibleMs + 10 * second;
	const reservedMs = look.reservedMs ?? Math.max(30 * second, visibleMs);
	const active = state === 'active';
	const revealed = look.revealed ?? !['released', 'withdrawn', 'active'].includes(state);
	const severity = Math.max(0, ...Object.values(hazards));
	const categories = Object.keys(hazards).filter((category) => hazards[category]! >= 2);
	const end = look.at + heldMs;
	await query(
		`insert into utu.lease (id, organisation_id, project_id, item_id, person_id, purpose, state, hazards, categories, severity,
			granted_at, expires_at, ended_at, reserved_ms, visible_ms, revealed_at, extensions, idempotency_key)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		[
			...[ids.leaseId, organisationId, projectId, itemId, personId, purpose, state, JSON.stringify(hazards)],
			...[categories, severity, new Date(look.at), new Date(Math.max(end, look.at + 20 * minute))],
			...[active ? null : new Date(end), reservedMs, revealed ? visibleMs : 0],
			...[revealed ? new Date(look.at) : null, look.extensions ?? 0, ids.key],
		],
	);
	if (revealed || state === 'answered') {
		await query(`insert into utu.seen select $1, sha256, $3 from utu.item where id = $2 on conflict do nothing`, [
			personId,
			itemId,
			new Date(look.at),
		]);
	}
	if (revealed && !active) {
		await query(
			`insert into utu.exposure (lease_id, person_id, organisation_id, purpose, severity, categories, started_at, ended_at, visible_ms, presentation)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			[
				...[ids.leaseId, personId, organisationId, purpose, look.chargedAs ?? severity, categories],
				...[new Date(look.at), new Date(look.at + Math.min(heldMs, visibleMs)), visibleMs],
				JSON.stringify({ visibleMsKnown: look.known ?? true }),
			],
		);
	}
	if (active) await query('update utu.item set views_active = views_active + 1 where id = $1', [itemId]);
	else await insertWork(query, { personId, at: look.at, heldMs });
	if (state === 'answered' || look.lateMs !== undefined) {
		const answeredAt = new Date(end + (look.lateMs ?? 0));
		await insertAnswer(query, { ...ids, personId, itemId, purpose, revealed, answeredAt });
	}
	return ids.leaseId;
};

const insertWork = (query: Query, work: { readonly personId: string; readonly at: number; readonly heldMs: number }) =>
	query(
		`insert into utu.work_time values ($1, $2, $3, date_trunc('hour', $4::timestamptz), $5)
		on conflict (organisation_id, project_id, person_id, hour) do update set work_ms = work_time.work_ms + excluded.work_ms`,
		[organisationId, projectId, work.personId, new Date(work.at), work.heldMs],
	);

const insertAnswer = async (
	query: Query,
	answer: {
		readonly answerId: string;
		readonly key: string;
		readonly personId: string;
		readonly itemId: string;
		readonly purpose: string;
		readonly revealed: boolean;
		readonly answeredAt: Date;
	},
): Promise<void> => {
	await query(
		`insert into utu.answer (id, organisation_id, project_id, item_id, worker_id, purpose, basis, status, answers, consensus_due,
			screen_due, idempotency_key, answered_at)
		select $1, $2, project_id, $4, worker_id, $5, $6, $7, '{}', false, false, $8, $9
		from utu.project_worker where person_id = $3`,
		[
			...[answer.answerId, organisationId, answer.personId, answer.itemId, answer.purpose],
			...(answer.revealed ? ['viewed', 'counted'] : ['unseen', 'kept']),
			...[answer.key, answer.answeredAt],
		],
	);
	if (answer.revealed) await query('update utu.item set views = views + 1 where id = $1', [answer.itemId]);
};

/** A consistent day: answers, a skip, a late answer, a surprise with its scouts, duplicates, one lease in hand. */
export const fill = async (world: World): Promise<void> => {
	const { query, look, addItem, decide } = world;
	await layGround(query);
	const [ada, ben, cho] = [await world.addPerson(), await world.addPerson(), await world.addPerson()];
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
