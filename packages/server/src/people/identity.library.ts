import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { PostgresDialect } from 'kysely';
import type pg from 'pg';
import { createGate } from './identity.gate.ts';

export const passwordLimits = { charsMin: 10, charsMax: 256, runningMax: 2, waitingMax: 126 } as const;
const personLimits = { nameCharsMax: 200, emailCharsMax: 254 } as const;

const daySeconds = 86_400;

/** What the sign-in library has to say. Never a credential: the values of a failed statement are left out. */
export type IdentityLog = (entry: { readonly level: 'warn' | 'error'; readonly message: string }) => void;

export type LibraryOptions = {
	readonly pool: pg.Pool;
	readonly baseUrl: string;
	readonly secret: string;
	readonly origins: readonly string[];
	readonly sessionDays: number;
	readonly newId: () => string;
	readonly log: IdentityLog;
};

/** better-auth, told in full what it may do: what it reads from the environment is set here, so that nothing there counts. */
export const createLibrary = (options: LibraryOptions) =>
	betterAuth({
		appName: 'Utu',
		baseURL: options.baseUrl,
		basePath: '/api/auth',
		secrets: [{ version: 1, value: options.secret }],
		trustedOrigins: [...options.origins],
		database: {
			dialect: new PostgresDialect({ pool: options.pool }),
			type: 'postgres',
			schemaName: 'auth',
			transaction: true,
		},
		...tables,
		session: { ...tables.session, expiresIn: options.sessionDays * daySeconds, disableSessionRefresh: true },
		emailAndPassword: {
			enabled: true,
			minPasswordLength: passwordLimits.charsMin,
			maxPasswordLength: passwordLimits.charsMax,
			password: gatedPasswords(),
		},
		databaseHooks: {
			user: { create: { before: async (person) => ({ data: { ...person, ...checkPerson(person) } }) } },
			session: { create: { before: async (session) => ({ data: { ...session, ipAddress: null, userAgent: null } }) } },
		},
		advanced: {
			cookiePrefix: 'utu',
			useSecureCookies: options.baseUrl.startsWith('https:'),
			// Both are off by themselves where the environment says that this is a test.
			disableCSRFCheck: false,
			disableOriginCheck: false,
			ipAddress: { disableIpTracking: true },
			database: { generateId: options.newId },
		},
		// By address and e-mail, in `identity.http.ts`.
		rateLimit: { enabled: false },
		telemetry: { enabled: false },
		experimental: { instrumentation: { enabled: false } },
		logger: { log: logTo(options.log) },
	});

export type Library = ReturnType<typeof createLibrary>;

const times = { createdAt: 'created_at', updatedAt: 'updated_at' } as const;

/** The library's names and ours; the migration `0002-identity.sql` has the columns. */
const tables = {
	user: { modelName: 'person', fields: { emailVerified: 'email_verified', ...times } },
	session: {
		modelName: 'session',
		fields: {
			userId: 'person_id',
			expiresAt: 'expires_at',
			ipAddress: 'ip_address',
			userAgent: 'user_agent',
			...times,
		},
	},
	account: {
		modelName: 'credential',
		fields: {
			userId: 'person_id',
			providerId: 'provider_id',
			accountId: 'account_id',
			accessToken: 'access_token',
			refreshToken: 'refresh_token',
			idToken: 'id_token',
			accessTokenExpiresAt: 'access_token_expires_at',
			refreshTokenExpiresAt: 'refresh_token_expires_at',
			...times,
		},
	},
	verification: { modelName: 'verification', fields: { expiresAt: 'expires_at', ...times } },
} as const;

export const busy = (): Error =>
	new APIError('SERVICE_UNAVAILABLE', { code: 'BUSY', message: 'Too many people sign in at this moment.' });

/** The library's scrypt (N 16384, r 16, p 1: 32 MiB and about .09 s of a core), so many at a time. */
const gatedPasswords = () => {
	const gate = createGate({
		runningMax: passwordLimits.runningMax,
		waitingMax: passwordLimits.waitingMax,
		refusal: busy,
	});
	return {
		hash: (password: string) => gate(() => hashPassword(password)),
		verify: (attempt: { hash: string; password: string }) => gate(() => verifyPassword(attempt)),
	};
};

const checkPerson = (person: {
	readonly name: string;
	readonly email: string;
}): { readonly name: string; readonly image: null } => {
	const name = person.name.trim();
	if (name.length === 0 || name.length > personLimits.nameCharsMax || /\p{Cc}/u.test(name)) {
		const message = `A name has 1 to ${personLimits.nameCharsMax} characters.`;
		throw new APIError('BAD_REQUEST', { code: 'INVALID_NAME', message });
	}
	if (person.email.length > personLimits.emailCharsMax) {
		const message = `An e-mail address has at most ${personLimits.emailCharsMax} characters.`;
		throw new APIError('BAD_REQUEST', { code: 'INVALID_EMAIL', message });
	}
	return { name, image: null };
};

const fieldCodes: Readonly<Record<string, string>> = {
	email: 'INVALID_EMAIL',
	name: 'INVALID_NAME',
	password: 'INVALID_PASSWORD',
};

/** The code of a refusal: where only the body's shape was at fault, the code that the field itself has. */
export const codeOfRefusal = (body: { readonly code?: unknown; readonly message?: unknown }): string | undefined => {
	const field = body.code === 'VALIDATION_ERROR' ? /^\[body\.(\w+)\]/.exec(String(body.message))?.[1] : undefined;
	const code = fieldCodes[field ?? ''] ?? body.code;
	return typeof code === 'string' ? code : undefined;
};

const logTo =
	(log: IdentityLog) =>
	(level: 'debug' | 'info' | 'warn' | 'error', message: unknown, ...details: readonly unknown[]): void => {
		if (level !== 'warn' && level !== 'error') return;
		log({ level, message: [message, ...details].map(nameOf).join(': ') });
	};

/** Of a fault its kind alone: PostgreSQL's detail and the library's context carry e-mail addresses. */
const nameOf = (detail: unknown): string => {
	if (typeof detail === 'string') return detail;
	if (!(detail instanceof Error)) return typeof detail;
	const { code } = detail as { readonly code?: unknown };
	return typeof code === 'string' ? `${detail.name} ${code}` : detail.name;
};
