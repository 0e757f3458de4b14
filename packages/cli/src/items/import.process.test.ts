import { existsSync } from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IntakeReport } from '@utu/contract/intake.ts';
import { describe, expect, it } from 'vitest';
import { type Behave, type Behaviour, type IntakeDouble, startIntakeDouble } from '../../tests/intake-double.ts';
import { runCli, startCli, withFolder } from '../../tests/run-cli.ts';

const project = '01980000-0000-7000-8000-000000000000';
const timeout = 60_000;

const withDouble = async (
	behave: Behave,
	act: (double: IntakeDouble, folder: string) => Promise<void>,
): Promise<void> => {
	const double = await startIntakeDouble(behave);
	try {
		await withFolder((folder) => act(double, folder));
	} finally {
		await double.close();
	}
};

const lineOf = (index: number): string => JSON.stringify({ text: `post number ${index}` });
const linesOf = (count: number): string =>
	Array.from({ length: count }, (_, index) => `${lineOf(index + 1)}\n`).join('');
const args = (file: string, double: { readonly url: string }, ...more: readonly string[]): string[] => [
	'items',
	'import',
	file,
	'--project',
	project,
	'--url',
	double.url,
	...more,
];
const totals = (stdout: string): IntakeReport => JSON.parse(stdout) as IntakeReport;

