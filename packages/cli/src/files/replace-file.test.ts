import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../../tests/run-cli.ts';
import { exitCodes } from '../exit-codes.ts';
import { replaceFile } from './replace-file.ts';

describe('replaceFile', () => {
	it('replaces a file once all is written', async () => {
		await withFolder(async (folder) => {
			const path = join(folder, 'out');
			await writeFile(path, 'before');
			const seen: string[] = [];
			const chunks = async function* () {
				yield 'af';
				seen.push(await readFile(path, 'utf8'));
				yield Buffer.from('ter');
			};
			await replaceFile(path, chunks(), { durable: true });
			expect([...seen, await readFile(path, 'utf8'), ...(await readdir(folder))]).toEqual(['before', 'after', 'out']);
		});
	});

	it('leaves the file that was there, and nothing else, when writing breaks off', async () => {
		await withFolder(async (folder) => {
			const path = join(folder, 'out');
			await writeFile(path, 'before');
			const chunks = async function* () {
				yield 'half';
				throw new Error('the line was lost');
			};
			await expect(replaceFile(path, chunks(), { durable: false })).rejects.toThrow('the line was lost');
			expect([await readFile(path, 'utf8'), ...(await readdir(folder))]).toEqual(['before', 'out']);
		});
	});

	it('says where a file cannot be written', async () => {
		await expect(replaceFile('/nowhere/out', ['x'], { durable: false })).rejects.toMatchObject({
			exitCode: exitCodes.file,
			message: expect.stringContaining('/nowhere/out'),
		});
	});
});
