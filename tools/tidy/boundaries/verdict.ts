import { isScript } from '../rule.ts';
import type { Tree } from '../tree.ts';
import { type Broken, cruiseHouse, type Seen } from './cruise.ts';
import { boundaries } from './rules.ts';

/** Below this a package or a stage may still be empty; above it, a rule that guards nobody guards the wrong place. */
const modulesWhenGrown = 300;

export type Verdict = {
	readonly broken: readonly Broken[];
	readonly blind: readonly string[];
	readonly modules: number;
};

/** Holds the house against its boundaries, and the checker against the house: what it did not read, it cannot judge. */
export const judgeHouse = async (folder: string, tree: Tree): Promise<Verdict> => {
	const seen = await cruiseHouse(folder);
	return {
		broken: seen.broken,
		blind: [...unread(seen, tree), ...unheard(seen, tree), ...idle(seen)],
		modules: seen.imports.size,
	};
};

const shouldBeRead = (path: string): boolean =>
	/^(?:packages|tools)\//.test(path) &&
	isScript(path) &&
	!/^packages\/(?:[^/]+\/dist|web\/src\/(?:.*\/)?locales)\//.test(path);

const unread = (seen: Seen, tree: Tree): readonly string[] =>
	[...tree.files.keys()]
		.filter((path) => shouldBeRead(path) && !seen.imports.has(path))
		.map((path) => `${path} was not read`);

/** Written without a parser, so that it does not share the parser's mistakes. */
const staticImport = /^(?:import|export)\b[^;'"`]*?\bfrom\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]/gm;
const bare = (specifier: string): string => specifier.replace(/^node:/, '').replace(/\?.*$/, '');

const unheard = (seen: Seen, tree: Tree): readonly string[] =>
	[...tree.files].flatMap(([path, text]) => {
		if (!shouldBeRead(path)) return [];
		const heard = new Set((seen.imports.get(path) ?? []).map(bare));
		return [...text.matchAll(staticImport)]
			.map((match) => match[1] ?? match[2] ?? '')
			.filter((specifier) => !heard.has(bare(specifier)))
			.map((specifier) => `${path} imports ${specifier}, which was not seen`);
	});

const idle = (seen: Seen): readonly string[] => {
	const modules = [...seen.imports.keys()];
	if (modules.length < modulesWhenGrown) return [];
	return boundaries
		.filter(({ guards }) => !modules.some((path) => guards.test(path)))
		.map(({ rule }) => `${rule.name} guards no file: its place has moved`);
};
