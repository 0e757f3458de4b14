import { SingleBar } from 'cli-progress';
import { count, note, percent, type Terminal } from '../terminal.ts';

export type ProgressState = { readonly bytes: number; readonly lines: number; readonly refused: number };

export type Progress = {
	readonly update: (state: ProgressState) => void;
	/** A line of its own, above the bar. */
	readonly note: (line: string) => void;
	readonly end: () => void;
};

const plainLineMs = 5_000;

/** A bar on a terminal, a line every few seconds elsewhere. `bytesTotal` is undefined for a stream. */
export const startProgress = (
	terminal: Terminal,
	options: { readonly bytesTotal: number | undefined; readonly now: () => number },
): Progress =>
	terminal.stderr.isTTY === true && options.bytesTotal !== undefined
		? bar(terminal, options.bytesTotal)
		: plainLines(terminal, options);

const bar = (terminal: Terminal, bytesTotal: number): Progress => {
	const single = new SingleBar({
		stream: terminal.stderr,
		format: '{bar} {percentage} %  {lines} lines, {refused} refused, {eta_formatted} left',
		barCompleteChar: '█',
		barIncompleteChar: '░',
		hideCursor: true,
		fps: 5,
		etaBuffer: 50,
	});
	single.start(bytesTotal, 0, { lines: '0', refused: '0' });
	return {
		update: ({ bytes, lines, refused }) => single.update(bytes, { lines: count(lines), refused: count(refused) }),
		note: (line) => note(terminal, `\r\u001B[K${line}`),
		end: () => single.stop(),
	};
};

const plainLines = (
	terminal: Terminal,
	options: { readonly bytesTotal: number | undefined; readonly now: () => number },
): Progress => {
	let told = options.now();
	return {
		update: ({ bytes, lines, refused }) => {
			if (options.now() - told < plainLineMs) return;
			told = options.now();
			const share = options.bytesTotal ? `, ${percent(Math.min(bytes / options.bytesTotal, 1))}` : '';
			note(terminal, `${count(lines)} lines, ${count(refused)} refused${share}`);
		},
		note: (line) => note(terminal, line),
		end: () => undefined,
	};
};
