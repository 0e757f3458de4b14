import { describe, expect, it } from 'vitest';
import { collect } from '../../tests/collect.ts';
import { fileStart } from '../files/lines.ts';
import type { Row } from '../files/rows.ts';
import { type Chunk, cutChunks } from './chunks.ts';
import { defaultColumns } from './to-item.ts';

const cut = async (rows: readonly Row[], itemsMax: number): Promise<readonly Chunk[]> => {
	const batches = async function* () {
		yield rows.slice(0, 3);
		yield [];
		yield rows.slice(3);
	};
	return collect(cutChunks(batches(), { columns: defaultColumns, itemsMax, from: fileStart }));
};

const row = (line: number, text: string): Row => ({
	line,
	endLine: line,
	endByte: 100 * line,
	fields: { key: `k${line}`, text },
});

describe('cutChunks', () => {
	it('cuts at so many lines, whatever became of them, and keeps the numbers of the file', async () => {
		const rows: Row[] = [
			row(1, 'a'),
			{ line: 2, endLine: 4, endByte: 400, fault: 'bad' },
			row(5, 'b'),
			row(6, ''),
			row(9, 'c'),
		];
		const chunks = await cut(rows, 2);
		expect(chunks.map(({ received, lineNumbers, faults, end }) => ({ received, lineNumbers, faults, end }))).toEqual([
			{ received: 2, lineNumbers: [1], faults: [{ line: 2, message: 'bad' }], end: { line: 5, byte: 400 } },
			{
				received: 2,
				lineNumbers: [5],
				faults: [{ line: 6, key: 'k6', message: 'There is no text.' }],
				end: { line: 7, byte: 600 },
			},
			{ received: 1, lineNumbers: [9], faults: [], end: { line: 10, byte: 900 } },
		]);
	});

	it('cuts earlier where the lines are long, so that memory is bounded', async () => {
		const text = 'x'.repeat(199_000);
		const chunks = await cut(
			Array.from({ length: 60 }, (_, index) => row(index + 1, text)),
			500,
		);
		expect(chunks.length).toBeGreaterThan(1);
		for (const { bodyLines } of chunks) expect(bodyLines.join('\n').length).toBeLessThan(4.5 * 1024 * 1024);
		expect(chunks.reduce((sum, { received }) => sum + received, 0)).toBe(60);
	});
});
