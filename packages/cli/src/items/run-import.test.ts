import type { IntakeReport } from '@utu/contract/intake.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chunk } from './chunks.ts';
import { noTotals, runImport, type Settled } from './run-import.ts';

const chunk = (index: number): Chunk => ({
	bodyLines: [],
	lineNumbers: [],
	faults: [],
	received: 1,
	end: { line: index + 2, byte: 10 * (index + 1) },
});
const report: IntakeReport = { received: 1, accepted: 1, alreadyThere: 0, duplicates: 0, refused: 0, faults: [] };

const chunksOf = async function* (count: number) {
	for (let index = 0; index < count; index++) yield chunk(index);
};

const ticks = async (count: number): Promise<void> => {
	for (let tick = 0; tick < count; tick++) await Promise.resolve();
};

type Run = { readonly settled: Settled[]; readonly inFlightMax: number; readonly result: IntakeReport | Error };

/** Sends chunks that take `delays[i]` ticks; the one at `failsAt` fails. */
const start = async (
	delays: readonly number[],
	options: { readonly concurrency: number; readonly failsAt?: number },
): Promise<Run> => {
	const settled: Settled[] = [];
	let inFlight = 0;
	let inFlightMax = 0;
	const send = async ({ end }: Chunk): Promise<IntakeReport> => {
		inFlight += 1;
		inFlightMax = Math.max(inFlightMax, inFlight);
		await ticks(delays[end.line - 2] ?? 0);
		inFlight -= 1;
		if (end.line - 2 === options.failsAt) throw new Error('refused');
		return report;
	};
	const running = runImport({
		chunks: chunksOf(delays.length),
		send,
		concurrency: options.concurrency,
		before: noTotals,
		onSettled: async (one) => void settled.push(one),
	});
	return { settled, result: await running.catch((error: Error) => error), inFlightMax };
};

const delays = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 8 });

describe('runImport', { timeout: 30_000 }, () => {
	it('settles in the order of the file however long each takes, with no more in flight than allowed', async () => {
		await fc.assert(
			fc.asyncProperty(delays, fc.integer({ min: 1, max: 4 }), async (times, concurrency) => {
				const { settled, result, inFlightMax } = await start(times, { concurrency });
				expect(settled.map(({ place }) => place.line)).toEqual(times.map((_, index) => index + 2));
				expect(settled.map(({ totals }) => totals.accepted)).toEqual(times.map((_, index) => index + 1));
				expect(result).toMatchObject({ received: times.length, accepted: times.length });
				expect(inFlightMax).toBeLessThanOrEqual(concurrency);
			}),
			{ numRuns: 25 },
		);
	});

	it('stops at the first failure, with everything before it settled and nothing after', async () => {
		await fc.assert(
			fc.asyncProperty(delays, fc.integer({ min: 1, max: 4 }), fc.nat(), async (times, concurrency, pick) => {
				const failsAt = pick % times.length;
				const { settled, result } = await start(times, { concurrency, failsAt });
				expect(result).toBeInstanceOf(Error);
				expect(settled.map(({ place }) => place.line)).toEqual(
					Array.from({ length: failsAt }, (_, index) => index + 2),
				);
			}),
			{ numRuns: 25 },
		);
	});

	it('adds to the totals of earlier runs, and keeps the first hundred faults', async () => {
		const faults = Array.from({ length: 60 }, (_, index) => ({ line: index + 1, message: 'bad' }));
		const result = await runImport({
			chunks: chunksOf(3),
			send: async () => ({ ...report, accepted: 0, refused: 60, faults }),
			concurrency: 2,
			before: { ...noTotals, received: 10, accepted: 10 },
			onSettled: async () => undefined,
		});
		expect(result).toMatchObject({ received: 13, accepted: 10, refused: 180 });
		expect(result.faults).toHaveLength(100);
	});
});
