import { err, ok, type Result } from '../shared/result.ts';
import { calibrate, fitPlatt, type PlattCurve } from './calibration.ts';
import { bucketsLog2For, normaliseText, type SparseRows, type SparseVector, stackRows } from './features.ts';
import { describeGroup, describeHeldOut, type FitReport } from './fit-report.ts';
import { type LinearModel, type Link, rowVector, type TrainingSet, trainLogistic } from './logistic.ts';
import { type ClassGroup, classLogits, type TextModel, vectoriserFor } from './model.ts';
import { asStored } from './model-bytes.ts';
import { shuffledIndices } from './seeded-random.ts';

export const fitLimits = {
	examplesMin: 50,
	examplesMax: 200_000,
	/** Features over all examples, 8 bytes each; past it the oldest examples are left out, and the report says how many. */
	featuresMax: 40_000_000,
	classesMax: 100,
	folds: 5,
} as const;

/** `target` has one number per class, 0 to 1: certainty, or the consensus posterior. With `single` they sum to 1. */
export type Example = { readonly text: string; readonly target: readonly number[] };

export type FitRequest = {
	readonly kind: TextModel['kind'];
	readonly classes: readonly string[];
	readonly groups: readonly ClassGroup[];
	/** Oldest first. */
	readonly examples: readonly Example[];
	/** Weighs rare classes up in training; off by default. */
	readonly balanced?: boolean | undefined;
	readonly random: () => number;
};

export type FitError =
	| { readonly kind: 'too-few-examples'; readonly have: number; readonly need: number }
	| { readonly kind: 'too-many'; readonly what: 'examples' | 'classes'; readonly max: number }
	| { readonly kind: 'one-outcome' }
	| { readonly kind: 'bad-target'; readonly example: number };

/**
 * Learns a model from decided texts. Cross-fitted scores (five folds; equal texts share one) calibrate it and make the report, then it is
 * fitted on everything. Six fits in all: run it off the request thread. The same examples and random numbers give the same model.
 * `heldOut`, [row × classCount + class], is what models that did not see each row say of it, for the rows that were kept: the newest.
 */
export const fitTextModel = (
	request: FitRequest,
): Result<{ readonly model: TextModel; readonly report: FitReport; readonly heldOut: Float64Array }, FitError> => {
	const fault = faultOf(request);
	if (fault !== undefined) return err(fault);
	const { kind, classes, random, balanced = false } = request;
	const classCount = classes.length;
	const bucketsLog2 = bucketsLog2For(classCount);
	const link: Link = kind === 'single' ? 'softmax' : 'sigmoid';
	const { examples, rows } = vectorise(request.examples, bucketsLog2);
	const targets = new Float32Array(examples.length * classCount);
	for (const [row, { target }] of examples.entries()) targets.set(target, row * classCount);
	const set: TrainingSet = { rows, targets, classCount, bucketsLog2 };
	const train = (rowIds: Uint32Array) => trainLogistic(set, rowIds, { link, balanced, random });

	const folds = assignFolds(examples, random);
	const logits = outOfFoldLogits(set, folds, train);
	const held = { probabilities: crossCalibrated({ logits, targets, folds, link }), targets, classes, kind };
	const groups = request.groups.map((group) => describeGroup(held, group));
	const report = { ...describeHeldOut(held), groups, dropped: request.examples.length - examples.length };

	const linear = train(Uint32Array.from(examples.keys()));
	const curves = fitCurves({ logits, targets, classCount, rowIds: [...examples.keys()] });
	const model = asStored({ kind, classes, linear, curves, examples: examples.length, groups });
	return ok({ model, report, heldOut: held.probabilities });
};

