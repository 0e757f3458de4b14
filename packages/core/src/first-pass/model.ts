import type { HazardCategory, Severity } from '../safety/hazards.ts';
import { calibrate, type PlattCurve, toLogits } from './calibration.ts';
import { createVectoriser, type SparseVector, type Vectoriser } from './features.ts';
import { type LinearModel, rawScores, relevantVector } from './logistic.ts';

/** A set of classes that together mean "this category at this severity or more". */
export type ClassGroup = {
	readonly category: HazardCategory;
	readonly severity: Severity;
	readonly classes: readonly number[];
};

/** When a severity may be ruled out. Anything not ruled out counts as plausible. */
export const clearing = {
	/** A severity counts as plausible above this probability [D]. */
	probabilityMax: 0.01,
	/** Of the items on which a severity is ruled out, the share that had it, at most, with confidence 1 − `delta` [D]. */
	missedShareMax: 0.02,
	delta: 0.05,
} as const;

/**
 * What out-of-fold probabilities were worth for one group. `clearAt`: the probability up to which it is ruled out, the highest
 * ≤ `clearing.probabilityMax` for which the share of misses is proven; null where none is, and then every item may have it.
 * Of the examples, `cleared` were ruled out and `missed` of these had it.
 */
export type GroupReport = ClassGroup & {
	readonly positives: number;
	readonly ece: number;
	readonly clearAt: number | null;
	readonly cleared: number;
	readonly missed: number;
};

/** A learned text classifier. `single`: one class holds. `multiple`: each class holds or not. */
export type TextModel = {
	readonly kind: 'single' | 'multiple';
	readonly classes: readonly string[];
	readonly linear: LinearModel;
	readonly curves: readonly PlattCurve[];
	/** Decided items that it learned from. */
	readonly examples: number;
	readonly groups: readonly GroupReport[];
};

// The scratch tables of a vectoriser take 2 MB: one for each size serves all models.
const vectorisers = new Map<number, Vectoriser>();

export const vectoriserFor = (bucketsLog2: number): Vectoriser => {
	const known = vectorisers.get(bucketsLog2);
	if (known !== undefined) return known;
	const made = createVectoriser({ bucketsLog2 });
	vectorisers.set(bucketsLog2, made);
	return made;
};

/** Calibrated probability of each class; with `single` they sum to 1. Reads the first `featureLimits.textCharsMax` characters. */
export const predictText = (model: TextModel, text: string): Float64Array => {
	const probabilities = new Float64Array(model.classes.length);
	classLogits(model.linear, vectoriserFor(model.linear.bucketsLog2)(text), probabilities);
	calibrate(model.curves, model.linear.link, probabilities);
	return probabilities;
};

/** Uncalibrated log-odds of each class against the rest, into `out`. */
export const classLogits = (linear: LinearModel, vector: SparseVector, out: Float64Array): void => {
	rawScores(linear, relevantVector(linear, vector), out);
	toLogits(linear.link, out);
};

/** P(at least one class of the group). With `multiple` the sum bounds the union from above, however the classes depend on each other. */
export const groupProbability = (probabilities: ArrayLike<number>, group: ClassGroup): number =>
	Math.min(
		1,
		group.classes.reduce((sum, k) => sum + probabilities[k]!, 0),
	);
