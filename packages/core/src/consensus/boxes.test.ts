import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Box, intersectionOverUnion, matchBoxes } from './box-match.ts';
import { type BoxTask, boxConsensus, boxLimits, fuseBoxes } from './boxes.ts';

type Four = readonly [number, number, number, number];
const fixture = JSON.parse(
	readFileSync(new URL('../../../../fixtures/consensus/boxes.json', import.meta.url), 'utf8'),
) as {
	overlaps: { a: Four; b: Four; overlap: number }[];
	scenes: { workers: Four[][]; pairs: [number, number][]; weights: number[]; fused: Four[] }[];
};

const boxOf = ([x, y, width, height]: Four, label = 0): Box => ({ x, y, width, height, label });
const solve = (task: BoxTask) => {
	const solved = boxConsensus(task);
	if (!solved.ok) throw new Error(solved.error.kind);
	return solved.value;
};

const anyBox = fc
	.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 30 }))
	.map(([x, y, size]): Box => ({ x, y, width: size, height: size + 1, label: 0 }));

describe('intersectionOverUnion', () => {
	it('agrees with the reference', () => {
		for (const { a, b, overlap } of fixture.overlaps)
			expect(intersectionOverUnion(boxOf(a), boxOf(b))).toBeCloseTo(overlap, 10);
	});

	it('is 1 for the same box, symmetric, and within 0 and 1', () => {
		fc.assert(
			fc.property(anyBox, anyBox, (a, b) => {
				expect(intersectionOverUnion(a, a)).toBeCloseTo(1, 12);
				expect(intersectionOverUnion(a, b)).toBe(intersectionOverUnion(b, a));
				expect(intersectionOverUnion(a, b)).toBeGreaterThanOrEqual(0);
				expect(intersectionOverUnion(a, b)).toBeLessThanOrEqual(1);
			}),
		);
	});
});

describe('matchBoxes', () => {
	it('matches two workers as the best assignment does', () => {
		for (const { workers, pairs } of fixture.scenes) {
			const [left, right] = [workers[0]!, workers[1]!];
			const boxes = [left, right].flatMap((own, worker) => own.map((four) => ({ ...boxOf(four), worker })));
			const found = matchBoxes(boxes, { overlapMin: 0.5 }).filter((group) => group.length === 2);
			expect(found.map(([one, other]) => [one, other! - left.length])).toEqual(pairs);
		}
	});

	it('puts every box into one group, and nobody twice into the same', () => {
		const owned = fc.array(
			fc.tuple(anyBox, fc.nat(3)).map(([box, worker]) => ({ ...box, worker })),
			{ maxLength: 12 },
		);
		fc.assert(
			fc.property(owned, (boxes) => {
				const groups = matchBoxes(boxes, { overlapMin: 0.3 });
				expect(groups.flat().sort((a, b) => a - b)).toEqual([...boxes.keys()]);
				for (const group of groups) {
					expect(new Set(group.map((at) => boxes[at]!.worker)).size).toBe(group.length);
				}
			}),
		);
	});

	it('prefers the same label where overlaps are equal', () => {
		const box = boxOf([0, 0, 10, 10]);
		const groups = matchBoxes(
			[
				{ ...box, label: 0, worker: 0 },
				{ ...box, label: 1, worker: 0 },
				{ ...box, label: 1, worker: 1 },
				{ ...box, label: 0, worker: 1 },
			],
			{ overlapMin: 0.5 },
		);
		expect(groups).toEqual([
			[0, 3],
			[1, 2],
		]);
	});
});

describe('fuseBoxes', () => {
	it('is the weighted mean of edges, as in weighted boxes fusion', () => {
		for (const { workers, weights, fused } of fixture.scenes) {
			const boxes = workers.flatMap((own, worker) => own.map((four) => ({ ...boxOf(four), worker })));
			const found = matchBoxes(boxes, { overlapMin: 0.5 }).map((group) => {
				const own = group.map((at) => boxes[at]!);
				return fuseBoxes(
					own,
					own.map(({ worker }) => weights[worker]!),
				);
			});
			found.sort((a, b) => a.x - b.x || a.y - b.y);
			expect(found).toHaveLength(fused.length);
			for (const [at, { x, y, width, height }] of found.entries()) {
				// The reference keeps single precision.
				for (const [edge, value] of [x, y, width, height].entries()) expect(value).toBeCloseTo(fused[at]![edge]!, 3);
			}
		}
	});
});

/** Twenty pictures, one thing on each; worker 3 boxes another place, worker 2 is less exact. */
const pictures: BoxTask = {
	itemCount: 20,
	workerCount: 4,
	labelCount: 2,
	answers: Array.from({ length: 20 }, (_, item) =>
		[0, 1, 2, 3].map((worker) => {
			const shift = worker === 2 ? (item % 2 === 0 ? 2 : -2) : worker * 0.1;
			const box =
				worker === 3 ? boxOf([60 + (item % 5), 60, 10, 10]) : boxOf([10 + shift, 20 + shift, 20, 30], item % 2);
			return { item, worker, boxes: [box] };
		}),
	).flat(),
};

describe('boxConsensus', () => {
	it('keeps what most boxed, with their label, nearer to those who are exact', () => {
		const { boxes, refused, edgeError } = solve(pictures);
		expect(refused).toBe(20);
		for (const [item, own] of boxes.entries()) {
			expect(own).toMatchObject([{ label: item % 2, support: 3 }]);
			expect(own[0]!.certainty).toBeLessThanOrEqual(own[0]!.existence + 1e-12);
			expect(Math.abs(own[0]!.x - 10)).toBeLessThan(0.5);
		}
		expect(edgeError[2]!).toBeGreaterThan(5 * edgeError[0]!);
		expect(edgeError[3]).toBeNaN();
	});

	it('does not depend on the order of answers', () => {
		const turned = solve({ ...pictures, answers: [...pictures.answers].reverse() });
		for (const [item, own] of solve(pictures).boxes.entries()) {
			expect(turned.boxes[item]![0]!.x).toBeCloseTo(own[0]!.x, 9);
			expect(turned.boxes[item]![0]!.certainty).toBeCloseTo(own[0]!.certainty, 9);
		}
	});

	it('says nothing is there where nobody boxed, and refuses too many', () => {
		const empty = { itemCount: 1, workerCount: 1, labelCount: 1, answers: [{ item: 0, worker: 0, boxes: [] }] };
		expect(solve(empty)).toMatchObject({ boxes: [[]], refused: 0 });
		const boxes = Array.from({ length: boxLimits.boxesMax + 1 }, (_, at) => boxOf([2 * at, 0, 1, 1]));
		expect(boxConsensus({ ...empty, answers: [{ item: 0, worker: 0, boxes }] })).toMatchObject({
			ok: false,
			error: { kind: 'too-many-boxes', item: 0 },
		});
		expect(boxConsensus({ ...empty, labelCount: 256 })).toMatchObject({
			ok: false,
			error: { kind: 'too-many-labels' },
		});
	});
});