const faultOf = ({ kind, classes, examples }: FitRequest): FitError | undefined => {
	const { classesMax, examplesMax, examplesMin } = fitLimits;
	if (classes.length > classesMax) return { kind: 'too-many', what: 'classes', max: classesMax };
	if (examples.length > examplesMax) return { kind: 'too-many', what: 'examples', max: examplesMax };
	if (examples.length < examplesMin) return { kind: 'too-few-examples', have: examples.length, need: examplesMin };
	const bad = examples.findIndex(({ target }) => {
		if (target.length !== classes.length || target.some((value) => !(value >= 0 && value <= 1))) return true;
		return kind === 'single' && Math.abs(target.reduce((sum, value) => sum + value, 0) - 1) > 1e-3;
	});
	if (bad >= 0) return { kind: 'bad-target', example: bad };
	const varies = classes.some((_, k) => new Set(examples.map(({ target }) => target[k]! >= 0.5)).size === 2);
	return varies ? undefined : { kind: 'one-outcome' };
};

const vectorise = (
	all: readonly Example[],
	bucketsLog2: number,
): { readonly examples: readonly Example[]; readonly rows: SparseRows } => {
	const toVector = vectoriserFor(bucketsLog2);
	const newestFirst: SparseVector[] = [];
	let features = 0;
	for (const { text } of all.toReversed()) {
		const vector = toVector(text);
		features += vector.buckets.length;
		if (features > fitLimits.featuresMax) break;
		newestFirst.push(vector);
	}
	return { examples: all.slice(all.length - newestFirst.length), rows: stackRows(newestFirst.reverse()) };
};

/** A fold for each example; texts that are equal once normalised share one, so that no item is scored by its own copy. */
const assignFolds = (examples: readonly Example[], random: () => number): Uint8Array => {
	const distinct = new Map<string, number>();
	const numbers = examples.map(({ text }) => {
		const key = normaliseText(text);
		const number = distinct.get(key) ?? distinct.size;
		distinct.set(key, number);
		return number;
	});
	const place = shuffledIndices(distinct.size, random);
	return Uint8Array.from(numbers, (number) => place[number]! % fitLimits.folds);
};

/** Log-odds [row × classCount + class], each row by the model that left its fold out. */
const outOfFoldLogits = (
	set: TrainingSet,
	folds: Uint8Array,
	train: (rowIds: Uint32Array) => LinearModel,
): Float64Array => {
	const { classCount, rows } = set;
	const logits = new Float64Array(folds.length * classCount);
	const rowIds = Uint32Array.from(folds.keys());
	for (let fold = 0; fold < fitLimits.folds; fold++) {
		const model = train(rowIds.filter((row) => folds[row] !== fold));
		for (const row of rowIds) {
			if (folds[row] !== fold) continue;
			classLogits(model, rowVector(rows, row), logits.subarray(row * classCount, (row + 1) * classCount));
		}
	}
	return logits;
};

type Scored = {
	readonly logits: Float64Array;
	readonly targets: Float32Array;
	readonly folds: Uint8Array;
	readonly link: Link;
};

/** Each fold calibrated by the curves of the other folds: what the report measures. */
const crossCalibrated = ({ logits, targets, folds, link }: Scored): Float64Array => {
	const classCount = logits.length / folds.length;
	const probabilities = logits.slice();
	const rowIds = [...folds.keys()];
	for (let fold = 0; fold < fitLimits.folds; fold++) {
		const others = rowIds.filter((row) => folds[row] !== fold);
		const curves = fitCurves({ logits, targets, classCount, rowIds: others });
		for (const row of rowIds) {
			if (folds[row] === fold)
				calibrate(curves, link, probabilities.subarray(row * classCount, (row + 1) * classCount));
		}
	}
	return probabilities;
};

type CurveInputs = Pick<Scored, 'logits' | 'targets'> & {
	readonly classCount: number;
	readonly rowIds: readonly number[];
};

const fitCurves = ({ logits, targets, classCount, rowIds }: CurveInputs): readonly PlattCurve[] =>
	Array.from({ length: classCount }, (_, k) =>
		fitPlatt(
			Float64Array.from(rowIds, (row) => logits[row * classCount + k]!),
			Float64Array.from(rowIds, (row) => targets[row * classCount + k]!),
		),
	);
