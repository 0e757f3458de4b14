/**
 * Accuracy and calibration of truth inference on public sets with a known answer.
 *
 * Accuracy, in expectation over ties, macro-F1, balanced accuracy and the recall of the rarest class, in percent.
 * `ece`: expected calibration error after recalibration by five-fold cross-validation on the known answers; `eceRaw`:
 * before it. Bins of equal mass, 15, per set and, for the mean, over all sets pooled.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AuditedItem, calibrateCertainty, learnCalibration } from '@utu/core/consensus/calibration.ts';
import { type InferOptions, inferConsensus } from '@utu/core/consensus/infer.ts';
import { buildLabels, type LabelRow, type Labels } from '@utu/core/consensus/labels.ts';
import { addAnswer, probabilitiesOf, refit, startPosterior, workerConfusion } from '@utu/core/consensus/online.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

const folds = 5;
const bins = 15;

type Solve = (labels: Labels) => Float64Array;

const inferred =
	(options: InferOptions): Solve =>
	(labels) =>
		inferConsensus(labels, options).posterior;

/** Worker models learnt from all labels, then each item's answers added one by one: what decides on a live platform. */
const online: Solve = (labels) => {
	const { itemCount, classCount, item, worker, label } = labels;
	const { models, classPrior } = refit(labels);
	const confusions = models.map(workerConfusion);
	const posteriors = Array.from({ length: itemCount }, () => startPosterior(classPrior));
	for (let at = 0; at < item.length; at++) {
		const posterior = posteriors[item[at]!]!;
		posteriors[item[at]!] = addAnswer({ posterior, confusion: confusions[worker[at]!]!, label: label[at]! });
	}
	const result = new Float64Array(itemCount * classCount);
	for (const [id, posterior] of posteriors.entries()) result.set(probabilitiesOf(posterior), id * classCount);
	return result;
};

/** `default` and `online` are the platform's, in the background and at each answer; the others what anyone would pick. */
const methods = {
	majority: inferred({ method: 'majority' }),
	wawa: inferred({ method: 'wawa' }),
	oneCoin: inferred({ method: 'one-coin' }),
	dawidSkene: inferred({ method: 'dawid-skene', rowPrior: { pseudo: 0, diagonal: 0 } }),
	dawidSkenePrior: inferred({ method: 'dawid-skene' }),
	dawidSkenePooled: inferred({ method: 'dawid-skene-pooled' }),
	online,
	default: inferred({}),
} as const satisfies Record<string, Solve>;
type Method = keyof typeof methods;
const methodNames = Object.keys(methods) as Method[];

type CrowdSet = {
	readonly name: string;
	readonly labels: Labels;
	/** Class by item; −1 unknown, `classCount` where nobody ever gave the true class. */
	readonly truth: Int32Array;
};

type Figures = {
	readonly acc: number;
	readonly f1: number;
	readonly balancedAcc: number;
	readonly rareRecall: number;
	readonly ece: number;
	readonly eceRaw: number;
	readonly ms: number;
};

/** What a method said of the items with a known answer: certainty, and whether it was right (by share in a tie). */
type Statement = { readonly certainty: number; readonly right: number };

