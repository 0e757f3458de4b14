import { assert } from '../shared/result.ts';

/** An upright rectangle; lengths in any unit, the same within an item. */
export type Box = {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	readonly label: number;
};

/** A box of one worker. */
export type OwnedBox = Box & { readonly worker: number };

type Rectangle = Omit<Box, 'label'>;

/** Area that two boxes share ÷ area that they cover together, 0 to 1 (Jaccard 1901); 0 for two boxes without area. */
export const intersectionOverUnion = (a: Rectangle, b: Rectangle): number => {
	const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
	const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
	if (width <= 0 || height <= 0) return 0;
	const shared = width * height;
	return shared / (a.width * a.height + b.width * b.height - shared);
};

type Pair = { readonly one: number; readonly other: number; readonly overlap: number; readonly alike: boolean };

/**
 * Which boxes of different workers mean the same thing: groups of indices, at most one box of each worker in a group.
 *
 * Pairs are taken by overlap, the closest first, equal labels first where it ties; two groups become one if nobody is
 * in both and the mean overlap between their boxes is at least `overlapMin`. O(boxes² log boxes).
 */
export const matchBoxes = (
	boxes: readonly OwnedBox[],
	{ overlapMin }: { readonly overlapMin: number },
): readonly (readonly number[])[] => {
	assert(overlapMin > 0 && overlapMin <= 1, 'overlapMin is above 0, at most 1');
	const groups: (number[] | undefined)[] = boxes.map((_, at) => [at]);
	const groupOf = Int32Array.from(boxes, (_, at) => at);
	for (const { one, other } of closePairs(boxes, overlapMin)) {
		const [left, right] = [groupOf[one]!, groupOf[other]!];
		if (left === right || !mayJoin(boxes, groups[left]!, groups[right]!, overlapMin)) continue;
		for (const at of groups[right]!) groupOf[at] = left;
		groups[left]!.push(...groups[right]!);
		groups[right] = undefined;
	}
	return groups.filter((group) => group !== undefined).map((group) => group.sort((a, b) => a - b));
};

const closePairs = (boxes: readonly OwnedBox[], overlapMin: number): readonly Pair[] => {
	const pairs: Pair[] = [];
	for (const [one, a] of boxes.entries()) {
		for (let other = one + 1; other < boxes.length; other++) {
			const b = boxes[other]!;
			if (a.worker === b.worker) continue;
			const overlap = intersectionOverUnion(a, b);
			if (overlap >= overlapMin) pairs.push({ one, other, overlap, alike: a.label === b.label });
		}
	}
	return pairs.sort((a, b) => b.overlap - a.overlap || Number(b.alike) - Number(a.alike));
};

const mayJoin = (
	boxes: readonly OwnedBox[],
	left: readonly number[],
	right: readonly number[],
	overlapMin: number,
): boolean => {
	let sum = 0;
	for (const one of left) {
		for (const other of right) {
			if (boxes[one]!.worker === boxes[other]!.worker) return false;
			sum += intersectionOverUnion(boxes[one]!, boxes[other]!);
		}
	}
	return sum >= overlapMin * left.length * right.length;
};
