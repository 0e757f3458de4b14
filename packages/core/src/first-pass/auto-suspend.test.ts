import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorRateUpperBound, learnThresholds, nextProof } from './auto-decide.ts';
import {
	type AutoDecideState,
	autoDecide,
	autoDecideOff,
	autoDecision,
	autoFate,
	autoQuestion,
	errorSequence,
	logWealth,
	startAutoDecide,
} from './auto-suspend.ts';
import { seededRandom } from './seeded-random.ts';

const alpha = 0.05;
const delta = 0.05;
const rules = [
	{ threshold: 0.9, errors: 0, n: 100 },
	{ threshold: 0.8, errors: 1, n: 200 },
];
const started = startAutoDecide({ rules, alpha, delta });

/** Audits of one class with a true error rate: whether it was suspended, and after how many. */
const audit = (rate: number, audits: number, seed: number): number | undefined => {
	const random = seededRandom(seed);
	let state: AutoDecideState = started;
	for (let n = 1; n <= audits; n++) {
		state = autoDecide(state, { decided: 1, wrong: random() < rate });
		if (state.classes[1]!.suspended) return n;
	}
	return undefined;
};

describe('the rule of each class', () => {
	/** Class 1 is easy, class 0 is hard: its errors stay where it is sure. */
	const draw = (n: number, seed: number) => {
		const random = seededRandom(seed);
		return Array.from({ length: n }, () => {
			const confidence = 0.5 + random() / 2;
			const option = random() < 0.5 ? 0 : 1;
			const wrong = random() < (option === 0 ? 0.3 : 0.5 * (1 - confidence));
			const probabilities = option === 0 ? [confidence, 1 - confidence] : [1 - confidence, confidence];
			return { probabilities, truth: wrong ? 1 - option : option };
		});
	};

	it('is proven for the class that bears it, and for no other', () => {
		const [hard, easy] = learnThresholds({ audited: draw(4_000, 1), classCount: 2, alpha, delta });
		expect(hard!.threshold).toBeUndefined();
		expect(easy!.threshold).toBeDefined();
		expect(errorRateUpperBound({ errors: easy!.errors, n: easy!.n, delta })).toBeLessThanOrEqual(alpha);
	});

	it('exceeds its error in at most delta of the draws, class by class', () => {
		// Of class 1 at confidence ≥ t: the mean of (1 − c) / 2 over c in [t, 1], a quarter of 1 − t.
		let exceeded = 0;
		let proven = 0;
		const draws = 300;
		for (let seed = 1; seed <= draws; seed++) {
			const [hard, easy] = learnThresholds({ audited: draw(1_500, seed), classCount: 2, alpha, delta: 0.1 });
			expect(hard!.threshold).toBeUndefined();
			if (easy!.threshold === undefined) continue;
			proven++;
			if ((1 - easy!.threshold) / 4 > alpha) exceeded++;
		}
		expect(proven).toBeGreaterThan(200);
		// 0.1 · 300 = 30 expected at the very most; 46 is three standard errors above.
		expect(exceeded).toBeLessThanOrEqual(46);
	});
});

