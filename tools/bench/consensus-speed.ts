/**
 * Time of Dawid–Skene, with its Dirichlet prior, until no probability of any item moves by more than 1e-3 (or the mean
 * over items of the largest move by 1e-6), on labels made by a seed: five an item, 500 a worker, workers right 60 to
 * 98 % of the time. `ms` is what a clock on the wall says, `cpuMs` what this process used of it.
 *
 * Beside it: the default of the platform, a plain implementation over arrays of arrays as anyone would write it, and
 * what reading the labels alone would take in as many passes (the limit of one thread on this layout).
 */
import { inferConsensus } from '@utu/core/consensus/infer.ts';
import { groupByItem, type Labels } from '@utu/core/consensus/labels.ts';

const tolerance = 1e-3;
const viewsPerItem = 5;
const labelsPerWorker = 500;

type Row = {
	readonly labels: number;
	readonly k: number;
	readonly ms: number;
	readonly cpuMs: number;
	readonly iterations: number;
	readonly rssMb: number;
	/** As many passes that only read every label and its worker's entry. */
	readonly limitMs: number;
	/** The default, an opinion pool. Not run where it would take minutes. */
	readonly defaultMs: number | null;
	/** Arrays of arrays, 0.1 and 1 M labels. */
	readonly plainMs: number | null;
};

const run = async ({ quick, seed }: { data?: string; quick: boolean; seed: number }) => {
	const rows: Row[] = [];
	console.log('    labels  k        ms    cpu ms  passes  rss MB  limit ms  default ms  plain ms');
	for (const k of [2, 5]) {
		for (const labels of [1e5, 1e6, 1e7]) {
			if (quick && k === 5 && labels > 1e6) continue;
			const row = measure(labels, k, { seed, quick });
			rows.push(row);
			const figures = [
				row.labels,
				row.k,
				row.ms,
				row.cpuMs,
				row.iterations,
				row.rssMb,
				row.limitMs,
				row.defaultMs ?? '–',
				row.plainMs ?? '–',
			];
			console.log(
				figures.map((figure, at) => String(figure).padStart([10, 3, 10, 10, 8, 8, 10, 12, 10][at]!)).join(''),
			);
		}
	}
	const binary = rows.filter(({ k }) => k === 2);
	return {
		tolerance,
		threads: 1,
		rows,
		tenMillionMs: binary.find(({ labels }) => labels === 1e7)?.ms ?? null,
		exponent: Number(slope(binary.map(({ labels, ms }) => [Math.log(labels), Math.log(ms)])).toFixed(3)),
	};
};

/** @public The dispatcher imports it by name. */
export const bench = { name: 'consensus-speed', run };

const measure = (
	count: number,
	k: number,
	{ seed, quick }: { readonly seed: number; readonly quick: boolean },
): Row => {
	const labels = synthetic(count, k, seed);
	const solve = () => inferConsensus(labels, { method: 'dawid-skene', tolerance });
	// The engine compiles on the first labels it sees; a server is warm.
	if (count <= 1e6) solve();
	const own = fastest(count <= 1e6 ? 3 : 2, solve);
	const rssMb = Math.round(process.memoryUsage().rss / 2 ** 20);
	const withDefault = count <= 1e6 || (k === 2 && !quick);
	return {
		labels: count,
		k,
		ms: own.ms,
		cpuMs: own.cpuMs,
		iterations: own.value.iterations,
		rssMb,
		limitMs: Math.round(readOnlyMs(labels) * own.value.iterations),
		defaultMs: withDefault ? fastest(1, () => inferConsensus(labels, { tolerance })).ms : null,
		plainMs: count <= (quick ? 1e5 : 1e6) ? fastest(1, () => plainDawidSkene(labels)).ms : null,
	};
};

type Timed<T> = { readonly ms: number; readonly cpuMs: number; readonly value: T };

