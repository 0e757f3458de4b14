import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Agreement, itemCounts, krippendorffAlpha } from './agreement.ts';
import type { Labels } from './labels.ts';
import { type DecidedRun, type Run, type SequenceTask, sequenceConsensus } from './sequence.ts';

type Marked = { item: number; worker: number; label: number; runs: [number, number][] };
const cases = JSON.parse(
	readFileSync(new URL('../../../../fixtures/consensus/sequences.json', import.meta.url), 'utf8'),
) as { units: number; items: number; workers: number; labels: number; answers: Marked[]; majority: Marked[] }[];

const solve = (task: SequenceTask, method?: 'majority') => {
	const solved = sequenceConsensus(task, { method });
	if (!solved.ok) throw new Error(solved.error.kind);
	return solved.value;
};

const definedValue = (agreement: Agreement): number => (agreement.defined ? agreement.value : Number.NaN);

const bare = (runs: readonly DecidedRun[]): Run[] => runs.map(({ from, to, label }) => ({ from, to, label }));

/** One item, one label; each worker's runs as pairs. */
const oneItem = (unitCount: number, runs: readonly (readonly (readonly [number, number])[])[]): SequenceTask => ({
	unitCounts: [unitCount],
	workerCount: runs.length,
	labelCount: 1,
	answers: runs.map((own, worker) => ({
		item: 0,
		worker,
		runs: own.map(([from, to]) => ({ from, to, label: 0 })),
	})),
});

