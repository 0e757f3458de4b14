import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { FileFormat } from '../files/rows.ts';
import type { WorkerMatrix } from './matrices.ts';
import type { Decision, Report } from './report.ts';

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
