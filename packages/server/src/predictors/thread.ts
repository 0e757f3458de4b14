import { Worker } from 'node:worker_threads';
import { err, ok, type Result } from '@utu/core/shared/result.ts';

export type ThreadOptions = {
	/** A module that answers each message of its parent port with exactly one. */
	readonly module: URL;
	readonly name: string;
	/** Calls that wait for the thread, beside the one that runs. */
	readonly queueMax: number;
	/** Of one call, from when the thread takes it up. */
	readonly timeoutMs: number;
	readonly heapMbMax: number;
};

export type ThreadError =
	| { readonly kind: 'busy'; readonly queueMax: number }
	| { readonly kind: 'timeout'; readonly timeoutMs: number }
	| { readonly kind: 'crashed'; readonly detail: string }
	| { readonly kind: 'aborted' }
	| { readonly kind: 'stopped' };

/** A worker thread behind a queue of limited length, one call at a time. */
export type Thread<Request, Reply> = {
	/** Always ends, with a reply or an error. An abort ends the call at once; the thread still finishes what it has begun. */
	readonly call: (request: Request, signal?: AbortSignal) => Promise<Result<Reply, ThreadError>>;
	/** Ends all calls with `stopped`, and the thread. */
	readonly stop: () => Promise<void>;
	readonly health: () => { readonly stopped: boolean; readonly waiting: number; readonly restarts: number };
};

/** Given to the first call of a fresh thread on top, for loading its modules on a busy machine. */
const startMsMax = 10_000;

type Call<Request, Reply> = { readonly request: Request; readonly end: (result: Result<Reply, ThreadError>) => void };

/**
 * Starts lazily: the thread is made for the first call, and made again for the next call after it died or was ended for taking too long.
 * A dying thread takes only the running call with it.
 */
export const startThread = <Request, Reply>(options: ThreadOptions): Thread<Request, Reply> => {
	const { queueMax, timeoutMs } = options;
	const waiting: Call<Request, Reply>[] = [];
	let worker: Worker | undefined;
	let running: Call<Request, Reply> | undefined;
	let timer: NodeJS.Timeout | undefined;
	let stopped = false;
	let restarts = 0;

	const runNext = (): void => {
		if (running !== undefined || stopped) return;
		running = waiting.shift();
		if (running === undefined) return;
		const allowedMs = worker === undefined ? timeoutMs + startMsMax : timeoutMs;
		worker ??= startWorker();
		timer = setTimeout(() => drop({ kind: 'timeout', timeoutMs }), allowedMs);
		worker.postMessage(running.request);
	};

	const finish = (result: Result<Reply, ThreadError>): void => {
		clearTimeout(timer);
		const ended = running;
		running = undefined;
		ended?.end(result);
		runNext();
	};

	const drop = (error: ThreadError): void => {
		void worker?.terminate();
		worker = undefined;
		restarts += 1;
		finish(err(error));
	};

	const startWorker = (): Worker => {
		const { module, name, heapMbMax } = options;
		const started = new Worker(module, { name, resourceLimits: { maxOldGenerationSizeMb: heapMbMax } });
		// Only the kind of a fault is kept: its message may quote the content.
		const onLost = (detail: string) => {
			if (worker === started) drop({ kind: 'crashed', detail });
		};
		started.on('message', (reply: Reply) => {
			if (worker === started) finish(ok(reply));
		});
		started.on('messageerror', () => onLost('unreadable reply'));
		started.on('error', (error) => onLost(error instanceof Error ? error.name : 'error'));
		started.on('exit', () => onLost('exit'));
		return started;
	};

	const call = (request: Request, signal?: AbortSignal): Promise<Result<Reply, ThreadError>> => {
		if (stopped) return Promise.resolve(err({ kind: 'stopped' }));
		if (signal?.aborted === true) return Promise.resolve(err({ kind: 'aborted' }));
		if (waiting.length >= queueMax) return Promise.resolve(err({ kind: 'busy', queueMax }));
		return new Promise((resolve) => {
			const end = (result: Result<Reply, ThreadError>): void => {
				signal?.removeEventListener('abort', onAbort);
				resolve(result);
			};
			const own: Call<Request, Reply> = { request, end };
			const onAbort = (): void => {
				const place = waiting.indexOf(own);
				if (place >= 0) waiting.splice(place, 1);
				end(err({ kind: 'aborted' }));
			};
			signal?.addEventListener('abort', onAbort);
			waiting.push(own);
			runNext();
		});
	};

	const stop = async (): Promise<void> => {
		stopped = true;
		clearTimeout(timer);
		const ending = worker;
		worker = undefined;
		for (const { end } of [...(running === undefined ? [] : [running]), ...waiting.splice(0)])
			end(err({ kind: 'stopped' }));
		running = undefined;
		await ending?.terminate();
	};

	return { call, stop, health: () => ({ stopped, waiting: waiting.length, restarts }) };
};
