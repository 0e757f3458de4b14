import { createSecretKey, hash } from 'node:crypto';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import { isAPIError } from 'better-auth/api';
import type pg from 'pg';
import type { Clock, Ids } from '../platform/clock.ts';
import { type Cache, createCache, type Kept } from './identity.cache.ts';
import { readSessionToken } from './identity.cookie.ts';
import { createGate, type Gate } from './identity.gate.ts';
import {
	busy,
	codeOfRefusal,
	createLibrary,
	type IdentityLog,
	type Library,
	passwordLimits,
} from './identity.library.ts';
import { writingOrigins } from './identity.origin.ts';
import {
	type ApiKeyRow,
	deleteApiKey,
	deleteEnded,
	deletePerson,
	deleteSession,
	emailTaken,
	findApiKey,
	findSession,
	type Holder,
	insertApiKey,
	type Query,
	queryOn,
	replacePassword,
	selectApiKeys,
} from './identity.sql.ts';

/** Who a request comes from. `scopes` is what an API key may; a session may all that its person may. */
export type Identity = {
	readonly personId: string;
	/** The session's id, or the key's. */
	readonly sessionId: string;
	readonly email: string;
	readonly name: string;
	readonly via: 'session' | 'api-key';
	readonly scopes: readonly string[] | 'all';
};

/** The two headers that say who somebody is; Fastify's and Node's header objects fit. */
export type Credentials = { readonly authorization?: string | undefined; readonly cookie?: string | undefined };

export type ApiKey = {
	readonly id: string;
	readonly name: string;
	/** The first characters, to tell keys apart. */
	readonly start: string;
	readonly scopes: readonly string[];
	readonly createdAt: Date;
	readonly expiresAt: Date;
};

export type PasswordFault =
	| { readonly kind: 'password-short'; readonly charsMin: number }
	| { readonly kind: 'password-long'; readonly charsMax: number };

export type SignUpFault =
	| { readonly kind: 'email-taken' }
	| { readonly kind: 'email-invalid' }
	| { readonly kind: 'name-invalid' }
	| PasswordFault
	| { readonly kind: 'busy' };

export type IdentityService = {
	/** Answers `POST /api/auth/…` for `identityPaths`. */
	readonly handle: (request: Request) => Promise<Response>;
	/** Makes a person, without a session; works also where sign-up is by invitation. */
	readonly signUp: (person: {
		readonly email: string;
		readonly password: string;
		readonly name: string;
	}) => Promise<Result<{ readonly personId: string }, SignUpFault>>;
	/** Who has sent these headers. An API key (`Authorization: Bearer utu_…`) goes before a cookie. */
	readonly resolve: (headers: Headers | Credentials) => Promise<Identity | undefined>;
	/** The key itself is returned here, once. Scopes are not interpreted here. */
	readonly createApiKey: (key: {
		readonly personId: string;
		readonly name: string;
		readonly scopes: readonly string[];
		readonly expiresInDays: number;
	}) => Promise<
		Result<
			{ readonly key: string; readonly apiKey: ApiKey },
			{ readonly kind: 'too-many-keys'; readonly keysMax: number }
		>
	>;
	/** @returns whether the person had such a key. */
	readonly revokeApiKey: (key: { readonly personId: string; readonly keyId: string }) => Promise<boolean>;
	/** Keys in force, newest first. */
	readonly listApiKeys: (personId: string) => Promise<readonly ApiKey[]>;
	/** For who runs the machine: without mail nobody else can help who forgot a password. Ends all their sessions. */
	readonly setPassword: (change: {
		readonly personId: string;
		readonly password: string;
	}) => Promise<Result<undefined, PasswordFault | { readonly kind: 'no-person' }>>;
	/** Erases credentials, sessions and keys. @returns whether there was such a person. */
	readonly deletePerson: (personId: string) => Promise<boolean>;
	/** Deletes what has ended, `rowsMax` sessions, proofs and keys at most. To be called now and then. @returns how many. */
	readonly purgeEnded: (rowsMax: number) => Promise<number>;
	/** The name of the session's cookie: `utu.session_token`, with `__Secure-` before it where the base URL is https. */
	readonly sessionCookie: string;
	/** The origins from which a page may write with a cookie. */
	readonly writingOrigins: readonly string[];
};

export type IdentityOptions = {
	/** Connects as `utu_auth`: `options: '-c role=utu_auth -c search_path=auth'`; 4 connections or more. */
	readonly pool: pg.Pool;
	readonly namedStatements: boolean;
	readonly baseUrl: string;
	/** 32 characters or more. Another one ends every session. */
	readonly secret: string;
	/** Beside the base URL's own, such as a development server's. */
	readonly trustedOrigins: readonly string[];
	readonly signUp: 'open' | 'invitation';
	/** A session ends so many days after sign-in; nothing prolongs it. */
	readonly sessionDays?: number;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly log: IdentityLog;
};

