import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { type Ran, run } from './tidy/run.ts';
import { root } from './tidy/tree.ts';

/** What CI runs, apart from the tests: node tools/check.ts [--only NAME] [--list] */

type Step = { readonly name: string; readonly run: () => Promise<Ran> };

const stepsAtOnce = 2;
/** A step that fails says why in its first lines; the whole of it can be run alone. */
const outputLinesMax = 200;

/** Everything that runs under Node, then each package against the few types that it may know. */
const programs = [
	'.',
	'packages/core',
	'packages/contract',
	'packages/sdk',
	'packages/web',
	'packages/web/tests',
] as const;

const nothingToCheck = /TS18003/;

const types = async (): Promise<Ran> => {
	const failed: string[] = [];
	let checked = 0;
	for (const program of programs) {
		if (!existsSync(join(root, program, 'tsconfig.json'))) {
			failed.push(`${program}/tsconfig.json is missing`);
			continue;
		}
		const remembered = join(root, 'node_modules/.cache/utu-types', `${program.replaceAll('/', '-')}.json`);
		const { code, output } = await run('tsc', [
			...['--noEmit', '--pretty', 'false', '--incremental', '--tsBuildInfoFile', remembered],
			...['-p', program],
		]);
		if (nothingToCheck.test(output)) continue;
		checked += 1;
		if (code !== 0) failed.push(`${program}\n${output.trimEnd()}`);
	}
	return {
		code: failed.length === 0 ? 0 : 1,
		output: failed.length === 0 ? `${checked} programs` : failed.join('\n\n'),
	};
};

/** Biome's annotations, one line each; the long form is a command away. */
const lint = async (): Promise<Ran> => {
	const options = ['--error-on-warnings', '--max-diagnostics=none', '--reporter=github'];
	const { code, output } = await run('biome', ['check', ...options, '.']);
	if (code === 0) return { code, output: output.split('\n').find((line) => line.startsWith('Checked')) ?? '' };
	const annotation = /^::\w+ title=([^,]*),file=([^,]*),line=(\d+)[^:]*::(.*)$/gm;
	const lines = [...output.matchAll(annotation)].map(([, rule = '', file = '', line = '', message = '']) =>
		rule === 'format'
			? `${relative(root, file)}  is not formatted`
			: `${relative(root, file)}:${line}  ${message} (${rule.replace(/^(?:lint|assist)\//, '')})`,
	);
	const mend = ['', 'Much is mended by: npx biome check --write'];
	return { code, output: lines.length === 0 ? output : [...new Set(lines), ...mend].join('\n') };
};

const tool =
	(command: string, ...args: readonly string[]) =>
	(): Promise<Ran> =>
		run(command, args);

/** The longest first, so that two at a time end together. */
const steps: readonly Step[] = [
	{ name: 'types', run: types },
	{ name: 'dead-code', run: tool('knip', '--no-progress', '--no-config-hints') },
	{ name: 'canaries', run: tool('node', 'tools/tidy/canaries.ts') },
	{ name: 'generated', run: tool('node', 'tools/tidy/generated.ts') },
	{ name: 'lint', run: lint },
	{ name: 'boundaries', run: tool('node', 'tools/tidy/boundaries/main.ts') },
	{ name: 'tidy', run: tool('node', 'tools/tidy/main.ts') },
];

const lastLine = (output: string): string => output.trimEnd().split('\n').at(-1)?.trim() ?? '';

const runStep = async (step: Step): Promise<boolean> => {
	const started = performance.now();
	const { code, output } = await step.run().catch((error: unknown): Ran => ({ code: 1, output: String(error) }));
	const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
	const ok = code === 0;
	console.log(
		`${ok ? 'ok    ' : 'failed'}  ${step.name.padEnd(10)}  ${seconds.padStart(6)}  ${ok ? lastLine(output) : ''}`.trimEnd(),
	);
	if (!ok) console.log(shortened(step.name, output));
	return ok;
};

const shortened = (name: string, output: string): string => {
	const lines = output.trimEnd().split('\n');
	const shown = lines.slice(0, outputLinesMax).map((line) => `        ${line}`.trimEnd());
	const left = lines.length - shown.length;
	return `\n${shown.join('\n')}\n${left > 0 ? `        … ${left} more lines: npm run check -- --only ${name}\n` : ''}`;
};

const main = async (): Promise<number> => {
	const { values } = parseArgs({
		options: { only: { type: 'string', multiple: true }, list: { type: 'boolean' } },
	});
	const names = steps.map(({ name }) => name);
	if (values.list === true) {
		console.log(names.join('\n'));
		return 0;
	}
	const unknown = (values.only ?? []).filter((name) => !names.includes(name));
	if (unknown.length > 0) {
		console.error(`No step is named ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
		return 2;
	}
	const waiting = steps.filter(({ name }) => values.only === undefined || values.only.includes(name));
	const started = performance.now();
	let failed = 0;
	const lane = async (): Promise<void> => {
		for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
			if (!(await runStep(step))) failed += 1;
		}
	};
	await Promise.all(Array.from({ length: stepsAtOnce }, lane));
	const seconds = ((performance.now() - started) / 1000).toFixed(1);
	console.log(failed === 0 ? `all is well, ${seconds} s` : `${failed} failed, ${seconds} s`);
	return failed === 0 ? 0 : 1;
};

process.exitCode = await main();
