import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cookieValue } from './identity.cookie.ts';
import { codeOfRefusal } from './identity.library.ts';
import { refuseOrigin } from './identity.origin.ts';
import { type Identity, type IdentityPath, type IdentityService, identityPaths } from './identity.ts';

/** How often one may try; counted in this process, so with N processes N times as often. */
export type TryLimits = {
	/** A building of 2,000 people may come from one address when its shift begins. */
	readonly perAddressPerMinute: number;
	readonly perAddressAndPersonPer5Minutes: number;
	/** From wherever. Who has that many addresses can keep a person from signing in for the rest of the hour. */
	readonly perPersonPerHour: number;
	readonly signUpsPerAddressPerHour: number;
};

const tryLimits: TryLimits = {
	perAddressPerMinute: 600,
	perAddressAndPersonPer5Minutes: 10,
	perPersonPerHour: 100,
	signUpsPerAddressPerHour: 300,
};

export const identityHttpLimits = { bodyBytesMax: 8 * 1024, countersMax: 50_000, emailCharsMax: 254 } as const;

const minuteMs = 60_000;
const prefix = '/api/auth/';
/** The library is told no more than it needs; a person's machine and address are not among it. */
const passedHeaders = ['cookie', 'origin', 'sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest'] as const;

declare module 'fastify' {
	interface FastifyRequest {
		/** Who sent the request; looked up at the first call, once. */
		identity: () => Promise<Identity | undefined>;
	}
}

/**
 * Mounts sign-in at `/api/auth/…`, gives every request `identity()`, and refuses every write that a page of another
 * site sends with somebody's cookie. `trustProxy` must be set where a proxy stands before the server: tries are counted
 * by `request.ip`. Call it before routes are added.
 */
export const addIdentity = async (
	app: FastifyInstance,
	options: { readonly identity: IdentityService; readonly limits?: Partial<TryLimits> },
): Promise<void> => {
	const { identity } = options;
	const known = new WeakMap<FastifyRequest, Promise<Identity | undefined>>();
	app.decorateRequest('identity', function (this: FastifyRequest) {
		let found = known.get(this);
		if (found === undefined) {
			found = identity.resolve(this.headers);
			known.set(this, found);
		}
		return found;
	});
	app.addHook('onRequest', async (request, reply) => {
		if (!byCookie(request, identity.sessionCookie)) return;
		const refused = refuseOrigin({
			method: request.method,
			secFetchSite: header(request, 'sec-fetch-site'),
			origin: header(request, 'origin'),
			writingOrigins: identity.writingOrigins,
		});
		if (refused !== undefined) return answer(reply, crossSite(identity.writingOrigins[0] ?? ''));
	});
	// An address may be counted already for other reasons; the plugin is there once.
	if (!app.hasDecorator('createRateLimit')) await app.register(rateLimit, { global: false });
	await app.register((scope, _options, done) => {
		mount(scope, { identity, limits: { ...tryLimits, ...options.limits } });
		done();
	});
};

/** Whether a cookie would decide who is meant. Sign-in itself counts: nobody else's page may sign a person in. */
const byCookie = (request: FastifyRequest, sessionCookie: string): boolean =>
	request.url.startsWith(prefix) ||
	(cookieValue(request.headers.cookie, sessionCookie) !== undefined &&
		!/^bearer /i.test(request.headers.authorization ?? ''));

const header = (request: FastifyRequest, name: string): string | undefined => {
	const value = request.headers[name];
	return Array.isArray(value) ? value[0] : value;
};

type Body = { readonly text: string; readonly email: string };

const mount = (
	scope: FastifyInstance,
	options: { readonly identity: IdentityService; readonly limits: TryLimits },
): void => {
	scope.removeAllContentTypeParsers();
	scope.addContentTypeParser(
		'application/json',
		{ parseAs: 'string', bodyLimit: identityHttpLimits.bodyBytesMax },
		(_request, text, done) => done(null, readBody(String(text))),
	);
	const tooOften = counters(scope, options.limits);
	for (const path of identityPaths) {
		scope.post<{ Body: Body | undefined }>(
			`${prefix}${path}`,
			{ schema: { hide: true } as object, bodyLimit: identityHttpLimits.bodyBytesMax },
			async (request, reply) => {
				const waitSeconds = await tooOften(request, path);
				if (waitSeconds !== undefined) return answer(reply.header('retry-after', String(waitSeconds)), tooManyTries);
				const url = `${options.identity.writingOrigins[0]}${prefix}${path}`;
				return send(reply, await options.identity.handle(requestOf(request, url)));
			},
		);
	}
};

