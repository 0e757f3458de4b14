import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collect } from '../../tests/collect.ts';
import { withFolder } from '../../tests/run-cli.ts';
import { CliError } from '../errors.ts';
import type { Place } from './lines.ts';
import { delimiterOf, type FileFormat, formatOf, type Row, readRows } from './rows.ts';

const read = async (
	text: string | Buffer,
	format: FileFormat,
	from?: (rows: readonly Row[]) => Place,
): Promise<readonly Row[]> =>
	withFolder(async (folder) => {
		const path = join(folder, 'file');
		await writeFile(path, text);
		const source = { format, delimiter: ',', rowBytesMax: 10_000 };
		const rows = (await collect(readRows(path, source))).flat();
		if (from === undefined) return rows;
		return (await collect(readRows(path, source, from(rows)))).flat();
	});

const goOnAfter =
	(index: number) =>
	(rows: readonly Row[]): Place => ({ line: rows[index]!.endLine + 1, byte: rows[index]!.endByte });

describe('readRows', { timeout: 30_000 }, () => {
	it('goes on in the middle of a file as if it had read it all, the head of a CSV file included', async () => {
		const csv = '\uFEFFid,text\r\n1,"a\r\nb"\r\n\r\n2,c\r\n3\r\n4,d';
		const all = await read(csv, 'csv');
		expect(all.map((row) => [row.line, 'fields' in row ? row.fields : row.fault])).toEqual([
			[2, { id: '1', text: 'a\r\nb' }],
			[5, { id: '2', text: 'c' }],
			[6, 'The line has 1 columns where the first line names 2.'],
			[7, { id: '4', text: 'd' }],
		]);
		for (let index = 0; index < all.length; index++)
			expect(await read(csv, 'csv', goOnAfter(index))).toEqual(all.slice(index + 1));
		const jsonl = '\uFEFF{"a":1}\n\nno\n[]\n{"a":2}';
		const lines = await read(jsonl, 'jsonl');
		expect(lines.map(({ line }) => line)).toEqual([1, 3, 4, 5]);
		for (let index = 0; index < lines.length; index++)
			expect(await read(jsonl, 'jsonl', goOnAfter(index))).toEqual(lines.slice(index + 1));
	});

	it('refuses a head that names a column twice, and a file that is not there', async () => {
		await expect(read('id,id\n1,2\n', 'csv')).rejects.toThrow('names the column “id” twice');
		await expect(
			collect(readRows('/nowhere/x.csv', { format: 'csv', delimiter: ',', rowBytesMax: 10 })),
		).rejects.toThrow(CliError);
	});

	it('names a line of JSONL that is no UTF-8', async () => {
		const rows = await read(Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xe9]), Buffer.from('"}\n')]), 'jsonl');
		expect(rows).toMatchObject([{ line: 1, fault: expect.stringContaining('not UTF-8') }]);
	});
});

describe('formatOf and delimiterOf', () => {
	it('follow the name of the file, unless told', () => {
		expect(formatOf('a.JSONL', undefined)).toBe('jsonl');
		expect(formatOf('a.tsv', undefined)).toBe('csv');
		expect(formatOf('a.csv', 'jsonl')).toBe('jsonl');
		expect(() => formatOf('a.json', undefined)).toThrow('--format');
		expect(() => formatOf('-', undefined)).toThrow('Standard input');
		expect([
			delimiterOf('a.tsv', undefined),
			delimiterOf('a.csv', undefined),
			delimiterOf('a.csv', 'tab'),
			delimiterOf('a.tsv', ';'),
		]).toEqual(['\t', ',', '\t', ';']);
		expect(() => delimiterOf('a.csv', '"')).toThrow('--delimiter');
	});
});
