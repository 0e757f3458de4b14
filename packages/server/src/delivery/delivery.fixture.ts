import type { Form } from '@utu/core/projects/form.ts';
import pg from 'pg';
import type { Clock, Ids } from '../platform/clock.ts';
import { type Database, openDatabase } from '../platform/database.ts';

/** What delivery's tests start from: rows as the other stages leave them, written by the owner of the tables. */

export const fixtureForm: Form = {
	questions: [
		{
			kind: 'single',
			name: 'kind',
			title: 'What is it?',
			required: true,
			options: [
				{ value: 'spam', label: 'Spam' },
				{ value: 'fine', label: 'Fine' },
			],
		},
		{ kind: 'text', name: 'why', title: 'Why?', required: false, charsMax: 200 },
	],
};

/** A clock that stands until it is moved, and ids that repeat with the seed. */
export const steppedClock = (at: string): Clock & { readonly forward: (ms: number) => void } => {
	let now = Date.parse(at);
	return {
		now: () => new Date(now),
		forward: (ms) => {
			now += ms;
		},
	};
};

export const seededIds = (seed: number): Ids => {
	let state = seed >>> 0;
	const next = (): number => {
		// SplitMix32.
		state = (state + 0x9e3779b9) >>> 0;
		let mixed = state;
		mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
		mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
		return (mixed ^ (mixed >>> 15)) >>> 0;
	};
	const hex = (): string => next().toString(16).padStart(8, '0');
	return {
		uuid: () => {
			const [a, b, c, d] = [hex(), hex(), hex(), hex()];
			return `${a}-${b.slice(0, 4)}-7${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}`;
		},
		random: () => next() / 2 ** 32,
		code: (bytes) => Buffer.from(Array.from({ length: bytes }, () => next() & 255)).toString('base64url'),
	};
};

export type Seeded = { readonly organisationId: string; readonly projectId: string; readonly batchId: string };

export type Fixture = {
	readonly app: Database;
	readonly dispatch: Database;
	readonly owner: pg.Pool;
	readonly close: () => Promise<void>;
};

export const openFixture = (ownerUrl: string): Fixture => {
	const fail = (error: Error): void => {
		throw error;
	};
	const shared = { url: ownerUrl, connectionsMax: 8, namedStatements: true, onError: fail };
	const app = openDatabase({ ...shared, role: 'utu_app' });
	const dispatch = openDatabase({ ...shared, role: 'utu_dispatch', connectionsMax: 2 });
	const owner = new pg.Pool({ connectionString: ownerUrl, max: 2, options: '-c timezone=UTC' });
	return {
		app,
		dispatch,
		owner,
		close: async () => {
			await Promise.all([app.close(), dispatch.close(), owner.end()]);
		},
	};
};

/** An organisation with one open project of one version. */
export const seedProject = async (
	fixture: Fixture,
	ids: Ids,
	at: string,
	form: Form = fixtureForm,
): Promise<Seeded> => {
	const [organisationId, projectId, batchId] = [ids.uuid(), ids.uuid(), ids.uuid()];
	const { owner } = fixture;
	await owner.query('insert into utu.organisation (id, name, join_code, created_at) values ($1, $2, $3, $4)', [
		organisationId,
		'Org',
		organisationId,
		at,
	]);
	await owner.query(
		`insert into utu.project (id, organisation_id, name, state, version, created_at) values ($1, $2, 'Posts', 'open', 1, $3)`,
		[projectId, organisationId, at],
	);
	await owner.query(
		`insert into utu.project_version (project_id, version, organisation_id, definition, created_at) values ($1, 1, $2, $3, $4)`,
		[projectId, organisationId, JSON.stringify({ form }), at],
	);
	await owner.query(
		`insert into utu.batch (id, organisation_id, project_id, source, day, created_at) values ($1, $2, $3, 'feed', $4::timestamptz::date, $4)`,
		[batchId, organisationId, projectId, at],
	);
	return { organisationId, projectId, batchId };
};

export type SeededItem = {
	readonly id?: string;
	readonly key: string;
	readonly text?: string;
	readonly severity?: number;
	readonly duplicateOf?: string;
};

