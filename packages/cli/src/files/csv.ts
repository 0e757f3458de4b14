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
		const reading: Reading = { open, records: [], quoted: [], options };
		readAll([...lines], reading);
		yield reading.records;
	}
	const reading: Reading = { open, records: [], quoted: [], options };
	while (open.lines.length > 0) readAll(giveUp(reading, neverClosed), reading);
	yield reading.records;
};

type Reading = {
	readonly open: Open;
	readonly records: CsvRecord[];
	/** Records of one line with quotes, and their places in `records`: parsed together, they take 40 % of the time. */
	readonly quoted: { readonly at: number; readonly text: string }[];
	readonly options: Options;
};

type Open = { lines: Kept[]; bytes: number; quotes: number };

const openRecord = (): Open => ({ lines: [], bytes: 0, quotes: 0 });

const neverClosed = 'A quote is opened and never closed.';
const misplaced = 'A quote stands where none can; write it twice within a quoted field.';

/** `lines` is spent. */
const readAll = (lines: Line[], reading: Reading): void => {
	const stack = lines.reverse();
	for (let line = stack.pop(); line !== undefined; line = stack.pop()) {
		const again = readLine(line, reading);
		for (let at = again.length - 1; at >= 0; at--) stack.push(again[at]!);
	}
	parseQuoted(reading);
};

/** Adds one line; returns the lines that must be read again. */
const readLine = (line: Line, reading: Reading): readonly Line[] => {
	const { open, records, options } = reading;
	if ('tooLong' in line || !isUtf8(line.bytes)) {
		if (open.lines.length > 0) return [...giveUp(reading, neverClosed), line];
		const fault = 'tooLong' in line ? 'The line is too long.' : notUtf8;
		records.push({ ...placeOf(line, line), fault });
		return [];
	}
	const quotes = quotesIn(line.bytes);
	if (open.lines.length === 0 && quotes % 2 === 0) {
		const text = withoutMark(textOf([line]), line.number);
		if (text.trim() === '') return [];
		if (quotes > 0) reading.quoted.push({ at: records.length, text });
		records.push({ ...placeOf(line, line), fields: quotes > 0 ? [] : text.split(options.delimiter) });
		return [];
	}
	open.lines.push(line);
	open.bytes += line.bytes.length + 1;
	open.quotes += quotes;
	if (open.quotes % 2 === 1) return open.bytes > options.rowBytesMax ? giveUp(reading, neverClosed) : [];
	const [fields] = fieldsOf([withoutMark(textOf(open.lines), open.lines[0]!.number)], options.delimiter);
	if (fields === undefined) return giveUp(reading, misplaced);
	records.push({ ...placeOf(open.lines[0]!, line), fields });
	Object.assign(open, openRecord());
	return [];
};

const parseQuoted = ({ quoted, records, options }: Reading): void => {
	const texts = quoted.map(({ text }) => text);
	const together = fieldsOf(texts, options.delimiter);
	for (const [index, { at, text }] of quoted.entries()) {
		const fields = together[index] ?? fieldsOf([text], options.delimiter)[0];
		const { fields: _, ...place } = records[at] as CsvRecord & { readonly fields: unknown };
		records[at] = fields === undefined ? { ...place, fault: misplaced } : { ...place, fields };
	}
	quoted.length = 0;
};

/** What is open is a record no more: its first line is bad, the others are to be read again. */
const giveUp = ({ open, records }: Reading, fault: string): Line[] => {
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

/** The fields of each record, in order; empty where one of them is bad. */
const fieldsOf = (texts: readonly string[], delimiter: string): readonly (readonly string[])[] => {
	if (texts.length === 0) return [];
	try {
		const options = { delimiter, record_delimiter: '\n', relax_column_count: true, max_record_size: 0 };
		const records = parse(texts.join('\n'), options);
		return records.length === texts.length ? records : [];
	} catch (error) {
		if (error instanceof CsvError) return [];
		throw error;
	}
};
