import type { Agreement } from '@utu/core/consensus/agreement.ts';
import { boxConsensus } from '@utu/core/consensus/boxes.ts';
import type { ConsensusMethod } from '@utu/core/consensus/inference.ts';
import { multipleConsensus } from '@utu/core/consensus/multiple.ts';
import { segmentConsensus } from '@utu/core/consensus/segments.ts';
import { spanConsensus } from '@utu/core/consensus/spans.ts';
import { textMedoid, wordErrors } from '@utu/core/consensus/text.ts';
import { transcriptConsensus } from '@utu/core/consensus/transcripts.ts';
import { assertNever } from '@utu/core/shared/result.ts';
import { usageError } from '../errors.ts';
import type { Collected, CollectedQuestion } from './collect.ts';
import type { ReadAnswer } from './label-studio.ts';

/** What was decided on one item; the shape of `value` follows from the question's kind. */
export type DecidedValue = {
	readonly item: string;
	readonly value: unknown;
	readonly certainty: number | undefined;
	readonly labels: number;
};

export type LabelAgreement = { readonly label: string; readonly alpha: Agreement };

/** How somebody answers: by label the share of right answers, or for boxes the error of their edges. No score. */
export type WorkerFigures = {
	readonly worker: string;
	readonly labels: number;
	readonly figures: Readonly<Record<string, number | null>>;
};

export type DecidedQuestion = {
	readonly method: string;
	readonly decisions: readonly DecidedValue[];
	readonly agreement: readonly LabelAgreement[];
	readonly workers: readonly WorkerFigures[];
	readonly notes: readonly string[];
	/** Against the export's ground truth, where the kind can be compared. */
	readonly truth?: { readonly items: number; readonly measure: string; readonly value: number } | undefined;
};

type Options = { readonly method: ConsensusMethod | undefined };

/** Decides a question whose answers are more than one class an item. @throws {CliError} over a limit of core. */
export const decideQuestion = (
	collected: Collected,
	question: CollectedQuestion,
	options: Options,
): DecidedQuestion => {
	const { kind } = question;
	switch (kind) {
		case 'choice':
			return decideChoices(collected, question, options);
		case 'text':
			return decideTexts(collected, question);
		case 'spans':
			return decideSpans(collected, question, options);
		case 'segments':
			return decideSegments(collected, question, options);
		case 'boxes':
			return decideBoxes(collected, question, options);
		case 'rating':
			throw new Error('a rating is one class an item');
		default:
			return assertNever(kind);
	}
};

type Named = { readonly id: (name: string) => number; readonly names: readonly string[] };

/** Labels in order of their names. */
const labelNames = (names: Iterable<string>): Named => {
	const sorted = [...new Set(names)].sort();
	const ids = new Map(sorted.map((name, id) => [name, id]));
	return { names: sorted, id: (name) => ids.get(name)! };
};

const answersOf = <Kind extends ReadAnswer['kind']>(question: CollectedQuestion, kind: Kind) =>
	question.answers.flatMap(({ item, worker, answer }) =>
		answer.kind === kind ? [{ item, worker, answer: answer as Extract<ReadAnswer, { readonly kind: Kind }> }] : [],
	);

const countBy = (ids: Iterable<number>, size: number): Int32Array => {
	const counts = new Int32Array(size);
	for (const id of ids) counts[id]! += 1;
	return counts;
};

/** Items that have an answer, as decisions. */
const decisionsOf = (
	{ items }: Collected,
	question: CollectedQuestion,
	of: (item: number) => { readonly value: unknown; readonly certainty: number | undefined },
): readonly DecidedValue[] => {
	const given = countBy(
		question.answers.map(({ item }) => item),
		items.length,
	);
	return items.flatMap((item, id) => (given[id]! > 0 ? [{ item, ...of(id), labels: given[id]! }] : []));
};

