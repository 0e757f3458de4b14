import { readdir, readFile, writeFile } from 'node:fs/promises';
import type { ServerResponse as Reply } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withApi } from '../../tests/api-double.ts';
import { runCli, withFolder } from '../../tests/run-cli.ts';

const id = '01980000-0000-7000-8000-000000000000';
const datasheet = { schema: 'https://utu.example/ns/labour-datasheet/1', paidHours: 3 };
const line = `${JSON.stringify({ key: 'a', certainty: 0.9 })}\n`;
const args = (url: string, out: string, ...more: readonly string[]): readonly string[] => [
	'export',
	'--project',
	id,
	'--url',
	url,
	'--out',
	out,
	...more,
];

describe('utu export', { timeout: 60_000 }, () => {
	it('writes the data set and its datasheet', async () => {
		const replies = {
			[`GET /api/v1/projects/${id}/export?format=jsonl&answers=true`]: (response: Reply) =>
				void response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(line.repeat(1_000)),
			[`GET /api/v1/projects/${id}/datasheet`]: { body: datasheet },
		};
		await withApi(replies, async ({ url }) => {
			await withFolder(async (folder) => {
				const out = join(folder, 'decisions.jsonl');
				const ended = await runCli(args(url, out, '--answers', '--json'));
				expect(ended).toMatchObject({ code: 0, stderr: '' });
				expect(JSON.parse(ended.stdout)).toEqual({
					file: out,
					bytes: 1_000 * line.length,
					datasheet: join(folder, 'datasheet.json'),
				});
				expect(await readFile(out, 'utf8')).toBe(line.repeat(1_000));
				expect(JSON.parse(await readFile(join(folder, 'datasheet.json'), 'utf8'))).toEqual(datasheet);
				expect((await readdir(folder)).sort()).toEqual(['datasheet.json', 'decisions.jsonl']);
			});
		});
	});

	it('leaves what was there when the line is lost, the datasheet is refused, or the answer is no data set', async () => {
		const route = `GET /api/v1/projects/${id}/export?format=csv`;
		const csv = { 'content-type': 'text/csv' };
		const cases = [
			{
				reply: (response: Reply) =>
					void response.writeHead(200, csv).write('a,b\n', () => setTimeout(() => response.destroy(), 50)),
				reason: /lost before the end/,
			},
			{ reply: (response: Reply) => void response.writeHead(200, csv).end('a,b\n'), reason: /refused \(404/ },
			{
				reply: (response: Reply) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
				reason: /answered with text\/html where text\/csv/,
			},
		];
		await withFolder(async (folder) => {
			const out = join(folder, 'decisions.csv');
			await writeFile(out, 'before');
			for (const { reply, reason } of cases) {
				await withApi({ [route]: reply }, async ({ url }) => {
					const ended = await runCli(args(url, out, '--format', 'csv'));
					expect(ended).toMatchObject({ code: 3, stdout: '' });
					expect(ended.stderr).toMatch(reason);
					expect([await readFile(out, 'utf8'), ...(await readdir(folder))]).toEqual(['before', 'decisions.csv']);
				});
			}
			const nowhere = await runCli(args('http://127.0.0.1:9', join(folder, 'none', 'x.csv')));
			expect(nowhere).toMatchObject({ code: 4, stderr: expect.stringContaining('no such file or folder') });
		});
	});
});
