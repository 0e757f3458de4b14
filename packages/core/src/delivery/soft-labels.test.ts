import { describe, expect, it } from 'vitest';
import type { Form } from '../projects/form.ts';
import { softLabels } from './soft-labels.ts';

const options = [
	{ value: 'spam', label: 'Spam' },
	{ value: 'fine', label: 'Fine' },
];
const form: Form = {
	questions: [
		{ kind: 'single', name: 'kind', title: 'Kind', required: true, options },
		{ kind: 'multiple', name: 'also', title: 'Also', required: false, options },
		{ kind: 'severity', name: 'how-bad', title: 'How bad', required: true },
		{ kind: 'text', name: 'why', title: 'Why', required: false, charsMax: 100 },
	],
};

describe('softLabels', () => {
	it('names probabilities after options and severities, to six decimals; free text has none', () => {
		const posterior = { kind: [0.9712345678, 0.0287654322], also: [1, 0.25], 'how-bad': [0.5, 0.5, 0, 0, 0], why: [] };
		expect(softLabels(form)(posterior)).toEqual({
			kind: { spam: 0.971235, fine: 0.028765 },
			also: { spam: 1, fine: 0.25 },
			'how-bad': { 0: 0.5, 1: 0.5, 2: 0, 3: 0, 4: 0 },
		});
	});

	it('passes on what does not fit the form', () => {
		expect(softLabels(form)({ kind: [0.2, 0.3, 0.5], gone: [1] })).toEqual({ kind: [0.2, 0.3, 0.5], gone: [1] });
		expect(softLabels(undefined)({ kind: [0.5, 0.5] })).toEqual({ kind: [0.5, 0.5] });
	});
});
