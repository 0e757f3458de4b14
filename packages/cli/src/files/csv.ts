import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { type Line, notUtf8, withoutMark } from './lines.ts';

/** The fields of one record, or what is wrong with the line that it begins on. */
export type CsvRecord = { readonly line: number; readonly endLine: number; readonly endByte: number } & (
	| { readonly fields: readonly string[] }
	| { readonly fault: string }
);

type Options = { readonly delimiter: string; readonly rowBytesMax: number };
type Kept = Extract<Line, { readonly bytes: Buffer }>;

const quote = 0x22;

/**
 * Groups lines into CSV records (RFC 4180). A record ends with the first line by which its quotes are even.
 *
 * A bad record costs its first line only: reading goes on at the next line, so that one lost quote cannot swallow the
 * rest of a file. Blank lines are passed over.
 */
export const csvRecords = async function* (
	batches: AsyncIterable<readonly Line[]>,
	options: Options,
): AsyncGenerator<readonly CsvRecord[]> {
	const open = openRecord();
	for await (const lines of batches) {
		const records: CsvRecord[] = [];
		readAll([...lines], { open, records, options });
		yield records;
	}
	const last: CsvRecord[] = [];
	while (open.lines.length > 0) readAll(giveUp(open, last, neverClosed), { open, records: last, options });
	yield last;
};

type Open = { lines: Kept[]; bytes: number; quotes: number };

const openRecord = (): Open => ({ lines: [], bytes: 0, quotes: 0 });

const neverClosed = 'A quote is opened and never closed.';

/** `lines` is spent. */
const readAll = (
	lines: Line[],
	{ open, records, options }: { readonly open: Open; readonly records: CsvRecord[]; readonly options: Options },
): void => {
	const stack = lines.reverse();
	for (let line = stack.pop(); line !== undefined; line = stack.pop()) {
		const again = readLine(line, { open, records, options });
		for (let at = again.length - 1; at >= 0; at--) stack.push(again[at]!);
	}
};

/** Adds one line; returns the lines that must be read again. */
const readLine = (
	line: Line,
	{ open, records, options }: { readonly open: Open; readonly records: CsvRecord[]; readonly options: Options },
): readonly Line[] => {
	if ('tooLong' in line || !isUtf8(line.bytes)) {
		if (open.lines.length > 0) return [...giveUp(open, records, neverClosed), line];
		const fault = 'tooLong' in line ? 'The line is too long.' : notUtf8;
		records.push({ line: line.number, endLine: line.number, endByte: line.endByte, fault });
		return [];
	}
	const quotes = quotesIn(line.bytes);
	if (open.lines.length === 0 && quotes === 0) {
		const text = withoutMark(textOf([line]), line.number);
		if (text.trim() !== '') records.push({ ...placeOf(line, line), fields: text.split(options.delimiter) });
		return [];
	}
	open.lines.push(line);
	open.bytes += line.bytes.length + 1;
	open.quotes += quotes;
	if (open.quotes % 2 === 1) return open.bytes > options.rowBytesMax ? giveUp(open, records, neverClosed) : [];
	const fields = fieldsOf(withoutMark(textOf(open.lines), open.lines[0]!.number), options.delimiter);
	if (typeof fields === 'string') return giveUp(open, records, fields);
	records.push({ ...placeOf(open.lines[0]!, line), fields });
	Object.assign(open, openRecord());
	return [];
};

const giveUp = (open: Open, records: CsvRecord[], fault: string): Line[] => {
	const [first, ...rest] = open.lines;
	if (first !== undefined) records.push({ ...placeOf(first, first), fault });
	Object.assign(open, openRecord());
	return rest;
};

const placeOf = (first: Line, last: Line) => ({ line: first.number, endLine: last.number, endByte: last.endByte });

/** The line end of the record goes, those within its quotes stay. */
const textOf = (lines: readonly Kept[]): string =>
	lines
		.map(({ bytes }) => bytes.toString('utf8'))
		.join('\n')
		.replace(/\r$/, '');

const quotesIn = (bytes: Buffer): number => {
	let quotes = 0;
	for (let at = bytes.indexOf(quote); at !== -1; at = bytes.indexOf(quote, at + 1)) quotes++;
	return quotes;
};

const fieldsOf = (text: string, delimiter: string): readonly string[] | string => {
	try {
		const records = parse(text, { delimiter, record_delimiter: '\n', relax_column_count: true });
		return records.length === 1 ? records[0]! : 'A quote stands where none can.';
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		return 'A quote stands where none can; write it twice within a quoted field.';
	}
};
