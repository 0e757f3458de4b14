import { wilsonInterval } from '../consensus/calibration.ts';
import { type AbilityModel, likeliestRate, type ReferenceMix, rateInterval } from './ability.ts';
import { groupVerdicts } from './groups.ts';
import { type DoubleReviews, errorPosterior, type ReviewerError, reviewerErrorOf } from './reviewer-error.ts';
import type { ScoredRecord, ScoredVerdict } from './verdict.ts';

/** Fewer verdicts than this say nothing of a person, and fewer double reviews nothing of the reviewers. */
export const scoreLimits = { verdictsMin: 50, doubleReviewsMin: 200 } as const;

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
			/** How often peers would be found right on these items: what `raw` is to be compared with. */
			readonly peersFoundRight: number;
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
	const reviewerError = reviewerErrorOf(doubleReviews, { coincide });
	const model: AbilityModel = {
		groups: groupVerdicts(record.verdicts),
		reference,
		coincide,
		levelError: levelErrorOf(record.verdicts),
	};
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
		peersFoundRight: record.verdicts.reduce((sum, { expected }) => sum + expected, 0) / n,
		reviewerError,
	};
};

/** The verdicts of a stratum share its error; strata are taken to err together, which is never too little. */
const levelErrorOf = (verdicts: readonly ScoredVerdict[]): number =>
	verdicts.reduce((sum, { peers }) => sum + (peers?.levelError ?? 0), 0) / verdicts.length;
