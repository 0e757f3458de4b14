import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withApi } from '../../tests/api-double.ts';
import { runHere } from '../../tests/fake-terminal.ts';
import { withFolder } from '../../tests/run-cli.ts';

const id = '01980000-0000-7000-8000-000000000000';
const project = { id, name: 'Posts', state: 'open', version: 2, createdAt: '2026-01-01T00:00:00Z' };

const definition = {
	form: { questions: [{ kind: 'severity', name: 'severity', title: 'How severe?', required: true }] },
	hazardCategories: ['violence'],
	targets: { certainty: 0.9, viewsMin: 1, viewsMax: 5, auditShare: 0.05 },
	languages: ['en'],
	instructions: { en: 'Read.' },
	consentTexts: {},
};

const progress = {
	items: { total: 10, firstPass: 1, open: 2, decided: 7, duplicates: 0 },
	answers: 12,
	viewsPerDecision: 1.5,
	certaintyMean: 0.93,
	undecidedAtCap: 0,
	surprises: 1,
	bySeverity: [{ severity: 3, open: 1, decided: 2 }],
	screening: [{ category: 'violence', looked: 30, found: 0, needed: 598, cleared: false }],
	firstPass: null,
	capacity: 'few',
};

describe('utu projects', () => {
	it('lists, for people and for programs, with key and organisation from the environment', async () => {
		await withApi({ 'GET /api/v1/projects': { body: { projects: [project] } } }, async ({ url, calls }) => {
			const env = { UTU_URL: url, UTU_API_KEY: 'key', UTU_ORGANISATION: id };
			expect(await runHere(['projects', 'list'], env)).toMatchObject({
				code: 0,
				stdout: `${'ID'.padEnd(36)}  STATE  VERSION  NAME\n${id}  open   2        Posts\n`,
			});
			expect(calls[0]?.headers).toMatchObject({ authorization: 'Bearer key', 'utu-organisation': id });
			const json = await runHere(['projects', 'list', '--json', '--api-key', 'other'], env);
			expect(JSON.parse(json.stdout)).toEqual({ projects: [project] });
			expect(calls[1]?.headers['authorization']).toBe('Bearer other');
		});
	});

	it('makes one from a template or a definition, and needs exactly one of them', async () => {
		const made = { 'POST /api/v1/projects': { body: { ...project, state: 'draft', definition } } };
		await withApi(made, async ({ url, calls }) => {
			const create = ['projects', 'create', '--url', url, '--name', 'Posts'];
			const ended = await runHere([...create, '--template', 'text-moderation']);
			expect(ended).toMatchObject({ code: 0, stdout: `${id}  Posts (draft). Open it: utu projects open ${id}\n` });
			expect(calls[0]?.body).toEqual({ name: 'Posts', templateId: 'text-moderation' });
			await withFolder(async (folder) => {
				const file = join(folder, 'project.json');
				await writeFile(file, JSON.stringify(definition));
				expect((await runHere([...create, '--definition', file])).code).toBe(0);
				expect(calls[1]?.body).toEqual({ name: 'Posts', definition });
				await writeFile(file, JSON.stringify({ ...definition, targets: {} }));
				const wrong = await runHere([...create, '--definition', file]);
				expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('targets.certainty') });
			});
			expect((await runHere(create)).code).toBe(2);
			expect(calls).toHaveLength(2);
		});
	});

	it('opens, pauses and closes', async () => {
		await withApi(
			{ [`POST /api/v1/projects/${id}/state`]: { body: { ...project, definition } } },
			async ({ url, calls }) => {
				for (const verb of ['open', 'pause', 'close'])
					expect((await runHere(['projects', verb, id, '--url', url])).code).toBe(0);
				expect(calls.map(({ body }) => body)).toEqual([{ state: 'open' }, { state: 'paused' }, { state: 'closed' }]);
			},
		);
	});

	it('tells how far the work is', async () => {
		await withApi({ [`GET /api/v1/projects/${id}/progress`]: { body: progress } }, async ({ url }) => {
			const { code, stdout } = await runHere(['projects', 'progress', id, '--url', url]);
			expect(code).toBe(0);
			expect(stdout).toContain('10: 1 in first pass, 2 open, 7 decided, 0 duplicates');
			expect(stdout).toContain('30 of 598 looked at, 0 found');
			expect(stdout).toContain('93.0 %');
		});
	});

	it('lists templates, and says what the server said of what it does not have', async () => {
		const templates = {
			'GET /api/v1/templates': { body: { templates: [{ id: 'a', name: { fr: 'Un' }, description: {}, definition }] } },
		};
		await withApi(templates, async ({ url }) => {
			expect((await runHere(['projects', 'templates', '--url', url])).stdout).toBe('TEMPLATE  NAME\na         Un\n');
			const missing = await runHere(['projects', 'open', id, '--url', url]);
			expect(missing).toMatchObject({
				code: 3,
				stdout: '',
				stderr: `utu: ${url} refused (404 not-found): There is nothing here.\n`,
			});
		});
	});
});
