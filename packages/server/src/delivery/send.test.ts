import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Resolve } from './address.ts';
import { type Answer, answeredBy, openReceiver, type Receiver, verify } from './receiver.fixture.ts';
import { createSender, type OutgoingMessage, type Sender, type SenderOptions } from './send.ts';

const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;

const open: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of open.splice(0).reverse()) await close();
});

const receiver = async (answer?: Answer): Promise<Receiver> => {
	const opened = await openReceiver(answer);
	open.push(opened.close);
	return opened;
};

const sender = (options: Partial<SenderOptions> = {}): Sender => {
	const made = createSender({ privateAddresses: true, ...options });
	open.push(made.close);
	return made;
};

const message = (url: string, changed: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
	url,
	secret,
	id: '018f0000-0000-7000-8000-000000000001',
	body: '{"type":"decision.made"}',
	sentAt: new Date('2026-03-01T14:25:36.789Z'),
	...changed,
});

describe('a message', () => {
	it('arrives signed as Standard Webhooks asks', async () => {
		const { url, received } = await receiver();
		expect(await sender().send(message(url))).toEqual({ ok: true });
		const [got] = received;
		expect(got).toMatchObject({ id: message(url).id, body: '{"type":"decision.made"}' });
		expect(got?.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-timestamp': '1772375136' });
		if (got === undefined) throw new Error('nothing came');
		verify(secret, got);
		expect(() => verify(secret, { ...got, body: '{}' })).toThrow('not signed');
	});

	it.each([200, 201, 204])('is delivered by HTTP %i', async (status) => {
		expect(await sender().send(message((await receiver(answeredBy(status))).url))).toEqual({ ok: true });
	});

	it.each([400, 404, 410, 429, 500, 503])('is not delivered by HTTP %i, and the answer is not kept', async (status) => {
		const sent = await sender().send(message((await receiver(answeredBy(status))).url));
		expect(sent).toEqual({ ok: false, error: `HTTP ${status}` });
	});

	it('follows no redirect', async () => {
		const target = await receiver();
		const { url } = await receiver(answeredBy(307, { location: target.url }));
		expect(await sender().send(message(url))).toEqual({ ok: false, error: 'HTTP 307: redirects are not followed' });
		expect(target.received).toEqual([]);
	});

	it('gives up on silence', async () => {
		const { url, received } = await receiver(() => undefined);
		expect(await sender({ timeoutMs: 100 }).send(message(url))).toEqual({ ok: false, error: 'no answer within 0.1 s' });
		expect(received).toHaveLength(1);
	});

	it('is delivered when the head of the answer says so, however its body ends', async () => {
		const stalled = await receiver(({ response }) => void response.writeHead(200).write('and then'));
		expect(await sender({ timeoutMs: 200 }).send(message(stalled.url))).toEqual({ ok: true });
		const endless = await receiver(({ response }) => {
			response.writeHead(200);
			const pour = async (): Promise<void> => {
				while (!response.destroyed) {
					response.write('x'.repeat(10_000));
					await sleep(1);
				}
			};
			void pour();
		});
		expect(await sender({ timeoutMs: 5_000 }).send(message(endless.url))).toEqual({ ok: true });
	});

	it('says that nobody listens, or cuts the line', async () => {
		const gone = await openReceiver();
		await gone.close();
		expect(await sender().send(message(gone.url))).toEqual({ ok: false, error: 'the connection was refused' });
		const { url } = await receiver(({ response }) => void response.destroy());
		expect(await sender().send(message(url))).toEqual({ ok: false, error: 'the connection was cut' });
	});
});

describe('private addresses', () => {
	const named = (url: string): string => url.replace('127.0.0.1', 'hook.example');
	const resolving = (...answers: readonly string[]): Resolve & { readonly asked: string[] } => {
		const asked: string[] = [];
		const resolve: Resolve = (hostname, _options, callback) => {
			const address = answers[Math.min(asked.length, answers.length - 1)] ?? '';
			asked.push(hostname);
			callback(null, [{ address, family: 4 }]);
		};
		return Object.assign(resolve, { asked });
	};

	it('are not connected to, by address or by name', async () => {
		const { url, received } = await receiver();
		const guarded = sender({ privateAddresses: false, resolve: resolving('127.0.0.1') });
		expect(await guarded.send(message(url))).toEqual({ ok: false, error: 'not sent: a private address' });
		expect(await guarded.send(message(named(url)))).toEqual({
			ok: false,
			error: 'not sent: the name leads to a private address',
		});
		expect(received).toEqual([]);
	});

	it('are not reached by a name that changes its mind: it is asked once, and that answer is connected to', async () => {
		const { url, received } = await receiver();
		// The first answer is a public address where nobody listens; the second would be this machine.
		const resolve = resolving('192.0.2.1', '127.0.0.1');
		const allowing = sender({ privateAddresses: true, resolve, timeoutMs: 300 });
		expect((await allowing.send(message(named(url)))).ok).toBe(false);
		expect(resolve.asked).toEqual(['hook.example']);
		expect(received).toEqual([]);
	});

	it('are reached under their name where the installation allows it', async () => {
		const { url, received } = await receiver();
		const resolve = resolving('127.0.0.1');
		expect(await sender({ resolve }).send(message(named(url)))).toEqual({ ok: true });
		expect(received[0]?.headers.host).toBe(new URL(named(url)).host);
	});
});