const run = async ({ data, quick, seed }: { data?: string; quick: boolean; seed: number }) => {
	const folder = data === undefined ? join(repository, '../shared/data/crowd') : resolve(data);
	const sets = existsSync(folder) ? readSets(folder) : [];
	if (sets.length === 0) {
		console.log(`skipped: no folder with labels.csv and truth.csv under ${folder}; name one by --data DIR`);
		return { skipped: 'no data', sets: [] };
	}
	const full = measure(sets, { seed, rounds: quick ? 1 : 3 });
	report('all labels', full);
	const thinned = (quick ? [3] : [3, 5]).flatMap((views) => {
		const wide = sets.filter(({ labels }) => labels.item.length > 1.2 * views * labels.itemCount);
		if (wide.length === 0) return [];
		const draws = quick ? 1 : 3;
		const drawn = Array.from({ length: draws }, (_, draw) =>
			wide.map((set) => thin(set, views, generator(seed * 1_000 + draw * 10 + views))),
		).flat();
		const figures = measure(drawn, { seed, rounds: 1 });
		report(`${views} labels an item, ${draws} draw(s) of ${wide.length} sets`, figures, { sets: false });
		return [{ views, draws, sets: wide.map(({ name }) => name), mean: figures.mean }];
	});
	const single = methodNames.filter((method) => method !== 'default' && method !== 'online');
	const best = single.reduce((a, b) => (full.mean[b].acc > full.mean[a].acc ? b : a));
	const difference = round(full.mean.default.acc - full.mean[best].acc, 2);
	console.log(
		`default ${full.mean.default.acc}, best single method (${best}) ${full.mean[best].acc}: ${difference} points`,
	);
	return {
		units: { acc: 'percent', f1: 'percent', balancedAcc: 'percent', rareRecall: 'percent', ece: 'fraction' },
		...full,
		bestSingle: best,
		defaultMinusBestSingle: difference,
		thinned,
	};
};

/** @public The dispatcher imports it by name. */
export const bench = { name: 'consensus', run };

const readSets = (folder: string): CrowdSet[] =>
	readdirSync(folder)
		.sort()
		.filter((name) => ['labels.csv', 'truth.csv'].every((file) => existsSync(join(folder, name, file))))
		.map((name) => readSet(folder, name));

const readSet = (folder: string, name: string): CrowdSet => {
	const rows = readCsv(join(folder, name, 'labels.csv'), ['item', 'worker', 'label']);
	const built = buildLabels(
		rows.map(([item, worker, label]): LabelRow => ({ item: item!, worker: worker!, label: label! })),
	);
	if (!built.ok) throw new Error(`${name}: ${JSON.stringify(built.error)}`);
	const { labels, items, classes } = built.value;
	const truth = new Int32Array(labels.itemCount).fill(-1);
	const itemIds = new Map(items.map((item, id) => [item, id]));
	const classIds = new Map(classes.map((label, id) => [label, id]));
	for (const [item, label] of readCsv(join(folder, name, 'truth.csv'), ['item', 'label'])) {
		const id = itemIds.get(item!);
		if (id !== undefined) truth[id] = classIds.get(label!) ?? labels.classCount;
	}
	return { name, labels, truth };
};

/** Rows of the named columns of a CSV file with a header line; fields may be quoted, without line breaks. */
const readCsv = (path: string, columns: readonly string[]): string[][] => {
	const [header, ...lines] = readFileSync(path, 'utf8')
		.split(/\r?\n/)
		.filter((line) => line !== '');
	const names = fieldsOf(header ?? '');
	const at = columns.map((column) => names.indexOf(column));
	if (at.includes(-1)) throw new Error(`${path} has no columns ${columns.join(', ')}`);
	return lines.map((line) => {
		const fields = fieldsOf(line);
		return at.map((index) => fields[index] ?? '');
	});
};

const fieldsOf = (line: string): string[] => {
	if (!line.includes('"')) return line.split(',').map((field) => field.trim());
	return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
		quoted === undefined ? (plain ?? '').trim() : quoted.replaceAll('""', '"'),
	);
};

type Measured = {
	readonly sets: readonly SetFigures[];
	/** Over sets; calibration over the items of all sets pooled. */
	readonly mean: Record<Method, Figures>;
};

type SetFigures = {
	readonly name: string;
	readonly items: number;
	readonly labels: number;
	readonly classes: number;
	readonly methods: Record<Method, Figures>;
};

type Statements = { readonly raw: Statement[]; readonly calibrated: Statement[] };

type MeasureOptions = { readonly seed: number; readonly rounds: number };

