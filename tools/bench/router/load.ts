import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchWorker } from './data.ts';

/** What a stretch of load came to, seen from the client. Milliseconds. */
export type Load = {
	readonly leaseMs: readonly number[];
	readonly hardMs: readonly number[];
	readonly cycles: number;
	readonly requests: number;
	readonly nothing: number;
	readonly failed: number;
	readonly seconds: number;
};

type Lease = { readonly id: string; readonly content: unknown; readonly idempotencyKey: string };
type Call = (key: string, path: string, body: unknown) => Promise<{ readonly status: number; readonly body: unknown }>;

export const createCaller = (url: string, socketsMax: number): { readonly call: Call; readonly close: () => void } => {
	const agent = new Agent({ keepAlive: true, maxSockets: socketsMax });
	const { hostname, port } = new URL(url);
	return {
		close: () => agent.destroy(),
		call: (key, path, body) =>
			new Promise((resolve, reject) => {
				const payload = JSON.stringify(body);
				const sent = request(
					{
						agent,
						hostname,
						port,
						path: `/api/v1${path}`,
						method: 'POST',
						headers: {
							'content-type': 'application/json',
							'content-length': Buffer.byteLength(payload),
							authorization: `Bearer ${key}`,
						},
					},
					(response) => {
						const parts: Buffer[] = [];
						response.on('data', (part: Buffer) => parts.push(part));
						response.on('end', () =>
							resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(parts).toString()) }),
						);
					},
				);
				sent.on('error', reject);
				sent.end(payload);
			}),
	};
};

type Tally = { leaseMs: number[]; hardMs: number[]; cycles: number; requests: number; nothing: number; failed: number };

/** One person: asks, uncovers, answers. Says whether there was anything. */
const cycle = async (call: Call, worker: BenchWorker, tally: Tally): Promise<boolean> => {
	const began = performance.now();
	const next = await call(worker.key, '/work/next', {});
	const tookMs = performance.now() - began;
	tally.requests += 1;
	const work = next.body as { readonly kind?: string; readonly lease?: Lease };
	if (next.status !== 200) tally.failed += 1;
	(worker.hard ? tally.hardMs : tally.leaseMs).push(tookMs);
	if (work.kind !== 'lease' || work.lease === undefined) {
		tally.nothing += 1;
		return false;
	}
	const { id, content, idempotencyKey } = work.lease;
	if (content === null) {
		const shown = await call(worker.key, `/leases/${id}/reveal`, { sentences: 'all' });
		tally.requests += 1;
		if (shown.status !== 200) tally.failed += 1;
	}
	const answered = await call(worker.key, `/leases/${id}/answer`, { idempotencyKey, answers: { kind: 'fine' } });
	tally.requests += 1;
	if (answered.status === 200) tally.cycles += 1;
	else tally.failed += 1;
	return true;
};

const newTally = (): Tally => ({ leaseMs: [], hardMs: [], cycles: 0, requests: 0, nothing: 0, failed: 0 });

/** As fast as it goes, so many at once. */
export const closedLoad = async (options: {
	readonly call: Call;
	readonly workers: readonly BenchWorker[];
	readonly atOnce: number;
	readonly seconds: number;
}): Promise<Load> => {
	const tally = newTally();
	const free = [...options.workers];
	const began = performance.now();
	const end = began + options.seconds * 1_000;
	await Promise.all(
		Array.from({ length: options.atOnce }, async () => {
			while (performance.now() < end) {
				const worker = free.shift();
				if (worker === undefined) return;
				await cycle(options.call, worker, tally);
				free.push(worker);
			}
		}),
	);
	return { ...tally, seconds: (performance.now() - began) / 1_000 };
};

/** So many requests a second, whether the last have come back or not: what two thousand people ask for. */
export const openLoad = async (options: {
	readonly call: Call;
	readonly workers: readonly BenchWorker[];
	readonly requestsPerSecond: number;
	readonly seconds: number;
	readonly random: () => number;
}): Promise<Load> => {
	const tally = newTally();
	const free = [...options.workers];
	const running = new Set<Promise<unknown>>();
	const began = performance.now();
	const cyclesPerMs = options.requestsPerSecond / 3 / 1_000;
	for (let at = 0; at < options.seconds * 1_000; at += -Math.log(1 - options.random()) / cyclesPerMs) {
		const waitMs = began + at - performance.now();
		if (waitMs > 1) await sleep(waitMs);
		const worker = free.shift();
		if (worker === undefined) continue;
		const done = cycle(options.call, worker, tally).finally(() => {
			free.push(worker);
			running.delete(done);
		});
		running.add(done);
	}
	await Promise.all(running);
	return { ...tally, seconds: (performance.now() - began) / 1_000 };
};
