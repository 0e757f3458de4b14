import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../platform/clock.ts';
import { systemIds } from '../platform/ids.ts';
import {
	apiKeyFor,
	authRequest,
	cookiesOf,
	fixtureBaseUrl,
	type IdentityFixture,
	openIdentityFixture,
	password,
	signUpFor,
} from './identity.fixture.ts';
import { codeOfRefusal, createLibrary } from './identity.library.ts';
import { identityLimits } from './identity.ts';

let fixture: IdentityFixture;
beforeAll(async () => {
	fixture = await openIdentityFixture();
});
afterAll(() => fixture.close());

const kindOf: Readonly<Record<string, string>> = {
	PASSWORD_TOO_SHORT: 'password-short',
	PASSWORD_TOO_LONG: 'password-long',
	INVALID_EMAIL: 'email-invalid',
	INVALID_NAME: 'name-invalid',
};

const send = (path: string, body: object, cookie?: string): Promise<Response> =>
	fixture.identity.handle(authRequest(path, body, cookie));

const signedUp = (email: string) => signUpFor(fixture.identity, email);

const codeOf = async (response: Response): Promise<unknown> =>
	codeOfRefusal((await response.json()) as { code?: unknown; message?: unknown });

describe('sign-up', () => {
	it('signs in by cookie', async () => {
		const { personId, cookie } = await signedUp('Up@Example.org');
		expect(await fixture.identity.resolve(new Headers({ cookie }))).toEqual({
			personId,
			sessionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
			email: 'up@example.org',
			name: 'Amina',
			via: 'session',
			scopes: 'all',
		});
		expect(personId).toMatch(/^[0-9a-f-]{36}$/);
	});

	it('takes an e-mail once, also from two at the same time', async () => {
		const bodies = [1, 2, 3].map(() => send('sign-up/email', { email: 'once@example.org', password, name: 'A' }));
		const statuses = (await Promise.all(bodies)).map((response) => response.status).sort();
		expect(statuses).toEqual([200, 422, 422]);
		const person = { email: 'once@example.org', password, name: 'A' };
		expect(await fixture.identity.signUp(person)).toEqual({ ok: false, error: { kind: 'email-taken' } });
	});

	it('of many at once leaves connections to everybody else', async () => {
		const { cookie } = await signedUp('calm@example.org');
		fixture.passMs(identityLimits.keptMsMax);
		let done = 0;
		const crowd = Array.from({ length: 12 }, async (_, index) => {
			const made = await send('sign-up/email', { email: `crowd${index}@example.org`, password, name: 'A' });
			done++;
			return made.status;
		});
		// Let every one of them begin.
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(await fixture.identity.resolve({ cookie })).toBeDefined();
		expect(done).toBeLessThanOrEqual(2);
		expect(new Set(await Promise.all(crowd))).toEqual(new Set([200]));
	});

	it('of more than may wait is refused for the moment', async () => {
		const crowd = Array.from({ length: 66 }, (_, index) =>
			send('sign-up/email', { email: `flood${index}@example.org`, password: 'short', name: 'A' }),
		);
		const refused = (await Promise.all(crowd)).filter((response) => response.status === 503);
		expect(refused).toHaveLength(2);
		for (const response of refused) expect(await codeOf(response)).toBe('BUSY');
	});

	it.each([
		['a short password', { password: '9 letters' }, 'PASSWORD_TOO_SHORT'],
		['a password beyond 256', { password: 'x'.repeat(257) }, 'PASSWORD_TOO_LONG'],
		['no e-mail address', { email: 'nobody' }, 'INVALID_EMAIL'],
		[
			'an e-mail address beyond 254',
			{ email: `${'e'.repeat(60)}@${'d'.repeat(60)}.${'d'.repeat(60)}.${'d'.repeat(60)}.${'d'.repeat(60)}.org` },
			'INVALID_EMAIL',
		],
		['an empty name', { name: '  ' }, 'INVALID_NAME'],
		['a name with a null character', { name: 'a\u0000' }, 'INVALID_NAME'],
		['a name beyond 200', { name: 'n'.repeat(201) }, 'INVALID_NAME'],
	])('refuses %s', async (_what, wrong, code) => {
		const response = await send('sign-up/email', { email: 'wrong@example.org', password, name: 'A', ...wrong });
		expect(response.status).toBe(400);
		expect(await codeOf(response)).toBe(code);
		const { rows } = await fixture.owner.query("select from auth.person where email = 'wrong@example.org'");
		expect(rows).toHaveLength(0);
		const made = await fixture.identity.signUp({ email: 'wrong@example.org', password, name: 'A', ...wrong });
		expect(made).toEqual({ ok: false, error: expect.objectContaining({ kind: kindOf[code] }) });
	});

	it('accepts a password of 256', async () => {
		const person = { email: 'long@example.org', password: 'x'.repeat(256), name: 'A' };
		expect((await fixture.identity.signUp(person)).ok).toBe(true);
	});

	it('is closed by configuration, but not for who invites', async () => {
		const closed = await fixture.another({ signUp: 'invitation' });
		const refused = await closed.handle(authRequest('sign-up/email', { email: 'in@example.org', password, name: 'A' }));
		expect(refused.status).toBe(403);
		expect(await codeOf(refused)).toBe('SIGN_UP_CLOSED');
		const made = await closed.signUp({ email: 'in@example.org', password, name: 'A' });
		expect(made.ok).toBe(true);
		const { rows } = await fixture.owner.query(
			"select session.id from auth.session join auth.person on person.id = person_id where email = 'in@example.org'",
		);
		expect(rows).toHaveLength(0);
		expect((await send('sign-in/email', { email: 'in@example.org', password })).status).toBe(200);
	});
});

