import { assert } from '../shared/result.ts';

/** What a wrong decision and a view cost, in the same unit; `harmStakes` makes them. */
export type Stakes = {
	/** Loss of deciding d where k is true, K × K at d × K + k; 0 on the diagonal. */
	readonly losses: Float64Array;
	/** Price of the exposure of one view by true class, K. */
	readonly price: Float64Array;
};

/** How errors and exposure are weighed against each other. */
export type HarmWeighing = {
	/** How much worse it is to miss something harmful than to call something harmless harmful, beyond balance. */
	readonly missedWeight: number;
	/** One view of harmful content at severity 3, in balanced errors: 0.1 is ten views for one error. */
	readonly harmfulViewPrice: number;
	/** One view of harmless content, as a share of that: time is worth something, too. */
	readonly harmlessShare: number;
};

/** Chosen by cross-validation on development splits; `docs/mathematics/fewest-eyes.md` has the trials. */
export const harmWeighing: HarmWeighing = { missedWeight: 1.4, harmfulViewPrice: 0.1, harmlessShare: 0.1 };

/** From here on an answer says that the content is harmful. */
export const harmfulSeverityMin = 2;
/** The exposure of severity 0 to 4, as a multiple of severity 3's [D]. */
const severityPrice = [0, 0, 0.5, 1, 2] as const;
/** A class this rare is weighed no further up: its errors would outweigh everything on few observations. */
const shareMin = 0.05;

/**
 * Stakes of balanced accuracy: an error on either side, harmful or not, weighs as much as that side is rare
 * (1 ÷ 2 × share), so that the expected loss is one minus the balanced accuracy. `severity` is of each class, `share`
 * how frequent each is; both K.
 */
export const harmStakes = ({
	severity,
	share,
	weighing = harmWeighing,
}: {
	readonly severity: readonly (0 | 1 | 2 | 3 | 4)[];
	readonly share: ArrayLike<number>;
	readonly weighing?: HarmWeighing | undefined;
}): Stakes => {
	const classCount = severity.length;
	assert(share.length === classCount, 'one share a class');
	const harmful = severity.map((one) => one >= harmfulSeverityMin);
	let total = 0;
	let harmfulTotal = 0;
	for (let k = 0; k < classCount; k++) {
		total += share[k]!;
		if (harmful[k]) harmfulTotal += share[k]!;
	}
	const harmfulShare = total > 0 ? harmfulTotal / total : 0.5;
	const weight = harmful.map((one) => {
		const side = Math.min(1 - shareMin, Math.max(shareMin, one ? harmfulShare : 1 - harmfulShare));
		return (one ? weighing.missedWeight : 1) / (2 * side);
	});
	const losses = new Float64Array(classCount * classCount);
	for (let d = 0; d < classCount; d++) {
		for (let k = 0; k < classCount; k++) if (d !== k) losses[d * classCount + k] = weight[k]!;
	}
	const price = Float64Array.from(
		severity,
		(one) => weighing.harmfulViewPrice * Math.max(weighing.harmlessShare, severityPrice[one]),
	);
	return { losses, price };
};

/** The decision that is expected to cost least, the first of equals, and what it is expected to cost. O(K²). */
export const leastLoss = (
	probabilities: ArrayLike<number>,
	losses: Float64Array,
): { readonly option: number; readonly loss: number } => {
	const classCount = probabilities.length;
	let option = 0;
	let loss = Number.POSITIVE_INFINITY;
	for (let d = 0; d < classCount; d++) {
		let expected = 0;
		for (let k = 0; k < classCount; k++) expected += losses[d * classCount + k]! * probabilities[k]!;
		if (expected < loss - 1e-12) [option, loss] = [d, expected];
	}
	return { option, loss };
};

/** Views looked ahead, and the most states of the answers that are weighed for it. */
const lookAhead = { viewsMax: 7, statesMax: 400 } as const;

export type Worth = {
	/** Expected loss of deciding now. */
	readonly stop: number;
	/** Expected loss and exposure of one view more, and of those after it while they are worth it. */
	readonly ask: number;
};

/**
 * What deciding now is expected to cost, and what asking on does: Bellman's equation over the answers still to come
 * (optimal stopping; DeGroot 1970, *Optimal Statistical Decisions*, ch. 12), for people who answer by `confusion`.
 * The order of answers tells nothing, so that states are counts of answers: C(views + K, K) of them.
 */
export const worthOfView = ({
	probabilities,
	confusion,
	stakes,
	viewsLeft,
}: {
	readonly probabilities: Float64Array;
	/** P(answer j | class k) of whoever is asked, K × K at k × K + j: usually the newcomer's. */
	readonly confusion: Float64Array;
	readonly stakes: Stakes;
	readonly viewsLeft: number;
}): Worth => {
	const classCount = probabilities.length;
	assert(confusion.length === classCount * classCount, 'confusion is K × K');
	assert(stakes.losses.length === classCount * classCount, 'losses are K × K');
	assert(viewsLeft >= 1, 'a view is left');
	const depth = depthFor(classCount, viewsLeft);
	const known = new Map<number, number>();
	const value = (weights: Float64Array, left: number, state: number): number => {
		const stop = leastLoss(weights, stakes.losses).loss;
		if (left === 0) return stop;
		const before = known.get(state);
		if (before !== undefined) return before;
		const best = Math.min(stop, asking(weights, left, state));
		known.set(state, best);
		return best;
	};
	// Weights are probabilities of class and answers so far together: they need no division on the way.
	const asking = (weights: Float64Array, left: number, state: number): number => {
		let cost = 0;
		for (let k = 0; k < classCount; k++) cost += stakes.price[k]! * weights[k]!;
		for (let j = 0; j < classCount; j++) {
			const after = weights.map((weight, k) => weight * confusion[k * classCount + j]!);
			cost += value(after, left - 1, state + (depth + 1) ** j);
		}
		return cost;
	};
	return { stop: leastLoss(probabilities, stakes.losses).loss, ask: asking(probabilities, depth, 0) };
};

/** As far as the states stay few; with many classes one view is looked ahead. */
const depthFor = (classCount: number, viewsLeft: number): number => {
	let depth = 1;
	let states = classCount + 1;
	while (depth < Math.min(viewsLeft, lookAhead.viewsMax)) {
		states = (states * (depth + 1 + classCount)) / (depth + 1);
		if (states > lookAhead.statesMax) break;
		depth++;
	}
	return depth;
};
