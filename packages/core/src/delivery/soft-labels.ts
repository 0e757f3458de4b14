import type { Form, Question } from '../projects/form.ts';

/**
 * Probabilities by question, as consensus keeps them: in the order of the form's options (of a
 * single choice they sum to 1, of a multiple choice each stands alone), or of severity 0 to 4.
 */
export type Posterior = Readonly<Record<string, readonly number[]>>;

/** Probability by option value (or severity) of each question. */
export type SoftLabels = Readonly<Record<string, Readonly<Record<string, number>> | readonly number[]>>;

/** Enough to train on, short enough to store: six decimals. */
const round = (probability: number): number => Math.round(probability * 1e6) / 1e6;

/**
 * Names each probability after its option, so that the file needs no second one to be read. What does not fit the form
 * is passed on as it is.
 * @example
 * softLabels({ questions: [single('kind', ['spam', 'fine'])] })({ kind: [0.9, 0.1] }) // { kind: { spam: 0.9, fine: 0.1 } }
 */
export const softLabels = (form: Form | undefined): ((posterior: Posterior) => SoftLabels) => {
	const names = new Map(form?.questions.map((question) => [question.name, classNames(question)]));
	return (posterior) => {
		const labels: Record<string, Readonly<Record<string, number>> | readonly number[]> = {};
		for (const [question, probabilities] of Object.entries(posterior)) {
			// Free text has no classes.
			if (probabilities.length === 0) continue;
			const classes = names.get(question);
			if (classes === undefined || classes.length !== probabilities.length) {
				labels[question] = probabilities.map(round);
				continue;
			}
			const named: Record<string, number> = {};
			for (let at = 0; at < classes.length; at++) named[classes[at]!] = round(probabilities[at]!);
			labels[question] = named;
		}
		return labels;
	};
};

const classNames = (question: Question): readonly string[] => {
	switch (question.kind) {
		case 'single':
		case 'multiple':
			return question.options.map((option) => option.value);
		case 'severity':
			return ['0', '1', '2', '3', '4'];
		case 'text':
			return [];
	}
};
