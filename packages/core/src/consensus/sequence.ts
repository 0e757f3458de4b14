import { assert, err, ok, type Result } from '../shared/result.ts';
import { type Agreement, krippendorffAlpha } from './agreement.ts';
import { inferConsensus } from './infer.ts';
import type { ConsensusMethod, ConsensusWarning } from './inference.ts';
import type { Labels } from './labels.ts';

/** A stretch of units that somebody marked with a label: `from` up to, and without, `to`. */
export type Run = { readonly from: number; readonly to: number; readonly label: number };

/** Everything that one worker marked on one item; no runs is an answer too: nothing is there. */
export type SequenceAnswer = { readonly item: number; readonly worker: number; readonly runs: readonly Run[] };

/** Items cut into units (pieces of text, frames of time), and what workers marked; ids are dense from 0. */
export type SequenceTask = {
	/** Units of each item. */
	readonly unitCounts: ArrayLike<number>;
	readonly workerCount: number;
	readonly labelCount: number;
	/** At most one by worker and item. */
	readonly answers: readonly SequenceAnswer[];
};

export type DecidedRun = Run & {
	/** Mean over its units of the probability that they bear the label; not the chance that both ends are exact. */
	readonly certainty: number;
	/** Workers who marked some of it with this label. */
	readonly support: number;
};

export type SequenceConsensus = {
	/** By item, in order of label and place. Runs of different labels may overlap, those of one label do not. */
	readonly runs: readonly (readonly DecidedRun[])[];
	/** The share of right answers by unit, worker × label, under the posterior; NaN without. For weighing, not for scoring. */
	readonly accuracy: Float64Array;
	/** Krippendorff's α over units, by label. */
	readonly agreement: readonly Agreement[];
	/** Runs that overlapped another of the same worker and label, and were joined with it. */
	readonly joined: number;
	readonly warnings: readonly (readonly ConsensusWarning[])[];
};

/** One item alone is over the limit. */
export type SequenceError = {
	readonly kind: 'too-many-units';
	readonly item: number;
	readonly cells: number;
	readonly cellsMax: number;
};

export const sequenceDefaults = {
	/** As good here as the pool of four at a quarter of the work; `docs/mathematics/consensus.md` has the figures. */
	method: 'dawid-skene-pooled',
} as const;

export const sequenceLimits = {
	/**
	 * Units × answers on them that are solved at once: some 30 bytes each, for one label at a time. More are solved in
	 * batches of whole items, each with worker models of its own, which so many units bear.
	 */
	cellsMax: 10_000_000,
} as const;

/**
 * Which units bear which label: for each label on its own, every unit is an item with two classes, and every worker
 * who answered has said yes or no to each of them. Runs are then the longest stretches more probable than not, cut
 * where most workers who marked both sides begin a new run.
 */
export const sequenceConsensus = (
	task: SequenceTask,
	options: { readonly method?: ConsensusMethod | undefined; readonly cellsMax?: number | undefined } = {},
): Result<SequenceConsensus, SequenceError> => {
	const { method = sequenceDefaults.method, cellsMax = sequenceLimits.cellsMax } = options;
	const answersOf = answersByItem(task);
	const cellsOf = (item: number): number => task.unitCounts[item]! * answersOf[item]!.length;
	const full = answersOf.findIndex((_, item) => cellsOf(item) > cellsMax);
	if (full >= 0) return err({ kind: 'too-many-units', item: full, cells: cellsOf(full), cellsMax });
	const batches = batchesOf(answersOf.length, cellsOf, cellsMax);
	const runs: DecidedRun[][] = answersOf.map(() => []);
	const accuracy = new Float64Array(task.workerCount * task.labelCount).fill(Number.NaN);
	const warnings: (readonly ConsensusWarning[])[] = [];
	const agreement: Agreement[] = [];
	let joined = 0;
	for (let label = 0; label < task.labelCount; label++) {
		const marks = marksOf(task, label);
		joined += marks.joined;
		if (marks.byAnswer.every((own) => own.length === 0)) {
			agreement.push({ defined: false, reason: 'one-class-only' });
			continue;
		}
		const tally = newTally(task.workerCount);
		for (const batch of batches) {
			const cells = unitLabels(task, { batch, answersOf, byAnswer: marks.byAnswer });
			const consensus = inferConsensus(cells, { method });
			warnings.push(consensus.warnings);
			count(tally, cells, consensus.posterior);
			let first = 0;
			for (let item = batch.from; item < batch.to; item++) {
				const at = first;
				const marked = (unit: number): number => consensus.posterior[2 * (at + unit) + 1]!;
				const given = answersOf[item]!.map((answer) => marks.byAnswer[answer]!);
				runs[item]!.push(...decideRuns({ unitCount: task.unitCounts[item]!, marked, given, label }));
				first += task.unitCounts[item]!;
			}
		}
		agreement.push(alphaOf(tally));
		for (let worker = 0; worker < task.workerCount; worker++) {
			accuracy[worker * task.labelCount + label] = tally.right[worker]! / tally.given[worker]!;
		}
	}
	return ok({ runs, accuracy, agreement, joined, warnings });
};

