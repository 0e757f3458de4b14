import { type EmResult, type RowRule, runEm } from './em.ts';
import {
	type Consensus,
	type ConsensusMethod,
	type ConsensusOptions,
	type ConsensusWarning,
	clampGold,
	type Evidence,
	expectedCounts,
	inferenceLimits,
	meanRow,
	normaliseRows,
	prepareEvidence,
} from './inference.ts';
import type { Labels } from './labels.ts';
import { independentRows, oneCoinRows, pooledRows } from './rows.ts';
import { voteShares, wawa } from './votes.ts';

export type InferOptions = ConsensusOptions & {
	/** Default `opinion-pool`. */
	readonly method?: ConsensusMethod | undefined;
	/**
	 * Dirichlet prior of `dawid-skene` (default 1 and 1): labels for every answer of a row, and more for the right one.
	 * Of `one-coin` (default 0.01 and 0): labels for right and for wrong, and more for right. 0 and 0 is no prior.
	 */
	readonly rowPrior?: { readonly pseudo: number; readonly diagonal: number } | undefined;
	/** Class prior of `one-coin` (default `uniform`) and `dawid-skene` (default `learned`). */
	readonly classPrior?: 'learned' | 'uniform' | undefined;
};

export const inferDefaults = {
	method: 'opinion-pool',
	rowPrior: { pseudo: 1, diagonal: 1 },
	coinPrior: { pseudo: 0.01, diagonal: 0 },
	/** Strength of the crowd's rows where rows are reported beside a posterior that no single model made. */
	reportStrength: 8,
	abilityStrength: 4,
} as const;

/** How often somebody is right of whom nothing is known: half-way between chance and always. An assumption, and named as one. */
export const assumedAccuracy = (classCount: number): number => (1 + 1 / classCount) / 2;

/**
 * The posterior of every item and the confusion matrix of every worker.
 *
 * Too few labels for a method are answered by a simpler one, and a warning. Throws on labels of the wrong shape.
 *
 * @example
 * ```ts
 * const built = buildLabels([
 * 	{ item: 'p1', worker: 'ann', label: 'cat' },
 * 	{ item: 'p1', worker: 'ben', label: 'cat' },
 * ]);
 * if (built.ok) inferConsensus(built.value.labels).warnings; // says that this is too little to know anybody by
 * ```
 */
export const inferConsensus = (labels: Labels, options: InferOptions = {}): Consensus => {
	const evidence = prepareEvidence(labels, options);
	const asked = options.method ?? inferDefaults.method;
	const warnings: ConsensusWarning[] = coverageWarnings(evidence);
	const method = usableMethod(evidence, asked, warnings);
	if (method === undefined) return finish(evidence, 'majority', { posterior: cautiousShares(evidence) }, warnings);
	return finish(evidence, method, solve(evidence, method, options), warnings);
};

type Solution = {
	readonly posterior: Float64Array;
	/** Expected counts under the posterior, where the method has them already. */
	readonly counts?: Float64Array;
	readonly iterations?: number;
	readonly converged?: boolean;
	/** The rule whose rows belong to the posterior; without one, the crowd's rows and the worker's counts. */
	readonly rows?: RowRule;
};

const solve = (evidence: Evidence, method: ConsensusMethod, options: InferOptions): Solution => {
	const shape = evidence.grouped;
	const start = voteShares(evidence);
	const em = (rows: RowRule, prior: 'learned' | 'uniform'): Solution => ({
		...runEm(evidence, { rows, classPrior: prior, start }),
		rows,
	});
	switch (method) {
		case 'majority':
			return { posterior: start };
		case 'wawa':
			return { posterior: wawa(evidence).posterior };
		case 'one-coin':
			return em(oneCoinRows(shape, options.rowPrior ?? inferDefaults.coinPrior), options.classPrior ?? 'uniform');
		case 'dawid-skene':
			return em(independentRows(shape, options.rowPrior ?? inferDefaults.rowPrior), options.classPrior ?? 'learned');
		case 'dawid-skene-pooled':
			return em(pooledRows(shape), 'learned');
		case 'opinion-pool':
			return opinionPool(evidence, start);
	}
};

/**
 * The mean of four opinions that assume different things: workers with rows of their own, pooled, with the class shares
 * learned; rows of their own with every class as likely; one coin a worker; and weighted votes, one of them cast by
 * nobody. Where the assumptions of one break, the others outvote it, and a certainty that only one holds is not kept.
 */
const opinionPool = (evidence: Evidence, start: Float64Array): Solution => {
	const shape = evidence.grouped;
	const { pseudo, diagonal } = inferDefaults.rowPrior;
	const models: EmResult[] = [
		runEm(evidence, { rows: pooledRows(shape), classPrior: 'learned', start }),
		runEm(evidence, { rows: independentRows(shape, { pseudo, diagonal }), classPrior: 'uniform', start }),
		runEm(evidence, {
			rows: oneCoinRows(shape, inferDefaults.coinPrior),
			classPrior: 'uniform',
			start,
		}),
	];
	const posterior = wawa(evidence, { missing: meanRow(start, shape.classCount) }).posterior;
	for (let at = 0; at < posterior.length; at++) {
		let sum = posterior[at]!;
		for (const model of models) sum += model.posterior[at]!;
		posterior[at] = sum / (models.length + 1);
	}
	return {
		posterior,
		iterations: models.reduce((sum, model) => sum + model.iterations, 0),
		converged: models.every((model) => model.converged),
	};
};

