import { ApiError } from '@utu/sdk/client.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPassing, retrying, retryLimits, waitMs } from './retry.ts';

const failure = (status: number, retryAfter?: number): ApiError =>
	new ApiError({ type: 'about:blank', title: 'No.', status, code: `test-${status}` }, retryAfter);

const attempts = (failures: readonly Error[]) => {
	let made = 0;
	const act = async (): Promise<number> => {
		made += 1;
		const error = failures[made - 1];
		if (error !== undefined) throw error;
		return made;
	};
	return { act, made: () => made };
};

const options = { attemptsMax: 4, signal: new AbortController().signal, random: () => 0 };

describe('waitMs', () => {
	it('doubles with jitter, within limits, and follows what the server asks for', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 100 }),
				fc.double({ min: 0, max: 0.999, noNaN: true }),
				(attempt, jitter) => {
					const wait = waitMs({ attempt, askedSeconds: undefined, random: () => jitter });
					expect(wait).toBeGreaterThanOrEqual(
						Math.min(retryLimits.waitMsMin * 2 ** (attempt - 1), retryLimits.waitMsMax / 2),
					);
					expect(wait).toBeLessThanOrEqual(retryLimits.waitMsMax);
				},
			),
		);
		expect(waitMs({ attempt: 1, askedSeconds: 7, random: () => 0 })).toBe(7_000);
		expect(waitMs({ attempt: 1, askedSeconds: 1e9, random: () => 0 })).toBe(retryLimits.askedWaitMsMax);
		expect(waitMs({ attempt: 1, askedSeconds: -1, random: () => 0 })).toBe(0);
	});
});

describe('retrying', () => {
	it('tries again after what passes, and tells before each wait', async () => {
		const { act } = attempts([failure(503, 0), failure(429, 0), failure(0, 0)]);
		const told: number[] = [];
		expect(await retrying(act, { ...options, onWait: ({ attempt }) => told.push(attempt) })).toBe(4);
		expect(told).toEqual([1, 2, 3]);
	});

	it('ends with the last failure after so many tries, and at once on a refusal or a bug', async () => {
		const always = attempts(Array.from({ length: 9 }, () => failure(502, 0)));
		await expect(retrying(always.act, options)).rejects.toMatchObject({ problem: { status: 502 } });
		expect(always.made()).toBe(4);
		for (const error of [failure(404), failure(501), new TypeError('a bug')]) {
			const once = attempts([error]);
			await expect(retrying(once.act, options)).rejects.toBe(error);
			expect(once.made()).toBe(1);
		}
		expect([0, 408, 425, 429, 500, 502, 503, 504].every((status) => isPassing(failure(status)))).toBe(true);
	});

	it('stops waiting when it is told to', async () => {
		const stop = new AbortController();
		const reason = new Error('stopped');
		const { act, made } = attempts([failure(429, 100)]);
		const running = retrying(act, {
			...options,
			signal: stop.signal,
			onWait: () => queueMicrotask(() => stop.abort(reason)),
		});
		await expect(running).rejects.toBe(reason);
		expect(made()).toBe(1);
	});
});
