import { wilsonInterval } from '../consensus/calibration.ts';
import { assert } from '../shared/result.ts';
import type { PeerBelief, ScoredRecord, ScoredVerdict } from './verdict.ts';

/** Items that two analysts reviewed, blind and apart, and those on which they differ. */
export type DoubleReviews = { readonly reviews: number; readonly disagreements: number };

export type ReviewerError = DoubleReviews & {
	/** Probability that one review is wrong, with its 95 % interval. */
	readonly rate: number;
	readonly low: number;
	readonly high: number;
};

/**
 * How reviews err: one is wrong with probability `error`, and a wrong review and a wrong answer are the same with
 * probability `coincide`: 1 with two options, about 1/(K − 1) with K.
 */
export type Reviewing = { readonly error: number; readonly coincide: number };

/**
 * The probability of being right of somebody who is found right with probability `found` (Rogan & Gladen 1978,
 * Am. J. Epidemiol. 107(1), 71–76): found = p (1 − e) + (1 − p) c e, solved for p. Not held within 0 and 1, so that
 * means of it are without bias.
 */
export const trueRate = (found: number, { error, coincide }: Reviewing): number =>
	(found - coincide * error) / (1 - error - coincide * error);

/** The probability that the review of an item is wrong, once peers' answers to the item are known: Bayes' rule. */
export const reviewFails = (doubt: number, error: number): number => (error * doubt) / (error * doubt + 1 - error);

/** The probability that a peer is found right. */
export const foundRate = (
	{ ifCheckHolds, ifCheckFails, doubt }: PeerBelief,
	{ error, coincide }: Reviewing,
): number => {
	const fails = reviewFails(doubt, error);
	return (1 - fails) * ifCheckHolds + fails * coincide * (1 - ifCheckFails);
};

/** What a verdict says of its item: as it stands there, or, where no peer answered it, what follows from `expected`. */
export const peersOf = (
	{ expected, peers, check }: Pick<ScoredVerdict, 'expected' | 'peers' | 'check'>,
	reviewing: Reviewing,
): PeerBelief => {
	if (peers !== undefined) return peers;
	const right = check === 'gold' ? expected : trueRate(expected, reviewing);
	const inside = Math.min(1, Math.max(0, right));
	return { ifCheckHolds: inside, ifCheckFails: inside, doubt: check === 'gold' ? 0 : 1, levelError: 0 };
};

/** Over all records of the organisation: one person's double reviews are too few to tell anything. */
export const doubleReviewsOf = (records: Iterable<ScoredRecord>): DoubleReviews => {
	let reviews = 0;
	let disagreements = 0;
	for (const { verdicts } of records) {
		for (const { secondAgrees } of verdicts) {
			if (secondAgrees === undefined) continue;
			reviews++;
			if (!secondAgrees) disagreements++;
		}
	}
	return { reviews, disagreements };
};

/**
 * Two reviews, each wrong with probability e, differ with probability 2 e (1 − e) + e² (1 − c).
 */
export const disagreementRate = (error: number, coincide: number): number =>
	2 * error * (1 - error) + error * error * (1 - coincide);

/** The error, below one half, that makes reviewers differ this often: the smaller root of (1 + c) e² − 2 e + d = 0. */
export const errorOfDisagreement = (disagreement: number, coincide: number): number => {
	const root = 1 - (1 + coincide) * disagreement;
	return root <= 0 ? errorMax : Math.min(errorMax, (1 - Math.sqrt(root)) / (1 + coincide));
};

/** A reviewer who is wrong half the time tells nothing of two options. */
export const errorMax = 0.45;

/**
 * How often a review is wrong, from blind double reviews (no gold is needed: it is the disagreement that tells), with
 * Wilson's interval of the disagreement carried over.
 */
export const reviewerErrorOf = (
	{ reviews, disagreements }: DoubleReviews,
	{ coincide }: { readonly coincide: number },
): ReviewerError => {
	assert(reviews > 0 && disagreements >= 0 && disagreements <= reviews, 'some reviews were made twice');
	const { low, high } = wilsonInterval({ count: disagreements, n: reviews });
	return {
		reviews,
		disagreements,
		rate: errorOfDisagreement(disagreements / reviews, coincide),
		low: errorOfDisagreement(low, coincide),
		high: errorOfDisagreement(high, coincide),
	};
};

export type WeightedError = { readonly error: number; readonly weight: number };

const scanSteps = 450;

/** The posterior of the error on a few points: Jeffreys' prior on the disagreement, the binomial likelihood. Weights sum to 1. */
export const errorPosterior = (
	{ reviews, disagreements }: DoubleReviews,
	{ coincide, points }: { readonly coincide: number; readonly points: number },
): readonly WeightedError[] => {
	const logDensity = (error: number): number => {
		const d = disagreementRate(error, coincide);
		const slope = 2 - 2 * error * (1 + coincide);
		return (disagreements - 0.5) * Math.log(d) + (reviews - disagreements - 0.5) * Math.log(1 - d) + Math.log(slope);
	};
	const step = errorMax / scanSteps;
	const scan = Array.from({ length: scanSteps }, (_, at) => logDensity((at + 0.5) * step));
	const most = Math.max(...scan);
	const total = scan.reduce((sum, value) => sum + Math.exp(value - most), 0);
	// Each point stands for an equal share of the posterior, and lies at its mean.
	const result: WeightedError[] = [];
	let inside = { weight: 0, moment: 0 };
	for (const [at, value] of scan.entries()) {
		const weight = Math.exp(value - most) / total;
		inside = { weight: inside.weight + weight, moment: inside.moment + weight * (at + 0.5) * step };
		if (inside.weight >= 1 / points || at === scanSteps - 1) {
			if (inside.weight > 0) result.push({ error: inside.moment / inside.weight, weight: inside.weight });
			inside = { weight: 0, moment: 0 };
		}
	}
	return result;
};
