import { inferConsensus } from '@utu/core/consensus/infer.ts';
import { buildLabels, type LabelRow } from '@utu/core/consensus/labels.ts';
import { describe, expect, it } from 'vitest';
import { decisionsOf, reportOf, reportText } from './report.ts';

const rowsOf = (answers: Readonly<Record<string, string>>): LabelRow[] =>
	Object.entries(answers).flatMap(([item, labels]) =>
		[...labels].map((label, worker) => ({ item, worker: `w${worker}`, label })),
	);

const infer = (answers: Readonly<Record<string, string>>) => {
	const built = buildLabels(rowsOf(answers));
	if (!built.ok) throw new Error(built.error.kind);
	return { table: built.value, consensus: inferConsensus(built.value.labels, { method: 'majority' }) };
};

describe('decisionsOf', () => {
	it('names a tie as one, with all that are in it', () => {
		const { table, consensus } = infer({ p: 'aab', q: 'ab', r: 'bbb' });
		expect([...decisionsOf(table, consensus)]).toEqual([
			{ item: 'p', label: 'a', certainty: 2 / 3, labels: 3, tied: [] },
			{ item: 'q', label: 'a', certainty: 0.5, labels: 2, tied: ['a', 'b'] },
			{ item: 'r', label: 'b', certainty: 1, labels: 3, tied: [] },
		]);
	});
});

describe('reportOf', () => {
	it('counts a tie by its share, and what has no labels apart', () => {
		const { table, consensus } = infer({ p: 'aab', q: 'ab', r: 'bbb', s: 'aaa' });
		const truth = new Map([
			['p', 'a'],
			['q', 'b'],
			['r', 'a'],
			['elsewhere', 'a'],
		]);
		const report = reportOf(table, consensus, truth);
		expect(report).toMatchObject({
			method: 'majority',
			labels: 11,
			items: 4,
			workers: 3,
			decided: { a: 3, b: 1 },
			ties: 1,
		});
		expect(report.truth).toMatchObject({ items: 3, withoutLabels: 1, accuracy: 0.5, balancedAccuracy: 0.5 });
		expect(report.truth?.recall).toEqual([
			{ label: 'a', items: 2, recall: 0.5 },
			{ label: 'b', items: 1, recall: 0.5 },
		]);
		// Pairs that agree: p 1 of 3, q 0 of 1, r 3 of 3, s 3 of 3.
		expect(report.agreement.percent).toMatchObject({ defined: true, value: expect.closeTo(0.7, 10) });
	});

	it('counts a truth that nobody answered as missed', () => {
		const { table, consensus } = infer({ p: 'aa', q: 'bb' });
		const report = reportOf(table, consensus, new Map([['p', 'z']]));
		expect(report.truth).toMatchObject({ items: 1, accuracy: 0, recall: [{ label: 'z', items: 1, recall: 0 }] });
	});

	it('says in words what cannot be said', () => {
		const single = infer({ p: 'a', q: 'b' });
		const text = reportText(reportOf(single.table, single.consensus, new Map([['other', 'a']])));
		expect(text).toContain('undefined (no item has two labels)');
		expect(text).toContain('is no evidence');
		expect(text).toContain('none of its items has labels');
		const same = infer({ p: 'aa', q: 'aa' });
		expect(reportText(reportOf(same.table, same.consensus, undefined))).toContain(
			'undefined (all labels are the same)',
		);
	});
});
