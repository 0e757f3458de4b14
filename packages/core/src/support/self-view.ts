/**
 * What a person may note on how they are, for their own eyes. A sum is a sum: no threshold, no name of an illness, and
 * nothing follows from it.
 */

/** Subjective units of distress, 0 none to 10 the most (Wolpe 1969; the short scale of eleven steps). */
export const sudsMax = 10;

/**
 * Short questionnaires of the public domain or free to use: PC-PTSD-5 (Prins 2016), five times yes or no; PHQ-2 and
 * GAD-2 (Kroenke 2003, 2007), two questions each, from 0 not at all to 3 nearly every day.
 */
export const instruments = {
	pcPtsd5: { questions: 5, answerMax: 1 },
	phq2: { questions: 2, answerMax: 3 },
	gad2: { questions: 2, answerMax: 3 },
} as const;
export type Instrument = keyof typeof instruments;
export const instrumentNames = ['pcPtsd5', 'phq2', 'gad2'] as const satisfies readonly Instrument[];

/** PC-PTSD-5 asks first whether there was such an event; without one all its answers are no. */
export const withoutEvent: readonly number[] = Array.from({ length: instruments.pcPtsd5.questions }, () => 0);

export type SelfView = { readonly sum: number; readonly of: number };

/** The sum of the answers, and the most that it could be. Undefined while an answer is missing or cannot be. */
export const selfView = (instrument: Instrument, answers: readonly (number | undefined)[]): SelfView | undefined => {
	const { questions, answerMax } = instruments[instrument];
	const given = answers.filter((answer) => answer !== undefined && isStep(answer, answerMax));
	if (answers.length !== questions || given.length !== questions) return undefined;
	return { sum: given.reduce<number>((sum, answer) => sum + (answer ?? 0), 0), of: questions * answerMax };
};

export const isSuds = (value: number): boolean => isStep(value, sudsMax);

const isStep = (value: number, max: number): boolean => Number.isInteger(value) && value >= 0 && value <= max;
