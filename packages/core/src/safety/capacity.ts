import { defaultLimits } from './limits.ts';

/** What managers may know of dose: for a whole pool, in words, and never for a small one. */
export const capacityBands = ['withheld', 'none', 'few', 'enough'] as const;
export type CapacityBand = (typeof capacityBands)[number];

/** Fewer people are not spoken of. Their number is known from the shifts that managers plan. */
export const capacityPoolMin = 5;
/** How much one person's dose may change the probability of any band of one hour: by the factor e at the most. */
export const capacityEpsilon = 1;
/** Who carries less than this in a day has room. [D] */
export const roomMsMax = 0.75 * defaultLimits.dayMs;

/** Below this part of the pool there is nobody; below the other, there are few. [D] */
const nonePartMax = 0.1;
const fewPartMax = 0.4;

/**
 * The band of a pool, of which `withRoom` people have room, blurred by `noise`. The pool is public, so that thresholds
 * relative to it tell nothing.
 */
export const capacityBand = (options: {
	readonly pool: number;
	readonly withRoom: number;
	readonly noise: number;
}): CapacityBand => {
	if (options.pool < capacityPoolMin) return 'withheld';
	const blurred = options.withRoom + options.noise;
	if (blurred < nonePartMax * options.pool) return 'none';
	return blurred < fewPartMax * options.pool ? 'few' : 'enough';
};

/**
 * A whole number of either sign, whose probability falls by the factor e^−ε a step (two-sided geometric; Ghosh,
 * Roughgarden, Sundararajan 2009): the difference of two geometric ones.
 * @param random uniform in [0, 1).
 */
export const drawNoise = (random: () => number): number => geometric(random()) - geometric(random());

const geometric = (uniform: number): number => Math.floor(-Math.log(1 - uniform) / capacityEpsilon);

/** How probable this noise is: (1 − α) ∕ (1 + α) · α^|noise| with α = e^−ε. */
export const noiseProbability = (noise: number): number => {
	const alpha = Math.exp(-capacityEpsilon);
	return ((1 - alpha) / (1 + alpha)) * alpha ** Math.abs(noise);
};
