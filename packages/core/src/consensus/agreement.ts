import { assert } from '../shared/result.ts';
import { groupByItem, type Labels } from './labels.ts';

/** A coefficient, or why there is none: a value that is not defined is never shown as 0 or 1. */
export type Agreement =
	| { readonly defined: true; readonly value: number /** Items it rests on. */; readonly items: number }
	| { readonly defined: false; readonly reason: UndefinedAgreement };

export type UndefinedAgreement =
	/** No item has two labels. */
	| 'nothing-to-compare'
	/** Everybody gave the same class everywhere: agreement by chance is certain, and cannot be corrected for. */
	| 'one-class-only'
	/** Fleiss' κ needs as many labels on each item; Krippendorff's α does not. */
	| 'unequal-views';

/** Labels of each item by class, itemCount × classCount. */
export type ItemCounts = { readonly itemCount: number; readonly classCount: number; readonly counts: Float64Array };

export const itemCounts = ({ itemCount, classCount, item, label }: Labels): ItemCounts => {
	const counts = new Float64Array(itemCount * classCount);
	for (let at = 0; at < item.length; at++) counts[item[at]! * classCount + label[at]!]!++;
	return { itemCount, classCount, counts };
};

/** One class against all others: for agreement by label. */
export const oneAgainstRest = ({ itemCount, classCount, counts }: ItemCounts, target: number): ItemCounts => {
	assert(target >= 0 && target < classCount, 'target is a class');
	const binary = new Float64Array(itemCount * 2);
	for (let item = 0; item < itemCount; item++) {
		for (let k = 0; k < classCount; k++) binary[item * 2 + (k === target ? 1 : 0)]! += counts[item * classCount + k]!;
	}
	return { itemCount, classCount: 2, counts: binary };
};

/** How often an item counts; without it, once. The bootstrap draws items by such weights. */
export type ItemWeights = Float64Array | undefined;

/** The share of pairs of labels on the same item that are equal, over all such pairs. */
export const percentAgreement = (items: ItemCounts, weights?: ItemWeights): Agreement => {
	let pairs = 0;
	let equal = 0;
	let used = 0;
	for (const { n, row, weight } of pairable(items, weights)) {
		pairs += weight * n * (n - 1);
		used += weight;
		for (let k = 0; k < items.classCount; k++) equal += weight * row[k]! * (row[k]! - 1);
	}
	if (pairs === 0) return { defined: false, reason: 'nothing-to-compare' };
	return { defined: true, value: equal / pairs, items: used };
};

export type MeasurementLevel = 'nominal' | 'ordinal' | 'interval';

/** Krippendorff's α: 1 − observed ÷ expected disagreement, for any number of labels an item (those with one are left out). */
export const krippendorffAlpha = (
	items: ItemCounts,
	{ level = 'nominal' as MeasurementLevel, weights }: { level?: MeasurementLevel; weights?: ItemWeights } = {},
): Agreement => {
	const { classCount } = items;
	const coincidences = new Float64Array(classCount * classCount);
	let used = 0;
	for (const { n, row, weight } of pairable(items, weights)) {
		used += weight;
		for (let c = 0; c < classCount; c++) {
			if (row[c] === 0) continue;
			for (let k = 0; k < classCount; k++) {
				coincidences[c * classCount + k]! += (weight * row[c]! * (row[k]! - (c === k ? 1 : 0))) / (n - 1);
			}
		}
	}
	if (used === 0) return { defined: false, reason: 'nothing-to-compare' };
	const totals = new Float64Array(classCount);
	for (let at = 0; at < coincidences.length; at++) totals[Math.floor(at / classCount)]! += coincidences[at]!;
	const all = totals.reduce((sum, value) => sum + value, 0);
	let observed = 0;
	let expected = 0;
	for (let c = 0; c < classCount; c++) {
		for (let k = 0; k < classCount; k++) {
			const difference = squaredDifference(level, totals, c, k);
			observed += coincidences[c * classCount + k]! * difference;
			expected += (totals[c]! * totals[k]! * difference) / (all - 1);
		}
	}
	if (!(expected > 0)) return { defined: false, reason: 'one-class-only' };
	return { defined: true, value: 1 - observed / expected, items: used };
};

const squaredDifference = (level: MeasurementLevel, totals: Float64Array, c: number, k: number): number => {
	if (c === k) return 0;
	if (level === 'nominal') return 1;
	if (level === 'interval') return (c - k) ** 2;
	let between = -(totals[c]! + totals[k]!) / 2;
	for (let g = Math.min(c, k); g <= Math.max(c, k); g++) between += totals[g]!;
	return between ** 2;
};