/** Indices of the answers to each item. */
const answersByItem = ({ unitCounts, workerCount, labelCount, answers }: SequenceTask): readonly number[][] => {
	const answersOf = Array.from({ length: unitCounts.length }, (): number[] => []);
	const seen = new Set<number>();
	for (const [at, { item, worker, runs }] of answers.entries()) {
		const size = unitCounts[item];
		assert(size !== undefined && worker >= 0 && worker < workerCount, 'item and worker are ids');
		assert(!seen.has(item * workerCount + worker), 'a worker answers an item once');
		for (const { from, to, label } of runs) {
			assert(from >= 0 && from < to && to <= size && label >= 0 && label < labelCount, 'a run lies on its item');
		}
		seen.add(item * workerCount + worker);
		answersOf[item]!.push(at);
	}
	return answersOf;
};

/** Items `from` up to, and without, `to`. */
type Batch = { readonly from: number; readonly to: number };

/** Of about as many cells each, none over the limit. */
const batchesOf = (itemCount: number, cellsOf: (item: number) => number, cellsMax: number): readonly Batch[] => {
	let all = 0;
	for (let item = 0; item < itemCount; item++) all += cellsOf(item);
	const share = all / Math.max(1, Math.ceil(all / cellsMax));
	const batches: Batch[] = [];
	let from = 0;
	let cells = 0;
	for (let item = 0; item < itemCount; item++) {
		const next = cells + cellsOf(item);
		if (item > from && (cells >= share || next > cellsMax)) {
			batches.push({ from, to: item });
			from = item;
			cells = 0;
		}
		cells += cellsOf(item);
	}
	if (from < itemCount) batches.push({ from, to: itemCount });
	return batches;
};

/** One worker's runs of one label on one item, apart from each other and in order. */
type Marks = readonly { readonly from: number; readonly to: number }[];

const marksOf = (
	task: SequenceTask,
	label: number,
): { readonly byAnswer: readonly Marks[]; readonly joined: number } => {
	let joined = 0;
	const byAnswer = task.answers.map(({ runs }): Marks => {
		const own = runs.filter((run) => run.label === label).sort((a, b) => a.from - b.from || a.to - b.to);
		const apart: { from: number; to: number }[] = [];
		for (const { from, to } of own) {
			const last = apart.at(-1);
			if (last === undefined || from >= last.to) apart.push({ from, to });
			else {
				last.to = Math.max(last.to, to);
				joined += 1;
			}
		}
		return apart;
	});
	return { byAnswer, joined };
};

