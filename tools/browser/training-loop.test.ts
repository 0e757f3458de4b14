import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerNext, type NotesProject, openNotesProject } from './notes-project.ts';
import { expectSound } from './page-checks.ts';

// The real server, the real database, a real browser: two experts make gold, and somebody trains on it until work opens.

let project: NotesProject;
const faults: string[] = [];
beforeAll(async () => {
	project = await openNotesProject({ name: 'training', port: 4643, items: 2, auditShare: 0 });
	const { operator, enrol } = project;
	const worker = await enrol('worker');
	for (const name of ['first', 'second']) {
		const { personId } = await enrol(name);
		await operator.request('PATCH /api/v1/members/:personId', {
			params: { personId },
			body: { roles: ['worker', 'analyst'] },
		});
	}
	await enrol('asha');
	for (let n = 0; n < 2; n++) await answerNext(worker.client, 'rude');
	await project.screened();
});
afterAll(() => project?.close());

const openAs = (name: string): Promise<Page> => project.openAs(name, faults);

/** Looks at the item in sight, and says what it is with a key. */
const sayByKey = async (page: Page, key: string): Promise<void> => {
	await page.locator('.cover').first().waitFor();
	expect(await page.content()).not.toContain('four legs');
	await page.keyboard.press('Space');
	await page.getByText(/Note \d/).waitFor();
	await page.keyboard.press(key);
	await page.keyboard.press('Enter');
};

it('makes gold of what experts agree on, trains on it with their words, and opens the work', {
	timeout: 240_000,
}, async () => {
	const first = await openAs('first');
	await first.goto(`${project.server.url}/gold`);
	await first.getByLabel('Draw more items').fill('2');
	await first.getByRole('button', { name: 'Ask experts' }).click();
	await first.getByText('Experts are asked.').waitFor();
	await first.getByLabel('Work begins with training').check();
	await first.getByLabel('Answers that count, the last').fill('2');
	await first.getByLabel('Of them, as experts answered').fill('1');
	await first.getByRole('button', { name: 'Save' }).click();
	await first.getByText('It begins once there are 2 gold items').waitFor();
	await expectSound(first);
	const second = await openAs('second');
	for (const expert of [first, second]) {
		await expert.goto(`${project.server.url}/review`);
		for (let n = 0; n < 2; n++) {
			await expert.getByText('An item to train on').waitFor();
			await sayByKey(expert, '1');
			await expert.getByRole('heading', { level: 1, name: 'Your answer is in. Why is it so?' }).waitFor();
			if (n === 0) await expectSound(expert);
			await expert.getByLabel('To learn from').fill('A chair is an offer.');
			await expert.keyboard.press('Control+Enter');
		}
		await expert.getByRole('heading', { level: 1, name: 'No review waits for you' }).waitFor();
	}

	await project.operator.request('POST /api/v1/projects/:projectId/items', {
		params: { projectId: project.projectId },
		body: [{ key: 'n9', text: 'Note 9. Table, four legs.', language: 'en', source: 'notes' }],
	});
	const asha = await openAs('asha');
	await asha.goto(`${project.server.url}/projects`);
	await asha.getByRole('link', { name: 'Begin with training' }).waitFor();
	await expect
		.poll(async () => {
			await project.screened();
			await asha.goto(`${project.server.url}/work`);
			await asha.locator('h1').waitFor();
			return asha.locator('h1').textContent();
		})
		.toBe('This work begins with training');
	await expectSound(asha);
	await asha.getByRole('link', { name: 'To the training' }).click();
	await asha.getByRole('link', { name: 'Begin' }).click();
	await sayByKey(asha, '2');
	await asha.getByRole('heading', { level: 1, name: 'Experts answered something else' }).waitFor();
	await asha.getByText('A chair is an offer.').first().waitFor();
	await expectSound(asha);
	await asha.keyboard.press('Enter');
	await sayByKey(asha, '1');
	await asha.getByText('You have trained enough: the work is open to you.').waitFor();
	await asha.getByRole('link', { name: 'To the work' }).click();
	await asha.locator('.cover').first().waitFor();
	expect(faults).toEqual([]);
});
