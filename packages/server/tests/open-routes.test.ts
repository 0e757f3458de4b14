import type { RouteDefinition } from '@utu/contract/define.ts';
import { type RouteKey, routes } from '@utu/contract/routes.ts';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Composed, compose } from '../src/compose.ts';
import { ensurePerson } from '../src/people/people.sql.ts';
import { foundOrganisation } from '../src/people/people.ts';
import { systemClock } from '../src/platform/clock.ts';
import { sql } from '../src/platform/database.ts';
import { systemIds } from '../src/platform/ids.ts';
import { cloneDatabase, type TestDatabase } from '../src/platform/test-database.ts';

const entries = Object.entries(routes) as [RouteKey, RouteDefinition][];
const open = entries.filter(([, route]) => route.callers.includes('anyone')).map(([key]) => key);
const requestsPerMinuteMax = 400;
const baseUrl = 'http://127.0.0.1';

let database: TestDatabase;
let server: Composed;
let cookie = '';

/** Each caller from an address of its own, so that one test's requests are not counted with another's. */
let addresses = 0;
const caller = () => {
	const address = `198.51.100.${++addresses}`;
	return (
		key: string,
		options: { readonly body?: object; readonly headers?: Readonly<Record<string, string>> } = {},
	) => {
		const [method = 'GET', path = '/'] = key.split(' ');
		return server.app.inject({
			method: method as 'GET',
			url: path.replaceAll(/:\w+/g, '01a20aec-b9c9-7786-9de4-e2f10d144e2f'),
			remoteAddress: address,
			headers: { ...options.headers },
			...(options.body === undefined ? {} : { payload: options.body }),
		});
	};
};

beforeAll(async () => {
	database = await cloneDatabase();
	server = await compose({
		config: {
			dataFolder: '',
			host: '127.0.0.1',
			port: 0,
			baseUrl,
			databaseUrl: database.ownerUrl,
			databaseConnectionsMax: 4,
			namedStatements: true,
			secret: 'a secret of the test, long enough for it',
			signUp: 'open',
			requestsPerMinuteMax,
			webhookPrivateAddresses: false,
			trustProxy: false,
			logLevel: 'silent',
		},
		ownerUrl: database.ownerUrl,
		clock: systemClock,
		ids: systemIds(systemClock),
		log: pino({ level: 'silent' }),
		roles: ['web'],
	});
	const email = 'asha@open.example';
	const made = await server.identity.signUp({ email, password: 'a long password', name: 'Asha' });
	if (!made.ok) throw new Error(made.error.kind);
	const { personId } = made.value;
	await server.people.database.transaction({ personId }, (tx) =>
		ensurePerson(tx, { personId, displayName: 'Asha', now: systemClock.now() }),
	);
	const { organisationId } = await foundOrganisation(server.people, { personId, name: 'Soko' });
	await server.people.database.transaction({ organisationId }, (tx) =>
		tx.run(sql`update utu.membership set roles = roles || '{worker}'::text[] where person_id = ${personId}`),
	);
	server.people.rolesChanged(personId);
	const signedIn = await caller()('POST /api/auth/sign-in/email', { body: { email, password: 'a long password' } });
	cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
});

afterAll(async () => {
	await server.close();
	await database.drop();
});

const make = async (): Promise<string> => {
	const answer = await caller()('POST /api/v1/me/certificate', { body: { name: ' Asha ' }, headers: { cookie } });
	expect(answer.statusCode).toBe(200);
	expect(answer.json()).toMatchObject({ payload: { name: 'Asha', organisation: 'Soko', answers: 0 } });
	return (answer.json() as { readonly certificate: string }).certificate;
};

