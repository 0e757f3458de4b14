import { type PartModels, type QuestionModels, questionParts, unknownModels } from '@utu/core/consensus/question.ts';
import type { Question } from '@utu/core/projects/form.ts';
import type { CrowdModelRow, WorkerModelRow } from './consensus.sql.ts';

/** Stored rows as the worker models of one question; parts that no fit has seen are answered by unknown workers. */
export const modelsOf = (options: {
	readonly question: Question;
	readonly workers: readonly WorkerModelRow[];
	readonly crowds: readonly CrowdModelRow[];
}): QuestionModels => {
	const { question } = options;
	const unknown = unknownModels(question);
	return questionParts(question).map((classCount, part): PartModels => {
		const crowd = options.crowds.find((row) => row.question === question.name && row.part === part);
		const blank = unknown[part];
		if (blank === undefined) throw new Error('a part without a model');
		// A form that has changed since has other classes: what was learnt does not fit it.
		if (crowd === undefined || crowd.classPrior.length !== classCount) return blank;
		const rows = options.workers.filter(
			(row) => row.question === question.name && row.part === part && row.counts.length === classCount * classCount,
		);
		return {
			byWorker: new Map(
				rows.map((row) => [
					row.workerId,
					{
						classCount,
						counts: Float64Array.from(row.counts),
						prior: Float64Array.from(row.prior),
						strength: row.strength,
					},
				]),
			),
			newcomer: {
				classCount,
				counts: new Float64Array(classCount * classCount),
				prior: Float64Array.from(crowd.newcomer),
				strength: crowd.strength,
			},
			classPrior: Float64Array.from(crowd.classPrior),
		};
	});
};
