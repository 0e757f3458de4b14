import { err, ok, type Result } from '../shared/result.ts';

/**
 * What people answered, as one label each, with dense ids from 0.
 *
 * `item`, `worker` and `label` have one entry per label; `label` is below `classCount`.
 */
export type Labels = {
	readonly itemCount: number;
	readonly workerCount: number;
	readonly classCount: number;
	readonly item: Int32Array;
	readonly worker: Int32Array;
	readonly label: Int32Array | Uint8Array;
};

/** One label as it stands in a file: any text names the item, the worker and the class. */
export type LabelRow = { readonly item: string; readonly worker: string; readonly label: string };

/** Labels with the names behind their ids: `items[i]` is the name of item `i`. */
export type LabelTable = {
	readonly labels: Labels;
	readonly items: readonly string[];
	readonly workers: readonly string[];
	readonly classes: readonly string[];
	/** Rows left out because the same worker answered the same item again. */
	readonly repeats: number;
};

export type LabelsError =
	| { readonly kind: 'no-rows' }
	| { readonly kind: 'empty-name'; readonly row: number; readonly field: 'item' | 'worker' | 'label' }
	| { readonly kind: 'unknown-class'; readonly row: number; readonly label: string }
	| { readonly kind: 'too-many-classes'; readonly classes: number; readonly classesMax: number };

export const labelLimits = { classesMax: 256 } as const;

export type LabelTableOptions = {
	/** The classes in their order; a label outside them is an error. Without it: those that occur, sorted. */
	readonly classes?: readonly string[] | undefined;
	/** One person has one say on an item, so the last answer replaces earlier ones; `keep` counts all of them. */
	readonly repeats?: 'last' | 'keep' | undefined;
};

/** Gives ids to items, workers and classes in order of appearance (classes sorted, numbers by value). */
export const buildLabels = (
	rows: Iterable<LabelRow>,
	options: LabelTableOptions = {},
): Result<LabelTable, LabelsError> => {
	const items = nameTable();
	const workers = nameTable();
	const classes = nameTable(options.classes);
	const known = options.classes !== undefined;
	const columns = { item: [] as number[], worker: [] as number[], label: [] as number[] };
	let row = 0;
	for (const { item, worker, label } of rows) {
		for (const [field, name] of [
			['item', item],
			['worker', worker],
			['label', label],
		] as const) {
			if (name === '') return err({ kind: 'empty-name', row, field });
		}
		if (known && !classes.has(label)) return err({ kind: 'unknown-class', row, label });
		columns.item.push(items.id(item));
		columns.worker.push(workers.id(worker));
		columns.label.push(classes.id(label));
		row++;
	}
	if (row === 0) return err({ kind: 'no-rows' });
	const { classesMax } = labelLimits;
	if (classes.names.length > classesMax) {
		return err({ kind: 'too-many-classes', classes: classes.names.length, classesMax });
	}
	const order = known ? [...classes.names.keys()] : sortedOrder(classes.names);
	const rank = new Int32Array(order.length);
	for (const [position, id] of order.entries()) rank[id] = position;
	const kept =
		options.repeats === 'keep'
			? undefined
			: lastOfEach(columns.item, columns.worker, { items: items.names.length, workers: workers.names.length });
	const pick = (column: readonly number[]): Int32Array =>
		kept === undefined ? Int32Array.from(column) : kept.map((index) => column[index]!);
	const label = pick(columns.label);
	for (let index = 0; index < label.length; index++) label[index] = rank[label[index]!]!;
	const labels: Labels = {
		itemCount: items.names.length,
		workerCount: workers.names.length,
		classCount: order.length,
		item: pick(columns.item),
		worker: pick(columns.worker),
		label,
	};
	return ok({
		labels,
		items: items.names,
		workers: workers.names,
		classes: order.map((id) => classes.names[id]!),
		repeats: row - label.length,
	});
};