describe('sign-in', () => {
	it('says the same of a wrong password and an unknown e-mail, after the same work', async () => {
		await signedUp('known@example.org');
		const tried = async (email: string) => {
			const before = process.cpuUsage();
			const response = await send('sign-in/email', { email, password: 'not the password' });
			const { user, system } = process.cpuUsage(before);
			return {
				status: response.status,
				body: await response.json(),
				cookies: cookiesOf(response),
				cpuUs: user + system,
			};
		};
		const wrong = await tried('known@example.org');
		const unknown = await tried('nobody@example.org');
		expect(wrong.status).toBe(401);
		expect(wrong.cookies).toBe('');
		expect({ ...unknown, cpuUs: 0 }).toEqual({ ...wrong, cpuUs: 0 });
		// Both hash: without it, an answer would come after a tenth of the work.
		expect(unknown.cpuUs).toBeGreaterThan(wrong.cpuUs / 4);
	});

	it('never logs a password, an e-mail or a token', async () => {
		const { cookie } = await signedUp('quiet@example.org');
		await send('sign-in/email', { email: 'quiet@example.org', password: 'wrong and secret' });
		await send('sign-up/email', { email: 'quiet@example.org', password, name: 'A' });
		await send('change-password', { currentPassword: 'wrong and secret', newPassword: 'also very secret' }, cookie);
		const failing = await fixture.another();
		await fixture.owner.query('alter table auth.person rename column name to name_away');
		const failed = await failing.handle(
			authRequest('sign-up/email', { email: 'quiet2@example.org', password, name: 'A' }),
		);
		await fixture.owner.query('alter table auth.person rename column name_away to name');
		expect(failed.ok).toBe(false);
		const both = { email: 'quiet3@example.org', password, name: 'A' };
		await Promise.all([send('sign-up/email', both), send('sign-up/email', both)]);
		// PostgreSQL names the e-mail in the detail of this fault.
		expect(fixture.logged).toContain('error Failed to create user: error 23505');
		expect(fixture.logged.length).toBeGreaterThan(0);
		const text = fixture.logged.join('\n');
		for (const secret of [password, 'wrong and secret', 'also very secret', 'quiet', cookie.slice(20, 40)]) {
			expect(text).not.toContain(secret);
		}
	});

	it('stores neither address nor browser, and the schema has no place for them', async () => {
		const { personId } = await signedUp('unseen@example.org');
		const { rows } = await fixture.owner.query('select ip_address, user_agent from auth.session where person_id = $1', [
			personId,
		]);
		expect(rows).toEqual([{ ip_address: null, user_agent: null }]);
		await expect(fixture.owner.query("update auth.session set ip_address = '203.0.113.9'")).rejects.toThrow(/check/);
	});

	it('shows nothing of the library beyond the listed paths', async () => {
		const { cookie } = await signedUp('paths@example.org');
		for (const path of ['update-user', 'delete-user', 'change-email', 'sign-in/social', 'request-password-reset']) {
			expect((await send(path, {}, cookie)).status).toBe(404);
		}
		const reading = new Request(`${fixtureBaseUrl}/api/auth/get-session`, { headers: { cookie } });
		expect((await fixture.identity.handle(reading)).status).toBe(404);
	});
});