const measure = (sets: readonly CrowdSet[], { seed, rounds }: MeasureOptions): Measured => {
	const pooled = new Map(methodNames.map((name): [Method, Statements] => [name, { raw: [], calibrated: [] }]));
	const rows = sets.map((set): SetFigures => {
		const byMethod = methodNames.map((name): [Method, Figures] => {
			const { posterior, ms } = timed(set.labels, methods[name], rounds);
			const raw = statements(set, posterior);
			const calibrated = statements(set, crossCalibrated(set, posterior, generator(seed)));
			pooled.get(name)!.raw.push(...raw);
			pooled.get(name)!.calibrated.push(...calibrated);
			const acc = 100 * mean(raw.map(({ right }) => right));
			const errors = calibrationErrors({ raw, calibrated }, seed);
			return [name, rounded({ acc, ...classFigures(set, posterior), ...errors, ms })];
		});
		const { itemCount, classCount, item } = set.labels;
		const figures = Object.fromEntries(byMethod) as Record<Method, Figures>;
		return { name: set.name, items: itemCount, labels: item.length, classes: classCount, methods: figures };
	});
	const means = methodNames.map((name): [Method, Figures] => {
		const over = (key: keyof Figures): number => mean(rows.map((row) => row.methods[name][key]));
		const means = {
			acc: over('acc'),
			f1: over('f1'),
			balancedAcc: over('balancedAcc'),
			rareRecall: over('rareRecall'),
		};
		return [name, rounded({ ...means, ...calibrationErrors(pooled.get(name)!, seed), ms: over('ms') })];
	});
	return { sets: rows, mean: Object.fromEntries(means) as Record<Method, Figures> };
};

const calibrationErrors = ({ raw, calibrated }: Statements, seed: number): { ece: number; eceRaw: number } => ({
	ece: calibrationError(calibrated, generator(seed)),
	eceRaw: calibrationError(raw, generator(seed)),
});

const rounded = (figures: Figures): Figures => ({
	acc: round(figures.acc, 2),
	f1: round(figures.f1, 2),
	balancedAcc: round(figures.balancedAcc, 2),
	rareRecall: round(figures.rareRecall, 2),
	ece: round(figures.ece, 4),
	eceRaw: round(figures.eceRaw, 4),
	ms: round(figures.ms, 1),
});

const timed = (labels: Labels, solve: Solve, rounds: number): { posterior: Float64Array; ms: number } => {
	let best = Number.POSITIVE_INFINITY;
	let posterior = new Float64Array(0);
	for (let done = 0; done < rounds; done++) {
		const from = performance.now();
		posterior = Float64Array.from(solve(labels));
		best = Math.min(best, performance.now() - from);
	}
	return { posterior, ms: best };
};

/** Each item recalibrated by what the items of the other folds teach. */
const crossCalibrated = ({ labels, truth }: CrowdSet, posterior: Float64Array, random: () => number): Float64Array => {
	const { itemCount, classCount } = labels;
	const row = (item: number): Float64Array => posterior.subarray(item * classCount, (item + 1) * classCount);
	const fold = Array.from({ length: itemCount }, () => Math.floor(random() * folds));
	const result = posterior.slice();
	for (let held = 0; held < folds; held++) {
		const teaching: AuditedItem[] = [];
		for (let item = 0; item < itemCount; item++) {
			const known = truth[item]! >= 0 && truth[item]! < classCount;
			if (fold[item] !== held && known) teaching.push({ probabilities: row(item), truth: truth[item]! });
		}
		const calibration = learnCalibration(teaching);
		for (let item = 0; item < itemCount; item++) {
			if (fold[item] === held) result.set(calibrateCertainty(row(item), calibration), item * classCount);
		}
	}
	return result;
};

const tieMargin = 1e-9;

/** The classes that share the highest probability of an item, and that probability. */
const topOf = (posterior: Float64Array, item: number, classCount: number): { most: number; tied: number[] } => {
	const row = posterior.subarray(item * classCount, (item + 1) * classCount);
	const most = row.reduce((so, value) => Math.max(so, value), 0);
	return { most, tied: [...row.keys()].filter((k) => row[k]! >= most - tieMargin) };
};

const statements = ({ labels, truth }: CrowdSet, posterior: Float64Array): Statement[] => {
	const result: Statement[] = [];
	for (let item = 0; item < labels.itemCount; item++) {
		if (truth[item]! < 0) continue;
		const { most, tied } = topOf(posterior, item, labels.classCount);
		result.push({ certainty: most, right: tied.includes(truth[item]!) ? 1 / tied.length : 0 });
	}
	return result;
};

