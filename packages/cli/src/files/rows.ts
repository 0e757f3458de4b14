import { isUtf8 } from 'node:buffer';
import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { usageError } from '../errors.ts';
import { type CsvRecord, csvRecords } from './csv.ts';
import { fileStart, type Line, notUtf8, type Place, readBytes, splitLines, withoutMark } from './lines.ts';

export const fileFormats = ['jsonl', 'csv'] as const;
export type FileFormat = (typeof fileFormats)[number];

/** One row of a file, by field name; or what is wrong with it. `line` to `endLine` are those of the original file. */
export type Row = { readonly line: number; readonly endLine: number; readonly endByte: number } & (
	| { readonly fields: Readonly<Record<string, unknown>> }
	| { readonly fault: string }
);

export type RowSource = {
	readonly format: FileFormat;
	readonly delimiter: string;
	/** A row over this is refused, and nothing longer is ever held. */
	readonly rowBytesMax: number;
};

/** Reads the rows of a file from a place in it. @throws {CliError} where it cannot be read or its head is no head. */
export const readRows = async function* (
	path: string,
	source: RowSource,
	from: Place = fileStart,
): AsyncGenerator<readonly Row[]> {
	const lineBytesMax = source.rowBytesMax;
	if (source.format === 'jsonl') {
		yield* jsonRows(splitLines(readBytes(path, from.byte), { lineBytesMax, from }));
		return;
	}
	if (from.byte === 0) {
		yield* csvRows(splitLines(readBytes(path), { lineBytesMax }), source);
		return;
	}
	const head = await headOf(path, source);
	yield* withHead(csvRecords(splitLines(readBytes(path, from.byte), { lineBytesMax, from }), source), head);
};

/** Reads rows from a stream, which has one pass only. */
export const readRowsOf = (stream: Readable, source: RowSource): AsyncGenerator<readonly Row[]> => {
	const lines = splitLines(stream as AsyncIterable<Buffer>, { lineBytesMax: source.rowBytesMax });
	return source.format === 'jsonl' ? jsonRows(lines) : csvRows(lines, source);
};

const jsonRows = async function* (batches: AsyncIterable<readonly Line[]>): AsyncGenerator<readonly Row[]> {
	for await (const lines of batches) {
		const rows: Row[] = [];
		for (const line of lines) {
			const row = jsonRow(line);
			if (row !== undefined) rows.push(row);
		}
		yield rows;
	}
};

const jsonRow = (line: Line): Row | undefined => {
	const place = { line: line.number, endLine: line.number, endByte: line.endByte };
	if ('tooLong' in line) return { ...place, fault: 'The line is too long.' };
	if (!isUtf8(line.bytes)) return { ...place, fault: notUtf8 };
	const text = withoutMark(line.bytes.toString('utf8'), line.number);
	if (text.trim() === '') return undefined;
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...place, fields: { ...value } };
		return { ...place, fault: 'The line is JSON, but no object.' };
	} catch {
		return { ...place, fault: 'The line is not JSON.' };
	}
};

type Head = readonly string[];

const headOf = async (path: string, source: RowSource): Promise<Head> => {
	const lines = splitLines(readBytes(path), { lineBytesMax: source.rowBytesMax });
	for await (const records of csvRecords(lines, source)) {
		const [first] = records;
		if (first !== undefined) return checkedHead(first);
	}
	throw usageError('The file is empty: a CSV file begins with the names of its columns.');
};

const csvRows = async function* (
	lines: AsyncIterable<readonly Line[]>,
	source: RowSource,
): AsyncGenerator<readonly Row[]> {
	let head: Head | undefined;
	for await (const records of csvRecords(lines, source)) {
		const rest = head === undefined ? records.slice(1) : records;
		const [first] = records;
		if (first === undefined) continue;
		head ??= checkedHead(first);
		yield rest.map((record) => toRow(record, head ?? []));
	}
};

const withHead = async function* (
	batches: AsyncIterable<readonly CsvRecord[]>,
	head: Head,
): AsyncGenerator<readonly Row[]> {
	for await (const records of batches) yield records.map((record) => toRow(record, head));
};

const checkedHead = (record: CsvRecord): Head => {
	if ('fault' in record) throw usageError(`The first line does not name the columns: ${record.fault}`);
	const names = record.fields.map((name) => name.trim());
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	if (twice !== undefined) throw usageError(`The first line names the column “${twice}” twice.`);
	return names;
};

const toRow = (record: CsvRecord, head: Head): Row => {
	if ('fault' in record) return record;
	const { fields, ...place } = record;
	if (fields.length !== head.length) {
		return { ...place, fault: `The line has ${fields.length} columns where the first line names ${head.length}.` };
	}
	return { ...place, fields: named(head, fields) };
};

/** A loop, because it runs for every line of files of any size. */
const named = (head: Head, fields: readonly string[]): Readonly<Record<string, string>> => {
	const row: Record<string, string> = {};
	for (let at = 0; at < head.length; at++) row[head[at]!] = fields[at]!;
	return row;
};

/** By what was asked for, else by the file's name. @throws {CliError} where neither says. */
export const formatOf = (path: string, asked: string | undefined): FileFormat => {
	const known = fileFormats.find((format) => format === asked);
	if (known !== undefined) return known;
	const ending = extname(path).toLowerCase();
	if (['.jsonl', '.ndjson'].includes(ending)) return 'jsonl';
	if (['.csv', '.tsv'].includes(ending)) return 'csv';
	throw usageError(
		`${path === '-' ? 'Standard input' : path} does not tell its format; add --format jsonl or --format csv.`,
	);
};

/** By what was asked for (`tab` is a name for it), else by the file's name. */
export const delimiterOf = (path: string, asked: string | undefined): string => {
	if (asked === undefined) return extname(path).toLowerCase() === '.tsv' ? '\t' : ',';
	const delimiter = asked === 'tab' || asked === '\\t' ? '\t' : asked;
	if (delimiter.length === 1 && !'"\n\r'.includes(delimiter)) return delimiter;
	throw usageError(`--delimiter ${asked} must be one character, or tab.`);
};
