import { eachFile, isCatalog, isScript, isTest, lineAt, matches, type Rule } from '../rule.ts';

/** These lists name what they ban, and their canaries plant it. */
const isRuleBook = (path: string): boolean => path.startsWith('tools/tidy/rules/');
const prose = (path: string): boolean => !isRuleBook(path) && !isCatalog(path) && !path.startsWith('fixtures/');

export const unfinishedWork: Rule = {
	name: 'unfinished-work',
	instead: 'Finish it, or leave it out and say so where people look for it.',
	check: eachFile(
		(path) => prose(path) && path !== 'package-lock.json',
		(_, text) => matches(text, /\b(?:TODO|FIXME|XXX|HACK)\b/g, (word) => `${word} is unfinished work`),
	),
	canaries: [
		{ at: 'packages/core/src/a.ts', files: { 'packages/core/src/a.ts': '// TODO: soon\n' } },
		{ at: 'docs/a.md', files: { 'docs/a.md': 'FIXME: words\n' } },
		{ at: 'packages/web/src/a.css', files: { 'packages/web/src/a.css': '/* XXX */\n' } },
		{ at: 'packages/server/migrations/a.sql', files: { 'packages/server/migrations/a.sql': '-- HACK\n' } },
	],
	fine: { 'packages/core/src/a.ts': '// todoist, FIXMEN\n' },
};

export const machinePaths: Rule = {
	name: 'machine-paths',
	instead: 'Use a path relative to the repository, and let clients choose their own registry.',
	check: eachFile(
		(path) => !isRuleBook(path),
		(_, text) => [
			...matches(
				text,
				/\b(?:registry\.(?:npmjs|yarnpkg)|npmjs\.(?:org|com)\/-|pypi\.org\/simple|static\.crates\.io|proxy\.golang|deb\.debian)\b/g,
				(word) => `${word} is a registry's host`,
			),
			...matches(
				text,
				/(?<![\w.])\/(?:work|workspace|build|builds|root|home\/\w+|Users\/\w+)\/(?:main|shared|utu|repo|projects?)\b/g,
				(word) => `${word} is a path of somebody's machine`,
			),
		],
	),
	canaries: [
		{ at: 'package-lock.json', files: { 'package-lock.json': '"https://registry.npmjs.org/x.tgz"' } },
		{ at: 'docs/a.md', files: { 'docs/a.md': 'see /home/ann/projects/x\n' } },
	],
	fine: { 'docs/a.md': 'see packages/core and ../shared/data, /worker/home, https://npmjs.com/package/x\n' },
};

export const silencedChecks: Rule = {
	name: 'silenced-checks',
	instead: 'Fix what the checker sees. A test may say @ts-expect-error where the error is what it proves.',
	check: eachFile(
		(path) => /\.(tsx?|css|jsonc?)$/.test(path) && !isRuleBook(path),
		(path, text) => [
			...matches(text, /@ts-(?:ignore|nocheck)\b/g, (word) => `${word} silences the compiler`),
			...(isTest(path) ? [] : matches(text, /@ts-expect-error\b/g, (word) => `${word} silences the compiler`)),
			...matches(text, /\bbiome-ignore-(?:all|start)\b|\beslint-disable\b/g, (word) => `${word} silences a rule`),
			...matches(text, /\bas (?:any\b|unknown as any\b|never as )/g, (word) => `"${word}" ends the checking of types`),
		],
	),
	canaries: [
		{ at: 'packages/core/src/a.ts', files: { 'packages/core/src/a.ts': '// @ts-ignore\nf();\n' } },
		{ at: 'packages/core/src/b.ts', files: { 'packages/core/src/b.ts': '// @ts-expect-error\nf();\n' } },
		{ at: 'packages/core/src/c.test.ts', files: { 'packages/core/src/c.test.ts': '// @ts-nocheck\n' } },
		{ at: 'packages/core/src/d.ts', files: { 'packages/core/src/d.ts': 'const a = b as any;\n' } },
		{ at: 'packages/web/src/e.tsx', files: { 'packages/web/src/e.tsx': '// biome-ignore-all lint: no time\n' } },
	],
	fine: {
		'packages/core/src/a.ts': 'const a = b as Anything;\n',
		'packages/core/src/c.test.ts': '// @ts-expect-error a plain item is no assignment\nlease(item);\n',
	},
};

/** In the whole house. A rule that needs more is the wrong rule: change it in biome.jsonc and say why there. */
const exceptionsMax = 10;
const exception = /\bbiome-ignore (?<rule>lint\S*?):[ \t]*(?<why>.*)/g;

export const fewExceptions: Rule = {
	name: 'few-exceptions',
	instead: `At most ${exceptionsMax} lines of the house may set a rule of Biome aside, each with a reason of more than a word.`,
	check: ({ files }) => {
		const found = [...files].flatMap(([path, text]) =>
			/\.(?:tsx?|css)$/.test(path) && !isRuleBook(path)
				? [...text.matchAll(exception)].map((match) => ({
						path,
						line: lineAt(text, match.index),
						why: match.groups?.why ?? '',
					}))
				: [],
		);
		const unexplained = found.filter(({ why }) => why.trim().split(/\s+/).length < 4);
		const tooMany = found.length > exceptionsMax ? found : [];
		return [
			...unexplained.map(({ path, line }) => ({ path, line, message: 'an exception without a reason' })),
			...tooMany.map(({ path, line }) => ({ path, line, message: `one of ${found.length} exceptions` })),
		];
	},
	canaries: [
		{ at: 'packages/web/src/a.tsx', files: { 'packages/web/src/a.tsx': '// biome-ignore lint/a11y/useX: later\n' } },
		{
			at: 'packages/web/src/b.tsx',
			files: { 'packages/web/src/b.tsx': '// biome-ignore lint/a11y/useX: the keyboard leaves by Esc.\n'.repeat(11) },
		},
	],
	fine: { 'packages/web/src/a.tsx': '// biome-ignore lint/a11y/useX: the keyboard leaves by Esc.\n' },
};

export const testsRun: Rule = {
	name: 'tests-run',
	instead: 'Remove .only. Above a .skip, a comment says what is missing and when it runs again.',
	check: eachFile(
		(path) => isScript(path) && (isTest(path) || path.startsWith('tools/')) && !isRuleBook(path),
		(_, text) => [
			...matches(
				text,
				/\b(?:describe|it|test|suite)(?:\.\w+)*\.only\b/g,
				(word) => `${word} leaves the other tests out`,
			),
			...matches(
				text,
				/(?<!\/\/[^\n]*\n[\t ]*)(?<=^[\t ]*)(?:describe|it|test|suite)(?:\.\w+)*\.(?:skip|skipIf|todo|fails)\b/gm,
				(word) => `${word} without a reason above it`,
			),
		],
	),
	canaries: [
		{ at: 'packages/core/src/a.test.ts', files: { 'packages/core/src/a.test.ts': "it.only('x', () => {});\n" } },
		{ at: 'packages/core/src/b.test.ts', files: { 'packages/core/src/b.test.ts': "\tit.skip('x', () => {});\n" } },
		{
			at: 'packages/server/tests/c.ts',
			files: { 'packages/server/tests/c.ts': "describe.skipIf(!data)('x', () => {});\n" },
		},
	],
	fine: {
		'packages/core/src/a.test.ts':
			"it('x', () => {});\n// Needs the public set under --data.\ndescribe.skipIf(none)('y', () => {});\n",
		'packages/core/src/b.test.ts': 'await client.leases.skip(id);\nresult.only;\n',
	},
};
