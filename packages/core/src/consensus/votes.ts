import { clampGold, type Evidence, normaliseRows } from './inference.ts';

/** Votes of each item by class, with its prior (or `missing`, where given) as `priorWeight` (or one) more votes. */
const countVotes = (
	evidence: Evidence,
	options: { readonly weight?: Float64Array; readonly missing?: Float64Array } = {},
): Float64Array => {
	const { itemCount, classCount, start, cell } = evidence.grouped;
	const votes = new Float64Array(itemCount * classCount);
	for (let item = 0; item < itemCount; item++) {
		const row = item * classCount;
		for (let at = start[item]!; at < start[item + 1]!; at++) {
			const label = cell[at]! % classCount;
			votes[row + label]! += options.weight === undefined ? 1 : options.weight[(cell[at]! - label) / classCount]!;
		}
		const known = evidence.prior !== undefined && !Number.isNaN(evidence.prior[row]!);
		for (let k = 0; k < classCount; k++) {
			if (known) votes[row + k]! += evidence.priorWeight * evidence.prior![row + k]!;
			else if (options.missing !== undefined) votes[row + k]! += options.missing[k]!;
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
	const { itemCount, workerCount, classCount, start, cell } = evidence.grouped;
	const majority = leaders(countVotes(evidence), classCount);
	clampGold(majority, evidence);
	const weight = new Float64Array(workerCount);
	for (let item = 0; item < itemCount; item++) {
		for (let at = start[item]!; at < start[item + 1]!; at++) {
			const label = cell[at]! % classCount;
			weight[(cell[at]! - label) / classCount]! += majority[item * classCount + label]!;
		}
	}
	for (let worker = 0; worker < workerCount; worker++) weight[worker]! /= Math.max(evidence.labelCount[worker]!, 1);
	const posterior = countVotes(evidence, { weight, ...(options.missing && { missing: options.missing }) });
	normaliseRows(posterior, classCount);
	clampGold(posterior, evidence);
	return { posterior, weight };
};
