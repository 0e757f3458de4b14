import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../consensus/calibration.ts';
import { seededRandom } from '../first-pass/seeded-random.ts';
import { type AbilityModel, likeliestRate, rateInterval } from './ability.ts';
import { type Score, type ScoreContext, scoreLimits, scoreOf } from './score.ts';
import type { ScoredRecord, ScoredVerdict } from './verdict.ts';

const fixture = <T>(name: string): T =>
	JSON.parse(readFileSync(new URL(`../../../../fixtures/review/${name}.json`, import.meta.url), 'utf8')) as T;

type Interval = { right: number; n: number; wilson: [number, number]; jeffreys: [number, number] };
type Ability = {
	groups: [expected: number, right: number, wrong: number][];
	mix: [peersRight: number, share: number][];
	error: number;
	coincide: number;
	low: number;
	high: number;
};

const modelOf = ({ groups, mix, coincide }: Omit<Ability, 'error' | 'low' | 'high'>): AbilityModel => ({
	groups: groups.map(([expected, right, wrong]) => ({ peers: { expected }, isGold: false, right, wrong })),
	reference: mix.map(([peersRight, share]) => ({ peersRight, share })),
	coincide,
	levelError: 0,
});

describe('intervals', () => {
	it.each(fixture<Interval[]>('intervals'))('of $right in $n', ({ right, n, wilson, jeffreys }) => {
		const { low, high } = wilsonInterval({ count: right, n });
		expect(low).toBeCloseTo(wilson[0], 6);
		expect(high).toBeCloseTo(wilson[1], 6);
		// Items of one expectation and reviews without error: the posterior is Jeffreys' Beta.
		const model = modelOf({ groups: [[0.9, right, n - right]], mix: [[0.9, 1]], coincide: 1 });
		const interval = rateInterval(model, { errors: [{ error: 0, weight: 1 }], level: 0.95 });
		expect(Math.abs(interval.low - jeffreys[0])).toBeLessThan(5e-4);
		expect(Math.abs(interval.high - jeffreys[1])).toBeLessThan(5e-4);
	});

	it.each(fixture<Ability[]>('ability'))(
		'of a posterior by quadrature, error $error',
		({ error, low, high, ...rest }) => {
			const interval = rateInterval(modelOf(rest), { errors: [{ error, weight: 1 }], level: 0.95 });
			expect(Math.abs(interval.low - low)).toBeLessThan(1e-3);
			expect(Math.abs(interval.high - high)).toBeLessThan(1e-3);
		},
	);

	it('are wider where the error, or the level of the items, is less sure', () => {
		const model = modelOf({ groups: [[0.9, 180, 20]], mix: [[0.95, 1]], coincide: 1 });
		const width = (of: AbilityModel, errors: { error: number; weight: number }[]): number => {
			const { low, high } = rateInterval(of, { errors, level: 0.95 });
			return high - low;
		};
		const sure = [{ error: 0.05, weight: 1 }];
		const unsure = [0.03, 0.05, 0.07].map((error) => ({ error, weight: 1 / 3 }));
		expect(width(model, unsure)).toBeGreaterThan(1.02 * width(model, sure));
		expect(width({ ...model, levelError: 0.3 }, sure)).toBeGreaterThan(1.02 * width(model, sure));
	});

	it('have the likeliest rate at a bound where nothing else is', () => {
		const all = modelOf({ groups: [[0.9, 60, 0]], mix: [[0.9, 1]], coincide: 1 });
		expect(likeliestRate(all, 0)).toBe(1);
		const nothing = modelOf({ groups: [[0.9, 0, 60]], mix: [[0.9, 1]], coincide: 1 });
		expect(likeliestRate(nothing, 0)).toBe(0);
	});
});

const context: ScoreContext = {
	reference: [
		{ peersRight: 0.9775, share: 0.7 },
		{ peersRight: 0.8025, share: 0.3 },
	],
	doubleReviews: { reviews: 400, disagreements: 38 },
};

type Drawn = {
	readonly n: number;
	readonly expectedOf: (at: number) => number;
	readonly right: (at: number) => boolean;
};

const recordOf = ({ n, expectedOf, right }: Drawn): ScoredRecord => ({
	workerId: 'w',
	verdicts: Array.from({ length: n }, (_, at): ScoredVerdict => {
		const ids = { verdictId: `v${at}`, itemId: `i${at}`, workerId: 'w' };
		return { ...ids, correct: right(at), expected: expectedOf(at), check: 'review', secondAgrees: undefined };
	}),
});

type Scored = Extract<Score, { readonly kind: 'score' }>;

const scored = (record: ScoredRecord, given = context): Scored => {
	const score = scoreOf(record, given);
	if (score.kind !== 'score') throw new Error(score.of);
	return score;
};

