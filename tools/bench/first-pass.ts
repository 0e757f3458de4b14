/**
 * The text classifier on a public set: learning curve, auto-decidable share, time.
 *
 * Each split: 20 % test; of the rest 20 % calibrate the thresholds for deciding without people, and the others train.
 * Thresholds are fixed before the test part is read. `accuracy` is of a model fitted on all 80 %. All figures but
 * `classAcc` and `classMacroF1` are of the question "harmful or not"; they are means over splits, in percent where the
 * name says nothing else.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { errorRateUpperBound, learnThreshold } from '@utu/core/first-pass/auto-decide.ts';
import { fitTextModel } from '@utu/core/first-pass/fit-model.ts';
import { classGroups, type ScoringTaxonomy } from '@utu/core/first-pass/hazards.ts';
import { argMax, auroc, averagePrecision, expectedCalibrationError, macroF1 } from '@utu/core/first-pass/metrics.ts';
import { predictText, type TextModel } from '@utu/core/first-pass/model.ts';
import { textModelToBytes } from '@utu/core/first-pass/model-bytes.ts';
import { screenText } from '@utu/core/first-pass/screen-text.ts';
import { seededRandom, shuffledIndices } from '@utu/core/first-pass/seeded-random.ts';
import { type Guess, type Item, majorityIsHarmful, naiveBayes, panelLimit } from './first-pass-peers.ts';

const testShare = 0.2;
const calibrationShare = 0.2;
const alphas = [0.01, 0.02, 0.03] as const;
const delta = 0.05;

type DataSet = {
	readonly items: readonly Item[];
	/** Names by label; labels are 0 to K − 1. */
	readonly classes: readonly string[];
	readonly harmless: number;
	/** Votes by class, one row an item, where the folder has them. */
	readonly votes: readonly (readonly number[])[] | undefined;
};

const run = async ({ data, quick, seed }: { data?: string; quick: boolean; seed: number }) => {
	const folder = resolve(data ?? '../shared/data/text/davidson');
	if (!existsSync(join(folder, 'items.jsonl')) || !existsSync(join(folder, 'truth.csv'))) {
		console.log(`skipped: no items.jsonl and truth.csv in ${folder}; name a folder by --data DIR`);
		return { skipped: 'no data', rows: [] };
	}
	const set = readSet(folder);
	const harmful = set.classes.filter((_, k) => k !== set.harmless);
	console.log(`${set.items.length} items; harmful: ${harmful.join(', ')}; not: ${set.classes[set.harmless]}`);
	const splits = quick ? 1 : 10;
	const measured: Measured[] = [];
	for (let split = 0; split < splits; split++) {
		measured.push(measureSplit(set, { seed: seed * 1_000 + split, quick }));
		console.log(`split ${split + 1} of ${splits}: accuracy ${measured[split]?.full.acc.toFixed(2)}`);
	}
	const rows = measured[0]!.rows.map((_, at) => meanRow(measured.map((one) => one.rows[at]!)));
	report(rows);
	const full = meanRow(measured.map((one) => one.full));
	const accuracies = measured.map((one) => one.full.acc);
	const figures = {
		items: set.items.length,
		classes: set.classes,
		harmful,
		splits,
		alphas,
		delta,
		rows,
		accuracy: full.acc,
		accuracySd: round(deviation(accuracies)),
		full,
		baselines: meanRow(measured.map((one) => one.baselines)),
		bounds: alphas.map((alpha, a) =>
			boundFigures(
				alpha,
				measured.map((one) => one.decided[a]!),
			),
		),
		usPerItem: round(Math.min(...measured.map((one) => one.usPerItem))),
		modelBytes: measured[0]!.modelBytes,
		fitExponent: round(slope(rows.map(({ train, fitMs }) => [Math.log(train), Math.log(fitMs)]))),
		limit: set.votes === undefined ? null : round(100 * panelLimit(set.votes, set.harmless)),
	};
	printSummary(figures);
	return figures;
};

/** @public The dispatcher imports it by name. */
export const bench = { name: 'first-pass', run };

