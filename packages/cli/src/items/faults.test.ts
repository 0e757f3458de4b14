import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../../tests/run-cli.ts';
import { logFaults } from './faults.ts';

const faults = Array.from({ length: 250 }, (_, index) => ({
	line: index + 1,
	message: 'bad',
	...(index === 0 ? { key: 'k1' } : {}),
}));

describe('logFaults', () => {
	it('prints the first hundred and writes all', async () => {
		await withFolder(async (folder) => {
			const path = join(folder, 'faults.jsonl');
			await writeFile(path, 'from a run before\n');
			const printed: string[] = [];
			const log = await logFaults({ print: (line) => printed.push(line), path, append: true });
			await log.add(faults.slice(0, 90));
			await log.add(faults.slice(90));
			await log.end();
			expect(printed).toHaveLength(101);
			expect(printed[0]).toBe('line 1 (k1): bad');
			expect(printed[100]).toContain(`all are in ${path}`);
			const written = (await readFile(path, 'utf8')).trim().split('\n');
			expect(written).toHaveLength(251);
			expect(JSON.parse(written[250] ?? '')).toEqual({ line: 250, message: 'bad' });
		});
	});

	it('says before anything is sent that the file cannot be written', async () => {
		await expect(logFaults({ print: () => undefined, path: '/nowhere/faults', append: false })).rejects.toThrow(
			'/nowhere/faults',
		);
	});
});
