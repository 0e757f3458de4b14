import type { LabelRow } from '@utu/core/consensus/labels.ts';
import { usageError } from '../errors.ts';
import { parquetRows } from '../files/parquet.ts';
import { delimiterOf, type FileFormat, type Row, type RowSource, readRows } from '../files/rows.ts';
import { labelFormatOf } from './input-format.ts';

/** A line (of an export, a task; of Parquet, a row) that was left out, and why. Numbers are from 1. */
export type OnFault = (fault: {
	readonly line: number;
	readonly message: string;
	readonly unit?: 'line' | 'row' | 'task';
}) => void;

const rowBytesMax = 1024 * 1024;

const sourceOf = (
	path: string,
	format: FileFormat,
	options: { readonly delimiter?: string | undefined },
): RowSource => ({
	format,
	delimiter: delimiterOf(path, options.delimiter),
	rowBytesMax,
});

type ReadOptions = { readonly format?: string; readonly delimiter?: string; readonly onFault: OnFault };

/** The named fields of each line as text, trimmed, by the batch; lines that lack one are named and left out. */
const readFields = async function* (
	path: string,
	names: readonly string[],
	options: ReadOptions,
): AsyncGenerator<readonly (readonly string[])[]> {
	const format = labelFormatOf(path, options.format);
	if (format === 'label-studio') throw usageError(`${path} is a Label Studio export; here a table of rows is needed.`);
	if (format === 'parquet') {
		yield* readParquetFields(path, names, options);
		return;
	}
	const source = sourceOf(path, format, options);
	let checked = source.format !== 'csv';
	for await (const rows of readRows(path, source)) {
		const found: (readonly string[])[] = [];
		for (const row of rows) {
			if (!checked && 'fields' in row) {
				checkColumns(path, Object.keys(row.fields), names);
				checked = true;
			}
			const values = valuesOf(row, names);
			if (typeof values === 'string') options.onFault({ line: row.line, message: values });
			else found.push(values);
		}
		yield found;
	}
};

const readParquetFields = async function* (
	path: string,
	names: readonly string[],
	options: ReadOptions,
): AsyncGenerator<readonly (readonly string[])[]> {
	for await (const { firstRow, rows } of parquetRows(path, names, (present) => checkColumns(path, present, names))) {
		const found: (readonly string[])[] = [];
		for (const [at, fields] of rows.entries()) {
			const values = fieldsOf(fields, names);
			if (typeof values === 'string') options.onFault({ line: firstRow + at, message: values, unit: 'row' });
			else found.push(values);
		}
		yield found;
	}
};

const checkColumns = (path: string, present: readonly string[], names: readonly string[]): void => {
	const missing = names.find((name) => !present.includes(name));
	if (missing === undefined) return;
	throw usageError(
		`${path} has no column “${missing}”; it has: ${present.join(', ')}. Name the right one with --item-column, --worker-column or --label-column.`,
	);
};

const valuesOf = (row: Row, names: readonly string[]): readonly string[] | string => {
	if ('fault' in row) return row.fault;
	return fieldsOf(row.fields, names);
};

const fieldsOf = (fields: Readonly<Record<string, unknown>>, names: readonly string[]): readonly string[] | string => {
	const values: string[] = [];
	for (const name of names) {
		const text = fieldText(fields[name]);
		if (text === '') return `There is no ${name}.`;
		values.push(text);
	}
	return values;
};

const fieldText = (value: unknown): string => {
	if (typeof value === 'string') return value.trim();
	if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
	return value instanceof Date ? value.toISOString() : '';
};

export type LabelColumns = { readonly item: string; readonly worker: string; readonly label: string };

/** All labels of a file, as often as they are asked for. Names are kept once and rows as numbers: about 12 bytes a label. */
export const readLabels = async (
	path: string,
	columns: LabelColumns,
	options: ReadOptions,
): Promise<Iterable<LabelRow>> => {
	const names = [columns.item, columns.worker, columns.label];
	const [items, workers, labels] = [nameColumn(), nameColumn(), nameColumn()];
	for await (const batch of readFields(path, names, options)) {
		for (const [item = '', worker = '', label = ''] of batch) {
			items.add(item);
			workers.add(worker);
			labels.add(label);
		}
	}
	return {
		*[Symbol.iterator]() {
			for (let row = 0; row < items.count(); row++)
				yield { item: items.at(row), worker: workers.at(row), label: labels.at(row) };
		},
	};
};

/** Text by row, each distinct text once. */
const nameColumn = () => {
	const names: string[] = [];
	const ids = new Map<string, number>();
	let rows = new Int32Array(1024);
	let used = 0;
	return {
		add: (name: string): void => {
			if (used === rows.length) {
				const larger = new Int32Array(2 * rows.length);
				larger.set(rows);
				rows = larger;
			}
			let id = ids.get(name);
			if (id === undefined) {
				id = names.length;
				ids.set(name, id);
				names.push(name);
			}
			rows[used] = id;
			used += 1;
		},
		at: (row: number): string => names[rows[row] ?? -1] ?? '',
		count: (): number => used,
	};
};

/** The one label of each item, as truth or gold has it. A second, different one is a fault. */
export const readKnown = async (
	path: string,
	columns: LabelColumns,
	options: { readonly onFault: OnFault },
): Promise<ReadonlyMap<string, string>> => {
	const known = new Map<string, string>();
	for await (const batch of readFields(path, [columns.item, columns.label], options)) {
		for (const [item = '', label = ''] of batch) {
			if ((known.get(item) ?? label) !== label) {
				throw usageError(`${path} gives item ${item} two labels; each has one.`);
			}
			known.set(item, label);
		}
	}
	return known;
};

/** Probabilities by item and label, as a first pass states them: one line for each. */
export const readPrior = async (
	path: string,
	columns: LabelColumns,
	options: { readonly onFault: OnFault },
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> => {
	const prior = new Map<string, Map<string, number>>();
	for await (const batch of readFields(path, [columns.item, columns.label, 'probability'], options)) {
		for (const [item = '', label = '', text = ''] of batch) {
			const probability = Number(text);
			if (!(probability >= 0 && probability <= 1)) {
				throw usageError(`${path} gives item ${item} the probability ${text}; it is a number from 0 to 1.`);
			}
			const row = prior.get(item) ?? new Map<string, number>();
			row.set(label, probability);
			prior.set(item, row);
		}
	}
	return prior;
};
