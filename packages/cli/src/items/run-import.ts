import type { IntakeReport } from '@utu/contract/intake.ts';
import { wireLimits } from '@utu/contract/shared.ts';
import type { Place } from '../files/lines.ts';
import type { Chunk, Fault } from './chunks.ts';

export const noTotals: IntakeReport = {
	received: 0,
	accepted: 0,
	alreadyThere: 0,
	duplicates: 0,
	refused: 0,
	faults: [],
};

export type Settled = { readonly totals: IntakeReport; readonly place: Place; readonly faults: readonly Fault[] };

export type RunOptions = {
	readonly chunks: AsyncIterable<Chunk>;
	readonly send: (chunk: Chunk) => Promise<IntakeReport>;
	/** Requests in flight at once. */
	readonly concurrency: number;
	/** Totals of the runs before this one. */
	readonly before: IntakeReport;
	/** Told in the order of the file: all before `place` is settled. */
	readonly onSettled: (settled: Settled) => Promise<void>;
};

/**
 * Sends chunks with several in flight and settles them in the order of the file, so that one place says how far it got.
 * Memory is bounded by the chunks in flight. @throws what `send` throws first; what was settled before stays.
 */
export const runImport = async (options: RunOptions): Promise<IntakeReport> => {
	let totals = options.before;
	const flight: { readonly chunk: Chunk; readonly report: Promise<IntakeReport> }[] = [];
	const settleFirst = async (): Promise<void> => {
		const first = flight.shift();
		if (first === undefined) return;
		const report = await first.report;
		totals = addUp(totals, report);
		await options.onSettled({ totals, place: first.chunk.end, faults: report.faults });
	};
	for await (const chunk of options.chunks) {
		const report = options.send(chunk);
		// A failure is met when its turn comes; until then it must not count as unhandled.
		report.catch(() => undefined);
		flight.push({ chunk, report });
		if (flight.length >= options.concurrency) await settleFirst();
	}
	while (flight.length > 0) await settleFirst();
	return totals;
};

const addUp = (totals: IntakeReport, report: IntakeReport): IntakeReport => ({
	received: totals.received + report.received,
	accepted: totals.accepted + report.accepted,
	alreadyThere: totals.alreadyThere + report.alreadyThere,
	duplicates: totals.duplicates + report.duplicates,
	refused: totals.refused + report.refused,
	faults: [...totals.faults, ...report.faults].slice(0, wireLimits.faultsReportedMax),
});
