/**
 * How many harmful views a decision costs, at which balanced accuracy and recall.
 *
 * kern_tweets with the texts of davidson: is a tweet harmful (hate or offensive) or neither? Of each item's labels eight
 * may be looked at, in random order; the truth is the majority of the labels that were not drawn, and ties are left out.
 * Fresh splits by seed. The first 600 items of each split are warm-up: decided by early-stopped majority of 5, counted
 * apart, and in no other figure. `harmfulViews`: views of harmful items ÷ harmful items. Figures are means over splits.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HarmWeighing, harmWeighing } from '@utu/core/consensus/worth.ts';
import { fitTextModel } from '@utu/core/first-pass/fit-model.ts';
import { predictText } from '@utu/core/first-pass/model.ts';
import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import { type EarlierItem, type ExposureData, type PanelItem, readExposureData } from './exposure-data.ts';
import { curvePlot } from './exposure-plot.ts';
import {
	type AdaptivePolicy,
	type Experts,
	earlyStop,
	majority,
	type Outcome,
	runAdaptive,
	warmupItems,
} from './exposure-stream.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

const auto = { alpha: 0.05, delta: 0.05, auditShare: 0.05 } as const;
/** The curve is drawn over these; the default of core is among them. */
const prices = {
	own: [harmWeighing.harmfulViewPrice, 0.17],
	earlier: [0.08, harmWeighing.harmfulViewPrice, 0.17],
} as const;
const certainties = [0.9, 0.95] as const;

type Figures = {
	readonly views: number;
	readonly harmfulViews: number;
	readonly acc: number;
	readonly balancedAcc: number;
	readonly harmfulRecall: number;
	readonly fpr: number;
};

type Point = Figures & {
	readonly policy: string;
	/** Policies of one family differ in one parameter. */
	readonly family: string;
	readonly parameter: number;
	/** Standard errors over splits of the difference to majority of 5. */
	readonly balancedAccSe: number;
	readonly harmfulRecallSe: number;
	/** Views of the warm-up items, per split; labels of the earlier project beside them. */
	readonly warmupViews: number;
	readonly earlierLabels: number;
	readonly suspendedSplits: number;
};

type Policy = { readonly name: string; readonly family: string; readonly parameter: number } & (
	| { readonly simple: (item: PanelItem) => Outcome }
	| { readonly adaptive: AdaptivePolicy }
);

const run = async ({ data, quick, seed, plot }: { data?: string; quick: boolean; seed: number; plot?: string }) => {
	const folder = resolve(data ?? `${repository}/../shared/data`);
	const set = readExposureData(folder);
	if (set === undefined) {
		console.log(`skipped: no crowd/kern_tweets and text/davidson under ${folder}; name a folder by --data DIR`);
		return { skipped: 'no data', curve: [] };
	}
	const splits = quick ? 1 : 8;
	const experts = earlierExperts(quick ? set.earlier.slice(0, 6_000) : set.earlier, seed);
	const earlierLabels = set.earlier
		.slice(0, quick ? 6_000 : undefined)
		.reduce((sum, { votes }) => sum + votes.reduce((a, b) => a + b, 0), 0);
	const measured = policies(experts, quick).map((policy) => ({ policy, splits: [] as Measured[] }));
	for (let split = 0; split < splits; split++) {
		const items = set.split(seed * 1_000 + split);
		for (const one of measured) one.splits.push(measure(items, { ...one, set, seed: seed * 1_000 + split }));
		console.log(`split ${split + 1} of ${splits}: ${items.length - warmupItems} items after ${warmupItems} of warm-up`);
	}
	const five = measured.find(({ policy }) => policy.name === 'majority of 5')!.splits;
	const curve = measured.map(({ policy, splits: own }) => pointOf(policy, { own, five, earlierLabels }));
	report(curve);
	const summary = summarise(curve);
	if (plot !== undefined) writeFileSync(plot, curvePlot(curve, { splits }));
	return {
		truth: `majority of the labels of an item that were not among its ${8} viewable ones; ties left out`,
		units: { acc: 'percent', balancedAcc: 'percent', harmfulRecall: 'percent', fpr: 'percent', views: 'views an item' },
		splits,
		warmupItems,
		weighing: harmWeighing,
		auto,
		curve,
		...summary,
	};
};

/** @public The dispatcher imports it by name. */
export const bench = { name: 'exposure', run };

