import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnLogPool, poolOpinions } from './log-pool.ts';
import { seededRandom } from './seeded-random.ts';

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Experts that see the log-odds of the truth with noise of their own. */
const draw = (count: number, noises: readonly number[], seed: number) => {
	const random = seededRandom(seed);
	const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
	return Array.from({ length: count }, () => {
		const odds = 2 * normal();
		const truth = random() < logistic(odds) ? 1 : 0;
		const opinions = noises.map((noise) => {
			const p = logistic(odds + noise * normal());
			return [1 - p, p];
		});
		return { opinions, target: [1 - truth, truth], truth };
	});
};

const logLoss = (
	items: ReturnType<typeof draw>,
	predict: (item: ReturnType<typeof draw>[number]) => ArrayLike<number>,
) => items.reduce((sum, item) => sum - Math.log(predict(item)[item.truth]!), 0) / items.length;

describe('a pool of first passes', () => {
	it('believes who knows more, and predicts new items better than the best of them', () => {
		const noises = [1, 1.5, 6];
		const pool = learnLogPool(draw(3_000, noises, 1), { classCount: 2, expertCount: 3 });
		expect(pool.weights[0]).toBeGreaterThan(pool.weights[1]!);
		expect(pool.weights[1]).toBeGreaterThan(pool.weights[2]!);
		const fresh = draw(3_000, noises, 2);
		const pooled = logLoss(fresh, ({ opinions }) => poolOpinions(pool, opinions));
		expect(pooled).toBeLessThan(logLoss(fresh, ({ opinions }) => opinions[0]!));
	});

	it('is at the maximum of its penalised likelihood', () => {
		const items = draw(200, [1, 3], 3);
		const pool = learnLogPool(items, { classCount: 2, expertCount: 2 });
		const loss = (weights: Float64Array): number =>
			items.length * logLoss(items, ({ opinions }) => poolOpinions({ ...pool, weights }, opinions)) +
			weights.reduce((sum, weight) => sum + weight * weight, 0) / 2;
		const least = loss(pool.weights);
		for (const expert of [0, 1]) {
			for (const step of [-0.05, 0.05])
				expect(loss(pool.weights.with(expert, pool.weights[expert]! + step))).toBeGreaterThan(least);
		}
	});

	it('without items believes nobody, and always says a distribution', () => {
		const none = learnLogPool([], { classCount: 3, expertCount: 1 });
		expect([...poolOpinions(none, [[0.9, 0.1, 0]])]).toEqual([1 / 3, 1 / 3, 1 / 3]);
		const probability = fc.double({ min: 0, max: 1, noNaN: true });
		fc.assert(
			fc.property(probability, probability, fc.double({ min: -5, max: 5, noNaN: true }), (p, q, weight) => {
				const pool = { offsets: Float64Array.of(0.3, -0.3), weights: Float64Array.of(weight, 1) };
				const [no, yes] = poolOpinions(pool, [
					[1 - p, p],
					[1 - q, q],
				]);
				expect(no! + yes!).toBeCloseTo(1, 12);
				expect(Math.min(no!, yes!)).toBeGreaterThanOrEqual(0);
			}),
		);
	});
});
