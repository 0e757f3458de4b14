import { assert } from '../shared/result.ts';

/** Several first passes as one: p(k) ∝ exp(offset(k) + Σ over experts of weight · ln p(expert, k)). */
export type LogPool = {
	/** One entry a class. */
	readonly offsets: Float64Array;
	/** One entry an expert. */
	readonly weights: Float64Array;
};

/** What each expert says of one item: a distribution over the classes, one row an expert. */
export type Opinions = readonly ArrayLike<number>[];

/** Opinions are believed within these bounds. */
const probabilityFloor = 1e-4;
const newtonStepsMax = 12;
const ridge = 1;
const tolerance = 1e-6;

/** The pool's distribution over the classes. */
export const poolOpinions = ({ offsets, weights }: LogPool, opinions: Opinions): Float64Array => {
	assert(opinions.length === weights.length, 'one opinion an expert');
	const scores = offsets.slice();
	for (const [expert, opinion] of opinions.entries()) {
		assert(opinion.length === offsets.length, 'an opinion has one probability a class');
		for (let k = 0; k < scores.length; k++) scores[k]! += weights[expert]! * logOf(opinion[k]!);
	}
	const most = scores.reduce((top, score) => Math.max(top, score), Number.NEGATIVE_INFINITY);
	const grown = scores.map((score) => Math.exp(score - most));
	const total = grown.reduce((sum, value) => sum + value, 0);
	return grown.map((value) => value / total);
};

const logOf = (probability: number): number =>
	Math.log(Math.min(1 - probabilityFloor, Math.max(probabilityFloor, probability)));

/**
 * Learns how much to believe each expert (logarithmic opinion pool, Genest & Zidek 1986, with weights by maximum
 * likelihood, which is a multinomial regression): Newton's method with a ridge of one towards "believe nobody".
 * `targets` are the consensus posteriors of the items; each expert's opinion must be of a model that did not see the item.
 * O(items × K × (K + experts)²) a step.
 */
export const learnLogPool = (
	items: readonly { readonly opinions: Opinions; readonly target: ArrayLike<number> }[],
	{ classCount, expertCount }: { readonly classCount: number; readonly expertCount: number },
): LogPool => {
	const size = classCount + expertCount;
	let parameters = new Float64Array(size);
	for (let step = 0; step < newtonStepsMax; step++) {
		const move = newtonMove(items, { parameters, classCount, size });
		parameters = parameters.map((value, at) => value + move[at]!);
		if (move.every((value) => Math.abs(value) < tolerance)) break;
	}
	return { offsets: parameters.slice(0, classCount), weights: parameters.slice(classCount) };
};

const newtonMove = (
	items: readonly { readonly opinions: Opinions; readonly target: ArrayLike<number> }[],
	at: { readonly parameters: Float64Array; readonly classCount: number; readonly size: number },
): Float64Array => {
	const { parameters, classCount, size } = at;
	const pool = { offsets: parameters.slice(0, classCount), weights: parameters.slice(classCount) };
	const gradient = parameters.map((value) => -ridge * value);
	const hessian = new Float64Array(size * size);
	for (let a = 0; a < size; a++) hessian[a * size + a] = ridge;
	for (const { opinions, target } of items) {
		const p = poolOpinions(pool, opinions);
		const features = Array.from({ length: classCount }, (_, k) =>
			Float64Array.from({ length: size }, (_, a) => {
				if (a < classCount) return a === k ? 1 : 0;
				return logOf(opinions[a - classCount]![k]!);
			}),
		);
		const mean = new Float64Array(size);
		for (let k = 0; k < classCount; k++) for (let a = 0; a < size; a++) mean[a]! += p[k]! * features[k]![a]!;
		for (let k = 0; k < classCount; k++) {
			for (let a = 0; a < size; a++) {
				const away = features[k]![a]! - mean[a]!;
				gradient[a]! += (target[k]! - p[k]!) * features[k]![a]!;
				for (let b = 0; b < size; b++) hessian[a * size + b]! += p[k]! * away * (features[k]![b]! - mean[b]!);
			}
		}
	}
	return solve(hessian, gradient, size);
};

/** Gauss's elimination; the matrix is positive definite, so no pivot is looked for. */
const solve = (matrix: Float64Array, right: Float64Array, size: number): Float64Array => {
	const m = matrix.slice();
	const x = right.slice();
	for (let i = 0; i < size; i++) {
		for (let row = i + 1; row < size; row++) {
			const factor = m[row * size + i]! / m[i * size + i]!;
			for (let column = i; column < size; column++) m[row * size + column]! -= factor * m[i * size + column]!;
			x[row]! -= factor * x[i]!;
		}
	}
	for (let i = size - 1; i >= 0; i--) {
		for (let j = i + 1; j < size; j++) x[i]! -= m[i * size + j]! * x[j]!;
		x[i]! /= m[i * size + i]!;
	}
	return x;
};
