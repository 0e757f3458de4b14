import type { Form, Question } from '@utu/core/projects/form.ts';

/** Letters and signs that the page itself uses; an option that asks for one of them gets a digit instead. */
export const commandKeys = {
	skip: 's',
	undo: 'u',
	draft: 'd',
	pause: 'b',
	extend: 'e',
	surprise: '!',
	help: '?',
} as const;
const reserved: ReadonlySet<string> = new Set(Object.values(commandKeys));

/** An option's key. Letters and signs work from anywhere; digits only in the question that is at hand. */
export type OptionKey = { readonly question: string; readonly value: string | number; readonly key: string };
export type Keymap = readonly OptionKey[];

export type WorkCommand =
	| {
			readonly kind:
				| 'hide'
				| 'uncover-next'
				| 'uncover-told'
				| 'submit'
				| 'skip'
				| 'surprise'
				| 'pause'
				| 'undo'
				| 'draft'
				| 'extend'
				| 'help';
	  }
	| { readonly kind: 'choose'; readonly question: string; readonly value: string | number };

export type KeyPress = {
	readonly key: string;
	readonly code: string;
	readonly shift: boolean;
	/** Control, Alt or Meta is held. */
	readonly chord: boolean;
	/** Control or Meta alone is held. */
	readonly control: boolean;
	/** A character is being composed. */
	readonly composing: boolean;
	/** The key is held down and repeats. */
	readonly repeat: boolean;
};

/** What the focus is on: it keeps the keys that it needs itself. */
export type FocusKind = 'none' | 'button' | 'choice' | 'text';

const isDigit = (key: string): boolean => /^[0-9]$/.test(key);

/**
 * One key per option and no key twice: letters and signs are unique over the form and never the page's own;
 * digits repeat from question to question. Options after the ninth of a question may have none.
 */
export const buildKeymap = (form: Form): Keymap => {
	const lettersTaken = new Set<string>();
	return form.questions.flatMap((question) => questionKeys(question, lettersTaken));
};

const questionKeys = (question: Question, lettersTaken: Set<string>): OptionKey[] => {
	if (question.kind === 'text') return [];
	if (question.kind === 'severity') {
		return [0, 1, 2, 3, 4].map((value) => ({ question: question.name, value, key: String(value) }));
	}
	const asked = new Map<string, string>();
	for (const option of question.options) {
		const key = option.hotkey?.toLowerCase();
		if (key === undefined || key.trim() === '' || reserved.has(key)) continue;
		const taken = isDigit(key) ? [...asked.values()].includes(key) : lettersTaken.has(key);
		if (taken) continue;
		asked.set(option.value, key);
		if (!isDigit(key)) lettersTaken.add(key);
	}
	const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'].filter((digit) => ![...asked.values()].includes(digit));
	return question.options.flatMap((option) => {
		const key = asked.get(option.value) ?? digits.shift();
		return key === undefined ? [] : [{ question: question.name, value: option.value, key }];
	});
};

export const keyOf = (keymap: Keymap, question: string, value: string | number): string | undefined =>
	keymap.find((entry) => entry.question === question && entry.value === value)?.key;

/** The digit that a press means, also on keyboards (French ones) where digits need Shift. */
const digitOf = (press: KeyPress): string | undefined => {
	if (isDigit(press.key)) return press.key;
	const place = /^(?:Digit|Numpad)([0-9])$/.exec(press.code)?.[1];
	return press.shift ? undefined : place;
};

export type KeyContext = {
	readonly keymap: Keymap;
	/** The question at hand: digits answer it. */
	readonly question: string | undefined;
	readonly focus: FocusKind;
	/** Whether single letters, digits and signs are keys at all; a person may turn them off. */
	readonly singleKeys: boolean;
};

/** What a key press asks for, if anything. Esc hides from anywhere; typing text is never taken for a command. */
export const commandFor = (press: KeyPress, context: KeyContext): WorkCommand | undefined => {
	if (press.key === 'Escape') return { kind: 'hide' };
	if (press.composing || press.repeat) return undefined;
	if (press.key === 'Enter' && press.control) return { kind: 'submit' };
	if (press.chord || context.focus === 'text') return undefined;
	if (press.key === 'Enter') return context.focus === 'button' ? undefined : { kind: 'submit' };
	if (press.key === ' ') {
		if (context.focus !== 'none') return undefined;
		return { kind: press.shift ? 'uncover-told' : 'uncover-next' };
	}
	return context.singleKeys ? singleKeyCommand(press, context) : undefined;
};

const singleKeyCommand = (press: KeyPress, { keymap, question }: KeyContext): WorkCommand | undefined => {
	const key = press.key.toLowerCase();
	for (const [kind, commandKey] of Object.entries(commandKeys)) {
		if (key === commandKey) return { kind: kind as keyof typeof commandKeys };
	}
	const anywhere = keymap.find((entry) => entry.key === key && !isDigit(key));
	if (anywhere !== undefined) return { kind: 'choose', question: anywhere.question, value: anywhere.value };
	const digit = digitOf(press);
	const here =
		digit === undefined ? undefined : keymap.find((entry) => entry.question === question && entry.key === digit);
	return here === undefined ? undefined : { kind: 'choose', question: here.question, value: here.value };
};
