import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { majorityEarlyStop } from './early-stop.ts';
import { inferConsensus } from './infer.ts';
import type { ConsensusMethod } from './inference.ts';
import { buildLabels, type Labels } from './labels.ts';

const fixture = <T>(name: string): T =>
	JSON.parse(readFileSync(new URL(`../../../../fixtures/consensus/${name}.json`, import.meta.url), 'utf8')) as T;

type Model = {
	posterior: number[][];
	classPrior: number[];
	skill?: number[];
	confusion?: (number | null)[][][];
};
type MethodCase = {
	name: string;
	classes: string[];
	items: string[];
	workers: string[];
	rows: [string, string, string][];
	gold: Record<string, string>;
	majority: number[][];
	wawa: { posterior: number[][]; weight: number[] };
	oneCoin: Model;
	dawidSkene: Model;
	dawidSkeneGold: Model;
};

const labelsOf = (one: {
	rows: [string, string, string][];
	classes: string[];
	items: string[];
	workers: string[];
}): Labels => {
	const rows = one.rows.map(([item, worker, label]) => ({ item, worker, label }));
	const built = buildLabels(rows, { classes: one.classes, repeats: 'keep' });
	if (!built.ok) throw new Error(built.error.kind);
	expect(built.value.items).toEqual(one.items);
	expect(built.value.workers).toEqual(one.workers);
	return built.value.labels;
};

const furthest = (actual: Float64Array, expected: number[][]): number =>
	expected.flat().reduce((most, value, at) => Math.max(most, Math.abs(value - (actual[at] ?? Number.NaN))), 0);

/** The reference was stopped after as many iterations from the same start. */
const exact = { tolerance: 0, iterationsMax: 50 } as const;
const noPrior = { pseudo: 0, diagonal: 0 } as const;

const expectModel = (actual: ReturnType<typeof inferConsensus>, expected: Model, within: number): void => {
	expect(furthest(actual.posterior, expected.posterior)).toBeLessThan(within);
	expect(furthest(actual.classPrior, [expected.classPrior])).toBeLessThan(within);
	const classCount = expected.classPrior.length;
	for (const [worker, rows] of (expected.confusion ?? []).entries()) {
		for (const [k, row] of rows.entries()) {
			for (const [j, value] of row.entries()) {
				const own = actual.workers.confusion[(worker * classCount + k) * classCount + j]!;
				expect(Math.abs(own - (value ?? 0))).toBeLessThan(within);
			}
		}
	}
};

describe('against crowd-kit', () => {
	for (const one of fixture<MethodCase[]>('methods')) {
		it(`majority and Wawa: ${one.name}`, () => {
			const labels = labelsOf(one);
			expect(furthest(inferConsensus(labels, { method: 'majority' }).posterior, one.majority)).toBeLessThan(1e-12);
			expect(furthest(inferConsensus(labels, { method: 'wawa' }).posterior, one.wawa.posterior)).toBeLessThan(1e-12);
		});
		it(`one coin: ${one.name}`, () => {
			const options = { method: 'one-coin', classPrior: 'learned', rowPrior: noPrior, ...exact } as const;
			const actual = inferConsensus(labelsOf(one), options);
			expectModel(actual, one.oneCoin, 1e-7);
			const classCount = one.classes.length;
			for (const [worker, skill] of one.oneCoin.skill!.entries()) {
				expect(actual.workers.confusion[worker * classCount * classCount]).toBeCloseTo(skill, 5);
			}
		});
		it(`Dawid–Skene, with and without gold: ${one.name}`, () => {
			const labels = labelsOf(one);
			const options = { method: 'dawid-skene', rowPrior: noPrior, ...exact } as const;
			expectModel(inferConsensus(labels, options), one.dawidSkene, 1e-7);
			const gold = Int32Array.from(one.items, (item) => one.classes.indexOf(one.gold[item] ?? ''));
			expectModel(inferConsensus(labels, { ...options, gold }), one.dawidSkeneGold, 1e-7);
		});
	}
});

describe('the anaesthetists of 1979', () => {
	const one = fixture<Pick<MethodCase, 'classes' | 'items' | 'workers' | 'rows' | 'dawidSkene'>>('dawid-skene-1979');
	const options = { method: 'dawid-skene', rowPrior: noPrior, ...exact } as const;

	it('has the estimates that were published, to their two decimals', () => {
		const { classPrior, workers } = inferConsensus(labelsOf(one), options);
		expect([...classPrior].map((share) => share.toFixed(2))).toEqual(['0.40', '0.42', '0.11', '0.07']);
		expect([...workers.confusion.subarray(0, 8)].map((share) => share.toFixed(2))).toEqual([
			'0.89',
			'0.11',
			'0.00',
			'0.00',
			'0.07',
			'0.88',
			'0.05',
			'0.00',
		]);
	});

	it('agrees with crowd-kit', () => {
		expectModel(inferConsensus(labelsOf(one), options), one.dawidSkene, 1e-7);
	});
});

