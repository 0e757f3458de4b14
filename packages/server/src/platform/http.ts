import { existsSync } from 'node:fs';
import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import staticFiles from '@fastify/static';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { RouteDefinition } from '@utu/contract/define.ts';
import { type RouteKey, routes } from '@utu/contract/routes.ts';
import { problem as problemSchema, wireLimits } from '@utu/contract/shared.ts';
import { isOpen } from '@utu/core/people/access.ts';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { type Failure, type Handlers, isStreamed, type Principal } from './handlers.ts';

/** What the caller may do on this route: the principal, `anyone` where the route asks nobody who they are, or why not. */
export type Authorise = (options: {
	readonly request: FastifyRequest;
	readonly route: RouteDefinition;
}) => Promise<Principal | 'anyone' | Failure>;

export type HttpOptions = {
	readonly handlers: Handlers;
	readonly authorise: Authorise;
	readonly logger: FastifyBaseLogger | false;
	readonly requestsPerMinuteMax: number;
	/** The built web client; without it only the API is served. */
	readonly webFolder: string | undefined;
	readonly secure: boolean;
	/** Whether `X-Forwarded-For` is a proxy's of ours. */
	readonly trustProxy: boolean;
	/** Sign-in: it comes before the routes, which ask it who is calling. */
	readonly addIdentity?: (app: FastifyInstance) => Promise<void>;
};

const contentSecurity = {
	defaultSrc: ["'self'"],
	imgSrc: ["'self'", 'data:'],
	objectSrc: ["'none'"],
	baseUri: ["'none'"],
	frameAncestors: ["'none'"],
	formAction: ["'self'"],
};

/** The HTTP shell: one Fastify route for each line of the contract, and nothing beside it. */
export const buildHttp = async (options: HttpOptions): Promise<FastifyInstance> => {
	const app = Fastify({
		...(options.logger === false ? { logger: false } : { loggerInstance: options.logger }),
		bodyLimit: wireLimits.jsonBodyBytesMax,
		// Behind a proxy, tries at sign-in are counted by the address that it names.
		trustProxy: options.trustProxy,
		routerOptions: { maxParamLength: 200 },
	});
	app.setValidatorCompiler(validatorCompiler);
	app.setSerializerCompiler(serializerCompiler);
	app.setErrorHandler((error, request, reply) => void answerError(error, request, reply));
	await app.register(helmet, {
		contentSecurityPolicy: {
			useDefaults: false,
			directives: { ...contentSecurity, ...(options.secure ? { upgradeInsecureRequests: [] } : {}) },
		},
		crossOriginEmbedderPolicy: false,
		referrerPolicy: { policy: 'no-referrer' },
		strictTransportSecurity: options.secure,
	});
	await app.register(rateLimit, {
		max: options.requestsPerMinuteMax,
		timeWindow: 60_000,
		// After sign-in is checked: a person is counted as one wherever they sit, a building as many.
		hook: 'preHandler',
		keyGenerator: (request) => request.principal?.personId ?? normalizeIP(request.ip),
	});
	await app.register(compress, { threshold: 1024, encodings: ['br', 'gzip'] });
	await app.register(swagger, { openapi: openapiHead, transform: jsonSchemaTransform });
	await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true, uiConfig: { docExpansion: 'list' } });
	app.addContentTypeParser(
		'application/x-ndjson',
		{ bodyLimit: wireLimits.streamBodyBytesMax },
		(_request, payload, done) => done(null, payload),
	);
	await options.addIdentity?.(app);
	for (const key of Object.keys(routes) as RouteKey[]) addRoute(app, key, options);
	app.get('/health', { schema: { hide: true }, logLevel: 'silent' }, async () => ({ status: 'up' }));
	await addWeb(app, options.webFolder);
	return app;
};

const openapiHead = {
	openapi: '3.1.0',
	info: {
		title: 'Utu',
		version: '1',
		description: 'People correct, detail and judge what machines propose; the router protects the person who looks.',
		license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
	},
	components: {
		securitySchemes: {
			session: { type: 'apiKey', in: 'cookie', name: 'utu.session_token' },
			apiKey: { type: 'http', scheme: 'bearer' },
		},
	},
} as const;

/** How many times as often a route for programs may be called. */
const programsTimes = 100;

