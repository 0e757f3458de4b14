import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTask } from './label-studio.ts';

const result = (type: string, value: unknown, more: Readonly<Record<string, unknown>> = {}) => ({
	id: `${type} ${JSON.stringify(value)}`,
	from_name: `${type}-tag`,
	to_name: 'object',
	...{ type, value },
	...more,
});

const read = (...results: readonly unknown[]) => {
	const task = readTask(
		{ id: 7, data: { text: 'a cat', n: 3 }, annotations: [{ completed_by: 1, result: results }] },
		1,
	);
	if (typeof task === 'string') throw new Error(task);
	return task;
};

const answersOf = (...results: readonly unknown[]) => [...read(...results).annotations[0]!.answers.values()];

describe('readTask', () => {
	it('reads each kind of answer', () => {
		expect(answersOf(result('choices', { choices: ['cat', 'tree'] }))).toEqual([
			{ kind: 'choice', choices: ['cat', 'tree'] },
		]);
		expect(answersOf(result('pairwise', { selected: 'left' }))).toEqual([{ kind: 'choice', choices: ['left'] }]);
		expect(answersOf(result('taxonomy', { taxonomy: [['animal', 'cat'], ['plant']] }))).toEqual([
			{ kind: 'choice', choices: ['animal / cat', 'plant'] },
		]);
		expect(answersOf(result('rating', { rating: 4 }))).toEqual([{ kind: 'rating', rating: 4 }]);
		expect(answersOf(result('textarea', { text: ['one', 'two'] }))).toEqual([{ kind: 'text', text: 'one\ntwo' }]);
		expect(answersOf(result('labels', { start: 2, end: 5, text: 'cat', labels: ['animal'] }))).toEqual([
			{ kind: 'spans', spans: [{ start: 2, end: 5, label: 'animal', text: 'cat' }] },
		]);
		expect(answersOf(result('labels', { start: 0.5, end: 2, labels: ['hum'] }, { original_length: 9.5 }))).toEqual([
			{ kind: 'segments', segments: [{ start: 0.5, end: 2, label: 'hum' }], duration: 9.5, unit: 'seconds' },
		]);
		expect(answersOf(result('timelinelabels', { ranges: [{ start: 1, end: 30 }], timelinelabels: ['walk'] }))).toEqual([
			{ kind: 'segments', segments: [{ start: 0, end: 30, label: 'walk' }], duration: undefined, unit: 'frames' },
		]);
		const place = { x: 1, y: 2, width: 30, height: 40 };
		expect(answersOf(result('rectanglelabels', { ...place, rotation: 0, rectanglelabels: ['cat'] }))).toEqual([
			{ kind: 'boxes', boxes: [{ ...place, label: 'cat' }] },
		]);
	});

	it('adds up the regions of one question', () => {
		const span = (start: number, label: string) => result('labels', { start, end: start + 1, labels: [label] });
		expect(answersOf(span(0, 'a'), span(3, 'b'))).toMatchObject([{ spans: [{ start: 0 }, { start: 3 }] }]);
	});

	it('names what it does not read', () => {
		const box = { x: 1, y: 2, width: 30, height: 40, rectanglelabels: ['cat'] };
		const { unread, annotations } = read(
			result('polygonlabels', { points: [] }),
			result('rectanglelabels', { ...box, rotation: 12 }),
			result('rectanglelabels', { ...box, width: 0 }),
			result('rectanglelabels', box, { id: 'r1' }),
			result('choices', { ...box, choices: ['sits'] }, { id: 'r1' }),
			result('rating', { rating: 2.5 }),
			result('textarea', { text: [] }),
			result('rating', { rating: 3 }, { from_name: 'rectanglelabels-tag' }),
			{ type: 'relation', from_id: 'a', to_id: 'b' },
			'no object',
		);
		expect(unread).toEqual([
			'polygonlabels in “polygonlabels-tag”: this kind of answer has no consensus here',
			'rectanglelabels in “rectanglelabels-tag”: the box is turned',
			'rectanglelabels in “rectanglelabels-tag”: the box has no area',
			'choices in “choices-tag”: of a region of its own',
			'rating in “rating-tag”: no whole number',
			'textarea in “textarea-tag”: it holds no text',
			'rating in “rectanglelabels-tag”: the question has two kinds of answers',
			'relation in “without a name”: it has no value',
			'a result that is no object',
		]);
		expect([...annotations[0]!.answers.keys()]).toEqual(['rectanglelabels-tag']);
	});

	it('counts what is set aside, and knows people by id', () => {
		const task = readTask(
			{
				annotations: [
					{ completed_by: { id: 4, email: 'a@example.org' }, result: [], ground_truth: true },
					{ completed_by: 5, result: [], was_cancelled: true },
				],
				predictions: [{}, {}],
				drafts: [{}],
			},
			3,
		);
		expect(task).toMatchObject({ item: 'task 3', cancelled: 1, predictions: 2, drafts: 1 });
		expect(task).toMatchObject({ annotations: [{ worker: '4', groundTruth: true }] });
	});

	it('takes anything, and never fails', () => {
		const kinds = fc.constantFrom('choices', 'labels', 'rectanglelabels', 'timelinelabels', 'rating', 'textarea', 'x');
		const odd = fc.array(
			fc.record({ id: fc.jsonValue(), from_name: fc.jsonValue(), type: kinds, value: fc.jsonValue() }),
			{
				maxLength: 3,
			},
		);
		fc.assert(
			fc.property(odd, fc.jsonValue(), (results, any) => {
				const task = readTask({ id: any, data: any, annotations: [{ completed_by: any, result: results }, any] }, 1);
				expect(typeof task).toBe('object');
				expect(typeof readTask(any, 1)).toMatch(/string|object/);
			}),
		);
	});

	it('refuses stretches that are none', () => {
		const span = (start: unknown, end: unknown) => read(result('labels', { start, end, labels: ['a'] })).unread.length;
		expect([span(1, 2), span(2, 1), span(-1, 2), span('1', 2), span(null, 2)]).toEqual([0, 1, 1, 1, 1]);
	});

	it('says why something is no task', () => {
		expect(readTask([], 1)).toContain('It is no task');
		expect(readTask({ id: 1, text: 'a', sentiment: 'good' }, 1)).toContain('not as JSON-MIN');
	});
});
