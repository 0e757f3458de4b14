import { wilsonInterval } from '../consensus/calibration.ts';
import { type AbilityModel, likeliestRate, type ReferenceMix, rateInterval, type VerdictGroup } from './ability.ts';
import {
	type DoubleReviews,
	errorPosterior,
	type ReviewerError,
	type Reviewing,
	reviewerErrorOf,
	reviewFails,
	trueRate,
} from './reviewer-error.ts';
import type { ScoredRecord, ScoredVerdict } from './verdict.ts';

/** Fewer verdicts than this say nothing of a person, and fewer double reviews nothing of the reviewers. */
export const scoreLimits = { verdictsMin: 50, doubleReviewsMin: 30 } as const;

const level = 0.95;

export type ScoreContext = {
	/** How hard the organisation's items are for peers: everybody is read on this one mix. See `referenceMixOf`. */
	readonly reference: ReferenceMix;
	/** Over the whole organisation: see `doubleReviewsOf`. */
	readonly doubleReviews: DoubleReviews;
	/** How likely a wrong review and a wrong answer are the same: 1 (default) with two options, 1/(K − 1) with K alike. */
	readonly coincide?: number;
};

export type Score =
	| {
			readonly kind: 'not-enough';
			/** Of what there is too little. */
			readonly of: 'verdicts' | 'double-reviews';
			readonly n: number;
			readonly needed: number;
	  }
	| {
			readonly kind: 'score';
			readonly n: number;
			/** Share found right, with Wilson's interval: of these items and these reviewers. */
			readonly raw: Estimate;
			/** Probability of being right on the reference mix of items, with the reviewers' error taken out. */
			readonly adjusted: number;
			readonly low: number;
			readonly high: number;
			readonly level: typeof level;
			/** How often peers would be found right on the same items, and be right on the reference mix: what raw and adjusted compare with. */
			readonly peers: { readonly onTheseItems: number; readonly onReference: number };
			readonly reviewerError: ReviewerError;
	  };

export type Estimate = { readonly rate: number; readonly low: number; readonly high: number };

/** Errors of reviewers over which the interval is averaged. */
const errorPoints = 12;

/** What can be said of a person's answers. It has no rank, no place among others and no trend. O(distinct expectations × 3,000). */
export const scoreOf = (record: ScoredRecord, context: ScoreContext): Score => {
	const { reference, doubleReviews, coincide = 1 } = context;
	const { verdictsMin, doubleReviewsMin } = scoreLimits;
	const n = record.verdicts.length;
	if (n < verdictsMin) return { kind: 'not-enough', of: 'verdicts', n, needed: verdictsMin };
	if (doubleReviews.reviews < doubleReviewsMin) {
		return { kind: 'not-enough', of: 'double-reviews', n: doubleReviews.reviews, needed: doubleReviewsMin };
	}
	const model: AbilityModel = {
		groups: groupsOf(record.verdicts),
		reference,
		coincide,
		levelError: levelErrorOf(record.verdicts),
	};
	const reviewerError = reviewerErrorOf(doubleReviews, { coincide });
	const errors = errorPosterior(doubleReviews, { coincide, points: errorPoints });
	const adjusted = likeliestRate(model, reviewerError.rate);
	const interval = rateInterval(model, { errors, level });
	const right = record.verdicts.filter(({ correct }) => correct).length;
	return {
		kind: 'score',
		n,
		raw: { rate: right / n, ...wilsonInterval({ count: right, n }) },
		adjusted,
		low: Math.min(interval.low, adjusted),
		high: Math.max(interval.high, adjusted),
		level,
		peers: {
			onTheseItems: record.verdicts.reduce((sum, { expected }) => sum + expected, 0) / n,
			onReference: reference.reduce((sum, { peersRight, share }) => sum + peersRight * share, 0),
		},
		reviewerError,
	};
};

/** The verdicts of a stratum share its error; strata are taken to err together, which is never too little. */
const levelErrorOf = (verdicts: readonly ScoredVerdict[]): number =>
	verdicts.reduce((sum, { peers }) => sum + (peers?.levelError ?? 0), 0) / verdicts.length;

/** Width of a group in log-odds: no probability in it is more than 0.7 points from its middle. */
const groupWidth = 0.05;
const range = { from: 0.005, to: 0.998 } as const;

const groupOf = (p: number): number => {
	const held = Math.min(range.to, Math.max(range.from, p));
	return Math.round(Math.log(held / (1 - held)) / groupWidth);
};
const middleOf = (group: number): number => 1 / (1 + Math.exp(-group * groupWidth));

const doubtWidth = 0.1;
const doubtOf = (doubt: number): number => Math.round(Math.log(Math.max(doubt, 1e-9)) / doubtWidth);

/** Verdicts of the same group are alike to every later step, so they are counted together. */
const groupsOf = (verdicts: readonly ScoredVerdict[]): readonly VerdictGroup[] => {
	const counts = new Map<string, { verdict: ScoredVerdict; right: number; wrong: number }>();
	for (const verdict of verdicts) {
		const { expected, peers, check, correct } = verdict;
		const key =
			peers === undefined
				? `${check} ${groupOf(expected)}`
				: `${check} ${groupOf(peers.ifCheckHolds)} ${groupOf(peers.ifCheckFails)} ${doubtOf(peers.doubt)}`;
		const count = counts.get(key) ?? { verdict, right: 0, wrong: 0 };
		if (correct) count.right++;
		else count.wrong++;
		counts.set(key, count);
	}
	return [...counts.values()].map(({ verdict: { expected, peers, check }, right, wrong }) => {
		const isGold = check === 'gold';
		if (peers === undefined) return { peers: { expected: middleOf(groupOf(expected)) }, isGold, right, wrong };
		const belief = {
			ifCheckHolds: middleOf(groupOf(peers.ifCheckHolds)),
			ifCheckFails: middleOf(groupOf(peers.ifCheckFails)),
			doubt: isGold ? 0 : Math.exp(doubtOf(peers.doubt) * doubtWidth),
		};
		return { peers: belief, isGold, right, wrong };
	});
};

/** The mix of a list of peers' probabilities of being right, one an item. */
export const referenceMixOf = (peersRight: Iterable<number>): ReferenceMix => {
	const counts = new Map<number, number>();
	let total = 0;
	for (const p of peersRight) {
		counts.set(groupOf(p), (counts.get(groupOf(p)) ?? 0) + 1);
		total++;
	}
	return [...counts]
		.sort(([a], [b]) => a - b)
		.map(([group, count]) => ({ peersRight: middleOf(group), share: count / total }));
};

/** The probability that peers are right on an item: its part in the reference mix. */
export const peersRightOn = (
	{ expected, peers, check }: Pick<ScoredVerdict, 'expected' | 'peers' | 'check'>,
	reviewing: Reviewing,
): number => {
	const error = check === 'gold' ? 0 : reviewing.error;
	if (peers === undefined) return trueRate(expected, { ...reviewing, error });
	const fails = reviewFails(peers.doubt, error);
	return (1 - fails) * peers.ifCheckHolds + fails * peers.ifCheckFails;
};
