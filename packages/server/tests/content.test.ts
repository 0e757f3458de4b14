import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RouteDefinition } from '@utu/contract/define.ts';
import { type RouteKey, routes } from '@utu/contract/routes.ts';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Composed, compose } from '../src/compose.ts';
import { ensurePerson } from '../src/people/people.sql.ts';
import { foundOrganisation } from '../src/people/people.ts';
import { systemClock } from '../src/platform/clock.ts';
import { systemIds } from '../src/platform/ids.ts';
import { cloneDatabase, type TestDatabase } from '../src/platform/test-database.ts';

const source = fileURLToPath(new URL('../src/', import.meta.url));
const entries = Object.entries(routes) as [RouteKey, RouteDefinition][];
/** Stands in every text of this test's project, and in nothing else: where it shows up, content has leaked. */
const mark = 'zanzibarquark';

let database: TestDatabase;
let server: Composed;
let app: FastifyInstance;
const cookies = new Map<string, string>();
let projectId = '';
let leaseId = '';

const signIn = async (role: string): Promise<void> => {
	const email = `${role}@content.example`;
	const made = await server.identity.signUp({ email, password: 'a long password', name: role });
	if (!made.ok) throw new Error(made.error.kind);
	const { personId } = made.value;
	await server.people.database.transaction({ personId }, (tx) =>
		ensurePerson(tx, { personId, displayName: role, now: systemClock.now() }),
	);
	const answer = await app.inject({
		method: 'POST',
		url: '/api/auth/sign-in/email',
		payload: { email, password: 'a long password' },
	});
	cookies.set(role, String(answer.headers['set-cookie']).split(';')[0] ?? '');
};

const call = (role: string, key: string, body?: unknown) => {
	const [method = 'GET', path = '/'] = key.split(' ');
	const url = path
		.replace(':projectId', projectId)
		.replace(':leaseId', leaseId)
		.replace(/:\w+/g, '01a20aec-b9c9-7786-9de4-e2f10d144e2f');
	return app.inject({
		method: method as 'GET',
		url,
		headers: { cookie: cookies.get(role) ?? '' },
		...(body === undefined ? {} : { payload: body as object }),
	});
};

beforeAll(async () => {
	database = await cloneDatabase();
	server = await compose({
		config: {
			dataFolder: '',
			host: '127.0.0.1',
			port: 0,
			baseUrl: 'http://127.0.0.1',
			databaseUrl: database.ownerUrl,
			databaseConnectionsMax: 4,
			namedStatements: true,
			secret: 'a secret of the test, long enough for it',
			signUp: 'open',
			requestsPerMinuteMax: 100_000,
			webhookPrivateAddresses: false,
			trustProxy: false,
			logLevel: 'silent',
		},
		ownerUrl: database.ownerUrl,
		clock: systemClock,
		ids: systemIds(systemClock),
		log: pino({ level: 'silent' }),
		roles: ['web', 'loops'],
	});
	app = server.app;
	for (const role of ['operator', 'worker', 'analyst', 'client', 'representative', 'admin']) await signIn(role);
	const operator = JSON.parse((await call('operator', 'GET /api/v1/me')).body) as { personId: string };
	const { joinCode } = await foundOrganisation(server.people, { personId: operator.personId, name: 'Content' });
	for (const role of ['worker', 'analyst', 'client', 'representative', 'admin']) {
		await call(role, 'POST /api/v1/memberships', { joinCode });
		const { personId } = JSON.parse((await call(role, 'GET /api/v1/me')).body) as { personId: string };
		await app.inject({
			method: 'PATCH',
			url: `/api/v1/members/${personId}`,
			headers: { cookie: cookies.get('operator') ?? '' },
			payload: { roles: [role] },
		});
	}
	await call('operator', 'PATCH /api/v1/organisation', { supportContact: 'A test.' });
	projectId = (
		JSON.parse(
			(await call('operator', 'POST /api/v1/projects', { name: 'Content', templateId: 'hate-offensive-neither' })).body,
		) as { id: string }
	).id;
	const items = Array.from({ length: 20 }, (_, n) => ({
		key: `k${n}`,
		text: `The word ${mark} stands here, number ${n}.`,
		language: 'en',
	}));
	await call('operator', 'POST /api/v1/projects/:projectId/items', items);
	await call('operator', 'POST /api/v1/projects/:projectId/state', { state: 'open' });
	await call('worker', 'PUT /api/v1/work/projects/:projectId/consents', {
		categories: ['hate', 'harassment', 'unscreened'],
	});
	await call('worker', 'POST /api/v1/me/shift', { hours: 8 });
	for (let wait = 0; leaseId === '' && wait < 100; wait++) {
		const next = JSON.parse((await call('worker', 'POST /api/v1/work/next', {})).body) as {
			kind: string;
			lease?: { id: string };
		};
		leaseId = next.lease?.id ?? '';
		if (leaseId === '') await new Promise((resolve) => setTimeout(resolve, 100));
	}
	expect(leaseId).not.toBe('');
});

