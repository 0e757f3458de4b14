import type { Form } from '@utu/core/projects/form.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildKeymap, commandFor, commandKeys, type FocusKind, type KeyPress, keyOf } from './keymap.ts';

const form: Form = {
	questions: [
		{
			kind: 'single',
			name: 'type',
			title: 'Type',
			required: true,
			options: [
				{ value: 'sexual', label: 'Sexual', hotkey: 's' },
				{ value: 'violent', label: 'Violent', hotkey: 'v' },
				{ value: 'other', label: 'Other' },
			],
		},
		{ kind: 'severity', name: 'how', title: 'How severe', required: false },
		{
			kind: 'multiple',
			name: 'also',
			title: 'Also',
			required: false,
			options: [
				{ value: 'a', label: 'A', hotkey: 'V' },
				{ value: 'b', label: 'B', hotkey: '1' },
			],
		},
		{ kind: 'text', name: 'why', title: 'Why', required: false, charsMax: 100 },
	],
};

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
	key,
	code: '',
	shift: false,
	chord: false,
	control: false,
	composing: false,
	repeat: false,
	...more,
});
const context = (more: { focus?: FocusKind; question?: string; singleKeys?: boolean } = {}) => ({
	keymap: buildKeymap(form),
	question: more.question ?? 'type',
	focus: more.focus ?? ('none' as const),
	singleKeys: more.singleKeys ?? true,
});

describe('buildKeymap', () => {
	it('gives an option the key it asks for, and a digit where that key is the page’s own', () => {
		const keymap = buildKeymap(form);
		expect(keyOf(keymap, 'type', 'violent')).toBe('v');
		expect(keyOf(keymap, 'type', 'sexual')).toBe('1');
		expect(keyOf(keymap, 'type', 'other')).toBe('2');
	});

	it('gives a letter once over the form, without regard to case', () => {
		const keymap = buildKeymap(form);
		expect(keyOf(keymap, 'also', 'a')).toBe('2');
		expect(keyOf(keymap, 'also', 'b')).toBe('1');
	});

	it('numbers severities from 0 to 4', () => {
		expect(
			buildKeymap(form)
				.filter((entry) => entry.question === 'how')
				.map((entry) => entry.key),
		).toEqual(['0', '1', '2', '3', '4']);
	});

	it('never gives two options of a question the same key, two questions the same letter, or a key of the page', () => {
		const option = fc.record({
			value: fc.string({ minLength: 1, maxLength: 3 }),
			hotkey: fc.option(fc.string({ minLength: 1, maxLength: 1 }), { nil: undefined }),
		});
		const options = fc.uniqueArray(option, { selector: (one) => one.value, minLength: 2, maxLength: 14 });
		fc.assert(
			fc.property(fc.array(options, { minLength: 1, maxLength: 5 }), (questions) => {
				const keymap = buildKeymap({
					questions: questions.map((list, index) => ({
						kind: 'single',
						name: `q${index}`,
						title: '',
						required: true,
						options: list.map((one) => ({ ...one, label: one.value })),
					})),
				});
				const digit = /^[0-9]$/;
				const letters = keymap.map((entry) => entry.key).filter((key) => !digit.test(key));
				expect(new Set(letters).size).toBe(letters.length);
				for (const key of letters) expect(Object.values(commandKeys)).not.toContain(key);
				const placed = keymap.map((entry) => `${entry.question} ${entry.key}`);
				expect(new Set(placed).size).toBe(placed.length);
			}),
		);
	});
});

describe('commandFor', () => {
	it('hides on Esc from every place, even while a key repeats or a character is composed', () => {
		for (const focus of ['none', 'button', 'choice', 'text'] as const) {
			expect(
				commandFor(
					press('Escape', { composing: true, repeat: true, chord: true }),
					context({ focus, singleKeys: false }),
				),
			).toEqual({ kind: 'hide' });
		}
	});

	it('takes nothing else from a text field but Control+Enter', () => {
		for (const key of ['s', '!', '?', ' ', 'Enter', '1', 'v'])
			expect(commandFor(press(key), context({ focus: 'text' }))).toBeUndefined();
		expect(commandFor(press('Enter', { control: true, chord: true }), context({ focus: 'text' }))).toEqual({
			kind: 'submit',
		});
	});

	it('leaves Space and Enter to a focused button, and Space to a focused choice', () => {
		expect(commandFor(press(' '), context({ focus: 'button' }))).toBeUndefined();
		expect(commandFor(press('Enter'), context({ focus: 'button' }))).toBeUndefined();
		expect(commandFor(press(' '), context({ focus: 'choice' }))).toBeUndefined();
		expect(commandFor(press('Enter'), context({ focus: 'choice' }))).toEqual({ kind: 'submit' });
	});

	it('uncovers with Space, milder ones with Shift', () => {
		expect(commandFor(press(' '), context())).toEqual({ kind: 'uncover-next' });
		expect(commandFor(press(' ', { shift: true }), context())).toEqual({ kind: 'uncover-told' });
	});

	it('answers the question at hand with digits, any question with letters', () => {
		expect(commandFor(press('3'), context({ question: 'how' }))).toEqual({ kind: 'choose', question: 'how', value: 3 });
		expect(commandFor(press('1'), context({ question: 'type' }))).toEqual({
			kind: 'choose',
			question: 'type',
			value: 'sexual',
		});
		expect(commandFor(press('V'), context({ question: 'how' }))).toEqual({
			kind: 'choose',
			question: 'type',
			value: 'violent',
		});
		expect(commandFor(press('9'), context())).toBeUndefined();
	});

	it('reads digits of French keyboards, where they need Shift, and never takes “!” for 1', () => {
		expect(commandFor(press('&', { code: 'Digit1' }), context())).toEqual({
			kind: 'choose',
			question: 'type',
			value: 'sexual',
		});
		expect(commandFor(press('1', { code: 'Digit1', shift: true }), context())).toEqual({
			kind: 'choose',
			question: 'type',
			value: 'sexual',
		});
		expect(commandFor(press('!', { code: 'Digit1', shift: true }), context())).toEqual({ kind: 'surprise' });
	});

	it('does nothing on single keys where they are off, and keeps Space and Enter', () => {
		expect(commandFor(press('s'), context({ singleKeys: false }))).toBeUndefined();
		expect(commandFor(press(' '), context({ singleKeys: false }))).toEqual({ kind: 'uncover-next' });
	});

	it('leaves chords to the browser', () => {
		expect(commandFor(press('s', { chord: true, control: true }), context())).toBeUndefined();
	});
});
