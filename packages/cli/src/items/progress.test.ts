import { describe, expect, it } from 'vitest';
import { fakeTerminal } from '../../tests/fake-terminal.ts';
import { startProgress } from './progress.ts';

describe('startProgress', () => {
	it('says a plain line every few seconds where nobody watches', () => {
		const terminal = fakeTerminal();
		let now = 0;
		const progress = startProgress(terminal, { bytesTotal: 1_000, now: () => now });
		for (let step = 1; step <= 12; step++) {
			now = step * 1_000;
			progress.update({ bytes: step * 50, lines: step * 1_000, refused: step });
		}
		progress.note('a note');
		progress.end();
		expect(terminal.output.stderr).toBe('5,000 lines, 5 refused, 25.0 %\n10,000 lines, 10 refused, 50.0 %\na note\n');
		expect(terminal.output.stdout).toBe('');
	});

	it('draws a bar on a terminal, and none for a pipe of unknown length', () => {
		const watched = fakeTerminal({}, { isTTY: true });
		const progress = startProgress(watched, { bytesTotal: 1_000, now: () => 0 });
		progress.update({ bytes: 500, lines: 7, refused: 1 });
		progress.end();
		expect(watched.output.stderr).toContain('50 %  7 lines, 1 refused');
		const piped = fakeTerminal({}, { isTTY: true });
		startProgress(piped, { bytesTotal: undefined, now: () => 0 }).end();
		expect(piped.output.stderr).toBe('');
	});
});
