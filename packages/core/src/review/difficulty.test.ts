import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../first-pass/seeded-random.ts';
import { type CheckedAnswer, countPeers, peerExpectations } from './difficulty.ts';
import { referenceMixOf } from './groups.ts';

const reviewing = { error: 0.05, coincide: 1 };

const answerArbitrary: fc.Arbitrary<CheckedAnswer> = fc.record({
	itemId: fc.integer({ min: 0, max: 12 }).map((at) => `i${at}`),
	workerId: fc.integer({ min: 0, max: 6 }).map((at) => `w${at}`),
	right: fc.boolean(),
	stratum: fc.constant('s'),
	check: fc.constant('review' as const),
});

const itemsOf = (answers: readonly CheckedAnswer[], workerId: string) =>
	[...new Set(answers.filter((one) => one.workerId === workerId).map(({ itemId }) => itemId))].map((itemId) => ({
		...{ itemId, stratum: 's', check: 'review' as const },
	}));

describe('what peers are expected to reach', () => {
	it('is a probability on every item', () => {
		fc.assert(
			fc.property(fc.array(answerArbitrary, { minLength: 1, maxLength: 60 }), (answers) => {
				const counts = countPeers(answers, reviewing);
				for (const { expected, peers } of peerExpectations(counts, {
					workerId: 'w0',
					items: itemsOf(answers, 'w0'),
				})) {
					for (const p of [expected, peers.ifCheckHolds, peers.ifCheckFails]) {
						expect(p).toBeGreaterThan(0);
						expect(p).toBeLessThan(1);
					}
					expect(peers.doubt).toBeGreaterThan(0);
					expect(peers.levelError).toBeGreaterThan(0);
				}
			}),
		);
	});

	it('counts one person’s repeated answers to an item once, the last', () => {
		const answer = (workerId: string, right: boolean): CheckedAnswer => ({
			...{ itemId: 'i', workerId, right, stratum: 's', check: 'review' },
		});
		const once = [answer('x', true), answer('y', false)];
		expect(countPeers([answer('x', false), ...once], reviewing)).toEqual(countPeers(once, reviewing));
	});

	/** Two queues of one stratum, 10 % and 50 % hard; items answered by five of their ten people. */
	const drawn = (seed: number) => {
		const random = seededRandom(seed);
		const answers: (CheckedAnswer & { readonly isHard: boolean })[] = [];
		for (const [queue, share] of [0.1, 0.5].entries()) {
			for (let item = 0; item < 600; item++) {
				const isHard = random() < share;
				const reviewIsWrong = random() < reviewing.error;
				for (let view = 0; view < 5; view++) {
					const right = random() < (isHard ? 0.8 : 0.98) !== reviewIsWrong;
					const workerId = `${queue}w${(item + 3 * view) % 10}`;
					answers.push({ itemId: `${queue}-${item}`, workerId, right, stratum: 's', check: 'review', isHard });
				}
			}
		}
		return answers;
	};
	const answers = drawn(3);
	const counts = countPeers(answers, reviewing);
	const people = [...new Set(answers.map(({ workerId }) => workerId))];
	const pairs = people.flatMap((workerId) => {
		const own = answers.filter((answer) => answer.workerId === workerId);
		return peerExpectations(counts, { workerId, items: own }).map((expectation, at) => ({
			...{ ...expectation, ...own[at]! },
		}));
	});
	const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

	it('does not depend on what the worker answered', () => {
		const items = itemsOf(answers, '0w0').slice(0, 40);
		const others = answers.filter(({ workerId }) => workerId !== '0w0');
		// The strengths are learnt from everybody; all else must not move.
		const without = { ...countPeers(others, reviewing), itemStrength: counts.itemStrength };
		const fixed = { ...without, queueStrength: counts.queueStrength, clustering: counts.clustering };
		const left = peerExpectations(fixed, { workerId: '0w0', items });
		const right = peerExpectations(counts, { workerId: '0w0', items });
		for (const [at, one] of left.entries()) expect(one.expected).toBeCloseTo(right[at]!.expected, 9);
	});

	it('holds on average, in each queue and at each level', () => {
		for (const queue of ['0', '1']) {
			const own = pairs.filter(({ workerId }) => workerId.startsWith(queue));
			expect(
				Math.abs(mean(own.map(({ expected }) => expected)) - mean(own.map((one) => Number(one.right)))),
			).toBeLessThan(0.015);
		}
		for (const [from, to] of [
			[0, 0.5],
			[0.5, 0.85],
			[0.85, 1],
		] as const) {
			const level = pairs.filter(({ expected }) => expected >= from && expected < to);
			expect(level.length).toBeGreaterThan(100);
			const difference = mean(level.map(({ expected }) => expected)) - mean(level.map((one) => Number(one.right)));
			// Items here are of two kinds, which no Beta is: the middle is off by a few points, the mean is not.
			expect(Math.abs(difference)).toBeLessThan(0.08);
		}
	});

	it('knows a hard queue from an easy one, and hard items in it', () => {
		const right = (some: typeof pairs) => mean(some.map(({ peers }) => peers.ifCheckHolds));
		const [easyQueue, hardQueue] = ['0', '1'].map((queue) => pairs.filter((one) => one.workerId.startsWith(queue)));
		expect(right(easyQueue!) - right(hardQueue!)).toBeGreaterThan(0.05);
		expect(right(pairs.filter(({ isHard }) => !isHard))).toBeGreaterThan(
			right(pairs.filter(({ isHard }) => isHard)) + 0.08,
		);
	});

	it('doubts a review that the peers differ from, and never gold', () => {
		const against = (check: 'review' | 'gold') => {
			const four = ['a', 'b', 'c', 'd'].map(
				(workerId): CheckedAnswer => ({ itemId: 'new', workerId, right: false, stratum: 's', check }),
			);
			const all = countPeers([...answers, ...four], reviewing);
			const items = [{ itemId: 'new', stratum: 's', check }];
			return peerExpectations(all, { workerId: '0w0', items })[0]!;
		};
		expect(against('review').peers.doubt).toBeGreaterThan(40);
		expect(against('review').expected).toBeLessThan(0.3);
		expect(against('gold').peers.doubt).toBe(0);
	});

	it('stands many peers, and wrong answers that never coincide', () => {
		const crowd = Array.from(
			{ length: 3_000 },
			(_, at): CheckedAnswer => ({
				itemId: 'i',
				workerId: `p${at}`,
				right: at % 2 === 0,
				stratum: 's',
				check: 'review',
			}),
		);
		for (const coincide of [0, 1]) {
			const items = [{ itemId: 'i', stratum: 's', check: 'review' as const }];
			const [one] = peerExpectations(countPeers(crowd, { error: 0.05, coincide }), { workerId: 'p0', items });
			expect(one!.peers.ifCheckHolds).toBeCloseTo(0.5, 1);
			expect(one!.expected).toBeGreaterThan(0.3);
			expect(one!.expected).toBeLessThan(0.7);
		}
	});

	it('without any peer is what the stratum says, and says how little that is', () => {
		const nobody = peerExpectations(countPeers([], reviewing), {
			workerId: 'w',
			items: [{ itemId: 'i', stratum: 's', check: 'review' }],
		})[0]!;
		expect(nobody.expected).toBeCloseTo(0.5, 1);
		expect(nobody.peers.levelError).toBeGreaterThan(0.3);
	});

	it('makes the mix that all are read on, in shares', () => {
		const mix = referenceMixOf(pairs, reviewing);
		expect(mix.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
		const level = mix.reduce((sum, part) => sum + part.share * ('peersRight' in part ? part.peersRight : 0), 0);
		const hardShare = mean(answers.map(({ isHard }) => Number(isHard)));
		expect(Math.abs(level - (0.98 - 0.18 * hardShare))).toBeLessThan(0.015);
	});
});
