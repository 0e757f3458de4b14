import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { fileError } from '../errors.ts';
import type { Fault } from './chunks.ts';

export type FaultLog = {
	readonly add: (faults: readonly Fault[]) => Promise<void>;
	readonly end: () => Promise<void>;
};

/** More than this would bury the terminal: the rest is counted, and written where --faults says. */
const printedMax = 100;

/** Names faulty lines on the terminal, the first of them, and in a file, all of them. */
export const logFaults = async (options: {
	readonly print: (line: string) => void;
	readonly path: string | undefined;
	/** An import that goes on adds to what the run before wrote. */
	readonly append: boolean;
}): Promise<FaultLog> => {
	const file = options.path === undefined ? undefined : await openFile(options.path, options.append);
	let printed = 0;
	return {
		add: async (faults) => {
			for (const fault of faults) {
				if (printed === printedMax) {
					const where =
						options.path === undefined ? 'run with --faults FILE to have all in a file' : `all are in ${options.path}`;
					options.print(`… more lines are faulty; ${where}`);
				}
				if (printed < printedMax) options.print(faultLine(fault));
				printed += 1;
				if (file !== undefined) await file.write(`${JSON.stringify(fault)}\n`);
			}
		},
		end: async () => file?.end(),
	};
};

const faultLine = ({ line, key, message }: Fault): string =>
	`line ${line}${key === undefined ? '' : ` (${key})`}: ${message}`;

type OpenFile = { readonly write: (text: string) => Promise<void>; readonly end: () => Promise<void> };

const openFile = async (path: string, append: boolean): Promise<OpenFile> => {
	const stream = createWriteStream(path, { flags: append ? 'a' : 'w' });
	let failure: unknown;
	stream.on('error', (cause) => {
		failure = cause;
	});
	await once(stream, 'open').catch((cause: unknown) => {
		throw fileError(path, cause);
	});
	return {
		write: async (text) => {
			if (failure !== undefined) throw fileError(path, failure);
			if (!stream.write(text)) await drained(stream);
		},
		end: async () => {
			stream.end();
			if (failure === undefined) await once(stream, 'close');
			if (failure !== undefined) throw fileError(path, failure);
		},
	};
};

const drained = async (stream: WriteStream): Promise<void> => {
	await Promise.race([once(stream, 'drain'), once(stream, 'close')]);
};
