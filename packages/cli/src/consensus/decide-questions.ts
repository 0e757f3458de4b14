import { multipleConsensus } from '@utu/core/consensus/multiple.ts';
import { textMedoid, wordErrors } from '@utu/core/consensus/text.ts';
import { transcriptConsensus } from '@utu/core/consensus/transcripts.ts';
import { assertNever } from '@utu/core/shared/result.ts';
import type { Collected, CollectedQuestion } from './collect.ts';
import { decideBoxes, decideSegments, decideSpans } from './decide-regions.ts';
import {
	answersOf,
	type DecidedQuestion,
	decisionsOf,
	labelNames,
	leastOf,
	type Options,
	truthOf,
	workersOf,
} from './decided.ts';

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
