import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Form } from '../projects/form.ts';
import { csvCells, csvHeader, inertCell, questionNames } from './csv.ts';
import type { ExportLine } from './line.ts';

const form = (...names: readonly string[]): Form => ({
	questions: names.map((name) => ({ kind: 'text', name, title: name, required: false, charsMax: 10 })),
});

const line: ExportLine = {
	key: 'post-1',
	text: '=HYPERLINK("https://example.org","click")',
	language: null,
	decision: {
		answers: { kind: 'spam', tags: ['a', 'b'], 'how-bad': 3, why: '@SUM(A1:A9)' },
		certainty: 0.9,
		reason: 'certain',
		views: 2,
		method: 'consensus/1',
		decidedAt: '2026-03-01T14:00:00Z',
	},
	softLabels: { kind: { spam: 0.9, fine: 0.1 } },
	severity: 2,
	hazards: { hate: 2 },
	duplicateOf: '-2+3',
	projectVersion: 1,
};

describe('a CSV line', () => {
	const questions = ['kind', 'tags', 'how-bad', 'why', 'later'];

	it('has a cell for each column, and no formula in any', () => {
		const header = csvHeader(questions, false);
		const cells = csvCells(line, questions);
		expect(cells).toHaveLength(header.length);
		expect(Object.fromEntries(header.map((name, at) => [name, cells[at]]))).toEqual({
			key: 'post-1',
			text: `'${line.text}`,
			language: '',
			'answer.kind': 'spam',
			'answer.tags': '["a","b"]',
			'answer.how-bad': 3,
			'answer.why': "'@SUM(A1:A9)",
			'answer.later': '',
			reason: 'certain',
			certainty: 0.9,
			views: 2,
			method: 'consensus/1',
			decided_at: '2026-03-01T14:00:00Z',
			severity: 2,
			hazards: '{"hate":2}',
			soft_labels: '{"kind":{"spam":0.9,"fine":0.1}}',
			duplicate_of: "'-2+3",
			project_version: 1,
		});
	});

	it('has empty cells where nothing is decided', () => {
		const cells = csvCells({ ...line, decision: null, softLabels: null }, ['kind']);
		expect(cells.slice(3, 9)).toEqual(['', '', '', '', '', '']);
	});

	it('has the answers in a last column where they were asked for', () => {
		expect(csvHeader(questions, true).at(-1)).toBe('answers');
		expect(csvCells({ ...line, answers: [] }, questions).at(-1)).toBe('[]');
	});

	it('has every question of every version once', () => {
		expect(questionNames([form('a', 'b'), form('b', 'c')])).toEqual(['a', 'b', 'c']);
	});
});

describe('inertCell', () => {
	it.each([
		'=1+1',
		'+1',
		'-1',
		'@A1',
		'\t=1',
		'\r=1',
		'\n=1',
		'  =1',
		'\u00A0=1',
		'\uFEFF=1',
		'＝1',
		'＋1',
		'－1',
		'＠A1',
		'\tx',
	])('covers %j', (text) => {
		expect(inertCell(text)).toBe(`'${text}`);
	});

	it.each(['', 'a=1', '1-1', '(=1)', "'=1"])('leaves %j', (text) => {
		expect(inertCell(text)).toBe(text);
	});

	it('takes nothing away', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				const cell = inertCell(text);
				expect([text, `'${text}`]).toContain(cell);
				expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
			}),
		);
	});
});
