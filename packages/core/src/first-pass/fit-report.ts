import { learnThreshold } from './auto-decide.ts';
import { argMax, auroc, averagePrecision, expectedCalibrationError, macroF1 } from './metrics.ts';
import { type ClassGroup, clearing, type GroupReport, groupProbability, type TextModel } from './model.ts';

/** All figures are out of fold: of models, and of calibration curves, that did not see the item. */
export type FitReport = {
	readonly examples: number;
	/** Oldest examples left out, past `fitLimits.featuresMax`. */
	readonly dropped: number;
	/** `single`: share of items whose likeliest class is the true one. `multiple`: mean over classes of the share right at P = .5. */
	readonly accuracy: number;
	readonly macroF1: number;
	/** Mean over classes. */
	readonly ece: number;
	readonly logLoss: number;
	readonly classes: readonly ClassReport[];
	readonly groups: readonly GroupReport[];
};

/** AUROC and average precision are NaN for a class that always or never holds. */
export type ClassReport = {
	readonly name: string;
	readonly positives: number;
	readonly auroc: number;
	readonly averagePrecision: number;
	readonly ece: number;
};

/** Out-of-fold probabilities and targets, both [row × classCount + class]. */
export type HeldOut = {
	readonly probabilities: Float64Array;
	readonly targets: Float32Array;
	readonly classes: readonly string[];
	readonly kind: TextModel['kind'];
};

export const describeHeldOut = (held: HeldOut): Omit<FitReport, 'groups' | 'dropped'> => {
	const { targets, classes } = held;
	const columns = classes.map((_, k) => column(held, k));
	const perClass = columns.map((scored, k) => ({
		name: classes[k]!,
		positives: scored.truths.reduce((sum, truth) => sum + truth, 0),
		auroc: auroc(scored),
		averagePrecision: averagePrecision(scored),
		ece: expectedCalibrationError(scored),
	}));
	return {
		examples: targets.length / classes.length,
		...(held.kind === 'single' ? singleFigures(held) : multipleFigures(held, columns)),
		ece: mean(perClass.map(({ ece }) => ece)),
		classes: perClass,
	};
};

type Column = { readonly probabilities: Float64Array; readonly truths: Uint8Array };

const column = ({ probabilities, targets, classes }: HeldOut, k: number): Column => {
	const count = targets.length / classes.length;
	return {
		probabilities: Float64Array.from({ length: count }, (_, row) => probabilities[row * classes.length + k]!),
		truths: Uint8Array.from({ length: count }, (_, row) => (targets[row * classes.length + k]! >= 0.5 ? 1 : 0)),
	};
};

const singleFigures = ({ probabilities, targets, classes }: HeldOut) => {
	const count = targets.length / classes.length;
	const guesses = new Uint8Array(count);
	const truths = new Uint8Array(count);
	let right = 0;
	let logLoss = 0;
	for (let row = 0; row < count; row++) {
		const start = row * classes.length;
		const end = start + classes.length;
		guesses[row] = argMax(probabilities.subarray(start, end));
		truths[row] = argMax(targets.subarray(start, end));
		if (guesses[row] === truths[row]) right++;
		for (let i = start; i < end; i++) logLoss -= targets[i]! * safeLog(probabilities[i]!);
	}
	return { accuracy: right / count, macroF1: macroF1(guesses, truths, classes.length), logLoss: logLoss / count };
};

const multipleFigures = ({ probabilities, targets, classes }: HeldOut, columns: readonly Column[]) => {
	let logLoss = 0;
	for (let i = 0; i < targets.length; i++) {
		const target = targets[i]!;
		const p = probabilities[i]!;
		logLoss -= target * safeLog(p) + (1 - target) * safeLog(1 - p);
	}
	const perClass = columns.map(({ probabilities: scores, truths }) => {
		let agreed = 0;
		let both = 0;
		let named = 0;
		for (let row = 0; row < truths.length; row++) {
			const truth = truths[row]!;
			const guess = scores[row]! > 0.5 ? 1 : 0;
			agreed += truth === guess ? 1 : 0;
			both += truth * guess;
			named += truth + guess;
		}
		return { accuracy: agreed / truths.length, f1: (2 * both) / named };
	});
	return {
		accuracy: mean(perClass.map(({ accuracy }) => accuracy)),
		macroF1: mean(perClass.map(({ f1 }) => f1).filter((f1) => !Number.isNaN(f1))),
		logLoss: logLoss / (targets.length / classes.length),
	};
};

/** What the probabilities are worth for one category and severity, and what they may rule out. */
export const describeGroup = ({ probabilities, targets, classes, kind }: HeldOut, group: ClassGroup): GroupReport => {
	const count = targets.length / classes.length;
	const scores = new Float64Array(count);
	const truths = new Uint8Array(count);
	for (let row = 0; row < count; row++) {
		const start = row * classes.length;
		const masses = group.classes.map((k) => targets[start + k]!);
		const mass = kind === 'single' ? masses.reduce((sum, value) => sum + value, 0) : Math.max(0, ...masses);
		scores[row] = groupProbability(probabilities.subarray(start, start + classes.length), group);
		truths[row] = mass >= 0.5 ? 1 : 0;
	}
	const low = Uint32Array.from(scores.keys()).filter((row) => scores[row]! <= clearing.probabilityMax);
	const rule = learnThreshold({
		confidences: Float64Array.from(low, (row) => -scores[row]!),
		wrong: Uint8Array.from(low, (row) => truths[row]!),
		alpha: clearing.missedShareMax,
		delta: clearing.delta,
	});
	return {
		...group,
		positives: truths.reduce((sum, truth) => sum + truth, 0),
		ece: expectedCalibrationError({ probabilities: scores, truths }),
		clearAt: rule.threshold === undefined ? null : -rule.threshold,
		cleared: rule.n,
		missed: rule.errors,
	};
};

const safeLog = (p: number): number => Math.log(Math.max(1e-12, p));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
