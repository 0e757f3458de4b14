import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type ApiCall = {
	readonly route: string;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: unknown;
};
export type ApiReply = { readonly status?: number; readonly body: unknown } | ((response: ServerResponse) => void);

export type ApiDouble = {
	readonly url: string;
	readonly calls: readonly ApiCall[];
	readonly close: () => Promise<void>;
};

/** A server that answers each "METHOD /path?query" as told, and anything else with 404. */
export const startApiDouble = async (replies: Readonly<Record<string, ApiReply>>): Promise<ApiDouble> => {
	const calls: ApiCall[] = [];
	const server = createServer(async (request, response) => {
		const route = `${request.method} ${request.url}`;
		const body = await text(request);
		calls.push({ route, headers: request.headers, body: body === '' ? undefined : JSON.parse(body) });
		const reply = replies[route] ?? {
			status: 404,
			body: { type: 'about:blank', title: 'There is nothing here.', status: 404, code: 'not-found' },
		};
		if (typeof reply === 'function') return reply(response);
		response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		calls,
		close: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
};

export const withApi = async (
	replies: Readonly<Record<string, ApiReply>>,
	act: (api: ApiDouble) => Promise<void>,
): Promise<void> => {
	const api = await startApiDouble(replies);
	try {
		await act(api);
	} finally {
		await api.close();
	}
};
