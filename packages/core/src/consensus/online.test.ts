import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inferConsensus } from './infer.ts';
import type { Labels } from './labels.ts';
import {
	addAnswer,
	learnFromItem,
	probabilitiesOf,
	refit,
	removeAnswer,
	replaceAnswer,
	startPosterior,
	unknownWorker,
	workerConfusion,
} from './online.ts';

const rowsArbitrary = (classCount: number) =>
	fc
		.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: classCount ** 2, maxLength: classCount ** 2 })
		.map((values) => {
			const rows = Float64Array.from(values);
			for (let k = 0; k < classCount; k++) {
				const row = rows.subarray(k * classCount, (k + 1) * classCount);
				const total = row.reduce((sum, value) => sum + value, 0);
				for (let j = 0; j < classCount; j++) row[j]! /= total;
			}
			return rows;
		});

const answersArbitrary = fc.integer({ min: 2, max: 5 }).chain((classCount) =>
	fc.record({
		prior: fc
			.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: classCount, maxLength: classCount })
			.map((values) => Float64Array.from(values)),
		answers: fc.array(
			fc.record({ confusion: rowsArbitrary(classCount), label: fc.integer({ min: 0, max: classCount - 1 }) }),
			{ minLength: 1, maxLength: 8 },
		),
	}),
);

const close = (one: Float64Array, other: Float64Array, digits = 9): void => {
	expect(one.length).toBe(other.length);
	for (let k = 0; k < one.length; k++) expect(one[k]).toBeCloseTo(other[k]!, digits);
};

describe('the posterior of one item', () => {
	it('is Bayes’ rule over all answers, in whatever order they came', () => {
		fc.assert(
			fc.property(answersArbitrary, ({ prior, answers }) => {
				const add = (some: typeof answers) =>
					probabilitiesOf(
						some.reduce((posterior, answer) => addAnswer({ posterior, ...answer }), startPosterior(prior)),
					);
				const weights = prior.map((value, k) =>
					answers.reduce((product, { confusion, label }) => product * confusion[k * prior.length + label]!, value),
				);
				const total = weights.reduce((sum, value) => sum + value, 0);
				close(
					add(answers),
					weights.map((value) => value / total),
				);
				close(add(answers.toReversed()), add(answers));
			}),
		);
	});

	it('forgets an answer that was taken back, and takes a corrected one', () => {
		fc.assert(
			fc.property(answersArbitrary, ({ prior, answers }) => {
				const start = startPosterior(prior);
				const { confusion, label } = answers[0]!;
				const posterior = addAnswer({ posterior: start, confusion, label });
				close(probabilitiesOf(removeAnswer({ posterior, confusion, label })), probabilitiesOf(start));
				const corrected = replaceAnswer({ posterior, confusion, labelBefore: label, label: 0 });
				close(probabilitiesOf(corrected), probabilitiesOf(addAnswer({ posterior: start, confusion, label: 0 })));
			}),
		);
	});

	it('survives a worker model that calls an answer impossible', () => {
		const confusion = Float64Array.from([1, 0, 0, 1]);
		const posterior = addAnswer({ posterior: startPosterior(Float64Array.from([1, 0])), confusion, label: 1 });
		const probabilities = probabilitiesOf(posterior);
		expect(probabilities.every(Number.isFinite)).toBe(true);
		close(probabilitiesOf(removeAnswer({ posterior, confusion, label: 1 })), Float64Array.from([1 - 1e-6, 1e-6]), 5);
	});
});

describe('worker models', () => {
	it('start at the assumed accuracy and move with evidence', () => {
		let model = unknownWorker(2);
		expect([...workerConfusion(model)]).toEqual([0.75, 0.25, 0.25, 0.75]);
		for (let item = 0; item < 40; item++) {
			model = learnFromItem({ model, probabilities: Float64Array.from([0, 1]), label: 0 });
		}
		const rows = workerConfusion(model);
		expect(rows[2]).toBeCloseTo((40 + 8 * 0.25) / 48);
		expect(rows[0]).toBe(0.75);
	});

	it('are probabilities, whatever was learnt', () => {
		fc.assert(
			fc.property(answersArbitrary, ({ answers }) => {
				const classCount = Math.sqrt(answers[0]!.confusion.length);
				const model = answers.reduce(
					(so, { confusion, label }) =>
						learnFromItem({ model: so, probabilities: confusion.subarray(0, classCount), label }),
					unknownWorker(classCount),
				);
				const rows = workerConfusion(model);
				for (let k = 0; k < classCount; k++) {
					const row = rows.subarray(k * classCount, (k + 1) * classCount);
					expect(row.every((value) => value > 0)).toBe(true);
					expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
				}
			}),
		);
	});
});

/** Worker 0 is always right, worker 1 always wrong, 2 to 4 are right nine times in ten. */
const mixed = (items: number): Labels => {
	const rows: [number, number, number][] = [];
	for (let item = 0; item < items; item++) {
		const truth = (item >> 1) % 2;
		rows.push([item, 0, truth], [item, 1, 1 - truth]);
		for (let worker = 2; worker < 5; worker++)
			rows.push([item, worker, (item + worker * 3) % 10 === 0 ? 1 - truth : truth]);
	}
	return {
		itemCount: items,
		workerCount: 5,
		classCount: 2,
		item: Int32Array.from(rows, (row) => row[0]),
		worker: Int32Array.from(rows, (row) => row[1]),
		label: Int32Array.from(rows, (row) => row[2]),
	};
};

describe('refit', () => {
	it('learns who is right, who is wrong, and what a newcomer is like', () => {
		const { models, newcomer, warnings } = refit(mixed(80));
		expect(warnings).toEqual([]);
		const right = models.map((model) => workerConfusion(model)[0]!);
		expect(right[0]).toBeGreaterThan(0.93);
		expect(right[1]).toBeLessThan(0.15);
		expect(right[2]).toBeGreaterThan(0.8);
		const newRows = workerConfusion(newcomer);
		expect(newRows[0]).toBeGreaterThan(0.6);
		expect(newRows[0]).toBeLessThan(0.85);
	});

	it('gives the confusions that consensus reports', () => {
		const labels = mixed(40);
		const { models } = refit(labels);
		const { confusion } = inferConsensus(labels).workers;
		for (const [worker, model] of models.entries())
			close(workerConfusion(model), confusion.subarray(worker * 4, worker * 4 + 4));
	});

	it('knows nobody where people cannot be compared', () => {
		const labels = mixed(6);
		const alone = [...labels.item.keys()].filter((at) => at % 5 === 0);
		const pick = (column: ArrayLike<number>) => Int32Array.from(alone, (at) => column[at]!);
		const one = { ...labels, item: pick(labels.item), worker: pick(labels.worker), label: pick(labels.label) };
		const { models, warnings } = refit(one);
		expect(warnings.map(({ kind }) => kind)).toContain('degenerate');
		for (const model of models) expect([...workerConfusion(model)]).toEqual([0.75, 0.25, 0.25, 0.75]);
	});
});
