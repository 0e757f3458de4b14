import type { InferOptions } from '@utu/core/consensus/infer.ts';
import type { ConsensusMethod } from '@utu/core/consensus/inference.ts';
import type { LabelTable } from '@utu/core/consensus/labels.ts';
import { usageError } from '../errors.ts';
import { type LabelColumns, type OnFault, readKnown, readPrior } from './read-labels.ts';

/** Files beside the labels, and how they count. */
export type KnownCommand = {
	readonly method?: ConsensusMethod;
	readonly gold?: string;
	readonly prior?: string;
	readonly priorWeight?: number;
	readonly rowPrior?: { readonly pseudo: number; readonly diagonal: number };
	readonly classPrior?: 'learned' | 'uniform';
};

/** What is read beside it, by which fields, and where results go. */
export type ReadCommand = KnownCommand & {
	readonly truth?: string;
	readonly question?: string;
	readonly itemColumn: string;
	readonly workerColumn: string;
	readonly labelColumn: string;
	readonly out?: string;
	readonly workers?: string;
	readonly json?: true;
};

export const inferOptionsOf = async (
	table: LabelTable,
	columns: LabelColumns,
	options: KnownCommand,
	onFault: (path: string) => OnFault,
): Promise<InferOptions> => {
	const { method, rowPrior, classPrior, priorWeight, gold, prior } = options;
	return {
		...{ method, rowPrior, classPrior, priorWeight },
		...(gold === undefined
			? {}
			: { gold: goldOf(table, gold, await readKnown(gold, columns, { onFault: onFault(gold) })) }),
		...(prior === undefined
			? {}
			: { prior: priorOf(table, prior, await readPrior(prior, columns, { onFault: onFault(prior) })) }),
	};
};

const goldOf = (table: LabelTable, path: string, known: ReadonlyMap<string, string>): Int32Array => {
	const classes = new Map(table.classes.map((label, k) => [label, k]));
	return Int32Array.from(table.items, (item) => {
		const label = known.get(item);
		return label === undefined ? -1 : classOf(classes, label, `${path}: item ${item}`);
	});
};

const priorOf = (
	table: LabelTable,
	path: string,
	known: ReadonlyMap<string, ReadonlyMap<string, number>>,
): Float64Array => {
	const classes = new Map(table.classes.map((label, k) => [label, k]));
	const prior = new Float64Array(table.items.length * table.classes.length);
	for (const [at, item] of table.items.entries()) {
		for (const [label, probability] of known.get(item) ?? []) {
			prior[at * table.classes.length + classOf(classes, label, `${path}: item ${item}`)] = probability;
		}
	}
	return prior;
};

const classOf = (classes: ReadonlyMap<string, number>, label: string, where: string): number => {
	const found = classes.get(label);
	if (found !== undefined) return found;
	throw usageError(
		`${where} has the label “${label}”, which nobody gave; there are: ${[...classes.keys()].join(', ')}.`,
	);
};
