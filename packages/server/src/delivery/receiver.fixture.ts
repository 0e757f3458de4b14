import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export type Received = {
	readonly id: string;
	readonly body: string;
	readonly headers: http.IncomingHttpHeaders;
};

export type Receiver = {
	readonly url: string;
	readonly received: readonly Received[];
	/** Ids that were in the air twice at one time. */
	readonly overlaps: readonly string[];
	/** The most messages in the air at one time. */
	readonly inFlightMax: () => number;
	/** What comes next is answered so. */
	readonly answerWith: (answer: Answer) => void;
	/** Waits until so many have come. */
	readonly untilReceived: (count: number) => Promise<void>;
	readonly close: () => Promise<void>;
};

/** How a message is answered: its number counts from 1. */
export type Answer = (message: {
	readonly number: number;
	readonly id: string;
	readonly response: http.ServerResponse;
}) => void;

export const accepted: Answer = ({ response }) => void response.writeHead(204).end();
export const answeredBy =
	(status: number, headers: http.OutgoingHttpHeaders = {}): Answer =>
	({ response }) =>
		void response.writeHead(status, headers).end('This answer is a secret of the receiver.');

/** A real HTTP receiver on loopback. */
export const openReceiver = async (answer: Answer = accepted): Promise<Receiver> => {
	const received: Received[] = [];
	const overlaps: string[] = [];
	const inFlight = new Map<string, number>();
	const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
	let most = 0;
	let current = answer;
	const server = http.createServer((request, response) => {
		const id = String(request.headers['webhook-id']);
		inFlight.set(id, (inFlight.get(id) ?? 0) + 1);
		if ((inFlight.get(id) ?? 0) > 1) overlaps.push(id);
		most = Math.max(most, inFlight.size);
		response.on('close', () => {
			const left = (inFlight.get(id) ?? 1) - 1;
			if (left === 0) inFlight.delete(id);
			else inFlight.set(id, left);
		});
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			received.push({ id, body: Buffer.concat(chunks).toString(), headers: request.headers });
			for (const one of waiting) if (received.length >= one.count) one.resolve();
			current({ number: received.length, id, response });
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/hook`,
		received,
		overlaps,
		inFlightMax: () => most,
		answerWith: (next) => {
			current = next;
		},
		untilReceived: (count) =>
			new Promise((resolve) => {
				if (received.length >= count) resolve();
				else waiting.push({ count, resolve });
			}),
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
};

/** Checks the signature with the library that receivers use, the clock aside. @throws when it does not hold. */
export const verify = (secret: string, message: Received): void => {
	const signedAt = new Date(Number(message.headers['webhook-timestamp']) * 1000);
	const expected = new Webhook(secret).sign(message.id, signedAt, message.body);
	if (message.headers['webhook-signature'] !== expected)
		throw new Error(`${message.id} is not signed with this secret`);
};
