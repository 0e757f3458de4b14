import { goldenSection } from '../shared/golden-section.ts';
import { assert } from '../shared/result.ts';

/** An item whose answer was settled independently of its views: by gold, or by an audit. `truth` is a class. */
export type AuditedItem = { readonly probabilities: Float64Array; readonly truth: number };

/** What a stated certainty is worth, learnt from audited items. */
export type Calibration = {
	/** Above 1 softens a posterior, below 1 sharpens it. */
	readonly temperature: number;
	/** The share of items on which views tell nothing: no certainty exceeds 1 − doubt × (K − 1) / K. */
	readonly doubt: number;
	/** Items learnt from. */
	readonly audited: number;
	/** Audited items by calibrated certainty, ascending, about as many in each: what was stated, and how often it held. */
	readonly bins: readonly CertaintyBin[];
};

export type CertaintyBin = {
	readonly certaintyFrom: number;
	readonly certaintyTo: number;
	readonly items: number;
	/** Items on which the most probable answer was true; a tie counts by its share. */
	readonly right: number;
};

/** Says nothing about a posterior: what is used until something was audited. */
export const identityCalibration: Calibration = { temperature: 1, doubt: 0, audited: 0, bins: [] };

export const calibrationLimits = {
	temperatureMin: 1 / 3,
	temperatureMax: 20,
	doubtMax: 0.5,
	binsMax: 15,
	/** Audited items in a bin, at least: fewer make no interval worth showing. */
	binItemsMin: 20,
} as const;

/** Pseudo-observations that hold temperature at 1 and doubt near 0 until audits say otherwise [D]. */
const pull = { temperature: 2, doubtItems: 20, doubt: 0.01 } as const;

const roundsMax = 8;

/**
 * Temperature and doubt by penalised maximum likelihood over audited items (temperature scaling, Guo et al. 2017,
 * mixed with a uniform answer). Without items: the identity. O(items × K × 300).
 */
export const learnCalibration = (items: readonly AuditedItem[]): Calibration => {
	if (items.length === 0) return identityCalibration;
	for (const { probabilities, truth } of items) {
		assert(Number.isInteger(truth) && truth >= 0 && truth < probabilities.length, 'truth is a class');
	}
	let logTemperature = 0;
	let doubt: number = pull.doubt;
	const { temperatureMin, temperatureMax, doubtMax } = calibrationLimits;
	for (let round = 0; round < roundsMax; round++) {
		const before = { logTemperature, doubt };
		logTemperature = minimise(
			(value) => loss(items, Math.exp(value), doubt),
			Math.log(temperatureMin),
			Math.log(temperatureMax),
		);
		doubt = minimise((value) => loss(items, Math.exp(logTemperature), value), 0, doubtMax);
		if (Math.abs(before.logTemperature - logTemperature) + Math.abs(before.doubt - doubt) < 1e-3) break;
	}
	const learnt = { temperature: Math.exp(logTemperature), doubt, audited: items.length, bins: [] };
	return { ...learnt, bins: certaintyBins(items, learnt) };
};

/** The posterior as the calibration reads it; the most probable answer stays the same. The argument is not changed. */
export const calibrateCertainty = (probabilities: Float64Array, calibration: Calibration): Float64Array => {
	const { temperature, doubt } = calibration;
	const result = tempered(probabilities, temperature);
	for (let k = 0; k < result.length; k++) result[k] = (1 - doubt) * result[k]! + doubt / result.length;
	return result;
};

/**
 * How often answers of this calibrated certainty were true on audited items: 95 % Wilson interval of the nearest bin.
 * Undefined where too few were audited to say.
 */
export const certaintyInterval = (
	certainty: number,
	calibration: Calibration,
): { readonly low: number; readonly high: number; readonly items: number } | undefined => {
	const bin = calibration.bins.find((one) => certainty <= one.certaintyTo) ?? calibration.bins.at(-1);
	if (bin === undefined || bin.items < calibrationLimits.binItemsMin) return undefined;
	return { ...wilsonInterval({ count: bin.right, n: bin.items }), items: bin.items };
};

/** 95 % Wilson interval (1927, JASA 22, 209–212) of a rate that was seen `count` times in `n` > 0. */
export const wilsonInterval = ({
	count,
	n,
}: {
	readonly count: number;
	readonly n: number;
}): { readonly low: number; readonly high: number } => {
	const z = 1.959964;
	const share = count / n;
	const centre = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
	const half = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
	return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
};

/** A posterior that says 0 is not taken at its word. */
const probabilityFloor = 1e-12;

const tempered = (probabilities: Float64Array, temperature: number): Float64Array => {
	const result = new Float64Array(probabilities.length);
	let most: number = probabilityFloor;
	for (const probability of probabilities) if (probability > most) most = probability;
	let total = 0;
	for (let k = 0; k < result.length; k++) {
		const ratio = Math.max(probabilities[k]!, probabilityFloor) / most;
		result[k] = temperature === 1 ? ratio : ratio ** (1 / temperature);
		total += result[k]!;
	}
	for (let k = 0; k < result.length; k++) result[k]! /= total;
	return result;
};

const loss = (items: readonly AuditedItem[], temperature: number, doubt: number): number => {
	let sum = 0;
	for (const { probabilities, truth } of items) {
		let most: number = probabilityFloor;
		for (const probability of probabilities) if (probability > most) most = probability;
		let total = 0;
		let own = 0;
		for (let k = 0; k < probabilities.length; k++) {
			const weight = (Math.max(probabilities[k]!, probabilityFloor) / most) ** (1 / temperature);
			total += weight;
			if (k === truth) own = weight;
		}
		sum -= Math.log(((1 - doubt) * own) / total + doubt / probabilities.length);
	}
	const held = Math.max(doubt, 1e-9);
	const doubtPull = pull.doubt * Math.log(held) + (1 - pull.doubt) * Math.log(1 - held);
	return sum + (pull.temperature * Math.log(temperature) ** 2) / 2 - pull.doubtItems * doubtPull;
};

const minimise = (of: (value: number) => number, from: number, to: number): number => {
	const { low, high } = goldenSection(of, { from, to, steps: 18 });
	return (low + high) / 2;
};

const certaintyBins = (items: readonly AuditedItem[], calibration: Calibration): CertaintyBin[] => {
	const stated = items
		.map(({ probabilities, truth }) => {
			const calibrated = calibrateCertainty(probabilities, calibration);
			const certainty = calibrated.reduce((most, value) => Math.max(most, value), 0);
			let tied = 0;
			for (const value of calibrated) if (value >= certainty - 1e-12) tied++;
			return { certainty, right: calibrated[truth]! >= certainty - 1e-12 ? 1 / tied : 0 };
		})
		.sort((a, b) => a.certainty - b.certainty);
	const { binsMax, binItemsMin } = calibrationLimits;
	const size = Math.max(binItemsMin, Math.ceil(stated.length / binsMax));
	const bins: (typeof stated)[] = [[]];
	for (const [at, one] of stated.entries()) {
		const last = bins.at(-1)!;
		// Equal certainties share a bin, and a remainder that would make none of its own joins the last.
		const full = last.length >= size && stated.length - at >= size;
		if (full && one.certainty > last.at(-1)!.certainty + 1e-12) bins.push([one]);
		else last.push(one);
	}
	return bins.map((bin) => {
		const right = bin.reduce((sum, one) => sum + one.right, 0);
		return { certaintyFrom: bin[0]!.certainty, certaintyTo: bin.at(-1)!.certainty, items: bin.length, right };
	});
};
