import { assert } from '../shared/result.ts';

/** An audited item: what was decided, what independent people then found, and how likely it was to be audited. */
export type AuditOutcome = {
	/** Class as decided. */
	readonly decided: number;
	/** Class as the audit found it. */
	readonly truth: number;
	/** The probability with which this item was drawn, above 0: 0.05 for an audit of 5 %. */
	readonly inclusion: number;
};

/** An estimate with its interval; `items` is how many audited items it rests on. */
export type AuditRate = {
	readonly rate: number;
	readonly low: number;
	readonly high: number;
	readonly items: number;
};

export type ClassAudit = {
	/** Of the items of this class, the share decided so; undefined where none was audited. */
	readonly recall: AuditRate | undefined;
	/** Of the items of other classes, the share decided to be this; undefined where none was audited. */
	readonly falsePositiveRate: AuditRate | undefined;
};

export type AuditReport = {
	/** One entry a class. */
	readonly classes: readonly ClassAudit[];
	/** The mean of the recalls of the classes that occur; undefined where none does. */
	readonly balancedAccuracy: number | undefined;
};

const normalQuantile = 1.959964;

/**
 * Recall and false positives by class from a random audit, each item counted by one over its inclusion probability
 * (Horvitz & Thompson 1952), as a ratio (Hájek 1971), with a 95 % Wilson interval on Kish's effective number of items.
 * With one inclusion probability for all these are plain shares with plain Wilson intervals.
 */
export const auditReport = (outcomes: readonly AuditOutcome[], classCount: number): AuditReport => {
	for (const { decided, truth, inclusion } of outcomes) {
		assert(inclusion > 0 && inclusion <= 1, 'an audited item could be drawn');
		assert(decided >= 0 && decided < classCount && truth >= 0 && truth < classCount, 'decided and truth are classes');
	}
	const classes = Array.from({ length: classCount }, (_, k): ClassAudit => {
		const own = outcomes.filter(({ truth }) => truth === k);
		const others = outcomes.filter(({ truth }) => truth !== k);
		return { recall: weightedRate(own, k), falsePositiveRate: weightedRate(others, k) };
	});
	const recalls = classes.flatMap(({ recall }) => (recall === undefined ? [] : [recall.rate]));
	return {
		classes,
		balancedAccuracy:
			recalls.length === 0 ? undefined : recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length,
	};
};

const weightedRate = (outcomes: readonly AuditOutcome[], k: number): AuditRate | undefined => {
	let total = 0;
	let squares = 0;
	let hits = 0;
	for (const { decided, inclusion } of outcomes) {
		const weight = 1 / inclusion;
		total += weight;
		squares += weight * weight;
		if (decided === k) hits += weight;
	}
	if (total === 0) return undefined;
	const rate = hits / total;
	const n = (total * total) / squares;
	const z2 = normalQuantile ** 2;
	const centre = (rate + z2 / (2 * n)) / (1 + z2 / n);
	const half = (normalQuantile * Math.sqrt((rate * (1 - rate)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
	return { rate, low: Math.max(0, centre - half), high: Math.min(1, centre + half), items: outcomes.length };
};

/** What early stopping must not fall below, as audits measure it. */
export type StopGate = {
	/** Class → least recall; the harmful classes have one. */
	readonly recallMin: ReadonlyMap<number, number>;
	readonly balancedAccuracyMin: number;
};

/** Audited items of a class below which nothing is said of its recall. */
const gateItemsMin = 30;

/**
 * Whether views may be saved: false once an audit shows, beyond its interval, that the recall of a harmful class is below
 * its gate, or that the balanced accuracy is. The project then asks up to its target and cap, whatever the exposure.
 */
export const mayStopEarly = (report: AuditReport, gate: StopGate): boolean => {
	for (const [k, recallMin] of gate.recallMin) {
		const recall = report.classes[k]?.recall;
		if (recall !== undefined && recall.items >= gateItemsMin && recall.high < recallMin) return false;
	}
	const recalls = report.classes.flatMap(({ recall }) => (recall === undefined ? [] : [recall]));
	if (recalls.some(({ items }) => items < gateItemsMin) || recalls.length === 0) return true;
	const highest = recalls.reduce((sum, { high }) => sum + high, 0) / recalls.length;
	return highest >= gate.balancedAccuracyMin;
};