const policies = (experts: Experts, quick: boolean): readonly Policy[] => {
	const simple = (family: string, sizes: readonly number[], decide: (item: PanelItem, k: number) => Outcome) =>
		sizes.map((k) => ({
			name: `${family} of ${k}`,
			family,
			parameter: k,
			simple: (item: PanelItem) => decide(item, k),
		}));
	const adaptive = (
		family: string,
		parameters: readonly number[],
		make: (parameter: number) => Omit<AdaptivePolicy, 'name'>,
	) =>
		parameters.map((parameter) => {
			const name = `${family}, ${parameter}`;
			return { name, family, parameter, adaptive: { name, ...make(parameter) } };
		});
	const priced = (harmfulViewPrice: number): HarmWeighing => ({ ...harmWeighing, harmfulViewPrice });
	const byDefault = [harmWeighing.harmfulViewPrice];
	const sure = quick ? [0.9] : certainties;
	return [
		...simple('majority', [1, 3, 5, 7], majority),
		...simple('early stop', [3, 5, 7], earlyStop),
		...adaptive('adaptive Dawid–Skene', sure, (certainty) => ({
			stop: { certainty, viewsMax: 5 },
			firstPass: false,
		})),
		...adaptive('adaptive + first pass', [0.9], (certainty) => ({ stop: { certainty, viewsMax: 5 }, firstPass: true })),
		...adaptive('fewest eyes', quick ? byDefault : prices.own, (price) => ({ stop: priced(price), firstPass: true })),
		...adaptive('fewest eyes + earlier project', quick ? prices.earlier.slice(0, 2) : prices.earlier, (price) => ({
			stop: priced(price),
			firstPass: true,
			experts,
		})),
		...adaptive('fewest eyes + earlier project + rule', byDefault, (price) => ({
			stop: priced(price),
			firstPass: true,
			experts,
			auto,
		})),
	];
};

/** The text classifier of an earlier project with other people: what it says of "harmful" and of "hate". */
const earlierExperts = (earlier: readonly EarlierItem[], seed: number): Experts => {
	const fitted = fitTextModel({
		kind: 'single',
		classes: ['hate', 'offensive', 'neither'],
		groups: [],
		examples: earlier.map(({ text, votes }) => {
			const most = Math.max(...votes);
			return { text, target: votes.map((_, k) => (k === votes.indexOf(most) ? 1 : 0)) };
		}),
		random: seededRandom(seed),
	});
	if (!fitted.ok) throw new Error(`the earlier project cannot be learned: ${fitted.error.kind}`);
	const known = new Map<string, readonly (readonly number[])[]>();
	return (item) => {
		const before = known.get(item.id);
		if (before !== undefined) return before;
		if (item.text === undefined) throw new Error('an item without a text has no prior');
		const [hate, offensive] = predictText(fitted.value.model, item.text);
		const harmful = hate! + offensive!;
		const said = [
			[1 - harmful, harmful],
			[1 - hate!, hate!],
		];
		known.set(item.id, said);
		return said;
	};
};

type Measured = { readonly figures: Figures; readonly warmupViews: number; readonly suspended: boolean };

const measure = (
	items: readonly PanelItem[],
	{ policy, set, seed }: { readonly policy: Policy; readonly set: ExposureData; readonly seed: number },
): Measured => {
	if ('simple' in policy)
		return { figures: figuresOf(items, items.map(policy.simple)), warmupViews: 0, suspended: false };
	const { outcomes, suspended } = runAdaptive(items, { policy: policy.adaptive, workerCount: set.workerCount, seed });
	const warmupViews = outcomes.slice(0, warmupItems).reduce((sum, { views }) => sum + views, 0);
	return { figures: figuresOf(items, outcomes), warmupViews, suspended };
};

/** Of the items after the warm-up, the same for each policy. */
const figuresOf = (items: readonly PanelItem[], outcomes: readonly Outcome[]): Figures => {
	const side = [0, 1].map(() => ({ items: 0, views: 0, harmful: 0 }));
	for (let at = warmupItems; at < items.length; at++) {
		const own = side[items[at]!.truth]!;
		own.items++;
		own.views += outcomes[at]!.views;
		own.harmful += outcomes[at]!.decided;
	}
	const [harmless, harmful] = [side[0]!, side[1]!];
	const recall = harmful.harmful / harmful.items;
	const fpr = harmless.harmful / harmless.items;
	const count = harmless.items + harmful.items;
	return {
		views: (harmless.views + harmful.views) / count,
		harmfulViews: harmful.views / harmful.items,
		acc: (100 * (harmful.harmful + harmless.items - harmless.harmful)) / count,
		balancedAcc: 50 * (recall + 1 - fpr),
		harmfulRecall: 100 * recall,
		fpr: 100 * fpr,
	};
};

