import { parentPort, workerData } from 'node:worker_threads';
import { questionParts, refitQuestion } from '@utu/core/consensus/question.ts';
import type { Answers, Form } from '@utu/core/projects/form.ts';
import { priorOf } from './prior.ts';

export type RefitRequest = {
	readonly form: Form;
	readonly answers: readonly {
		readonly itemId: string;
		readonly workerId: string;
		readonly answers: Answers;
		readonly labelPrior: Readonly<Record<string, readonly number[]>> | null;
	}[];
};

export type RefitResult = readonly {
	readonly question: string;
	readonly part: number;
	readonly newcomer: readonly number[];
	readonly strength: number;
	readonly classPrior: readonly number[];
	readonly workers: readonly {
		readonly workerId: string;
		readonly counts: readonly number[];
		readonly prior: readonly number[];
		readonly strength: number;
	}[];
}[];

const refitForm = ({ form, answers }: RefitRequest): RefitResult => {
	const priors = new Map(answers.map((answer) => [answer.itemId, answer.labelPrior]));
	return form.questions.flatMap((question) => {
		const views = answers.flatMap((answer) => {
			const value = answer.answers[question.name];
			return value === undefined ? [] : [{ item: answer.itemId, worker: answer.workerId, value }];
		});
		const { models } = refitQuestion({ question, views, prior: (item) => priorOf(question, priors.get(item) ?? null) });
		return questionParts(question).map((_, part) => {
			const fitted = models[part];
			if (fitted === undefined) throw new Error('a part without a model');
			return {
				question: question.name,
				part,
				newcomer: [...fitted.newcomer.prior],
				strength: fitted.newcomer.strength,
				classPrior: [...fitted.classPrior],
				workers: [...fitted.byWorker].map(([workerId, model]) => ({
					workerId,
					counts: [...model.counts],
					prior: [...model.prior],
					strength: model.strength,
				})),
			};
		});
	});
};

parentPort?.postMessage(refitForm(workerData as RefitRequest));