const workersOf = (
	{ workers }: Collected,
	question: CollectedQuestion,
	of: (worker: number) => Readonly<Record<string, number>>,
): readonly WorkerFigures[] => {
	const given = countBy(
		question.answers.map(({ worker }) => worker),
		workers.length,
	);
	return workers.flatMap((worker, id) => {
		if (given[id] === 0) return [];
		const figures = Object.entries(of(id)).map(([name, value]) => [name, Number.isNaN(value) ? null : value] as const);
		return [{ worker, labels: given[id]!, figures: Object.fromEntries(figures) }];
	});
};

const leastOf = (values: readonly number[]): number | undefined =>
	values.length === 0 ? undefined : Math.min(...values);

const decideChoices = (collected: Collected, question: CollectedQuestion, options: Options): DecidedQuestion => {
	const answers = answersOf(question, 'choice');
	const { names, id } = labelNames(answers.flatMap(({ answer }) => answer.choices));
	const [itemCount, workerCount, optionCount] = [collected.items.length, collected.workers.length, names.length];
	const { probability, confusion, agreement } = multipleConsensus(
		{
			...{ itemCount, workerCount, optionCount },
			answers: answers.map(({ item, worker, answer }) => ({ item, worker, options: answer.choices.map(id) })),
		},
		options,
	);
	const chosen = (item: number): readonly string[] =>
		names.filter((_, option) => probability[item * optionCount + option]! > 0.5);
	const decisions = decisionsOf(collected, question, (item) => {
		const row = probability.subarray(item * optionCount, (item + 1) * optionCount);
		return { value: chosen(item), certainty: leastOf([...row].map((value) => Math.max(value, 1 - value))) };
	});
	const workers = workersOf(collected, question, (worker) =>
		Object.fromEntries(
			names.flatMap((name, option) => {
				const from = (option * workerCount + worker) * 4;
				return [
					[`${name}: chosen where it holds`, confusion[from + 3] ?? Number.NaN],
					[`${name}: chosen where it does not`, confusion[from + 1] ?? Number.NaN],
				];
			}),
		),
	);
	const found = { both: 0, decided: 0, true: 0 };
	for (const [item, truth] of question.truth) {
		if (truth.kind !== 'choice') continue;
		found.decided += chosen(item).length;
		found.true += truth.choices.length;
		found.both += chosen(item).filter((one) => truth.choices.includes(one)).length;
	}
	return {
		method: `${options.method ?? 'opinion-pool'}, each choice on its own`,
		decisions,
		agreement: names.map((label, option) => ({ label, alpha: agreement[option]! })),
		workers,
		notes: [],
		truth: truthOf(question, { measure: 'micro-F1', value: (2 * found.both) / (found.decided + found.true) }),
	};
};

const truthOf = (
	{ truth }: CollectedQuestion,
	figure: { readonly measure: string; readonly value: number },
): DecidedQuestion['truth'] => (truth.size === 0 ? undefined : { items: truth.size, ...figure });

const decideTexts = (collected: Collected, question: CollectedQuestion): DecidedQuestion => {
	const answers = answersOf(question, 'text').map(({ item, worker, answer }) => ({ item, worker, text: answer.text }));
	const task = { itemCount: collected.items.length, workerCount: collected.workers.length, answers };
	const { transcripts, accuracy } = transcriptConsensus(task);
	const byItem = new Map<number, string[]>();
	for (const { item, text } of answers) byItem.set(item, [...(byItem.get(item) ?? []), text]);
	const decisions = decisionsOf(collected, question, (item) => {
		const { text, certainty, words } = transcripts[item]!;
		const similarity = textMedoid(byItem.get(item)!).agreement;
		return { value: { text, words, similarity }, certainty };
	});
	let [wrong, spoken] = [0, 0];
	for (const [item, truth] of question.truth) {
		if (truth.kind !== 'text') continue;
		wrong += wordErrors(truth.text, transcripts[item]!.text);
		spoken += truth.text.split(/\s+/u).filter((word) => word !== '').length;
	}
	const cut = transcripts.filter(({ truncated }) => truncated).length;
	return {
		method: 'word by word (ROVER), workers weighed',
		decisions,
		agreement: [],
		workers: workersOf(collected, question, (worker) => ({ 'right words': accuracy[worker]! })),
		notes:
			cut > 0 ? [`${cut} items have texts longer than what is compared; their rest is that of the nearest to all`] : [],
		truth: truthOf(question, { measure: 'word error rate', value: wrong / Math.max(spoken, 1) }),
	};
};