const readSet = (folder: string): DataSet => {
	const table = (name: string) =>
		readFileSync(join(folder, name), 'utf8')
			.trim()
			.split(/\r?\n/)
			.slice(1)
			.map((line) => line.split(','));
	const labels = new Map(table('truth.csv').map(([item, label]) => [item, Number(label)]));
	const lines = readFileSync(join(folder, 'items.jsonl'), 'utf8').trim().split('\n');
	const texts = lines.map((line) => JSON.parse(line) as { item: string | number; text: string });
	const known = texts.filter(({ item }) => labels.has(String(item)));
	const items = known.map(({ item, text }) => ({ text, label: labels.get(String(item))! }));
	const classCount = 1 + items.reduce((top, { label }) => Math.max(top, label), 0);
	const classes = classNames(folder, classCount);
	const named = classes.findIndex((name) =>
		/^(neither|none|neutral|normal|benign|clean|safe|non|not|no)\b/i.test(name),
	);
	const counts = existsSync(join(folder, 'counts.csv'))
		? new Map(table('counts.csv').map(([item, ...votes]) => [item, votes.map(Number)]))
		: undefined;
	const votes = counts === undefined ? undefined : known.flatMap(({ item }) => [counts.get(String(item)) ?? []]);
	return { items, classes, harmless: named >= 0 ? named : classCount - 1, votes };
};

