import { assert } from '../shared/result.ts';
import { type GroupedLabels, groupByItem, type Labels, labelFaults } from './labels.ts';

/** How the answer to each item is inferred from the labels; `docs/mathematics/consensus.md` has every formula. */
export type ConsensusMethod = 'majority' | 'wawa' | 'one-coin' | 'dawid-skene' | 'dawid-skene-pooled' | 'opinion-pool';

/** What every method takes beside the labels. */
export type ConsensusOptions = {
	/** Probabilities by item and class (itemCount × classCount), from the first pass. A row of zeros or NaN is unknown. */
	readonly prior?: Float64Array | undefined;
	/** How much a prior row counts: its exponent in the models, its votes in majority and Wawa. Default 1. */
	readonly priorWeight?: number | undefined;
	/** The known class by item, −1 where unknown. The posterior of a gold item is that class. */
	readonly gold?: Int32Array | undefined;
	/** Iterations end when no probability of an item moves further, or their mean a thousandth of it. Default 1e-3. */
	readonly tolerance?: number | undefined;
	/** Default 200, for each model of a pool. */
	readonly iterationsMax?: number | undefined;
};

export type ConsensusWarning =
	/** No item was answered twice and nothing is known beforehand: the certainty is an assumption about people, not evidence. */
	| { readonly kind: 'degenerate'; readonly assumedAccuracy: number }
	/** Too few comparable labels for a model of the workers: another method was used. */
	| {
			readonly kind: 'fallback';
			readonly from: ConsensusMethod;
			readonly to: ConsensusMethod;
			readonly comparableLabels: number;
	  }
	/** Workers × classes² is over `inferenceLimits.confusionCellsMax`: no confusion matrices are made. */
	| { readonly kind: 'too-large'; readonly cells: number; readonly cellsMax: number }
	/** Their rows are mostly the crowd's. */
	| { readonly kind: 'workers-with-few-labels'; readonly workers: number; readonly labelsMin: number }
	| { readonly kind: 'items-with-one-label'; readonly items: number }
	| { readonly kind: 'items-without-labels'; readonly items: number }
	| { readonly kind: 'not-converged'; readonly iterations: number };

export type Consensus = {
	/** The method that was used; another than was asked for where a `fallback` warning says so. */
	readonly method: ConsensusMethod;
	/** Probabilities by item and class, itemCount × classCount; each row sums to 1. */
	readonly posterior: Float64Array;
	readonly workers: {
		/** P(answer j | class k) of worker w at `(w × K + k) × K + j`; empty under a `too-large` warning. */
		readonly confusion: Float64Array;
		readonly labelCount: Int32Array;
	};
	/** The share of each class: the mean of the posteriors. */
	readonly classPrior: Float64Array;
	/** Passes over the labels, summed over the models of a pool. */
	readonly iterations: number;
	readonly warnings: readonly ConsensusWarning[];
};

export const inferenceLimits = {
	/** Workers × classes²: 32 M probabilities are 256 MB, and three such arrays are in use. */
	confusionCellsMax: 2 ** 25,
	/** Below, a worker's rows are mostly the crowd's. */
	workerLabelsMin: 5,
	/** Comparable labels (of items with gold, a prior, or a second label) for each free cell of a confusion matrix. */
	comparableLabelsPerCellMin: 2,
} as const;

export const inferenceDefaults = { tolerance: 1e-3, iterationsMax: 200, priorWeight: 1 } as const;

/** Labels in item order with the priors as logarithms: what the methods share. */
export type Evidence = {
	readonly labels: Labels;
	readonly grouped: GroupedLabels;
	/** Labels of each worker. */
	readonly labelCount: Int32Array;
	/** Labels of each cell (worker × classCount + label). */
	readonly cellCount: Float64Array;
	/** Normalised prior rows, NaN in the first class where unknown; undefined without priors. */
	readonly prior: Float64Array | undefined;
	readonly priorWeight: number;
	readonly gold: Int32Array | undefined;
	readonly tolerance: number;
	readonly iterationsMax: number;
};

/** Throws on labels or options of the wrong shape: they are a caller's bug (`buildLabels` makes no such labels). */
export const prepareEvidence = (labels: Labels, options: ConsensusOptions = {}): Evidence => {
	const faults = labelFaults(labels);
	assert(faults.length === 0, faults.join('; '));
	const { itemCount, classCount } = labels;
	const { gold } = options;
	assert(gold === undefined || gold.length === itemCount, 'gold has one entry per item');
	assert(gold === undefined || gold.every((known) => known < classCount), 'gold is a class or −1');
	const priorWeight = options.priorWeight ?? inferenceDefaults.priorWeight;
	assert(priorWeight >= 0, 'priorWeight is not negative');
	const grouped = groupByItem(labels);
	const labelCount = new Int32Array(labels.workerCount);
	const cellCount = new Float64Array(labels.workerCount * classCount);
	for (let at = 0; at < grouped.cell.length; at++) cellCount[grouped.cell[at]!]!++;
	for (let cell = 0; cell < cellCount.length; cell++) labelCount[Math.floor(cell / classCount)]! += cellCount[cell]!;
	return {
		labels,
		grouped,
		labelCount,
		cellCount,
		prior: options.prior === undefined ? undefined : normalisedPrior(options.prior, itemCount, classCount),
		priorWeight,
		gold,
		tolerance: options.tolerance ?? inferenceDefaults.tolerance,
		iterationsMax: options.iterationsMax ?? inferenceDefaults.iterationsMax,
	};
};