const pointOf = (
	policy: Policy,
	of: { readonly own: readonly Measured[]; readonly five: readonly Measured[]; readonly earlierLabels: number },
): Point => {
	const over = (key: keyof Figures): number => round(mean(of.own.map(({ figures }) => figures[key])), 3);
	const error = (key: keyof Figures): number =>
		round(standardError(of.own.map(({ figures }, at) => figures[key] - of.five[at]!.figures[key])), 3);
	return {
		policy: policy.name,
		family: policy.family,
		parameter: policy.parameter,
		views: over('views'),
		harmfulViews: over('harmfulViews'),
		acc: over('acc'),
		balancedAcc: over('balancedAcc'),
		harmfulRecall: over('harmfulRecall'),
		fpr: over('fpr'),
		balancedAccSe: error('balancedAcc'),
		harmfulRecallSe: error('harmfulRecall'),
		warmupViews: round(mean(of.own.map(({ warmupViews }) => warmupViews)), 1),
		earlierLabels: 'adaptive' in policy && policy.adaptive.experts !== undefined ? of.earlierLabels : 0,
		suspendedSplits: of.own.filter(({ suspended }) => suspended).length,
	};
};

const compared = [
	'adaptive Dawid–Skene',
	'adaptive + first pass',
	'fewest eyes',
	'fewest eyes + earlier project',
	'fewest eyes + earlier project + rule',
] as const;
/** One person looks at each item, at least. */
const headline = 'fewest eyes + earlier project';

const summarise = (curve: readonly Point[]) => {
	const five = curve.find(({ policy }) => policy === 'majority of 5')!;
	const early = curve.find(({ policy }) => policy === 'early stop of 5')!;
	const atK5 = Object.fromEntries(
		compared.map((family) => [
			family,
			reaching(
				curve.filter((point) => point.family === family),
				five,
			),
		]),
	);
	const own = atK5[headline] ?? null;
	const summary = {
		harmfulViewsAtK5: own,
		harmfulViewsAtK5ByFamily: atK5,
		vsFixed5: own === null ? null : round(five.harmfulViews / own, 3),
		vsEarlyStop5: own === null ? null : round(early.harmfulViews / own, 3),
		earlyStop5: early.harmfulViews,
	};
	console.log('harmful views a harmful item at the balanced accuracy and the recall of majority of 5:');
	for (const [family, views] of Object.entries(atK5)) console.log(`  ${family.padEnd(38)} ${views ?? 'not reached'}`);
	return summary;
};

/** The fewest harmful views of a family, between its points by straight lines, that lose neither balance nor recall; null if none. */
const reaching = (points: readonly Point[], five: Point): number | null => {
	const sorted = points
		.map((point) => ({
			views: point.harmfulViews,
			spare: Math.min(point.balancedAcc - five.balancedAcc, point.harmfulRecall - five.harmfulRecall),
		}))
		.sort((a, b) => a.views - b.views);
	for (const [at, point] of sorted.entries()) {
		if (point.spare < 0) continue;
		const before = sorted[at - 1];
		if (before === undefined) return round(point.views, 3);
		const share = point.spare / (point.spare - before.spare);
		return round(point.views - share * (point.views - before.views), 3);
	}
	return null;
};

const report = (curve: readonly Point[]): void => {
	console.log(
		`\n${'policy'.padEnd(44)}harmful views   views    acc %  balanced %  ±se to of-5  recall %   ±se    FPR %  warm-up views`,
	);
	for (const one of curve) {
		const cells = [
			one.policy.padEnd(44),
			one.harmfulViews.toFixed(3).padStart(13),
			one.views.toFixed(3).padStart(8),
			one.acc.toFixed(2).padStart(9),
			one.balancedAcc.toFixed(2).padStart(12),
			one.balancedAccSe.toFixed(2).padStart(13),
			one.harmfulRecall.toFixed(2).padStart(10),
			one.harmfulRecallSe.toFixed(2).padStart(6),
			one.fpr.toFixed(2).padStart(9),
			`${one.warmupViews}${one.earlierLabels > 0 ? ` + ${one.earlierLabels} earlier` : ''}`.padStart(15),
		];
		console.log(cells.join(''));
	}
	console.log('');
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const round = (value: number, digits: number): number => Number(value.toFixed(digits));

const standardError = (values: readonly number[]): number => {
	if (values.length < 2) return 0;
	const middle = mean(values);
	return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1) / values.length);
};
