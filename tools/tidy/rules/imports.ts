import { posix } from 'node:path';
import { eachFile, type Finding, isScript, isTest, type Rule } from '../rule.ts';
import { importsOf, isNode, listOf, parse, walk } from '../syntax.ts';

type Found = Omit<Finding, 'path'>;

const isConfig = (path: string): boolean => /\.config\.ts$/.test(path);
const own = (specifier: string): boolean => specifier.startsWith('.') || specifier.startsWith('@utu/');

export const importEndings: Rule = {
	name: 'import-endings',
	instead: "Write the file's own ending, as Node reads it: './lease.ts'.",
	check: eachFile(isScript, (path, text) =>
		importsOf(parse(path, text))
			.filter(({ specifier }) => own(specifier) && !/\.(tsx?|css|json|sql|svg|html|po)(\?\w+)?$/.test(specifier))
			.map(({ specifier, line }): Found => ({ line, message: `'${specifier}' has no ending of a file` })),
	),
	canaries: [
		{ at: 'packages/core/src/a.ts', files: { 'packages/core/src/a.ts': "import { b } from './b';\n" } },
		{
			at: 'packages/sdk/src/b.ts',
			files: { 'packages/sdk/src/b.ts': "import type { B } from '@utu/core/shared/b.js';\n" },
		},
		{
			at: 'packages/web/src/c.tsx',
			files: { 'packages/web/src/c.tsx': "const Page = lazy(() => import('./page'));\n" },
		},
		{ at: 'packages/core/src/d.ts', files: { 'packages/core/src/d.ts': "export { e } from './e';\n" } },
	],
	fine: {
		'packages/core/src/a.ts': "import { b } from './b.ts';\nimport { z } from 'zod';\nimport './c.css';\n",
		'packages/web/src/c.tsx': "const Page = lazy(() => import('./page.tsx'));\n",
	},
};

export const reachingAcross: Rule = {
	name: 'reaching-across',
	instead: "Import another package by its name, '@utu/core/…', so that its boundary can be seen.",
	check: eachFile(
		(path) => isScript(path) && path.startsWith('packages/'),
		(path, text) => {
			const home = path.split('/').slice(0, 2).join('/');
			return importsOf(parse(path, text))
				.filter(({ specifier }) => specifier.startsWith('.'))
				.map((one) => ({ ...one, target: posix.join(posix.dirname(path), one.specifier) }))
				.filter(({ target }) => !target.startsWith(`${home}/`) && !/^(fixtures\/|package\.json$)/.test(target))
				.map(({ specifier, line }): Found => ({ line, message: `'${specifier}' leaves ${home}` }));
		},
	),
	canaries: [
		{ at: 'packages/cli/src/a.ts', files: { 'packages/cli/src/a.ts': "import { b } from '../../core/src/b.ts';\n" } },
		{ at: 'packages/cli/src/b.ts', files: { 'packages/cli/src/b.ts': "import { b } from '../../../tools/b.ts';\n" } },
	],
	fine: {
		'packages/cli/src/a.ts': "import { b } from '@utu/core/b.ts';\nimport { c } from '../src/c.ts';\n",
		'packages/core/src/b/b.test.ts': "import cases from '../../../../fixtures/b.json' with { type: 'json' };\n",
	},
};

