import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type IntakeReport, newItem } from '@utu/contract/intake.ts';
import { wireLimits } from '@utu/contract/shared.ts';

/** What the server does with one request. `drop` takes the items in and then loses the line before it answers. */
export type Behaviour =
	| 'take'
	| 'drop'
	| { readonly status: number; readonly retryAfter?: number; readonly body?: string; readonly contentType?: string }
	| { readonly waitMs: number };

export type Behave = (request: number, lines: readonly string[]) => Behaviour;

export type Received = {
	readonly path: string;
	readonly apiKey: string | undefined;
	readonly lines: readonly string[];
};

export type IntakeDouble = {
	readonly url: string;
	/** Every request, in the order of arrival. */
	readonly requests: readonly Received[];
	/** Texts by key, as taken in. */
	readonly items: Map<string, string>;
	/** Resolves once so many requests have arrived. */
	readonly arrived: (count: number) => Promise<void>;
	readonly close: () => Promise<void>;
};

/** A small server that takes in items as the contract says: a key sent again changes nothing, or is refused with another text. */
export const startIntakeDouble = async (behave: Behave = () => 'take'): Promise<IntakeDouble> => {
	const requests: Received[] = [];
	const items = new Map<string, string>();
	const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
	const server = createServer((request, response) => {
		void answer(request, response, { requests, items, behave }).then(() => {
			for (const one of waiting) if (requests.length >= one.count) one.resolve();
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		items,
		arrived: (count) =>
			new Promise((resolve) => void (requests.length >= count ? resolve() : waiting.push({ count, resolve }))),
		close: () => closed(server),
	};
};

const closed = async (server: Server): Promise<void> => {
	server.closeAllConnections();
	server.close();
	await once(server, 'close');
};

type Kept = {
	readonly requests: Received[];
	readonly items: Map<string, string>;
	readonly behave: Behave;
};

const answer = async (
	request: IncomingMessage,
	response: ServerResponse,
	{ requests, items, behave }: Kept,
): Promise<void> => {
	const body = await text(request).catch(() => '');
	const lines = body.split('\n').filter((line) => line !== '');
	requests.push({ path: `${request.method} ${request.url}`, apiKey: request.headers.authorization, lines });
	const behaviour = behave(requests.length, lines);
	if (typeof behaviour === 'object' && 'status' in behaviour) {
		const { status, retryAfter, contentType = 'application/problem+json' } = behaviour;
		response.writeHead(status, {
			'content-type': contentType,
			...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
		});
		response.end(
			behaviour.body ?? JSON.stringify({ type: 'about:blank', title: 'Refused.', status, code: `test-${status}` }),
		);
		return;
	}
	const report = take(lines, items);
	if (behaviour === 'drop') {
		response.destroy();
		return;
	}
	const send = (): void =>
		void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(report));
	if (typeof behaviour === 'object') {
		const timer = setTimeout(send, behaviour.waitMs);
		response.on('close', () => clearTimeout(timer));
	} else send();
};

const take = (lines: readonly string[], items: Map<string, string>): IntakeReport => {
	const report: IntakeReport = {
		received: lines.length,
		accepted: 0,
		alreadyThere: 0,
		duplicates: 0,
		refused: 0,
		faults: [],
	};
	for (const [index, line] of lines.entries()) {
		const item = newItem.parse(JSON.parse(line));
		const known = items.get(item.key);
		if (known === item.text) report.alreadyThere += 1;
		else if (known === undefined) {
			report.accepted += 1;
			items.set(item.key, item.text);
		} else {
			report.refused += 1;
			if (report.faults.length < wireLimits.faultsReportedMax)
				report.faults.push({ line: index + 1, key: item.key, message: 'This key was sent before with another text.' });
		}
	}
	return report;
};