const timed = <T>(work: () => T): Timed<T> => {
	const [from, cpuFrom] = [performance.now(), process.cpuUsage()];
	const value = work();
	const { user, system } = process.cpuUsage(cpuFrom);
	return { ms: Math.round(performance.now() - from), cpuMs: Math.round((user + system) / 1_000), value };
};

const fastest = <T>(rounds: number, work: () => T): Timed<T> => {
	let best = timed(work);
	for (let round = 1; round < rounds; round++) {
		const next = timed(work);
		if (next.ms < best.ms) best = next;
	}
	return best;
};

const synthetic = (count: number, classCount: number, seed: number): Labels => {
	let state = seed >>> 0;
	const random = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const itemCount = count / viewsPerItem;
	const workerCount = Math.max(20, Math.round(count / labelsPerWorker));
	const skill = Float64Array.from({ length: workerCount }, () => 0.6 + 0.38 * random());
	const [item, worker, label] = [new Int32Array(count), new Int32Array(count), new Uint8Array(count)];
	let at = 0;
	for (let id = 0; id < itemCount; id++) {
		const truth = Math.floor(random() * classCount);
		for (let view = 0; view < viewsPerItem; view++) {
			item[at] = id;
			worker[at] = Math.floor(random() * workerCount);
			const right = random() < skill[worker[at]!]!;
			label[at] = right ? truth : (truth + 1 + Math.floor(random() * (classCount - 1))) % classCount;
			at++;
		}
	}
	return { itemCount, workerCount, classCount, item, worker, label };
};

/** One pass that adds up, for each label, one entry of its worker's table. */
const readOnlyMs = (labels: Labels): number => {
	const { cell } = groupByItem(labels);
	const table = new Float64Array(labels.workerCount * labels.classCount).fill(0.5);
	let sum = 0;
	let ms = Number.POSITIVE_INFINITY;
	for (let round = 0; round < 3; round++) {
		const from = performance.now();
		for (let at = 0; at < cell.length; at++) sum += table[cell[at]!]!;
		ms = Math.min(ms, performance.now() - from);
	}
	if (!Number.isFinite(sum)) throw new Error('the pass was not made');
	return ms;
};

/** Dawid–Skene with a pseudo-label in every cell and one more on the diagonal, over arrays of objects. */
const plainDawidSkene = ({ itemCount, workerCount, classCount, item, worker, label }: Labels): number[][] => {
	const classes = Array.from({ length: classCount }, (_, k) => k);
	const views: { worker: number; label: number }[][] = Array.from({ length: itemCount }, () => []);
	for (let at = 0; at < item.length; at++) views[item[at]!]!.push({ worker: worker[at]!, label: label[at]! });
	let posterior = views.map((own) => classes.map((k) => own.filter((view) => view.label === k).length / own.length));
	for (let iteration = 0; iteration < 200; iteration++) {
		const counts: number[][][] = Array.from({ length: workerCount }, () =>
			classes.map((k) => classes.map((j) => (j === k ? 2 : 1))),
		);
		const shares = classes.map((k) => posterior.reduce((sum, row) => sum + row[k]!, 0) / itemCount);
		for (const [id, own] of views.entries()) {
			for (const view of own) for (const k of classes) counts[view.worker]![k]![view.label]! += posterior[id]![k]!;
		}
		const rows = counts.map((matrix) => matrix.map((row) => row.map((count) => count / row.reduce((a, b) => a + b))));
		let change = 0;
		posterior = views.map((own, id) => {
			const logs = classes.map((k) =>
				own.reduce((sum, view) => sum + Math.log(rows[view.worker]![k]![view.label]!), Math.log(shares[k]!)),
			);
			const most = Math.max(...logs);
			const weights = logs.map((value) => Math.exp(value - most));
			const total = weights.reduce((a, b) => a + b);
			return weights.map((weight, k) => {
				change = Math.max(change, Math.abs(weight / total - posterior[id]![k]!));
				return weight / total;
			});
		});
		if (change <= tolerance) break;
	}
	return posterior;
};

const slope = (points: readonly (readonly [number, number])[]): number => {
	const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
	const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
	const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
	return over / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
};
