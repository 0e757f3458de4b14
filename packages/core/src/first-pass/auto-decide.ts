import { assert } from '../shared/result.ts';

/** P(Binomial(n, p) ≤ k), summed in log space from its first term. */
export const binomialCdf = ({ k, n, p }: { readonly k: number; readonly n: number; readonly p: number }): number => {
	if (k < 0) return 0;
	if (k >= n) return 1;
	if (p <= 0) return 1;
	if (p >= 1) return 0;
	const logOdds = Math.log(p) - Math.log1p(-p);
	let logTerm = n * Math.log1p(-p);
	let logSum = logTerm;
	for (let i = 1; i <= k; i++) {
		logTerm += Math.log((n - i + 1) / i) + logOdds;
		const top = Math.max(logSum, logTerm);
		logSum = top + Math.log(Math.exp(logSum - top) + Math.exp(logTerm - top));
	}
	return Math.min(1, Math.exp(logSum));
};

export type ErrorCount = { readonly errors: number; readonly n: number };

/** One-sided Clopper–Pearson bound: with confidence 1 − `delta` the true rate is at most this. 1 when nothing was seen. */
export const errorRateUpperBound = ({ errors, n, delta }: ErrorCount & { readonly delta: number }): number => {
	if (errors >= n) return 1;
	let low = errors / n;
	let high = 1;
	while (high - low > 1e-9) {
		const middle = (low + high) / 2;
		if (binomialCdf({ k: errors, n, p: middle }) > delta) low = middle;
		else high = middle;
	}
	return high;
};

export type AutoDecideOptions = {
	/** Confidence of each audited decision; higher is surer. Ties enter and leave together. */
	readonly confidences: Float64Array;
	/** 1 where the machine's decision was wrong, by the person's audited decision. */
	readonly wrong: Uint8Array;
	/** The error rate not to be exceeded. */
	readonly alpha: number;
	/** The risk of exceeding it. */
	readonly delta: number;
};

/** `threshold` undefined: no threshold is proven, so people decide. The counts are of the audited items at or above it. */
export type AutoDecideRule = { readonly threshold: number | undefined } & ErrorCount;

/** Errors that the first, strictest candidate has room for: it needs this many more items, and a lone slip does not end the search. */
const firstCandidateErrors = 2;
const candidateGrowth = 1.01;

/**
 * The lowest threshold proven to keep the error of what it accepts ≤ `alpha` with confidence 1 − `delta`: Learn-then-Test
 * (Angelopoulos et al. 2021) with exact binomial p-values, tested in a fixed sequence from strict to lax, which ends at the first failure.
 * The sequence depends on the confidences only, so it needs no correction for the number of candidates.
 * Call it for each predicted class apart, on items that trained nothing.
 */
export const learnThreshold = ({ confidences, wrong, alpha, delta }: AutoDecideOptions): AutoDecideRule => {
	assert(confidences.length === wrong.length, 'one confidence per decision');
	const order = Uint32Array.from({ length: confidences.length }, (_, i) => i).sort(
		(a, b) => confidences[b]! - confidences[a]!,
	);
	let rule: AutoDecideRule = { threshold: undefined, errors: 0, n: 0 };
	let next = itemsNeeded({ errors: firstCandidateErrors, alpha, delta });
	let errors = 0;
	for (let i = 0; i < order.length; i++) {
		const item = order[i]!;
		errors += wrong[item]!;
		const n = i + 1;
		const tiedWithNext = n < order.length && confidences[order[n]!] === confidences[item];
		if (tiedWithNext || (n < next && n < order.length)) continue;
		if (binomialCdf({ k: errors, n, p: alpha }) > delta) break;
		rule = { threshold: confidences[item]!, errors, n };
		next = Math.ceil(n * candidateGrowth);
	}
	return rule;
};

/** One person's audited decision beside what the machine said of the item, without having learned from it. */
export type AuditedGuess = { readonly probabilities: ArrayLike<number>; readonly truth: number };

/**
 * The rule of each class: an item whose most probable class is k may be decided without people where that probability
 * reaches the threshold of k. Each class is tested apart, so that the bound holds for each: of what is decided as k, at
 * most `alpha` is wrong, with confidence 1 − `delta` for that class.
 */
export const learnThresholds = ({
	audited,
	classCount,
	alpha,
	delta,
}: {
	readonly audited: readonly AuditedGuess[];
	readonly classCount: number;
	readonly alpha: number;
	readonly delta: number;
}): readonly AutoDecideRule[] => {
	const guesses = audited.map(({ probabilities, truth }) => ({ ...guessOf(probabilities), truth }));
	return Array.from({ length: classCount }, (_, k) => {
		const own = guesses.filter(({ option }) => option === k);
		return learnThreshold({
			confidences: Float64Array.from(own, ({ confidence }) => confidence),
			wrong: Uint8Array.from(own, ({ truth }) => (truth === k ? 0 : 1)),
			alpha,
			delta,
		});
	});
};

/**
 * When proof is looked for the next time: at how many audited decisions of a class, and with which part of the risk. Each
 * look needs twice as many as the one before; the parts, `delta` × 6 ÷ (π² look²), sum to `delta` however many looks there
 * are (Euler 1740).
 */
export const nextProof = ({
	looks,
	alpha,
	delta,
}: {
	/** Looks that were had. */
	readonly looks: number;
	readonly alpha: number;
	readonly delta: number;
}): { readonly items: number; readonly delta: number } => {
	const first = (6 * delta) / Math.PI ** 2;
	const items = itemsNeeded({ errors: firstCandidateErrors, alpha, delta: first });
	return { items: items * 2 ** looks, delta: first / (looks + 1) ** 2 };
};

/** The most probable class, the first of equals, and its probability. */
export const guessOf = (probabilities: ArrayLike<number>): { readonly option: number; readonly confidence: number } => {
	let option = 0;
	for (let k = 1; k < probabilities.length; k++) if (probabilities[k]! > probabilities[option]!) option = k;
	return { option, confidence: probabilities[option]! };
};

/** The fewest items on which `errors` errors still prove the bound. */
const itemsNeeded = ({
	errors,
	alpha,
	delta,
}: {
	readonly errors: number;
	readonly alpha: number;
	readonly delta: number;
}): number => {
	let n = errors + 1;
	while (binomialCdf({ k: errors, n, p: alpha }) > delta) n++;
	return n;
};
