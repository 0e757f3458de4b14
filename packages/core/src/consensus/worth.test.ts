import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../first-pass/seeded-random.ts';
import { decideNext } from './stop.ts';
import { harmStakes, harmWeighing, leastLoss, type Stakes, worthOfView } from './worth.ts';

const distribution = (classCount: number) =>
	fc
		.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: classCount, maxLength: classCount })
		.map((all) => {
			const total = all.reduce((sum, value) => sum + value, 0);
			return Float64Array.from(all, (value) => value / total);
		});

const accurate = (classCount: number, accuracy: number): Float64Array =>
	Float64Array.from({ length: classCount ** 2 }, (_, at) =>
		Math.floor(at / classCount) === at % classCount ? accuracy : (1 - accuracy) / (classCount - 1),
	);

const plain = (classCount: number, price: number): Stakes => ({
	losses: Float64Array.from({ length: classCount ** 2 }, (_, at) =>
		Math.floor(at / classCount) === at % classCount ? 0 : 1,
	),
	price: new Float64Array(classCount).fill(price),
});

/** Every sequence of answers, one after the other, without counts: slow and plain. */
const bySequences = (probabilities: Float64Array, look: { confusion: Float64Array; stakes: Stakes; left: number }) => {
	const { confusion, stakes, left } = look;
	const classCount = probabilities.length;
	let ask = probabilities.reduce((sum, p, k) => sum + p * stakes.price[k]!, 0);
	for (let j = 0; j < classCount; j++) {
		const joint = probabilities.map((p, k) => p * confusion[k * classCount + j]!);
		const chance = joint.reduce((sum, value) => sum + value, 0);
		const after = joint.map((value) => value / chance);
		const stop = leastLoss(after, stakes.losses).loss;
		ask += chance * (left === 1 ? stop : Math.min(stop, bySequences(after, { ...look, left: left - 1 })));
	}
	return ask;
};

describe('what a view is worth', () => {
	it('equals the sum over all sequences of answers', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(2, 3).chain(distribution),
				fc.double({ min: 0.4, max: 0.99, noNaN: true }),
				fc.integer({ min: 1, max: 4 }),
				fc.double({ min: 0, max: 0.2, noNaN: true }),
				(probabilities, accuracy, viewsLeft, price) => {
					const look = {
						confusion: accurate(probabilities.length, accuracy),
						stakes: plain(probabilities.length, price),
					};
					const { stop, ask } = worthOfView({ probabilities, viewsLeft, ...look });
					expect(stop).toBeCloseTo(leastLoss(probabilities, look.stakes.losses).loss, 12);
					expect(ask).toBeCloseTo(bySequences(probabilities, { ...look, left: viewsLeft }), 10);
				},
			),
			{ numRuns: 60 },
		);
	});

	it('of free views is never negative, and of views that tell nothing is their price', () => {
		fc.assert(
			fc.property(distribution(3), fc.integer({ min: 1, max: 8 }), (probabilities, viewsLeft) => {
				const free = worthOfView({ probabilities, confusion: accurate(3, 0.8), stakes: plain(3, 0), viewsLeft });
				expect(free.ask).toBeLessThanOrEqual(free.stop + 1e-12);
				const blind = worthOfView({ probabilities, confusion: accurate(3, 1 / 3), stakes: plain(3, 0.1), viewsLeft });
				expect(blind.ask).toBeCloseTo(blind.stop + 0.1, 10);
			}),
		);
	});

	it('falls as its price rises', () => {
		fc.assert(
			fc.property(
				distribution(2),
				fc.double({ min: 0, max: 0.5, noNaN: true }),
				fc.double({ min: 0.001, max: 0.5, noNaN: true }),
				(probabilities, price, more) => {
					const ask = (at: number) =>
						worthOfView({ probabilities, confusion: accurate(2, 0.85), stakes: plain(2, at), viewsLeft: 5 }).ask;
					expect(ask(price + more)).toBeGreaterThan(ask(price));
				},
			),
		);
	});

	it('looks ahead at least once, however many classes there are', () => {
		const probabilities = new Float64Array(40).fill(1 / 40);
		const look = { probabilities, confusion: accurate(40, 0.9), stakes: plain(40, 0.01), viewsLeft: 6 };
		expect(worthOfView(look).ask).toBeLessThan(worthOfView(look).stop);
	});
});