export const identityLimits = {
	/** What another process ended still counts here for so long. */
	keptMsMax: 5_000,
	entriesMax: 10_000,
	keysPerPersonMax: 50,
	expiresInDaysMax: 365,
	secretCharsMin: 32,
} as const;

/** The library hashes a new password inside its transaction: so many connections may wait for that, the rest resolve. */
const signUpLimits = { runningMax: 2, waitingMax: 62 } as const;
const sessionDaysDefault = 7;
const keyBytes = 32;
const keyStartChars = 10;
const keyPattern = /^utu_[A-Za-z0-9_-]{43}$/;

/** Below `/api/auth/`, by POST. The library can more; what is not here does not exist. */
export const identityPaths = [
	'sign-up/email',
	'sign-in/email',
	'sign-out',
	'change-password',
	'revoke-other-sessions',
] as const;
export type IdentityPath = (typeof identityPaths)[number];

/** @throws when the secret is short, or the schema `auth` is not as this version needs it. */
export const createIdentity = async (options: IdentityOptions): Promise<IdentityService> => {
	if (options.secret.length < identityLimits.secretCharsMin) {
		throw new Error(`the secret has ${options.secret.length} characters, ${identityLimits.secretCharsMin} are needed`);
	}
	const origins = writingOrigins(options);
	const library = createLibrary({
		...options,
		baseUrl: new URL(options.baseUrl).origin,
		origins,
		sessionDays: options.sessionDays ?? sessionDaysDefault,
		newId: options.ids.uuid,
	});
	const context = await library.$context;
	await context.checkSchema?.();
	const query = queryOn(options);
	const cache: Cache<Identity> = createCache({ now: options.clock.now, ...identityLimits });
	const sessionCookie = context.authCookies.sessionToken.name;
	const resolve = resolver({ query, cache, sessionCookie, secret: options.secret });
	const signUpGate = createGate({ ...signUpLimits, refusal: busy });
	return {
		handle: handler({ library, cache, resolve, signUp: options.signUp, signUpGate }),
		signUp: (person) => signUp({ library, query, person, signUpGate }),
		resolve,
		...apiKeys({ query, cache, ids: options.ids }),
		setPassword: async ({ personId, password }) => {
			const fault = passwordFault(password);
			if (fault !== undefined) return err(fault);
			const replaced = await replacePassword(query, { personId, hash: await context.password.hash(password) });
			cache.forget(personId);
			return replaced ? ok(undefined) : err({ kind: 'no-person' });
		},
		deletePerson: async (personId) => {
			const deleted = await deletePerson(query, personId);
			cache.forget(personId);
			return deleted;
		},
		purgeEnded: (rowsMax) => deleteEnded(query, rowsMax),
		sessionCookie,
		writingOrigins: origins,
	};
};

const handler =
	(deps: {
		readonly library: Library;
		readonly cache: Cache<Identity>;
		readonly resolve: IdentityService['resolve'];
		readonly signUp: 'open' | 'invitation';
		readonly signUpGate: Gate;
	}): IdentityService['handle'] =>
	async (request) => {
		const { pathname } = new URL(request.url);
		const path = identityPaths.find((one) => pathname === `/api/auth/${one}`);
		if (path === undefined || request.method !== 'POST') {
			return refusal(404, { code: 'NOT_FOUND', message: 'There is nothing here.' });
		}
		if (path === 'sign-up/email' && deps.signUp === 'invitation') {
			return refusal(403, { code: 'SIGN_UP_CLOSED', message: 'Sign-up is by invitation.' });
		}
		if (path === 'sign-up/email') {
			try {
				return await deps.signUpGate(() => deps.library.handler(request));
			} catch (error) {
				if (isAPIError(error)) return refusal(error.statusCode, { code: 'BUSY', message: error.message });
				throw error;
			}
		}
		const caller = await deps.resolve(request.headers);
		const response = await deps.library.handler(request);
		// Whatever ended: this person's sessions are looked up anew.
		if (caller !== undefined) deps.cache.forget(caller.personId);
		return response;
	};

const refusal = (status: number, body: { readonly code: string; readonly message: string }): Response =>
	Response.json(body, { status });

const resolver = (deps: {
	readonly query: Query;
	readonly cache: Cache<Identity>;
	readonly sessionCookie: string;
	readonly secret: string;
}): IdentityService['resolve'] => {
	const signingKey = createSecretKey(deps.secret, 'utf8');
	return async (headers) => {
		const { authorization, cookie } = credentialsOf(headers);
		const bearer = /^bearer +(.*)$/i.exec(authorization ?? '')?.[1];
		if (bearer !== undefined) {
			if (!keyPattern.test(bearer)) return undefined;
			const sha256 = hash('sha256', bearer, 'buffer');
			return deps.cache.through(sha256.toString('base64'), async () => {
				const found = await findApiKey(deps.query, sha256);
				return found === undefined ? undefined : kept(found, { via: 'api-key', scopes: found.scopes });
			});
		}
		const token = readSessionToken({ cookie, name: deps.sessionCookie, key: signingKey });
		if (token === undefined) return undefined;
		return deps.cache.through(hash('sha256', token, 'base64'), async () => {
			const found = await findSession(deps.query, token);
			return found === undefined ? undefined : kept(found, { via: 'session', scopes: 'all' });
		});
	};
};

