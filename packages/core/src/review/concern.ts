import { eBenjaminiHochberg } from './e-bh.ts';
import { barOf, logEValueOf } from './e-process.ts';
import { type DoubleReviews, reviewerErrorOf } from './reviewer-error.ts';
import { scoreLimits } from './score.ts';
import type { ScoredRecord, ScoredVerdict } from './verdict.ts';

export type ConcernOptions = {
	/** Over the whole organisation: see `doubleReviewsOf`. */
	readonly doubleReviews: DoubleReviews;
	/** See `ScoreContext`. */
	readonly coincide?: number;
	/** The share of unfounded concerns that is put up with, and the risk that a fair team ever sees one. */
	readonly alpha?: number;
	/** How far below peers, in log-odds, nobody is spoken to: see `BarOptions`. */
	readonly toleranceLogOdds?: number;
};

export const concernDefaults = { alpha: 0.05, toleranceLogOdds: 0.25 } as const;

/** Somebody of whom it may be said that the answers are below the bar, with all that it rests on. */
export type Concern = {
	readonly workerId: string;
	readonly n: number;
	readonly right: number;
	/** Answers that the bar asks for on these items, in expectation. */
	readonly expectedRight: number;
	/** The wealth of the bet, as a natural logarithm; what reaches log(people/α) stands alone. */
	readonly logEValue: number;
	/** The verdicts that speak for it: all those found wrong. The person sees the rest as well. */
	readonly evidence: readonly ScoredVerdict[];
};

/**
 * Those about whom a concern may be raised: the betting test of each against the bar of the items that each had, combined
 * by e-BH over everybody. In the order given: it is no ranking, and nobody else is spoken of.
 *
 * @param records everybody of the organisation who was ever checked, those who left included: dropping people lowers the
 * threshold by what they did. Asking every week, or every minute, costs nothing.
 */
export const concerns = (records: readonly ScoredRecord[], options: ConcernOptions): readonly Concern[] => {
	const { alpha, toleranceLogOdds, coincide, doubleReviews } = { ...concernDefaults, coincide: 1, ...options };
	// What may be the reviewers' error is nobody's fault: while it is not measured, nothing is said of anybody.
	if (doubleReviews.reviews < scoreLimits.doubleReviewsMin) return [];
	const reviewing = { error: reviewerErrorOf(doubleReviews, { coincide }).rate, coincide };
	const bars = { toleranceLogOdds, reviewing };
	const logEValues = records.map((record) => logEValueOf(record, bars));
	const named = eBenjaminiHochberg(logEValues, { alpha });
	return records.flatMap(({ workerId, verdicts }, at): Concern[] => {
		if (named[at] === 0 || verdicts.length < scoreLimits.verdictsMin) return [];
		const evidence = verdicts.filter(({ correct }) => !correct);
		const expectedRight = verdicts.reduce((sum, verdict) => sum + barOf(verdict, bars), 0);
		const right = verdicts.length - evidence.length;
		return [{ workerId, n: verdicts.length, right, expectedRight, logEValue: logEValues[at]!, evidence }];
	});
};

/** What may follow from a concern, by itself or by a person's act, and what may not. Keys: the pages have the words. */
export const concernConsequences = {
	follows: ['training', 'talk'],
	neverFollows: ['pay', 'exposure', 'access', 'dismissal', 'ranking'],
	/** What only a person does, and what must be given with it. */
	byPersonOnly: { suspension: ['reason', 'evidence', 'appeal'] },
} as const;
