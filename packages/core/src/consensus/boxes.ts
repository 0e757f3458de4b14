import { assert, err, ok, type Result } from '../shared/result.ts';
import { type Agreement, itemCounts, krippendorffAlpha } from './agreement.ts';
import { type Box, matchBoxes, type OwnedBox } from './box-match.ts';
import { inferConsensus } from './infer.ts';
import type { ConsensusMethod, ConsensusWarning } from './inference.ts';
import { type Labels, labelLimits } from './labels.ts';

/** Everything that one worker boxed on one picture; no boxes is an answer too: nothing is there. */
export type BoxAnswer = { readonly item: number; readonly worker: number; readonly boxes: readonly Box[] };

export type BoxTask = {
	readonly itemCount: number;
	readonly workerCount: number;
	readonly labelCount: number;
	/** At most one by worker and item. */
	readonly answers: readonly BoxAnswer[];
};

export type DecidedBox = Box & {
	/** Probability that something is there and bears this label. */
	readonly certainty: number;
	/** Probability that something is there, whatever its label. */
	readonly existence: number;
	/** Workers who boxed it. */
	readonly support: number;
};

export type BoxConsensus = {
	readonly boxes: readonly (readonly DecidedBox[])[];
	/** Standard deviation of each worker's edges, as a share of the box's width or height; NaN without any. */
	readonly edgeError: Float64Array;
	/** Krippendorff's α over what somebody boxed, “nothing there” being a class: what nobody boxed is not counted. */
	readonly agreement: Agreement;
	/** Things that somebody boxed and that are more probably not there. */
	readonly refused: number;
	readonly warnings: readonly ConsensusWarning[];
};

export type BoxError =
	| { readonly kind: 'too-many-boxes'; readonly item: number; readonly boxes: number; readonly boxesMax: number }
	| { readonly kind: 'too-many-labels'; readonly labels: number; readonly labelsMax: number };

export const boxLimits = {
	/** By all workers together on one picture: every two of them are compared. */
	boxesMax: 1_000,
	/** One class is “nothing there”. */
	labelsMax: labelLimits.classesMax - 1,
} as const;

export const boxDefaults = {
	/** Things that nobody boxed are never seen, which misleads a matrix a worker more than one number a worker. */
	method: 'one-coin',
	/** Overlap from which two boxes mean the same thing: the usual bar in detection [D]. */
	overlapMin: 0.5,
	/** Boxes that the crowd's edge error counts for in a worker's own [D]. */
	edgeStrength: 4,
} as const;

/**
 * What is on each picture, and where: boxes are matched across workers, each match is an item of its own whose classes
 * are the labels and “nothing there” (what a worker says by not boxing it), and its edges are the mean of the workers'
 * edges, each weighed by the inverse of the worker's own variance.
 */
export const boxConsensus = (
	task: BoxTask,
	options: { readonly method?: ConsensusMethod | undefined; readonly overlapMin?: number | undefined } = {},
): Result<BoxConsensus, BoxError> => {
	const { labelsMax, boxesMax } = boxLimits;
	if (task.labelCount > labelsMax) return err({ kind: 'too-many-labels', labels: task.labelCount, labelsMax });
	const items = itemsOf(task);
	const full = items.findIndex(({ boxes }) => boxes.length > boxesMax);
	if (full >= 0) return err({ kind: 'too-many-boxes', item: full, boxes: items[full]!.boxes.length, boxesMax });
	const overlapMin = options.overlapMin ?? boxDefaults.overlapMin;
	const things = items.flatMap(({ boxes, workers }, item) =>
		matchBoxes(boxes, { overlapMin }).map((group): Thing => ({ item, workers, boxes: group.map((at) => boxes[at]!) })),
	);
	const decided = items.map((): DecidedBox[] => []);
	const variance = edgeVariance(things, task.workerCount);
	const edgeError = variance.own.map(Math.sqrt);
	if (things.length === 0) {
		const agreement = { defined: false, reason: 'nothing-to-compare' } as const;
		return ok({ boxes: decided, edgeError, agreement, refused: 0, warnings: [] });
	}
	const labels = labelsOf(things, task);
	const { posterior, warnings } = inferConsensus(labels, { method: options.method ?? boxDefaults.method });
	const classCount = task.labelCount + 1;
	let refused = 0;
	for (const [id, thing] of things.entries()) {
		const row = posterior.subarray(id * classCount, (id + 1) * classCount);
		const existence = 1 - row[0]!;
		const label = mostProbableLabel(row);
		if (existence <= 0.5) refused += 1;
		else {
			const box = { ...fuse(thing.boxes, variance.used), label };
			decided[thing.item]!.push({ ...box, certainty: row[label + 1]!, existence, support: thing.boxes.length });
		}
	}
	return ok({ boxes: decided, edgeError, agreement: krippendorffAlpha(itemCounts(labels)), refused, warnings });
};

