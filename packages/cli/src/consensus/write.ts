import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Consensus } from '@utu/core/consensus/inference.ts';
import type { LabelTable } from '@utu/core/consensus/labels.ts';
import type { FileFormat } from '../files/rows.ts';
import type { Decision, Report } from './report.ts';

export type WorkerMatrix = {
	readonly worker: string;
	readonly labels: number;
	/** P(answer | class): a row for each class, a column for each answer, in the order of the classes. */
	readonly matrix: readonly (readonly number[])[];
};

/** How each worker answers, in the order in which workers first appear. It is no score: it has no interval and knows no item's difficulty. */
export const matricesOf = function* (table: LabelTable, { workers }: Consensus): Generator<WorkerMatrix> {
	const size = table.classes.length;
	if (workers.confusion.length === 0) return;
	for (const [at, worker] of table.workers.entries()) {
		const matrix = table.classes.map((_, k) => [
			...workers.confusion.subarray((at * size + k) * size, (at * size + k + 1) * size),
		]);
		yield { worker, labels: workers.labelCount[at] ?? 0, matrix };
	}
};

/** A field as RFC 4180 wants it. */
const csvField = (value: string | number): string => {
	const text = String(value);
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const csvLine = (fields: readonly (string | number)[]): string => `${fields.map(csvField).join(',')}\n`;

export const decisionLines = function* (decisions: Iterable<Decision>, format: FileFormat): Generator<string> {
	if (format === 'csv') yield csvLine(['item', 'label', 'certainty', 'labels', 'tied']);
	for (const decision of decisions) {
		const { item, label, certainty, labels, tied } = decision;
		yield format === 'csv'
			? csvLine([item, label, rounded(certainty), labels, tied.join(';')])
			: `${JSON.stringify({ ...decision, certainty: rounded(certainty) })}\n`;
	}
};

export const matrixLines = function* (
	matrices: Iterable<WorkerMatrix>,
	options: { readonly format: FileFormat; readonly classes: readonly string[] },
): Generator<string> {
	const { classes, format } = options;
	if (format === 'csv') yield csvLine(['worker', 'labels', 'class', 'answer', 'probability']);
	for (const { worker, labels, matrix } of matrices) {
		if (format === 'jsonl')
			yield `${JSON.stringify({ worker, labels, matrix: matrix.map((row) => row.map(rounded)) })}\n`;
		else {
			for (const [k, row] of matrix.entries()) {
				for (const [j, probability] of row.entries())
					yield csvLine([worker, labels, classes[k] ?? '', classes[j] ?? '', rounded(probability)]);
			}
		}
	}
};

/** Six digits: below them is the tolerance of the methods. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

/** One JSON object: the report, and what is not in files of its own. It is never held as a whole. */
export const jsonParts = function* (
	report: Report,
	lists: { readonly decisions?: Iterable<Decision>; readonly matrices?: Iterable<WorkerMatrix> },
): Generator<string> {
	yield JSON.stringify(report).slice(0, -1);
	if (lists.decisions !== undefined)
		yield* jsonList('decisions', lists.decisions, (one) => ({ ...one, certainty: rounded(one.certainty) }));
	if (lists.matrices !== undefined) {
		yield* jsonList('workerMatrices', lists.matrices, (one) => ({
			...one,
			matrix: one.matrix.map((row) => row.map(rounded)),
		}));
	}
	yield '}\n';
};

const jsonList = function* <T>(name: string, values: Iterable<T>, shape: (value: T) => unknown): Generator<string> {
	let separator = '';
	yield `,${JSON.stringify(name)}:[`;
	for (const value of values) {
		yield `${separator}${JSON.stringify(shape(value))}`;
		separator = ',';
	}
	yield ']';
};

const pieceCharsMax = 64 * 1024;

/** Small pieces joined into larger ones: a write for each line would cost more than the line. */
export const joined = function* (pieces: Iterable<string>): Generator<string> {
	let open = '';
	for (const piece of pieces) {
		open += piece;
		if (open.length < pieceCharsMax) continue;
		yield open;
		open = '';
	}
	if (open !== '') yield open;
};

/** Writes no faster than is read. */
export const writeTo = async (stream: Writable, pieces: Iterable<string>): Promise<void> => {
	for (const piece of pieces) if (!stream.write(piece)) await once(stream, 'drain');
};
