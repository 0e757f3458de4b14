import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../first-pass/seeded-random.ts';
import { type AuditOutcome, auditReport, mayStopEarly } from './audit.ts';

const repeat = (times: number, outcome: AuditOutcome): AuditOutcome[] => Array.from({ length: times }, () => outcome);

describe('an audit', () => {
	it('with one inclusion probability is plain shares with Wilson intervals', () => {
		const report = auditReport(
			[
				...repeat(90, { decided: 1, truth: 1, inclusion: 0.05 }),
				...repeat(10, { decided: 0, truth: 1, inclusion: 0.05 }),
				...repeat(95, { decided: 0, truth: 0, inclusion: 0.05 }),
				...repeat(5, { decided: 1, truth: 0, inclusion: 0.05 }),
			],
			2,
		);
		const { recall, falsePositiveRate } = report.classes[1]!;
		expect(recall).toMatchObject({ rate: 0.9, items: 100 });
		// Wilson's interval of 90 in 100, as published tables have it.
		expect(recall!.low).toBeCloseTo(0.8256, 4);
		expect(recall!.high).toBeCloseTo(0.9448, 4);
		expect(falsePositiveRate!.rate).toBeCloseTo(0.05, 12);
		expect(report.balancedAccuracy).toBeCloseTo(0.925, 12);
	});

	it('counts an item by one over the chance that it was drawn', () => {
		const report = auditReport(
			[
				{ decided: 1, truth: 1, inclusion: 0.5 },
				{ decided: 0, truth: 1, inclusion: 0.1 },
			],
			2,
		);
		expect(report.classes[1]!.recall!.rate).toBeCloseTo(2 / 12, 12);
		expect(report.classes[0]!.recall).toBeUndefined();
	});

	it('finds the recall of all items from a sample drawn more often where people disagreed', () => {
		const random = seededRandom(11);
		let covered = 0;
		let biased = 0;
		const times = 200;
		for (let time = 0; time < times; time++) {
			const drawn: AuditOutcome[] = [];
			for (let item = 0; item < 2_000; item++) {
				const hard = item % 4 === 0;
				const inclusion = hard ? 0.4 : 0.1;
				const decided = random() < (hard ? 0.6 : 0.98) ? 1 : 0;
				if (random() < inclusion) drawn.push({ decided, truth: 1, inclusion });
			}
			const { rate, low, high } = auditReport(drawn, 2).classes[1]!.recall!;
			const truth = 0.25 * 0.6 + 0.75 * 0.98;
			if (low <= truth && truth <= high) covered++;
			const naive = drawn.filter(({ decided }) => decided === 1).length / drawn.length;
			if (Math.abs(naive - truth) > Math.abs(rate - truth)) biased++;
		}
		// 95 % nominal; 0.9 is over three standard errors below.
		expect(covered / times).toBeGreaterThan(0.9);
		expect(biased / times).toBeGreaterThan(0.9);
	});

	it('has rates and intervals in order, whatever was found', () => {
		const outcome = fc.record({
			decided: fc.integer({ min: 0, max: 2 }),
			truth: fc.integer({ min: 0, max: 2 }),
			inclusion: fc.double({ min: 0.01, max: 1, noNaN: true }),
		});
		fc.assert(
			fc.property(fc.array(outcome, { maxLength: 60 }), (outcomes) => {
				const { classes } = auditReport(outcomes, 3);
				for (const [k, { recall, falsePositiveRate }] of classes.entries()) {
					expect(recall === undefined).toBe(!outcomes.some(({ truth }) => truth === k));
					for (const one of [recall, falsePositiveRate]) {
						if (one === undefined) continue;
						expect(one.low).toBeGreaterThanOrEqual(0);
						expect(one.low).toBeLessThanOrEqual(one.rate + 1e-9);
						expect(one.rate).toBeLessThanOrEqual(one.high + 1e-9);
						expect(one.high).toBeLessThanOrEqual(1);
					}
				}
			}),
		);
	});
});

describe('the gate of stopping early', () => {
	const gate = { recallMin: new Map([[1, 0.9]]), balancedAccuracyMin: 0.9 };
	const found = (missed: number, falseAlarms: number) =>
		auditReport(
			[
				...repeat(200 - missed, { decided: 1, truth: 1, inclusion: 0.05 }),
				...repeat(missed, { decided: 0, truth: 1, inclusion: 0.05 }),
				...repeat(1_800 - falseAlarms, { decided: 0, truth: 0, inclusion: 0.05 }),
				...repeat(falseAlarms, { decided: 1, truth: 0, inclusion: 0.05 }),
			],
			2,
		);

	it('closes on a loss of recall that plain accuracy hides', () => {
		// 2.5 % of all are wrong here, and 7.5 % there, where most of what is harmful is found.
		expect(mayStopEarly(found(50, 0), gate)).toBe(false);
		expect(mayStopEarly(found(10, 140), gate)).toBe(true);
	});

	it('closes on a loss of balance, and waits for enough audited items', () => {
		expect(mayStopEarly(found(10, 500), gate)).toBe(false);
		expect(mayStopEarly(auditReport(repeat(20, { decided: 0, truth: 1, inclusion: 0.05 }), 2), gate)).toBe(true);
		expect(mayStopEarly(auditReport([], 2), gate)).toBe(true);
	});
});
