import pg from 'pg';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerNext, type NotesProject, openNotesProject, password } from './notes-project.ts';
import { expectAccessible, watchFaults } from './page-checks.ts';

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
	await screened();
});
afterAll(() => project?.close());

/** What screening would take many items for: they count as screened, so that others than scouts may meet them. */
const screened = async (): Promise<void> => {
	const owner = new pg.Client({ connectionString: project.server.ownerUrl });
	await owner.connect();
	await owner.query(
		`update utu.item set hazards = '{"harassment": 2}', severity = 2, uncovered = '{}' where severity = 4`,
	);
	await owner.end();
};

const openAs = async (name: string): Promise<Page> => {
	const context = await project.browser.newContext({
		viewport: { width: 360, height: 780 },
		locale: 'en-GB',
		reducedMotion: 'reduce',
	});
	const page = await context.newPage();
	watchFaults(page, faults);
	await page.goto(`${project.server.url}/sign-in`);
	await page.getByLabel('E-mail').fill(`${name}@training.example`);
	await page.getByLabel('Password').fill(password);
	await page.keyboard.press('Enter');
	await page.waitForURL((to) => !to.pathname.startsWith('/sign-in'));
	return page;
};

const sound = async (page: Page): Promise<void> => {
	await expectAccessible(page);
	expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
};

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
	await sound(first);
	const second = await openAs('second');
	for (const expert of [first, second]) {
		await expert.goto(`${project.server.url}/review`);
		for (let n = 0; n < 2; n++) {
			await expert.getByText('An item to train on').waitFor();
			await sayByKey(expert, '1');
			await expert.getByRole('heading', { level: 1, name: 'Your answer is in. Why is it so?' }).waitFor();
			if (n === 0) await sound(expert);
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
			await screened();
			await asha.goto(`${project.server.url}/work`);
			await asha.locator('h1').waitFor();
			return asha.locator('h1').textContent();
		})
		.toBe('This work begins with training');
	await sound(asha);
	await asha.getByRole('link', { name: 'To the training' }).click();
	await asha.getByRole('link', { name: 'Begin' }).click();
	await sayByKey(asha, '2');
	await asha.getByRole('heading', { level: 1, name: 'Experts answered something else' }).waitFor();
	await asha.getByText('A chair is an offer.').first().waitFor();
	await sound(asha);
	await asha.keyboard.press('Enter');
	await sayByKey(asha, '1');
	await asha.getByText('You have trained enough: the work is open to you.').waitFor();
	await asha.getByRole('link', { name: 'To the work' }).click();
	await asha.locator('.cover').first().waitFor();
	expect(faults).toEqual([]);
});
