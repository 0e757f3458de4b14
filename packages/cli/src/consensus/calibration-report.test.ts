import { inferConsensus } from '@utu/core/consensus/infer.ts';
import { buildLabels } from '@utu/core/consensus/labels.ts';
import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import { describe, expect, it } from 'vitest';
import { calibrationReport } from './calibration-report.ts';

/** Five people, each right with `skill`, on items of two classes. */
const crowd = (items: number, skill: number) => {
	const random = seededRandom(5);
	const truth = new Map(Array.from({ length: items }, (_, at) => [`${at}`, random() < 0.5 ? 'cat' : 'tree'] as const));
	const rows = [...truth].flatMap(([item, label]) =>
		[0, 1, 2, 3, 4].map((worker) => {
			const other = label === 'cat' ? 'tree' : 'cat';
			return { item, worker: `${worker}`, label: random() < skill ? label : other };
		}),
	);
	const built = buildLabels(rows);
	if (!built.ok) throw new Error(built.error.kind);
	return { table: built.value, truth };
};

describe('calibrationReport', () => {
	it('finds a certainty too high, and mends it', () => {
		const { table, truth } = crowd(600, 0.7);
		const majority = inferConsensus(table.labels, { method: 'majority' });
		const sure = { ...majority, posterior: majority.posterior.map((value) => (value > 0.5 ? 0.999 : 0.001)) };
		const report = calibrationReport(table, sure, truth)!;
		expect(report.error).toBeGreaterThan(0.1);
		expect(report.errorRecalibrated!).toBeLessThan(report.error / 2);
		expect(report.bins.reduce((sum, { items }) => sum + items, 0)).toBe(600);
	});

	it('leaves a certainty that holds about as it is', () => {
		const { table, truth } = crowd(600, 0.7);
		const { error, temperature } = calibrationReport(table, inferConsensus(table.labels), truth)!;
		expect(error).toBeLessThan(0.06);
		expect(temperature).toBeGreaterThan(0.5);
		expect(temperature).toBeLessThan(2);
	});

	it('says nothing of few items, and counts a truth that nobody gave as wrong', () => {
		const { table, truth } = crowd(60, 0.9);
		const consensus = inferConsensus(table.labels);
		expect(calibrationReport(table, consensus, new Map([...truth].slice(0, 20)))).toBeUndefined();
		const dogs = new Map([...truth].map(([item, label], at) => [item, at < 30 ? 'dog' : label]));
		const report = calibrationReport(table, consensus, dogs)!;
		expect(report).toMatchObject({ items: 60, outside: 30 });
		expect(report.error).toBeGreaterThan(0.3);
	});
});