afterAll(async () => {
	await server.close();
	await database.drop();
});

describe('routes that can show content', () => {
	it('are those of a lease, for work, reviews, training and what one contests, and no other says “granted”', () => {
		const granted = entries.filter(([, route]) => route.content === 'granted').map(([key]) => key);
		expect(granted).toEqual([
			'POST /api/v1/work/next',
			'POST /api/v1/leases/:leaseId/reveal',
			'POST /api/v1/reviews/next',
			'POST /api/v1/me/verdicts/:reviewId/look',
			'POST /api/v1/training/next',
		]);
	});

	it('never answer a worker with a data set, nor a client with a look', () => {
		for (const [key, route] of entries) {
			if (route.content === 'dataset') expect([key, route.callers.includes('worker')]).toEqual([key, false]);
			if (route.content === 'granted')
				expect([key, route.callers.filter((caller) => caller !== 'worker' && caller !== 'analyst')]).toEqual([key, []]);
		}
	});

	it('are the only ones whose answer ever carries the text of an item, whoever asks', async () => {
		let asked = 0;
		for (const [key, route] of entries) {
			if (route.content !== 'none' || key.startsWith('DELETE')) continue;
			for (const role of ['worker', 'analyst', 'operator', 'client', 'representative', 'admin']) {
				// The worker's lease is kept in hand: what ends it is asked by everybody else.
				if (role === 'worker' && (key.includes('leases') || key.includes('shift/end'))) continue;
				const answer = await call(role, key, key.startsWith('GET') ? undefined : {});
				expect([key, role, answer.body.includes(mark)]).toEqual([key, role, false]);
				asked++;
			}
		}
		expect(asked).toBeGreaterThan(150);
	});

	it('show it only to whose lease it is, and only once it is charged', async () => {
		for (const role of ['analyst', 'operator', 'client', 'representative', 'admin']) {
			const answer = await call(role, 'POST /api/v1/leases/:leaseId/reveal', { sentences: 'all' });
			expect([role, answer.statusCode >= 400, answer.body.includes(mark)]).toEqual([role, true, false]);
		}
		const covered = await call('worker', 'POST /api/v1/work/next', {});
		expect(covered.body.includes(mark)).toBe(false);
		const shown = await call('worker', 'POST /api/v1/leases/:leaseId/reveal', { sentences: 'all' });
		expect(shown.body.includes(mark)).toBe(true);
		await call('worker', 'POST /api/v1/leases/:leaseId/skip', {});
		const after = await call('worker', 'POST /api/v1/leases/:leaseId/reveal', { sentences: 'all' });
		expect([after.statusCode, after.body.includes(mark)]).toEqual([410, false]);
		const exposure = JSON.parse((await call('worker', 'GET /api/v1/me/exposure')).body) as { hourViews: number };
		expect(exposure.hourViews).toBe(1);
	});
});

describe('statements that read content', () => {
	it('stand where they must: intake writes, first pass scores, annotation shows behind a lease, delivery exports', () => {
		const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('fixture'))
			.filter((file) => /utu\.item_content/.test(readFileSync(`${source}${file}`, 'utf8')))
			.sort();
		expect(files).toEqual([
			'annotation/content.sql.ts',
			'delivery/export.sql.ts',
			'first-pass/first-pass.sql.ts',
			'first-pass/models.sql.ts',
			'intake/intake.sql.ts',
		]);
	});

	it('in annotation ask for an active lease of the transaction’s own person', () => {
		const text = readFileSync(`${source}annotation/content.sql.ts`, 'utf8');
		const statement = text.slice(text.indexOf('select c.text'));
		expect(statement).toMatch(/l\.state = 'active' and l\.person_id = utu\.me\(\)/);
	});
});
