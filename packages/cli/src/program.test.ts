import { describe, expect, it } from 'vitest';
import { runHere } from '../tests/fake-terminal.ts';
import { exitCodes } from './exit-codes.ts';

const commands: readonly (readonly string[])[] = [
	['serve'],
	['users', 'create'],
	['users', 'list'],
	['users', 'set-role'],
	['users', 'join-code'],
	['projects', 'list'],
	['projects', 'templates'],
	['projects', 'create'],
	['projects', 'open'],
	['projects', 'pause'],
	['projects', 'close'],
	['projects', 'progress'],
	['items', 'import'],
	['export'],
	['consensus'],
	['plan'],
];

describe('utu', () => {
	it('has help with examples for every command', async () => {
		for (const command of commands) {
			const { code, stdout } = await runHere([...command, '--help']);
			expect(code).toBe(0);
			expect(stdout, command.join(' ')).toContain(`Usage: utu ${command.join(' ')}`);
			expect(stdout, command.join(' ')).toContain(`\n  utu ${command.join(' ')}`);
			expect(stdout, command.join(' ')).toContain('--json');
		}
	});

	it('documents every exit code', async () => {
		const { code, stdout } = await runHere(['help', 'exit-codes']);
		expect(code).toBe(0);
		for (const meaning of Object.values(exitCodes)) expect(stdout).toMatch(new RegExp(`^ +${meaning} {2}`, 'm'));
		expect((await runHere(['exit-codes'])).stdout).toBe(stdout);
	});

	it('answers a wrong command line with one line that names its help, and 2', async () => {
		const wrong: readonly (readonly [readonly string[], string])[] = [
			[['frob'], 'See: utu --help'],
			[['items', 'import', 'x.jsonl'], 'See: utu items import --help'],
			[['consensus', 'x.csv', '--method', 'guess'], 'See: utu consensus --help'],
			[['serve', '--port', 'many'], 'See: utu serve --help'],
			[['export', '--frob'], 'See: utu export --help'],
		];
		for (const [args, help] of wrong) {
			const { code, stdout, stderr } = await runHere(args);
			expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }, args.join(' ')).toEqual({
				code: 2,
				stdout: '',
				lines: 1,
			});
			expect(stderr).toMatch(/^utu: /);
			expect(stderr).toContain(help);
		}
		expect((await runHere([])).code).toBe(2);
	});

	it('tells its version, and keeps a key out of every text', async () => {
		expect(await runHere(['--version'])).toMatchObject({ code: 0, stdout: '0.1.0\n' });
		const { stdout } = await runHere(['projects', 'list', '--help'], {
			UTU_API_KEY: 'utu_secret',
			UTU_URL: 'http://127.0.0.1:9',
		});
		expect(stdout).not.toContain('utu_secret');
	});
});
