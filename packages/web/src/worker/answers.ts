import type { Answers, AnswerValue, Form, Question } from '@utu/core/projects/form.ts';

/** How many steps back a person can go. */
const undoStepsMax = 50;

/** What has been chosen so far, and what was before it. */
export type AnswerState = { readonly values: Answers; readonly past: readonly Answers[] };

export const noAnswers: AnswerState = { values: {}, past: [] };

const questionOf = (form: Form, name: string): Question | undefined =>
	form.questions.find((question) => question.name === name);

const without = (values: Answers, name: string): Answers =>
	Object.fromEntries(Object.entries(values).filter(([other]) => other !== name));

const push = (state: AnswerState, values: Answers): AnswerState => ({
	values,
	past: [...state.past, state.values].slice(-undoStepsMax),
});

/** Chooses an option; choosing it again takes it back. In a multiple choice, past its most, nothing changes. */
export const choose = (
	state: AnswerState,
	form: Form,
	choice: { readonly question: string; readonly value: string | number },
): AnswerState => {
	const question = questionOf(form, choice.question);
	if (question === undefined || question.kind === 'text') return state;
	if (question.kind !== 'multiple') {
		const same = state.values[choice.question] === choice.value;
		return push(
			state,
			same ? without(state.values, choice.question) : { ...state.values, [choice.question]: choice.value },
		);
	}
	const chosen = listOf(state.values[choice.question]);
	const value = String(choice.value);
	if (chosen.includes(value)) {
		const left = chosen.filter((other) => other !== value);
		return push(
			state,
			left.length === 0 ? without(state.values, choice.question) : { ...state.values, [choice.question]: left },
		);
	}
	if (chosen.length >= (question.choicesMax ?? question.options.length)) return state;
	return push(state, { ...state.values, [choice.question]: [...chosen, value] });
};

/** Sets a text answer. Steps back in a text belong to the field itself, so none is kept here. */
export const write = (
	state: AnswerState,
	entry: { readonly question: string; readonly text: string },
): AnswerState => ({
	...state,
	values: entry.text === '' ? without(state.values, entry.question) : { ...state.values, [entry.question]: entry.text },
});

/** Takes the last choice back; texts stay as they are. */
export const undo = (state: AnswerState, form: Form): AnswerState => {
	const before = state.past.at(-1);
	if (before === undefined) return state;
	const texts = form.questions.filter((question) => question.kind === 'text').map((question) => question.name);
	const kept = Object.fromEntries(Object.entries(state.values).filter(([name]) => texts.includes(name)));
	const choices = Object.fromEntries(Object.entries(before).filter(([name]) => !texts.includes(name)));
	return { values: { ...choices, ...kept }, past: state.past.slice(0, -1) };
};

export const listOf = (value: AnswerValue | undefined): readonly string[] =>
	typeof value === 'object' ? value : value === undefined ? [] : [String(value)];

/** The parts of a kept draft that this form can take; the rest is left out, since a draft may be of an older version. */
export const fromDraft = (form: Form, draft: Readonly<Record<string, unknown>>): Answers => {
	const values: Record<string, AnswerValue> = {};
	for (const question of form.questions) {
		const value = fitting(question, draft[question.name]);
		if (value !== undefined) values[question.name] = value;
	}
	return values;
};

const fitting = (question: Question, value: unknown): AnswerValue | undefined => {
	switch (question.kind) {
		case 'single':
			return question.options.find((option) => option.value === value)?.value;
		case 'multiple': {
			if (!Array.isArray(value)) return undefined;
			const known = question.options.map((option) => option.value).filter((option) => value.includes(option));
			return known.length === 0 ? undefined : known;
		}
		case 'severity':
			return [0, 1, 2, 3, 4].find((severity) => severity === value);
		case 'text':
			return typeof value === 'string' && value !== '' ? value.slice(0, question.charsMax) : undefined;
	}
};

/** The first question after `name` that waits for an answer, going round; else the one given. */
export const nextOpenQuestion = (form: Form, values: Answers, name: string | undefined): string | undefined => {
	const names = form.questions.map((question) => question.name);
	const start = name === undefined ? 0 : names.indexOf(name) + 1;
	const round = [...names.slice(start), ...names.slice(0, start)];
	return round.find((candidate) => values[candidate] === undefined) ?? name ?? names[0];
};
