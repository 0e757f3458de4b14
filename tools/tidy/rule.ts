import type { Tree } from './tree.ts';

/** A place where a rule is broken. `size` is given by rules that have a limit; `key` then names what is too large. */
export type Finding = {
	readonly path: string;
	readonly line?: number | undefined;
	readonly message: string;
	readonly key?: string;
	readonly size?: number;
};

export type Files = Readonly<Record<string, string>>;

/** A planted violation: the rule must find something at `at` in these files. */
export type Canary = { readonly at: string; readonly files: Files };

/** A habit of the house that a program can check. Every rule proves with its canaries that it still sees. */
export type Rule = {
	readonly name: string;
	/** Printed once under the findings: what to do instead. */
	readonly instead: string;
	readonly check: (tree: Tree) => readonly Finding[];
	readonly canaries: readonly [Canary, ...Canary[]];
	/** Files like the canaries, in order: the rule must find nothing in them. */
	readonly fine: Files;
};

export const isTest = (path: string): boolean =>
	/\.(test|suite)\.tsx?$/.test(path) || /^packages\/[^/]+\/tests\//.test(path);
export const isScript = (path: string): boolean => /\.tsx?$/.test(path) && !path.endsWith('.d.ts');
/** Message catalogs are content: translators write them, tools compile them. */
export const isCatalog = (path: string): boolean => path.includes('/locales/');

/** Findings of a check that looks at one file at a time. */
export const eachFile =
	(
		applies: (path: string) => boolean,
		check: (path: string, text: string) => readonly Omit<Finding, 'path'>[],
	): Rule['check'] =>
	({ files }) =>
		[...files].flatMap(([path, text]) =>
			applies(path) ? check(path, text).map((finding) => ({ path, ...finding })) : [],
		);

export const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

/** One finding for each match of a global pattern. */
export const matches = (text: string, pattern: RegExp, message: (match: string) => string): Omit<Finding, 'path'>[] =>
	[...text.matchAll(pattern)].map((match) => ({ line: lineAt(text, match.index), message: message(match[0]) }));
