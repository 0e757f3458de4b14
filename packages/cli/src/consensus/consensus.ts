import { inferConsensus, inferDefaults } from '@utu/core/consensus/infer.ts';
import type { ConsensusMethod } from '@utu/core/consensus/inference.ts';
import { buildLabels, type LabelsError } from '@utu/core/consensus/labels.ts';
import { assertNever } from '@utu/core/shared/result.ts';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { CliError, usageError } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { replaceFile } from '../files/replace-file.ts';
import { formatOf } from '../files/rows.ts';
import { count, note, say, type Terminal } from '../terminal.ts';
import { labelFormatOf, labelFormats } from './input-format.ts';
import { inferOptionsOf, type ReadCommand } from './known.ts';
import { matricesOf } from './matrices.ts';
import { type OnFault, readKnown, readLabels } from './read-labels.ts';
import { decisionsOf, reportOf, reportText } from './report.ts';
import { runExport } from './run-export.ts';
import { decisionLines, joined, jsonParts, matrixLines, writeTo } from './write.ts';

const methods: readonly ConsensusMethod[] = [
	'majority',
	'wawa',
	'one-coin',
	'dawid-skene',
	'dawid-skene-pooled',
	'opinion-pool',
];

/** Without a method: the default, or for parts of an item that of their kind. */
export type ConsensusCommand = ReadCommand & {
	readonly ordinal?: true;
	readonly format?: string;
	readonly delimiter?: string;
};

export const addConsensusOptions = (command: Command): Command =>
	command
		.argument('<file>', 'CSV, JSONL or Parquet with item, worker and label, or a Label Studio export (JSON)')
		.addOption(
			new Option('--method <method>', `how; ${inferDefaults.method} unless the kind of answer has its own`).choices(
				methods,
			),
		)
		.option('--ordinal', 'labels are in order of magnitude: decide the median')
		.option('--question <name>', 'of an export: this one only')
		.option('--truth <file>', 'item and label: how often the decisions are right')
		.option('--gold <file>', 'item and label: known answers, from which workers are known better')
		.option('--prior <file>', 'item, label and probability: what a first pass says')
		.option('--prior-weight <n>', 'how much the prior counts', notNegative)
		.option(
			'--row-prior <pseudo,diagonal>',
			'of dawid-skene: labels that each answer of a row, and the right one more, count for; 0,0 is the method of 1979',
			rowPrior,
		)
		.addOption(new Option('--class-prior <kind>', 'of one-coin and dawid-skene').choices(['learned', 'uniform']))
		.addOption(new Option('--format <format>', 'by default, as the file is named').choices(labelFormats))
		.option('--delimiter <char>', 'of CSV; a character or tab')
		.option('--item-column <name>', 'which field', 'item')
		.option('--worker-column <name>', 'which field', 'worker')
		.option('--label-column <name>', 'which field', 'label')
		.option('--out <file>', 'write the decisions there (.csv or .jsonl)')
		.option('--workers <file>', 'write the worker matrices there (.csv or .jsonl)');

export const consensusExamples = `
Examples:
  utu consensus labels.csv
  utu consensus labels.csv --truth truth.csv
  utu consensus labels.csv --method dawid-skene --out decisions.csv --workers workers.jsonl
  utu consensus labels.parquet --ordinal
  utu consensus export.json --out decisions.jsonl
  utu consensus answers.jsonl --item-column post --worker-column person --label-column verdict --json

--json prints the report with all decisions and worker matrices, except those that --out and --workers take.
An export is Label Studio's JSON (not JSON-MIN): choices, ratings, texts, spans, segments of time and boxes are decided,
question by question; what cannot be read is named. Annotations marked as ground truth are compared with, not counted.
--truth, --gold and --prior name its items by their task id, and need --question where there are several.
Worker matrices say how somebody answers; they are no scores, and rank nobody.`;

export const runConsensus = async (terminal: Terminal, file: string, options: ConsensusCommand): Promise<ExitCode> => {
	if (labelFormatOf(file, options.format) === 'label-studio') {
		return runExport(terminal, file, options, countFaults(terminal));
	}
	if (options.question !== undefined)
		throw usageError('--question is for Label Studio exports; a table has one question.');
	const outputs = { out: formatFor(options.out), workers: formatFor(options.workers) };
	const faults = countFaults(terminal);
	const columns = { item: options.itemColumn, worker: options.workerColumn, label: options.labelColumn };
	const rows = await readLabels(file, columns, { ...options, onFault: faults.of(file) });
	const built = buildLabels(rows);
	if (!built.ok) throw labelsError(file, built.error);
	const table = built.value;
	const inferOptions = await inferOptionsOf(table, columns, options, faults.of);
	const truth =
		options.truth === undefined
			? undefined
			: await readKnown(options.truth, columns, { onFault: faults.of(options.truth) });
	const consensus = inferConsensus(table.labels, inferOptions);
	const deciding = { ordinal: options.ordinal };
	const report = reportOf(table, consensus, truth, deciding);
	if (options.out !== undefined)
		await replaceFile(options.out, joined(decisionLines(decisionsOf(table, consensus, deciding), outputs.out)), {
			durable: true,
		});
	if (options.workers !== undefined) {
		const lines = matrixLines(matricesOf(table, consensus), { format: outputs.workers, classes: table.classes });
		await replaceFile(options.workers, joined(lines), { durable: true });
	}
	if (options.json) {
		const lists = {
			...(options.out === undefined ? { decisions: decisionsOf(table, consensus, deciding) } : {}),
			...(options.workers === undefined ? { matrices: matricesOf(table, consensus) } : {}),
		};
		await writeTo(terminal.stdout, joined(jsonParts(report, lists)));
	} else say(terminal, reportText(report, matricesOf(table, consensus)));
	if (faults.total() > 0) note(terminal, `${count(faults.total())} lines were left out.`);
	return faults.total() === 0 ? exitCodes.done : exitCodes.partly;
};

const formatFor = (path: string | undefined) => (path === undefined ? 'csv' : formatOf(path, undefined));

const faultsPrintedMax = 100;

const countFaults = (terminal: Terminal): { readonly of: (path: string) => OnFault; readonly total: () => number } => {
	let total = 0;
	const of =
		(path: string): OnFault =>
		({ line, message, unit = 'line' }) => {
			total += 1;
			if (total <= faultsPrintedMax) note(terminal, `${path} ${unit} ${line}: ${message}`);
		};
	return { of, total: () => total };
};

const labelsError = (file: string, error: LabelsError): CliError => {
	switch (error.kind) {
		case 'no-rows':
			return new CliError(exitCodes.file, `${file} has no labels. A line has an item, a worker and a label.`);
		case 'too-many-classes':
			return usageError(
				`${file} has ${error.classes} different labels, over ${error.classesMax}: is --label-column the right one?`,
			);
		case 'empty-name':
		case 'unknown-class':
			throw new Error(`${error.kind} at row ${error.row}`);
		default:
			return assertNever(error);
	}
};

function notNegative(text: string): number {
	const value = Number(text);
	if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
	throw new InvalidArgumentError('It must be a number, 0 or more.');
}

function rowPrior(text: string): { readonly pseudo: number; readonly diagonal: number } {
	const [pseudo, diagonal, ...more] = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
	if (pseudo !== undefined && diagonal !== undefined && more.length === 0 && pseudo >= 0 && diagonal >= 0)
		return { pseudo, diagonal };
	throw new InvalidArgumentError('It must be two numbers, 0 or more, with a comma between: 1,1.');
}
