import type { RowRule } from './em.ts';

type Shape = { readonly workerCount: number; readonly classCount: number };

/**
 * Each row on its own: counts plus `pseudo` for every answer and `diagonal` more for the right one
 * (the mean of a Dirichlet posterior). Both 0 give Dawid & Skene's estimate; a row without labels is then uniform.
 */
export const independentRows =
	(shape: Shape, options: { readonly pseudo: number; readonly diagonal: number }): RowRule =>
	(counts, likelihood) => {
		const { workerCount, classCount } = shape;
		const { pseudo, diagonal } = options;
		for (let worker = 0; worker < workerCount; worker++) {
			for (let k = 0; k < classCount; k++) {
				let total = pseudo * classCount + diagonal;
				for (let j = 0; j < classCount; j++) total += counts[(worker * classCount + j) * classCount + k]!;
				for (let j = 0; j < classCount; j++) {
					const at = (worker * classCount + j) * classCount + k;
					const count = counts[at]! + pseudo + (j === k ? diagonal : 0);
					likelihood[at] = total > 0 ? count / total : 1 / classCount;
				}
			}
		}
	};

/** One number a worker: right with that probability whatever the class, all wrong answers as likely. */
export const oneCoinRows =
	(shape: Shape, options: { readonly pseudo: number; readonly diagonal: number }): RowRule =>
	(counts, likelihood) => {
		const { workerCount, classCount } = shape;
		for (let worker = 0; worker < workerCount; worker++) {
			const from = worker * classCount * classCount;
			let right = options.pseudo + options.diagonal;
			let total = 2 * options.pseudo + options.diagonal;
			for (let j = 0; j < classCount; j++) {
				for (let k = 0; k < classCount; k++) {
					total += counts[from + j * classCount + k]!;
					if (j === k) right += counts[from + j * classCount + k]!;
				}
			}
			const skill = total > 0 ? right / total : 1 / classCount;
			for (let j = 0; j < classCount; j++) {
				for (let k = 0; k < classCount; k++) {
					likelihood[from + j * classCount + k] = j === k ? skill : (1 - skill) / (classCount - 1);
				}
			}
		}
	};

export type PooledRowOptions = {
	/** How many labels the crowd's row counts for in each row of a worker. */
	readonly strength: number;
	/** How many labels the crowd's accuracy counts for in a worker's ability. */
	readonly abilityStrength: number;
};

export const pooledRowDefaults: PooledRowOptions = { strength: 2, abilityStrength: 4 };

/** Accuracies stay this far from 0 and 1, where odds end. */
const accuracyMargin = 1e-4;
/** Labels that every crowd cell counts for: a class nobody has answered keeps a proper row, leaning to the right answer. */
const crowdPseudo = 0.01;

const clampAccuracy = (value: number): number => Math.min(Math.max(value, accuracyMargin), 1 - accuracyMargin);

/** What all workers do together: rows K × K (class × answer), and how often they are right. */
export type Crowd = { readonly rows: Float64Array; readonly accuracy: number };

/** Counts are laid out as for `RowRule`. */
export const crowdOf = (counts: Float64Array, classCount: number): Crowd => {
	const rows = new Float64Array(classCount * classCount);
	const cells = classCount * classCount;
	for (let at = 0; at < counts.length; at++) {
		const inWorker = at % cells;
		const k = inWorker % classCount;
		rows[k * classCount + (inWorker - k) / classCount]! += counts[at]!;
	}
	let right = 0;
	let total = 0;
	for (let k = 0; k < classCount; k++) {
		let sum = 0;
		right += rows[k * classCount + k]!;
		for (let j = 0; j < classCount; j++) {
			total += rows[k * classCount + j]!;
			rows[k * classCount + j]! += crowdPseudo * (j === k ? 2 : 1);
			sum += rows[k * classCount + j]!;
		}
		for (let j = 0; j < classCount; j++) rows[k * classCount + j]! /= sum;
	}
	return { rows, accuracy: clampAccuracy(total > 0 ? right / total : 1 / classCount) };
};

/**
 * What to expect of a worker of some ability, K × K: the crowd's rows with the odds of the right answer multiplied by
 * the ratio of the worker's odds to the crowd's, and the crowd's proportions among the wrong answers.
 */
export const expectedRows = (crowd: Crowd, ability: number, classCount: number, target: Float64Array): void => {
	const ratio = oddsOf(clampAccuracy(ability)) / oddsOf(crowd.accuracy);
	for (let k = 0; k < classCount; k++) {
		const right = clampAccuracy(crowd.rows[k * classCount + k]!);
		const odds = oddsOf(right) * ratio;
		const own = odds / (1 + odds);
		let wrong = 0;
		for (let j = 0; j < classCount; j++) if (j !== k) wrong += crowd.rows[k * classCount + j]!;
		for (let j = 0; j < classCount; j++) {
			const share = wrong > 0 ? crowd.rows[k * classCount + j]! / wrong : 1 / (classCount - 1);
			target[k * classCount + j] = j === k ? own : (1 - own) * share;
		}
	}
};

const oddsOf = (probability: number): number => probability / (1 - probability);

/** A worker's accuracy over all classes, shrunk to the crowd's. */
export const abilityOf = (
	counts: Float64Array,
	from: number,
	classCount: number,
	pull: { readonly accuracy: number; readonly strength: number },
): number => {
	let right = pull.strength * pull.accuracy;
	let total = pull.strength;
	for (let j = 0; j < classCount; j++) {
		for (let k = 0; k < classCount; k++) {
			total += counts[from + j * classCount + k]!;
			if (j === k) right += counts[from + j * classCount + k]!;
		}
	}
	return total > 0 ? right / total : pull.accuracy;
};

/**
 * Rows shrunk twice: to what is expected of a worker of that ability, and ability to the crowd's. With few labels this
 * is a one-coin worker with the crowd's confusions; with many, the worker's own matrix.
 */
export const pooledRows =
	(shape: Shape, options: PooledRowOptions = pooledRowDefaults): RowRule =>
	(counts, likelihood) => {
		const { workerCount, classCount } = shape;
		const crowd = crowdOf(counts, classCount);
		const expected = new Float64Array(classCount * classCount);
		const pull = { accuracy: crowd.accuracy, strength: options.abilityStrength };
		for (let worker = 0; worker < workerCount; worker++) {
			const from = worker * classCount * classCount;
			expectedRows(crowd, abilityOf(counts, from, classCount, pull), classCount, expected);
			for (let k = 0; k < classCount; k++) {
				let total = options.strength;
				for (let j = 0; j < classCount; j++) total += counts[from + j * classCount + k]!;
				for (let j = 0; j < classCount; j++) {
					const count = counts[from + j * classCount + k]! + options.strength * expected[k * classCount + j]!;
					likelihood[from + j * classCount + k] = total > 0 ? count / total : 1 / classCount;
				}
			}
		}
	};
