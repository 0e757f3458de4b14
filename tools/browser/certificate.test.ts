import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerNext, type NotesProject, openNotesProject, password } from './notes-project.ts';
import { expectAccessible, watchFaults } from './page-checks.ts';

// The real server, the real database, a real browser: a certificate is made, downloaded, and checked by who is signed out.

let project: NotesProject;
beforeAll(async () => {
	project = await openNotesProject({ name: 'certificate', port: 4643, items: 2, auditShare: 0 });
	const { client } = await project.enrol('asha');
	await answerNext(client, 'rude');
	await answerNext(client, 'offer');
});
afterAll(() => project?.close());

const faults: string[] = [];
const open = async (path: string): Promise<Page> => {
	const context = await project.browser.newContext({
		viewport: { width: 360, height: 780 },
		locale: 'en-GB',
		reducedMotion: 'reduce',
	});
	const page = await context.newPage();
	watchFaults(page, faults);
	await page.goto(project.server.url + path);
	return page;
};
const sound = async (page: Page): Promise<void> => {
	await expectAccessible(page);
	expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
};
const choose = (page: Page, content: string): Promise<void> =>
	page
		.getByLabel('Or its file')
		.setInputFiles({ name: 'certificate.json', mimeType: 'application/json', buffer: Buffer.from(content) });

it('is made, downloaded, found genuine by who is signed out, and refused once a letter is another', {
	timeout: 120_000,
}, async () => {
	const asha = await open('/sign-in?next=/verdicts');
	await asha.getByLabel('E-mail').fill('asha@certificate.example');
	await asha.getByLabel('Password').fill(password);
	await asha.keyboard.press('Enter');
	await asha.getByLabel('Name on the certificate').fill('Asha Mwangi');
	await asha.keyboard.press('Enter');
	await asha.getByText('Your certificate is made.').waitFor();
	const figures = /Answers that counted2LanguagesEnglishVerdicts that count0/;
	expect(await asha.getByRole('article').textContent()).toMatch(figures);
	await sound(asha);
	const [saved] = await Promise.all([
		asha.waitForEvent('download'),
		asha.getByRole('button', { name: 'Download' }).click(),
	]);
	const file = readFileSync(await saved.path(), 'utf8');
	const link = await asha.getByLabel('Link that checks it').inputValue();
	expect(link).toMatch(new RegExp(`^${project.server.url}/verify#[\\w-]+\\.[\\w-]+\\.[\\w-]+$`));

	const stranger = await open('/verify');
	await stranger.getByLabel('Or its file').waitFor();
	await sound(stranger);
	await choose(stranger, file);
	await stranger.getByText('This certificate is genuine.').waitFor();
	await stranger.getByRole('heading', { level: 3, name: 'Asha Mwangi' }).waitFor();
	expect(await stranger.locator('.certificate').textContent()).toMatch(figures);
	await sound(stranger);
	expect(await stranger.context().cookies()).toEqual([]);

	const [token = ''] = link.split('#').slice(1);
	const at = Math.floor(token.length / 2);
	const forged = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
	for (const changed of [file.replace(token, forged), file.replace('"answers": 2', '"answers": 2000')]) {
		expect(changed).not.toBe(file);
		await choose(stranger, changed);
		await stranger.getByText('This certificate is not as it was signed. Do not rely on it.').waitFor();
		expect(await stranger.getByText('Asha Mwangi').count()).toBe(0);
		await sound(stranger);
		await choose(stranger, file);
		await stranger.getByText('This certificate is genuine.').waitFor();
	}
	const linked = await open(`/verify#${token}`);
	await linked.getByText('This certificate is genuine.').waitFor();
	expect(faults).toEqual([]);
});
