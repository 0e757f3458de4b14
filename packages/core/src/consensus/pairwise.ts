import { assert } from '../shared/result.ts';

/** Somebody preferred one thing to another; `weight` (default 1) counts it, ½ each way is a tie. */
export type Comparison = { readonly better: number; readonly worse: number; readonly weight?: number };

export type Strengths = {
	/** Log-strength of each thing, mean 0: a is preferred to b with probability 1 ÷ (1 + exp(b − a)). */
	readonly logStrength: Float64Array;
	/** Things from best to worst; the first of them in a tie. */
	readonly order: readonly number[];
	readonly iterations: number;
	readonly converged: boolean;
};

export const pairwiseDefaults = {
	/** Half-comparisons that everything won, and lost, against an average thing: keeps what always wins finite [D]. */
	pseudo: 0.1,
	tolerance: 1e-8,
	iterationsMax: 10_000,
} as const;

/**
 * Strengths from comparisons of pairs (Bradley & Terry 1952), by the minorisation–maximisation of Hunter (2004), with a
 * virtual thing of strength 1 that everything won and lost against `pseudo` times. O(comparisons) an iteration.
 */
export const bradleyTerry = (
	task: { readonly count: number; readonly comparisons: readonly Comparison[] },
	options: { readonly pseudo?: number; readonly tolerance?: number; readonly iterationsMax?: number } = {},
): Strengths => {
	const { count, comparisons } = task;
	const { pseudo, tolerance, iterationsMax } = { ...pairwiseDefaults, ...options };
	assert(pseudo > 0, 'pseudo is positive: without it what always wins has no strength');
	const wins = new Float64Array(count).fill(pseudo);
	for (const { better, worse, weight = 1 } of comparisons) {
		assert(better !== worse && weight >= 0, 'two different things are compared, by a weight of 0 or more');
		assert(Math.min(better, worse) >= 0 && Math.max(better, worse) < count, 'better and worse are ids');
		wins[better]! += weight;
	}
	let strength = new Float64Array(count).fill(1);
	let iterations = 0;
	let converged = count === 0;
	while (!converged && iterations < iterationsMax) {
		const shares = strength.map((own) => (2 * pseudo) / (own + 1));
		for (const { better, worse, weight = 1 } of comparisons) {
			const share = weight / (strength[better]! + strength[worse]!);
			shares[better]! += share;
			shares[worse]! += share;
		}
		const next = wins.map((won, at) => won / shares[at]!);
		converged = next.every((value, at) => Math.abs(Math.log(value / strength[at]!)) <= tolerance);
		strength = next;
		iterations++;
	}
	const logs = strength.map(Math.log);
	const mean = logs.reduce((sum, value) => sum + value, 0) / Math.max(count, 1);
	const logStrength = logs.map((value) => value - mean);
	const order = [...logStrength.keys()].sort((a, b) => logStrength[b]! - logStrength[a]! || a - b);
	return { logStrength, order, iterations, converged };
};
