import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { text } from 'node:stream/consumers';
import { distFolder } from './built.ts';

const types: Readonly<Record<string, string>> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.svg': 'image/svg+xml',
};

/** The policy that the real server sends. */
export const contentPolicy =
	"default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'";

export type Call = {
	readonly method: string;
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	readonly body: unknown;
	readonly at: number;
};

/** What a scripted route answers: a status with a body, `drop` (the line is cut), or `hang` (no answer until `release`). */
export type Reply = { readonly status?: number; readonly body?: unknown } | 'drop' | 'hang';
export type Handler = (call: Call, params: readonly string[]) => Reply | Promise<Reply>;

export type Double = {
	readonly origin: string;
	readonly calls: Call[];
	/** Puts a route in place of an earlier one; `:x` in the path stands for one part. */
	readonly on: (route: string, handler: Handler) => void;
	readonly callsTo: (route: string) => readonly Call[];
	/** Lets go of requests that hang, by closing them. */
	readonly release: () => void;
	readonly close: () => Promise<void>;
};

const toPattern = (path: string): RegExp => new RegExp(`^${path.replace(/:[a-zA-Z]+/g, '([^/]+)')}$`);

/** The built page over HTTP with a scripted contract behind it, for states that a real server reaches rarely. */
export const startDouble = async (): Promise<Double> => {
	const routes = new Map<string, { readonly method: string; readonly pattern: RegExp; handler: Handler }>();
	const calls: Call[] = [];
	const hanging = new Set<ServerResponse>();

	const api = async (
		request: IncomingMessage,
		response: ServerResponse,
		{ pathname: path, searchParams }: URL,
	): Promise<void> => {
		const raw = await text(request);
		const call: Call = {
			method: request.method ?? 'GET',
			path,
			query: Object.fromEntries(searchParams),
			body: raw === '' ? undefined : JSON.parse(raw),
			at: Date.now(),
		};
		calls.push(call);
		for (const route of routes.values()) {
			const match = route.method === call.method ? route.pattern.exec(path) : null;
			if (match === null) continue;
			const reply = await route.handler(call, match.slice(1));
			if (reply === 'drop') request.socket.destroy();
			else if (reply === 'hang') hanging.add(response);
			else send(response, reply.status ?? 200, reply.body ?? {});
			return;
		}
		send(response, 404, { type: 'about:blank', title: 'Not found', status: 404, code: 'not-found' });
	};

	const asset = async (response: ServerResponse, path: string): Promise<void> => {
		const name = extname(path) === '' ? '/index.html' : normalize(path);
		const bytes = await readFile(join(distFolder, name)).catch(() => undefined);
		response.writeHead(bytes === undefined ? 404 : 200, {
			'content-type': types[extname(name)] ?? 'application/octet-stream',
			'content-security-policy': contentPolicy,
			'x-content-type-options': 'nosniff',
		});
		response.end(bytes);
	};

	const server = createServer((request, response) => {
		const url = new URL(request.url ?? '/', 'http://double');
		const done = url.pathname.startsWith('/api/') ? api(request, response, url) : asset(response, url.pathname);
		done.catch((error: unknown) =>
			send(response, 500, { type: 'about:blank', title: String(error), status: 500, code: 'double' }),
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		calls,
		on: (route, handler) => {
			const [method = '', path = ''] = route.split(' ');
			routes.delete(route);
			routes.set(route, { method, pattern: toPattern(path), handler });
		},
		callsTo: (route) => {
			const [method = '', path = ''] = route.split(' ');
			return calls.filter((call) => call.method === method && toPattern(path).test(call.path));
		},
		release: () => {
			for (const response of hanging) response.destroy();
			hanging.clear();
		},
		close: async () => {
			for (const response of hanging) response.destroy();
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
};

const send = (response: ServerResponse, status: number, body: unknown): void => {
	if (response.headersSent) return;
	response.writeHead(status, { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json' });
	response.end(JSON.stringify(body));
};
