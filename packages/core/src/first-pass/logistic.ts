import { assert } from '../shared/result.ts';
import type { SparseRows, SparseVector } from './features.ts';
import { shuffledIndices } from './seeded-random.ts';

/** `softmax`: exactly one class is true. `sigmoid`: each class is true or not on its own. */
export type Link = 'softmax' | 'sigmoid';

/**
 * A linear classifier over hashed features. The value of each feature is multiplied by its relevance and the vector brought
 * back to length 1 before the weights are applied.
 */
export type LinearModel = {
	readonly link: Link;
	readonly classCount: number;
	readonly bucketsLog2: number;
	/** [bucket], ≥ 1. */
	readonly relevance: Float32Array;
	/** [bucket × classCount + class]. */
	readonly weights: Float32Array;
	/** [class]. */
	readonly bias: Float64Array;
};

export type TrainingSet = {
	readonly rows: SparseRows;
	/** [row × classCount + class], 0 to 1: certainty, or the consensus posterior. With `softmax`, each row sums to 1. */
	readonly targets: Float32Array;
	readonly classCount: number;
	readonly bucketsLog2: number;
};

export type TrainOptions = {
	readonly link: Link;
	/** Weighs rare classes up (at most `balanceMax` times). Calibration afterwards brings the probabilities back to the true rates. */
	readonly balanced: boolean;
	readonly random: () => number;
};

/** Chosen by cross-validation; docs/decisions/0006-text-classifier.md has the trials. */
export const trainingDefaults = {
	learningRate: 0.1,
	l2: 1e-6,
	/** Passes over the examples: more when there are few, so that about `stepsMin` updates are made. */
	epochsMin: 5,
	epochsMax: 40,
	stepsMin: 20_000,
	relevancePseudoCount: 3,
	balanceMax: 10,
	gradientSquareStart: 1e-3,
} as const;

export const epochsFor = (rowCount: number): number => {
	const { epochsMin, epochsMax, stepsMin } = trainingDefaults;
	return Math.max(epochsMin, Math.min(epochsMax, Math.ceil(stepsMin / Math.max(1, rowCount))));
};

/** Logistic regression by AdaGrad (Duchi et al. 2011) on the rows named by `rowIds`, with L2 on the weights that an example touches. */
export const trainLogistic = (set: TrainingSet, rowIds: Uint32Array, options: TrainOptions): LinearModel => {
	const { classCount, targets } = set;
	const { learningRate, l2, gradientSquareStart } = trainingDefaults;
	const buckets = 1 << set.bucketsLog2;
	const relevance = learnRelevance(set, rowIds);
	const rows = relevantRows(set.rows, rowIds, relevance);
	const model: LinearModel = {
		link: options.link,
		classCount,
		bucketsLog2: set.bucketsLog2,
		relevance,
		weights: new Float32Array(buckets * classCount),
		bias: new Float64Array(classCount),
	};
	const { weights, bias } = model;
	const squares = new Float32Array(weights.length).fill(gradientSquareStart);
	const biasSquares = new Float64Array(classCount).fill(1);
	const classWeights = options.balanced ? balance(set, rowIds) : new Float64Array(classCount).fill(1);
	const scores = new Float64Array(classCount);
	const epochs = epochsFor(rowIds.length);
	for (let epoch = 0; epoch < epochs; epoch++) {
		for (const position of shuffledIndices(rowIds.length, options.random)) {
			const row = rowIds[position]!;
			const vector = rowVector(rows, row);
			rawScores(model, vector, scores);
			toProbabilities(options.link, scores);
			gradients({ scores, targets, row, classWeights, link: options.link });
			for (let entry = 0; entry < vector.buckets.length; entry++) {
				const value = vector.values[entry]!;
				let at = vector.buckets[entry]! * classCount;
				for (let k = 0; k < classCount; k++, at++) {
					const weight = weights[at]!;
					const gradient = scores[k]! * value + l2 * weight;
					const square = squares[at]! + gradient * gradient;
					squares[at] = square;
					weights[at] = weight - (learningRate * gradient) / Math.sqrt(square);
				}
			}
			for (let k = 0; k < classCount; k++) {
				const gradient = scores[k]!;
				const square = biasSquares[k]! + gradient * gradient;
				biasSquares[k] = square;
				bias[k]! -= (learningRate * gradient) / Math.sqrt(square);
			}
		}
	}
	return model;
};

type GradientInputs = {
	/** Probabilities in, derivatives of the loss by the raw scores out. */
	readonly scores: Float64Array;
	readonly targets: Float32Array;
	readonly row: number;
	readonly classWeights: Float64Array;
	readonly link: Link;
};

const gradients = ({ scores, targets, row, classWeights, link }: GradientInputs): void => {
	const classCount = scores.length;
	const base = row * classCount;
	let rowWeight = 1;
	if (link === 'softmax') {
		rowWeight = 0;
		for (let k = 0; k < classCount; k++) rowWeight += targets[base + k]! * classWeights[k]!;
	}
	for (let k = 0; k < classCount; k++) {
		const target = targets[base + k]!;
		const weight = link === 'softmax' ? rowWeight : 1 - target + target * classWeights[k]!;
		scores[k] = weight * (scores[k]! - target);
	}
};

