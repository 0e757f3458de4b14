import { clampGold, type Evidence, normaliseRows } from './inference.ts';

/** Votes of each item by class, with its prior (or `missing`, where given) as `priorWeight` (or one) more votes. */
const countVotes = (
	evidence: Evidence,
	options: { readonly weight?: Float64Array; readonly missing?: Float64Array } = {},
): Float64Array => {
	const { itemCount, classCount, item, worker, label } = evidence.labels;
	const { weight, missing } = options;
	const votes = new Float64Array(itemCount * classCount);
	for (let at = 0; at < item.length; at++) {
		votes[item[at]! * classCount + label[at]!]! += weight === undefined ? 1 : weight[worker[at]!]!;
	}
	if (evidence.prior === undefined && missing === undefined) return votes;
	for (let row = 0; row < votes.length; row += classCount) {
		const known = evidence.prior !== undefined && !Number.isNaN(evidence.prior[row]!);
		for (let k = 0; k < classCount; k++) {
			if (known) votes[row + k]! += evidence.priorWeight * evidence.prior![row + k]!;
			else if (missing !== undefined) votes[row + k]! += missing[k]!;
		}
	}
	return votes;
};

/** The share of votes for each class: where the models start, and the softest reading of a majority. */
export const voteShares = (evidence: Evidence): Float64Array => {
	const shares = countVotes(evidence);
	normaliseRows(shares, evidence.grouped.classCount);
	clampGold(shares, evidence);
	return shares;
};

/** All mass on the class with most votes, split evenly where several have as many. */
export const leaders = (votes: Float64Array, classCount: number): Float64Array => {
	const result = new Float64Array(votes.length);
	for (let row = 0; row < votes.length; row += classCount) {
		let most = Number.NEGATIVE_INFINITY;
		for (let k = 0; k < classCount; k++) if (votes[row + k]! > most) most = votes[row + k]!;
		let tied = 0;
		for (let k = 0; k < classCount; k++) if (votes[row + k]! >= most - 1e-12) tied++;
		for (let k = 0; k < classCount; k++) if (votes[row + k]! >= most - 1e-12) result[row + k] = 1 / tied;
	}
	return result;
};

/**
 * Worker agreement with aggregate: each worker's votes weigh as much as the worker agrees with the majority.
 *
 * A tied majority agrees with each of its leaders by their share of the tie. `missing` smooths items without a prior
 * by one more vote, spread as given; without it a single vote is certain, as in the published method.
 */
export const wawa = (
	evidence: Evidence,
	options: { readonly missing?: Float64Array } = {},
): { readonly posterior: Float64Array; readonly weight: Float64Array } => {
	const { workerCount, classCount, item, worker, label } = evidence.labels;
	const majority = leaders(countVotes(evidence), classCount);
	clampGold(majority, evidence);
	const weight = new Float64Array(workerCount);
	for (let at = 0; at < item.length; at++) weight[worker[at]!]! += majority[item[at]! * classCount + label[at]!]!;
	for (let id = 0; id < workerCount; id++) weight[id]! /= Math.max(evidence.labelCount[id]!, 1);
	const posterior = countVotes(evidence, { weight, ...(options.missing && { missing: options.missing }) });
	normaliseRows(posterior, classCount);
	clampGold(posterior, evidence);
	return { posterior, weight };
};