type ClassFigures = { readonly f1: number; readonly balancedAcc: number; readonly rareRecall: number };

/**
 * Macro-F1 over the classes that are true or decided anywhere; balanced accuracy, and the recall of the rarest class,
 * over those that are true. An item in a tie counts for each of its classes by share. In percent.
 */
const classFigures = ({ labels, truth }: CrowdSet, posterior: Float64Array): ClassFigures => {
	const size = labels.classCount + 1;
	const [both, decided, actual] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
	for (let item = 0; item < labels.itemCount; item++) {
		if (truth[item]! < 0) continue;
		const { tied } = topOf(posterior, item, labels.classCount);
		actual[truth[item]!]!++;
		for (const k of tied) decided[k]! += 1 / tied.length;
		if (tied.includes(truth[item]!)) both[truth[item]!]! += 1 / tied.length;
	}
	const used = [...both.keys()].filter((k) => decided[k]! + actual[k]! > 0);
	const real = used.filter((k) => actual[k]! > 0);
	const rarest = real.reduce((a, b) => (actual[b]! < actual[a]! ? b : a));
	return {
		f1: 100 * mean(used.map((k) => (2 * both[k]!) / (decided[k]! + actual[k]!))),
		balancedAcc: 100 * mean(real.map((k) => both[k]! / actual[k]!)),
		rareRecall: (100 * both[rarest]!) / actual[rarest]!,
	};
};

/** |stated − actual| over bins of equal mass; items of equal certainty fall into bins by chance. */
const calibrationError = (stated: readonly Statement[], random: () => number): number => {
	const sorted = stated
		.map((one) => ({ ...one, chance: random() }))
		.sort((a, b) => a.certainty - b.certainty || a.chance - b.chance);
	let error = 0;
	for (let bin = 0; bin < bins; bin++) {
		const from = Math.floor((bin * sorted.length) / bins);
		const to = Math.floor(((bin + 1) * sorted.length) / bins);
		const inside = sorted.slice(from, to);
		error += Math.abs(inside.reduce((sum, { certainty, right }) => sum + certainty - right, 0));
	}
	return error / sorted.length;
};

/** At most `views` labels of each item, drawn at random. */
const thin = (set: CrowdSet, views: number, random: () => number): CrowdSet => {
	const { item, worker, label } = set.labels;
	const order = Array.from(item, (_, at) => ({ at, chance: random() })).sort((a, b) => a.chance - b.chance);
	const seen = new Int32Array(set.labels.itemCount);
	const kept = order.filter(({ at }) => seen[item[at]!]!++ < views).map(({ at }) => at);
	const pick = (column: ArrayLike<number>): Int32Array => Int32Array.from(kept, (at) => column[at]!);
	return { ...set, labels: { ...set.labels, item: pick(item), worker: pick(worker), label: pick(label) } };
};

/** mulberry32: the same numbers for the same seed. */
const generator = (seed: number): (() => number) => {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const round = (value: number, digits: number): number => Number(value.toFixed(digits));

const report = (
	title: string,
	{ sets, mean: means }: Measured,
	show: { readonly sets: boolean } = { sets: true },
): void => {
	const names = methodNames.map((name) => name.padStart(17)).join('');
	const line = (label: string, pick: (name: Method) => string): void => {
		console.log(label.padEnd(16) + methodNames.map((name) => pick(name).padStart(17)).join(''));
	};
	console.log(`\n${title}: accuracy %\n${''.padEnd(16)}${names}`);
	if (show.sets) for (const set of sets) line(set.name, (name) => set.methods[name].acc.toFixed(2));
	line('mean', (name) => means[name].acc.toFixed(2));
	line('macro-F1', (name) => means[name].f1.toFixed(2));
	line('balanced acc.', (name) => means[name].balancedAcc.toFixed(2));
	line('rarest, recall', (name) => means[name].rareRecall.toFixed(2));
	line('ECE', (name) => means[name].ece.toFixed(4));
	line('ECE, raw', (name) => means[name].eceRaw.toFixed(4));
	line('ms', (name) => means[name].ms.toFixed(1));
};
