import { describe, expect, it } from 'vitest';
import { type Columns, defaultColumns, toItem } from './to-item.ts';

const take = (fields: Readonly<Record<string, unknown>>, columns: Partial<Columns> = {}, line = 1) =>
	toItem({ line, fields }, { ...defaultColumns, ...columns });

describe('toItem', () => {
	it('takes what a line of JSONL has', () => {
		const item = {
			key: 'k',
			text: 'hello',
			language: 'sw',
			themes: ['country:KE'],
			source: 'feed',
			dueAt: '2026-01-01T00:00:00Z',
			meta: { a: 1 },
		};
		expect(take({ ...item, other: 'is left out' })).toEqual({ item });
	});

	it('takes the columns of a CSV file, where nothing is an empty field', () => {
		const fields = {
			id: '7',
			body: 'hello',
			language: '',
			tags: 'country:KE; topic:war;',
			dueAt: '',
			author: 'x',
			empty: '',
		};
		expect(
			take(fields, { key: 'id', text: 'body', themes: 'tags', source: 'a file', meta: ['author', 'empty'] }),
		).toEqual({
			item: { key: '7', text: 'hello', themes: ['country:KE', 'topic:war'], source: 'a file', meta: { author: 'x' } },
		});
	});

	it('takes a number as a key', () => {
		expect(take({ key: 12, text: 'hello' })).toMatchObject({ item: { key: '12' } });
	});

	it('makes a key from line and text: the same for the same, another for another', () => {
		const key = (text: string, line: number) => {
			const taken = take({ text }, {}, line);
			return 'item' in taken ? taken.item.key : undefined;
		};
		expect(key('hello', 3)).toMatch(/^line-3-[0-9a-f]{32}$/);
		expect(key('hello', 3)).toBe(key('hello', 3));
		expect(new Set([key('hello', 3), key('hello', 4), key('hullo', 3)]).size).toBe(3);
	});

	it('says what is wrong, with the key where the line has one', () => {
		expect(take({ key: 'k' })).toEqual({ fault: 'There is no text.', key: 'k' });
		expect(take({ text: '  ' })).toEqual({ fault: 'The text is empty.' });
		expect(take({ text: 5 })).toEqual({ fault: expect.stringContaining('text: ') });
		expect(take({ text: 'a\u0000b' })).toEqual({ fault: expect.stringContaining('NUL') });
		expect(take({ text: 'hello', dueAt: 'tomorrow' })).toEqual({ fault: expect.stringContaining('dueAt: ') });
		expect(take({ text: 'hello', key: 'k'.repeat(300) })).toMatchObject({ fault: expect.stringContaining('key: ') });
		expect(take({ text: 'hello', key: { a: 1 } })).toEqual({ fault: expect.stringContaining('key: ') });
	});
});
