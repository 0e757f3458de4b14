import Fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fixtureBaseUrl, type IdentityFixture, openIdentityFixture } from './identity.fixture.ts';
import { addIdentity, identityHttpLimits, type TryLimits } from './identity.http.ts';
import type { IdentityService } from './identity.ts';

const password = 'a lamp, nine rivers';
let fixture: IdentityFixture;
const apps: FastifyInstance[] = [];

beforeAll(async () => {
	fixture = await openIdentityFixture();
});
afterEach(async () => {
	for (const app of apps.splice(0)) await app.close();
});
afterAll(() => fixture.close());

const open = async (
	options: {
		readonly identity?: IdentityService;
		readonly limits?: Partial<TryLimits>;
		readonly log?: (line: string) => void;
	} = {},
): Promise<FastifyInstance> => {
	const app = Fastify({
		trustProxy: true,
		logger: options.log === undefined ? false : { level: 'trace', stream: { write: options.log } },
	});
	apps.push(app);
	await addIdentity(app, {
		identity: options.identity ?? fixture.identity,
		...(options.limits ? { limits: options.limits } : {}),
	});
	app.get('/who', async (request) => ({ identity: (await request.identity()) ?? null }));
	app.post('/write', async (request) => ({ by: (await request.identity())?.personId ?? null }));
	return app;
};

const post = (url: string, payload: object, more: Partial<InjectOptions> = {}): InjectOptions => ({
	method: 'POST',
	url,
	payload,
	...more,
	headers: { origin: fixtureBaseUrl, ...more.headers },
});

const cookiesIn = (response: {
	readonly cookies: readonly { readonly name: string; readonly value: string }[];
}): string => response.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');

const signUp = async (app: FastifyInstance, email: string): Promise<string> => {
	const response = await app.inject(post('/api/auth/sign-up/email', { email, password, name: 'Amina' }));
	expect(response.statusCode).toBe(200);
	return cookiesIn(response);
};