describe('utu items import', { timeout }, () => {
	it('sends each line once, with the key of the API, and a second time changes nothing', async () => {
		await withDouble(
			() => 'take',
			async (double, folder) => {
				const file = join(folder, 'posts.jsonl');
				await writeFile(file, linesOf(230));
				const env = { UTU_API_KEY: 'utu_secret' };
				const first = await runCli(args(file, double, '--batch', '50'), { env });
				expect(first).toMatchObject({
					code: 0,
					stdout: '230 lines: 230 accepted (0 of them duplicates), 0 already there, 0 refused\n',
					stderr: '',
				});
				expect(double.requests.map(({ lines }) => lines.length).sort()).toEqual([30, 50, 50, 50, 50]);
				expect(new Set(double.requests.map(({ path, apiKey }) => `${path} ${apiKey}`))).toEqual(
					new Set([`POST /api/v1/projects/${project}/items Bearer utu_secret`]),
				);
				expect([...double.items.values()].sort()).toEqual(
					Array.from({ length: 230 }, (_, index) => `post number ${index + 1}`).sort(),
				);
				expect(existsSync(`${file}.utu-import.json`)).toBe(false);
				const second = await runCli(args(file, double, '--json'));
				expect(second.code).toBe(0);
				expect(totals(second.stdout)).toMatchObject({ received: 230, accepted: 0, alreadyThere: 230, refused: 0 });
				expect(double.items.size).toBe(230);
			},
		);
	});

	it('names faulty lines by their number in the file, its own and the server’s, and sends the others', async () => {
		await withDouble(
			() => 'take',
			async (double, folder) => {
				double.items.set('k7', 'another text');
				const file = join(folder, 'posts.jsonl');
				const lines = [
					'{"key":"k1","text":"one"}',
					'',
					'{"key":',
					'[1]',
					'{"key":"k5"}',
					'{"key":"k6","text":" "}',
					'{"key":"k7","text":"seven"}',
					'{"key":"k8","text":"eight"}',
				];
				await writeFile(file, lines.join('\n'));
				const faults = join(folder, 'faults.jsonl');
				const ended = await runCli(args(file, double, '--json', '--faults', faults));
				expect(ended.code).toBe(1);
				const report = totals(ended.stdout);
				expect(report).toMatchObject({ received: 7, accepted: 2, refused: 5 });
				expect(report.faults.map(({ line, key }) => [line, key])).toEqual([
					[3, undefined],
					[4, undefined],
					[5, 'k5'],
					[6, 'k6'],
					[7, 'k7'],
				]);
				expect(ended.stderr).toContain('line 3: The line is not JSON.\n');
				expect(ended.stderr).toContain('line 7 (k7): This key was sent before with another text.\n');
				const written = (await readFile(faults, 'utf8'))
					.trim()
					.split('\n')
					.map((line) => JSON.parse(line) as unknown);
				expect(written).toEqual(report.faults);
				expect([...double.items.keys()]).toEqual(['k7', 'k1', 'k8']);
			},
		);
	});

	it('names every line that the server refuses, also where it reports only the first hundred', async () => {
		await withDouble(
			() => 'take',
			async (double, folder) => {
				for (let index = 1; index <= 260; index++) double.items.set(`k${index}`, 'another text');
				const file = join(folder, 'posts.jsonl');
				await writeFile(
					file,
					Array.from({ length: 300 }, (_, index) => `${JSON.stringify({ key: `k${index + 1}`, text: 'this' })}\n`).join(
						'',
					),
				);
				const faults = join(folder, 'faults.jsonl');
				const ended = await runCli(args(file, double, '--json', '--faults', faults));
				expect(ended.code).toBe(1);
				expect(totals(ended.stdout)).toMatchObject({ received: 300, accepted: 40, alreadyThere: 0, refused: 260 });
				const named = (await readFile(faults, 'utf8'))
					.trim()
					.split('\n')
					.map((line) => (JSON.parse(line) as { line: number }).line);
				expect(named).toEqual(Array.from({ length: 260 }, (_, index) => index + 1));
				expect(ended.stderr).toContain('… more lines are faulty; all are in');
			},
		);
	});

	it('reads CSV with quoted line ends, and names columns, lines and what is missing', async () => {
		await withDouble(
			() => 'take',
			async (double, folder) => {
				const file = join(folder, 'posts.csv');
				await writeFile(
					file,
					'\uFEFFid,body,lang\r\n1,"two\r\nlines, and ""quotes""",en\r\n2,plain,sw\r\n3,"never closed,fr\r\n4,too,many,columns\r\n,no key,\r\n',
				);
				const columns = ['--text-column', 'body', '--key-column', 'id', '--language-column', 'lang'];
				const ended = await runCli(args(file, double, '--json', ...columns));
				expect(ended.code).toBe(1);
				expect(totals(ended.stdout).faults.map(({ line }) => line)).toEqual([5, 6]);
				expect(double.requests.flatMap(({ lines }) => lines).map((line) => JSON.parse(line) as unknown)).toEqual([
					{ key: '1', text: 'two\r\nlines, and "quotes"', language: 'en' },
					{ key: '2', text: 'plain', language: 'sw' },
					{ key: expect.stringMatching(/^line-7-[0-9a-f]{32}$/), text: 'no key' },
				]);
				const wrong = await runCli(args(file, double));
				expect(wrong).toMatchObject({ code: 2, stdout: '' });
				expect(wrong.stderr).toMatch(/^utu: .*has no column “text”; it has: id, body, lang\..*--text-column.*\n$/);
			},
		);
	});

	it('reads standard input', async () => {
		await withDouble(
			() => 'take',
			async (double) => {
				const ended = await runCli(args('-', double, '--format', 'jsonl', '--json'), { input: linesOf(3) });
				expect(ended.code).toBe(0);
				expect(totals(ended.stdout)).toMatchObject({ received: 3, accepted: 3 });
				expect((await runCli(args('-', double, '--format', 'jsonl', '--resume'))).code).toBe(2);
			},
		);
	});
});

