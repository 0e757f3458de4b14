import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Segment, type SegmentTask, segmentConsensus, segmentDefaults } from './segments.ts';

const solve = (task: SegmentTask) => {
	const solved = segmentConsensus(task);
	if (!solved.ok) throw new Error(solved.error.kind);
	return solved.value;
};

const given = (segments: readonly (readonly Segment[])[], duration?: number, step?: number): SegmentTask => ({
	durations: [duration],
	workerCount: segments.length,
	labelCount: 2,
	answers: segments.map((own, worker) => ({ item: 0, worker, segments: own })),
	step,
});

describe('segmentConsensus', () => {
	it('sets the ends where the workers who agree set them', () => {
		const { segments } = solve(
			given([
				[{ start: 1.02, end: 3.47, label: 0 }],
				[{ start: 1.04, end: 3.44, label: 0 }],
				[{ start: 1.06, end: 5.1, label: 0 }],
			]),
		);
		expect(segments[0]).toMatchObject([{ label: 0, support: 3 }]);
		expect(segments[0]![0]!.start).toBeCloseTo(1.04, 6);
		expect(segments[0]![0]!.end).toBeCloseTo(3.455, 6);
	});

	it('returns what all agree on, to the last digit', () => {
		const time = fc.double({ min: 0, max: 20, noNaN: true });
		fc.assert(
			fc.property(time, time, fc.integer({ min: 1, max: 4 }), (one, other, workers) => {
				const [start, end] = [Math.min(one, other), Math.max(one, other)];
				fc.pre(end - start > 2 * segmentDefaults.step);
				const all = Array.from({ length: workers }, () => [{ start, end, label: 1 }]);
				const { segments } = solve(given(all, 20));
				expect(segments[0]).toHaveLength(1);
				expect(segments[0]![0]!.start).toBeCloseTo(start, 9);
				expect(segments[0]![0]!.end).toBeCloseTo(end, 9);
			}),
		);
	});

	it('counts in frames where the step is one', () => {
		const own = { start: 12, end: 30, label: 0 };
		expect(solve(given([[own], [own], []], 100, 1)).segments[0]).toMatchObject([own]);
	});

	it('keeps a moment shorter than a frame, and counts what is none', () => {
		const moment = { start: 2.01, end: 2.03, label: 0 };
		expect(solve(given([[moment], [moment]], 5)).segments[0]).toMatchObject([moment]);
		const wrong = [
			{ start: 3, end: 2, label: 0 },
			{ start: 7, end: 8, label: 0 },
		];
		expect(solve(given([wrong], 5))).toMatchObject({ empty: 2, segments: [[]] });
	});
});