/** Fleiss' κ, for items that all have the same number of labels. */
export const fleissKappa = (items: ItemCounts, weights?: ItemWeights): Agreement => {
	const { classCount } = items;
	const shares = new Float64Array(classCount);
	let size: number | undefined;
	let used = 0;
	let observed = 0;
	for (const { n, row, weight } of rowsOf(items, weights)) {
		if (n === 0) continue;
		if (size !== undefined && n !== size) return { defined: false, reason: 'unequal-views' };
		size = n;
		used += weight;
		let equal = 0;
		for (let k = 0; k < classCount; k++) {
			equal += row[k]! * (row[k]! - 1);
			shares[k]! += weight * row[k]!;
		}
		if (n > 1) observed += (weight * equal) / (n * (n - 1));
	}
	if (size === undefined || size < 2) return { defined: false, reason: 'nothing-to-compare' };
	const chance = shares.reduce((sum, value) => sum + (value / (used * size)) ** 2, 0);
	if (chance >= 1 - 1e-12) return { defined: false, reason: 'one-class-only' };
	return { defined: true, value: (observed / used - chance) / (1 - chance), items: used };
};

/** Cohen's κ of two workers on the items that both labelled. */
export const cohenKappa = (labels: Labels, pair: { readonly one: number; readonly other: number }): Agreement => {
	const { itemCount, classCount, item, worker, label } = labels;
	const first = new Int32Array(itemCount).fill(-1);
	const second = new Int32Array(itemCount).fill(-1);
	for (let at = 0; at < item.length; at++) {
		if (worker[at] === pair.one) first[item[at]!] = label[at]!;
		if (worker[at] === pair.other) second[item[at]!] = label[at]!;
	}
	const table = new Float64Array(classCount * classCount);
	for (let at = 0; at < itemCount; at++) {
		if (first[at]! >= 0 && second[at]! >= 0) table[first[at]! * classCount + second[at]!]!++;
	}
	return kappaOfTable(table, classCount);
};

/** κ of a K × K table of shared items. */
const kappaOfTable = (table: Float64Array, classCount: number): Agreement => {
	const ones = new Float64Array(classCount);
	const others = new Float64Array(classCount);
	let shared = 0;
	let equal = 0;
	for (let at = 0; at < table.length; at++) {
		const [one, other] = [Math.floor(at / classCount), at % classCount];
		shared += table[at]!;
		ones[one]! += table[at]!;
		others[other]! += table[at]!;
		if (one === other) equal += table[at]!;
	}
	if (shared === 0) return { defined: false, reason: 'nothing-to-compare' };
	const chance = ones.reduce((sum, value, k) => sum + (value / shared) * (others[k]! / shared), 0);
	if (chance >= 1 - 1e-12) return { defined: false, reason: 'one-class-only' };
	return { defined: true, value: (equal / shared - chance) / (1 - chance), items: shared };
};

export type PairAgreement = {
	readonly one: number;
	readonly other: number;
	/** Items that both labelled. */
	readonly shared: number;
	readonly agreement: Agreement;
	/** What each said where the other said what: K × K, in the order of `one` and `other`. */
	readonly table: Float64Array;
};

export const pairLimits = { pairsMax: 20_000 } as const;

/**
 * Cohen's κ of every two workers with at least `sharedMin` items in common. Pairs beyond `pairLimits.pairsMax`, in
 * order of the items they first met on, are left out and counted.
 */
export const agreementByPair = (
	labels: Labels,
	{ sharedMin }: { readonly sharedMin: number },
): { readonly pairs: readonly PairAgreement[]; readonly leftOut: number } => {
	const { classCount, workerCount } = labels;
	const { start, cell } = groupByItem(labels);
	const tables = new Map<number, Float64Array>();
	const leftOut = new Set<number>();
	for (let item = 0; item < labels.itemCount; item++) {
		for (let a = start[item]!; a < start[item + 1]!; a++) {
			for (let b = start[item]!; b < start[item + 1]!; b++) {
				const [one, other] = [Math.floor(cell[a]! / classCount), Math.floor(cell[b]! / classCount)];
				if (one >= other) continue;
				const key = one * workerCount + other;
				let table = tables.get(key);
				if (table === undefined) {
					if (tables.size >= pairLimits.pairsMax) {
						leftOut.add(key);
						continue;
					}
					table = new Float64Array(classCount * classCount);
					tables.set(key, table);
				}
				table[(cell[a]! % classCount) * classCount + (cell[b]! % classCount)]!++;
			}
		}
	}
	const pairs = [...tables].flatMap(([key, table]): PairAgreement[] => {
		const agreement = kappaOfTable(table, classCount);
		const shared = table.reduce((sum, value) => sum + value, 0);
		if (shared < sharedMin) return [];
		return [{ one: Math.floor(key / workerCount), other: key % workerCount, shared, agreement, table }];
	});
	return { pairs, leftOut: leftOut.size };
};