/** A prior never excludes a class: a first pass that says 0 is not believed further than this. */
const priorFloor = 1e-6;

const normalisedPrior = (prior: Float64Array, itemCount: number, classCount: number): Float64Array => {
	assert(prior.length === itemCount * classCount, 'prior is itemCount × classCount');
	const rows = new Float64Array(prior.length);
	for (let from = 0; from < prior.length; from += classCount) {
		let total = 0;
		for (let k = 0; k < classCount; k++) total += prior[from + k]!;
		if (!(total > 0) || !Number.isFinite(total)) {
			rows[from] = Number.NaN;
			continue;
		}
		let kept = 0;
		for (let k = 0; k < classCount; k++) {
			assert(prior[from + k]! >= 0, 'a prior probability is not negative');
			rows[from + k] = Math.max(prior[from + k]! / total, priorFloor);
			kept += rows[from + k]!;
		}
		for (let k = 0; k < classCount; k++) rows[from + k]! /= kept;
	}
	return rows;
};

/** Scales each row to sum 1; an empty row becomes uniform. */
export const normaliseRows = (rows: Float64Array, classCount: number): void => {
	for (let from = 0; from < rows.length; from += classCount) {
		let total = 0;
		for (let k = 0; k < classCount; k++) total += rows[from + k]!;
		for (let k = 0; k < classCount; k++) rows[from + k] = total > 0 ? rows[from + k]! / total : 1 / classCount;
	}
};

/** Makes the posterior of every gold item its known class. */
export const clampGold = (posterior: Float64Array, evidence: Evidence): void => {
	const { gold } = evidence;
	const { classCount } = evidence.grouped;
	if (gold === undefined) return;
	for (let item = 0; item < gold.length; item++) {
		if (gold[item]! < 0) continue;
		posterior.fill(0, item * classCount, (item + 1) * classCount);
		posterior[item * classCount + gold[item]!] = 1;
	}
};

/** Mean of the rows: the share of each class. */
export const meanRow = (rows: Float64Array, classCount: number): Float64Array => {
	const mean = new Float64Array(classCount);
	for (let from = 0; from < rows.length; from += classCount) {
		for (let k = 0; k < classCount; k++) mean[k]! += rows[from + k]!;
	}
	const count = rows.length / classCount;
	for (let k = 0; k < classCount; k++) mean[k] = count > 0 ? mean[k]! / count : 1 / classCount;
	return mean;
};

/** Expected answers of each worker by class: Σ over their labels of the item's posterior, at `cell × K + k`. */
export const expectedCounts = (evidence: Evidence, posterior: Float64Array): Float64Array => {
	const { itemCount, classCount, start, cell } = evidence.grouped;
	const counts = new Float64Array(evidence.cellCount.length * classCount);
	if (classCount === 2) return binaryCounts(evidence, posterior, counts);
	for (let item = 0; item < itemCount; item++) {
		const row = item * classCount;
		for (let at = start[item]!; at < start[item + 1]!; at++) {
			const base = cell[at]! * classCount;
			for (let k = 0; k < classCount; k++) counts[base + k]! += posterior[row + k]!;
		}
	}
	return counts;
};

/** Of two classes, the other's count is what remains. */
const binaryCounts = (evidence: Evidence, posterior: Float64Array, counts: Float64Array): Float64Array => {
	const { itemCount, start, cell } = evidence.grouped;
	const ones = new Float64Array(evidence.cellCount.length);
	for (let item = 0; item < itemCount; item++) {
		const one = posterior[2 * item + 1]!;
		for (let at = start[item]!; at < start[item + 1]!; at++) ones[cell[at]!]! += one;
	}
	fillBinary(counts, ones, evidence.cellCount);
	return counts;
};

/** Counts of both classes from those of the second. */
export const fillBinary = (counts: Float64Array, ones: Float64Array, cellCount: Float64Array): void => {
	for (let at = 0; at < ones.length; at++) {
		counts[2 * at + 1] = ones[at]!;
		counts[2 * at] = Math.max(cellCount[at]! - ones[at]!, 0);
	}
};
