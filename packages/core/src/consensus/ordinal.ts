import { type InferOptions, inferConsensus } from './infer.ts';
import type { Consensus } from './inference.ts';
import type { Labels } from './labels.ts';
import { median } from './stop.ts';

export type OrdinalConsensus = Consensus & {
	/** By item: the median class of the posterior, the higher where it falls between two. */
	readonly option: Int32Array;
	/** By item: the probability of the classes within `within` of it. */
	readonly certainty: Float64Array;
};

/**
 * Classes in order of magnitude (severities, ratings): inferred like all others, decided by the median. That is the
 * class with the least expected distance to the truth, where the most probable one has the least chance to be wrong.
 */
export const ordinalConsensus = (
	labels: Labels,
	{
		within = 0,
		...options
	}: InferOptions & { /** Classes either side that count as the same answer. */ readonly within?: number } = {},
): OrdinalConsensus => {
	const consensus = inferConsensus(labels, options);
	const { itemCount, classCount } = labels;
	const option = new Int32Array(itemCount);
	const certainty = new Float64Array(itemCount);
	for (let item = 0; item < itemCount; item++) {
		const middle = median(consensus.posterior.subarray(item * classCount, (item + 1) * classCount), within);
		option[item] = middle.option;
		certainty[item] = middle.certainty;
	}
	return { ...consensus, option, certainty };
};
