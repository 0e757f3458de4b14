import {
	type Agreement,
	agreementByPair,
	bootstrapInterval,
	type ItemCounts,
	itemCounts,
	kappaInterval,
	krippendorffAlpha,
	type MeasurementLevel,
	oneAgainstRest,
	percentAgreement,
} from '@utu/core/consensus/agreement.ts';
import type { LabelTable } from '@utu/core/consensus/labels.ts';
import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import { count, percent } from '../terminal.ts';

type Bounds = { readonly low: number; readonly high: number };

export type LabelAgreement = {
	readonly label: string;
	readonly percent: Agreement;
	readonly alpha: Agreement;
	readonly alphaInterval?: Bounds;
};

/** Cohen's κ of two people; it says how alike they answer, and not who of them is right. */
export type PairReport = {
	readonly workers: readonly [string, string];
	/** Items that both labelled. */
	readonly items: number;
	readonly kappa: Agreement;
	readonly kappaInterval?: Bounds;
};

export type AgreementReport = {
	readonly percent: Agreement;
	readonly alpha: Agreement;
	readonly alphaInterval?: Bounds;
	/** Each label against all others. */
	readonly byLabel: readonly LabelAgreement[];
	/** Of people with enough items in common, most of them first. */
	readonly byPair: readonly PairReport[];
	readonly pairsLeftOut: number;
};

export const agreementLimits = {
	/** Items × rounds of a bootstrap: under a second. Above, an interval would be narrow and slow. */
	bootstrapWorkMax: 20_000_000,
	/** Over all intervals of labels and pairs together. */
	bootstrapWorkAllMax: 200_000_000,
	rounds: 500,
	pairItemsMin: 5,
	pairsMax: 1_000,
	pairsPrintedMax: 10,
	labelsPrintedMax: 20,
} as const;

/** A fixed seed: the same file has the same report. */
const seed = 1;

export const agreementReport = (
	table: LabelTable,
	{ level }: { readonly level: MeasurementLevel },
): AgreementReport => {
	const items = itemCounts(table.labels);
	const budget = { work: agreementLimits.bootstrapWorkAllMax };
	const whole = alphaOf(items, level, budget);
	const byLabel =
		table.classes.length <= 2 && level === 'nominal'
			? []
			: table.classes.map((label, k): LabelAgreement => {
					const own = oneAgainstRest(items, k);
					return { label, percent: percentAgreement(own), ...alphaOf(own, 'nominal', budget) };
				});
	return { percent: percentAgreement(items), ...whole, byLabel, ...pairsOf(table, budget) };
};

type Budget = { work: number };

const affordable = (items: number, budget: Budget): boolean => {
	const work = items * agreementLimits.rounds;
	if (work > agreementLimits.bootstrapWorkMax || work > budget.work) return false;
	budget.work -= work;
	return true;
};

const alphaOf = (
	items: ItemCounts,
	level: MeasurementLevel,
	budget: Budget,
): { readonly alpha: Agreement; readonly alphaInterval?: Bounds } => {
	const alpha = krippendorffAlpha(items, { level });
	if (!alpha.defined || !affordable(items.itemCount, budget)) return { alpha };
	const interval = bootstrapInterval({
		items,
		statistic: (drawn, weights) => krippendorffAlpha(drawn, { level, weights }),
		random: seededRandom(seed),
		rounds: agreementLimits.rounds,
	});
	return interval === undefined ? { alpha } : { alpha, alphaInterval: { low: interval.low, high: interval.high } };
};

const pairsOf = (table: LabelTable, budget: Budget): Pick<AgreementReport, 'byPair' | 'pairsLeftOut'> => {
	const { pairItemsMin: sharedMin, pairsMax, rounds } = agreementLimits;
	const { pairs, leftOut } = agreementByPair(table.labels, { sharedMin });
	const most = pairs.toSorted((a, b) => b.shared - a.shared || a.one - b.one || a.other - b.other);
	const byPair = most.slice(0, pairsMax).map(({ one, other, shared, agreement, table: cells }): PairReport => {
		const pair = { workers: [table.workers[one]!, table.workers[other]!], items: shared, kappa: agreement } as const;
		if (!agreement.defined || !affordable(shared, budget)) return pair;
		const interval = kappaInterval({ table: cells, random: seededRandom(seed), rounds });
		return interval === undefined ? pair : { ...pair, kappaInterval: { low: interval.low, high: interval.high } };
	});
	return { byPair, pairsLeftOut: leftOut + Math.max(0, pairs.length - pairsMax) };
};

export const agreementLines = (report: AgreementReport): readonly (readonly [string, string])[] => {
	const { byLabel, byPair, pairsLeftOut } = report;
	const { labelsPrintedMax, pairsPrintedMax, pairItemsMin } = agreementLimits;
	const lines: [string, string][] = [
		[
			'agreement',
			`${agreementText(report.percent, percent)} of pairs; Krippendorff's α ${coefficient(report.alpha, report.alphaInterval)}`,
		],
	];
	for (const { label, percent: equal, alpha, alphaInterval } of byLabel.slice(0, labelsPrintedMax)) {
		lines.push(['', `${label}: ${agreementText(equal, percent)}; α ${coefficient(alpha, alphaInterval)}`]);
	}
	if (byLabel.length > labelsPrintedMax)
		lines.push(['', `and ${byLabel.length - labelsPrintedMax} labels more: --json`]);
	for (const { workers, items, kappa, kappaInterval: bounds } of byPair.slice(0, pairsPrintedMax)) {
		lines.push(['', `${workers.join(' and ')}, ${count(items)} items: Cohen's κ ${coefficient(kappa, bounds)}`]);
	}
	if (byPair.length > pairsPrintedMax) {
		const more = byPair.length - pairsPrintedMax;
		lines.push(['', `and ${count(more)} pairs more with ${pairItemsMin} items or more in common: --json`]);
	}
	if (pairsLeftOut > 0) lines.push(['', `${count(pairsLeftOut)} pairs were left out`]);
	return lines;
};

const coefficient = (agreement: Agreement, bounds: Bounds | undefined): string =>
	`${agreementText(agreement, (value) => value.toFixed(3))}${intervalText(bounds)}`;

export const agreementText = (agreement: Agreement, format: (value: number) => string): string => {
	if (agreement.defined) return format(agreement.value);
	switch (agreement.reason) {
		case 'nothing-to-compare':
			return 'undefined (no item has two labels)';
		case 'one-class-only':
			return 'undefined (all labels are the same)';
		case 'unequal-views':
			return 'undefined (items differ in their number of labels)';
	}
};

const intervalText = (bounds: Bounds | undefined): string =>
	bounds === undefined ? '' : ` (95 %: ${bounds.low.toFixed(3)} to ${bounds.high.toFixed(3)})`;