export type Interval = {
	readonly low: number;
	readonly high: number;
	/** The share of draws in which the coefficient had a value. */
	readonly definedShare: number;
};

export const bootstrapLimits = { roundsMax: 10_000 } as const;

/**
 * Percentile interval of a coefficient by drawing items anew (labels of one item stay together); undefined where fewer
 * than half of the draws have a value. `random` gives numbers in [0, 1).
 */
export const bootstrapInterval = ({
	items,
	statistic,
	random,
	rounds = 1_000,
	coverage = 0.95,
}: {
	readonly items: ItemCounts;
	/** Is given each distinct row of counts, and how often it was drawn. */
	readonly statistic: (items: ItemCounts, weights: Float64Array) => Agreement;
	readonly random: () => number;
	readonly rounds?: number;
	readonly coverage?: number;
}): Interval | undefined => {
	assert(rounds >= 1 && rounds <= bootstrapLimits.roundsMax, `rounds are 1 to ${bootstrapLimits.roundsMax}`);
	const values: number[] = [];
	const { distinct, kindOf } = distinctRows(items);
	const weights = new Float64Array(distinct.itemCount);
	for (let round = 0; round < rounds; round++) {
		weights.fill(0);
		for (let drawn = 0; drawn < items.itemCount; drawn++) weights[kindOf[Math.floor(random() * items.itemCount)]!]!++;
		const agreement = statistic(distinct, weights);
		if (agreement.defined) values.push(agreement.value);
	}
	return percentileInterval(values, { rounds, coverage });
};

/** Items with the same counts are one row, drawn as often as all of them: a coefficient sees no difference. */
const distinctRows = ({
	itemCount,
	classCount,
	counts,
}: ItemCounts): { readonly distinct: ItemCounts; readonly kindOf: Int32Array } => {
	const kinds = new Map<string, number>();
	const kindOf = new Int32Array(itemCount);
	const rows: number[] = [];
	for (let item = 0; item < itemCount; item++) {
		const row = counts.subarray(item * classCount, (item + 1) * classCount);
		const key = row.join(' ');
		const kind = kinds.get(key) ?? kinds.size;
		if (kind === kinds.size) {
			kinds.set(key, kind);
			rows.push(...row);
		}
		kindOf[item] = kind;
	}
	return { distinct: { itemCount: kinds.size, classCount, counts: Float64Array.from(rows) }, kindOf };
};

/** `values` are those of the rounds that had one. */
const percentileInterval = (
	values: readonly number[],
	{ rounds, coverage }: { readonly rounds: number; readonly coverage: number },
): Interval | undefined => {
	if (values.length * 2 < rounds) return undefined;
	const sorted = values.toSorted((a, b) => a - b);
	const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
	return { low: at((1 - coverage) / 2), high: at((1 + coverage) / 2), definedShare: values.length / rounds };
};

/**
 * Percentile interval of Cohen's κ of a pair, by drawing their shared items anew; undefined where fewer than half of
 * the draws have a value. `table` is that of `PairAgreement`.
 */
export const kappaInterval = ({
	table,
	random,
	rounds = 1_000,
	coverage = 0.95,
}: {
	readonly table: Float64Array;
	readonly random: () => number;
	readonly rounds?: number;
	readonly coverage?: number;
}): Interval | undefined => {
	assert(rounds >= 1 && rounds <= bootstrapLimits.roundsMax, `rounds are 1 to ${bootstrapLimits.roundsMax}`);
	const classCount = Math.sqrt(table.length);
	const cells = Int32Array.from([...table].flatMap((times, cell) => new Array<number>(times).fill(cell)));
	const values: number[] = [];
	const drawn = new Float64Array(table.length);
	for (let round = 0; round < rounds; round++) {
		drawn.fill(0);
		for (let at = 0; at < cells.length; at++) drawn[cells[Math.floor(random() * cells.length)]!]!++;
		const agreement = kappaOfTable(drawn, classCount);
		if (agreement.defined) values.push(agreement.value);
	}
	return percentileInterval(values, { rounds, coverage });
};

type ItemRow = { readonly n: number; readonly row: Float64Array; readonly weight: number };

function* rowsOf({ itemCount, classCount, counts }: ItemCounts, weights: ItemWeights): Generator<ItemRow> {
	for (let item = 0; item < itemCount; item++) {
		const weight = weights?.[item] ?? 1;
		if (weight === 0) continue;
		const row = counts.subarray(item * classCount, (item + 1) * classCount);
		let n = 0;
		for (let k = 0; k < classCount; k++) n += row[k]!;
		yield { n, row, weight };
	}
}

function* pairable(items: ItemCounts, weights: ItemWeights): Generator<ItemRow> {
	for (const row of rowsOf(items, weights)) if (row.n >= 2) yield row;
}
