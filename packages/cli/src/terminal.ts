import type { Readable, Writable } from 'node:stream';

/** What a command reads from and writes to: the process in earnest, buffers in tests. */
export type Terminal = {
	readonly stdin: Readable;
	readonly stdout: Writable;
	readonly stderr: Writable & { readonly isTTY?: boolean };
	readonly env: Readonly<Record<string, string | undefined>>;
};

/** Results go to stdout, and nothing else does. */
export const say = (terminal: Terminal, line: string): void => void terminal.stdout.write(`${line}\n`);

/** Progress, notes and faults go to stderr. */
export const note = (terminal: Terminal, line: string): void => void terminal.stderr.write(`${line}\n`);

export const sayJson = (terminal: Terminal, value: unknown): void => say(terminal, JSON.stringify(value));

/** Columns padded to their widest cell; numbers are for the caller to format. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
	const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
	return [head, ...rows]
		.map((row) =>
			row
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
};

export const count = (value: number): string => value.toLocaleString('en');

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