const small = (
	rows: [number, number, number][],
	counts: { items: number; workers: number; classes: number },
): Labels => ({
	itemCount: counts.items,
	workerCount: counts.workers,
	classCount: counts.classes,
	item: Int32Array.from(rows, (row) => row[0]),
	worker: Int32Array.from(rows, (row) => row[1]),
	label: Int32Array.from(rows, (row) => row[2]),
});

/** Six careful workers, and two who always say 0. */
const crowd = (items: number): Labels => {
	const rows: [number, number, number][] = [];
	for (let item = 0; item < items; item++) {
		const truth = item % 2;
		for (let worker = 0; worker < 6; worker++) {
			rows.push([item, worker, (item * 7 + worker * 3) % 11 === 0 ? 1 - truth : truth]);
		}
		rows.push([item, 6, 0], [item, 7, 0]);
	}
	return small(rows, { items, workers: 8, classes: 2 });
};

const methods: readonly ConsensusMethod[] = [
	'majority',
	'wawa',
	'one-coin',
	'dawid-skene',
	'dawid-skene-pooled',
	'opinion-pool',
];

const labelsArbitrary: fc.Arbitrary<Labels> = fc
	.record({
		items: fc.integer({ min: 1, max: 12 }),
		workers: fc.integer({ min: 1, max: 6 }),
		classes: fc.integer({ min: 1, max: 4 }),
	})
	.chain((counts) =>
		fc
			.array(
				fc.tuple(
					fc.integer({ min: 0, max: counts.items - 1 }),
					fc.integer({ min: 0, max: counts.workers - 1 }),
					fc.integer({ min: 0, max: counts.classes - 1 }),
				),
				{ maxLength: 60 },
			)
			.map((rows) => small(rows, counts)),
	);

describe('every method', () => {
	for (const method of methods) {
		it(`${method}: rows are distributions, whatever the labels`, () => {
			fc.assert(
				fc.property(labelsArbitrary, (labels) => {
					const { classCount } = labels;
					const { posterior, workers, classPrior } = inferConsensus(labels, { method });
					expect(posterior.length).toBe(labels.itemCount * classCount);
					expect(workers.confusion.length).toBe(labels.workerCount * classCount * classCount);
					for (const rows of [posterior, workers.confusion, classPrior]) {
						for (let from = 0; from < rows.length; from += classCount) {
							const row = rows.subarray(from, from + classCount);
							expect(row.every((value) => value >= 0 && value <= 1 + 1e-12)).toBe(true);
							expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
						}
					}
				}),
				{ numRuns: 150 },
			);
		});

		it(`${method}: the order of the rows changes nothing`, () => {
			fc.assert(
				fc.property(labelsArbitrary, (labels) => {
					const reversed: Labels = {
						...labels,
						item: labels.item.slice().reverse(),
						worker: labels.worker.slice().reverse(),
						label: labels.label.slice().reverse(),
					};
					const [one, other] = [labels, reversed].map((some) => inferConsensus(some, { method }).posterior);
					for (let at = 0; at < one!.length; at++) expect(one![at]).toBeCloseTo(other![at]!, 6);
				}),
				{ numRuns: 50 },
			);
		});

		it(`${method}: gold is what it is, against everybody`, () => {
			const labels = crowd(30);
			const gold = new Int32Array(30).fill(-1);
			gold[4] = 1;
			const { posterior } = inferConsensus(labels, { method, gold });
			expect([...posterior.subarray(8, 10)]).toEqual([0, 1]);
		});

		it(`${method}: a prior moves an item whose labels are few`, () => {
			const labels = crowd(30);
			const prior = new Float64Array(62).fill(Number.NaN);
			prior.set([0.05, 0.95], 60);
			const { posterior } = inferConsensus({ ...labels, itemCount: 31 }, { method, prior });
			expect(posterior[61]).toBeGreaterThan(0.9);
		});
	}
});

describe('the default', () => {
	it('sees through workers who always say the same', () => {
		const labels = crowd(60);
		const { posterior, workers, method } = inferConsensus(labels);
		expect(method).toBe('opinion-pool');
		for (let item = 0; item < 60; item++) expect(posterior[item * 2 + (item % 2)]).toBeGreaterThan(0.7);
		const always = workers.confusion.subarray(7 * 4, 8 * 4);
		expect(always[0]).toBeGreaterThan(0.9);
		expect(always[2]).toBeGreaterThan(0.7);
	});

	it('splits a majority evenly over its ties', () => {
		const labels = small(
			[
				[0, 0, 0],
				[0, 1, 1],
			],
			{ items: 1, workers: 2, classes: 3 },
		);
		expect([...inferConsensus(labels, { method: 'majority' }).posterior]).toEqual([0.5, 0.5, 0]);
	});
});