/** What is wrong with labels or options that came from elsewhere; empty when nothing is. */
export const labelFaults = (labels: Labels): readonly string[] => {
	const { itemCount, workerCount, classCount, item, worker, label } = labels;
	const faults: string[] = [];
	if (item.length !== worker.length || item.length !== label.length)
		faults.push('item, worker and label differ in length');
	if (!(classCount >= 1) || classCount > labelLimits.classesMax)
		faults.push(`classCount is not 1 to ${labelLimits.classesMax}`);
	if (outOfRange(item, itemCount)) faults.push('an item id is out of range');
	if (outOfRange(worker, workerCount)) faults.push('a worker id is out of range');
	if (outOfRange(label, classCount)) faults.push('a label is out of range');
	return faults;
};

const outOfRange = (ids: Int32Array | Uint8Array, count: number): boolean => {
	for (let index = 0; index < ids.length; index++) if (ids[index]! < 0 || ids[index]! >= count) return true;
	return false;
};

const nameTable = (initial: readonly string[] = []) => {
	const names: string[] = [...initial];
	const ids = new Map(names.map((name, id) => [name, id]));
	return {
		names,
		has: (name: string): boolean => ids.has(name),
		id: (name: string): number => {
			const found = ids.get(name);
			if (found !== undefined) return found;
			ids.set(name, names.length);
			names.push(name);
			return names.length - 1;
		},
	};
};

/** Numbers by value, other names by code unit: the same everywhere, unlike a locale's order. */
const sortedOrder = (names: readonly string[]): number[] => {
	const numeric = names.every((name) => name.trim() !== '' && Number.isFinite(Number(name)));
	const compare = (a: string, b: string): number =>
		(numeric ? Number(a) - Number(b) : 0) || (a < b ? -1 : a > b ? 1 : 0);
	return [...names.keys()].sort((a, b) => compare(names[a]!, names[b]!));
};

/** Row indices to keep, ascending: the last answer of each worker to each item. */
const lastOfEach = (
	item: readonly number[],
	worker: readonly number[],
	counts: { items: number; workers: number },
): Int32Array => {
	const start = new Int32Array(counts.items + 1);
	for (const id of item) start[id + 1]!++;
	for (let id = 0; id < counts.items; id++) start[id + 1]! += start[id]!;
	const rows = new Int32Array(item.length);
	const next = start.slice(0, counts.items);
	for (let row = 0; row < item.length; row++) rows[next[item[row]!]!++] = row;
	const seenAt = new Int32Array(counts.workers).fill(-1);
	const keep = new Uint8Array(item.length);
	let kept = 0;
	for (let id = 0; id < counts.items; id++) {
		for (let at = start[id + 1]! - 1; at >= start[id]!; at--) {
			const row = rows[at]!;
			if (seenAt[worker[row]!] === id) continue;
			seenAt[worker[row]!] = id;
			keep[row] = 1;
			kept++;
		}
	}
	const result = new Int32Array(kept);
	let at = 0;
	for (let row = 0; row < keep.length; row++) if (keep[row] === 1) result[at++] = row;
	return result;
};

/** Labels in item order: those of item `i` are `cell[start[i]]` to `cell[start[i + 1] - 1]`, each `worker × classCount + label`. */
export type GroupedLabels = {
	readonly itemCount: number;
	readonly workerCount: number;
	readonly classCount: number;
	readonly start: Int32Array;
	readonly cell: Int32Array;
};

/** Counting sort by item, stable; O(labels + items). */
export const groupByItem = (labels: Labels): GroupedLabels => {
	const { itemCount, workerCount, classCount, item, worker, label } = labels;
	const start = new Int32Array(itemCount + 1);
	let sorted = true;
	for (let index = 0; index < item.length; index++) {
		start[item[index]! + 1]!++;
		if (index > 0 && item[index]! < item[index - 1]!) sorted = false;
	}
	for (let index = 0; index < itemCount; index++) start[index + 1]! += start[index]!;
	const cell = new Int32Array(item.length);
	if (sorted) {
		for (let index = 0; index < item.length; index++) cell[index] = worker[index]! * classCount + label[index]!;
		return { itemCount, workerCount, classCount, start, cell };
	}
	const next = start.slice(0, itemCount);
	for (let index = 0; index < item.length; index++) {
		cell[next[item[index]!]!++] = worker[index]! * classCount + label[index]!;
	}
	return { itemCount, workerCount, classCount, start, cell };
};
