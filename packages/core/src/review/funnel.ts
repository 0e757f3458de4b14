import { binomialCdf } from '../first-pass/auto-decide.ts';
import { assert } from '../shared/result.ts';

/** Rates between which chance alone keeps somebody who is exactly as expected. */
export type FunnelLimits = { readonly n: number; readonly low: number; readonly high: number };

/** The usual two pairs of lines: 95 % and 99.8 %. */
export const funnelLevels = [0.95, 0.998] as const;

/**
 * Limits of a funnel plot (Spiegelhalter 2005, Statist. Med. 24, 1185–1202): exact binomial quantiles of the rate at `n`
 * verdicts, interpolated between counts. It shows how wide chance is; it is no test of a person, because many people are
 * looked at many times. Only `concerns` is.
 */
export const funnelLimits = ({
	expected,
	n,
	level,
}: {
	readonly expected: number;
	readonly n: number;
	readonly level: number;
}): FunnelLimits => {
	assert(n > 0 && expected >= 0 && expected <= 1, 'a rate of some verdicts');
	const quantile = (share: number): number => {
		const cdf = (k: number): number => binomialCdf({ k, n, p: expected });
		let [low, high] = [0, n];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (cdf(middle) > share) high = middle;
			else low = middle + 1;
		}
		const step = cdf(low) - cdf(low - 1);
		const over = step > 0 ? (cdf(low) - share) / step : 0;
		return Math.min(1, Math.max(0, (low - over) / n));
	};
	return { n, low: quantile((1 - level) / 2), high: quantile((1 + level) / 2) };
};
