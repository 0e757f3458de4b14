import type { AnswerValue, Question } from '../projects/form.ts';
import { severities } from '../safety/hazards.ts';
import { assert } from '../shared/result.ts';
import type { ConsensusWarning } from './inference.ts';
import type { Labels } from './labels.ts';
import {
	addAnswer,
	probabilitiesOf,
	refit,
	startPosterior,
	unknownWorker,
	type WorkerModel,
	workerConfusion,
} from './online.ts';

/**
 * A question is decided in parts, each with a posterior of its own: a single choice is one part with its options, a
 * multiple choice one yes-or-no part for each option (0 no, 1 yes), a severity one part of five classes; text has none.
 */
export const questionParts = (question: Question): readonly number[] => {
	switch (question.kind) {
		case 'single':
			return [question.options.length];
		case 'multiple':
			return question.options.map(() => 2);
		case 'severity':
			return [severities.length];
		case 'text':
			return [];
	}
};

/** An answer as one label for each part. Throws on an answer that `validateAnswers` would not have let pass. */
export const answerLabels = (question: Question, value: AnswerValue): readonly number[] => {
	switch (question.kind) {
		case 'single': {
			const label = question.options.findIndex((option) => option.value === value);
			assert(label >= 0, `“${question.name}” has an answer outside its options`);
			return [label];
		}
		case 'multiple': {
			assert(typeof value === 'object', `“${question.name}” is answered by a list`);
			return question.options.map((option) => (value.includes(option.value) ? 1 : 0));
		}
		case 'severity': {
			assert(
				severities.some((severity) => severity === value),
				`“${question.name}” is answered by 0 to 4`,
			);
			return [value as number];
		}
		case 'text':
			return [];
	}
};

/** The worker models of one part. */
export type PartModels = {
	readonly byWorker: ReadonlyMap<string, WorkerModel>;
	/** For somebody without labels. */
	readonly newcomer: WorkerModel;
	/** The share of each class, for an item without a prior. */
	readonly classPrior: Float64Array;
};

/** One entry a part. */
export type QuestionModels = readonly PartModels[];

/** Probabilities from the first pass, one entry a part; undefined where it says nothing. */
export type QuestionPrior = readonly (Float64Array | undefined)[];

/** What is used before anything was learnt: nobody known, every class as likely. */
export const unknownModels = (question: Question): QuestionModels =>
	questionParts(question).map((classCount) => ({
		byWorker: new Map<string, WorkerModel>(),
		newcomer: unknownWorker(classCount),
		classPrior: new Float64Array(classCount).fill(1 / classCount),
	}));

/** One person's answer to one question, given after looking. Unseen answers are left out before: they are no views. */
export type QuestionView = { readonly worker: string; readonly value: AnswerValue };

export type QuestionPosterior = {
	/** People whose answer counts. */
	readonly views: number;
	/** Probabilities by class, one entry a part, not calibrated. */
	readonly parts: readonly Float64Array[];
	/** The answers to a text question, one a person. */
	readonly texts: readonly string[];
};

/**
 * The posterior of one item's question, from its prior and the views so far; O(views × parts × K²).
 * Of several answers by one person the last counts.
 */
export const questionPosterior = ({
	question,
	views,
	models,
	prior = [],
}: {
	readonly question: Question;
	readonly views: readonly QuestionView[];
	readonly models: QuestionModels;
	readonly prior?: QuestionPrior | undefined;
}): QuestionPosterior => {
	const counted = [...new Map(views.map((view) => [view.worker, view])).values()];
	const classCounts = questionParts(question);
	assert(models.length === classCounts.length, `“${question.name}” has worker models for each part`);
	const labels = counted.map((view) => answerLabels(question, view.value));
	const parts = classCounts.map((classCount, part) => {
		const { byWorker, newcomer, classPrior } = models[part]!;
		let posterior = startPosterior(prior[part] ?? classPrior);
		assert(posterior.logWeights.length === classCount, `“${question.name}” has a prior of another size`);
		for (const [index, { worker }] of counted.entries()) {
			const confusion = workerConfusion(byWorker.get(worker) ?? newcomer);
			posterior = addAnswer({ posterior, confusion, label: labels[index]![part]! });
		}
		return probabilitiesOf(posterior);
	});
	const texts = question.kind === 'text' ? counted.map(({ value }) => String(value)) : [];
	return { views: counted.length, parts, texts };
};

export type QuestionRefit = {
	readonly models: QuestionModels;
	/** Posteriors by item, one entry a part. */
	readonly posteriors: ReadonlyMap<string, readonly Float64Array[]>;
	/** One entry a part. */
	readonly warnings: readonly (readonly ConsensusWarning[])[];
};

/** Learns the worker models of a question again from all its views, in the background. */
export const refitQuestion = ({
	question,
	views,
	prior,
	gold,
}: {
	readonly question: Question;
	readonly views: readonly (QuestionView & { readonly item: string })[];
	readonly prior?: ((item: string) => QuestionPrior | undefined) | undefined;
	readonly gold?: ((item: string) => AnswerValue | undefined) | undefined;
}): QuestionRefit => {
	const counted = [...new Map(views.map((view) => [JSON.stringify([view.item, view.worker]), view])).values()];
	const items = [...new Set(counted.map((view) => view.item))];
	const workers = [...new Set(counted.map((view) => view.worker))];
	const itemIds = new Map(items.map((item, id) => [item, id]));
	const workerIds = new Map(workers.map((worker, id) => [worker, id]));
	const byPart = counted.map((view) => answerLabels(question, view.value));
	const known = items.map((item) => {
		const value = gold?.(item);
		return value === undefined ? undefined : answerLabels(question, value);
	});
	const priors = items.map((item) => prior?.(item));
	const fits = questionParts(question).map((classCount, part) => {
		if (counted.length === 0) return { fit: undefined, models: unknownModels(question)[part]! };
		const labels: Labels = {
			itemCount: items.length,
			workerCount: workers.length,
			classCount,
			item: Int32Array.from(counted, (view) => itemIds.get(view.item)!),
			worker: Int32Array.from(counted, (view) => workerIds.get(view.worker)!),
			label: Int32Array.from(byPart, (one) => one[part]!),
		};
		const fit = refit(labels, {
			gold: Int32Array.from(known, (one) => one?.[part] ?? -1),
			prior: priorRows(priors, part, classCount),
		});
		const byWorker = new Map(workers.map((worker, id) => [worker, fit.models[id]!]));
		return { fit, models: { byWorker, newcomer: fit.newcomer, classPrior: fit.classPrior } };
	});
	const posteriors = items.map((item, id): [string, Float64Array[]] => [
		item,
		fits.map(({ fit, models: { classPrior } }) => {
			const { length } = classPrior;
			return fit === undefined ? classPrior : fit.posterior.slice(id * length, (id + 1) * length);
		}),
	]);
	return {
		models: fits.map(({ models }) => models),
		posteriors: new Map(posteriors),
		warnings: fits.map(({ fit }) => fit?.warnings ?? []),
	};
};

const priorRows = (
	priors: readonly (QuestionPrior | undefined)[],
	part: number,
	classCount: number,
): Float64Array | undefined => {
	if (priors.every((prior) => prior?.[part] === undefined)) return undefined;
	const rows = new Float64Array(priors.length * classCount);
	for (const [item, prior] of priors.entries()) {
		const own = prior?.[part];
		if (own === undefined) continue;
		assert(own.length === classCount, 'a prior has one probability a class');
		rows.set(own, item * classCount);
	}
	return rows;
};