describe('routes that are open to who is not signed in', () => {
	it('are these two; they show no content and ask for no scope, and no other does without', () => {
		expect(open).toEqual(['GET /api/v1/certificates/keys', 'POST /api/v1/certificates/verify']);
		for (const [key, route] of entries) {
			const isOpen = open.includes(key);
			expect([key, route.scope === 'none']).toEqual([key, isOpen]);
			if (isOpen) expect([key, route.callers, route.content]).toEqual([key, ['anyone'], 'none']);
		}
	});

	it('are the only ones that answer without a session, with a forged one, or with a key that is none', async () => {
		const call = caller();
		let asked = 0;
		for (const [key] of entries) {
			if (open.includes(key)) continue;
			for (const headers of [{}, { cookie: 'utu.session_token=forged.c2lnbmVk' }, { authorization: 'Bearer utu_no' }]) {
				const answer = await call(key, { headers, ...(key.startsWith('GET') ? {} : { body: {} }) });
				expect([key, answer.statusCode, answer.json().code]).toEqual([key, 401, 'signed-out']);
				asked++;
			}
		}
		expect(asked).toBeGreaterThan(150);
	});

	it('say so in the contract that is published', () => {
		const { paths } = server.app.swagger() as {
			readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly security?: readonly unknown[] }>>>>;
		};
		const unguarded = Object.entries(paths).flatMap(([path, methods]) =>
			Object.entries(methods).flatMap(([method, { security }]) =>
				security?.length === 0 ? [`${method.toUpperCase()} ${path}`] : [],
			),
		);
		expect(unguarded.sort()).toEqual(open);
	});

	it('answer everybody the same, look nobody up, and set no cookie', async () => {
		const certificate = await make();
		for (const headers of [
			{},
			{ cookie },
			{ cookie: 'utu.session_token=forged.c2lnbmVk' },
			{ 'utu-organisation': 'x' },
		]) {
			const call = caller();
			const keys = await call('GET /api/v1/certificates/keys', { headers });
			expect([keys.statusCode, keys.headers['set-cookie']]).toEqual([200, undefined]);
			expect(keys.json()).toEqual({
				keys: [
					{
						kty: 'OKP',
						crv: 'Ed25519',
						x: expect.stringMatching(/^[\w-]{43}$/),
						kid: expect.stringMatching(/^[\w-]{43}$/),
						alg: 'EdDSA',
						use: 'sig',
					},
				],
			});
			const read = await call('POST /api/v1/certificates/verify', { headers, body: { certificate } });
			expect([read.statusCode, read.headers['set-cookie'], read.headers['cache-control']]).toEqual([
				200,
				undefined,
				'no-store',
			]);
			expect(read.json()).toMatchObject({ kind: 'valid', payload: { name: 'Asha', issuer: baseUrl } });
		}
	});

	it('say which of three is wrong, and refuse what is no request', async () => {
		const call = caller();
		const certificate = await make();
		const said = async (text: string): Promise<unknown> =>
			(await call('POST /api/v1/certificates/verify', { body: { certificate: text } })).json();
		expect(await said('hello')).toEqual({ kind: 'invalid', why: 'not-a-certificate' });
		expect(await said(`${certificate.slice(0, -8)}AAAAAAAA`)).toEqual({ kind: 'invalid', why: 'changed' });
		for (const body of [{}, { certificate: '' }, { certificate: 7 }, { certificate: 'a'.repeat(20_001) }])
			expect((await call('POST /api/v1/certificates/verify', { body })).statusCode).toBe(422);
	});

	it('are counted by address: a flood is refused', async () => {
		const flood = caller();
		let last = await flood('GET /api/v1/certificates/keys');
		for (let n = 1; n <= requestsPerMinuteMax; n++)
			last = await flood('POST /api/v1/certificates/verify', { body: { certificate: 'x' } });
		expect(last.statusCode).toBe(429);
		expect((await caller()('GET /api/v1/certificates/keys')).statusCode).toBe(200);
	});

	it('let another site’s page ask, as no cookie decides anything; with one it is refused like every write', async () => {
		const certificate = await make();
		const headers = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
		const call = caller();
		const read = await call('POST /api/v1/certificates/verify', { headers, body: { certificate } });
		expect([read.statusCode, read.headers['access-control-allow-origin']]).toEqual([200, undefined]);
		const withCookie = await call('POST /api/v1/certificates/verify', {
			headers: { ...headers, cookie },
			body: { certificate },
		});
		expect(withCookie.json()).toMatchObject({ status: 403, code: 'cross-site' });
		const forged = await call('POST /api/v1/me/certificate', { headers: { ...headers, cookie }, body: { name: 'A' } });
		expect(forged.json()).toMatchObject({ status: 403, code: 'cross-site' });
	});
});

describe('a name on a certificate', () => {
	it('is one line of at most a hundred characters', async () => {
		const call = caller();
		const status = async (name: string): Promise<number> =>
			(await call('POST /api/v1/me/certificate', { body: { name }, headers: { cookie } })).statusCode;
		expect(await status('Ñandú O’Néill عائشة')).toBe(200);
		expect(await status(` ${'a'.repeat(100)} `)).toBe(200);
		for (const name of ['', '   ', 'a'.repeat(101), 'two\nlines', 'turned \u202e round', 'set\u2028apart'])
			expect([name, await status(name)]).toEqual([name, 422]);
	});
});