describe('utu items import over a bad line', { timeout }, () => {
	it('waits as long as a busy server asks, and tries again after it failed', async () => {
		const replies: readonly Behaviour[] = [{ status: 429, retryAfter: 1 }, { status: 503 }, 'take'];
		await withDouble(
			(request) => replies[request - 1] ?? 'take',
			async (double, folder) => {
				const file = join(folder, 'posts.jsonl');
				await writeFile(file, linesOf(10));
				const started = performance.now();
				const ended = await runCli(args(file, double));
				expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('10 accepted') });
				expect(performance.now() - started).toBeGreaterThan(1_000);
				expect(ended.stderr).toContain('Trying again in 1.0 s (1 of 8 tries made).');
				expect(double.requests).toHaveLength(3);
			},
		);
	});

	it('sends again what was taken in when the line was lost before the answer, and nothing is there twice', async () => {
		await withDouble(
			(request) => (request === 1 ? 'drop' : 'take'),
			async (double, folder) => {
				const file = join(folder, 'posts.jsonl');
				await writeFile(file, linesOf(10));
				const ended = await runCli(args(file, double, '--json'));
				expect(ended.code).toBe(0);
				expect(totals(ended.stdout)).toMatchObject({ received: 10, accepted: 0, alreadyThere: 10, refused: 0 });
				expect(double.items.size).toBe(10);
			},
		);
	});

	it('ends with 3 and one line where the server refuses, is no Utu, or is not there', async () => {
		const replies: readonly Behaviour[] = [
			{ status: 401 },
			{ status: 200, body: '<html></html>', contentType: 'text/html' },
			{ status: 404, body: 'not json' },
		];
		await withDouble(
			(request) => replies[request - 1] ?? { status: 503 },
			async (double, folder) => {
				const file = join(folder, 'posts.jsonl');
				await writeFile(file, linesOf(2));
				const reasons = [/does not accept the API key/, /not one of Utu/, /refused \(404 http-404\)/];
				for (const reason of reasons) {
					const ended = await runCli(args(file, double));
					expect(ended.code).toBe(3);
					expect(ended.stderr).toMatch(reason);
					expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
				}
				const failing = await runCli(args(file, double, '--attempts', '2'));
				expect(failing.code).toBe(3);
				expect(double.requests).toHaveLength(5);
				const nowhere = await runCli(args(file, { url: 'http://127.0.0.1:9' }, '--attempts', '1'), {
					env: { UTU_DEBUG: '1' },
				});
				expect(nowhere.code).toBe(3);
				expect(nowhere.stderr).toMatch(/No answer from http:\/\/127\.0\.0\.1:9\. Is the server running/);
				expect(nowhere.stderr).toContain('    at ');
			},
		);
	});
});

type State = { readonly place: { readonly line: number; readonly byte: number }; readonly totals: IntakeReport };
const stateOf = async (file: string): Promise<State> =>
	JSON.parse(await readFile(`${file}.utu-import.json`, 'utf8')) as State;