describe('the routes of sign-in', () => {
	it('sign up, in and out', async () => {
		const app = await open();
		const signedUp = await app.inject(
			post('/api/auth/sign-up/email', { email: 'Flow@example.org', password, name: 'Amina' }),
		);
		expect(signedUp.statusCode).toBe(200);
		expect(signedUp.headers['cache-control']).toBe('no-store');
		expect(signedUp.json()).toEqual({ user: expect.objectContaining({ email: 'flow@example.org', name: 'Amina' }) });
		const cookie = cookiesIn(signedUp);
		const who = await app.inject({ url: '/who', headers: { cookie } });
		expect(who.json().identity).toMatchObject({ email: 'flow@example.org', via: 'session' });
		const out = await app.inject(post('/api/auth/sign-out', {}, { headers: { cookie } }));
		expect(out.statusCode).toBe(200);
		expect(out.headers['set-cookie']).toBeInstanceOf(Array);
		for (const line of [out.headers['set-cookie']].flat()) expect(line).toMatch(/Max-Age=0/);
		expect((await app.inject({ url: '/who', headers: { cookie } })).json()).toEqual({ identity: null });
		const again = await app.inject(post('/api/auth/sign-in/email', { email: 'flow@example.org', password }));
		expect(again.statusCode).toBe(200);
		expect(again.json()).not.toHaveProperty('token');
		expect((await app.inject({ url: '/who', headers: { cookie: cookiesIn(again) } })).json().identity).not.toBeNull();
	});

	it('set a cookie that scripts cannot read, other sites cannot send, and https alone carries where there is https', async () => {
		const app = await open();
		const plain = await app.inject(
			post('/api/auth/sign-up/email', { email: 'flags@example.org', password, name: 'A' }),
		);
		const days = 7 * 86_400;
		expect(plain.cookies).toEqual([
			{
				name: 'utu.session_token',
				value: expect.any(String),
				path: '/',
				httpOnly: true,
				sameSite: 'Lax',
				maxAge: days,
			},
		]);
		const safe = await fixture.another({ baseUrl: 'https://utu.test' });
		const https = await open({ identity: safe });
		const origin = 'https://utu.test';
		const secure = await https.inject(
			post('/api/auth/sign-in/email', { email: 'flags@example.org', password }, { headers: { origin } }),
		);
		expect(secure.cookies).toEqual([
			{ ...plain.cookies[0], name: '__Secure-utu.session_token', value: expect.any(String), secure: true },
		]);
		expect(safe.sessionCookie).toBe('__Secure-utu.session_token');
		// Who does not want to be remembered has a cookie for as long as the browser is open.
		const session = await app.inject(
			post('/api/auth/sign-in/email', { email: 'flags@example.org', password, rememberMe: false }),
		);
		for (const cookie of session.cookies) expect(cookie).not.toHaveProperty('maxAge');
	});

	it('tell failures as problems', async () => {
		const app = await open();
		const wrong = await app.inject(post('/api/auth/sign-in/email', { email: 'nobody@example.org', password }));
		expect(wrong.statusCode).toBe(401);
		expect(wrong.headers['content-type']).toBe('application/problem+json');
		expect(wrong.json()).toEqual({
			type: 'about:blank',
			status: 401,
			code: 'INVALID_EMAIL_OR_PASSWORD',
			title: 'Invalid email or password',
		});
		const email = await app.inject(post('/api/auth/sign-up/email', { email: 'nobody', password, name: 'A' }));
		expect([email.statusCode, email.json().code]).toEqual([400, 'INVALID_EMAIL']);
		const broken = await app.inject({
			...post('/api/auth/sign-in/email', {}),
			payload: '{"email":',
			headers: { 'content-type': 'application/json' },
		});
		expect(broken.statusCode).toBe(400);
		expect(broken.headers['content-type']).toBe('application/problem+json');
		const closed = await open({ identity: await fixture.another({ signUp: 'invitation' }) });
		const refused = await closed.inject(
			post('/api/auth/sign-up/email', { email: 'c@example.org', password, name: 'A' }),
		);
		expect([refused.statusCode, refused.json().code]).toEqual([403, 'SIGN_UP_CLOSED']);
	});

	it('take small JSON bodies and no others', async () => {
		const app = await open();
		const large = await app.inject(
			post('/api/auth/sign-in/email', { email: 'e', password: 'x'.repeat(identityHttpLimits.bodyBytesMax) }),
		);
		expect(large.statusCode).toBe(413);
		const form = await app.inject({
			method: 'POST',
			url: '/api/auth/sign-in/email',
			payload: 'email=a%40example.org&password=b',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		});
		expect(form.statusCode).toBe(415);
		for (const url of ['/api/auth/get-session', '/api/auth/update-user', '/api/auth/sign-in%2Femail']) {
			expect((await app.inject(post(url, { email: 'a@example.org', password }))).statusCode, url).toBe(404);
		}
	});

	it('never log a password or a cookie', async () => {
		const lines: string[] = [];
		const app = await open({ log: (line) => lines.push(line) });
		const cookie = await signUp(app, 'lines@example.org');
		await app.inject(post('/api/auth/sign-in/email', { email: 'lines@example.org', password: 'wrong and secret' }));
		await app.inject(post('/api/auth/sign-out', {}, { headers: { cookie } }));
		expect(lines.length).toBeGreaterThan(5);
		const text = lines.join('\n');
		for (const secret of [password, 'wrong and secret', 'lines@example.org', cookie.slice(20, 40)]) {
			expect(text).not.toContain(secret);
		}
	});
});

describe('writes by cookie', () => {
	let cookie: string;
	beforeAll(async () => {
		cookie = await signUp(await open(), 'own@example.org');
	});

	const others = [
		[{ 'sec-fetch-site': 'cross-site' }],
		[{ 'sec-fetch-site': 'same-site', origin: fixtureBaseUrl }],
		[{ origin: 'https://evil.test' }],
		[{ origin: 'http://utu.test.evil.test' }],
		[{ origin: 'https://utu.test' }],
		[{ origin: 'null' }],
		[{ 'sec-fetch-site': 'same-origin', origin: 'https://evil.test' }],
	] as const;

	it.each(others)('from another site are refused: %j', async (headers) => {
		const app = await open();
		const refused = await app.inject({ method: 'POST', url: '/write', headers: { ...headers, cookie } });
		expect(refused.statusCode).toBe(403);
		expect(refused.headers['content-type']).toBe('application/problem+json');
		expect(refused.json()).toMatchObject({ type: 'about:blank', status: 403, code: 'cross-site' });
		const body = { email: 'a@example.org', password };
		const signIn = await app.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: body, headers });
		expect(signIn.statusCode).toBe(403);
		const read = await app.inject({ url: '/who', headers: { ...headers, cookie } });
		expect(read.statusCode).toBe(200);
	});

	it('from its own pages and from programs are taken', async () => {
		const app = await open();
		for (const headers of [
			{ 'sec-fetch-site': 'same-origin', origin: fixtureBaseUrl },
			{ 'sec-fetch-site': 'none' },
			{ origin: fixtureBaseUrl },
			{},
		]) {
			const written = await app.inject({ method: 'POST', url: '/write', headers: { ...headers, cookie } });
			expect(written.statusCode).toBe(200);
			expect(written.json().by).not.toBeNull();
		}
	});

	it('are not what an API key or nobody does: those need no origin', async () => {
		const app = await open();
		const personId = (await fixture.identity.resolve({ cookie }))?.personId ?? '';
		const made = await fixture.identity.createApiKey({ personId, name: 'k', scopes: ['export'], expiresInDays: 1 });
		const authorization = made.ok ? `Bearer ${made.value.key}` : '';
		const origin = 'https://client.test';
		const byKey = await app.inject({ method: 'POST', url: '/write', headers: { origin, authorization, cookie } });
		expect([byKey.statusCode, byKey.json().by]).toEqual([200, personId]);
		// The word alone opens nothing: the key decides, not the cookie beside it.
		const wrong = await app.inject({
			method: 'POST',
			url: '/write',
			headers: { origin, authorization: 'Bearer x', cookie },
		});
		expect([wrong.statusCode, wrong.json().by]).toEqual([200, null]);
		const nobody = await app.inject({ method: 'POST', url: '/write', headers: { origin } });
		expect([nobody.statusCode, nobody.json().by]).toEqual([200, null]);
	});

	it('are taken by every name of this machine, where the base URL is one', async () => {
		const local = await fixture.another({
			baseUrl: 'http://127.0.0.1:4100',
			trustedOrigins: ['http://localhost:5173'],
		});
		const app = await open({ identity: local });
		const tried = async (origin: string): Promise<number> => {
			const body = { email: 'own@example.org', password };
			return (await app.inject(post('/api/auth/sign-in/email', body, { headers: { origin } }))).statusCode;
		};
		for (const origin of [
			'http://127.0.0.1:4100',
			'http://localhost:4100',
			'http://[::1]:4100',
			'http://localhost:5173',
		]) {
			expect(await tried(origin), origin).toBe(200);
		}
		expect(await tried('http://localhost:4101')).toBe(403);
	});
});

