import { intersectionOverUnion } from '@utu/core/consensus/box-match.ts';
import { boxConsensus } from '@utu/core/consensus/boxes.ts';
import { segmentConsensus } from '@utu/core/consensus/segments.ts';
import { spanConsensus } from '@utu/core/consensus/spans.ts';
import { usageError } from '../errors.ts';
import type { Collected, CollectedQuestion } from './collect.ts';
import {
	answersOf,
	type DecidedQuestion,
	decisionsOf,
	labelNames,
	leastOf,
	type Options,
	workersOf,
} from './decided.ts';
import { regionTruth, type Stretch, stretchOverlap } from './region-truth.ts';

const byLabel = (names: readonly string[], accuracy: Float64Array) => (worker: number) =>
	Object.fromEntries(names.map((name, label) => [name, accuracy[worker * names.length + label]!]));

export const decideSpans = (collected: Collected, question: CollectedQuestion, options: Options): DecidedQuestion => {
	const answers = answersOf(question, 'spans');
	const { names, id } = labelNames(answers.flatMap(({ answer }) => answer.spans.map(({ label }) => label)));
	const grounds = groundsOf(collected, answers);
	const solved = spanConsensus(
		{
			texts: grounds.map(({ text }) => text),
			...{ workerCount: collected.workers.length, labelCount: names.length },
			answers: answers.map(({ item, worker, answer }) => ({
				...{ item, worker },
				spans: answer.spans.map(({ start, end, label }) => {
					const { to } = grounds[item]!;
					return { start: to(start), end: to(end), label: id(label) };
				}),
			})),
		},
		options,
	);
	if (!solved.ok) throw tooLarge(question, itemTooLarge(collected, solved.error, 'words'));
	const { accuracy, agreement, empty, joined } = solved.value;
	const spans = solved.value.spans.map((own, item) => {
		const { from } = grounds[item]!;
		return own.map((span) => ({ ...span, start: from(span.start), end: from(span.end), label: names[span.label]! }));
	});
	const unknown = grounds.filter(({ known, text }) => !known && text !== '').length;
	const notes = [
		...(unknown > 0
			? [`${unknown} items do not have the text of their spans: votes are on stretches, not on words`]
			: []),
		...(empty > 0 ? [`${empty} spans hold nothing but white space, or lie outside of their text`] : []),
		...(joined > 0 ? [`${joined} spans overlap another of the same person and label, and were joined with it`] : []),
	];
	return {
		method: `${options.method ?? 'dawid-skene-pooled'}, word by word`,
		decisions: decisionsOf(collected, question, (item) => ({
			value: spans[item]!.map((span) => ({
				...span,
				...(grounds[item]!.known ? { text: grounds[item]!.text.slice(span.start, span.end) } : {}),
			})),
			certainty: leastOf(spans[item]!.map(({ certainty }) => certainty)),
		})),
		agreement: names.map((label, at) => ({ label, alpha: agreement[at]! })),
		workers: workersOf(collected, question, byLabel(names, accuracy)),
		notes,
		truth: regionTruth(question, {
			...{ kind: 'spans', overlap: stretchOverlap },
			truth: ({ spans: known }) => known,
			decided: (item) => spans[item]!,
		}),
	};
};

/** What spans of an item lie in, and how their bounds are told there. */
type Ground = {
	readonly text: string;
	/** Whether it is the item's own text. */
	readonly known: boolean;
	readonly to: (bound: number) => number;
	readonly from: (bound: number) => number;
};

const same = (bound: number): number => bound;

/** Without its text an item has no words: each stretch between two bounds that somebody set is then one character of a stand-in. */
const groundsOf = (
	collected: Collected,
	answers: readonly { readonly item: number; readonly answer: { readonly spans: readonly Stretch[] } }[],
): readonly Ground[] => {
	const bounds = new Map<number, Set<number>>();
	for (const { item, answer } of answers) {
		if (collected.textOf(item) !== undefined) continue;
		const own = bounds.get(item) ?? new Set<number>();
		for (const { start, end } of answer.spans) own.add(start).add(end);
		bounds.set(item, own);
	}
	return collected.items.map((_, item): Ground => {
		const text = collected.textOf(item);
		if (text !== undefined) return { text, known: true, to: same, from: same };
		const sorted = [...(bounds.get(item) ?? [])].sort((a, b) => a - b);
		const ranks = new Map(sorted.map((bound, rank) => [bound, rank]));
		return {
			text: 'x'.repeat(Math.max(0, sorted.length - 1)),
			known: false,
			to: (bound) => ranks.get(bound)!,
			from: (rank) => sorted[rank]!,
		};
	});
};

