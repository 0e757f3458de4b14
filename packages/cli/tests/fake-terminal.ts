import { Readable, Writable } from 'node:stream';
import { run } from '../src/program.ts';
import type { Terminal } from '../src/terminal.ts';

export type FakeTerminal = Terminal & { readonly output: { stdout: string; stderr: string } };

/** A terminal that keeps what is written to it. */
export const fakeTerminal = (env: Terminal['env'] = {}, options: { readonly isTTY?: boolean } = {}): FakeTerminal => {
	const output = { stdout: '', stderr: '' };
	const into = (name: 'stdout' | 'stderr') =>
		new Writable({
			decodeStrings: false,
			write: (text, _, done) => {
				output[name] += String(text);
				done();
			},
		});
	const stderr = Object.assign(into('stderr'), { isTTY: options.isTTY === true });
	return { stdin: Readable.from([]), stdout: into('stdout'), stderr, env, output };
};

/** Runs one command line within this process. */
export const runHere = async (args: readonly string[], env: Terminal['env'] = {}) => {
	const terminal = fakeTerminal(env);
	const code = await run(args, terminal);
	return { code, ...terminal.output };
};
