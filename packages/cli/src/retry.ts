import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '@utu/sdk/client.ts';

export type RetryOptions = {
	/** Tries in all, the first included. */
	readonly attemptsMax: number;
	readonly signal: AbortSignal;
	/** Uniform in [0, 1). */
	readonly random: () => number;
	/** Told before each wait. */
	readonly onWait?: (wait: { readonly reason: string; readonly waitMs: number; readonly attempt: number }) => void;
};

export const retryLimits = { waitMsMin: 250, waitMsMax: 30_000, askedWaitMsMax: 120_000 } as const;

/** A lost line, a busy server and a failing one pass; a refusal does not. */
export const isPassing = (error: unknown): error is ApiError =>
	error instanceof ApiError &&
	[0, 408, 425, 429, 500, 502, 503, 504].includes(error.problem.status) &&
	error.problem.code !== 'not-utu';

/**
 * How long to wait after try `attempt` (from 1): what the server asked for, else doubling with jitter between half and
 * the whole, so that many senders that failed together do not come back together.
 */
export const waitMs = (options: {
	readonly attempt: number;
	readonly askedSeconds: number | undefined;
	readonly random: () => number;
}): number => {
	const { waitMsMin, waitMsMax, askedWaitMsMax } = retryLimits;
	if (options.askedSeconds !== undefined) return Math.min(Math.max(options.askedSeconds, 0) * 1_000, askedWaitMsMax);
	const whole = Math.min(2 * waitMsMin * 2 ** (options.attempt - 1), waitMsMax);
	return (whole / 2) * (1 + options.random());
};

/** Tries again after failures that pass. @throws what the last try threw, or the signal's reason. */
export const retrying = async <T>(act: () => Promise<T>, options: RetryOptions): Promise<T> => {
	for (let attempt = 1; ; attempt++) {
		options.signal.throwIfAborted();
		try {
			return await act();
		} catch (error) {
			options.signal.throwIfAborted();
			if (!isPassing(error) || attempt >= options.attemptsMax) throw error;
			const wait = waitMs({ attempt, askedSeconds: error.retryAfterSeconds, random: options.random });
			options.onWait?.({ reason: reasonOf(error), waitMs: wait, attempt });
			await sleep(wait, undefined, { signal: options.signal }).catch(() => options.signal.throwIfAborted());
		}
	}
};

/** The title says in words what the detail says for those who look for the cause. */
const reasonOf = ({ problem }: ApiError): string =>
	problem.status === 0 ? problem.title : `${problem.status}: ${problem.title}`;
