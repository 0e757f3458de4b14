import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	type Agreement,
	agreementByPair,
	bootstrapInterval,
	cohenKappa,
	fleissKappa,
	itemCounts,
	kappaInterval,
	krippendorffAlpha,
	type MeasurementLevel,
	oneAgainstRest,
	pairLimits,
	percentAgreement,
} from './agreement.ts';
import { buildLabels, type LabelTable } from './labels.ts';

type Case = {
	name: string;
	classes: string[];
	rows: [string, string, string][];
	alpha: Record<MeasurementLevel, number>;
	fleiss: number | null;
	cohen: { one: string; other: string; items: number; kappa: number };
};
const cases = JSON.parse(
	readFileSync(new URL('../../../../fixtures/consensus/agreement.json', import.meta.url), 'utf8'),
) as Case[];

const tableOf = (rows: readonly (readonly [string, string, string])[], classes: readonly string[]): LabelTable => {
	const built = buildLabels(
		rows.map(([item, worker, label]) => ({ item, worker, label })),
		{ classes },
	);
	if (!built.ok) throw new Error(built.error.kind);
	return built.value;
};

const definedValue = (agreement: Agreement): number => {
	if (!agreement.defined) throw new Error(agreement.reason);
	return agreement.value;
};

describe('against krippendorff and statsmodels', () => {
	for (const { name, rows, classes, alpha, fleiss, cohen } of cases) {
		const table = tableOf(rows, classes);
		const items = itemCounts(table.labels);
		it(`Krippendorff’s α: ${name}`, () => {
			for (const level of ['nominal', 'ordinal', 'interval'] as const) {
				expect(definedValue(krippendorffAlpha(items, { level }))).toBeCloseTo(alpha[level], 10);
			}
		});
		it(`Fleiss’ κ: ${name}`, () => {
			if (fleiss === null) expect(fleissKappa(items)).toEqual({ defined: false, reason: 'unequal-views' });
			else expect(definedValue(fleissKappa(items))).toBeCloseTo(fleiss, 10);
		});
		it(`Cohen’s κ: ${name}`, () => {
			const [one, other] = [cohen.one, cohen.other].map((worker) => table.workers.indexOf(worker));
			const agreement = cohenKappa(table.labels, { one: one!, other: other! });
			expect(definedValue(agreement)).toBeCloseTo(cohen.kappa, 10);
			expect(agreement).toMatchObject({ items: cohen.items });
		});
	}
});

describe('by pair', () => {
	const table = tableOf(cases[2]!.rows, cases[2]!.classes);

	it('is Cohen’s κ of the pair', () => {
		const { pairs, leftOut } = agreementByPair(table.labels, { sharedMin: 5 });
		expect(leftOut).toBe(0);
		expect(pairs.length).toBeGreaterThan(10);
		for (const { one, other, agreement } of pairs) {
			expect(agreement).toEqual(cohenKappa(table.labels, { one, other }));
			expect(agreement.defined && agreement.items).toBeGreaterThanOrEqual(5);
		}
	});

	it('is bounded', () => {
		const many = Array.from({ length: 300 }, (_, at) => ['a', `w${at}`, `${at % 2}`] as const);
		const { pairs, leftOut } = agreementByPair(tableOf(many, ['0', '1']).labels, { sharedMin: 1 });
		expect(pairs.length).toBe(pairLimits.pairsMax);
		expect(leftOut).toBe((300 * 299) / 2 - pairLimits.pairsMax);
	});
});

describe('what is not defined says why', () => {
	const single = tableOf(
		[
			['a', 'v', '0'],
			['b', 'w', '1'],
		],
		['0', '1'],
	);
	const same = tableOf(
		[
			['a', 'v', '1'],
			['a', 'w', '1'],
			['b', 'v', '1'],
			['b', 'w', '1'],
		],
		['0', '1'],
	);

	it('with nothing to compare', () => {
		const items = itemCounts(single.labels);
		const nothing = { defined: false, reason: 'nothing-to-compare' };
		expect(percentAgreement(items)).toEqual(nothing);
		expect(krippendorffAlpha(items)).toEqual(nothing);
		expect(fleissKappa(items)).toEqual(nothing);
		expect(cohenKappa(single.labels, { one: 0, other: 1 })).toEqual(nothing);
	});

	it('with one class only', () => {
		const items = itemCounts(same.labels);
		const chance = { defined: false, reason: 'one-class-only' };
		expect(percentAgreement(items)).toEqual({ defined: true, value: 1, items: 2 });
		expect(krippendorffAlpha(items)).toEqual(chance);
		expect(fleissKappa(items)).toEqual(chance);
		expect(cohenKappa(same.labels, { one: 0, other: 1 })).toEqual(chance);
	});
});

