import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchWorker, Group } from './people.ts';

/** What a stretch of load came to, seen from the client. Milliseconds. */
export type Load = {
	/** What each ask for work took, by who asked. */
	readonly leaseMs: Readonly<Record<Group, readonly number[]>>;
	readonly revealMs: readonly number[];
	readonly answerMs: readonly number[];
	readonly cycles: number;
	readonly requests: number;
	/** Asks of people who may see something, and were given nothing. */
	readonly nothing: number;
	/** What was refused, with how often. */
	readonly failures: Readonly<Record<string, number>>;
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

type Tally = {
	readonly leaseMs: Record<Group, number[]>;
	readonly revealMs: number[];
	readonly answerMs: number[];
	readonly failures: Record<string, number>;
	cycles: number;
	asked: number;
	requests: number;
	nothing: number;
};

const newTally = (): Tally => ({
	leaseMs: { ordinary: [], hard: [], none: [] },
	revealMs: [],
	answerMs: [],
	failures: {},
	cycles: 0,
	asked: 0,
	requests: 0,
	nothing: 0,
});

/** One person: asks, uncovers, answers. */
const cycle = async (call: Call, worker: BenchWorker, tally: Tally): Promise<void> => {
	const timed = async (took: number[], path: string, body: unknown): Promise<unknown> => {
		const began = performance.now();
		const response = await call(worker.key, path, body);
		took.push(performance.now() - began);
		tally.requests += 1;
		if (response.status === 200) return response.body;
		const { code } = response.body as { readonly code?: string };
		const what = `${path.split('/').at(-1)} ${response.status} ${code}`;
		tally.failures[what] = (tally.failures[what] ?? 0) + 1;
		return undefined;
	};
	tally.asked += 1;
	const next = await timed(tally.leaseMs[worker.group], '/work/next', {});
	const lease = (next as { readonly lease?: Lease } | undefined)?.lease;
	if (lease === undefined) {
		if (worker.group !== 'none') tally.nothing += 1;
		return;
	}
	const { id, content, idempotencyKey } = lease;
	if (content === null) await timed(tally.revealMs, `/leases/${id}/reveal`, { sentences: 'all' });
	const answers = { kind: 'fine' };
	const answered = await timed(tally.answerMs, `/leases/${id}/answer`, { idempotencyKey, answers });
	if (answered !== undefined) tally.cycles += 1;
};

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
				if (worker === undefined) throw new Error('fewer people than connections');
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
	// Mild content comes uncovered: how many requests one asking comes to shows as it goes.
	const pauseMs = (): number =>
		(1_000 / options.requestsPerSecond) * (tally.asked < 50 ? 2.5 : tally.requests / tally.asked);
	for (let at = 0; at < options.seconds * 1_000; at += -Math.log(1 - options.random()) * pauseMs()) {
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
