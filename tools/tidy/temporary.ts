import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Files } from './rule.ts';
import { root } from './tree.ts';

const packages = ['core', 'contract', 'sdk', 'server', 'web', 'cli'] as const;

/** Builds a house in a folder of its own, packages linked as npm links them, and takes it down afterwards. */
export const inHouse = async <T>(house: Files, work: (folder: string) => Promise<T>): Promise<T> => {
	const folder = mkdtempSync(join(tmpdir(), 'utu-house-'));
	try {
		const write = (path: string, text: string): void => {
			mkdirSync(dirname(join(folder, path)), { recursive: true });
			writeFileSync(join(folder, path), text);
		};
		write('package.json', JSON.stringify({ name: 'house', type: 'module', private: true, workspaces: ['packages/*'] }));
		mkdirSync(join(folder, 'node_modules/@utu'), { recursive: true });
		for (const name of packages) {
			const manifest = { name: `@utu/${name}`, version: '0.0.0', type: 'module', exports: { './*': './src/*' } };
			write(`packages/${name}/package.json`, JSON.stringify(manifest));
			symlinkSync(join(folder, 'packages', name), join(folder, 'node_modules/@utu', name));
		}
		for (const name of ['zod', 'vitest'])
			symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
		for (const [path, text] of Object.entries(house)) write(path, text);
		return await work(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
};
