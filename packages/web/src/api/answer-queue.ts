import type { RequestBody, ResponseBody } from '@utu/contract/routes.ts';
import type { Problem } from '@utu/contract/shared.ts';
import type { EpochMs } from '@utu/core/shared/brand.ts';
import type { TextStore } from './draft-store.ts';

type AnswerRoute = 'POST /api/v1/leases/:leaseId/answer';

export type PendingAnswer = {
	readonly leaseId: string;
	readonly itemId: string;
	readonly at: EpochMs;
	readonly body: RequestBody<AnswerRoute>;
};

/** What sending once came to. `lost` may succeed later with the same key; the other two are final. */
export type SendResult =
	| { readonly kind: 'acknowledged'; readonly receipt: ResponseBody<AnswerRoute> }
	| { readonly kind: 'refused'; readonly problem: Problem }
	| { readonly kind: 'lost' };
export type Outcome = Exclude<SendResult, { kind: 'lost' }>;

export type QueueState = { readonly waiting: number /** The last try did not get through. */; readonly lost: boolean };

export type AnswerQueue = {
	/** Keeps the answer, sends it, and tries again until the server has said something final. */
	readonly submit: (answer: PendingAnswer) => Promise<Outcome>;
	/** Sends now what waits, also from before the page was opened. Resolves when nothing waits or the line is lost. */
	readonly flush: () => Promise<void>;
	readonly state: () => QueueState;
	readonly subscribe: (notify: () => void) => () => void;
	readonly close: () => void;
};

export type QueueOptions = {
	readonly store: TextStore;
	readonly personId: string;
	readonly send: (answer: PendingAnswer) => Promise<SendResult>;
	/** Runs later, unless it is cancelled. */
	readonly schedule: (run: () => void, delayMs: number) => () => void;
	/** Told of every final outcome, also of answers from before the page was opened. */
	readonly onOutcome?: (answer: PendingAnswer, outcome: Outcome) => void;
};

export const queueLimits = { retryMsMin: 1_000, retryMsMax: 30_000, answersMax: 50 } as const;

const keyFor = (personId: string): string => `utu.answers.${personId}`;

export const readPending = (store: TextStore, personId: string): readonly PendingAnswer[] => {
	try {
		const parsed: unknown = JSON.parse(store.read(keyFor(personId)) ?? '[]');
		return Array.isArray(parsed)
			? (parsed as PendingAnswer[]).filter((answer) => typeof answer?.body?.idempotencyKey === 'string')
			: [];
	} catch {
		return [];
	}
};

/** Answers on their way, oldest first, one at a time; each stays in storage until the server has acknowledged or refused it. */
export const createAnswerQueue = (options: QueueOptions): AnswerQueue => {
	const { store, personId } = options;
	const listeners = new Set<() => void>();
	const waiters = new Map<string, (outcome: Outcome) => void>();
	let waiting: readonly PendingAnswer[] = readPending(store, personId);
	let snapshot: QueueState = { waiting: waiting.length, lost: false };
	let running: Promise<void> | undefined;
	let cancelRetry: (() => void) | undefined;
	let retryMs: number = queueLimits.retryMsMin;
	let closed = false;

	/** Puts one answer in, or takes it out, in memory and in storage; what another tab keeps there stays. */
	const change = (answer: PendingAnswer, presence: 'in' | 'out'): void => {
		const put = (list: readonly PendingAnswer[]): readonly PendingAnswer[] => {
			const others = list.filter((other) => other.body.idempotencyKey !== answer.body.idempotencyKey);
			return presence === 'in' ? [...others, answer].slice(-queueLimits.answersMax) : others;
		};
		waiting = put(waiting);
		const stored = put(readPending(store, personId));
		store.write(keyFor(personId), stored.length === 0 ? undefined : JSON.stringify(stored));
	};

	const tell = (lost: boolean): void => {
		snapshot = { waiting: waiting.length, lost };
		for (const notify of listeners) notify();
	};

	const run = async (): Promise<void> => {
		for (let answer = waiting[0]; answer !== undefined && !closed; answer = waiting[0]) {
			const sent = answer;
			const result = await options.send(sent);
			if (closed) return;
			if (result.kind === 'lost') {
				tell(true);
				cancelRetry = options.schedule(() => void flush(), retryMs);
				retryMs = Math.min(retryMs * 2, queueLimits.retryMsMax);
				return;
			}
			retryMs = queueLimits.retryMsMin;
			change(sent, 'out');
			tell(false);
			options.onOutcome?.(sent, result);
			waiters.get(sent.body.idempotencyKey)?.(result);
			waiters.delete(sent.body.idempotencyKey);
		}
	};

	const flush = (): Promise<void> => {
		cancelRetry?.();
		cancelRetry = undefined;
		running ??= run().finally(() => {
			running = undefined;
			// One that came in while the last turn ended would wait for nothing.
			if (waiting.length > 0 && cancelRetry === undefined && !closed) void flush();
		});
		return running;
	};

	return {
		submit: (answer) => {
			const outcome = new Promise<Outcome>((resolve) => waiters.set(answer.body.idempotencyKey, resolve));
			change(answer, 'in');
			tell(snapshot.lost);
			void flush();
			return outcome;
		},
		flush,
		state: () => snapshot,
		subscribe: (notify) => {
			listeners.add(notify);
			return () => listeners.delete(notify);
		},
		close: () => {
			closed = true;
			cancelRetry?.();
		},
	};
};
