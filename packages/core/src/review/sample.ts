import { assert } from '../shared/result.ts';

/** The least share of reviews that are done twice. */
export const doubleShareMin = 0.1;

/** An answer that chance decided to have looked at again: by two people, apart, where `twice`. */
export type Drawn<Answer> = { readonly answer: Answer; readonly twice: boolean };

/**
 * The server's draw: each answer is offered to chance once, with a probability that is known before anybody looks. Nobody
 * picks, and nothing about its worker plays a part. O(answers).
 *
 * @param answers each with the probability of being drawn, 0 to 1
 * @param options.random uniform in [0, 1)
 */
export const drawSample = <Answer extends { readonly share: number }>(
	answers: readonly Answer[],
	{ doubleShare, random }: { readonly doubleShare: number; readonly random: () => number },
): readonly Drawn<Answer>[] => {
	assert(doubleShare >= doubleShareMin && doubleShare <= 1, 'at least a tenth is reviewed twice');
	return answers.flatMap((answer) => (random() < answer.share ? [{ answer, twice: random() < doubleShare }] : []));
};
