import { assert, type Result } from '../shared/result.ts';
import type { Agreement } from './agreement.ts';
import type { ConsensusMethod, ConsensusWarning } from './inference.ts';
import { type Run, type SequenceError, sequenceConsensus } from './sequence.ts';

/** A stretch of text: `start` up to, and without, `end`, in UTF-16 code units as browsers and Label Studio count. */
export type Span = { readonly start: number; readonly end: number; readonly label: number };

/** Everything that one worker marked in one text; no spans is an answer too. */
export type SpanAnswer = { readonly item: number; readonly worker: number; readonly spans: readonly Span[] };

export type SpanTask = {
	/** The text of each item. */
	readonly texts: readonly string[];
	readonly workerCount: number;
	readonly labelCount: number;
	/** At most one by worker and item. */
	readonly answers: readonly SpanAnswer[];
};

export type DecidedSpan = Span & {
	/** Mean over its words of the probability that they bear the label. */
	readonly certainty: number;
	readonly support: number;
};

export type SpanConsensus = {
	/** By item. Spans of different labels may overlap. */
	readonly spans: readonly (readonly DecidedSpan[])[];
	/** Worker × label: the share of words on which the worker is right, under the posterior. */
	readonly accuracy: Float64Array;
	/** Krippendorff's α over words, by label. */
	readonly agreement: readonly Agreement[];
	/** Spans that held white space only, or lay outside of the text. */
	readonly empty: number;
	/** Spans joined with an overlapping one of the same worker and label. */
	readonly joined: number;
	readonly warnings: readonly (readonly ConsensusWarning[])[];
};

/** Scripts that are written without spaces: each of their characters is a word of its own. */
const unspaced =
	'\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const word = new RegExp(
	`[${unspaced}]\\p{M}*|(?:(?![${unspaced}])[\\p{L}\\p{N}\\p{M}_])+(?:['’](?:(?![${unspaced}])[\\p{L}\\p{N}\\p{M}_])+)*|\\S`,
	'gu',
);

/** Where each word and each mark of punctuation begins and ends: start, end, start, end … */
export const wordsOf = (text: string): Int32Array => {
	const bounds: number[] = [];
	for (const { index, 0: found } of text.matchAll(word)) bounds.push(index, index + found.length);
	return Int32Array.from(bounds);
};

/** Words, cut wherever somebody set a boundary within one: what is marked by half a word stays so. */
const piecesOf = (text: string, spans: readonly Span[]): Int32Array => {
	const words = wordsOf(text);
	const edges = [...new Set(spans.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
	const pieces: number[] = [];
	let edge = 0;
	for (let at = 0; at < words.length; at += 2) {
		let from = words[at]!;
		const to = words[at + 1]!;
		while (edge < edges.length && edges[edge]! <= from) edge++;
		for (; edge < edges.length && edges[edge]! < to; edge++) {
			pieces.push(from, edges[edge]!);
			from = edges[edge]!;
		}
		pieces.push(from, to);
	}
	return Int32Array.from(pieces);
};

/**
 * The spans that a text bears, voted word by word for each label on its own, workers weighed by how they mark.
 *
 * White space takes no part, so that one who marks the space behind a word agrees with one who does not.
 *
 * @example
 * ```ts
 * const spans = [{ start: 0, end: 3, label: 0 }];
 * spanConsensus({ texts: ['Ann sees a cat'], workerCount: 1, labelCount: 1, answers: [{ item: 0, worker: 0, spans }] });
 * ```
 */
export const spanConsensus = (
	task: SpanTask,
	options: { readonly method?: ConsensusMethod | undefined } = {},
): Result<SpanConsensus, SequenceError> => {
	const byItem = task.texts.map((): Span[] => []);
	for (const { item, spans } of task.answers) {
		assert(byItem[item] !== undefined, 'item is the id of a text');
		byItem[item].push(...spans);
	}
	const pieces = task.texts.map((text, item) => piecesOf(text, byItem[item]!));
	let empty = 0;
	const answers = task.answers.map(({ item, worker, spans }) => {
		const runs = spans.flatMap((span): Run[] => {
			const run = runOf(span, pieces[item]!);
			if (run === undefined) empty += 1;
			return run === undefined ? [] : [run];
		});
		return { item, worker, runs };
	});
	const { workerCount, labelCount } = task;
	const unitCounts = pieces.map((bounds) => bounds.length / 2);
	const solved = sequenceConsensus({ unitCounts, workerCount, labelCount, answers }, options);
	if (!solved.ok) return solved;
	const { runs, ...rest } = solved.value;
	const spans = runs.map((own, item) =>
		own.map(({ from, to, ...run }): DecidedSpan => {
			const bounds = pieces[item]!;
			return { start: bounds[2 * from]!, end: bounds[2 * to - 1]!, ...run };
		}),
	);
	return { ok: true, value: { spans, empty, ...rest } };
};

/** The pieces that a span covers; none where it holds white space only. */
const runOf = ({ start, end, label }: Span, bounds: Int32Array): Run | undefined => {
	const count = bounds.length / 2;
	let from = 0;
	while (from < count && bounds[2 * from + 1]! <= start) from++;
	let to = from;
	while (to < count && bounds[2 * to]! < end) to++;
	return to > from ? { from, to, label } : undefined;
};
