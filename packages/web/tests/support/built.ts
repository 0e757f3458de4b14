import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The built page: this package's own, or another build named by `UTU_WEB_DIST`, which is taken as it is. */
export const distFolder = process.env.UTU_WEB_DIST ?? join(root, 'dist');

const changedAt = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

const newestIn = async (folder: string): Promise<number> => {
	let newest = 0;
	for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
		if (entry.isFile() && !entry.name.includes('.test.'))
			newest = Math.max(newest, await changedAt(join(entry.parentPath, entry.name)));
	}
	return newest;
};

/** Builds the page unless what is built is newer than every source of it. In a process of its own: the bundler leaves handles behind. */
export const ensureBuilt = async (): Promise<void> => {
	if (process.env.UTU_WEB_DIST !== undefined) return;
	const builtAt = await changedAt(join(distFolder, 'index.html'));
	const sources = await Promise.all([
		newestIn(join(root, 'src')),
		changedAt(join(root, 'vite.config.ts')),
		changedAt(join(root, 'index.html')),
	]);
	if (builtAt >= Math.max(...sources)) return;
	const vite = fileURLToPath(new URL('bin/vite.js', import.meta.resolve('vite/package.json')));
	await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: root });
};
