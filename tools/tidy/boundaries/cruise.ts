import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { teachUsing } from './read-using.ts';
import { boundaries } from './rules.ts';

export type Broken = {
	readonly rule: string;
	readonly from: string;
	readonly to: string;
	readonly via: readonly string[];
};

export type Seen = {
	readonly broken: readonly Broken[];
	/** What each module of the house imports, as it is written there. */
	readonly imports: ReadonlyMap<string, readonly string[]>;
};

/** Reads every module under packages and tools of a house, and holds its imports against the boundaries. */
export const cruiseHouse = async (folder: string): Promise<Seen> => {
	teachUsing();
	const { output } = await cruise(
		['packages', 'tools', 'vitest.config.ts'].filter((part) => existsSync(join(folder, part))),
		{
			baseDir: folder,
			// Without a parser for TypeScript no module is read, no rule is broken, and all seems well.
			parser: 'swc',
			validate: true,
			ruleSet: { forbidden: boundaries.map(({ rule }) => ({ ...rule, severity: 'error' as const })) },
			doNotFollow: { path: '(?:^|/)node_modules/(?!@utu/)' },
			// Only our own: an import of a package whose entry lies in its dist must still be seen.
			exclude: { path: '^packages/[^/]+/dist/|^packages/web/src/.*/?locales/|^(?:packages|tools)/.*\\.d\\.ts$' },
			enhancedResolveOptions: {
				exportsFields: ['exports'],
				conditionNames: ['node', 'import', 'types', 'default'],
				extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
			},
			moduleSystems: ['es6'],
		},
	);
	if (typeof output === 'string') throw new Error(output);
	return { broken: brokenIn(output), imports: importsIn(output) };
};

const brokenIn = (result: ICruiseResult): readonly Broken[] =>
	result.summary.violations.map((violation) => ({
		rule: violation.rule.name,
		from: violation.from,
		to: violation.to,
		via: (violation.cycle ?? []).map(({ name }) => name),
	}));

const importsIn = (result: ICruiseResult): ReadonlyMap<string, readonly string[]> =>
	new Map(
		result.modules
			.filter(({ source }) => /^(?:packages|tools)\/|^[^/]+\.config\.ts$/.test(source))
			.map(({ source, dependencies }) => [source, dependencies.map(({ module }) => module)]),
	);
