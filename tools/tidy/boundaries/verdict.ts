import { isScript } from '../rule.ts';
import { importsOf, parse } from '../syntax.ts';
import type { Tree } from '../tree.ts';
import { type Broken, cruiseHouse, type Seen } from './cruise.ts';
import { boundaries } from './rules.ts';

export type Verdict = {
	readonly broken: readonly Broken[];
	readonly blind: readonly string[];
	readonly idle: readonly string[];
	readonly modules: number;
};

/** Holds the house against its boundaries, and the checker against the house: what it did not read, it cannot judge. */
export const judgeHouse = async (folder: string, tree: Tree): Promise<Verdict> => {
	const seen = await cruiseHouse(folder);
	return {
		broken: seen.broken,
		blind: [...unread(seen, tree), ...unheard(seen, tree)],
		idle: idle(seen),
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

/** Read without a parser, and by a walk of our own: neither shares the mistakes of the visitor in between. */
const staticImport = /^(?:import|export)\b[^;'"`]*?\bfrom\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]/gm;
const bare = (specifier: string): string => specifier.replace(/^node:/, '').replace(/\?.*$/, '');

const unheard = (seen: Seen, tree: Tree): readonly string[] =>
	[...tree.files].flatMap(([path, text]) => {
		if (!shouldBeRead(path)) return [];
		const heard = new Set((seen.imports.get(path) ?? []).map(bare));
		const plain = [...text.matchAll(staticImport)].map((match) => match[1] ?? match[2] ?? '');
		const walked = importsOf(parse(path, text)).map(({ specifier }) => specifier);
		return [...new Set([...plain, ...walked])]
			.filter((specifier) => !heard.has(bare(specifier)))
			.map((specifier) => `${path} imports ${specifier}, which was not seen`);
	});

/** Rules that guard no file, because their place has moved; and rules whose awaited place has come. */
const idle = (seen: Seen): readonly string[] => {
	const modules = [...seen.imports.keys()];
	return boundaries.flatMap(({ rule, guards, awaited }) => {
		const guarding = modules.some((path) => guards.test(path));
		if (awaited === true) return guarding ? [`${rule.name} has a place to guard now: take out its "awaited"`] : [];
		return guarding ? [] : [`${rule.name} guards no file: its place has moved`];
	});
};