const unitLabels = (
	task: SequenceTask,
	{
		batch,
		answersOf,
		byAnswer,
	}: { readonly batch: Batch; readonly answersOf: readonly (readonly number[])[]; readonly byAnswer: readonly Marks[] },
): Labels => {
	let [itemCount, cells] = [0, 0];
	for (let id = batch.from; id < batch.to; id++) {
		itemCount += task.unitCounts[id]!;
		cells += task.unitCounts[id]! * answersOf[id]!.length;
	}
	const [item, worker, label] = [new Int32Array(cells), new Int32Array(cells), new Uint8Array(cells)];
	let [used, first] = [0, 0];
	for (let id = batch.from; id < batch.to; id++) {
		const answers = answersOf[id]!;
		const size = task.unitCounts[id]!;
		for (const [place, answer] of answers.entries()) {
			for (let unit = 0; unit < size; unit++) {
				const at = used + unit * answers.length + place;
				item[at] = first + unit;
				worker[at] = task.answers[answer]!.worker;
			}
			for (const { from, to } of byAnswer[answer]!) {
				for (let unit = from; unit < to; unit++) label[used + unit * answers.length + place] = 1;
			}
		}
		used += size * answers.length;
		first += size;
	}
	return { itemCount, workerCount: task.workerCount, classCount: 2, item, worker, label };
};

/** What is added up over batches: right and given answers by worker, and units by how many said no and yes. */
type Tally = { readonly right: Float64Array; readonly given: Float64Array; readonly units: Map<number, number> };

const newTally = (workerCount: number): Tally => ({
	right: new Float64Array(workerCount),
	given: new Float64Array(workerCount),
	units: new Map(),
});

/** More workers than this on one unit do not occur: numbers of no and yes are kept in one. */
const viewsMax = 2 ** 20;

const count = ({ right, given, units }: Tally, labels: Labels, posterior: Float64Array): void => {
	const { item, worker, label } = labels;
	let views = 0;
	let yes = 0;
	for (let at = 0; at < item.length; at++) {
		right[worker[at]!]! += posterior[2 * item[at]! + label[at]!]!;
		given[worker[at]!]! += 1;
		views += 1;
		yes += label[at]!;
		if (at + 1 < item.length && item[at + 1] === item[at]) continue;
		const kind = (views - yes) * viewsMax + yes;
		units.set(kind, (units.get(kind) ?? 0) + 1);
		[views, yes] = [0, 0];
	}
};

const alphaOf = ({ units }: Tally): Agreement => {
	const kinds = [...units.keys()];
	const counts = Float64Array.from(kinds.flatMap((kind) => [Math.floor(kind / viewsMax), kind % viewsMax]));
	const weights = Float64Array.from(units.values());
	return krippendorffAlpha({ itemCount: kinds.length, classCount: 2, counts }, { weights });
};

type ItemMarks = {
	readonly unitCount: number;
	/** Probability that a unit bears the label. */
	readonly marked: (unit: number) => number;
	/** What each worker marked. */
	readonly given: readonly Marks[];
	readonly label: number;
};

const decideRuns = ({ unitCount, marked, given, label }: ItemMarks): DecidedRun[] => {
	if (given.every((marks) => marks.length === 0)) return [];
	const cuts = cutsOf(given);
	const runs: DecidedRun[] = [];
	let from = -1;
	let sum = 0;
	for (let unit = 0; unit <= unitCount; unit++) {
		const on = unit < unitCount && marked(unit) > 0.5;
		if (from >= 0 && (!on || cuts.has(unit))) {
			const support = given.filter((marks) => marks.some((one) => one.from < unit && one.to > from)).length;
			// A model may find what nobody marked where everybody is thought to miss much: it is not shown as found.
			if (support > 0) runs.push({ from, to: unit, label, certainty: sum / (unit - from), support });
			[from, sum] = [-1, 0];
		}
		if (!on) continue;
		if (from < 0) from = unit;
		sum += marked(unit);
	}
	return runs;
};

/** Units at which more workers begin a new run right behind another than mark on without a break. */
const cutsOf = (given: readonly Marks[]): ReadonlySet<number> => {
	const places = new Set<number>();
	for (const marks of given) {
		for (let at = 1; at < marks.length; at++) if (marks[at]!.from === marks[at - 1]!.to) places.add(marks[at]!.from);
	}
	const cuts = new Set<number>();
	for (const place of places) {
		let apart = 0;
		let through = 0;
		for (const marks of given) {
			if (marks.some(({ from, to }) => from < place && to > place)) through += 1;
			if (marks.some(({ from }) => from === place) && marks.some(({ to }) => to === place)) apart += 1;
		}
		if (apart > through) cuts.add(place);
	}
	return cuts;
};