describe('sessions', () => {
	it('end at sign-out, at once in this process', async () => {
		const { cookie } = await signedUp('out@example.org');
		expect(await fixture.identity.resolve({ cookie })).toBeDefined();
		expect((await send('sign-out', {}, cookie)).status).toBe(200);
		expect(await fixture.identity.resolve({ cookie })).toBeUndefined();
	});

	it('end in another process within five seconds', async () => {
		const { cookie } = await signedUp('far@example.org');
		const other = await fixture.another();
		expect(await other.resolve({ cookie })).toBeDefined();
		await send('sign-out', {}, cookie);
		expect(await other.resolve({ cookie })).toBeDefined();
		fixture.passMs(identityLimits.keptMsMax);
		expect(await other.resolve({ cookie })).toBeUndefined();
	});

	it('expire, and the library agrees', async () => {
		const { personId, cookie } = await signedUp('late@example.org');
		const { rows } = await fixture.owner.query(
			'select extract(epoch from expires_at - created_at) / 86400 as days from auth.session where person_id = $1',
			[personId],
		);
		expect(Number(rows[0].days)).toBeCloseTo(7, 3);
		await fixture.owner.query("update auth.session set expires_at = now() - interval '1 second' where person_id = $1", [
			personId,
		]);
		fixture.passMs(identityLimits.keptMsMax);
		expect(await fixture.identity.resolve({ cookie })).toBeUndefined();
		expect(await librarySession(cookie)).toBeNull();
	});

	it('are kept no longer than they last', async () => {
		const { personId, cookie } = await signedUp('short@example.org');
		await fixture.owner.query(
			"update auth.session set expires_at = now() + interval '3 seconds' where person_id = $1",
			[personId],
		);
		fixture.passMs(identityLimits.keptMsMax);
		expect(await fixture.identity.resolve({ cookie })).toBeDefined();
		await fixture.owner.query('delete from auth.session where person_id = $1', [personId]);
		fixture.passMs(3_000);
		expect(await fixture.identity.resolve({ cookie })).toBeUndefined();
	});

	it('are read as the library reads them, and forged cookies by neither', async () => {
		const { personId, cookie } = await signedUp('pair@example.org');
		const found = await librarySession(cookie);
		const mine = await fixture.identity.resolve({ cookie });
		expect({ personId: found?.user.id, sessionId: found?.session.id, email: found?.user.email }).toEqual({
			personId,
			sessionId: mine?.sessionId,
			email: mine?.email,
		});
		const [name = '', value = ''] = cookie.split('=');
		const [token = '', signature = ''] = decodeURIComponent(value).split('.');
		// A token may begin with any letter.
		const other = token.startsWith('x') ? 'y' : 'x';
		const forged = [
			`${name}=${token}`,
			`${name}=${token}.`,
			`${name}=${encodeURIComponent(`${token}.${'A'.repeat(43)}=`)}`,
			`${name}=${encodeURIComponent(`${other}${token.slice(1)}.${signature}`)}`,
			`${name}=%`,
			`other=${value}`,
			`${name}=; ${name}=${value}`,
		];
		for (const one of forged) {
			expect(await fixture.identity.resolve({ cookie: one }), one).toBeUndefined();
			expect(await librarySession(one), one).toBeNull();
		}
		expect(await fixture.identity.resolve({ cookie: `a=b; ${cookie}; c` })).toBeDefined();
	});

	it('of one person all end with a new password', async () => {
		const { personId, cookie } = await signedUp('reset@example.org');
		const second = cookiesOf(await send('sign-in/email', { email: 'reset@example.org', password }));
		expect(await fixture.identity.resolve({ cookie: second })).toBeDefined();
		const change = { personId, password: 'another long one' };
		expect(await fixture.identity.setPassword({ personId, password: 'short' })).toEqual({
			ok: false,
			error: { kind: 'password-short', charsMin: 10 },
		});
		expect(await fixture.identity.setPassword(change)).toEqual({ ok: true, value: undefined });
		expect(await fixture.identity.resolve({ cookie })).toBeUndefined();
		expect(await fixture.identity.resolve({ cookie: second })).toBeUndefined();
		expect((await send('sign-in/email', { email: 'reset@example.org', password })).status).toBe(401);
		expect((await send('sign-in/email', { email: 'reset@example.org', password: change.password })).status).toBe(200);
		expect(await fixture.identity.setPassword({ ...change, personId: 'nobody' })).toEqual({
			ok: false,
			error: { kind: 'no-person' },
		});
	});

	it('elsewhere end when the person says so, or changes the password', async () => {
		const { cookie } = await signedUp('elsewhere@example.org');
		const second = cookiesOf(await send('sign-in/email', { email: 'elsewhere@example.org', password }));
		expect((await send('revoke-other-sessions', {}, cookie)).status).toBe(200);
		expect(await fixture.identity.resolve({ cookie })).toBeDefined();
		expect(await fixture.identity.resolve({ cookie: second })).toBeUndefined();
		const third = cookiesOf(await send('sign-in/email', { email: 'elsewhere@example.org', password }));
		const change = { currentPassword: password, newPassword: 'a newer, longer one', revokeOtherSessions: true };
		const changed = await send('change-password', change, cookie);
		expect(changed.status).toBe(200);
		expect(await fixture.identity.resolve({ cookie: third })).toBeUndefined();
		expect(await fixture.identity.resolve({ cookie: cookiesOf(changed) })).toBeDefined();
	});

	it('of a deleted person are gone, with everything of theirs', async () => {
		const { personId, cookie } = await signedUp('gone@example.org');
		const key = await apiKeyFor(fixture.identity, personId, ['items:write']);
		expect(await fixture.identity.deletePerson(personId)).toBe(true);
		expect(await fixture.identity.deletePerson(personId)).toBe(false);
		expect(await fixture.identity.resolve({ cookie })).toBeUndefined();
		expect(await fixture.identity.resolve({ authorization: `Bearer ${key.key}` })).toBeUndefined();
		for (const table of ['session', 'credential', 'api_key']) {
			const { rows } = await fixture.owner.query(`select from auth.${table} where person_id = $1`, [personId]);
			expect(rows).toHaveLength(0);
		}
	});
});

