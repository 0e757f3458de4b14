import type { Consensus, ConsensusWarning } from '@utu/core/consensus/inference.ts';
import type { LabelTable } from '@utu/core/consensus/labels.ts';
import { median } from '@utu/core/consensus/stop.ts';
import { count, percent } from '../terminal.ts';
import { type AgreementReport, agreementLines, agreementReport } from './agreement-report.ts';
import { type CalibrationReport, calibrationLines, calibrationReport } from './calibration-report.ts';
import { matrixTextLines, type WorkerMatrix } from './matrices.ts';

export type Decision = {
	readonly item: string;
	readonly label: string;
	readonly certainty: number;
	readonly labels: number;
	/** All labels as probable as the first of them, which `label` is; empty without a tie. */
	readonly tied: readonly string[];
};

const tieWidth = 1e-12;

export type Deciding = {
	/** Classes are in order of magnitude: the median is decided, not the most probable. */
	readonly ordinal?: boolean | undefined;
};

/** The label of each item, in the order in which items first appear: the most probable, or of ordered ones the median. */
export const decisionsOf = function* (
	table: LabelTable,
	consensus: Consensus,
	{ ordinal = false }: Deciding = {},
): Generator<Decision> {
	const { classes, labels } = table;
	const given = new Int32Array(labels.itemCount);
	for (const item of labels.item) given[item]! += 1;
	for (const [at, item] of table.items.entries()) {
		const row = consensus.posterior.subarray(at * classes.length, (at + 1) * classes.length);
		if (ordinal) {
			const { option, certainty } = median(row);
			yield { item, label: classes[option] ?? '', certainty, labels: given[at]!, tied: [] };
			continue;
		}
		const certainty = row.reduce((most, value) => Math.max(most, value), 0);
		const leaders = classes.filter((_, k) => row[k]! >= certainty - tieWidth);
		yield { item, label: leaders[0] ?? '', certainty, labels: given[at]!, tied: leaders.length > 1 ? leaders : [] };
	}
};

export type TruthReport = {
	/** Items that have both a truth and a decision. */
	readonly items: number;
	readonly withoutLabels: number;
	/** A tie counts by its share. */
	readonly accuracy: number;
	readonly balancedAccuracy: number;
	readonly certaintyMean: number;
	readonly recall: readonly { readonly label: string; readonly items: number; readonly recall: number }[];
};

export type Report = {
	readonly method: string;
	readonly iterations: number;
	readonly warnings: readonly ConsensusWarning[];
	readonly labels: number;
	readonly repeats: number;
	readonly items: number;
	readonly workers: number;
	readonly classes: readonly string[];
	readonly decided: Readonly<Record<string, number>>;
	readonly ties: number;
	readonly certainty: { readonly mean: number; readonly atLeast95: number; readonly atLeast80: number };
	readonly agreement: AgreementReport;
	readonly truth?: TruthReport;
	/** Where the truth of enough items is known, and the certainty is that of the most probable label. */
	readonly calibration?: CalibrationReport;
};

export const reportOf = (
	table: LabelTable,
	consensus: Consensus,
	truth: ReadonlyMap<string, string> | undefined,
	deciding: Deciding = {},
): Report => {
	const calibration = truth === undefined || deciding.ordinal ? undefined : calibrationReport(table, consensus, truth);
	const decided: Record<string, number> = Object.fromEntries(table.classes.map((label) => [label, 0]));
	const sums = { certainty: 0, ties: 0, atLeast95: 0, atLeast80: 0 };
	for (const { label, certainty, tied } of decisionsOf(table, consensus, deciding)) {
		decided[label]! += 1;
		sums.certainty += certainty;
		if (tied.length > 0) sums.ties += 1;
		if (certainty >= 0.95) sums.atLeast95 += 1;
		if (certainty >= 0.8) sums.atLeast80 += 1;
	}
	return {
		method: consensus.method,
		iterations: consensus.iterations,
		warnings: consensus.warnings,
		labels: table.labels.item.length,
		repeats: table.repeats,
		items: table.items.length,
		workers: table.workers.length,
		classes: table.classes,
		decided,
		ties: sums.ties,
		certainty: { mean: sums.certainty / table.items.length, atLeast95: sums.atLeast95, atLeast80: sums.atLeast80 },
		agreement: agreementReport(table, { level: deciding.ordinal ? 'ordinal' : 'nominal' }),
		...(truth === undefined
			? {}
			: { truth: truthReport(decisionsOf(table, consensus, deciding), table.classes, truth) }),
		...(calibration === undefined ? {} : { calibration }),
	};
};

