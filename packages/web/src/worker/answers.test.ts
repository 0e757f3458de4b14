import type { Form } from '@utu/core/projects/form.ts';
import { describe, expect, it } from 'vitest';
import { choose, fromDraft, nextOpenQuestion, noAnswers, undo, write } from './answers.ts';

const form: Form = {
	questions: [
		{
			kind: 'single',
			name: 'type',
			title: '',
			required: true,
			options: [
				{ value: 'a', label: 'A' },
				{ value: 'b', label: 'B' },
			],
		},
		{
			kind: 'multiple',
			name: 'tags',
			title: '',
			required: false,
			choicesMax: 2,
			options: ['x', 'y', 'z'].map((value) => ({ value, label: value })),
		},
		{ kind: 'severity', name: 'how', title: '', required: false },
		{ kind: 'text', name: 'why', title: '', required: false, charsMax: 5 },
	],
};

describe('choose', () => {
	it('takes an option back when it is chosen again', () => {
		const once = choose(noAnswers, form, { question: 'type', value: 'a' });
		expect(once.values).toEqual({ type: 'a' });
		expect(choose(once, form, { question: 'type', value: 'a' }).values).toEqual({});
	});

	it('stops at the most of a multiple choice', () => {
		let state = noAnswers;
		for (const value of ['x', 'y', 'z']) state = choose(state, form, { question: 'tags', value });
		expect(state.values).toEqual({ tags: ['x', 'y'] });
	});

	it('knows severity 0 from no answer', () => {
		expect(choose(noAnswers, form, { question: 'how', value: 0 }).values).toEqual({ how: 0 });
	});
});

describe('undo', () => {
	it('goes back choice by choice and keeps what was written', () => {
		let state = choose(noAnswers, form, { question: 'type', value: 'a' });
		state = choose(state, form, { question: 'type', value: 'b' });
		state = write(state, { question: 'why', text: 'so' });
		state = undo(state, form);
		expect(state.values).toEqual({ type: 'a', why: 'so' });
		state = undo(state, form);
		expect(state.values).toEqual({ why: 'so' });
		expect(undo(state, form)).toBe(state);
	});
});

describe('fromDraft', () => {
	it('keeps what the form can take and leaves out the rest', () => {
		const draft = { type: 'gone', tags: ['z', 'gone', 'x'], how: 4, why: 'too long', other: 1 };
		expect(fromDraft(form, draft)).toEqual({ tags: ['x', 'z'], how: 4, why: 'too l' });
		expect(fromDraft(form, { type: 'a', tags: 'x', how: '4', why: 1 })).toEqual({ type: 'a' });
	});
});

describe('nextOpenQuestion', () => {
	it('goes on to the next question without an answer, and round', () => {
		expect(nextOpenQuestion(form, { type: 'a' }, 'type')).toBe('tags');
		expect(nextOpenQuestion(form, { how: 1, why: 'x' }, 'how')).toBe('type');
		expect(nextOpenQuestion(form, { type: 'a', tags: ['x'], how: 1, why: 'x' }, 'how')).toBe('how');
	});
});
