import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../first-pass/seeded-random.ts';
import { type Candidate, type DrawnReview, doubleShareMin, drawReviews, type Reviewer } from './sample.ts';

const analysts = ['ann', 'ben', 'cem', 'dia'] as const;

const candidateArbitrary = fc.record({
	item: fc.integer({ min: 0, max: 30 }),
	workerId: fc.constantFrom('w0', 'w1', 'w2', 'ann'),
	stratum: fc.constantFrom('mild', 'severe'),
	seenBy: fc.uniqueArray(fc.constantFrom(...analysts, 'w0', 'w1'), { maxLength: 2 }),
});

/** Exposure follows from the item; one answer a person and item. */
const candidatesArbitrary = fc
	.uniqueArray(candidateArbitrary, { maxLength: 60, selector: ({ item, workerId }) => `${item} ${workerId}` })
	.map((rows) =>
		rows.map(({ item, ...rest }, at): Candidate => {
			return { answerId: `a${at}`, itemId: `i${item}`, exposureMs: (item % 5) * 1_000, ...rest };
		}),
	);

const planArbitrary = fc.record({
	candidates: candidatesArbitrary,
	reviewers: fc
		.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: analysts.length })
		.map((budgets) => budgets.map((exposureMsLeft, at): Reviewer => ({ analystId: analysts[at]!, exposureMsLeft }))),
	perWorker: fc.integer({ min: 0, max: 25 }),
	doubleShare: fc.constantFrom(doubleShareMin, 0.25),
	seed: fc.integer({ min: 0, max: 1e6 }),
});

/** One look an item, however many answers it serves. */
const looksOf = (plan: readonly DrawnReview[]) => [
	...new Map(
		plan.flatMap(({ candidate, review }) =>
			review.kind === 'given' ? [[candidate.itemId, { ...review, exposureMs: candidate.exposureMs }] as const] : [],
		),
	).values(),
];

const property = (
	of: (plan: readonly DrawnReview[], given: typeof planArbitrary extends fc.Arbitrary<infer P> ? P : never) => void,
) =>
	fc.assert(
		fc.property(planArbitrary, ({ seed, ...given }) => {
			of(drawReviews({ ...given, random: seededRandom(seed) }), { seed, ...given });
		}),
		{ numRuns: 300 },
	);

describe('the drawn sample', () => {
	it('has as many answers of each person as wanted, or all there are, each once', () => {
		property((plan, { candidates, perWorker }) => {
			expect(new Set(plan.map(({ candidate }) => candidate.answerId)).size).toBe(plan.length);
			for (const worker of ['w0', 'w1', 'w2', 'ann']) {
				const own = candidates.filter(({ workerId }) => workerId === worker).length;
				const drawn = plan.filter(({ candidate }) => candidate.workerId === worker);
				expect(drawn).toHaveLength(Math.min(own, perWorker));
				for (const { inclusion } of drawn) expect(inclusion).toBeCloseTo(Math.min(1, perWorker / own), 12);
			}
		});
	});

	it('is spread over the strata, to less than one answer', () => {
		property((plan, { candidates }) => {
			for (const worker of ['w0', 'w1', 'w2']) {
				for (const stratum of ['mild', 'severe']) {
					const own = candidates.filter((one) => one.workerId === worker && one.stratum === stratum);
					const drawn = plan.filter(({ candidate }) => candidate.workerId === worker && candidate.stratum === stratum);
					const inclusion = plan.find(({ candidate }) => candidate.workerId === worker)?.inclusion ?? 0;
					expect(Math.abs(drawn.length - inclusion * own.length)).toBeLessThan(1 + 1e-9);
				}
			}
		});
	});

	it('includes every answer as often as it says', () => {
		const candidates = Array.from({ length: 13 }, (_, at): Candidate => {
			const stratum = at < 4 ? 'severe' : 'mild';
			return { answerId: `a${at}`, itemId: `i${at}`, workerId: 'w', stratum, exposureMs: 1, seenBy: [] };
		});
		const drawn = new Map<string, number>();
		const runs = 4_000;
		const random = seededRandom(2);
		for (let run = 0; run < runs; run++) {
			for (const { candidate } of drawReviews({ candidates, reviewers: [], perWorker: 5, random })) {
				drawn.set(candidate.answerId, (drawn.get(candidate.answerId) ?? 0) + 1);
			}
		}
		// Four standard errors of 5/13 in 4,000 runs.
		for (const { answerId } of candidates) expect(Math.abs(drawn.get(answerId)! / runs - 5 / 13)).toBeLessThan(0.031);
	});
});

describe('reviews', () => {
	it('are done twice, by two people, in at least the share asked for', () => {
		property((plan, { doubleShare }) => {
			const looks = looksOf(plan);
			const twice = looks.filter(({ secondAnalystId }) => secondAnalystId !== undefined);
			expect(twice.length).toBeGreaterThanOrEqual(doubleShare * looks.length);
			for (const { analystId, secondAnalystId } of twice) expect(secondAnalystId).not.toBe(analystId);
		});
	});

	it('go to nobody who did the work or has seen the item', () => {
		property((plan, { candidates }) => {
			for (const { candidate, review } of plan) {
				if (review.kind !== 'given') continue;
				const lookers = candidates
					.filter(({ itemId }) => itemId === candidate.itemId)
					.flatMap(({ workerId, seenBy }) => [workerId, ...seenBy]);
				expect(lookers).not.toContain(review.analystId);
				expect(lookers).not.toContain(review.secondAnalystId);
			}
		});
	});

	it('stay within what each analyst’s own limits leave', () => {
		property((plan, { reviewers }) => {
			for (const { analystId, exposureMsLeft } of reviewers) {
				const spent = looksOf(plan)
					.filter((look) => look.analystId === analystId || look.secondAnalystId === analystId)
					.reduce((sum, { exposureMs }) => sum + exposureMs, 0);
				expect(spent).toBeLessThanOrEqual(exposureMsLeft);
			}
		});
	});

	it('are one look for all answers to an item', () => {
		property((plan) => {
			const byItem = new Map<string, DrawnReview['review']>();
			for (const { candidate, review } of plan) {
				expect(byItem.get(candidate.itemId) ?? review).toEqual(review);
				byItem.set(candidate.itemId, review);
			}
		});
	});

	it('wait where nobody may look, and are replaced by no other', () => {
		const candidates = [1, 2, 3].map((at): Candidate => {
			return { answerId: `a${at}`, itemId: `i${at}`, workerId: 'w', stratum: 's', exposureMs: 5, seenBy: [] };
		});
		const draw = (reviewers: readonly Reviewer[]) =>
			drawReviews({ candidates, reviewers, perWorker: 2, random: seededRandom(1) }).map(({ review }) => review);
		expect(draw([])).toEqual(Array(2).fill({ kind: 'waiting', for: 'analyst' }));
		expect(draw([{ analystId: 'ann', exposureMsLeft: 99 }])).toEqual(
			Array(2).fill({ kind: 'waiting', for: 'second-analyst' }),
		);
	});
});
