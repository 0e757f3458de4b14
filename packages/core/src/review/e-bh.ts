import { assert } from '../shared/result.ts';

/**
 * e-BH (Wang & Ramdas 2022, JRSS B 84(3), 822–852): of K people, those are named whose e-value is at least K / (α k̂), with
 * k̂ the largest k such that k people reach K / (α k). The expected share of wrongly named among the named is ≤ α however
 * the e-values depend on each other; where everybody is at the bar, so is the probability that anybody is named at any
 * of the looks of one e-process each.
 *
 * @param logEValues natural logs, one a person: everybody who was ever tested, also those who left
 * @returns 1 where named, in the order given
 */
export const eBenjaminiHochberg = (
	logEValues: ArrayLike<number>,
	{ alpha }: { readonly alpha: number },
): Uint8Array => {
	assert(alpha > 0 && alpha < 1, 'alpha is between 0 and 1');
	const count = logEValues.length;
	const descending = Float64Array.from(logEValues).sort().reverse();
	let threshold = Number.POSITIVE_INFINITY;
	for (let k = 1; k <= count; k++) {
		const needed = Math.log(count) - Math.log(alpha) - Math.log(k);
		if (descending[k - 1]! >= needed) threshold = needed;
	}
	return Uint8Array.from(logEValues, (value) => (value >= threshold ? 1 : 0));
};
