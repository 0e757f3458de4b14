import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { Webhook } from 'standardwebhooks';
import { guardedLookup, isPublicAddress, literalAddress, type Resolve } from './address.ts';

export const sendLimits = {
	/** From the name's resolution to the end of the answer. */
	timeoutMs: 10_000,
	/** Of one webhook at a time; the loop keeps to it, so that no message waits for a connection of another. */
	concurrencyMax: 8,
	/** An answer is read to its end, so that the connection can serve again; a longer one ends the connection. */
	answerBytesMax: 16 * 1024,
} as const;

export type OutgoingMessage = {
	readonly url: string;
	readonly secret: string;
	/** The same at every attempt: by it the receiver knows a repetition. */
	readonly id: string;
	readonly body: string;
	readonly sentAt: Date;
};

/** `error` is in our words: nothing of what the receiver wrote is kept. */
export type Sent = { readonly ok: true } | { readonly ok: false; readonly error: string };

export type Sender = {
	readonly send: (message: OutgoingMessage) => Promise<Sent>;
	/** Ends connections kept for the next message. */
	readonly close: () => void;
};

export type SenderOptions = {
	/** Whether webhooks may reach this machine and private networks. */
	readonly privateAddresses: boolean;
	readonly timeoutMs?: number | undefined;
	readonly resolve?: Resolve | undefined;
};

/** Posts signed messages (Standard Webhooks). No redirect is followed; 2xx is delivered, everything else is not. */
export const createSender = (options: SenderOptions): Sender => {
	const { privateAddresses, timeoutMs = sendLimits.timeoutMs } = options;
	const connection = {
		keepAlive: true,
		lookup: guardedLookup({ resolve: options.resolve ?? lookup, privateAddresses }),
	};
	const agents = { 'http:': new http.Agent(connection), 'https:': new https.Agent(connection) };
	return {
		send: (message) => {
			const url = new URL(message.url);
			const { protocol } = url;
			if (protocol !== 'http:' && protocol !== 'https:') return refuse('the URL is not http or https');
			// A literal address is never looked up.
			const literal = literalAddress(url.hostname);
			if (!privateAddresses && literal !== undefined && !isPublicAddress(literal)) return refuse('a private address');
			return post({ url, message, timeoutMs, agent: agents[protocol] });
		},
		close: () => {
			agents['http:'].destroy();
			agents['https:'].destroy();
		},
	};
};

const refuse = async (error: string): Promise<Sent> => ({ ok: false, error: `not sent: ${error}` });

const post = (options: {
	readonly url: URL;
	readonly message: OutgoingMessage;
	readonly timeoutMs: number;
	readonly agent: http.Agent | https.Agent;
}): Promise<Sent> =>
	new Promise((resolve) => {
		const { url, message, timeoutMs } = options;
		const body = Buffer.from(message.body);
		const request = (url.protocol === 'https:' ? https : http).request(url, {
			method: 'POST',
			agent: options.agent,
			headers: { ...headersOf(message), 'content-length': body.length },
		});
		let said: Sent | undefined;
		const timer = setTimeout(() => request.destroy(new SendTimeout()), timeoutMs);
		const finish = (sent: Sent): void => {
			clearTimeout(timer);
			resolve(sent);
		};
		request.on('response', (response) => {
			// The head says what became of the message: how its body ends changes nothing.
			const sent = sentBy(response.statusCode ?? 0);
			said = sent;
			discard(response);
			response.on('close', () => finish(sent));
		});
		request.on('error', (error: NodeJS.ErrnoException) => {
			finish(said ?? { ok: false, error: explainError(error, timeoutMs) });
		});
		request.end(body);
	});

class SendTimeout extends Error {}

const sentBy = (status: number): Sent => {
	if (status >= 200 && status < 300) return { ok: true };
	const redirected = status >= 300 && status < 400;
	return { ok: false, error: `HTTP ${status}${redirected ? ': redirects are not followed' : ''}` };
};

const headersOf = (message: OutgoingMessage): Readonly<Record<string, string>> => ({
	'content-type': 'application/json',
	'user-agent': 'Utu-Webhooks/1',
	'webhook-id': message.id,
	'webhook-timestamp': String(Math.floor(message.sentAt.getTime() / 1000)),
	'webhook-signature': new Webhook(message.secret).sign(message.id, message.sentAt, message.body),
});

/** Reads an answer to its end and keeps nothing of it. */
const discard = (response: http.IncomingMessage): void => {
	let bytes = 0;
	response.on('data', (chunk: Buffer) => {
		bytes += chunk.length;
		if (bytes > sendLimits.answerBytesMax) response.destroy();
	});
	response.on('error', () => response.destroy());
};

const explainError = (error: NodeJS.ErrnoException, timeoutMs: number): string => {
	if (error instanceof SendTimeout) return `no answer within ${timeoutMs / 1000} s`;
	switch (error.code) {
		case 'UTU_REFUSED_ADDRESS':
			return `not sent: ${error.message}`;
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return 'the host name is not known';
		case 'ECONNREFUSED':
			return 'the connection was refused';
		case 'ECONNRESET':
		case 'EPIPE':
			return 'the connection was cut';
		default:
			return `the connection failed (${error.code ?? error.name})`;
	}
};
