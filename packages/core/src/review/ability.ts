import { goldenSection } from '../shared/golden-section.ts';
import { type Reviewing, reviewFails, trueRate, type WeightedError } from './reviewer-error.ts';
import type { PeerBelief } from './verdict.ts';

/** Verdicts on items of about the same expectation: how many were found right and wrong. */
export type VerdictGroup = {
	/** How likely peers are right on such an item; or only how often they are found right, by reviews that err. */
	readonly peers: Omit<PeerBelief, 'levelError'> | { readonly expected: number };
	/** Gold is taken as true; a review errs. */
	readonly isGold: boolean;
	readonly right: number;
	readonly wrong: number;
};

/**
 * The mix of items that everybody's score is read on: how likely peers are right, or only how often they are found right,
 * with shares that add up to 1.
 */
export type ReferenceMix = readonly (({ readonly peersRight: number } | { readonly expected: number }) & {
	readonly share: number;
})[];

/** True probabilities closer to 0 or 1 count as that. */
const trueFloor = 0.005;

/**
 * The model, after Rasch: a person's log-odds of being right on an item are the peers' on that item plus one number, θ,
 * the person's own. θ = 0 is “as peers”. Peers' beliefs on verdicts and on the reference mix come from one estimate of the
 * reviewers' error; were that another, both would move by the same, and θ against it.
 */
export type AbilityModel = {
	readonly groups: readonly VerdictGroup[];
	readonly reference: ReferenceMix;
	/** See `Reviewing`. */
	readonly coincide: number;
	/** Standard error, in log-odds, of the peers' odds on these items all in all: θ is known no better. */
	readonly levelError: number;
};

/** θ is looked for here: from hardly ever right to hardly ever wrong, whatever the items. */
export const abilityRange = { from: -9, to: 12 } as const;

const oddsOf = (p: number): number => {
	const inside = Math.min(1 - trueFloor, Math.max(trueFloor, p));
	return inside / (1 - inside);
};

/** Peers' odds on a group, and the probability that its reviews are wrong, at one value of the reviewers' error. */
const groupAt = ({ peers, isGold, right, wrong }: VerdictGroup, reviewing: Reviewing) => {
	const error = isGold ? 0 : reviewing.error;
	if ('expected' in peers) {
		const odds = oddsOf(trueRate(peers.expected, { ...reviewing, error }));
		return { ifHolds: odds, ifFails: odds, fails: error, right, wrong };
	}
	const { ifCheckHolds, ifCheckFails, doubt } = peers;
	return {
		ifHolds: oddsOf(ifCheckHolds),
		ifFails: oddsOf(ifCheckFails),
		fails: reviewFails(doubt, error),
		right,
		wrong,
	};
};

/** A model at one value of the reviewers' error. */
const abilityAt = ({ groups, reference, coincide }: AbilityModel, error: number) => {
	const base = groups.map((group) => groupAt(group, { error, coincide }));
	const mix = reference.map((part) => ({
		odds: oddsOf('expected' in part ? trueRate(part.expected, { error, coincide }) : part.peersRight),
		share: part.share,
	}));
	return {
		/** Log-likelihood of the verdicts, and Jeffreys' prior of θ as if reviews did not err. */
		logDensities: (theta: number): { readonly likelihood: number; readonly prior: number } => {
			const scale = Math.exp(theta);
			let likelihood = 0;
			let information = 0;
			for (const { ifHolds, ifFails, fails, right, wrong } of base) {
				const wrongIfHolds = 1 / (1 + ifHolds * scale);
				const wrongIfFails = 1 / (1 + ifFails * scale);
				const found = (1 - fails) * (1 - wrongIfHolds) + fails * coincide * wrongIfFails;
				const missed = (1 - fails) * wrongIfHolds + fails * (1 - coincide * wrongIfFails);
				if (right > 0) likelihood += right * Math.log(found);
				if (wrong > 0) likelihood += wrong * Math.log(missed);
				information += (right + wrong) * (1 - fails) * wrongIfHolds * (1 - wrongIfHolds);
			}
			return { likelihood, prior: 0.5 * Math.log(information) };
		},
		/** The probability of being right on the reference mix. */
		onReference: (theta: number): number => {
			const scale = Math.exp(theta);
			let rate = 0;
			for (const { odds, share } of mix) rate += (share * odds * scale) / (1 + odds * scale);
			return rate;
		},
	};
};

/** Golden-section search; its last bracket is a ten-millionth of the range. */
const searchSteps = 38;