describe('too little to go by', () => {
	const one = small(
		[
			[0, 0, 1],
			[1, 1, 0],
			[2, 0, 1],
		],
		{ items: 3, workers: 2, classes: 2 },
	);

	it('says that one label an item is degenerate, and does not pretend', () => {
		for (const method of methods) {
			const { posterior, warnings } = inferConsensus(one, { method });
			expect(warnings).toContainEqual({ kind: 'degenerate', assumedAccuracy: 0.75 });
			expect([...posterior]).toEqual([0.25, 0.75, 0.75, 0.25, 0.25, 0.75]);
		}
	});

	it('is not degenerate once some of them are gold', () => {
		const { warnings } = inferConsensus(one, { gold: Int32Array.from([1, -1, -1]) });
		expect(warnings.map(({ kind }) => kind)).not.toContain('degenerate');
	});

	it('falls back to votes, one of them nobody’s, where nobody can be compared', () => {
		const labels = small(
			[
				[0, 0, 1],
				[0, 1, 1],
			],
			{ items: 1, workers: 2, classes: 2 },
		);
		const { method, posterior, warnings } = inferConsensus(labels);
		expect(method).toBe('majority');
		expect(warnings).toContainEqual({ kind: 'fallback', from: 'opinion-pool', to: 'majority', comparableLabels: 2 });
		expect(posterior[1]).toBeCloseTo(2.5 / 3);
	});

	it('names items without labels, items with one, and workers with few', () => {
		const labels = { ...crowd(30), itemCount: 32, workerCount: 9 };
		const more = small([], { items: 32, workers: 9, classes: 2 });
		const joined: Labels = {
			...more,
			item: Int32Array.from([...labels.item, 30]),
			worker: Int32Array.from([...labels.worker, 8]),
			label: Int32Array.from([...labels.label, 1]),
		};
		const { warnings, posterior } = inferConsensus(joined, { iterationsMax: 1_000 });
		expect(warnings).toEqual([
			{ kind: 'items-with-one-label', items: 1 },
			{ kind: 'items-without-labels', items: 1 },
			{ kind: 'workers-with-few-labels', workers: 1, labelsMin: 5 },
		]);
		expect(posterior[61]).toBeLessThan(0.95);
	});

	it('makes no matrices that would not fit in memory', () => {
		const counts = { items: 3, workers: 2 ** 18, classes: 12 };
		const rows = Array.from({ length: 900 }, (_, at): [number, number, number] => [at % 3, at, at % 3]);
		const { method, workers, warnings } = inferConsensus(small(rows, counts));
		expect(method).toBe('wawa');
		expect(workers.confusion.length).toBe(0);
		expect(warnings.map(({ kind }) => kind)).toEqual(['workers-with-few-labels', 'too-large', 'fallback']);
	});

	it('says so when it stops before it has converged', () => {
		const { warnings } = inferConsensus(crowd(60), { method: 'dawid-skene', tolerance: 0, iterationsMax: 2 });
		expect(warnings).toEqual([{ kind: 'not-converged', iterations: 2 }]);
	});
});

it('throws on labels of the wrong shape', () => {
	const labels = crowd(3);
	expect(() => inferConsensus({ ...labels, classCount: 1 })).toThrow('a label is out of range');
	expect(() => inferConsensus({ ...labels, itemCount: 2 })).toThrow('an item id is out of range');
	expect(() => inferConsensus(labels, { gold: new Int32Array(2) })).toThrow('gold has one entry per item');
	expect(() => inferConsensus(labels, { prior: new Float64Array(5) })).toThrow('prior is itemCount × classCount');
});

describe('majority, stopped early', () => {
	it('decides as the full majority does, with no more views', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 9 }), (answers) => {
				const rows = answers.map((label, worker): [number, number, number] => [0, worker, label]);
				const labels = small(rows, { items: 1, workers: 9, classes: 3 });
				const viewsMax = answers.length;
				const { posterior, views } = majorityEarlyStop(labels, { viewsMax });
				const full = inferConsensus(labels, { method: 'majority' }).posterior;
				const leaders = (shares: Float64Array): number[] =>
					[...shares.keys()].filter((k) => shares[k]! >= Math.max(...shares) - 1e-9);
				const bare = answers.length === 1 ? [answers[0]] : leaders(full);
				expect(leaders(posterior)).toEqual(bare);
				expect(views[0]).toBeLessThanOrEqual(viewsMax);
			}),
		);
	});

	it('stops at three of five when they agree', () => {
		const rows = [0, 0, 0, 1, 1].map((label, worker): [number, number, number] => [0, worker, label]);
		const { views } = majorityEarlyStop(small(rows, { items: 1, workers: 5, classes: 2 }), { viewsMax: 5 });
		expect([...views]).toEqual([3]);
	});
});
