import { assert } from '../shared/result.ts';
import { type Calibration, calibrateCertainty, identityCalibration } from './calibration.ts';
import { leastLoss, type Stakes, worthOfView } from './worth.ts';

/** What a project aims at for one item. */
export type StopTargets = {
	/** Calibrated probability of the decided answer, 0 to 1. */
	readonly certainty: number;
	/** Least views; 0 only where a project decides without people under a proven bound. */
	readonly viewsMin: number;
	/** Most views: at the cap an item is decided as it stands. */
	readonly viewsMax: number;
};

/** What one more view would be, for weighing it against its exposure. */
export type NextView = {
	/** How the next person is expected to answer, K × K: usually the newcomer's rows. */
	readonly confusion: Float64Array;
	/** The gain in expected certainty, by view, that this item's exposure is worth. */
	readonly gainMin: number;
};

export type StopReason =
	/** The target is met. */
	| 'certain'
	/** The most views that the project allows. */
	| 'cap'
	/** More views are not expected to tell enough to be worth their exposure. */
	| 'no-gain';

export type StopDecision =
	| {
			readonly kind: 'decide';
			readonly option: number;
			readonly certainty: number;
			/** All options as probable as the decided one, itself included: more than one is a tie, to be adjudicated. */
			readonly tied: readonly number[];
			readonly reason: StopReason;
	  }
	| { readonly kind: 'another-view' };

export type StopOptions = {
	/** Probabilities by class, as inferred (not calibrated). */
	readonly posterior: Float64Array;
	/** Independent answers given after looking. */
	readonly views: number;
	readonly targets: StopTargets;
	readonly calibration?: Calibration | undefined;
	/** Classes in order of magnitude: the median is decided. `within` classes either side count as the same answer (default 0). */
	readonly ordinal?: { readonly within?: number } | undefined;
	readonly next?: NextView | undefined;
	/** Where errors and exposure are weighed, in place of `next`. Not for ordinals. */
	readonly weighed?: WeighedView | undefined;
};

/** What errors and views cost, and how the next person is expected to answer, K × K. */
export type WeighedView = { readonly stakes: Stakes; readonly confusion: Float64Array };

/**
 * Decide, or ask for one more view. It never asks past `viewsMax`, nor once `viewsMin` and the target certainty are
 * both met (`fewest-eyes`). Where errors are weighed, the answer is the one that is expected to cost least, and the
 * target is met once that cost is at most one minus the target: for equal weights, the same certainty.
 */
export const decideNext = (options: StopOptions): StopDecision => {
	const { posterior, views, targets, calibration = identityCalibration, ordinal, next } = options;
	const { viewsMin, viewsMax } = targets;
	assert(viewsMin >= 0 && viewsMax >= 1 && viewsMin <= viewsMax, 'views are 0 ≤ min ≤ max, and max at least 1');
	if (views < viewsMin) return { kind: 'another-view' };
	const probabilities = calibrateCertainty(posterior, calibration);
	if (options.weighed !== undefined && ordinal === undefined)
		return decideWeighed(probabilities, { ...options.weighed, views, targets });
	const answer = ordinal === undefined ? mostProbable(probabilities) : median(probabilities, ordinal.within);
	if (answer.certainty >= targets.certainty) return { kind: 'decide', ...answer, reason: 'certain' };
	if (views >= viewsMax) return { kind: 'decide', ...answer, reason: 'cap' };
	if (next === undefined || views === 0) return { kind: 'another-view' };
	const { gain, views: viewsExpected } = expectedGain({
		probabilities,
		confusion: next.confusion,
		certainty: targets.certainty,
		viewsLeft: viewsMax - views,
	});
	if (gain < next.gainMin * viewsExpected) return { kind: 'decide', ...answer, reason: 'no-gain' };
	return { kind: 'another-view' };
};

const decideWeighed = (
	probabilities: Float64Array,
	{ stakes, confusion, views, targets }: WeighedView & { readonly views: number; readonly targets: StopTargets },
): StopDecision => {
	const { losses } = stakes;
	const { option, loss } = leastLoss(probabilities, losses);
	const answer = { option, certainty: probabilities[option]!, tied: tiedInLoss(probabilities, losses, loss) };
	if (loss <= 1 - targets.certainty) return { kind: 'decide', ...answer, reason: 'certain' };
	const viewsLeft = targets.viewsMax - views;
	if (viewsLeft <= 0) return { kind: 'decide', ...answer, reason: 'cap' };
	if (views === 0) return { kind: 'another-view' };
	const { stop, ask } = worthOfView({ probabilities, confusion, stakes, viewsLeft });
	return ask < stop ? { kind: 'another-view' } : { kind: 'decide', ...answer, reason: 'no-gain' };
};

