import { clampGold, type Evidence, expectedCounts, fillBinary, meanRow } from './inference.ts';

/**
 * Worker rows from expected counts: writes P(answer | class) of every worker into `likelihood`.
 *
 * Both are laid out as (worker × K + answer) × K + class, the order in which the E-step reads them.
 */
export type RowRule = (counts: Float64Array, likelihood: Float64Array) => void;

export type EmOptions = {
	readonly rows: RowRule;
	/** `uniform` keeps every class as likely: steadier where an item has few labels. */
	readonly classPrior: 'learned' | 'uniform';
	/** Where to start, itemCount × classCount; not changed. */
	readonly start: Float64Array;
};

export type EmResult = {
	readonly posterior: Float64Array;
	/** Expected counts under the posterior, laid out as for `RowRule`. */
	readonly counts: Float64Array;
	readonly iterations: number;
	readonly converged: boolean;
};

/** One undecided item among millions may creep for long; the mean tells that nothing else does. */
const meanShare = 1e-3;

/** No probability of a worker's row is taken as less: one impossible answer must not outweigh all others. */
const likelihoodFloor = 1e-10;

/**
 * Expectation–maximisation for truth inference (Dawid & Skene 1979): rows and class prior from the posterior,
 * then the posterior from rows and class prior, until no probability of any item moves by more than the tolerance, or
 * the mean over all items of the largest move by no more than a thousandth of it.
 *
 * One iteration reads each label twice, in item order; the work is O(labels × K) an iteration.
 */
export const runEm = (evidence: Evidence, options: EmOptions): EmResult => {
	const { classCount } = evidence.grouped;
	const posterior = options.start.slice();
	clampGold(posterior, evidence);
	const counts = expectedCounts(evidence, posterior);
	const table = new Float64Array(counts.length);
	const logPrior = evidence.prior === undefined ? undefined : logPriorRows(evidence);
	const sweep = classCount === 2 ? sweepBinary : sweepAny;
	const pass = { evidence, posterior, counts, table, logPrior };
	let classPrior: Float64Array = new Float64Array(classCount).fill(1 / classCount);
	let iterations = 0;
	let converged = false;
	while (!converged && iterations < evidence.iterationsMax) {
		if (options.classPrior === 'learned') classPrior = meanRow(posterior, classCount);
		options.rows(counts, table);
		logInPlace(table);
		const { largest, mean } = sweep(pass, logOf(classPrior));
		converged = largest <= evidence.tolerance || mean <= evidence.tolerance * meanShare;
		iterations++;
	}
	return { posterior, counts, iterations, converged };
};

/** How far the probabilities of items moved in a sweep. */
type Change = { readonly largest: number; readonly mean: number };

type Pass = {
	readonly evidence: Evidence;
	readonly posterior: Float64Array;
	readonly counts: Float64Array;
	/** Logarithms of the worker rows. */
	readonly table: Float64Array;
	readonly logPrior: Float64Array | undefined;
};

const logOf = (row: Float64Array): Float64Array => row.map((value) => Math.log(Math.max(value, likelihoodFloor)));

const logInPlace = (table: Float64Array): void => {
	for (let at = 0; at < table.length; at++) table[at] = Math.log(Math.max(table[at]!, likelihoodFloor));
};

const logPriorRows = (evidence: Evidence): Float64Array =>
	evidence.prior!.map((value) => evidence.priorWeight * Math.log(value));

/** E-step of all items and, with the new posteriors, the counts for the next M-step; returns the change. */
const sweepAny = (pass: Pass, logClass: Float64Array): Change => {
	const { evidence, posterior, counts, table, logPrior } = pass;
	const { itemCount, classCount, start, cell } = evidence.grouped;
	const { gold } = evidence;
	const weights = new Float64Array(classCount);
	counts.fill(0);
	let largest = 0;
	let sum = 0;
	for (let item = 0; item < itemCount; item++) {
		const row = item * classCount;
		const first = start[item]!;
		const end = start[item + 1]!;
		if (gold === undefined || gold[item]! < 0) {
			if (logPrior === undefined || Number.isNaN(logPrior[row]!)) weights.set(logClass);
			else for (let k = 0; k < classCount; k++) weights[k] = logPrior[row + k]!;
			for (let at = first; at < end; at++) {
				const base = cell[at]! * classCount;
				for (let k = 0; k < classCount; k++) weights[k]! += table[base + k]!;
			}
			const moved = softmaxInto(weights, posterior, row);
			if (moved > largest) largest = moved;
			sum += moved;
		}
		for (let at = first; at < end; at++) {
			const base = cell[at]! * classCount;
			for (let k = 0; k < classCount; k++) counts[base + k]! += posterior[row + k]!;
		}
	}
	return { largest, mean: sum / Math.max(itemCount, 1) };
};

/** exp(weights) normalised into `target` at `row`; returns the largest change of an entry. `weights` is spent. */
const softmaxInto = (weights: Float64Array, target: Float64Array, row: number): number => {
	let most = Number.NEGATIVE_INFINITY;
	for (let k = 0; k < weights.length; k++) if (weights[k]! > most) most = weights[k]!;
	let total = 0;
	for (let k = 0; k < weights.length; k++) {
		weights[k] = Math.exp(weights[k]! - most);
		total += weights[k]!;
	}
	let change = 0;
	for (let k = 0; k < weights.length; k++) {
		const value = weights[k]! / total;
		const moved = Math.abs(value - target[row + k]!);
		if (moved > change) change = moved;
		target[row + k] = value;
	}
	return change;
};

/** Two classes need one log-odds a label, and the other class's count is what remains. */
const sweepBinary = (pass: Pass, logClass: Float64Array): Change => {
	const { evidence, posterior, counts, table, logPrior } = pass;
	const { itemCount, start, cell } = evidence.grouped;
	const { gold, cellCount } = evidence;
	const odds = new Float64Array(cellCount.length);
	const ones = new Float64Array(cellCount.length);
	for (let at = 0; at < odds.length; at++) odds[at] = table[2 * at + 1]! - table[2 * at]!;
	const classOdds = logClass[1]! - logClass[0]!;
	let largest = 0;
	let total = 0;
	let first = start[0]!;
	for (let item = 0; item < itemCount; item++) {
		const end = start[item + 1]!;
		let one = posterior[2 * item + 1]!;
		if (gold === undefined || gold[item]! < 0) {
			let sum = classOdds;
			if (logPrior !== undefined && !Number.isNaN(logPrior[2 * item]!)) {
				sum = logPrior[2 * item + 1]! - logPrior[2 * item]!;
			}
			for (let at = first; at < end; at++) sum += odds[cell[at]!]!;
			const next = 1 / (1 + Math.exp(-sum));
			const moved = Math.abs(next - one);
			if (moved > largest) largest = moved;
			total += moved;
			one = next;
			posterior[2 * item + 1] = one;
			posterior[2 * item] = 1 - one;
		}
		for (let at = first; at < end; at++) ones[cell[at]!]! += one;
		first = end;
	}
	fillBinary(counts, ones, cellCount);
	return { largest, mean: total / Math.max(itemCount, 1) };
};