describe('sequenceConsensus', () => {
	it('votes unit by unit as the reference does', () => {
		for (const { units, items, workers, labels, answers, majority } of cases) {
			const all = Array.from({ length: items * workers }, (_, at) => {
				const [item, worker] = [Math.floor(at / workers), at % workers];
				const own = answers.filter((one) => one.item === item && one.worker === worker);
				const runs = own.flatMap(({ label, runs }) => runs.map(([from, to]) => ({ from, to, label })));
				return { item, worker, runs };
			});
			const unitCounts = new Int32Array(items).fill(units);
			const { runs } = solve({ unitCounts, workerCount: workers, labelCount: labels, answers: all }, 'majority');
			for (const one of majority) {
				const found = bare(runs[one.item]!).filter(({ label }) => label === one.label);
				expect(found.map(({ from, to }) => [from, to])).toEqual(one.runs);
			}
		}
	});

	it('agrees on units as α counts them', () => {
		const runs: readonly (readonly (readonly [number, number])[])[] = [
			[[0, 3]],
			[[1, 4]],
			[],
			[
				[1, 3],
				[6, 7],
			],
		];
		const labels: Labels = {
			...{ itemCount: 8, workerCount: 4, classCount: 2 },
			item: Int32Array.from({ length: 32 }, (_, at) => at >> 2),
			worker: Int32Array.from({ length: 32 }, (_, at) => at % 4),
			label: Uint8Array.from({ length: 32 }, (_, at) =>
				runs[at % 4]!.some(([from, to]) => from <= at >> 2 && at >> 2 < to) ? 1 : 0,
			),
		};
		expect(solve(oneItem(8, runs)).agreement[0]).toEqual({
			...krippendorffAlpha(itemCounts(labels)),
			value: expect.closeTo(definedValue(krippendorffAlpha(itemCounts(labels))), 12),
		});
	});

	it('keeps what all agree on, labels that overlap included', () => {
		const run = fc
			.tuple(fc.nat(8), fc.integer({ min: 1, max: 4 }), fc.nat(2))
			.map(([from, length, label]): Run => ({ from, to: from + length, label }));
		fc.assert(
			fc.property(fc.array(run, { maxLength: 4 }), fc.integer({ min: 2, max: 5 }), (runs, workerCount) => {
				const apart = runs.filter((one, at) =>
					runs.slice(0, at).every((other) => other.label !== one.label || other.to < one.from || one.to < other.from),
				);
				const answers = Array.from({ length: workerCount }, (_, worker) => ({ item: 0, worker, runs: apart }));
				const consensus = solve({ unitCounts: [12], workerCount, labelCount: 3, answers });
				const order = (list: readonly Run[]): Run[] => [...list].sort((a, b) => a.label - b.label || a.from - b.from);
				expect(bare(consensus.runs[0]!)).toEqual(order(apart));
				expect(consensus.joined).toBe(0);
			}),
		);
	});

	it('does not depend on the order of answers', () => {
		const marks = fc.array(fc.array(fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 3 })), { maxLength: 2 }), {
			minLength: 1,
			maxLength: 5,
		});
		fc.assert(
			fc.property(marks, (given) => {
				const task = oneItem(
					8,
					given.map((own) => own.map(([from, length]) => [from, from + length] as const)),
				);
				const turned = solve({ ...task, answers: [...task.answers].reverse() });
				expect(bare(turned.runs[0]!)).toEqual(bare(solve(task).runs[0]!));
			}),
		);
	});

	it('cuts two runs that touch where most workers do', () => {
		const two = [[0, 3] as const, [3, 6] as const];
		const one = [[0, 6] as const];
		const runs = (given: readonly (readonly (readonly [number, number])[])[]) =>
			bare(solve(oneItem(8, given), 'majority').runs[0]!).map(({ from, to }) => [from, to]);
		expect(runs([two, two, one])).toEqual([
			[0, 3],
			[3, 6],
		]);
		expect(runs([two, one, one])).toEqual([[0, 6]]);
	});

	it('hears more of one who marks well', () => {
		// Workers 0 and 1 agree on 40 items; 2 marks elsewhere. Where 0 and 2 alone disagree, 0 is believed.
		const answers = Array.from({ length: 40 }, (_, item) =>
			[0, 1, 2].map((worker) => {
				const from = worker === 2 ? (item * 5) % 7 : 2 + (item % 3);
				return { item, worker, runs: [{ from, to: from + 3, label: 0 }] };
			}),
		).flat();
		const last = [0, 2].map((worker) => ({ item: 40, worker, runs: [{ from: worker, to: worker + 2, label: 0 }] }));
		const consensus = solve({
			unitCounts: new Array<number>(41).fill(10),
			workerCount: 3,
			labelCount: 1,
			answers: [...answers, ...last],
		});
		expect(bare(consensus.runs[40]!)).toEqual([{ from: 0, to: 2, label: 0 }]);
		expect(consensus.accuracy[0]!).toBeGreaterThan(consensus.accuracy[2]!);
	});

	it('joins what one worker marked twice, and refuses what is too much or twice answered', () => {
		expect(
			solve(
				oneItem(8, [
					[
						[0, 3],
						[2, 5],
					],
					[[0, 5]],
				]),
			).joined,
		).toBe(1);
		expect(sequenceConsensus(oneItem(6, [[], []]), { cellsMax: 11 })).toEqual({
			ok: false,
			error: { kind: 'too-many-units', item: 0, cells: 12, cellsMax: 11 },
		});
		const twice = { item: 0, worker: 0, runs: [] };
		expect(() => solve({ unitCounts: [3], workerCount: 1, labelCount: 1, answers: [twice, twice] })).toThrow('once');
		expect(() => solve(oneItem(3, [[[2, 4]]]))).toThrow('lies on its item');
	});

	it('solves what is too much in batches, and adds up over them', () => {
		for (const { units, items, workers, labels, answers } of cases) {
			const all = Array.from({ length: items * workers }, (_, at) => {
				const [item, worker] = [Math.floor(at / workers), at % workers];
				const own = answers.filter((one) => one.item === item && one.worker === worker);
				return {
					item,
					worker,
					runs: own.flatMap(({ label, runs }) => runs.map(([from, to]) => ({ from, to, label }))),
				};
			});
			const unitCounts = new Int32Array(items).fill(units);
			const task = { unitCounts, workerCount: workers, labelCount: labels, answers: all };
			const whole = solve(task, 'majority');
			const parts = sequenceConsensus(task, { method: 'majority', cellsMax: 2 * units * workers + 1 });
			if (!parts.ok) throw new Error(parts.error.kind);
			expect(parts.value.runs).toEqual(whole.runs);
			expect(parts.value.warnings.length).toBeGreaterThanOrEqual(items / 2);
			for (const [at, value] of whole.accuracy.entries()) expect(parts.value.accuracy[at]!).toBeCloseTo(value, 12);
			for (const [label, one] of whole.agreement.entries()) {
				const other = parts.value.agreement[label]!;
				expect(one.defined && other.defined ? other.value - one.value : Number.NaN).toBeCloseTo(0, 12);
			}
		}
	});

	it('finds nothing where nobody marked anything', () => {
		expect(solve(oneItem(5, [[], []])).runs).toEqual([[]]);
		expect(solve({ unitCounts: [], workerCount: 0, labelCount: 1, answers: [] }).runs).toEqual([]);
	});
});