describe('stakes of harm', () => {
	it('make the expected loss one minus the balanced accuracy', () => {
		const share = [0.2, 0.8];
		const { losses } = harmStakes({ severity: [3, 0], share, weighing: { ...harmWeighing, missedWeight: 1 } });
		const missed = share[0]! * losses[1 * 2 + 0]!;
		const falseAlarms = share[1]! * losses[0 * 2 + 1]!;
		expect(missed).toBeCloseTo(0.5, 12);
		expect(falseAlarms).toBeCloseTo(0.5, 12);
	});

	it('weigh a rare side no further up than a twentieth, and price a view by its severity', () => {
		const { losses, price } = harmStakes({ severity: [0, 2, 3, 4], share: [0.999, 0.001, 0, 0] });
		expect(losses[0 * 4 + 2]).toBeCloseTo(harmWeighing.missedWeight / (2 * 0.05), 12);
		expect([...price]).toEqual([...price].sort((a, b) => a - b));
		expect(price[2]).toBeCloseTo(harmWeighing.harmfulViewPrice, 12);
		expect(price[0]).toBeCloseTo(harmWeighing.harmfulViewPrice * harmWeighing.harmlessShare, 12);
	});

	it('lean to harmful where missing is worse', () => {
		const { losses } = harmStakes({
			severity: [0, 3],
			share: [0.5, 0.5],
			weighing: { ...harmWeighing, missedWeight: 4 },
		});
		expect(leastLoss([0.7, 0.3], losses).option).toBe(1);
		expect(leastLoss([0.9, 0.1], losses).option).toBe(0);
	});
});

describe('fewest eyes', () => {
	const weighed = {
		stakes: harmStakes({ severity: [0, 3], share: [0.5, 0.5] }),
		confusion: accurate(2, 0.85),
	};
	const targets = { certainty: 1, viewsMin: 1, viewsMax: 6 };

	it('spends views where content is likely harmless, and spares them where it is likely harmful', () => {
		const kind = (harmful: number) =>
			decideNext({ posterior: Float64Array.of(1 - harmful, harmful), views: 1, targets, weighed }).kind;
		expect(kind(0.15)).toBe('another-view');
		expect(kind(0.85)).toBe('decide');
	});

	it('keeps to the least and the most views, and asks no more once the target is met', () => {
		fc.assert(
			fc.property(
				distribution(2),
				fc.integer({ min: 0, max: 9 }),
				fc.double({ min: 0, max: 1, noNaN: true }),
				(posterior, views, certainty) => {
					const decision = decideNext({ posterior, views, targets: { ...targets, certainty }, weighed });
					if (views < 1) expect(decision.kind).toBe('another-view');
					else if (views >= 6) expect(decision.kind).toBe('decide');
					if (decision.kind !== 'decide') return;
					const { option, loss } = leastLoss(posterior, weighed.stakes.losses);
					expect(decision.option).toBe(option);
					expect(decision.tied).toContain(option);
					expect(decision.reason === 'certain').toBe(loss <= 1 - certainty);
				},
			),
			{ numRuns: 300 },
		);
	});

	it('costs less, errors and exposure together, than any fixed number of views', () => {
		const random = seededRandom(5);
		const { losses, price } = weighed.stakes;
		const answer = (truth: number): number => (random() < 0.85 ? truth : 1 - truth);
		const cost = (viewsMin: number, viewsMax: number): number => {
			let sum = 0;
			for (let item = 0; item < 4_000; item++) {
				const truth = item % 2;
				let posterior = Float64Array.of(0.5, 0.5);
				for (let views = 0; ; views++) {
					const decision = decideNext({ posterior, views, targets: { certainty: 1, viewsMin, viewsMax }, weighed });
					if (decision.kind === 'decide') {
						sum += losses[decision.option * 2 + truth]! + views * price[truth]!;
						break;
					}
					const label = answer(truth);
					const joint = posterior.map((p, k) => p * weighed.confusion[k * 2 + label]!);
					const total = joint[0]! + joint[1]!;
					posterior = Float64Array.of(joint[0]! / total, joint[1]! / total);
				}
			}
			return sum / 4_000;
		};
		const adaptive = cost(1, 7);
		for (const views of [1, 3, 5, 7]) expect(adaptive).toBeLessThan(cost(views, views));
	});
});