describe('the database', () => {
	it('lets the role of sign-in read nothing of the product, and the product nothing of sign-in', async () => {
		for (const table of ['person', 'exposure', 'consent', 'item_content', 'membership']) {
			await expect(fixture.pool.query(`select from utu.${table}`)).rejects.toThrow('permission denied for schema utu');
		}
		const client = await fixture.owner.connect();
		try {
			for (const role of ['utu_app', 'utu_dispatch']) {
				await client.query(`set role ${client.escapeIdentifier(role)}`);
				await expect(client.query('select from auth.session')).rejects.toThrow('permission denied for schema auth');
				await client.query('reset role');
			}
			const { rows } = await client.query<{ owned: number; login: boolean }>(
				`select rolcanlogin as login, (select count(*)::int from pg_class where relowner = pg_roles.oid) as owned
				from pg_roles where rolname = 'utu_auth'`,
			);
			expect(rows).toEqual([{ login: false, owned: 0 }]);
		} finally {
			client.release();
		}
	});

	it('loses what has ended', async () => {
		const { personId } = await signedUp('purge@example.org');
		await apiKeyFor(fixture.identity, personId, ['account']);
		await fixture.identity.purgeEnded(1_000);
		await fixture.owner.query("update auth.session set expires_at = now() - interval '1 second' where person_id = $1", [
			personId,
		]);
		await fixture.owner.query(
			"update auth.api_key set created_at = now() - interval '2 days', expires_at = now() where person_id = $1",
			[personId],
		);
		expect(await fixture.identity.purgeEnded(1_000)).toBe(2);
		expect(await fixture.identity.purgeEnded(1_000)).toBe(0);
	});

	it('is checked at the start: a schema that lacks a column is refused', async () => {
		await fixture.owner.query('alter table auth.session rename column token to token_away');
		await expect(fixture.another()).rejects.toThrow(/session/);
		await fixture.owner.query('alter table auth.session rename column token_away to token');
		await expect(fixture.another({ secret: 'short' })).rejects.toThrow('32 are needed');
	});
});

/** The library's own reading of a session: what `resolve` does by one statement must come to the same. */
const librarySession = (cookie: string) => {
	const library = createLibrary({
		pool: fixture.pool,
		baseUrl: fixtureBaseUrl,
		secret: 'kQ7vT2mXz9LpR4wYc8NbJ3sHd6FgUa1E',
		origins: [fixtureBaseUrl],
		sessionDays: 7,
		newId: systemIds(systemClock).uuid,
		log: () => undefined,
	});
	return library.api.getSession({ headers: new Headers({ cookie }) });
};
