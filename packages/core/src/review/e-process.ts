import { foundRate, peersOf, type Reviewing } from './reviewer-error.ts';
import type { ScoredRecord, ScoredVerdict } from './verdict.ts';

/**
 * How much worse than the bar a person may be, as a drop in log-odds of being right, with the share of the stake on each.
 * Geometric from 0.4 to 2.5, weighed by a log-normal around 1 (σ 0.5) [D]: against a bar of 95 %, a drop of 1 is 87.5 %.
 */
const drops = [0.4, 0.543, 0.737, 1, 1.357, 1.842, 2.5] as const;
const weights = normalised(drops.map((drop) => Math.exp(-(Math.log(drop) ** 2) / (2 * 0.5 ** 2))));
const odds = drops.map((drop) => Math.exp(-drop));
const logWeights = weights.map(Math.log);

/** A bar above this is lowered to it: one slip on an item that “everybody” gets right is no evidence against anybody. */
export const barMax = 0.99;
/** Below this nothing is staked: on such an item even peers are mostly found wrong. */
const barMin = 0.05;

/**
 * Log of the wealth of a gambler who stakes 1 on “this person is below the bar” and is paid fairly if they are at it.
 *
 * The null, item by item: P(found right | the past) ≥ `bars[t]`. Under it the wealth is a supermartingale with start 1, so
 * that P(it ever exceeds c) ≤ 1/c, however often one looks (Ville; betting as in Waudby-Smith & Ramdas 2024, JRSS B 86(1)).
 * A mixture over `drops` of likelihood ratios: its value is the same in any order of the verdicts, and a verdict turned
 * from wrong to right, or a wrong one left out, only lowers it.
 *
 * @param bars probability of being found right that is expected, one a verdict
 * @param correct 1 where found right, one a verdict
 */
export const logEValue = (bars: ArrayLike<number>, correct: ArrayLike<number>): number => {
	const wealth = startWealth();
	for (let at = 0; at < bars.length; at++) bet(wealth, { bar: bars[at]!, correct: correct[at] === 1 });
	return logWealth(wealth);
};

/** Logs of the wealth on each drop. Mutable: an e-process that is followed as verdicts come in. */
export type Wealth = Float64Array;

export const startWealth = (): Wealth => new Float64Array(drops.length);

/**
 * One more verdict. On each drop the stake λ = (m − q) / (m (1 − m)), with q the probability at m's log-odds less the drop,
 * multiplies the wealth by 1 + λ (m − x): by q/m where the person was right, by (1 − q)/(1 − m) where not.
 */
export const bet = (wealth: Wealth, { bar, correct }: { readonly bar: number; readonly correct: boolean }): void => {
	if (!(bar >= barMin)) return;
	const m = Math.min(bar, barMax);
	for (let at = 0; at < wealth.length; at++) {
		const scale = 1 - m + m * odds[at]!;
		wealth[at]! += correct ? -drops[at]! - Math.log(scale) : -Math.log(scale);
	}
};

export const logWealth = (wealth: Wealth): number => {
	let most = Number.NEGATIVE_INFINITY;
	for (let at = 0; at < wealth.length; at++) most = Math.max(most, wealth[at]! + logWeights[at]!);
	let sum = 0;
	for (let at = 0; at < wealth.length; at++) sum += Math.exp(wealth[at]! + logWeights[at]! - most);
	return most + Math.log(sum);
};

/** How bars are set from what peers are expected to reach. */
export type BarOptions = {
	/**
	 * Log-odds of being right below peers for which nobody is spoken to. In any team half the people are below its mean,
	 * and enough data would show it. 0.25 [D]: where peers are right in 95 %, the bar is 93.7 %.
	 */
	readonly toleranceLogOdds: number;
	readonly reviewing: Reviewing;
};

/** Standard errors of the peers' level that the tolerance must cover at least: one queue in 44 is harder than that. */
const levelErrors = 2;

/**
 * The bar of one verdict: the probability of being found right of somebody whose odds of being right are the peers' less
 * the tolerance, or less twice the standard error of the peers' level where that is more. A bar is only as high as
 * peers' answers prove.
 */
export const barOf = (
	verdict: Pick<ScoredVerdict, 'expected' | 'peers' | 'check'>,
	{ toleranceLogOdds, reviewing }: BarOptions,
): number => {
	const peers = peersOf(verdict, reviewing);
	const by = Math.max(toleranceLogOdds, levelErrors * peers.levelError);
	const lowered = {
		...peers,
		ifCheckHolds: lowerOdds(peers.ifCheckHolds, by),
		// Who is wrong more often also agrees with a wrong review more often.
		ifCheckFails: lowerOdds(peers.ifCheckFails, by),
	};
	return foundRate(lowered, verdict.check === 'gold' ? { ...reviewing, error: 0 } : reviewing);
};

const lowerOdds = (p: number, by: number): number => {
	const lowered = p * Math.exp(-by);
	return lowered / (1 - p + lowered);
};

/** The e-process of a record, at its end. */
export const logEValueOf = ({ verdicts }: ScoredRecord, options: BarOptions): number => {
	const wealth = startWealth();
	for (const verdict of verdicts) bet(wealth, { bar: barOf(verdict, options), correct: verdict.correct });
	return logWealth(wealth);
};

function normalised(values: readonly number[]): readonly number[] {
	const total = values.reduce((sum, value) => sum + value, 0);
	return values.map((value) => value / total);
}