const credentialsOf = (headers: Headers | Credentials): Credentials =>
	headers instanceof Headers
		? { authorization: headers.get('authorization') ?? undefined, cookie: headers.get('cookie') ?? undefined }
		: headers;

const kept = (holder: Holder, rest: Pick<Identity, 'via' | 'scopes'>): Kept<Identity> => ({
	value: { personId: holder.person_id, sessionId: holder.id, email: holder.email, name: holder.name, ...rest },
	ownerId: holder.person_id,
	endsAt: holder.expires_at,
});

const apiKeys = (deps: {
	readonly query: Query;
	readonly cache: Cache<Identity>;
	readonly ids: Ids;
}): Pick<IdentityService, 'createApiKey' | 'revokeApiKey' | 'listApiKeys'> => {
	const { query, cache, ids } = deps;
	const { keysPerPersonMax: keysMax, expiresInDaysMax } = identityLimits;
	return {
		createApiKey: async ({ personId, name, scopes, expiresInDays }) => {
			if (!Number.isInteger(expiresInDays) || expiresInDays < 1 || expiresInDays > expiresInDaysMax) {
				throw new Error(`an API key lasts 1 to ${expiresInDaysMax} days, not ${expiresInDays}`);
			}
			if (scopes.length === 0) throw new Error('an API key without a scope opens nothing');
			const key = `utu_${ids.code(keyBytes)}`;
			if (!keyPattern.test(key)) throw new Error('ids.code gave no base64url of the asked length');
			const row = await insertApiKey(query, {
				id: ids.uuid(),
				personId,
				name,
				start: key.slice(0, keyStartChars),
				sha256: hash('sha256', key, 'buffer'),
				scopes: [...new Set(scopes)],
				expiresInDays,
				keysMax,
			});
			return row === undefined ? err({ kind: 'too-many-keys', keysMax }) : ok({ key, apiKey: toApiKey(row) });
		},
		revokeApiKey: async (key) => {
			const revoked = await deleteApiKey(query, key);
			cache.forget(key.personId);
			return revoked;
		},
		listApiKeys: async (personId) => (await selectApiKeys(query, { personId, rowsMax: keysMax })).map(toApiKey),
	};
};

const toApiKey = (row: ApiKeyRow): ApiKey => ({
	id: row.id,
	name: row.name,
	start: row.start,
	scopes: row.scopes,
	createdAt: row.created_at,
	expiresAt: row.expires_at,
});

const signUp = async (options: {
	readonly library: Library;
	readonly query: Query;
	readonly signUpGate: Gate;
	readonly person: { readonly email: string; readonly password: string; readonly name: string };
}): Promise<Result<{ readonly personId: string }, SignUpFault>> => {
	try {
		const { token, user } = await options.signUpGate(() =>
			options.library.api.signUpEmail({ body: { ...options.person } }),
		);
		// The library signs in whom it signs up; here nobody waits for a cookie.
		if (token !== null) await deleteSession(options.query, token);
		return ok({ personId: user.id });
	} catch (error) {
		const code = isAPIError(error) ? codeOfRefusal(error.body ?? {}) : undefined;
		const fault = signUpFault(code);
		if (fault !== undefined) return err(fault);
		// Two at once: the second meets the table's unique e-mail.
		if (code === 'FAILED_TO_CREATE_USER' && (await emailTaken(options.query, options.person.email))) {
			return err({ kind: 'email-taken' });
		}
		throw error;
	}
};

const signUpFault = (code: string | undefined): SignUpFault | undefined => {
	switch (code) {
		case 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL':
			return { kind: 'email-taken' };
		case 'INVALID_EMAIL':
			return { kind: 'email-invalid' };
		case 'INVALID_NAME':
			return { kind: 'name-invalid' };
		case 'PASSWORD_TOO_SHORT':
			return { kind: 'password-short', charsMin: passwordLimits.charsMin };
		case 'PASSWORD_TOO_LONG':
			return { kind: 'password-long', charsMax: passwordLimits.charsMax };
		case 'BUSY':
			return { kind: 'busy' };
		default:
			return undefined;
	}
};

const passwordFault = (password: string): PasswordFault | undefined => {
	const { charsMin, charsMax } = passwordLimits;
	if (password.length < charsMin) return { kind: 'password-short', charsMin };
	return password.length > charsMax ? { kind: 'password-long', charsMax } : undefined;
};