/** From the folder's README, a line like "Class names: {0: 'hate', …}"; else the numbers. The last is harmless if no name says so. */
const classNames = (folder: string, classCount: number): readonly string[] => {
	const readme = join(folder, 'README.md');
	const line = existsSync(readme) ? (/Class names: \{(.*)\}/.exec(readFileSync(readme, 'utf8'))?.[1] ?? '') : '';
	const names = new Map([...line.matchAll(/(\d+): '([^']*)'/g)].map(([, k, name]) => [Number(k), name!]));
	return Array.from({ length: classCount }, (_, k) => names.get(k) ?? `${k}`);
};

type Row = {
	readonly train: number;
	readonly acc: number;
	readonly macroF1: number;
	readonly auroc: number;
	readonly auprc: number;
	readonly ece: number;
	readonly classAcc: number;
	readonly classMacroF1: number;
	readonly fitMs: number;
	readonly bayesAcc: number;
	readonly auto1: number;
	readonly auto2: number;
	readonly auto3: number;
	/** Of what was decided without people at α = 1, 2, 3 %; NaN where nothing was. */
	readonly realisedError: readonly number[];
};
type Full = Omit<Row, 'auto1' | 'auto2' | 'auto3' | 'realisedError' | 'bayesAcc'>;

/** What one class of decision came to on the test part: `not` harmful, or harmful. */
type Decided = { readonly n: number; readonly errors: number };

type Measured = {
	readonly rows: readonly Row[];
	readonly full: Full;
	readonly baselines: {
		readonly majorityAcc: number;
		readonly majorityMacroF1: number;
		readonly bayesAcc: number;
		readonly bayesMacroF1: number;
	};
	/** By α: of every row and class. */
	readonly decided: readonly (readonly Decided[])[];
	readonly usPerItem: number;
	readonly modelBytes: number;
};

const measureSplit = (set: DataSet, { seed, quick }: { readonly seed: number; readonly quick: boolean }): Measured => {
	const order = Array.from(shuffledIndices(set.items.length, seededRandom(seed)), (i) => set.items[i]!);
	const testCount = Math.round(testShare * order.length);
	const test = order.slice(0, testCount);
	const rest = order.slice(testCount);
	const calibration = rest.slice(0, Math.round(calibrationShare * rest.length));
	const training = rest.slice(calibration.length);
	const sizes = (quick ? [500, 5_000] : [200, 500, 1_000, 2_000, 5_000, 10_000]).filter(
		(size) => size < training.length,
	);
	const decided: Decided[][] = alphas.map(() => []);
	const rows = [...sizes, training.length].map((size): Row => {
		const part = training.slice(0, size);
		const { model, fitMs } = learn(set, part, seed);
		const rules = thresholds(scoreAll(set, model, calibration));
		const scored = scoreAll(set, model, test);
		const own = rules.map((byClass) => byClass.map((threshold, side) => decide(scored, side, threshold)));
		for (const [a, byClass] of own.entries()) decided[a]!.push(...byClass);
		const share = own.map((byClass) => percent(sum(byClass.map(({ n }) => n)), test.length));
		const realisedError = own.map((byClass) =>
			percent(sum(byClass.map(({ errors }) => errors)), sum(byClass.map(({ n }) => n))),
		);
		const bayesAcc = binaryFigures(naiveBayes(part, test, set.harmless)).acc;
		return {
			train: size,
			...figuresOf(set, scored),
			fitMs,
			bayesAcc,
			auto1: share[0]!,
			auto2: share[1]!,
			auto3: share[2]!,
			realisedError,
		};
	});
	const { model, fitMs } = learn(set, rest, seed);
	const bayes = binaryFigures(naiveBayes(rest, test, set.harmless));
	const all = binaryFigures(
		test.map(({ label }) => ({ guess: majorityIsHarmful(rest, set.harmless), truth: label === set.harmless ? 0 : 1 })),
	);
	return {
		rows,
		full: { train: rest.length, ...figuresOf(set, scoreAll(set, model, test)), fitMs },
		baselines: { majorityAcc: all.acc, majorityMacroF1: all.macroF1, bayesAcc: bayes.acc, bayesMacroF1: bayes.macroF1 },
		decided,
		usPerItem: timePerItem(set, model, test),
		modelBytes: textModelToBytes(model).length,
	};
};

const taxonomyOf = ({ classes, harmless }: DataSet): ScoringTaxonomy => ({
	question: 'class',
	kind: 'single',
	options: classes.map((value, k) => (k === harmless ? { value } : { value, hazards: { 'x-harmful': 3 } })),
	categories: ['x-harmful'],
});

const learn = (
	set: DataSet,
	items: readonly Item[],
	seed: number,
): { readonly model: TextModel; readonly fitMs: number } => {
	const from = performance.now();
	const fitted = fitTextModel({
		kind: 'single',
		classes: set.classes,
		groups: classGroups(taxonomyOf(set)),
		examples: items.map(({ text, label }) => ({ text, target: set.classes.map((_, k) => Number(k === label)) })),
		random: seededRandom(seed),
	});
	if (!fitted.ok) throw new Error(`the set cannot be learned: ${fitted.error.kind}`);
	return { model: fitted.value.model, fitMs: performance.now() - from };
};

type Scored = {
	readonly harmful: number;
	readonly truth: number;
	readonly guessedClass: number;
	readonly label: number;
};

const scoreAll = (set: DataSet, model: TextModel, items: readonly Item[]): readonly Scored[] =>
	items.map(({ text, label }) => {
		const probabilities = predictText(model, text);
		return {
			harmful: 1 - probabilities[set.harmless]!,
			truth: label === set.harmless ? 0 : 1,
			guessedClass: argMax(probabilities),
			label,
		};
	});

const guessOf = ({ harmful }: Scored): number => (harmful >= 0.5 ? 1 : 0);
const confidenceOf = (scored: Scored): number => (guessOf(scored) === 1 ? scored.harmful : 1 - scored.harmful);

/** By α, then for the decisions "not" and "harmful": the threshold proven on audited items, if any. */
const thresholds = (audited: readonly Scored[]): readonly (readonly (number | undefined)[])[] =>
	alphas.map((alpha) =>
		[0, 1].map((side) => {
			const own = audited.filter((one) => guessOf(one) === side);
			const wrong = Uint8Array.from(own, ({ truth }) => (truth === side ? 0 : 1));
			return learnThreshold({ confidences: Float64Array.from(own, confidenceOf), wrong, alpha, delta }).threshold;
		}),
	);

const decide = (scored: readonly Scored[], side: number, threshold: number | undefined): Decided => {
	const own = scored.filter(
		(one) => threshold !== undefined && guessOf(one) === side && confidenceOf(one) >= threshold,
	);
	return { n: own.length, errors: own.filter(({ truth }) => truth !== side).length };
};

const figuresOf = (set: DataSet, scored: readonly Scored[]): Omit<Full, 'train' | 'fitMs'> => {
	const probabilities = Float64Array.from(scored, ({ harmful }) => harmful);
	const truths = scored.map(({ truth }) => truth);
	const labels = scored.map(({ label }) => label);
	const guessed = scored.map(({ guessedClass }) => guessedClass);
	return {
		...binaryFigures(scored.map((one) => ({ guess: guessOf(one), truth: one.truth }))),
		auroc: auroc({ probabilities, truths }),
		auprc: averagePrecision({ probabilities, truths }),
		ece: expectedCalibrationError({ probabilities, truths }),
		classAcc: percent(labels.filter((label, i) => label === guessed[i]).length, labels.length),
		classMacroF1: 100 * macroF1(guessed, labels, set.classes.length),
	};
};

const binaryFigures = (guesses: readonly Guess[]): { readonly acc: number; readonly macroF1: number } => ({
	acc: percent(guesses.filter(({ guess, truth }) => guess === truth).length, guesses.length),
	macroF1:
		100 *
		macroF1(
			guesses.map(({ guess }) => guess),
			guesses.map(({ truth }) => truth),
			2,
		),
});

/** All that the first pass does of an item, sentences and hazards included, on one thread: the best of five passes, block by block. */
const timePerItem = (set: DataSet, model: TextModel, items: readonly Item[]): number => {
	const taxonomy = taxonomyOf(set);
	const blockSize = 200;
	let us = 0;
	for (let start = 0; start < items.length; start += blockSize) {
		const block = items.slice(start, start + blockSize);
		const passes = [1, 2, 3, 4, 5].map(() => {
			const from = performance.now();
			for (const { text } of block) screenText({ model, text, taxonomy });
			return 1_000 * (performance.now() - from);
		});
		us += Math.min(...passes);
	}
	return us / items.length;
};

/** A bound is held where the test part shows at most α, and refuted where it shows more than chance allows a true rate of α. */
const boundFigures = (alpha: number, splits: readonly (readonly Decided[])[]) => {
	const used = splits.flat().filter(({ n }) => n > 0);
	const refuted = used.filter(({ n, errors }) => 1 - errorRateUpperBound({ errors: n - errors, n, delta }) > alpha);
	const n = sum(used.map((one) => one.n));
	return {
		alpha,
		decisionsProven: used.length,
		held: used.length === 0 ? null : round(used.filter((one) => one.errors <= alpha * one.n).length / used.length),
		refuted: used.length === 0 ? null : round(refuted.length / used.length),
		realisedError: n === 0 ? null : round(percent(sum(used.map(({ errors }) => errors)), n)),
	};
};

const report = (rows: readonly Row[]): void => {
	console.log(
		' train  acc %  bayes %  macro-F1  AUROC  AUPRC    ECE  3-class %  auto at 1, 2, 3 %      realised error %        fit ms',
	);
	for (const row of rows) {
		const auto = [row.auto1, row.auto2, row.auto3].map((share) => share.toFixed(1).padStart(6)).join('');
		const realised = row.realisedError
			.map((error) => (Number.isNaN(error) ? '–' : error.toFixed(2)).padStart(7))
			.join('');
		const figures = [
			String(row.train).padStart(6),
			row.acc.toFixed(2).padStart(7),
			row.bayesAcc.toFixed(2).padStart(9),
			row.macroF1.toFixed(2).padStart(10),
			row.auroc.toFixed(3).padStart(7),
			row.auprc.toFixed(3).padStart(7),
			row.ece.toFixed(4).padStart(8),
			row.classAcc.toFixed(2).padStart(10),
			auto.padStart(20),
			realised.padStart(23),
			row.fitMs.toFixed(0).padStart(13),
		];
		console.log(figures.join(''));
	}
};

type Summary = {
	readonly accuracy: number;
	readonly accuracySd: number;
	readonly full: { readonly train: number; readonly macroF1: number };
	readonly baselines: Measured['baselines'];
	readonly limit: number | null;
	readonly usPerItem: number;
	readonly bounds: readonly ReturnType<typeof boundFigures>[];
};

const printSummary = ({ accuracy, accuracySd, full, baselines, limit, usPerItem, bounds }: Summary): void => {
	console.log(
		`trained on ${full.train}: ${accuracy.toFixed(2)} % right (± ${accuracySd.toFixed(2)} over splits), macro-F1 ${full.macroF1.toFixed(2)}`,
	);
	console.log(
		`majority ${baselines.majorityAcc.toFixed(2)} %, naive Bayes on words ${baselines.bayesAcc.toFixed(2)} % (macro-F1 ${baselines.bayesMacroF1.toFixed(2)})`,
	);
	if (limit !== null)
		console.log(`limit: who knows how people vote agrees with one panel on about ${limit.toFixed(1)} %`);
	console.log(`${usPerItem.toFixed(1)} µs an item, one thread`);
	for (const { alpha, decisionsProven, held, refuted, realisedError } of bounds) {
		console.log(
			`α = ${100 * alpha} %: ${decisionsProven} thresholds proven; on the test part error ${realisedError ?? '–'} %, at most α in ${held ?? '–'}, refuted in ${refuted ?? '–'} of them`,
		);
	}
};

/** The mean of each figure over splits; lists entry by entry, NaN left out. */
const meanRow = <T extends Readonly<Record<string, number | readonly number[]>>>(rows: readonly T[]): T => {
	const average = (values: readonly number[]) => {
		const known = values.filter((value) => !Number.isNaN(value));
		return round(sum(known) / known.length);
	};
	const entries = Object.entries(rows[0]!).map(([name, first]) => [
		name,
		typeof first === 'number'
			? average(rows.map((row) => row[name] as number))
			: first.map((_, i) => average(rows.map((row) => (row[name] as readonly number[])[i]!))),
	]);
	return Object.fromEntries(entries) as T;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const percent = (part: number, whole: number): number => (100 * part) / whole;
const round = (value: number): number => Number(value.toFixed(4));

const deviation = (values: readonly number[]): number => {
	const middle = sum(values) / values.length;
	return values.length < 2 ? 0 : Math.sqrt(sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1));
};

/** Of the line through the points by least squares. */
const slope = (points: readonly (readonly [number, number])[]): number => {
	const x = sum(points.map(([one]) => one)) / points.length;
	const y = sum(points.map(([, one]) => one)) / points.length;
	return sum(points.map(([a, b]) => (a - x) * (b - y))) / sum(points.map(([a]) => (a - x) ** 2));
};
