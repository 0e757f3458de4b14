import { type AuditedItem, calibrateCertainty, learnCalibration } from '@utu/core/consensus/calibration.ts';
import type { Consensus } from '@utu/core/consensus/inference.ts';
import type { LabelTable } from '@utu/core/consensus/labels.ts';
import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import { count, percent } from '../terminal.ts';

export type CertaintyBin = {
	readonly certaintyFrom: number;
	readonly certaintyTo: number;
	readonly items: number;
	/** Mean of what was stated, and of how often it held (a tie counts by its share). */
	readonly stated: number;
	readonly right: number;
};

export type CalibrationReport = {
	readonly items: number;
	/** Items whose truth nobody gave: they are in no posterior, and count in the errors as wrong. */
	readonly outside: number;
	/** Expected calibration error, as stated. */
	readonly error: number;
	/** After recalibration on the other items, by cross-validation. Undefined for too few. */
	readonly errorRecalibrated: number | undefined;
	/** What recalibration on all items would use: above 1 the certainty is too high. */
	readonly temperature: number;
	readonly doubt: number;
	readonly bins: readonly CertaintyBin[];
};

const binsMax = 15;
const binItemsMin = 20;
const folds = 5;
/** Fewer teach less than they cost, and each bin would be one item. */
const itemsMin = 50;
const tieWidth = 1e-12;

/** How far the stated certainty holds on the items with a known truth. @returns undefined where there are too few. */
export const calibrationReport = (
	table: LabelTable,
	consensus: Consensus,
	truth: ReadonlyMap<string, string>,
): CalibrationReport | undefined => {
	const size = table.classes.length;
	const classes = new Map(table.classes.map((label, k) => [label, k]));
	const known = table.items.flatMap((item, at): AuditedItem[] => {
		const label = truth.get(item);
		if (label === undefined) return [];
		const probabilities = consensus.posterior.slice(at * size, (at + 1) * size);
		return [{ probabilities, truth: classes.get(label) ?? -1 }];
	});
	if (known.length < itemsMin || size < 2) return undefined;
	const teaching = known.filter((one) => one.truth >= 0);
	const bins = binsOf(known);
	const { temperature, doubt } = learnCalibration(teaching);
	return {
		items: known.length,
		outside: known.length - teaching.length,
		error: errorOf(bins),
		errorRecalibrated: errorOf(binsOf(recalibrated(known))),
		...{ temperature, doubt, bins },
	};
};

/** Each item as the others would have it recalibrated. The same file has the same report. */
const recalibrated = (known: readonly AuditedItem[]): readonly AuditedItem[] => {
	const random = seededRandom(1);
	const fold = known.map(() => Math.floor(random() * folds));
	const learnt = Array.from({ length: folds }, (_, held) =>
		learnCalibration(known.filter(({ truth }, at) => truth >= 0 && fold[at] !== held)),
	);
	return known.map(({ probabilities, truth }, at) => ({
		probabilities: calibrateCertainty(probabilities, learnt[fold[at]!]!),
		truth,
	}));
};

/** Of about as many items each, by certainty. */
const binsOf = (known: readonly AuditedItem[]): readonly CertaintyBin[] => {
	const stated = known
		.map(({ probabilities, truth }) => {
			const certainty = probabilities.reduce((most, value) => Math.max(most, value), 0);
			const tied = probabilities.filter((value) => value >= certainty - tieWidth).length;
			const right = truth >= 0 && probabilities[truth]! >= certainty - tieWidth ? 1 / tied : 0;
			return { certainty, right };
		})
		.sort((a, b) => a.certainty - b.certainty || a.right - b.right);
	const wanted = Math.max(1, Math.min(binsMax, Math.floor(stated.length / binItemsMin)));
	const bins: (typeof stated)[] = [];
	for (let bin = 0; bin < wanted; bin++) {
		const own = stated.slice(
			Math.floor((bin * stated.length) / wanted),
			Math.floor(((bin + 1) * stated.length) / wanted),
		);
		// Equal certainties belong together: parted, they would be sorted by whether they hold.
		const before = bins.at(-1);
		if (before !== undefined && own[0]!.certainty - before.at(-1)!.certainty <= tieWidth) before.push(...own);
		else bins.push(own);
	}
	return bins.map((own) => ({
		certaintyFrom: own[0]!.certainty,
		certaintyTo: own.at(-1)!.certainty,
		items: own.length,
		stated: own.reduce((sum, { certainty }) => sum + certainty, 0) / own.length,
		right: own.reduce((sum, { right }) => sum + right, 0) / own.length,
	}));
};

const errorOf = (bins: readonly CertaintyBin[]): number => {
	const items = bins.reduce((sum, bin) => sum + bin.items, 0);
	return bins.reduce((sum, { stated, right, items: own }) => sum + own * Math.abs(stated - right), 0) / items;
};

export const calibrationLines = (report: CalibrationReport): readonly (readonly [string, string])[] => {
	const { error, errorRecalibrated, temperature, doubt, bins } = report;
	const after =
		errorRecalibrated === undefined ? '' : `, ${errorRecalibrated.toFixed(3)} once recalibrated (cross-validated)`;
	const shown = bins
		.map(({ stated, right, items }) => `${percent(stated)} → ${percent(right)} of ${count(items)}`)
		.join(', ');
	return [
		[
			'calibration',
			`error ${error.toFixed(3)}${after}; temperature ${temperature.toFixed(2)}, doubt ${percent(doubt)}`,
		],
		['', `stated → true: ${shown}`],
	];
};
