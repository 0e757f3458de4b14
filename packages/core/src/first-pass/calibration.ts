import { type Link, sigmoid } from './logistic.ts';

/** P = σ(slope · logit + offset), one curve per class. */
export type PlattCurve = { readonly slope: number; readonly offset: number };

const newtonStepsMax = 50;
const gradientTolerance = 1e-7;
const ridge = 1e-9;

/**
 * Platt's curve of one class by Newton's method with halved steps (Lin, Lin & Weng 2007). `logits` must come from models that did not
 * see these rows. Targets are 0 to 1; they are drawn in a little as if one more example of each kind had been seen, so that a perfect
 * separation of few examples does not claim certainty.
 */
export const fitPlatt = (logits: Float64Array, targets: Float64Array): PlattCurve => {
	const positives = targets.reduce((sum, target) => sum + target, 0);
	const high = (positives + 1) / (positives + 2);
	const low = 1 / (targets.length - positives + 2);
	const drawnIn = targets.map((target) => target * high + (1 - target) * low);
	let curve: PlattCurve = { slope: 1, offset: 0 };
	let loss = plattLoss(logits, drawnIn, curve);
	for (let step = 0; step < newtonStepsMax; step++) {
		const move = newtonMove(logits, drawnIn, curve);
		if (Math.abs(move.gradientSlope) + Math.abs(move.gradientOffset) < gradientTolerance * (1 + logits.length)) break;
		let size = 1;
		for (; size > 1e-6; size /= 2) {
			const next = { slope: curve.slope + size * move.slope, offset: curve.offset + size * move.offset };
			const nextLoss = plattLoss(logits, drawnIn, next);
			if (nextLoss >= loss) continue;
			curve = next;
			loss = nextLoss;
			break;
		}
		if (size <= 1e-6) break;
	}
	// A falling curve would say that the model knows the opposite of what it says: fall back to the class's rate.
	return curve.slope > 0 ? curve : { slope: 0, offset: Math.log((positives + 1) / (targets.length - positives + 1)) };
};

const plattLoss = (logits: Float64Array, targets: Float64Array, { slope, offset }: PlattCurve): number => {
	let loss = 0;
	for (let i = 0; i < logits.length; i++) {
		const x = slope * logits[i]! + offset;
		// ln(1 + eˣ) − t·x, written so that no exponential overflows.
		loss += Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) - targets[i]! * x;
	}
	return loss;
};

const newtonMove = (logits: Float64Array, targets: Float64Array, { slope, offset }: PlattCurve) => {
	let gradientSlope = 0;
	let gradientOffset = 0;
	let a = ridge;
	let b = 0;
	let c = ridge;
	for (let i = 0; i < logits.length; i++) {
		const x = logits[i]!;
		const p = sigmoid(slope * x + offset);
		const gradient = p - targets[i]!;
		const curvature = p * (1 - p);
		gradientSlope += gradient * x;
		gradientOffset += gradient;
		a += curvature * x * x;
		b += curvature * x;
		c += curvature;
	}
	const determinant = a * c - b * b;
	return {
		gradientSlope,
		gradientOffset,
		slope: -(c * gradientSlope - b * gradientOffset) / determinant,
		offset: -(a * gradientOffset - b * gradientSlope) / determinant,
	};
};

/** Raw scores to the log-odds of each class against the rest, in place. */
export const toLogits = (link: Link, scores: Float64Array): void => {
	if (link === 'sigmoid') return;
	const raw = scores.slice();
	for (let k = 0; k < raw.length; k++) {
		let top = Number.NEGATIVE_INFINITY;
		for (let j = 0; j < raw.length; j++) if (j !== k) top = Math.max(top, raw[j]!);
		let sum = 0;
		for (let j = 0; j < raw.length; j++) if (j !== k) sum += Math.exp(raw[j]! - top);
		scores[k] = raw[k]! - top - Math.log(sum);
	}
};

/** Log-odds to calibrated probabilities, in place; with `softmax` they are brought to a sum of 1. */
export const calibrate = (curves: readonly PlattCurve[], link: Link, logits: Float64Array): void => {
	let sum = 0;
	for (let k = 0; k < logits.length; k++) {
		const { slope, offset } = curves[k]!;
		const p = sigmoid(slope * logits[k]! + offset);
		logits[k] = p;
		sum += p;
	}
	if (link === 'softmax') for (let k = 0; k < logits.length; k++) logits[k]! /= sum;
};
