import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './tree.ts';

export type Ran = { readonly code: number; readonly output: string };

const bin = join(root, 'node_modules', '.bin');

/** Runs a command of the workspace and collects what it says. A command that cannot start has code 127. */
export const run = (command: string, args: readonly string[], cwd: string = root): Promise<Ran> =>
	new Promise((resolve) => {
		const chunks: string[] = [];
		const child = spawn(command === 'node' ? process.execPath : join(bin, command), args, {
			cwd,
			// The workspace's own Node first, also for tools that are started by their first line.
			env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`, FORCE_COLOR: '0', NO_COLOR: '1' },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		child.stdout.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
		child.stderr.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
		child.on('error', (error) => resolve({ code: 127, output: `${command} did not start: ${error.message}` }));
		child.on('close', (code) => resolve({ code: code ?? 1, output: chunks.join('') }));
	});
