/** The share of a batch that may carry a category for it to count as screened, and how sure of that. [D] */
export const screenRateMax = 0.005;
export const screenConfidence = 0.95;

/**
 * Whether scouts' looks bound a category's rate in a batch: with `found` in a random sample of `looked` out of `total`,
 * the exact one-sided upper bound of the hypergeometric law is ≤ `screenRateMax` at `screenConfidence`.
 * Source: Buonaccorsi 1987, "A note on confidence intervals for proportions in finite populations".
 */
export const screenCleared = (sample: {
	readonly total: number;
	readonly looked: number;
	readonly found: number;
}): boolean => {
	const { total, looked, found } = sample;
	const allowed = Math.floor(screenRateMax * total);
	if (found > allowed || looked <= 0) return false;
	// One more than allowed would have to be implausible: P(X ≤ found | allowed + 1 in the batch) ≤ 1 − confidence.
	return (
		hypergeometricAtMost({ total, marked: allowed + 1, drawn: Math.min(looked, total), at: found }) <=
		1 - screenConfidence
	);
};

/** How many clean looks a batch of this size needs. */
export const screenLooksNeeded = (total: number): number => {
	let low = 1;
	let high = Math.max(1, total);
	while (low < high) {
		const middle = (low + high) >> 1;
		if (screenCleared({ total, looked: middle, found: 0 })) high = middle;
		else low = middle + 1;
	}
	return low;
};

/** P(X ≤ at) when `drawn` of `total` are drawn without replacement and `marked` of them carry the mark. */
const hypergeometricAtMost = (options: {
	readonly total: number;
	readonly marked: number;
	readonly drawn: number;
	readonly at: number;
}): number => {
	const { total, marked, drawn, at } = options;
	if (marked > total) return 0;
	// P(X = 0) as a product, then by the ratio of neighbours; stable for the small `at` that matter here.
	let logZero = 0;
	for (let i = 0; i < marked; i++) {
		const left = total - drawn - i;
		if (left <= 0) {
			logZero = Number.NEGATIVE_INFINITY;
			break;
		}
		logZero += Math.log(left / (total - i));
	}
	if (logZero === Number.NEGATIVE_INFINITY) return atMostByLogs(options);
	let term = Math.exp(logZero);
	let sum = term;
	for (let k = 0; k < at; k++) {
		term *= ((marked - k) * (drawn - k)) / ((k + 1) * (total - drawn - marked + k + 1));
		sum += term;
	}
	return Math.min(1, sum);
};

/** The same where P(X = 0) is 0: fewer are left undrawn than are marked. */
const atMostByLogs = (options: {
	readonly total: number;
	readonly marked: number;
	readonly drawn: number;
	readonly at: number;
}): number => {
	const { total, marked, drawn, at } = options;
	let sum = 0;
	for (let k = Math.max(0, marked + drawn - total); k <= Math.min(at, marked, drawn); k++) {
		sum += Math.exp(logChoose(marked, k) + logChoose(total - marked, drawn - k) - logChoose(total, drawn));
	}
	return Math.min(1, sum);
};

const logChoose = (n: number, k: number): number => {
	let sum = 0;
	for (let i = 1; i <= Math.min(k, n - k); i++) sum += Math.log((n - Math.min(k, n - k) + i) / i);
	return sum;
};
