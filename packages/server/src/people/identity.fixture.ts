import pg from 'pg';
import { type Clock, systemClock } from '../platform/clock.ts';
import { systemIds } from '../platform/ids.ts';
import { cloneDatabase } from '../platform/test-database.ts';
import { type ApiKey, createIdentity, type IdentityOptions, type IdentityService } from './identity.ts';

/** Sign-in on a database of its own, for tests. */
export type IdentityFixture = {
	readonly owner: pg.Pool;
	readonly pool: pg.Pool;
	readonly identity: IdentityService;
	/** Moves the clock of the cache alone: sessions and keys end by the database's. */
	readonly passMs: (ms: number) => void;
	/** Every line that was logged. */
	readonly logged: string[];
	/** Another one on the same database, as a second process is. */
	readonly another: (changed?: Partial<IdentityOptions>) => Promise<IdentityService>;
	readonly close: () => Promise<void>;
};

export const fixtureBaseUrl = 'http://utu.test';
export const password = 'a lamp, nine rivers';

export const openIdentityFixture = async (changed: Partial<IdentityOptions> = {}): Promise<IdentityFixture> => {
	const database = await cloneDatabase();
	const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
	const pool = new pg.Pool({
		connectionString: database.ownerUrl,
		// The least that `IdentityOptions.pool` asks for.
		max: 4,
		options: '-c role=utu_auth -c search_path=auth',
	});
	const logged: string[] = [];
	let aheadMs = 0;
	const clock: Clock = { now: () => new Date(systemClock.now().getTime() + aheadMs) };
	const options: IdentityOptions = {
		pool,
		namedStatements: true,
		baseUrl: fixtureBaseUrl,
		secret: 'kQ7vT2mXz9LpR4wYc8NbJ3sHd6FgUa1E',
		trustedOrigins: [],
		signUp: 'open',
		clock,
		ids: systemIds(systemClock),
		log: ({ level, message }) => void logged.push(`${level} ${message}`),
		...changed,
	};
	return {
		owner,
		pool,
		identity: await createIdentity(options),
		passMs: (ms) => {
			aheadMs += ms;
		},
		logged,
		another: (again = {}) => createIdentity({ ...options, ...again }),
		close: async () => {
			await pool.end();
			await owner.end();
			await database.drop();
		},
	};
};

/** The cookies that an answer sets, as a browser would send them back. */
export const cookiesOf = (response: Response): string =>
	response.headers
		.getSetCookie()
		.map((line) => line.split(';')[0] ?? '')
		.join('; ');

/** A browser's request, with what browsers and proxies tell about a person. */
export const authRequest = (path: string, body: object, cookie?: string): Request =>
	new Request(`${fixtureBaseUrl}/api/auth/${path}`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			origin: fixtureBaseUrl,
			'user-agent': 'a browser',
			'x-forwarded-for': '203.0.113.9',
			...(cookie === undefined ? {} : { cookie }),
		},
		body: JSON.stringify(body),
	});

export const signUpFor = async (
	identity: IdentityService,
	email: string,
): Promise<{ readonly personId: string; readonly cookie: string }> => {
	const cookie = cookiesOf(await identity.handle(authRequest('sign-up/email', { email, password, name: 'Amina' })));
	const found = await identity.resolve({ cookie });
	if (found === undefined) throw new Error('not signed in after sign-up');
	return { personId: found.personId, cookie };
};

export const apiKeyFor = async (
	identity: IdentityService,
	personId: string,
	scopes: readonly string[],
): Promise<{ readonly key: string; readonly apiKey: ApiKey }> => {
	const made = await identity.createApiKey({ personId, name: 'import', scopes, expiresInDays: 30 });
	if (!made.ok) throw new Error(made.error.kind);
	return made.value;
};