/** One match: the boxes of those who saw it, and all who looked. */
type Thing = { readonly item: number; readonly workers: readonly number[]; readonly boxes: readonly OwnedBox[] };

const itemsOf = (task: BoxTask) => {
	const items = Array.from({ length: task.itemCount }, () => ({ workers: [] as number[], boxes: [] as OwnedBox[] }));
	for (const { item, worker, boxes } of task.answers) {
		const own = items[item];
		assert(own !== undefined && worker >= 0 && worker < task.workerCount, 'item and worker are ids');
		assert(!own.workers.includes(worker), 'a worker answers an item once');
		own.workers.push(worker);
		for (const box of boxes) {
			assert(box.label >= 0 && box.label < task.labelCount, 'label is a class');
			assert(box.width > 0 && box.height > 0, 'a box has an area');
			own.boxes.push({ ...box, worker });
		}
	}
	return items;
};

const labelsOf = (things: readonly Thing[], { workerCount, labelCount }: BoxTask): Labels => {
	const [item, worker, label]: [number[], number[], number[]] = [[], [], []];
	for (const [id, { workers, boxes }] of things.entries()) {
		for (const one of workers) {
			item.push(id);
			worker.push(one);
			label.push(1 + (boxes.find((box) => box.worker === one)?.label ?? -1));
		}
	}
	const columns = { item: Int32Array.from(item), worker: Int32Array.from(worker), label: Int32Array.from(label) };
	return { itemCount: things.length, workerCount, classCount: labelCount + 1, ...columns };
};

/** The first of the most probable labels; class 0, “nothing there”, is none. */
const mostProbableLabel = (row: Float64Array): number => {
	let most = 1;
	for (let k = 2; k < row.length; k++) if (row[k]! > row[most]!) most = k;
	return most - 1;
};

type Edges = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

const edgesOf = ({ x, y, width, height }: Box): Edges => ({ left: x, top: y, right: x + width, bottom: y + height });

/** The mean of boxes, edge by edge, by weight. */
export const fuseBoxes = (boxes: readonly Box[], weights: readonly number[]): Omit<Box, 'label'> => {
	let total = 0;
	const sum = { left: 0, top: 0, right: 0, bottom: 0 };
	for (const [at, box] of boxes.entries()) {
		const weight = weights[at]!;
		const edges = edgesOf(box);
		for (const edge of edgeNames) sum[edge] += weight * edges[edge];
		total += weight;
	}
	const { left, top, right, bottom } = sum;
	return { x: left / total, y: top / total, width: (right - left) / total, height: (bottom - top) / total };
};

const fuse = (boxes: readonly OwnedBox[], variance: Float64Array): Omit<Box, 'label'> =>
	fuseBoxes(
		boxes,
		boxes.map(({ worker }) => 1 / variance[worker]!),
	);

const edgeNames = ['left', 'top', 'right', 'bottom'] as const;
const rounds = 5;
/** Nobody's edges are taken as better than a thousandth of the box: else one who copies would be the only one heard. */
const varianceMin = 1e-6;

/**
 * Each worker's variance of an edge, in shares of the box's size: the squared distance from the fused edge ÷ (1 − own
 * share in it), which is unbiased for weights that are inverse variances; shrunk to the crowd's.
 */
const edgeVariance = (
	things: readonly Thing[],
	workerCount: number,
): { readonly used: Float64Array; readonly own: Float64Array } => {
	const used = new Float64Array(workerCount).fill(1);
	const own = new Float64Array(workerCount).fill(Number.NaN);
	const shared = things.filter(({ boxes }) => boxes.length > 1);
	for (let round = 0; round < rounds; round++) {
		const [squares, free] = [new Float64Array(workerCount), new Float64Array(workerCount)];
		for (const { boxes } of shared) {
			const fused = fuse(boxes, used);
			const edges = edgesOf({ ...fused, label: 0 });
			const total = boxes.reduce((sum, { worker }) => sum + 1 / used[worker]!, 0);
			for (const box of boxes) {
				const mine = edgesOf(box);
				for (const edge of edgeNames) {
					const size = edge === 'left' || edge === 'right' ? fused.width : fused.height;
					squares[box.worker]! += ((mine[edge] - edges[edge]) / size) ** 2;
				}
				free[box.worker]! += 4 * (1 - 1 / used[box.worker]! / total);
			}
		}
		const crowd = Math.max(sumOf(squares) / Math.max(sumOf(free), 1e-9), varianceMin);
		const strength = 4 * boxDefaults.edgeStrength;
		for (let worker = 0; worker < workerCount; worker++) {
			if (free[worker]! > 0) own[worker] = squares[worker]! / free[worker]!;
			const shrunk = (squares[worker]! + strength * crowd) / (free[worker]! + strength);
			used[worker] = Math.max(shrunk, varianceMin);
		}
	}
	return { used, own };
};

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