describe('utu items import, interrupted', { timeout }, () => {
	const count = 400;
	const batch = ['--batch', '10'];

	/** Keeps everybody waiting who sends a post after this one. */
	const stallAfter =
		(post: number): Behave =>
		(_, lines) =>
			lines.some((line) => Number(/post[a-z,]* (?:number )?(\d+)/.exec(line)?.[1]) > post)
				? { waitMs: 600_000 }
				: 'take';

	const killedAfter = async (double: IntakeDouble, file: string, posts: number): Promise<State> => {
		const { child, ended } = startCli(args(file, double, ...batch));
		await double.arrived(posts / 10 + 3);
		child.kill('SIGKILL');
		expect((await ended).code).toBeNull();
		return stateOf(file);
	};

	for (const format of ['jsonl', 'csv'] as const) {
		it(`goes on after a kill where it stopped, in ${format}`, async () => {
			let stalled = true;
			const stall = stallAfter(70);
			await withDouble(
				(request, lines) => (stalled ? stall(request, lines) : 'take'),
				async (double, folder) => {
					const file = join(folder, `posts.${format}`);
					const csv = `text\n${Array.from({ length: count }, (_, index) => `"post, ${index + 1}\nwith a second line"\n`).join('')}`;
					await writeFile(file, format === 'csv' ? csv : linesOf(count));
					const state = await killedAfter(double, file, 70);
					expect(state.totals.received).toBe(70);
					expect(state.place.line).toBe(format === 'csv' ? 142 : 71);
					const before = double.requests.length;
					stalled = false;
					const resumed = await runCli(args(file, double, ...batch, '--resume', '--json'));
					expect(resumed).toMatchObject({ code: 0, stderr: '' });
					// What was in flight when it was killed may have been taken in: it is sent again, and is there once.
					expect(totals(resumed.stdout)).toMatchObject({ received: count, refused: 0 });
					expect(double.items.size).toBe(count);
					const sentAgain = double.requests.slice(before).flatMap(({ lines }) => lines);
					expect(sentAgain).toHaveLength(count - 70);
					expect(sentAgain.some((line) => double.requests.slice(0, 7).some(({ lines }) => lines.includes(line)))).toBe(
						false,
					);
					expect(existsSync(`${file}.utu-import.json`)).toBe(false);
				},
			);
		});
	}

	it('goes on also where the file has grown, and not where it is another or goes elsewhere', async () => {
		let stalled = true;
		const stall = stallAfter(30);
		await withDouble(
			(request, lines) => (stalled ? stall(request, lines) : 'take'),
			async (double, folder) => {
				const file = join(folder, 'posts.jsonl');
				await writeFile(file, linesOf(count));
				await killedAfter(double, file, 30);
				stalled = false;
				const elsewhere = [
					'items',
					'import',
					file,
					'--project',
					project.replace('8', '9'),
					'--url',
					double.url,
					'--resume',
				];
				const refused = await runCli(elsewhere);
				expect(refused.code).toBe(2);
				expect(refused.stderr).toContain('had another projectId');
				const text = await readFile(file, 'utf8');
				await writeFile(file, text.replace('post number 5"', 'post number V"'));
				const changed = await runCli(args(file, double, '--resume'));
				expect(changed.code).toBe(2);
				expect(changed.stderr).toContain('is not the file whose import was interrupted');
				await writeFile(file, text);
				await appendFile(file, `${lineOf(count + 1)}\n`);
				const grown = await runCli(args(file, double, '--resume', '--json'));
				expect(grown.code).toBe(0);
				expect(double.items.size).toBe(count + 1);
			},
		);
	});

	it('says how to go on when a person stops it, also while a pipe says nothing', async () => {
		await withDouble(stallAfter(40), async (double, folder) => {
			const file = join(folder, 'posts.jsonl');
			await writeFile(file, linesOf(count));
			const { child, ended } = startCli(args(file, double, ...batch));
			await double.arrived(7);
			child.kill('SIGINT');
			const stopped = await ended;
			expect(stopped.code).toBe(130);
			expect(stopped.stderr).toBe(
				'utu: Interrupted. All before line 41 is done: run the same command with --resume to go on there.\n',
			);
			const piped = startCli(args('-', double, '--format', 'jsonl', '--batch', '1', '--concurrency', '1'), {
				input: linesOf(2),
				inputStaysOpen: true,
			});
			await double.arrived(9);
			piped.child.kill('SIGINT');
			expect((await piped.ended).code).toBe(130);
			piped.child.stdin?.destroy();
		});
	});

	it('starts over without --resume, and says so', async () => {
		let stalled = true;
		const stall = stallAfter(20);
		await withDouble(
			(request, lines) => (stalled ? stall(request, lines) : 'take'),
			async (double, folder) => {
				const file = join(folder, 'posts.jsonl');
				await writeFile(file, linesOf(count));
				await killedAfter(double, file, 20);
				stalled = false;
				const over = await runCli(args(file, double, '--json'));
				expect(over.code).toBe(0);
				expect(over.stderr).toContain('--resume would go on there. Starting over');
				expect(totals(over.stdout).received).toBe(count);
				expect(double.items.size).toBe(count);
			},
		);
	});
});

describe('utu items import of a large file', { timeout: 120_000 }, () => {
	it('needs no more memory for more lines', async () => {
		await withDouble(
			() => 'take',
			async (double, folder) => {
				const file = join(folder, 'posts.csv');
				const text = 'word '.repeat(200);
				await writeFile(file, 'key,text\n');
				for (let part = 0; part < 40; part++) {
					await appendFile(file, Array.from({ length: 1_000 }, (_, index) => `k${part}-${index},${text}\n`).join(''));
				}
				// The file is 40 MB: it would not fit into this heap.
				const ended = await runCli(args(file, double, '--json'), { nodeOptions: ['--max-old-space-size=32'] });
				expect(ended.code).toBe(0);
				expect(totals(ended.stdout).accepted).toBe(40_000);
			},
		);
	});
});
