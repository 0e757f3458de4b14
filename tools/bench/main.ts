/**
 * `npm run bench -- NAME [--data DIR] [--quick] [--seed N] [--plot FILE]`: runs `tools/bench/NAME.ts`, which prints a table for people;
 * the last line is one JSON object with the figures, where they were measured, and on what.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';

type BenchOptions = {
	/** A folder of the same form as the bench's default. */
	readonly data?: string;
	/** Ends in under 50 s on two cores. */
	readonly quick: boolean;
	readonly seed: number;
	/** Where a bench that draws one writes its SVG. */
	readonly plot?: string;
};

/** What each file beside this one exports as `bench`. */
type Bench = {
	readonly name: string;
	readonly run: (options: BenchOptions) => Promise<Record<string, unknown>>;
};

const here = new URL('.', import.meta.url);

/** A bench declares itself by this line; other files beside it are its parts. */
const declaration = 'export const bench';

const names = (): readonly string[] =>
	readdirSync(here)
		.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'main.ts')
		.filter((file) => readFileSync(new URL(file, here), 'utf8').includes(declaration))
		.map((file) => file.slice(0, -'.ts'.length))
		.sort();

/** The commit that was measured; with changes that are in none, it says so. */
const commit = (): string => {
	const git = (...args: string[]): string =>
		execFileSync('git', args, { cwd: here, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
	try {
		const head = git('rev-parse', '--short=12', 'HEAD');
		return git('status', '--porcelain') === '' ? head : `${head}-changed`;
	} catch {
		return 'unknown';
	}
};

const machine = (): Record<string, unknown> => ({
	cpu: cpus()[0]?.model.trim() ?? 'unknown',
	cores: availableParallelism(),
	memoryGb: Math.round(totalmem() / 2 ** 30),
	os: `${process.platform}-${process.arch}`,
	node: process.version,
});

const usage = (): string =>
	`usage: npm run bench -- NAME [--data DIR] [--quick] [--seed N] [--plot FILE]\nbenches: ${names().join(', ') || 'none'}`;

const fail = (message: string): never => {
	console.error(`${message}\n${usage()}`);
	process.exit(2);
};

const readArguments = (): { readonly name: string; readonly options: BenchOptions } => {
	try {
		const { values, positionals } = parseArgs({
			allowPositionals: true,
			options: {
				data: { type: 'string' },
				quick: { type: 'boolean', default: false },
				seed: { type: 'string', default: '1' },
				plot: { type: 'string' },
			},
		});
		const [name, ...rest] = positionals;
		if (name === undefined || rest.length > 0) return fail('name one bench');
		const seed = Number(values.seed);
		if (!Number.isSafeInteger(seed) || seed < 0) return fail(`--seed is a whole number, not “${values.seed}”`);
		const { data, quick, plot } = values;
		return { name, options: { quick, seed, ...(data !== undefined && { data }), ...(plot !== undefined && { plot }) } };
	} catch (error) {
		return fail(error instanceof Error ? error.message : String(error));
	}
};

const { name, options } = readArguments();
if (!names().includes(name)) fail(`there is no bench “${name}”`);
const { bench } = (await import(new URL(`${name}.ts`, here).href)) as { readonly bench: Bench };
const figures = await bench.run(options);
console.log(
	JSON.stringify({ bench: bench.name, commit: commit(), seed: options.seed, machine: machine(), ...figures }),
);
