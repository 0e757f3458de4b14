import { type HazardCategory, type Hazards, joinHazards, type Severity } from '../safety/hazards.ts';
import { err, ok, type Result } from '../shared/result.ts';

/** Limits of a label form. */
export const formLimits = {
	questionsMax: 20,
	optionsMax: 100,
	nameCharsMax: 64,
	textAnswerCharsMax: 10_000,
} as const;

/** A choice; `hazards` says what deciding it tells of the content, so that decisions train the first pass. */
export type Option = {
	readonly value: string;
	readonly label: string;
	readonly help?: string | undefined;
	readonly hotkey?: string | undefined;
	readonly hazards?: Hazards | undefined;
};

type QuestionBase = {
	readonly name: string;
	readonly title: string;
	readonly help?: string | undefined;
	readonly required: boolean;
};

export type SingleQuestion = QuestionBase & { readonly kind: 'single'; readonly options: readonly Option[] };
export type MultipleQuestion = QuestionBase & {
	readonly kind: 'multiple';
	readonly options: readonly Option[];
	readonly choicesMax?: number | undefined;
};
/** How severe, 0 to 4, as one hazard category or in general. */
export type SeverityQuestion = QuestionBase & { readonly kind: 'severity'; readonly category?: string | undefined };
export type TextQuestion = QuestionBase & { readonly kind: 'text'; readonly charsMax: number };

/** One question of a form. The API's validation, the page and the exports all follow from it. */
export type Question = SingleQuestion | MultipleQuestion | SeverityQuestion | TextQuestion;

export type Form = { readonly questions: readonly Question[] };

/** What a person answers to one question, by its kind: a value, some values, 0 to 4, or text. */
export type AnswerValue = string | number | readonly string[];
export type Answers = Readonly<Record<string, AnswerValue>>;

export type AnswerError =
	| { readonly kind: 'unknown-question'; readonly question: string }
	| { readonly kind: 'missing'; readonly question: string }
	| { readonly kind: 'wrong-type'; readonly question: string; readonly expected: string }
	| { readonly kind: 'unknown-option'; readonly question: string; readonly value: string }
	| { readonly kind: 'too-many'; readonly question: string; readonly max: number }
	| { readonly kind: 'too-long'; readonly question: string; readonly charsMax: number };

/** Checks answers against the form; values come back normalised (multiple choices sorted, without repeats). */
export const validateAnswers = (form: Form, answers: Answers): Result<Answers, AnswerError> => {
	const byName = new Map(form.questions.map((question) => [question.name, question]));
	for (const name of Object.keys(answers))
		if (!byName.has(name)) return err({ kind: 'unknown-question', question: name });
	const normalised: Record<string, AnswerValue> = {};
	for (const question of form.questions) {
		const value = answers[question.name];
		if (value === undefined) {
			if (question.required) return err({ kind: 'missing', question: question.name });
			continue;
		}
		const checked = validateAnswer(question, value);
		if (!checked.ok) return checked;
		normalised[question.name] = checked.value;
	}
	return ok(normalised);
};

const validateAnswer = (question: Question, value: AnswerValue): Result<AnswerValue, AnswerError> => {
	const wrong = (expected: string) => err({ kind: 'wrong-type', question: question.name, expected } as const);
	switch (question.kind) {
		case 'single': {
			if (typeof value !== 'string') return wrong('one option');
			if (!hasOption(question, value)) return err({ kind: 'unknown-option', question: question.name, value });
			return ok(value);
		}
		case 'multiple': {
			if (typeof value === 'string' || typeof value === 'number') return wrong('a list of options');
			const chosen = [...new Set(value)].sort();
			const unknown = chosen.find((one) => !hasOption(question, one));
			if (unknown !== undefined) return err({ kind: 'unknown-option', question: question.name, value: unknown });
			const max = question.choicesMax ?? question.options.length;
			if (chosen.length > max) return err({ kind: 'too-many', question: question.name, max });
			if (question.required && chosen.length === 0) return err({ kind: 'missing', question: question.name });
			return ok(chosen);
		}
		case 'severity':
			return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 4
				? ok(value)
				: wrong('a whole number from 0 to 4');
		case 'text': {
			if (typeof value !== 'string') return wrong('text');
			if (value.length > question.charsMax)
				return err({ kind: 'too-long', question: question.name, charsMax: question.charsMax });
			if (question.required && value.trim() === '') return err({ kind: 'missing', question: question.name });
			return ok(value);
		}
	}
};

const hasOption = (question: SingleQuestion | MultipleQuestion, value: string): boolean =>
	question.options.some((option) => option.value === value);

/** What answers say of the content: the hazards of chosen options, and severities that were given for a category. */
export const hazardsOfAnswers = (form: Form, answers: Answers): Hazards => {
	let found: Hazards = {};
	for (const question of form.questions) {
		const value = answers[question.name];
		if (value === undefined || question.kind === 'text') continue;
		if (question.kind === 'severity') {
			if (question.category !== undefined)
				found = joinHazards(found, { [question.category as HazardCategory]: value as Severity });
			continue;
		}
		const chosen = typeof value === 'object' ? value : [value];
		for (const option of question.options)
			if (chosen.includes(option.value)) found = joinHazards(found, option.hazards ?? {});
	}
	return found;
};

/** A form that can be used: unique names and option values, at least two options, within the limits. */
export const checkForm = (form: Form): readonly string[] => {
	const faults: string[] = [];
	if (form.questions.length === 0) faults.push('A form needs at least one question.');
	if (form.questions.length > formLimits.questionsMax)
		faults.push(`A form has at most ${formLimits.questionsMax} questions.`);
	const names = form.questions.map((question) => question.name);
	for (const name of new Set(names)) {
		if (names.filter((other) => other === name).length > 1) faults.push(`Two questions are named “${name}”.`);
	}
	for (const question of form.questions) {
		if (question.kind !== 'single' && question.kind !== 'multiple') continue;
		const values = question.options.map((option) => option.value);
		if (values.length < 2) faults.push(`“${question.name}” needs at least two options.`);
		if (new Set(values).size !== values.length) faults.push(`“${question.name}” has the same option twice.`);
	}
	return faults;
};

/** The questions on which two people can say the same: no free text, unless a form asks for nothing else. */
export const checkable = (form: Form): Form => {
	const questions = form.questions.filter(({ kind }) => kind !== 'text');
	return questions.length === 0 ? form : { questions };
};

/** Whether two answers say the same, question by question. Words are the same when they are, but for space around them. */
export const sameAnswers = (form: Form, one: Answers, other: Answers): boolean =>
	form.questions.every(({ name }) => sameValue(one[name], other[name]));

const sameValue = (one: AnswerValue | undefined, other: AnswerValue | undefined): boolean => {
	if (typeof one === 'object' && typeof other === 'object')
		return one.length === other.length && one.every((value) => other.includes(value));
	if (typeof one === 'string' && typeof other === 'string') return one.trim() === other.trim();
	return one === other;
};
