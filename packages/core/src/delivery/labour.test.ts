import { describe, expect, it } from 'vitest';
import { type LabourCounts, labourOf } from './labour.ts';

const counts: LabourCounts = {
	items: { total: 100, decided: 90, inherited: 10, undecidedAtCap: 4 },
	people: 6,
	workMs: 7_234_567,
	decidedByMachine: 8,
	bySeverity: [
		{ severity: 0, decisions: 60, views: 90, people: 6 },
		{ severity: 3, decisions: 12, views: 31, people: 5 },
		{ severity: 4, decisions: 8, views: 9, people: 4 },
	],
	answersWithoutLooking: 7,
	surprises: 2,
	contests: { filed: 0, upheld: 0 },
	breaches: { budget: 0, consent: 0, once: 0 },
	methods: ['consensus/1', 'consensus/2'],
	predictors: ['text 3'],
};

describe('labourOf', () => {
	it('counts views by severity, hours, and the share of the machine', () => {
		expect(labourOf({ ...counts, bySeverity: counts.bySeverity.slice(0, 2) })).toMatchObject({
			items: counts.items,
			people: { count: 6, countries: null },
			paidHours: 2,
			pay: { currency: null, medianHourly: null, floor: null },
			decidedByMachineShare: 0.1,
			viewsPerDecision: [
				{ severity: 0, decisions: 60, views: 1.5 },
				{ severity: 3, decisions: 12, views: 2.583 },
			],
			answersWithoutLooking: 7,
			surprises: 2,
			methods: { decisions: 'consensus/1, consensus/2', firstPass: 'text 3' },
		});
	});

	it('claims nothing about pay', () => {
		expect(labourOf(counts).pay.note).toContain('no pay ledger yet');
	});

	it('leaves out a severity that fewer than five people saw, and says so', () => {
		const labour = labourOf(counts);
		expect(labour.viewsPerDecision?.map(({ severity }) => severity)).toEqual([0, 3]);
		expect(labour.methods['privacy']).toContain('left out: 1');
	});

	it('withholds of fewer than five people whatever counts what they did', () => {
		const few = labourOf({ ...counts, people: 4 });
		expect(few).toMatchObject({
			paidHours: null,
			viewsPerDecision: null,
			answersWithoutLooking: null,
			surprises: null,
		});
		expect(few.people.count).toBe(4);
		expect(few.methods['privacy']).toContain('withheld');
		// Nothing that is left changes with what these people did.
		const other = labourOf({
			...counts,
			people: 4,
			workMs: 1,
			answersWithoutLooking: 99,
			surprises: 55,
			bySeverity: [{ severity: 4, decisions: 80, views: 400, people: 1 }],
		});
		expect(other).toEqual(few);
	});

	it('tells breaches of however few people, and which invariants were recounted', () => {
		const labour = labourOf({ ...counts, people: 1, breaches: { once: 0, budget: 2, consent: 1 } });
		expect(labour.breaches).toEqual({ total: 3, byInvariant: { budget: 2, consent: 1, once: 0 } });
		expect(labour.methods['breaches']).toBe(
			'recount/1: recounted from the tables by separate code: budget, consent, once; no others',
		);
	});

	it.each([{}, undefined])('does not pass off as 0 breaches what nobody recounted', (breaches) => {
		const labour = labourOf({ ...counts, breaches });
		expect(labour.breaches).toEqual({ total: 0, byInvariant: {} });
		expect(labour.methods['breaches']).toContain('not recounted');
	});

	it('has nothing to divide by in an empty project', () => {
		const empty = labourOf({
			...counts,
			items: { total: 0, decided: 0, inherited: 0, undecidedAtCap: 0 },
			bySeverity: [],
			decidedByMachine: 0,
			methods: [],
			predictors: [],
		});
		expect(empty.decidedByMachineShare).toBe(0);
		expect(empty.viewsPerDecision).toEqual([]);
		expect(empty.methods).toMatchObject({ decisions: 'none yet', firstPass: 'none' });
	});
});
