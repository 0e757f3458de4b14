import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type Started = { readonly child: ChildProcess; readonly ended: Promise<Ended> };

type RunOptions = {
	readonly env?: Readonly<Record<string, string>>;
	readonly input?: string;
	/** An input that never ends: the other side says nothing more. */
	readonly inputStaysOpen?: boolean;
	readonly nodeOptions?: readonly string[];
};

/** Starts the CLI as a shell would: its own process, pipes for input and output, none of this process's settings for it. */
export const startCli = (args: readonly string[], options: RunOptions = {}): Started => {
	const env = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !/^(UTU_|NODE_OPTIONS|VITEST)/.test(name)),
	);
	const child = spawn(process.execPath, [...(options.nodeOptions ?? []), main, ...args], {
		env: { ...env, ...options.env },
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	const output = { stdout: '', stderr: '' };
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		output.stdout += text;
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		output.stderr += text;
	});
	// A process that ended before reading its input is no fault of the test.
	child.stdin.on('error', () => undefined);
	if (options.input !== undefined) child.stdin.write(options.input);
	if (options.inputStaysOpen !== true) child.stdin.end();
	const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...output }));
	return { child, ended };
};

export const runCli = (args: readonly string[], options: RunOptions = {}): Promise<Ended> =>
	startCli(args, options).ended;

/** Runs with a folder of its own, gone afterwards. */
export const withFolder = async <T>(act: (folder: string) => Promise<T>): Promise<T> => {
	const folder = await mkdtemp(join(tmpdir(), 'utu-cli-'));
	try {
		return await act(folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
};