export const seedItem = async (fixture: Fixture, ids: Ids, project: Seeded, item: SeededItem): Promise<string> => {
	const id = item.id ?? ids.uuid();
	const severity = item.severity ?? 1;
	await fixture.owner.query(
		`with i as (
			insert into utu.item (id, organisation_id, project_id, project_version, batch_id, key, sha256, language, chars, stage, duplicate_of, hazards, severity, created_at)
			values ($1, $2, $3, 1, $4, $5, '\\x00', 'en', 1, $6, $7, jsonb_build_object('hate', $8::int), $8, '2026-03-01T00:00:00Z') returning id
		)
		insert into utu.item_content (item_id, organisation_id, text) select id, $2, $9 from i`,
		[
			id,
			project.organisationId,
			project.projectId,
			project.batchId,
			item.key,
			item.duplicateOf === undefined ? 'open' : 'duplicate',
			item.duplicateOf ?? null,
			severity,
			item.text ?? 'A post.',
		],
	);
	return id;
};

export type SeededDecision = {
	readonly itemId: string;
	readonly decidedAt: string;
	readonly reason?: 'certain' | 'cap' | 'inherited';
	readonly kind?: 'spam' | 'fine';
	readonly views?: number;
	readonly severity?: number;
	readonly method?: string;
};

const insertDecision = `
	insert into utu.decision (id, organisation_id, project_id, item_id, reason, answers, posterior, certainty, views, severity, method, decided_at)
	values ($1, $2, $3, $4, $5, jsonb_build_object('kind', $6::text), '{"kind": [0.9712345678, 0.0287654322], "why": []}', 0.97, $7, $8, $9, $10)`;

export const decisionStatement = (ids: Ids, project: Seeded, decision: SeededDecision): pg.QueryConfig => ({
	text: insertDecision,
	values: [
		ids.uuid(),
		project.organisationId,
		project.projectId,
		decision.itemId,
		decision.reason ?? 'certain',
		decision.kind ?? 'spam',
		decision.views ?? 2,
		decision.severity ?? 1,
		decision.method ?? 'consensus/1',
		decision.decidedAt,
	],
});

export const seedDecision = async (
	fixture: Fixture,
	ids: Ids,
	project: Seeded,
	decision: SeededDecision,
): Promise<string> => {
	const statement = decisionStatement(ids, project, decision);
	await fixture.owner.query(statement);
	return String(statement.values?.[0]);
};

export type SeededAnswer = {
	readonly itemId: string;
	readonly workerId: string;
	readonly answeredAt: string;
	readonly basis?: 'viewed' | 'unseen';
	readonly status?: 'counted' | 'kept';
	readonly kind?: 'spam' | 'fine';
};

export const seedAnswer = async (fixture: Fixture, ids: Ids, project: Seeded, answer: SeededAnswer): Promise<void> => {
	const basis = answer.basis ?? 'viewed';
	await fixture.owner.query(
		`insert into utu.answer (id, organisation_id, project_id, item_id, worker_id, purpose, basis, status, answers, consensus_due, screen_due, idempotency_key, answered_at)
		values ($1, $2, $3, $4, $5, 'annotate', $6, $7, jsonb_build_object('kind', $8::text), false, false, $1, $9)`,
		[
			ids.uuid(),
			project.organisationId,
			project.projectId,
			answer.itemId,
			answer.workerId,
			basis,
			answer.status ?? (basis === 'viewed' ? 'counted' : 'kept'),
			answer.kind ?? 'spam',
			answer.answeredAt,
		],
	);
};

/** Many decided items at once, ids in the order of their numbers, two views each. */
export const seedManyDecided = async (fixture: Fixture, project: Seeded, count: number): Promise<void> => {
	const { owner } = fixture;
	const values = [project.organisationId, project.projectId];
	await owner.query(
		`insert into utu.item (id, organisation_id, project_id, project_version, batch_id, key, sha256, language, chars, stage, hazards, severity, certainty, created_at, decided_at)
		select ('00000000-0000-7000-8000-' || substr($3::uuid::text, 1, 4) || lpad(to_hex(n), 8, '0'))::uuid, $1, $2, 1, $3, 'item-' || n, '\\x00', 'en', 140, 'decided',
			'{"hate": 2, "violence": 1}', 2, 0.97, '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'
		from generate_series(1, $4::int) n`,
		[...values, project.batchId, count],
	);
	await owner.query(
		`insert into utu.item_content (item_id, organisation_id, text)
		select id, $1, repeat(md5(key) || ' ', 4) from utu.item where project_id = $2`,
		values,
	);
	await owner.query(
		`insert into utu.decision (id, organisation_id, project_id, item_id, reason, answers, posterior, certainty, views, severity, method, decided_at)
		select md5('decision ' || i.id)::uuid, $1, $2, i.id, 'certain', '{"kind": "spam", "why": "An advertisement."}',
			'{"kind": [0.9712345678, 0.0287654322]}', 0.97, 2, 2, 'consensus/1', '2026-03-02T10:20:30.456Z'
		from utu.item i where i.project_id = $2`,
		values,
	);
};
