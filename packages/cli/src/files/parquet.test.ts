import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../../tests/run-cli.ts';
import { parquetRows } from './parquet.ts';

const fixture = (codec: string): string =>
	join(import.meta.dirname, `../../../../fixtures/parquet/labels-${codec}.parquet`);

const read = async (path: string, columns: readonly string[]) => {
	const groups: { readonly firstRow: number; readonly rows: readonly unknown[] }[] = [];
	let present: readonly string[] = [];
	for await (const group of parquetRows(path, columns, (names) => {
		present = names;
	}))
		groups.push(group);
	return { groups, present };
};

describe('parquetRows', () => {
	it.each(['snappy', 'gzip', 'zstd', 'brotli'])('reads %s, a row group at a time', async (codec) => {
		const { groups, present } = await read(fixture(codec), ['item', 'worker', 'label']);
		expect(present).toEqual(['item', 'worker', 'label', 'time', 'extra']);
		expect(groups.map(({ firstRow, rows }) => [firstRow, rows.length])).toEqual([
			[1, 3],
			[4, 3],
			[7, 2],
		]);
		expect(groups[0]?.rows[0]).toEqual({ item: 1n, worker: 'ann', label: 'cat' });
		expect(groups[2]?.rows[1]).toMatchObject({ item: 4n, label: 'cat' });
	});

	it('says what to do with one it cannot read', async () => {
		await expect(read(fixture('lz4'), ['item'])).rejects.toThrow(
			'LZ4_RAW, which is not read here: write it again with',
		);
		await expect(read(fixture('none'), ['item'])).rejects.toThrow('there is no such file');
		await withFolder(async (folder) => {
			const file = join(folder, 'labels.parquet');
			await writeFile(file, 'item,worker,label\n1,ann,cat\n');
			await expect(read(file, ['item'])).rejects.toThrow('cannot be read as Parquet');
		});
	});
});
