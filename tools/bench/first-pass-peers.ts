/** What the first pass is measured against: what anyone would pick instead, and what nobody can pass. */

export type Item = { readonly text: string; readonly label: number };
/** 1 harmful, 0 not. */
export type Guess = { readonly guess: number; readonly truth: number };

export const majorityIsHarmful = (items: readonly Item[], harmless: number): number =>
	items.filter(({ label }) => label !== harmless).length * 2 >= items.length ? 1 : 0;

/** Multinomial naive Bayes over words, harmful against not, add-one smoothing. */
export const naiveBayes = (train: readonly Item[], test: readonly Item[], harmless: number): readonly Guess[] => {
	const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
	const counts = new Map<string, number>();
	const totals = [0, 0];
	const documents = [0, 0];
	for (const { text, label } of train) {
		const side = label === harmless ? 0 : 1;
		documents[side]! += 1;
		for (const word of words(text)) {
			counts.set(`${side}${word}`, (counts.get(`${side}${word}`) ?? 0) + 1);
			totals[side]! += 1;
		}
	}
	const vocabulary = new Set([...counts.keys()].map((key) => key.slice(1))).size;
	const logScore = (side: number, own: readonly string[]) =>
		own.reduce(
			(total, word) => total + Math.log(((counts.get(`${side}${word}`) ?? 0) + 1) / (totals[side]! + vocabulary)),
			Math.log(documents[side]!),
		);
	return test.map(({ text, label }) => {
		const own = words(text);
		return { guess: logScore(1, own) >= logScore(0, own) ? 1 : 0, truth: label === harmless ? 0 : 1 };
	});
};

/**
 * The accuracy of somebody who knows exactly how likely each item is to be voted harmful, against the majority of one panel:
 * the law of that likelihood by EM (Kiefer & Wolfowitz 1956) on a grid, an estimate since panels are small.
 */
export const panelLimit = (votes: readonly (readonly number[])[], harmless: number): number => {
	const grid = Array.from({ length: 101 }, (_, i) => (i + 0.5) / 102);
	const panels = new Map<string, { readonly n: number; readonly k: number; count: number }>();
	for (const one of votes) {
		const n = sum(one);
		const k = n - (one[harmless] ?? 0);
		if (n === 0) continue;
		const panel = panels.get(`${n}/${k}`) ?? { n, k, count: 0 };
		panel.count += 1;
		panels.set(`${n}/${k}`, panel);
	}
	const all = [...panels.values()];
	const total = sum(all.map(({ count }) => count));
	let law = grid.map(() => 1 / grid.length);
	for (let round = 0; round < 500; round++) {
		const next = grid.map(() => 0);
		for (const { n, k, count } of all) {
			const joint = grid.map((p, i) => law[i]! * p ** k * (1 - p) ** (n - k));
			const mass = sum(joint);
			for (const [i, part] of joint.entries()) next[i]! += (count * part) / mass / total;
		}
		law = next;
	}
	const majority = (p: number, n: number): number => {
		let term = (1 - p) ** n;
		let upper = 0;
		for (let k = 0; k <= n; k++) {
			upper += 2 * k > n ? term : 2 * k === n ? term / 2 : 0;
			term *= ((n - k) / (k + 1)) * (p / (1 - p));
		}
		return upper;
	};
	const best = all.map(
		({ n, count }) => (count / total) * sum(grid.map((p, i) => law[i]! * Math.max(majority(p, n), 1 - majority(p, n)))),
	);
	return sum(best);
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
