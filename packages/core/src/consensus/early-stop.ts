import { assert } from '../shared/result.ts';
import type { Labels } from './labels.ts';

/** Whether no answers still to come, up to `viewsMax`, could change or tie the leader of a majority. */
export const majoritySettled = ({
	votes,
	viewsMax,
}: {
	readonly votes: ArrayLike<number>;
	readonly viewsMax: number;
}): boolean => {
	let cast = 0;
	let [most, next] = [0, 0];
	for (let k = 0; k < votes.length; k++) {
		const count = votes[k]!;
		cast += count;
		if (count > most) [most, next] = [count, most];
		else if (count > next) next = count;
	}
	return cast >= viewsMax || most - next > viewsMax - cast;
};

/**
 * Majority of `viewsMax` answers, read in the order given and stopped as soon as the outcome is settled.
 * It decides as the full majority of those answers does, ties included, with fewer views.
 *
 * Returns vote shares by item and class among the views used (uniform without labels), and the views used by item.
 */
export const majorityEarlyStop = (
	labels: Labels,
	{ viewsMax }: { readonly viewsMax: number },
): { readonly posterior: Float64Array; readonly views: Int32Array } => {
	assert(Number.isInteger(viewsMax) && viewsMax >= 1, 'viewsMax is a positive whole number');
	const { itemCount, classCount, item, label } = labels;
	const posterior = new Float64Array(itemCount * classCount);
	const views = new Int32Array(itemCount);
	for (let index = 0; index < item.length; index++) {
		const from = item[index]! * classCount;
		if (majoritySettled({ votes: posterior.subarray(from, from + classCount), viewsMax })) continue;
		posterior[from + label[index]!]!++;
		views[item[index]!]!++;
	}
	for (let at = 0; at < itemCount; at++) {
		for (let k = 0; k < classCount; k++) {
			const count = posterior[at * classCount + k]!;
			posterior[at * classCount + k] = views[at]! > 0 ? count / views[at]! : 1 / classCount;
		}
	}
	return { posterior, views };
};
