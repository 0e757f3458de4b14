import { bet, logWealth, startWealth } from '@utu/core/review/e-process.ts';

/** A gambler against one person: each verdict in turn gives the log of the wealth so far. */
export type Gambler = (bar: number, correct: boolean) => number;

/** Likelihood ratio against one drop in log-odds. */
const fixed = (drop: number) => (): Gambler => {
	let wealth = 0;
	return (bar, correct) => {
		const scale = 1 - bar + bar * Math.exp(-drop);
		wealth += (correct ? -drop : 0) - Math.log(scale);
		return wealth;
	};
};

/** Equal stakes on several drops. */
const mixed = (drops: readonly number[]) => (): Gambler => {
	const gamblers = drops.map((drop) => fixed(drop)());
	return (bar, correct) => {
		const sum = gamblers.reduce((total, gambler) => total + Math.exp(gambler(bar, correct)), 0);
		return Math.log(sum / drops.length);
	};
};

/** Approximate growth-rate adaptive bets (aGRAPA), truncated at `most` of the largest stake. */
const agrapa = (most: number) => (): Gambler => {
	let [n, right, squares, wealth] = [0, 0, 0, 0];
	return (bar, correct) => {
		const x = correct ? 1 : 0;
		const mean = (bar + right) / (n + 1);
		const variance = (bar * (1 - bar) + squares) / (n + 1);
		const gap = bar - mean;
		const stake = Math.max(0, Math.min(most / (1 - bar), gap / (variance + gap * gap)));
		wealth += Math.log(1 + stake * (bar - x));
		right += x;
		n++;
		squares += (x - (right + bar) / (n + 1)) ** 2;
		return wealth;
	};
};

/** Online Newton steps. */
const newton = (): Gambler => {
	let [stake, curvature, wealth] = [0.5, 1, 0];
	const rate = 2 / (2 - Math.log(3));
	return (bar, correct) => {
		const gain = bar - (correct ? 1 : 0);
		wealth += Math.log(1 + stake * gain);
		const slope = -gain / (1 + stake * gain);
		curvature += slope * slope;
		stake = Math.max(0, Math.min(0.9 / (1 - bar), stake - (rate * slope) / curvature));
		return wealth;
	};
};

/** The person's rate so far, from `pseudo` verdicts at `start`, in the place of the unknown one. */
const plugIn = (pseudo: number, start: number) => (): Gambler => {
	let [n, right, wealth] = [0, 0, 0];
	return (bar, correct) => {
		const q = Math.min(bar, (right + pseudo * start) / (n + pseudo));
		wealth += correct ? Math.log(q / bar) : Math.log((1 - q) / (1 - bar));
		if (correct) right++;
		n++;
		return wealth;
	};
};

/** What is used: `core/review/e-process.ts`. */
const used = (): Gambler => {
	const wealth = startWealth();
	return (bar, correct) => {
		bet(wealth, { bar, correct });
		return logWealth(wealth);
	};
};

export const strategies = {
	used,
	'one drop, 1.21 (knows 85 %)': fixed(1.21),
	'one drop, 0.75 (knows 90 %)': fixed(0.747),
	'two drops, 0.75 and 1.25': mixed([0.75, 1.25]),
	'twelve drops, 0.25 to 3': mixed(Array.from({ length: 12 }, (_, at) => 0.25 * (at + 1))),
	'plug-in, 20 at 88 %': plugIn(20, 0.88),
	aGRAPA: agrapa(0.5),
	'online Newton': newton,
} as const satisfies Record<string, () => Gambler>;