/** The most likely rate on the reference mix, at one value of the reviewers' error. 0 or 1 where θ has no bound. */
export const likeliestRate = (model: AbilityModel, error: number): number => {
	const { logDensities, onReference } = abilityAt(model, error);
	const { low, high } = goldenSection((theta) => -logDensities(theta).likelihood, {
		...abilityRange,
		steps: searchSteps,
	});
	const edge = 1e-3;
	if (high > abilityRange.to - edge) return 1;
	if (low < abilityRange.from + edge) return 0;
	return onReference((low + high) / 2);
};

const coarseStep = 0.25;
const finePoints = 96;
/** Densities this far below the highest, in logs, are left out: 1 in 160,000. */
const logReach = 12;

/** A distribution function by its points, rates ascending. */
type Points = { readonly rates: Float64Array; readonly mass: Float64Array };
type Scaled = Points & { readonly logScale: number };

/**
 * The equal-tailed posterior interval of the rate on the reference mix. θ has Jeffreys' prior, so that for items of one
 * expectation and reviews without error this is Jeffreys' interval, Beta(right + ½, wrong + ½).
 *
 * @param errors the posterior of the reviewers' error, over which it is averaged
 */
export const rateInterval = (
	model: AbilityModel,
	{ errors, level }: { readonly errors: readonly WeightedError[]; readonly level: number },
): { readonly low: number; readonly high: number } => {
	const parts = errors.flatMap(({ error, weight }) => cumulativesOf(model, { error, weight }));
	const highest = Math.max(...parts.map(({ logScale }) => logScale));
	const weighted = parts.map((part) => ({ ...part, weight: Math.exp(part.logScale - highest) }));
	const total = weighted.reduce((sum, { mass, weight }) => sum + weight * mass.at(-1)!, 0);
	const quantile = (share: number): number => {
		let [low, high] = [0, 1];
		while (high - low > 1e-7) {
			const middle = (low + high) / 2;
			const below = weighted.reduce((sum, part) => sum + part.weight * massBelow(part, middle), 0);
			if (below < share * total) low = middle;
			else high = middle;
		}
		return (low + high) / 2;
	};
	return { low: quantile((1 - level) / 2), high: quantile((1 + level) / 2) };
};

/** Gauss–Hermite: five points, and their weights, that stand for a normal deviate. */
const deviates = [
	[-2.856970013872806, 0.011257411327720689],
	[-1.355626179974266, 0.2220759220056126],
	[0, 0.5333333333333333],
	[1.355626179974266, 0.2220759220056126],
	[2.856970013872806, 0.011257411327720689],
] as const;

/** The posterior at one value of the reviewers' error, moved by what is not known of the items. */
const cumulativesOf = (model: AbilityModel, { error, weight }: WeightedError): readonly Scaled[] => {
	const { logDensities, onReference } = abilityAt(model, error);
	const of = (theta: number): number => {
		const { likelihood, prior } = logDensities(theta);
		return likelihood + prior;
	};
	let most = Number.NEGATIVE_INFINITY;
	const coarse: { theta: number; density: number }[] = [];
	for (let theta: number = abilityRange.from; theta <= abilityRange.to; theta += coarseStep) {
		const density = of(theta);
		coarse.push({ theta, density });
		most = Math.max(most, density);
	}
	const near = coarse.filter(({ density }) => density > most - logReach);
	const from = near[0]!.theta - coarseStep;
	const width = (near.at(-1)!.theta + coarseStep - from) / finePoints;
	const mass = new Float64Array(finePoints + 1);
	for (let at = 0; at < finePoints; at++) {
		mass[at + 1] = mass[at]! + Math.exp(of(from + (at + 0.5) * width) - most) * width;
	}
	const moves = model.levelError > 0 ? deviates : ([[0, 1]] as const);
	return moves.map(([deviate, share]) => {
		const moved = from + deviate * model.levelError;
		const rates = Float64Array.from(mass, (_, at) => onReference(moved + at * width));
		return { rates, mass, logScale: most + Math.log(weight * share) };
	});
};

const massBelow = ({ rates, mass }: Points, rate: number): number => {
	if (rate <= rates[0]!) return 0;
	let [low, high] = [0, rates.length - 1];
	if (rate >= rates[high]!) return mass[high]!;
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if (rates[middle]! <= rate) low = middle;
		else high = middle;
	}
	const share = (rate - rates[low]!) / (rates[high]! - rates[low]!);
	return mass[low]! + share * (mass[high]! - mass[low]!);
};