describe('deciding without people', () => {
	it('is off by default, and where a class has no threshold', () => {
		expect(autoDecision(autoDecideOff, [0.001, 0.999])).toBeUndefined();
		const none = startAutoDecide({ rules: [{ threshold: undefined, errors: 0, n: 0 }, rules[1]!], alpha, delta });
		expect(autoDecision(none, [0.99, 0.01])).toBeUndefined();
		expect(autoDecision(none, [0.01, 0.99])).toBe(1);
	});

	it('takes what reaches its own class’s threshold', () => {
		fc.assert(
			fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (p) => {
				const decided = autoDecision(started, [1 - p, p]);
				const expected = p > 0.5 ? (p >= 0.8 ? 1 : undefined) : 1 - p >= 0.9 ? 0 : undefined;
				expect(decided).toBe(expected);
			}),
		);
	});

	it('is suspended by itself, for one class, and stays so', () => {
		let state: AutoDecideState = started;
		for (let n = 0; n < 20; n++) state = autoDecide(state, { decided: 1, wrong: true });
		expect(state.classes.map(({ suspended }) => suspended)).toEqual([false, true]);
		expect(autoDecision(state, [0.01, 0.99])).toBeUndefined();
		expect(autoDecision(state, [0.99, 0.01])).toBe(0);
		for (let n = 0; n < 5_000; n++) state = autoDecide(state, { decided: 1, wrong: false });
		expect(state.classes[1]!.suspended).toBe(true);
		expect(started.classes[1]!.n).toBe(0);
	});

	it('is rarely suspended within its bound: at most delta, ever', () => {
		const runs = 400;
		const suspended = Array.from({ length: runs }, (_, seed) => audit(alpha, 2_000, seed + 1)).filter(
			(at) => at !== undefined,
		).length;
		// 0.05 · 400 = 20 expected at the very most; 33 is three standard errors above.
		expect(suspended).toBeLessThanOrEqual(33);
		// A machine that never suspends would pass the line above.
		expect(suspended).toBeGreaterThan(0);
	});

	it('is suspended when the true error doubles', () => {
		const after = Array.from({ length: 200 }, (_, seed) => audit(2 * alpha, 2_000, seed + 1));
		expect(after.filter((at) => at === undefined)).toEqual([]);
		const sorted = after.map((at) => at!).sort((a, b) => a - b);
		expect(sorted[100]).toBeLessThan(400);
	});
});

describe('the confidence sequence', () => {
	it('covers the true rate at every moment at once', () => {
		const runs = 300;
		let missed = 0;
		for (let seed = 1; seed <= runs; seed++) {
			const random = seededRandom(seed);
			let errors = 0;
			for (let n = 1; n <= 1_000; n++) {
				if (random() < 0.1) errors++;
				if (
					logWealth({ n, errors, rate: 0.1, side: 'above' }) >= Math.log(20) ||
					logWealth({ n, errors, rate: 0.1, side: 'below' }) >= Math.log(20)
				) {
					missed++;
					break;
				}
			}
		}
		// Two sides of 0.05: 30 expected at the very most; 46 is three standard errors above.
		expect(missed).toBeLessThanOrEqual(46);
	});

	it('is where its bets stop refuting, and narrows', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 3_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
				const errors = Math.round(share * n);
				const { low, high } = errorSequence({ n, errors }, delta);
				expect(low).toBeLessThanOrEqual(errors / n + 1e-9);
				expect(high).toBeGreaterThanOrEqual(errors / n - 1e-9);
				if (low > 1e-6) {
					expect(logWealth({ n, errors, rate: low * 0.999, side: 'above' })).toBeGreaterThanOrEqual(-Math.log(delta));
				}
				if (high < 1 - 1e-6) {
					const above = 1 - (1 - high) * 0.999;
					expect(logWealth({ n, errors, rate: above, side: 'below' })).toBeGreaterThanOrEqual(-Math.log(delta));
				}
			}),
		);
		const width = (n: number) => {
			const { low, high } = errorSequence({ n, errors: n / 10 }, delta);
			return high - low;
		};
		expect(errorSequence({ n: 0, errors: 0 }, delta)).toEqual({ low: 0, high: 1 });
		expect(width(1_000)).toBeLessThan(width(100) / 2);
	});
});

