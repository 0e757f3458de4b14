import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect } from '../../tests/collect.ts';
import { type CsvRecord, csvRecords } from './csv.ts';
import { splitLines } from './lines.ts';

const read = async (
	text: string,
	options: { readonly delimiter?: string; readonly rowBytesMax?: number } = {},
): Promise<readonly CsvRecord[]> => {
	const bytes = async function* () {
		yield Buffer.from(text);
	};
	const { delimiter = ',', rowBytesMax = 10_000 } = options;
	return (
		await collect(csvRecords(splitLines(bytes(), { lineBytesMax: rowBytesMax }), { delimiter, rowBytesMax }))
	).flat();
};

const shape = (records: readonly CsvRecord[]) =>
	records.map((record) => [record.line, 'fields' in record ? record.fields : 'fault']);

const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;
const field = fc
	.array(fc.constantFrom('a', '1', ' ', ',', '"', '\n', '\r\n', 'é'), { maxLength: 6 })
	.map((parts) => parts.join(''));

describe('csvRecords', { timeout: 30_000 }, () => {
	it('reads back what RFC 4180 writes, with the lines that each record covers', async () => {
		const records = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 8 });
		await fc.assert(
			fc.asyncProperty(records, fc.constantFrom('\n', '\r\n'), async (rows, lineEnd) => {
				const found = await read(rows.map((row) => row.map(quoted).join(',') + lineEnd).join(''));
				expect(found.map((record) => ('fields' in record ? record.fields : record.fault))).toEqual(rows);
				let line = 1;
				for (const [index, row] of rows.entries()) {
					const inner = row.join('').split('\n').length - 1;
					expect(found[index]).toMatchObject({ line, endLine: line + inner });
					line += inner + 1;
				}
			}),
		);
	});

	it('loses a bad line and nothing after it', async () => {
		const bad = ['1,"two" words', 'a "quote" within', '"open', '"a","b'];
		for (const line of bad) {
			expect(shape(await read(`one,1\n${line}\nthree,"3"\nfour,"4\n4"\n`)), line).toEqual([
				[1, ['one', '1']],
				[2, 'fault'],
				[3, ['three', '3']],
				[4, ['four', '4\n4']],
			]);
		}
	});

	it('gives up on a quote that is never closed after rowBytesMax, not at the end of the file', async () => {
		const rest = Array.from({ length: 200 }, (_, index) => `row ${index},x`);
		const records = await read(`"open,1\n${rest.join('\n')}\n`, { rowBytesMax: 300 });
		expect(records).toHaveLength(201);
		expect(records[0]).toMatchObject({ line: 1, fault: 'A quote is opened and never closed.' });
		expect(shape(records.slice(1))).toEqual(rest.map((row, index) => [index + 2, row.split(',')]));
	});

	it('names lines that are too long or no UTF-8', async () => {
		expect(shape(await read(`a,b\n${'x'.repeat(500)}\nc,d`, { rowBytesMax: 100 }))).toEqual([
			[1, ['a', 'b']],
			[2, 'fault'],
			[3, ['c', 'd']],
		]);
		const latin = async function* () {
			yield Buffer.from([0x61, 0x0a, 0xe9, 0x0a, 0x62]);
		};
		const records = (
			await collect(csvRecords(splitLines(latin(), { lineBytesMax: 100 }), { delimiter: ',', rowBytesMax: 100 }))
		).flat();
		expect(shape(records)).toEqual([
			[1, ['a']],
			[2, 'fault'],
			[3, ['b']],
		]);
	});

	it('passes over blank lines, and takes other delimiters', async () => {
		expect(shape(await read('\n\r\na\tb,c\n\n"d\te"\tf\n', { delimiter: '\t' }))).toEqual([
			[3, ['a', 'b,c']],
			[5, ['d\te', 'f']],
		]);
	});
});