describe('a score', () => {
	const steady = (n: number) => recordOf({ n, expectedOf: () => 0.9, right: (at) => at % 10 !== 0 });

	it('is not there below 50 verdicts, or while reviewers are not measured', () => {
		expect(scoreOf(steady(49), context)).toEqual({ kind: 'not-enough', of: 'verdicts', n: 49, needed: 50 });
		const { doubleReviewsMin } = scoreLimits;
		const few = { ...context, doubleReviews: { reviews: doubleReviewsMin - 1, disagreements: 3 } };
		expect(scoreOf(steady(50), few)).toMatchObject({ kind: 'not-enough', of: 'double-reviews' });
		expect(scoreOf(steady(50), context).kind).toBe('score');
	});

	it('has n, interval, item difficulty and reviewer error beside it, and no place among others', () => {
		expect(Object.keys(scored(steady(80))).sort()).toEqual(
			['kind', 'n', 'raw', 'adjusted', 'low', 'high', 'level', 'peersFoundRight', 'reviewerError'].sort(),
		);
	});

	it('holds its own value, between 0 and 1', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.boolean(), fc.double({ min: 0.1, max: 0.99, noNaN: true })), {
					minLength: 50,
					maxLength: 90,
				}),
				(rows) => {
					const { adjusted, low, high, raw } = scored(
						recordOf({ n: rows.length, expectedOf: (at) => rows[at]![1], right: (at) => rows[at]![0] }),
					);
					for (const { rate, ...of } of [{ rate: adjusted, low, high }, raw]) {
						expect(of.low).toBeGreaterThanOrEqual(0);
						expect(of.low).toBeLessThanOrEqual(rate + 1e-9);
						expect(of.high).toBeGreaterThanOrEqual(rate - 1e-9);
						expect(of.high).toBeLessThanOrEqual(1);
					}
				},
			),
			{ numRuns: 30 },
		);
	});

	it('rises with every verdict turned to right', () => {
		const rates = [60, 45, 30, 15].map(
			(wrong) => scored(recordOf({ n: 200, expectedOf: () => 0.88, right: (at) => at >= wrong })).adjusted,
		);
		expect(rates).toEqual([...rates].sort((a, b) => a - b));
		expect(new Set(rates).size).toBe(4);
	});

	it('takes out 5 % of reviewers’ error: who is found right in 92.3 % is right in 97 %', () => {
		const even = { ...context, reference: [{ peersRight: 0.97, share: 1 }] };
		const doubleReviews = { reviews: 2_000, disagreements: 190 };
		const record = recordOf({ n: 1_000, expectedOf: () => 0.923, right: (at) => at >= 77 });
		const { adjusted, low, high, raw, reviewerError } = scored(record, { ...even, doubleReviews });
		expect(raw.rate).toBeCloseTo(0.923, 12);
		expect(reviewerError.rate).toBeCloseTo(0.05, 9);
		expect(adjusted).toBeCloseTo(0.97, 3);
		expect(low).toBeLessThan(0.96);
		expect(high).toBeGreaterThan(0.98);
	});

	it('takes gold as true', () => {
		const record = recordOf({ n: 500, expectedOf: () => 0.9, right: (at) => at % 10 !== 0 });
		const gold = { ...record, verdicts: record.verdicts.map((verdict) => ({ ...verdict, check: 'gold' as const })) };
		const even = { ...context, reference: [{ peersRight: 0.9, share: 1 }] };
		expect(scored(gold, even).adjusted).toBeCloseTo(0.9, 2);
		expect(scored(record, even).adjusted).toBeCloseTo(0.9, 2);
		expect(scored(gold, even).high - scored(gold, even).low).toBeLessThan(
			scored(record, even).high - scored(record, even).low,
		);
	});

	it('forgives where peers, too, differ from the review', () => {
		const wrongOn = (doubt: number): Scored => {
			const record = recordOf({ n: 100, expectedOf: () => 0.9, right: (at) => at >= 10 });
			const verdicts = record.verdicts.map((verdict) => ({
				...verdict,
				peers: { ifCheckHolds: 0.93, ifCheckFails: 0.93, doubt: verdict.correct ? 0.3 : doubt, levelError: 0 },
			}));
			return scored({ ...record, verdicts });
		};
		expect(wrongOn(60).adjusted).toBeGreaterThan(wrongOn(0.3).adjusted + 0.02);
	});
});

const found = (p: number): number => 0.95 * p + 0.05 * (1 - p);

describe('equal skill', () => {
	// Wrong in the same share of easy items, and in the same of hard ones; only the mix differs.
	const of = (hardOfTen: number): Scored =>
		scored(
			recordOf({
				n: 2_000,
				expectedOf: (at) => (at % 10 < hardOfTen ? found(0.8025) : found(0.9775)),
				right: (at) => {
					const p = at % 10 < hardOfTen ? found(0.8025) : found(0.9775);
					return ((Math.floor(at / 10) * 0.618_034) % 1) + 1e-9 < p;
				},
			}),
		);

	it('has the same score with 10 % and with 50 % hard items, within a point', () => {
		expect(of(1).raw.rate - of(5).raw.rate).toBeGreaterThan(0.05);
		expect(Math.abs(of(1).adjusted - of(5).adjusted)).toBeLessThan(0.01);
		expect(Math.abs(of(1).adjusted - 0.925)).toBeLessThan(0.01);
	});
});

describe('coverage', () => {
	it('of the interval is at least 93 % under a planted 5 % of reviewers’ error', () => {
		const random = seededRandom(11);
		let covered = 0;
		const runs = 400;
		for (let run = 0; run < runs; run++) {
			const p = [0.85, 0.92, 0.97][run % 3]!;
			let disagreements = 0;
			for (let at = 0; at < 300; at++) if (random() < 2 * 0.05 * 0.95) disagreements++;
			const draws = Array.from({ length: 150 }, () => random() < found(p));
			const { low, high } = scored(recordOf({ n: 150, expectedOf: () => found(0.92), right: (at) => draws[at]! }), {
				reference: [{ expected: found(0.92), share: 1 }],
				doubleReviews: { reviews: 300, disagreements },
			});
			if (low <= p && p <= high) covered++;
		}
		expect(covered / runs).toBeGreaterThanOrEqual(0.93);
	});
});