const requestOf = (request: FastifyRequest, url: string): Request => {
	const headers = new Headers({ 'content-type': 'application/json' });
	for (const name of passedHeaders) {
		const value = header(request, name);
		if (value !== undefined) headers.set(name, value);
	}
	return new Request(url, { method: 'POST', headers, body: (request.body as Body | undefined)?.text ?? '{}' });
};

const readBody = (text: string): Body => {
	let email: unknown;
	try {
		email = (JSON.parse(text) as { readonly email?: unknown } | null)?.email;
	} catch {
		// The library says so to the sender.
	}
	const said = typeof email === 'string' ? email.trim().toLowerCase() : '';
	return { text, email: said.slice(0, identityHttpLimits.emailCharsMax) };
};

/** Seconds to wait, or undefined. What an address is refused does not count against the person. */
const counters = (scope: FastifyInstance, limits: TryLimits) => {
	const cache = { cache: identityHttpLimits.countersMax };
	const person = async (request: FastifyRequest): Promise<string> =>
		(request.body as Body | undefined)?.email || ((await request.identity())?.personId ?? '');
	const perAddress = scope.createRateLimit({ ...cache, max: limits.perAddressPerMinute, timeWindow: minuteMs });
	const perBoth = scope.createRateLimit({
		...cache,
		max: limits.perAddressAndPersonPer5Minutes,
		timeWindow: 5 * minuteMs,
		keyGenerator: async (request) => `${normalizeIP(request.ip)} ${await person(request)}`,
	});
	const perPerson = scope.createRateLimit({
		...cache,
		max: limits.perPersonPerHour,
		timeWindow: 60 * minuteMs,
		keyGenerator: person,
	});
	const signUps = scope.createRateLimit({
		...cache,
		max: limits.signUpsPerAddressPerHour,
		timeWindow: 60 * minuteMs,
	});
	return async (request: FastifyRequest, path: IdentityPath): Promise<number | undefined> => {
		const checks = [perAddress, ...(checksOf(path, { perBoth, perPerson, signUps }) ?? [])];
		for (const check of checks) {
			const count = await check(request);
			if (!count.isAllowed && count.isExceeded) return count.ttlInSeconds;
		}
		return undefined;
	};
};

const checksOf = <Check>(
	path: IdentityPath,
	checks: { readonly perBoth: Check; readonly perPerson: Check; readonly signUps: Check },
): readonly Check[] => {
	if (path === 'sign-up/email') return [checks.perBoth, checks.signUps];
	return path === 'sign-in/email' || path === 'change-password' ? [checks.perBoth, checks.perPerson] : [];
};

/** The library's answer with every cookie, a failure as RFC 9457 tells it, and no token in the page's hands. */
const send = async (reply: FastifyReply, response: Response): Promise<FastifyReply> => {
	const cookies = response.headers.getSetCookie();
	if (cookies.length > 0) reply.header('set-cookie', cookies);
	const { token: _token, ...body } = await readAnswer(response);
	if (response.ok) return reply.code(response.status).header('cache-control', 'no-store').send(body);
	if (response.status === 503) reply.header('retry-after', '5');
	return answer(reply, {
		status: response.status,
		code: codeOfRefusal(body) ?? `http-${response.status}`,
		title: typeof body.message === 'string' ? body.message : 'The request was refused.',
	});
};

type Answer = { readonly token?: unknown; readonly code?: unknown; readonly message?: unknown };

const readAnswer = async (response: Response): Promise<Answer> => {
	try {
		const value: unknown = await response.json();
		return typeof value === 'object' && value !== null ? value : {};
	} catch {
		return {};
	}
};

type Problem = { readonly status: number; readonly code: string; readonly title: string; readonly detail?: string };

const answer = (reply: FastifyReply, problem: Problem): FastifyReply =>
	reply
		.code(problem.status)
		.header('cache-control', 'no-store')
		.type('application/problem+json')
		.serializer(JSON.stringify)
		.send({ type: 'about:blank', ...problem });

const crossSite = (home: string): Problem => ({
	status: 403,
	code: 'cross-site',
	title: 'This came from another site.',
	detail: `Nothing was changed. Use the pages at ${home}; who runs the server can change that address.`,
});

const tooManyTries: Problem = {
	status: 429,
	code: 'too-many-tries',
	title: 'Too many tries.',
	detail: 'Wait, then try again.',
};