describe('percent, by label, and intervals', () => {
	const table = tableOf(cases[1]!.rows, cases[1]!.classes);
	const items = itemCounts(table.labels);

	it('counts equal pairs', () => {
		const rows = [
			['a', 'u', '0'],
			['a', 'v', '0'],
			['a', 'w', '1'],
			['b', 'u', '1'],
			['b', 'v', '1'],
		] as const;
		expect(percentAgreement(itemCounts(tableOf(rows, ['0', '1']).labels))).toEqual({
			defined: true,
			value: 0.5,
			items: 2,
		});
	});

	it('of one label against the rest is the same whichever of two is named', () => {
		const binary = itemCounts(tableOf(cases[0]!.rows, cases[0]!.classes).labels);
		const both = krippendorffAlpha(binary);
		expect(krippendorffAlpha(oneAgainstRest(binary, 0))).toEqual(both);
		expect(krippendorffAlpha(oneAgainstRest(binary, 1))).toEqual(both);
	});

	it('holds the coefficient in its bootstrap interval, narrower with more items', () => {
		let state = 7;
		const random = (): number => {
			state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
			return state / 2 ** 31;
		};
		const statistic = (some: typeof items, weights: Float64Array) => krippendorffAlpha(some, { weights });
		const interval = bootstrapInterval({ items, statistic, random, rounds: 400 })!;
		const value = definedValue(krippendorffAlpha(items));
		expect(interval.low).toBeLessThan(value);
		expect(interval.high).toBeGreaterThan(value);
		const twice = {
			...items,
			itemCount: items.itemCount * 4,
			counts: Float64Array.from([...items.counts, ...items.counts, ...items.counts, ...items.counts]),
		};
		const narrower = bootstrapInterval({ items: twice, statistic, random, rounds: 400 })!;
		expect(narrower.high - narrower.low).toBeLessThan(0.75 * (interval.high - interval.low));
	});

	it('holds the κ of a pair in its interval, narrower with more items, and none where chance decides', () => {
		let state = 11;
		const random = (): number => {
			state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
			return state / 2 ** 31;
		};
		const { pairs } = agreementByPair(table.labels, { sharedMin: 5 });
		for (const { agreement, shared, table: cells } of pairs) {
			expect(cells.reduce((sum, value) => sum + value, 0)).toBe(shared);
			const interval = kappaInterval({ table: cells, random, rounds: 400 })!;
			expect(interval.low).toBeLessThan(definedValue(agreement));
			expect(interval.high).toBeGreaterThan(definedValue(agreement));
			const larger = kappaInterval({ table: cells.map((value) => 9 * value), random, rounds: 400 })!;
			expect(larger.high - larger.low).toBeLessThan(0.6 * (interval.high - interval.low));
		}
		expect(pairs.length).toBeGreaterThan(0);
		expect(kappaInterval({ table: Float64Array.of(5, 0, 0, 0), random })).toBeUndefined();
	});

	it('weighs an item as often as it is drawn', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 0, max: 3 }), { minLength: items.itemCount, maxLength: items.itemCount }),
				(times) => {
					const repeated = times.flatMap((count, item) =>
						Array.from({ length: count }, () => [...items.counts.subarray(item * 5, item * 5 + 5)]).flat(),
					);
					const copies = { itemCount: repeated.length / 5, classCount: 5, counts: Float64Array.from(repeated) };
					const weights = Float64Array.from(times);
					for (const [weighted, plain] of [
						[krippendorffAlpha(items, { weights }), krippendorffAlpha(copies)],
						[fleissKappa(items, weights), fleissKappa(copies)],
						[percentAgreement(items, weights), percentAgreement(copies)],
					] as const) {
						expect(weighted.defined).toBe(plain.defined);
						if (weighted.defined && plain.defined) expect(weighted.value).toBeCloseTo(plain.value, 10);
					}
				},
			),
			{ numRuns: 40 },
		);
	});
});
