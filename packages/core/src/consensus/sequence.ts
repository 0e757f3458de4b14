import { assert, err, ok, type Result } from '../shared/result.ts';
import { type Agreement, itemCounts, krippendorffAlpha } from './agreement.ts';
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

export type SequenceError = { readonly kind: 'too-many-units'; readonly cells: number; readonly cellsMax: number };

export const sequenceDefaults = {
	/** As good here as the pool of four at a quarter of the work; `docs/mathematics/consensus.md` has the figures. */
	method: 'dawid-skene-pooled',
} as const;

export const sequenceLimits = {
	/** Units × answers on them, of one label: 9 bytes each while it is solved. */
	cellsMax: 20_000_000,
} as const;

/**
 * Which units bear which label: for each label on its own, every unit is an item with two classes, and every worker
 * who answered has said yes or no to each of them. Runs are then the longest stretches more probable than not, cut
 * where most workers who marked both sides begin a new run.
 */
export const sequenceConsensus = (
	task: SequenceTask,
	options: { readonly method?: ConsensusMethod | undefined } = {},
): Result<SequenceConsensus, SequenceError> => {
	const grid = gridOf(task);
	const { cellsMax } = sequenceLimits;
	if (grid.cells > cellsMax) return err({ kind: 'too-many-units', cells: grid.cells, cellsMax });
	const runs: DecidedRun[][] = grid.answersOf.map(() => []);
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
		const labels = unitLabels(grid, task, marks.byAnswer);
		const consensus = inferConsensus(labels, { method: options.method ?? sequenceDefaults.method });
		warnings.push(consensus.warnings);
		agreement.push(krippendorffAlpha(itemCounts(labels)));
		addAccuracy(accuracy, { labels, posterior: consensus.posterior, label, labelCount: task.labelCount });
		for (const [item, own] of runs.entries()) {
			const first = grid.firstUnit[item]!;
			const marked = (unit: number): number => consensus.posterior[2 * (first + unit) + 1]!;
			const given = grid.answersOf[item]!.map((at) => marks.byAnswer[at]!);
			own.push(...decideRuns({ unitCount: task.unitCounts[item]!, marked, given, label }));
		}
	}
	return ok({ runs, accuracy, agreement, joined, warnings });
};

type Grid = {
	/** The id of each item's first unit among all units. */
	readonly firstUnit: Int32Array;
	/** Indices of the answers to each item. */
	readonly answersOf: readonly (readonly number[])[];
	readonly cells: number;
};

const gridOf = ({ unitCounts, workerCount, labelCount, answers }: SequenceTask): Grid => {
	const firstUnit = new Int32Array(unitCounts.length + 1);
	for (let item = 0; item < unitCounts.length; item++) firstUnit[item + 1] = firstUnit[item]! + unitCounts[item]!;
	const answersOf = Array.from({ length: unitCounts.length }, (): number[] => []);
	const seen = new Set<number>();
	let cells = 0;
	for (const [at, { item, worker, runs }] of answers.entries()) {
		const size = unitCounts[item];
		assert(size !== undefined && worker >= 0 && worker < workerCount, 'item and worker are ids');
		assert(!seen.has(item * workerCount + worker), 'a worker answers an item once');
		for (const { from, to, label } of runs) {
			assert(from >= 0 && from < to && to <= size && label >= 0 && label < labelCount, 'a run lies on its item');
		}
		seen.add(item * workerCount + worker);
		answersOf[item]!.push(at);
		cells += size;
	}
	return { firstUnit, answersOf, cells };
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

const unitLabels = (grid: Grid, task: SequenceTask, byAnswer: readonly Marks[]): Labels => {
	const [item, worker] = [new Int32Array(grid.cells), new Int32Array(grid.cells)];
	const label = new Uint8Array(grid.cells);
	let used = 0;
	for (const [id, answers] of grid.answersOf.entries()) {
		const size = task.unitCounts[id]!;
		for (const [place, answer] of answers.entries()) {
			for (let unit = 0; unit < size; unit++) {
				const at = used + unit * answers.length + place;
				item[at] = grid.firstUnit[id]! + unit;
				worker[at] = task.answers[answer]!.worker;
			}
			for (const { from, to } of byAnswer[answer]!) {
				for (let unit = from; unit < to; unit++) label[used + unit * answers.length + place] = 1;
			}
		}
		used += size * answers.length;
	}
	const itemCount = grid.firstUnit.at(-1) ?? 0;
	return { itemCount, workerCount: task.workerCount, classCount: 2, item, worker, label };
};

const addAccuracy = (
	accuracy: Float64Array,
	{
		labels,
		posterior,
		label,
		labelCount,
	}: {
		readonly labels: Labels;
		readonly posterior: Float64Array;
		readonly label: number;
		readonly labelCount: number;
	},
): void => {
	const right = new Float64Array(labels.workerCount);
	const given = new Float64Array(labels.workerCount);
	for (let at = 0; at < labels.item.length; at++) {
		right[labels.worker[at]!]! += posterior[2 * labels.item[at]! + labels.label[at]!]!;
		given[labels.worker[at]!]! += 1;
	}
	for (let worker = 0; worker < right.length; worker++) {
		if (given[worker]! > 0) accuracy[worker * labelCount + label] = right[worker]! / given[worker]!;
	}
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
