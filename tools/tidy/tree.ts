import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The repository, or files in memory. Paths are written with `/`, from its root. */
export type Tree = {
	/** Text files. */
	readonly files: ReadonlyMap<string, string>;
	/** All files, also those that are not text. */
	readonly paths: ReadonlySet<string>;
	/** A file as it was committed before the present change; undefined where it was not, or there is no history. */
	readonly before: (path: string) => string | undefined;
};

export const root = join(import.meta.dirname, '..', '..');

const textBytesMax = 2_000_000;

/** What git tracks, or would: new files count before they are added, ignored ones never do. */
export const readTree = (): Tree => {
	const files = new Map<string, string>();
	const paths = new Set<string>();
	for (const path of listed()) {
		const full = join(root, path);
		if (!existsSync(full)) continue;
		paths.add(path);
		const stat = statSync(full);
		if (!stat.isFile() || stat.size > textBytesMax) continue;
		const bytes = readFileSync(full);
		if (!bytes.includes(0)) files.set(path, bytes.toString('utf8'));
	}
	return { files, paths, before: committed };
};

const listed = (): readonly string[] =>
	git(['ls-files', '-z', '--cached', '--others', '--exclude-standard'])
		.split('\0')
		.filter((path) => path !== '');

/** @throws when git fails, with what it said. */
const git = (args: readonly string[]): string =>
	execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64_000_000, stdio: ['ignore', 'pipe', 'pipe'] });

/** A tree that exists in memory alone, for canaries: `before:PATH` is what was committed at PATH. */
export const virtualTree = (entries: Readonly<Record<string, string>>): Tree => {
	const files = new Map(Object.entries(entries).filter(([path]) => !path.startsWith('before:')));
	return { files, paths: new Set(files.keys()), before: (path) => entries[`before:${path}`] };
};

const committed = (path: string): string | undefined => {
	const at = (revision: string): string | undefined => {
		try {
			return git(['show', `${revision}:${path}`]);
		} catch {
			return undefined;
		}
	};
	const head = at('HEAD');
	const now = existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
	return head === now ? at('HEAD~1') : head;
};