describe('tries', () => {
	const signIn = (app: FastifyInstance, email: string, address: string) =>
		app.inject(
			post(
				'/api/auth/sign-in/email',
				{ email, password: 'a wrong password' },
				{ headers: { 'x-forwarded-for': address } },
			),
		);

	it('are limited by address and e-mail together', async () => {
		const app = await open({ limits: { perAddressAndPersonPer5Minutes: 3 } });
		for (let tried = 0; tried < 3; tried++)
			expect((await signIn(app, 'T@example.org', '198.51.100.1')).statusCode).toBe(401);
		const refused = await signIn(app, 't@example.org', '198.51.100.1');
		expect(refused.statusCode).toBe(429);
		expect(refused.json()).toMatchObject({ status: 429, code: 'too-many-tries' });
		expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
		expect((await signIn(app, 't@example.org', '198.51.100.2')).statusCode).toBe(401);
		expect((await signIn(app, 'u@example.org', '198.51.100.1')).statusCode).toBe(401);
	});

	it('are limited by e-mail from wherever, and by address for whomever', async () => {
		const byEmail = await open({ limits: { perPersonPerHour: 2 } });
		const statuses: number[] = [];
		for (const last of [1, 2, 3])
			statuses.push((await signIn(byEmail, 'v@example.org', `198.51.100.${last}`)).statusCode);
		expect(statuses).toEqual([401, 401, 429]);
		const byAddress = await open({ limits: { perAddressPerMinute: 2 } });
		const others: number[] = [];
		for (const name of ['w', 'x', 'y'])
			others.push((await signIn(byAddress, `${name}@example.org`, '198.51.100.9')).statusCode);
		expect(others).toEqual([401, 401, 429]);
	});

	it('that an address is refused do not lock the person out', async () => {
		const app = await open({ limits: { perAddressAndPersonPer5Minutes: 1, perPersonPerHour: 2 } });
		for (let tried = 0; tried < 5; tried++) await signIn(app, 'z@example.org', '198.51.100.1');
		expect((await signIn(app, 'z@example.org', '198.51.100.2')).statusCode).toBe(401);
	});

	it('limit sign-up and a change of password too', async () => {
		const app = await open({ limits: { signUpsPerAddressPerHour: 1, perAddressAndPersonPer5Minutes: 2 } });
		const cookie = await signUp(app, 'limit@example.org');
		const more = await app.inject(
			post('/api/auth/sign-up/email', { email: 'limit2@example.org', password, name: 'A' }),
		);
		expect(more.statusCode).toBe(429);
		const change = { currentPassword: 'a wrong password', newPassword: 'a new long password' };
		const statuses: number[] = [];
		for (let tried = 0; tried < 3; tried++) {
			statuses.push((await app.inject(post('/api/auth/change-password', change, { headers: { cookie } }))).statusCode);
		}
		expect(statuses).toEqual([400, 400, 429]);
	});
});
