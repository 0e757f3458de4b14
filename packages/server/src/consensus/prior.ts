import type { QuestionPrior } from '@utu/core/consensus/question.ts';
import type { Question } from '@utu/core/projects/form.ts';

/** The first pass's calibrated view of a question, as priors of its parts. */
export const priorOf = (
	question: Question,
	labelPrior: Readonly<Record<string, readonly number[]>> | null,
): QuestionPrior => {
	const prior = labelPrior?.[question.name];
	if (prior === undefined) return [];
	if (question.kind === 'single' && prior.length === question.options.length) return [Float64Array.from(prior)];
	if (question.kind === 'multiple' && prior.length === question.options.length)
		return prior.map((p) => Float64Array.of(1 - p, p));
	return [];
};
