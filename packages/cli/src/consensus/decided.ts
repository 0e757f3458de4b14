import type { Agreement } from '@utu/core/consensus/agreement.ts';
import type { ConsensusMethod } from '@utu/core/consensus/inference.ts';
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
	/** Against the export's ground truth, as far as it has any. */
	readonly truth?: { readonly items: number; readonly measure: string; readonly value: number } | undefined;
};

export type Options = { readonly method: ConsensusMethod | undefined };

export type Named = { readonly id: (name: string) => number; readonly names: readonly string[] };

/** Labels in order of their names. */
export const labelNames = (names: Iterable<string>): Named => {
	const sorted = [...new Set(names)].sort();
	const ids = new Map(sorted.map((name, id) => [name, id]));
	return { names: sorted, id: (name) => ids.get(name)! };
};

export const answersOf = <Kind extends ReadAnswer['kind']>(question: CollectedQuestion, kind: Kind) =>
	question.answers.flatMap(({ item, worker, answer }) =>
		answer.kind === kind ? [{ item, worker, answer: answer as Extract<ReadAnswer, { readonly kind: Kind }> }] : [],
	);

export const countBy = (ids: Iterable<number>, size: number): Int32Array => {
	const counts = new Int32Array(size);
	for (const id of ids) counts[id]! += 1;
	return counts;
};

/** Items that have an answer, as decisions. */
export const decisionsOf = (
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

export const workersOf = (
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

export const leastOf = (values: readonly number[]): number | undefined =>
	values.length === 0 ? undefined : Math.min(...values);

export const truthOf = (
	{ truth }: CollectedQuestion,
	figure: { readonly measure: string; readonly value: number },
): DecidedQuestion['truth'] => (truth.size === 0 ? undefined : { items: truth.size, ...figure });
