/** Bins of the expected calibration error, of equal mass: 15, or fewer so that each has 100 items, else it measures chance. */
const calibrationBinsFor = (count: number): number => Math.max(1, Math.min(15, Math.floor(count / 100)));

type Scored = { readonly probabilities: Float64Array; readonly truths: ArrayLike<number> };

/** Indices by rising score; equal scores keep their order. */
const risingOrder = (scores: Float64Array): Uint32Array =>
	Uint32Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);

/** Expected calibration error: Σ over bins of (share of the items) · |mean probability − share true|. 0 to 1, NaN for no items. */
export const expectedCalibrationError = ({ probabilities, truths }: Scored): number => {
	const count = probabilities.length;
	if (count === 0) return Number.NaN;
	const bins = calibrationBinsFor(count);
	const order = risingOrder(probabilities);
	let error = 0;
	for (let bin = 0; bin < bins; bin++) {
		const end = Math.floor(((bin + 1) * count) / bins);
		let gap = 0;
		for (let i = Math.floor((bin * count) / bins); i < end; i++) {
			const item = order[i]!;
			gap += probabilities[item]! - truths[item]!;
		}
		error += Math.abs(gap) / count;
	}
	return error;
};

/** Area under the ROC curve: P(a true item scores above a false one), ties count half. NaN without both kinds. */
export const auroc = ({ probabilities, truths }: Scored): number => {
	const order = risingOrder(probabilities);
	let below = 0;
	let wins = 0;
	let positives = 0;
	forTies(order, probabilities, (tied) => {
		let hits = 0;
		for (const item of tied) hits += truths[item]!;
		wins += hits * (below + (tied.length - hits) / 2);
		below += tied.length - hits;
		positives += hits;
	});
	return wins / (positives * below);
};

/** Area under the precision–recall curve as average precision; tied scores enter together. NaN without true items. */
export const averagePrecision = ({ probabilities, truths }: Scored): number => {
	const order = risingOrder(probabilities).reverse();
	let seen = 0;
	let hits = 0;
	let area = 0;
	forTies(order, probabilities, (tied) => {
		let gained = 0;
		for (const item of tied) gained += truths[item]!;
		seen += tied.length;
		hits += gained;
		area += gained * (hits / seen);
	});
	return area / hits;
};

const forTies = (order: Uint32Array, scores: Float64Array, visit: (tied: Uint32Array) => void): void => {
	for (let start = 0; start < order.length; ) {
		let end = start + 1;
		while (end < order.length && scores[order[end]!] === scores[order[start]!]) end++;
		visit(order.subarray(start, end));
		start = end;
	}
};

/** Mean of the F1 of each class that occurs among truths or predictions; labels are class numbers. */
export const macroF1 = (predicted: ArrayLike<number>, truths: ArrayLike<number>, classCount: number): number => {
	const right = new Float64Array(classCount);
	const named = new Float64Array(classCount);
	for (let i = 0; i < truths.length; i++) {
		const truth = truths[i]!;
		const guess = predicted[i]!;
		named[truth]! += 1;
		named[guess]! += 1;
		if (truth === guess) right[truth]! += 1;
	}
	let sum = 0;
	let classes = 0;
	for (let k = 0; k < classCount; k++) {
		if (named[k] === 0) continue;
		sum += (2 * right[k]!) / named[k]!;
		classes++;
	}
	return sum / classes;
};

/** The number of the largest entry; the first of equals. */
export const argMax = (values: ArrayLike<number>): number => {
	let best = 0;
	for (let k = 1; k < values.length; k++) if (values[k]! > values[best]!) best = k;
	return best;
};
