import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from './rule.ts';
import { run } from './run.ts';
import { inHouse } from './temporary.ts';
import { root } from './tree.ts';

const ours = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Lint, types and dead code under our own settings: each line here must be found where it is planted. */
const lintHouse: Files = {
	'biome.jsonc': ours('biome.jsonc').replace('"enabled": true, "clientKind"', '"enabled": false, "clientKind"'),
	'packages/core/src/pay/save.ts': 'export const save = async (): Promise<void> => undefined;\n',
	'packages/core/src/pay/forgets.ts': "import { save } from './save.ts';\nsave();\n",
	'packages/core/src/pay/asks.ts':
		"import { save } from './save.ts';\nexport const a = () => {\n\tif (save()) return 1;\n\treturn 2;\n};\n",
	'packages/core/src/pay/anything.ts': 'export const a = (x: any) => x;\n',
	'packages/core/src/pay/speaks.ts': "console.log('x');\n",
	'packages/core/src/pay/type.ts': "import { Foo } from './foo.ts';\nexport type Bar = Foo;\n",
	'packages/core/src/pay/partial.ts':
		"export const f = (x: 'a' | 'b') => {\n\tswitch (x) {\n\t\tcase 'a':\n\t\t\treturn 1;\n\t}\n\treturn 2;\n};\n",
	'packages/core/src/pay/unused.ts': 'const left = 1;\nexport {};\n',
	'packages/cli/src/speaks.ts': "console.log('x');\n",
};
const lintFinds: readonly (readonly [file: string, rule: string])[] = [
	['packages/core/src/pay/forgets.ts', 'noFloatingPromises'],
	['packages/core/src/pay/asks.ts', 'noMisusedPromises'],
	['packages/core/src/pay/anything.ts', 'noExplicitAny'],
	['packages/core/src/pay/speaks.ts', 'noConsole'],
	['packages/core/src/pay/type.ts', 'useImportType'],
	['packages/core/src/pay/partial.ts', 'useExhaustiveSwitchCases'],
	['packages/core/src/pay/unused.ts', 'noUnusedVariables'],
];

const blindLint = (): Promise<readonly string[]> =>
	inHouse(lintHouse, async (folder) => {
		const { output } = await run('biome', ['lint', '--max-diagnostics=none', '--colors=off', '.'], folder);
		const has = (file: string, rule: string): boolean =>
			output.split('\n').some((line) => line.startsWith(`${file}:`) && line.includes(`/${rule} `));
		return [
			...lintFinds.filter(([file, rule]) => !has(file, rule)).map(([file, rule]) => `lint misses ${rule} at ${file}`),
			...(output.includes('packages/cli/src/speaks.ts:') ? ['lint forbids the CLI to speak'] : []),
		];
	});

/** What core may not even name, and what the strict settings are there for. */
const typeLines: readonly string[] = [
	'console;',
	'process;',
	'document;',
	'fetch;',
	'setTimeout;',
	'export const first: string = ["a"].slice(1)[0];',
	'export const gap: { a?: string } = { a: undefined };',
	'export enum Colour { Red }',
	'export class Point { constructor(readonly x: number) {} }',
	'export const id = (x) => x;',
];

const blindTypes = (): Promise<readonly string[]> =>
	inHouse(
		{
			'tsconfig.base.json': ours('tsconfig.base.json'),
			'packages/core/tsconfig.json': ours('packages/core/tsconfig.json'),
			'packages/core/src/pay/impure.ts': `${typeLines.join('\n')}\n`,
		},
		async (folder) => {
			const { output } = await run('tsc', ['--noEmit', '--pretty', 'false', '-p', 'packages/core'], folder);
			return typeLines
				.filter((_, index) => !output.includes(`impure.ts(${index + 1},`))
				.map((line) => `types let this pass in core: ${line}`);
		},
	);

const blindDeadCode = (): Promise<readonly string[]> =>
	inHouse(
		{
			'knip.jsonc': ours('knip.jsonc'),
			'packages/core/src/pay/sum.ts': 'export const alive = 1;\nexport const neverUsed = 2;\n',
			'packages/server/src/main.ts': "import { alive } from '@utu/core/pay/sum.ts';\nexport default alive;\n",
		},
		async (folder) => {
			const { output } = await run('knip', ['--no-progress', '--include', 'exports', '--reporter', 'compact'], folder);
			return [
				...(output.includes('neverUsed') ? [] : ['dead code misses an export that nobody uses']),
				...(/\balive\b/.test(output) ? ['dead code buries an export that is used'] : []),
			];
		},
	);

/** What Biome, TypeScript and Knip no longer see under our settings. */
export const blindTools = async (): Promise<readonly string[]> =>
	(await Promise.all([blindLint(), blindTypes(), blindDeadCode()])).flat();
