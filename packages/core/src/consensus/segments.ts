import { assert, ok, type Result } from '../shared/result.ts';
import type { Agreement } from './agreement.ts';
import type { ConsensusMethod, ConsensusWarning } from './inference.ts';
import { type Run, type SequenceError, sequenceConsensus } from './sequence.ts';

/** A stretch of time; `start` and `end` in seconds, or in frames of a video: whatever `step` is in. */
export type Segment = { readonly start: number; readonly end: number; readonly label: number };

/** Everything that one worker marked on one recording; no segments is an answer too. */
export type SegmentAnswer = { readonly item: number; readonly worker: number; readonly segments: readonly Segment[] };

export type SegmentTask = {
	/** How long each recording is; undefined where nobody says: then up to the last end that somebody set. */
	readonly durations: readonly (number | undefined)[];
	readonly workerCount: number;
	readonly labelCount: number;
	readonly answers: readonly SegmentAnswer[];
	/** The frame in which time is voted on, default `segmentDefaults.step`. */
	readonly step?: number | undefined;
};

export type DecidedSegment = Segment & {
	/** Mean over its frames of the probability that they bear the label. */
	readonly certainty: number;
	readonly support: number;
};

export type SegmentConsensus = {
	readonly segments: readonly (readonly DecidedSegment[])[];
	/** Worker × label: the share of frames on which the worker is right, under the posterior. */
	readonly accuracy: Float64Array;
	/** Krippendorff's α over frames, by label. */
	readonly agreement: readonly Agreement[];
	/** Segments that end before they begin, or lie outside of the recording. */
	readonly empty: number;
	readonly joined: number;
	readonly warnings: readonly (readonly ConsensusWarning[])[];
};

export const segmentDefaults = { /** A tenth of a second [D]. */ step: 0.1 } as const;

/**
 * The segments of a recording, voted frame by frame for each label on its own, workers weighed by how they mark. An
 * end is then set where the workers who agree with it to a frame set theirs (the median), so that the frame costs no precision.
 */
export const segmentConsensus = (
	task: SegmentTask,
	options: { readonly method?: ConsensusMethod | undefined } = {},
): Result<SegmentConsensus, SequenceError> => {
	const { durations, workerCount, labelCount, step = segmentDefaults.step } = task;
	assert(step > 0, 'step is a positive length of time');
	const lengths = durations.map((duration) => duration ?? 0);
	const byItem = durations.map((): Segment[] => []);
	for (const { item, segments } of task.answers) {
		assert(byItem[item] !== undefined, 'item is the id of a recording');
		byItem[item].push(...segments);
		if (durations[item] !== undefined) continue;
		for (const { end } of segments) lengths[item] = Math.max(lengths[item]!, end);
	}
	const unitCounts = lengths.map((length) => Math.ceil(length / step - 1e-9));
	let empty = 0;
	const answers = task.answers.map(({ item, worker, segments }) => {
		const runs = segments.flatMap((segment): Run[] => {
			const run = runOf(segment, { step, frames: unitCounts[item]! });
			if (run === undefined) empty += 1;
			return run === undefined ? [] : [run];
		});
		return { item, worker, runs };
	});
	const solved = sequenceConsensus({ unitCounts, workerCount, labelCount, answers }, options);
	if (!solved.ok) return solved;
	const { runs, ...rest } = solved.value;
	const segments = runs.map((own, item) =>
		own.map(({ from, to, label, certainty, support }): DecidedSegment => {
			const same = byItem[item]!.filter((segment) => segment.label === label);
			const start = settled(
				from * step,
				same.map(({ start }) => start),
				step,
			);
			const end = settled(
				Math.min(to * step, lengths[item]!),
				same.map(({ end }) => end),
				step,
			);
			return { start, end: Math.max(end, start), label, certainty, support };
		}),
	);
	return ok({ segments, empty, ...rest });
};

/** Frames of which at least half is covered; at least one, so that a click is not lost. */
const runOf = (
	{ start, end, label }: Segment,
	{ step, frames }: { readonly step: number; readonly frames: number },
): Run | undefined => {
	if (!(start >= 0 && end >= start)) return undefined;
	const from = Math.min(Math.round(start / step), Math.floor(start / step + 1e-9) + 1);
	const first = Math.min(from, frames - 1);
	const to = Math.min(Math.max(Math.round(end / step), first + 1), frames);
	return start < frames * step && first >= 0 && to > first ? { from: first, to, label } : undefined;
};

/** The median of what workers set within a frame of `voted`; `voted` where nobody did. */
const settled = (voted: number, set: readonly number[], step: number): number => {
	const near = set.filter((one) => Math.abs(one - voted) <= step + 1e-9).sort((a, b) => a - b);
	if (near.length === 0) return voted;
	const middle = near.length >> 1;
	return near.length % 2 === 1 ? near[middle]! : (near[middle - 1]! + near[middle]!) / 2;
};