const truthReport = (
	decisions: Iterable<Decision>,
	names: readonly string[],
	truth: ReadonlyMap<string, string>,
): TruthReport => {
	const classes = new Map<string, { items: number; right: number }>();
	let items = 0;
	let right = 0;
	let certaintySum = 0;
	for (const { item, label, certainty, tied } of decisions) {
		const known = truth.get(item);
		if (known === undefined) continue;
		const leaders = tied.length > 0 ? tied : [label];
		const share = leaders.includes(known) ? 1 / leaders.length : 0;
		const own = classes.get(known) ?? { items: 0, right: 0 };
		classes.set(known, { items: own.items + 1, right: own.right + share });
		items += 1;
		right += share;
		certaintySum += certainty;
	}
	const recall = [...classes]
		.map(([label, one]) => ({ label, items: one.items, recall: one.right / one.items }))
		.sort((a, b) => names.indexOf(a.label) - names.indexOf(b.label));
	return {
		items,
		withoutLabels: truth.size - items,
		accuracy: right / items,
		balancedAccuracy: recall.reduce((sum, one) => sum + one.recall, 0) / recall.length,
		certaintyMean: certaintySum / items,
		recall,
	};
};

/** The report for a person to read, with the first worker matrices. */
export const reportText = (report: Report, matrices: Iterable<WorkerMatrix> = []): string => {
	const { certainty, truth, calibration } = report;
	const lines: (readonly [string, string])[] = [
		[
			'labels',
			`${count(report.labels)} on ${count(report.items)} items by ${count(report.workers)} workers${report.repeats > 0 ? `; ${count(report.repeats)} replaced by a later one of the same worker` : ''}`,
		],
		['method', `${report.method}${report.iterations > 0 ? `, ${report.iterations} iterations` : ''}`],
		...agreementLines(report.agreement),
		[
			'decisions',
			Object.entries(report.decided)
				.map(([label, items]) => `${label}: ${count(items)}`)
				.join(', '),
		],
		[
			'certainty',
			`${percent(certainty.mean)} on average; at least 95 % on ${count(certainty.atLeast95)} items, at least 80 % on ${count(certainty.atLeast80)}`,
		],
		[
			'ties',
			report.ties === 0
				? 'none'
				: `${count(report.ties)} items have several labels as probable; somebody should settle them`,
		],
	];
	if (truth !== undefined) lines.push(...truthLines(truth));
	if (calibration !== undefined) lines.push(...calibrationLines(calibration));
	lines.push(...matrixTextLines(matrices, report));
	for (const warning of report.warnings) lines.push(['mind', warningText(warning)]);
	return lines.map(([name, value]) => `${name.padEnd(12)}${value}`).join('\n');
};

const truthLines = (truth: TruthReport): [string, string][] => {
	if (truth.items === 0) return [['truth', 'none of its items has labels']];
	const missing = truth.withoutLabels > 0 ? ` (${count(truth.withoutLabels)} more have no labels)` : '';
	return [
		[
			'accuracy',
			`${percent(truth.accuracy)} of ${count(truth.items)} items with truth${missing}, where ${percent(truth.certaintyMean)} was stated; ties count by their share`,
		],
		[
			'recall',
			`${truth.recall.map(({ label, recall, items }) => `${label}: ${percent(recall)} of ${count(items)}`).join(', ')}; balanced ${percent(truth.balancedAccuracy)}`,
		],
	];
};

export const warningText = (warning: ConsensusWarning): string => {
	switch (warning.kind) {
		case 'degenerate':
			return `no item has two labels: the certainty assumes that people are right ${percent(warning.assumedAccuracy)} of the time, and is no evidence`;
		case 'fallback':
			return `${warning.to} was used instead of ${warning.from}: too few comparable labels (${count(warning.comparableLabels)}) to know workers by`;
		case 'too-large':
			return `no worker matrices: ${count(warning.cells)} cells are over ${count(warning.cellsMax)}`;
		case 'workers-with-few-labels':
			return `${count(warning.workers)} workers have fewer than ${warning.labelsMin} labels: their matrices are mostly the crowd's`;
		case 'items-with-one-label':
			return `${count(warning.items)} items have one label only`;
		case 'items-without-labels':
			return `${count(warning.items)} items have no label`;
		case 'not-converged':
			return `not settled after ${warning.iterations} iterations: probabilities may still move`;
	}
};