export const inlineImportTypes: Rule = {
	name: 'inline-import-types',
	instead: 'Write `import type` at the head of the file, where the boundary check reads it.',
	check: eachFile(isScript, (path, text) => {
		if (!/\bimport\(/.test(text)) return [];
		const source = parse(path, text);
		const found: Found[] = [];
		walk(source.module, (node) => {
			if (node.type === 'TsImportType')
				found.push({ line: source.lines(node).from, message: 'a type hides an import' });
		});
		return found;
	}),
	canaries: [
		{ at: 'packages/core/src/a.ts', files: { 'packages/core/src/a.ts': "type A = import('pg').Pool;\n" } },
		{ at: 'packages/core/src/b.ts', files: { 'packages/core/src/b.ts': "let a: typeof import('node:fs');\n" } },
	],
	fine: { 'packages/cli/src/a.ts': "const m = await import('./m.ts');\nimport('./n.ts').then(run);\n" },
};

export const namedExports: Rule = {
	name: 'named-exports',
	instead: 'Export by name. Only files named *.config.ts have a default, because their tools ask for it.',
	check: eachFile(
		(path) => isScript(path) && !isConfig(path),
		(path, text) => {
			if (!/\bdefault\b/.test(text)) return [];
			const source = parse(path, text);
			return listOf(source.module.body)
				.filter(
					(node) =>
						/^(ExportDefault|TsExportAssignment)/.test(node.type) ||
						(node.type === 'ExportNamedDeclaration' && JSON.stringify(node.specifiers).includes('"value":"default"')),
				)
				.map(
					(node): Found => ({ line: source.lines(node).from, message: 'a default export has no name to search for' }),
				);
		},
	),
	canaries: [
		{ at: 'packages/core/src/a.ts', files: { 'packages/core/src/a.ts': 'export default 1;\n' } },
		{ at: 'packages/core/src/b.ts', files: { 'packages/core/src/b.ts': 'export default function f() {}\n' } },
		{ at: 'packages/core/src/c.ts', files: { 'packages/core/src/c.ts': 'const a = 1;\nexport { a as default };\n' } },
	],
	fine: {
		'packages/web/vite.config.ts': 'export default {};\n',
		'packages/core/src/a.ts': "import pg from 'pg';\nswitch (1) {\n\tdefault:\n}\nexport const a = pg;\n",
	},
};

export const noBarrels: Rule = {
	name: 'no-barrels',
	instead: 'Import from the file that has the thing. A barrel hides where things live and makes cycles.',
	check: eachFile(
		(path) => isScript(path) && /^(packages|tools)\//.test(path),
		(path, text) => {
			const found: Found[] = [];
			if (/(^|\/)index\.tsx?$/.test(path)) found.push({ message: 'an index file is a barrel' });
			if (!/\bexport\b/.test(text)) return found;
			const body = listOf(parse(path, text).module.body);
			const passedOn = body.filter(
				(node) =>
					node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && isNode(node.source)),
			);
			const rest = body.filter((node) => !passedOn.includes(node) && node.type !== 'ImportDeclaration');
			if (passedOn.some((node) => node.type === 'ExportAllDeclaration'))
				found.push({ message: '`export *` is a barrel' });
			else if (passedOn.length > 0 && rest.length === 0)
				found.push({ message: 'a file that only passes on is a barrel' });
			return found;
		},
	),
	canaries: [
		{ at: 'packages/core/src/index.ts', files: { 'packages/core/src/index.ts': 'export const a = 1;\n' } },
		{
			at: 'packages/core/src/a.ts',
			files: { 'packages/core/src/a.ts': "export * from './b.ts';\nexport const c = 1;\n" },
		},
		{
			at: 'packages/core/src/b.ts',
			files: { 'packages/core/src/b.ts': "export { a } from './a.ts';\nexport type { B } from './c.ts';\n" },
		},
	],
	fine: { 'packages/core/src/a.ts': "import { b } from './b.ts';\nexport const a = b;\n" },
};

export const kebabNames: Rule = {
	name: 'kebab-names',
	instead: 'Name files in kebab-case, with the kind of file after a dot: lease-claim.sql.ts.',
	check: ({ paths }) =>
		[...paths]
			.filter((path) => /^(packages|tools|fixtures)\/.*\.(tsx?|css|sql|json)$/.test(path))
			.filter((path) => path.split('/').some((part) => !/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(part)))
			.map((path) => ({ path, message: 'not in kebab-case' })),
	canaries: [
		{ at: 'packages/web/src/ui/BigButton.tsx', files: { 'packages/web/src/ui/BigButton.tsx': '' } },
		{ at: 'packages/core/src/first_pass/a.ts', files: { 'packages/core/src/first_pass/a.ts': '' } },
	],
	fine: {
		'packages/server/src/first-pass/score-items.loop.test.ts': '',
		'packages/server/migrations/0001-init.sql': '',
	},
};

export const testsBesideSubjects: Rule = {
	name: 'tests-beside-subjects',
	instead: 'A unit test is named as the file beside it. What tests several lives under tests/.',
	check: ({ paths }) =>
		[...paths]
			.filter((path) => /^packages\/[^/]+\/src\/.*\.test\.tsx?$/.test(path) && isTest(path))
			.filter((path) => {
				const stem = path.replace(/\.test\.tsx?$/, '');
				const parts = posix.basename(stem).split('.');
				// x.sql.test.ts may test x.sql.ts, and x.races.test.ts may test x.ts.
				return !parts.some((_, index) =>
					['.ts', '.tsx'].some((ending) =>
						paths.has(`${posix.dirname(stem)}/${parts.slice(0, index + 1).join('.')}${ending}`),
					),
				);
			})
			.map((path) => ({ path, message: 'tests no file beside it' })),
	canaries: [{ at: 'packages/core/src/a/gone.test.ts', files: { 'packages/core/src/a/gone.test.ts': '' } }],
	fine: {
		'packages/core/src/a/here.test.ts': '',
		'packages/core/src/a/here.ts': '',
		'packages/core/src/a/here.properties.test.ts': '',
		'packages/server/tests/races.test.ts': '',
	},
};