const notCompared = ({ truth }: CollectedQuestion): readonly string[] =>
	truth.size === 0 ? [] : [`the ground truth of ${truth.size} items is not compared: this kind has no measure here`];

const byLabel = (names: readonly string[], accuracy: Float64Array) => (worker: number) =>
	Object.fromEntries(names.map((name, label) => [name, accuracy[worker * names.length + label]!]));

const decideSpans = (collected: Collected, question: CollectedQuestion, options: Options): DecidedQuestion => {
	const answers = answersOf(question, 'spans');
	const { names, id } = labelNames(answers.flatMap(({ answer }) => answer.spans.map(({ label }) => label)));
	const ends = new Int32Array(collected.items.length);
	for (const { item, answer } of answers) for (const { end } of answer.spans) ends[item] = Math.max(ends[item]!, end);
	let unknown = 0;
	const texts = collected.items.map((_, item) => {
		const text = collected.textOf(item);
		if (text === undefined && ends[item]! > 0) unknown += 1;
		// Without its text an item has no words: what lies between two boundaries that somebody set is then one.
		return text ?? 'x'.repeat(ends[item]!);
	});
	const solved = spanConsensus(
		{
			...{ texts, workerCount: collected.workers.length, labelCount: names.length },
			answers: answers.map(({ item, worker, answer }) => ({
				...{ item, worker },
				spans: answer.spans.map(({ start, end, label }) => ({ start, end, label: id(label) })),
			})),
		},
		options,
	);
	if (!solved.ok) throw tooLarge(question, `${solved.error.cells} words to vote on, over ${solved.error.cellsMax}`);
	const { spans, accuracy, agreement, empty, joined } = solved.value;
	const notes = [
		...(unknown > 0
			? [`${unknown} items do not have the text of their spans: votes are on stretches, not on words`]
			: []),
		...(empty > 0 ? [`${empty} spans hold nothing but white space, or lie outside of their text`] : []),
		...(joined > 0 ? [`${joined} spans overlap another of the same person and label, and were joined with it`] : []),
		...notCompared(question),
	];
	return {
		method: `${options.method ?? 'dawid-skene-pooled'}, word by word`,
		decisions: decisionsOf(collected, question, (item) => ({
			value: spans[item]!.map(({ label, ...span }) => ({
				...span,
				label: names[label]!,
				...(collected.textOf(item) === undefined ? {} : { text: texts[item]!.slice(span.start, span.end) }),
			})),
			certainty: leastOf(spans[item]!.map(({ certainty }) => certainty)),
		})),
		agreement: names.map((label, at) => ({ label, alpha: agreement[at]! })),
		workers: workersOf(collected, question, byLabel(names, accuracy)),
		notes,
	};
};

const decideSegments = (collected: Collected, question: CollectedQuestion, options: Options): DecidedQuestion => {
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
	if (!solved.ok) throw tooLarge(question, `${solved.error.cells} frames to vote on, over ${solved.error.cellsMax}`);
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
			...notCompared(question),
		],
	};
};

const decideBoxes = (collected: Collected, question: CollectedQuestion, options: Options): DecidedQuestion => {
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
		notes: [
			...(refused > 0 ? [`${refused} things that somebody boxed are more probably not there`] : []),
			...notCompared(question),
		],
	};
};

const tooLarge = ({ name }: CollectedQuestion, what: string) =>
	usageError(`“${name}” is too large to decide at once: ${what}. Export fewer tasks at a time.`);
