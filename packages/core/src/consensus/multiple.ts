import { assert } from '../shared/result.ts';
import { type Agreement, itemCounts, krippendorffAlpha } from './agreement.ts';
import { inferConsensus } from './infer.ts';
import type { ConsensusMethod, ConsensusWarning } from './inference.ts';
import type { Labels } from './labels.ts';

/** The options that one worker chose on one item; none is an answer too. */
export type MultipleAnswer = { readonly item: number; readonly worker: number; readonly options: readonly number[] };

export type MultipleTask = {
	readonly itemCount: number;
	readonly workerCount: number;
	readonly optionCount: number;
	/** At most one by worker and item. */
	readonly answers: readonly MultipleAnswer[];
};

export type MultipleConsensus = {
	/** Probability that an option holds, item × option. */
	readonly probability: Float64Array;
	/** P(answer j | class k) of worker w on option o at `((o × W + w) × 2 + k) × 2 + j`; class 1 is that it holds. */
	readonly confusion: Float64Array;
	/** Krippendorff's α by option. */
	readonly agreement: readonly Agreement[];
	readonly warnings: readonly (readonly ConsensusWarning[])[];
};

/**
 * Several options at once: each is a question of its own, yes or no. What options tell of each other is left out: in
 * the trials of `docs/mathematics/consensus.md` it gained where options go closely together and cost where they do not.
 */
export const multipleConsensus = (
	task: MultipleTask,
	options: { readonly method?: ConsensusMethod | undefined } = {},
): MultipleConsensus => {
	const { itemCount, workerCount, optionCount, answers } = task;
	const item = Int32Array.from(answers, (answer) => answer.item);
	const worker = Int32Array.from(answers, (answer) => answer.worker);
	const chosen = answers.map((answer) => new Set(answer.options));
	for (const own of chosen) for (const option of own) assert(option >= 0 && option < optionCount, 'an option is an id');
	const probability = new Float64Array(itemCount * optionCount);
	const confusion = new Float64Array(optionCount * workerCount * 4);
	const agreement: Agreement[] = [];
	const warnings: (readonly ConsensusWarning[])[] = [];
	for (let option = 0; option < optionCount; option++) {
		const label = Uint8Array.from(chosen, (own) => (own.has(option) ? 1 : 0));
		const labels: Labels = { itemCount, workerCount, classCount: 2, item, worker, label };
		const consensus = inferConsensus(labels, { method: options.method });
		for (let at = 0; at < itemCount; at++) probability[at * optionCount + option] = consensus.posterior[2 * at + 1]!;
		confusion.set(consensus.workers.confusion, option * workerCount * 4);
		agreement.push(krippendorffAlpha(itemCounts(labels)));
		warnings.push(consensus.warnings);
	}
	return { probability, confusion, agreement, warnings };
};