/** Vote shares with one more vote spread over all classes (or the item's prior): a single answer is not certain. */
const cautiousShares = (evidence: Evidence): Float64Array => {
	const { itemCount, classCount, item, label } = evidence.labels;
	const shares = new Float64Array(itemCount * classCount).fill(1 / classCount);
	if (evidence.prior !== undefined) {
		for (let row = 0; row < shares.length; row += classCount) {
			if (Number.isNaN(evidence.prior[row]!)) continue;
			shares.set(evidence.prior.subarray(row, row + classCount), row);
		}
	}
	for (let at = 0; at < item.length; at++) shares[item[at]! * classCount + label[at]!]!++;
	normaliseRows(shares, classCount);
	clampGold(shares, evidence);
	return shares;
};

const finish = (
	evidence: Evidence,
	method: ConsensusMethod,
	solution: Solution,
	warnings: ConsensusWarning[],
): Consensus => {
	const { grouped, labelCount } = evidence;
	const { posterior, iterations = 0 } = solution;
	if (solution.converged === false) warnings.push({ kind: 'not-converged', iterations });
	const tooLarge = warnings.some((warning) => warning.kind === 'too-large');
	return {
		method,
		posterior,
		workers: { confusion: tooLarge ? new Float64Array(0) : confusionOf(evidence, solution), labelCount },
		classPrior: meanRow(posterior, grouped.classCount),
		iterations,
		warnings,
	};
};

/** P(answer | class) of each worker, workers × class × answer. */
const confusionOf = (evidence: Evidence, solution: Solution): Float64Array => {
	const shape = evidence.grouped;
	const { workerCount, classCount } = shape;
	const counts = solution.counts ?? expectedCounts(evidence, solution.posterior);
	const likelihood = new Float64Array(counts.length);
	const { reportStrength: strength, abilityStrength } = inferDefaults;
	if (classCount === 1) return likelihood.fill(1);
	const rows = solution.rows ?? pooledRows(shape, { strength, abilityStrength });
	rows(counts, likelihood);
	const confusion = new Float64Array(counts.length);
	for (let worker = 0; worker < workerCount; worker++) {
		const from = worker * classCount * classCount;
		for (let j = 0; j < classCount; j++) {
			for (let k = 0; k < classCount; k++)
				confusion[from + k * classCount + j] = likelihood[from + j * classCount + k]!;
		}
	}
	return confusion;
};

const coverageWarnings = (evidence: Evidence): ConsensusWarning[] => {
	const { gold, grouped, labelCount } = evidence;
	const { workerLabelsMin: labelsMin } = inferenceLimits;
	const warnings: ConsensusWarning[] = [];
	let single = 0;
	let none = 0;
	for (let item = 0; item < grouped.itemCount; item++) {
		if (gold !== undefined && gold[item]! >= 0) continue;
		const count = grouped.start[item + 1]! - grouped.start[item]!;
		if (count === 1) single++;
		if (count === 0) none++;
	}
	let few = 0;
	for (const count of labelCount) if (count > 0 && count < labelsMin) few++;
	if (single > 0) warnings.push({ kind: 'items-with-one-label', items: single });
	if (none > 0) warnings.push({ kind: 'items-without-labels', items: none });
	if (few > 0) warnings.push({ kind: 'workers-with-few-labels', workers: few, labelsMin });
	return warnings;
};

/** The method that the labels bear; undefined where nothing can be said of anybody beyond their votes. */
const usableMethod = (
	evidence: Evidence,
	asked: ConsensusMethod,
	warnings: ConsensusWarning[],
): ConsensusMethod | undefined => {
	const { workerCount, classCount } = evidence.grouped;
	if (classCount === 1) return 'majority';
	const { confusionCellsMax: cellsMax, comparableLabelsPerCellMin } = inferenceLimits;
	const cells = workerCount * classCount * classCount;
	const comparableLabels = countComparable(evidence);
	if (comparableLabels === 0) {
		warnings.push({ kind: 'degenerate', assumedAccuracy: assumedAccuracy(classCount) });
		return undefined;
	}
	if (asked === 'majority') return asked;
	if (comparableLabels < comparableLabelsPerCellMin * classCount * classCount) {
		warnings.push({ kind: 'fallback', from: asked, to: 'majority', comparableLabels });
		return undefined;
	}
	if (cells <= cellsMax) return asked;
	warnings.push({ kind: 'too-large', cells, cellsMax });
	if (asked === 'wawa') return asked;
	warnings.push({ kind: 'fallback', from: asked, to: 'wawa', comparableLabels });
	return 'wawa';
};

/** Labels that something else speaks to: gold, a first pass, or another label of the same item. */
const countComparable = (evidence: Evidence): number => {
	const { gold, prior, grouped } = evidence;
	let comparable = 0;
	for (let item = 0; item < grouped.itemCount; item++) {
		const count = grouped.start[item + 1]! - grouped.start[item]!;
		const known = gold !== undefined && gold[item]! >= 0;
		const expected = prior !== undefined && !Number.isNaN(prior[item * grouped.classCount]!);
		if (count >= 2 || known || expected) comparable += count;
	}
	return comparable;
};