/**
 * How much a feature says about the classes: 1 + max over classes of |ln P(feature | class) − ln P(feature | other classes)|,
 * after Wang & Manning 2012 (NB-SVM), with pseudo-counts spread as the classes are, so that an unseen feature has exactly 1.
 */
const learnRelevance = ({ rows, targets, classCount, bucketsLog2 }: TrainingSet, rowIds: Uint32Array): Float32Array => {
	const buckets = 1 << bucketsLog2;
	const seen = new Float32Array(buckets);
	const seenInClass = new Float32Array(buckets * classCount);
	const totals = classTotals(targets, classCount, rowIds);
	for (const row of rowIds) {
		const end = rows.starts[row + 1]!;
		for (let entry = rows.starts[row]!; entry < end; entry++) {
			const bucket = rows.buckets[entry]!;
			seen[bucket]! += 1;
			for (let k = 0; k < classCount; k++) {
				const at = bucket * classCount + k;
				seenInClass[at]! += targets[row * classCount + k]!;
			}
		}
	}
	const relevance = new Float32Array(buckets).fill(1);
	const pseudo = trainingDefaults.relevancePseudoCount;
	for (let k = 0; k < classCount; k++) {
		const inClass = totals[k]!;
		const others = rowIds.length - inClass;
		if (inClass <= 0 || others <= 0) continue;
		const share = inClass / rowIds.length;
		for (let bucket = 0; bucket < buckets; bucket++) {
			const count = seen[bucket]!;
			if (count === 0) continue;
			const here = seenInClass[bucket * classCount + k]!;
			const ratio = ((here + pseudo * share) * others) / ((count - here + pseudo * (1 - share)) * inClass);
			const candidate = 1 + Math.abs(Math.log(ratio));
			if (candidate > relevance[bucket]!) relevance[bucket] = candidate;
		}
	}
	return relevance;
};

const classTotals = (targets: Float32Array, classCount: number, rowIds: Uint32Array): Float64Array => {
	const totals = new Float64Array(classCount);
	for (const row of rowIds) {
		for (let k = 0; k < classCount; k++) totals[k]! += targets[row * classCount + k]!;
	}
	return totals;
};

const balance = ({ targets, classCount }: TrainingSet, rowIds: Uint32Array): Float64Array =>
	classTotals(targets, classCount, rowIds).map((total) =>
		Math.min(trainingDefaults.balanceMax, rowIds.length / (classCount * Math.max(1, total))),
	);

/** One row as a vector, without copying. */
export const rowVector = (rows: SparseRows, row: number): SparseVector => {
	const start = rows.starts[row]!;
	const end = rows.starts[row + 1]!;
	return { buckets: rows.buckets.subarray(start, end), values: rows.values.subarray(start, end) };
};

/** Applies the relevance of each feature and brings the vector back to length 1, into `out`. */
const applyRelevance = (relevance: Float32Array, { buckets, values }: SparseVector, out: Float32Array): void => {
	let squares = 0;
	for (let i = 0; i < values.length; i++) {
		const value = values[i]! * relevance[buckets[i]!]!;
		out[i] = value;
		squares += value * value;
	}
	const scale = 1 / Math.sqrt(squares || 1);
	for (let i = 0; i < values.length; i++) out[i]! *= scale;
};

const relevantRows = (rows: SparseRows, rowIds: Uint32Array, relevance: Float32Array): SparseRows => {
	const values = new Float32Array(rows.values.length);
	for (const row of rowIds) {
		applyRelevance(relevance, rowVector(rows, row), values.subarray(rows.starts[row], rows.starts[row + 1]));
	}
	return { starts: rows.starts, buckets: rows.buckets, values };
};

/** A vector as the weights take it. */
export const relevantVector = ({ relevance }: LinearModel, vector: SparseVector): SparseVector => {
	const values = new Float32Array(vector.values.length);
	applyRelevance(relevance, vector, values);
	return { buckets: vector.buckets, values };
};

/** Raw scores of a vector that went through `relevantVector`, into `out` [class]. */
export const rawScores = (
	{ weights, bias, classCount }: LinearModel,
	vector: SparseVector,
	out: Float64Array,
): void => {
	assert(out.length === classCount, 'one score per class');
	out.set(bias);
	for (let i = 0; i < vector.buckets.length; i++) {
		const value = vector.values[i]!;
		const base = vector.buckets[i]! * classCount;
		for (let k = 0; k < classCount; k++) out[k]! += value * weights[base + k]!;
	}
};

/** Raw scores to probabilities, in place. */
export const toProbabilities = (link: Link, scores: Float64Array): void => {
	if (link === 'sigmoid') {
		for (let k = 0; k < scores.length; k++) scores[k] = sigmoid(scores[k]!);
		return;
	}
	const top = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
	let sum = 0;
	for (let k = 0; k < scores.length; k++) {
		const grown = Math.exp(scores[k]! - top);
		scores[k] = grown;
		sum += grown;
	}
	for (let k = 0; k < scores.length; k++) scores[k]! /= sum;
};

export const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