const addRoute = (app: FastifyInstance, key: RouteKey, options: HttpOptions): void => {
	const route: RouteDefinition = routes[key];
	const [method = 'GET', url = '/'] = key.split(' ');
	const handler = options.handlers[key] as (call: unknown) => ReturnType<Handlers[RouteKey]>;
	const open = isOpen(route.callers);
	const limit = { rateLimit: { max: options.requestsPerMinuteMax * programsTimes } };
	app.route({
		method,
		url,
		...(route.forPrograms === true ? { config: limit } : {}),
		schema: {
			summary: route.summary,
			tags: [route.stage],
			security: open ? [] : [{ session: [] }, { apiKey: [] }],
			...(route.params ? { params: route.params } : {}),
			...(route.query ? { querystring: route.query } : {}),
			// A route that also takes a stream checks its JSON item by item, as it does the stream's lines.
			...(route.body && !route.bodyMediaTypes ? { body: route.body } : {}),
			...(route.responseMediaTypes ? {} : { response: { 200: route.response, default: problemSchema } }),
		},
		preValidation: async (request, reply) => {
			const allowed = await options.authorise({ request, route });
			if (allowed === 'anyone') return;
			if ('status' in allowed) return answer(reply, allowed);
			request.principal = allowed;
		},
		handler: async (request, reply) => {
			const { params, query, body, principal } = request;
			// The contract and whoever authorises must agree that nobody is asked for.
			if (open !== (principal === undefined)) throw new Error(`who may call ${key} is not settled`);
			const isStream = route.bodyMediaTypes?.some((type) => request.headers['content-type']?.startsWith(type)) === true;
			const result = await handler(
				principal === undefined
					? { params, query, body }
					: {
							params,
							query,
							body: isStream ? undefined : body,
							bodyStream: isStream ? body : undefined,
							principal,
							organisationId: principal.organisationId ?? '',
							headers: new Headers(request.headers as Record<string, string>),
						},
			);
			if (!result.ok) return answer(reply, result.error);
			// What is about a person or an item is never kept by a cache.
			reply.header('cache-control', 'no-store');
			if (!isStreamed(result.value)) return reply.send(result.value);
			reply.type(result.value.mediaType);
			if (result.value.fileName) reply.header('content-disposition', `attachment; filename="${result.value.fileName}"`);
			return reply.send(result.value.stream);
		},
	});
};

declare module 'fastify' {
	interface FastifyRequest {
		principal?: Principal;
	}
}

const answer = (reply: FastifyReply, failure: Failure): FastifyReply => {
	const { retryAfterSeconds, ...rest } = failure;
	if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
	return reply
		.code(failure.status)
		.header('cache-control', 'no-store')
		.type('application/problem+json')
		.serializer(JSON.stringify)
		.send({ type: 'about:blank', ...rest });
};

const invalid = (faults: Failure['faults']): Failure => ({
	status: 422,
	code: 'invalid',
	title: 'Something in the request is not as it should be.',
	detail: faults?.map((fault) => `${fault.path || 'body'}: ${fault.message}`).join('; ') ?? '',
	...(faults ? { faults } : {}),
});

type Thrown = {
	readonly statusCode?: number;
	readonly code?: string;
	readonly message?: string;
	readonly validation?: readonly { instancePath?: string; message?: string }[];
};

const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
	const thrown = error as Thrown;
	if (thrown.validation) {
		return answer(
			reply,
			invalid(
				thrown.validation.map((one) => ({
					path: (one.instancePath ?? '').replace(/^\//, '').replaceAll('/', '.'),
					message: one.message ?? 'invalid',
				})),
			),
		);
	}
	const status = thrown.statusCode ?? 500;
	if (status >= 500) {
		request.log.error({ err: error }, 'request failed');
		return answer(reply, {
			status: 503,
			code: 'failed',
			title: 'The server failed on this request.',
			detail: 'Nothing was changed. Try again; if it goes on, tell the operator.',
		});
	}
	return answer(reply, {
		status: status as Failure['status'],
		code: thrown.code ?? `http-${status}`,
		title: thrown.message ?? 'The request was refused.',
	});
};

const addWeb = async (app: FastifyInstance, folder: string | undefined): Promise<void> => {
	const page = folder !== undefined && existsSync(`${folder}/index.html`);
	if (page) {
		await app.register(staticFiles, {
			root: folder,
			wildcard: false,
			index: false,
			preCompressed: true,
			setHeaders: (reply, path) =>
				void reply.header(
					'cache-control',
					path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
				),
		});
	}
	app.setNotFoundHandler((request, reply) => {
		const wantsPage =
			request.method === 'GET' && request.headers.accept?.includes('text/html') && !request.url.startsWith('/api/');
		if (page && wantsPage) return reply.header('cache-control', 'no-cache').sendFile('index.html', folder);
		return answer(reply, { status: 404, code: 'not-found', title: 'There is nothing here.' });
	});
};
