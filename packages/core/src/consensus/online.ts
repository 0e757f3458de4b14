import { assert } from '../shared/result.ts';
import { assumedAccuracy, type InferOptions, inferConsensus, inferDefaults } from './infer.ts';
import { type ConsensusWarning, expectedCounts, prepareEvidence } from './inference.ts';
import type { Labels } from './labels.ts';
import { abilityOf, crowdOf, expectedRows } from './rows.ts';

/**
 * How a worker is expected to answer, as Dirichlet counts by class (row) and answer (column).
 *
 * `prior` holds what the crowd and the worker's ability suggest, rows summing to 1, worth `strength` labels a row;
 * `counts` what the worker's own labels add.
 */
export type WorkerModel = {
	readonly classCount: number;
	readonly counts: Float64Array;
	readonly prior: Float64Array;
	readonly strength: number;
};

/** The posterior of one item while answers come in, as logarithms up to a constant. */
export type OnlinePosterior = { readonly logWeights: Float64Array };

/** No single answer moves a class by more than this factor, whatever its worker model says [D]. */
const likelihoodMin = 1e-4;
/** A first pass that says 0 is not believed further than this. */
const priorFloor = 1e-6;

/** P(answer j | class k) at k × K + j: the mean of the Dirichlet. */
export const workerConfusion = (model: WorkerModel): Float64Array => {
	const { classCount, counts, prior, strength } = model;
	const rows = new Float64Array(classCount * classCount);
	for (let k = 0; k < classCount; k++) {
		let total = strength;
		for (let j = 0; j < classCount; j++) total += counts[k * classCount + j]!;
		for (let j = 0; j < classCount; j++) {
			const at = k * classCount + j;
			rows[at] = total > 0 ? (counts[at]! + strength * prior[at]!) / total : prior[at]!;
		}
	}
	return rows;
};

/** A worker of whom nothing is known, in a crowd of whom nothing is known: right with `accuracy`, all errors as likely. */
export const unknownWorker = (
	classCount: number,
	{ accuracy = assumedAccuracy(classCount), strength = inferDefaults.reportStrength as number } = {},
): WorkerModel => {
	assert(classCount >= 2, 'a question has at least two classes');
	const prior = new Float64Array(classCount * classCount).fill((1 - accuracy) / (classCount - 1));
	for (let k = 0; k < classCount; k++) prior[k * classCount + k] = accuracy;
	return { classCount, counts: new Float64Array(classCount * classCount), prior, strength };
};

/** Before anybody has answered: `prior` is a probability for each class, from the first pass or the class shares. */
export const startPosterior = (prior: Float64Array): OnlinePosterior => {
	const total = prior.reduce((sum, value) => sum + value, 0);
	assert(total > 0 && prior.every((value) => value >= 0), 'a prior is a distribution');
	return { logWeights: prior.map((value) => Math.log(Math.max(value / total, priorFloor))) };
};

type AnswerOf = {
	readonly posterior: OnlinePosterior;
	/** From `workerConfusion`, K × K. */
	readonly confusion: Float64Array;
	readonly label: number;
};

/** The posterior after one more answer; O(K). The order of answers does not matter. */
export const addAnswer = (answer: AnswerOf): OnlinePosterior => weigh(answer, 1);

/** The posterior as if that answer had not been given; `confusion` must be the one it was added with. */
export const removeAnswer = (answer: AnswerOf): OnlinePosterior => weigh(answer, -1);

/** The posterior with a person's earlier answer replaced by a corrected one. */
export const replaceAnswer = ({
	posterior,
	confusion,
	labelBefore,
	label,
}: {
	readonly posterior: OnlinePosterior;
	readonly confusion: Float64Array;
	readonly labelBefore: number;
	readonly label: number;
}): OnlinePosterior =>
	addAnswer({ posterior: removeAnswer({ posterior, confusion, label: labelBefore }), confusion, label });

const weigh = ({ posterior, confusion, label }: AnswerOf, sign: 1 | -1): OnlinePosterior => {
	const classCount = posterior.logWeights.length;
	assert(confusion.length === classCount * classCount, 'confusion is K × K');
	assert(Number.isInteger(label) && label >= 0 && label < classCount, 'label is a class');
	const logWeights = posterior.logWeights.map(
		(weight, k) => weight + sign * Math.log(Math.max(confusion[k * classCount + label]!, likelihoodMin)),
	);
	return { logWeights };
};

/** Probabilities by class, summing to 1. */
export const probabilitiesOf = ({ logWeights }: OnlinePosterior): Float64Array => {
	const most = logWeights.reduce((so, value) => Math.max(so, value), Number.NEGATIVE_INFINITY);
	const weights = logWeights.map((value) => Math.exp(value - most));
	const total = weights.reduce((sum, value) => sum + value, 0);
	return weights.map((value) => value / total);
};

/** The worker model after an item is settled: its label adds to each class by that class's probability. O(K²). */
export const learnFromItem = ({
	model,
	probabilities,
	label,
}: {
	readonly model: WorkerModel;
	readonly probabilities: Float64Array;
	readonly label: number;
}): WorkerModel => {
	const { classCount } = model;
	assert(probabilities.length === classCount, 'one probability a class');
	const counts = model.counts.slice();
	for (let k = 0; k < classCount; k++) counts[k * classCount + label]! += probabilities[k]!;
	return { ...model, counts };
};

export type Refit = {
	/** By item and class. */
	readonly posterior: Float64Array;
	readonly models: readonly WorkerModel[];
	/** For somebody without labels yet. */
	readonly newcomer: WorkerModel;
	/** For an item without a first pass. */
	readonly classPrior: Float64Array;
	readonly warnings: readonly ConsensusWarning[];
};

/**
 * Learns all worker models again from all labels, in the background. Under a `degenerate` or `fallback` warning people
 * cannot be told apart, so that everybody is the unknown worker; likewise where the matrices would be too large.
 */
export const refit = (labels: Labels, options: InferOptions = {}): Refit => {
	const { workerCount, classCount } = labels;
	assert(classCount >= 2, 'a question has at least two classes');
	const { posterior, classPrior, warnings } = inferConsensus(labels, options);
	const blind = warnings.some(({ kind }) => kind === 'degenerate' || kind === 'fallback' || kind === 'too-large');
	if (blind) {
		const newcomer = unknownWorker(classCount);
		return { posterior, models: Array.from({ length: workerCount }, () => newcomer), newcomer, classPrior, warnings };
	}
	const { reportStrength: strength, abilityStrength } = inferDefaults;
	const counts = expectedCounts(prepareEvidence(labels, options), posterior);
	const crowd = crowdOf(counts, classCount);
	const pull = { accuracy: crowd.accuracy, strength: abilityStrength };
	const cells = classCount * classCount;
	const modelOf = (worker: number): WorkerModel => {
		const own = new Float64Array(cells);
		const prior = new Float64Array(cells);
		for (let at = 0; at < cells; at++) {
			const k = at % classCount;
			own[k * classCount + (at - k) / classCount] = counts[worker * cells + at]!;
		}
		expectedRows(crowd, abilityOf(counts, worker * cells, classCount, pull), classCount, prior);
		return { classCount, counts: own, prior, strength };
	};
	const models = Array.from({ length: workerCount }, (_, worker) => modelOf(worker));
	const newcomer = { classCount, counts: new Float64Array(cells), prior: crowd.rows, strength };
	return { posterior, models, newcomer, classPrior, warnings };
};