export const decideSegments = (
	collected: Collected,
	question: CollectedQuestion,
	options: Options,
): DecidedQuestion => {
	const answers = answersOf(question, 'segments');
	const { names, id } = labelNames(answers.flatMap(({ answer }) => answer.segments.map(({ label }) => label)));
	const frames = answers.some(({ answer }) => answer.unit === 'frames');
	const durations: (number | undefined)[] = collected.items.map(() => undefined);
	for (const { item, answer } of answers) durations[item] ??= answer.duration;
	const solved = segmentConsensus(
		{
			...{ durations, workerCount: collected.workers.length, labelCount: names.length, step: frames ? 1 : undefined },
			answers: answers.map(({ item, worker, answer }) => ({
				...{ item, worker },
				segments: answer.segments.map(({ start, end, label }) => ({ start, end, label: id(label) })),
			})),
		},
		options,
	);
	if (!solved.ok) throw tooLarge(question, itemTooLarge(collected, solved.error, 'frames'));
	const { segments, accuracy, agreement, empty, joined } = solved.value;
	const first = frames ? 1 : 0;
	return {
		method: `${options.method ?? 'dawid-skene-pooled'}, frame by frame`,
		decisions: decisionsOf(collected, question, (item) => ({
			value: segments[item]!.map(({ start, label, ...rest }) => ({
				start: start + first,
				...rest,
				label: names[label]!,
			})),
			certainty: leastOf(segments[item]!.map(({ certainty }) => certainty)),
		})),
		agreement: names.map((label, at) => ({ label, alpha: agreement[at]! })),
		workers: workersOf(collected, question, byLabel(names, accuracy)),
		notes: [
			...(empty > 0 ? [`${empty} segments end before they begin, or lie outside of their recording`] : []),
			...(joined > 0
				? [`${joined} segments overlap another of the same person and label, and were joined with it`]
				: []),
		],
		truth: regionTruth(question, {
			...{ kind: 'segments', overlap: stretchOverlap },
			truth: ({ segments: known }) => known,
			decided: (item) => segments[item]!.map((one) => ({ ...one, label: names[one.label]! })),
		}),
	};
};

export const decideBoxes = (collected: Collected, question: CollectedQuestion, options: Options): DecidedQuestion => {
	const answers = answersOf(question, 'boxes');
	const { names, id } = labelNames(answers.flatMap(({ answer }) => answer.boxes.map(({ label }) => label)));
	const [itemCount, workerCount, labelCount] = [collected.items.length, collected.workers.length, names.length];
	const solved = boxConsensus(
		{
			...{ itemCount, workerCount, labelCount },
			answers: answers.map(({ item, worker, answer }) => ({
				...{ item, worker },
				boxes: answer.boxes.map((box) => ({ ...box, label: id(box.label) })),
			})),
		},
		options,
	);
	if (!solved.ok) {
		const { error } = solved;
		throw tooLarge(
			question,
			error.kind === 'too-many-boxes'
				? `${error.boxes} boxes on item ${collected.items[error.item]}, over ${error.boxesMax}`
				: `${error.labels} labels, over ${error.labelsMax}`,
		);
	}
	const { boxes, edgeError, agreement, refused } = solved.value;
	return {
		method: `${options.method ?? 'one-coin'} on boxes that overlap`,
		decisions: decisionsOf(collected, question, (item) => ({
			value: boxes[item]!.map(({ label, ...box }) => ({ ...box, label: names[label]! })),
			certainty: leastOf(boxes[item]!.map(({ certainty }) => certainty)),
		})),
		agreement: [{ label: 'what somebody boxed', alpha: agreement }],
		workers: workersOf(collected, question, (worker) => ({ 'edge error, share of the box': edgeError[worker]! })),
		notes: [...(refused > 0 ? [`${refused} things that somebody boxed are more probably not there`] : [])],
		truth: regionTruth(question, {
			...{ kind: 'boxes', overlap: intersectionOverUnion },
			truth: ({ boxes: known }) => known,
			decided: (item) => boxes[item]!.map((one) => ({ ...one, label: names[one.label]! })),
		}),
	};
};

const itemTooLarge = (
	{ items }: Collected,
	{ item, cells, cellsMax }: { readonly item: number; readonly cells: number; readonly cellsMax: number },
	units: string,
): string => `item ${items[item]} has ${cells} ${units} to vote on, over ${cellsMax}`;

const tooLarge = ({ name }: CollectedQuestion, what: string) =>
	usageError(`“${name}” is too large to decide at once: ${what}. Leave that item out, or cut it.`);