const tiedInLoss = (probabilities: Float64Array, losses: Float64Array, loss: number): readonly number[] => {
	const classCount = probabilities.length;
	const expected = (d: number): number => probabilities.reduce((sum, p, k) => sum + p * losses[d * classCount + k]!, 0);
	return [...probabilities.keys()].filter((d) => expected(d) <= loss + tieMargin);
};

export type ProbableAnswer = { readonly option: number; readonly certainty: number; readonly tied: readonly number[] };

const tieMargin = 1e-9;

/** The most probable class, the first of them in a tie. */
export const mostProbable = (probabilities: Float64Array): ProbableAnswer => {
	assert(probabilities.length > 0, 'a posterior has a class');
	const certainty = probabilities.reduce((most, value) => Math.max(most, value), 0);
	const tied = [...probabilities.keys()].filter((k) => probabilities[k]! >= certainty - tieMargin);
	return { option: tied[0]!, certainty, tied };
};

/**
 * The median class; where it falls between two, the higher: the safer reading of a severity.
 * Its certainty is the probability of the classes within `within` of it.
 */
export const median = (probabilities: Float64Array, within = 0): ProbableAnswer => {
	assert(probabilities.length > 0, 'a posterior has a class');
	let option = probabilities.length - 1;
	let above = 0;
	while (option > 0 && above + probabilities[option]! < 0.5 - tieMargin) {
		above += probabilities[option]!;
		option--;
	}
	let certainty = 0;
	for (let k = 0; k < probabilities.length; k++) if (Math.abs(k - option) <= within) certainty += probabilities[k]!;
	return { option, certainty: Math.min(certainty, 1), tied: [option] };
};

/** Answers looked ahead, at most, and the most ways in which they may come out. */
const lookAhead = { viewsMax: 3, outcomesMax: 4_096 } as const;

/**
 * What up to `viewsLeft` more views (three at most are looked ahead) are expected to add to the certainty, and how many
 * of them would be used, each given only while the certainty is below the target.
 *
 * One view alone often cannot overturn an answer and would seem worthless; together they can.
 */
export const expectedGain = ({
	probabilities,
	confusion,
	certainty,
	viewsLeft,
}: {
	readonly probabilities: Float64Array;
	readonly confusion: Float64Array;
	readonly certainty: number;
	readonly viewsLeft: number;
}): { readonly gain: number; readonly views: number } => {
	const classCount = probabilities.length;
	assert(confusion.length === classCount * classCount, 'confusion is K × K');
	const deepest = Math.max(1, Math.floor(Math.log(lookAhead.outcomesMax) / Math.log(Math.max(classCount, 2))));
	const depth = Math.min(viewsLeft, lookAhead.viewsMax, deepest);
	const now = mostProbable(probabilities).certainty;
	const ahead = foresee(probabilities, { confusion, certainty, depth });
	return { gain: Math.max(0, ahead.certainty - now), views: ahead.views };
};

type Foresight = { readonly confusion: Float64Array; readonly certainty: number; readonly depth: number };

const foresee = (probabilities: Float64Array, look: Foresight): { certainty: number; views: number } => {
	const classCount = probabilities.length;
	const now = probabilities.reduce((most, value) => Math.max(most, value), 0);
	if (look.depth === 0 || now >= look.certainty) return { certainty: now, views: 0 };
	let certainty = 0;
	let views = 1;
	for (let j = 0; j < classCount; j++) {
		const after = probabilities.map((value, k) => value * look.confusion[k * classCount + j]!);
		const chance = after.reduce((sum, value) => sum + value, 0);
		if (!(chance > 0)) continue;
		const ahead = foresee(
			after.map((value) => value / chance),
			{ ...look, depth: look.depth - 1 },
		);
		certainty += chance * ahead.certainty;
		views += chance * ahead.views;
	}
	return { certainty, views };
};