describe('looking for a proof again and again', () => {
	it('spends no more than the risk, and needs twice as many decisions each time', () => {
		let spent = 0;
		let before = 0;
		for (let looks = 0; looks < 200; looks++) {
			const next = nextProof({ looks, alpha, delta });
			spent += next.delta;
			if (looks > 0) expect(next.items).toBe(before * 2);
			before = next.items;
		}
		expect(spent).toBeLessThan(delta);
		expect(spent).toBeGreaterThan(delta * 0.99);
	});

	it('begins where two errors can still prove the bound', () => {
		const { items, delta: share } = nextProof({ looks: 0, alpha, delta });
		expect(errorRateUpperBound({ errors: 2, n: items, delta: share })).toBeLessThanOrEqual(alpha);
		expect(errorRateUpperBound({ errors: 2, n: items - 1, delta: share })).toBeGreaterThan(alpha);
	});

	it('passes on what is wrong too often in at most delta of the draws, over all its looks', () => {
		let passed = 0;
		const draws = 400;
		for (let seed = 1; seed <= draws; seed++) {
			const random = seededRandom(seed);
			const items: { probabilities: number[]; truth: number }[] = [];
			for (let looks = 0; looks < 5; looks++) {
				const next = nextProof({ looks, alpha, delta: 0.1 });
				while (items.length < next.items) {
					const confidence = 0.8 + random() / 5;
					items.push({ probabilities: [1 - confidence, confidence], truth: random() < alpha * 1.01 ? 0 : 1 });
				}
				const [, rule] = learnThresholds({ audited: items, classCount: 2, alpha, delta: next.delta });
				if (rule!.threshold !== undefined) {
					passed++;
					break;
				}
			}
		}
		// 40 expected at the very most; 58 is three standard errors above.
		expect(passed).toBeLessThanOrEqual(58);
	});
});

describe('what becomes of a scored item', () => {
	const learning = startAutoDecide({ rules: [{ threshold: undefined, errors: 0, n: 0 }, rules[1]!], alpha, delta });
	const fate = (state: AutoDecideState, probabilities: readonly number[], chance: number) =>
		autoFate(state, { probabilities, auditShare: 0.1, chance });

	it('is people’s where it is off or the machine is not sure, and theirs unseen where its audit has refuted it', () => {
		fc.assert(
			fc.property(
				fc.double({ min: 0.5, max: 1, noNaN: true }),
				fc.double({ min: 0, max: 0.999, noNaN: true }),
				(p, chance) => {
					expect(fate(autoDecideOff, [p, 1 - p], chance)).toEqual({ kind: 'people' });
					if (p < 0.8) expect(fate(started, [1 - p, p], chance)).toEqual({ kind: 'people' });
					const suspended = { ...started, classes: started.classes.map((one) => ({ ...one, suspended: true })) };
					expect(fate(suspended, [p, 1 - p], chance)).toEqual({ kind: p < 0.8 ? 'people' : 'withhold' });
				},
			),
		);
	});

	it('is a blind decision for half of what is not proven, and for the audit’s share of what is', () => {
		expect(fate(learning, [0.95, 0.05], 0.49)).toMatchObject({ kind: 'audit', option: 0, accepted: false });
		expect(fate(learning, [0.95, 0.05], 0.5)).toEqual({ kind: 'people' });
		expect(fate(learning, [0.05, 0.95], 0.09)).toMatchObject({ kind: 'audit', option: 1, accepted: true });
		expect(fate(learning, [0.05, 0.95], 0.1)).toMatchObject({ kind: 'decide', option: 1, confidence: 0.95 });
	});

	it('is decided only at its threshold or above', () => {
		fc.assert(
			fc.property(fc.double({ min: 0.5, max: 1, noNaN: true }), (p) => {
				expect(fate(started, [p, 1 - p], 0.99).kind).toBe(p >= 0.9 ? 'decide' : 'people');
			}),
		);
	});
});

describe('the question that can be decided without people', () => {
	const options = [
		{ value: 'a', label: 'A' },
		{ value: 'b', label: 'B' },
	];
	const choice = { kind: 'single', name: 'kind', title: 'Kind', required: true, options } as const;
	const note = { kind: 'text', name: 'note', title: 'Note', required: false, charsMax: 100 } as const;

	it('is one required choice, beside which nothing else is required', () => {
		expect(autoQuestion({ questions: [note, choice] })).toBe(choice);
		expect(autoQuestion({ questions: [{ ...note, required: true }, choice] })).toBeUndefined();
		expect(autoQuestion({ questions: [{ ...choice, required: false }] })).toBeUndefined();
		expect(autoQuestion({ questions: [{ ...choice, kind: 'multiple' }] })).toBeUndefined();
		expect(autoQuestion({ questions: [note] })).toBeUndefined();
	});
});
