import type { Problem } from '@utu/contract/shared.ts';
import type { EpochMs } from '@utu/core/shared/brand.ts';
import { ApiError } from '@utu/sdk/client.ts';
import type { PendingAnswer } from '../api/answer-queue.ts';
import { codeOf, isLostLine, statusOf } from '../api/client.ts';
import type { TextStore } from '../api/draft-store.ts';
import type * as workApi from '../api/work.ts';
import type { Work } from '../api/work.ts';
import type { ItemState, Phase, Said, SessionState } from './session-state.ts';

/** How long a change rests before it goes to the server, how often a hide is tried again, when a page that waits asks again. */
export const sessionLimits = {
	draftMs: 900,
	hideTriesMax: 4,
	hideRetryMs: 1_500,
	firstPassMsMin: 1_500,
	firstPassAsksMax: 20,
	spreadMsMin: 5_000,
	spreadMs: 60_000,
} as const;

/** What became of an answer. `lost`: the line was, and nobody sends it again by itself. */
export type Submitted =
	| { readonly kind: 'done'; readonly said: Said['what'] }
	| { readonly kind: 'refused'; readonly problem: Problem }
	| { readonly kind: 'lost'; readonly error: unknown };

/** Sends an answer once: what the server refuses for good is said, and where the line was lost the page offers it again. */
export const sendOnce = async (send: () => Promise<Said['what']>): Promise<Submitted> => {
	try {
		return { kind: 'done', said: await send() };
	} catch (error) {
		const final = error instanceof ApiError && !isLostLine(error) && ![401, 408].includes(error.problem.status);
		return final ? { kind: 'refused', problem: error.problem } : { kind: 'lost', error };
	}
};

/** Where items come from and where answers go: the projects' work, or reviews. */
export type Source = {
	/** `aside`: the page has something else to show first, which it knows. */
	readonly next: (signal: AbortSignal) => Promise<Work | { readonly kind: 'aside' }>;
	readonly submit: (answer: PendingAnswer) => Promise<Submitted>;
	/** Leases whose answer is still on its way. */
	readonly pendingLeases: () => readonly string[];
};

export type SessionDeps = {
	readonly api: Omit<typeof workApi, 'sendAnswer' | 'nextWork'>;
	readonly source: Source;
	readonly store: TextStore;
	readonly personId: string;
	/** The server's time. */
	readonly now: () => EpochMs;
	/** Runs later, unless it is cancelled. */
	readonly schedule: (run: () => void, delayMs: number) => () => void;
	/** Whether nobody can see the page. */
	readonly isAway: () => boolean;
};

type TimerName = 'cover' | 'draft' | 'poll';

/** The state of one person's work and the ways to change it; the steps of the work are functions of it. */
export type SessionCore = {
	readonly deps: SessionDeps;
	readonly state: () => SessionState;
	readonly subscribe: (notify: () => void) => () => void;
	readonly set: (change: Partial<SessionState>) => void;
	/** The item in hand, where it can be worked on now. */
	readonly openItem: () => ItemState | undefined;
	/** The item, if it is still the one of this lease. */
	readonly itemOf: (leaseId: string) => ItemState | undefined;
	readonly setItem: (change: Partial<ItemState>, what?: Said['what']) => void;
	/** Goes to a phase; phases without an item drop it, content and all. */
	readonly toPhase: (phase: Phase) => void;
	readonly say: (what: Said['what']) => void;
	readonly timer: (name: TimerName, run?: () => void, delayMs?: number) => void;
	/** A failed call about the item: over, or to be tried again. */
	readonly failed: (error: unknown, retry: () => Promise<void>) => void;
	readonly retry: () => Promise<void>;
};

/** Whether an error says that the lease is over, rather than that this one request cannot be. */
export const isEnded = (error: unknown): boolean => {
	const status = statusOf(error);
	return (
		status === 410 || status === 404 || (status === 409 && !['time-up', 'no-budget'].includes(codeOf(error) ?? ''))
	);
};

export const createSessionCore = (deps: SessionDeps): SessionCore => {
	const listeners = new Set<() => void>();
	const timers = new Map<TimerName, () => void>();
	let state: SessionState = { phase: { kind: 'loading' }, item: undefined, said: undefined };
	let again: () => Promise<void> = () => Promise.resolve();

	const core: SessionCore = {
		deps,
		state: () => state,
		subscribe: (notify) => {
			listeners.add(notify);
			return () => listeners.delete(notify);
		},
		set: (change) => {
			state = { ...state, ...change };
			for (const notify of listeners) notify();
		},
		openItem: () => (state.phase.kind === 'item' ? state.item : undefined),
		itemOf: (leaseId) => (state.item?.lease.id === leaseId ? state.item : undefined),
		setItem: (change, what) => {
			if (state.item === undefined) return;
			core.set({
				item: { ...state.item, ...change },
				...(what === undefined ? {} : { said: { what, turn: (state.said?.turn ?? 0) + 1 } }),
			});
		},
		toPhase: (phase) => {
			const keepsItem = phase.kind === 'item' || phase.kind === 'sending';
			if (!keepsItem) for (const name of timers.keys()) core.timer(name);
			core.set({ phase, ...(keepsItem ? {} : { item: undefined }) });
		},
		say: (what) => core.set({ said: { what, turn: (state.said?.turn ?? 0) + 1 } }),
		timer: (name, run, delayMs = 0) => {
			timers.get(name)?.();
			timers.delete(name);
			if (run !== undefined) timers.set(name, deps.schedule(run, delayMs));
		},
		failed: (error, retry) => {
			again = retry;
			core.toPhase(
				isEnded(error)
					? { kind: 'ended', why: statusOf(error) === 410 ? 'expired' : 'refused' }
					: { kind: 'trouble', error },
			);
		},
		retry: () => again(),
	};
	return core;
};
