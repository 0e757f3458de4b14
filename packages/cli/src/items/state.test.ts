import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../../tests/run-cli.ts';
import { noTotals } from './run-import.ts';
import {
	checkResumable,
	fingerprintOf,
	forgetState,
	type ImportState,
	readState,
	saveState,
	statePath,
} from './state.ts';

const settings = { url: 'http://a', projectId: 'p', format: 'jsonl', delimiter: ',', columns: { text: 'text' } };

const stateOf = async (file: string, byte: number): Promise<ImportState> => {
	const place = { line: 2, byte };
	return { version: 1, settings, place, fingerprint: await fingerprintOf(file, place), totals: noTotals };
};

describe('the state of an import', () => {
	it('is kept beside the file, read back, and forgotten', async () => {
		await withFolder(async (folder) => {
			const file = join(folder, 'a.jsonl');
			await writeFile(file, 'x'.repeat(200_000));
			expect(await readState(file)).toBeUndefined();
			const state = await stateOf(file, 150_000);
			await saveState(file, state);
			expect(await readState(file)).toEqual(state);
			await checkResumable(file, state, settings);
			await forgetState(file);
			await forgetState(file);
			expect(await readState(file)).toBeUndefined();
		});
	});

	it('does not fit a file that is shorter, or differs at its start or just before the place', async () => {
		await withFolder(async (folder) => {
			const file = join(folder, 'a.jsonl');
			const text = 'x'.repeat(200_000);
			await writeFile(file, text);
			const state = await stateOf(file, 150_000);
			const others = [text.slice(0, 149_999), `y${text.slice(1)}`, `${text.slice(0, 149_999)}y${text.slice(150_000)}`];
			for (const other of others) {
				await writeFile(file, other);
				await expect(checkResumable(file, state, settings)).rejects.toThrow(
					'not the file whose import was interrupted',
				);
			}
			await writeFile(file, `${text.slice(0, 150_000)}changed after the place`);
			await checkResumable(file, state, settings);
			await expect(checkResumable(file, state, { ...settings, columns: { text: 'body' } })).rejects.toThrow(
				'had another columns',
			);
		});
	});

	it('is refused where another version wrote it', async () => {
		await withFolder(async (folder) => {
			const file = join(folder, 'a.jsonl');
			for (const text of ['{"version":2}', 'half a fi', 'null']) {
				await writeFile(statePath(file), text);
				await expect(readState(file)).rejects.toThrow('Delete it');
			}
		});
	});
});
