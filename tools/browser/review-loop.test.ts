import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerNext, type NotesProject, openNotesProject } from './notes-project.ts';
import { expectSound } from './page-checks.ts';

// The real server, the real database, a real browser: an answer is drawn, judged, contested and decided again, by keys.

/** An answer waits ten seconds until it may be drawn; the loops look every few seconds. */
const drawnMsMax = 60_000;

let project: NotesProject;
let worker: Awaited<ReturnType<NotesProject['enrol']>>['client'];
beforeAll(async () => {
	project = await openNotesProject({ name: 'review', port: 4642, items: 1, auditShare: 1 });
	const { operator, enrol } = project;
	const [asha, first, second] = [await enrol('asha'), await enrol('first'), await enrol('second')];
	worker = asha.client;
	for (const { personId } of [first, second])
		await operator.request('PATCH /api/v1/members/:personId', {
			params: { personId },
			body: { roles: ['worker', 'analyst'] },
		});
	// Samples of a team go to who leads it, contests to anybody else.
	const { id: teamId } = await operator.request('POST /api/v1/teams', {
		body: { name: 'Team', analystId: first.personId },
	});
	await operator.request('PATCH /api/v1/members/:personId', { params: { personId: asha.personId }, body: { teamId } });
});
afterAll(() => project?.close());

/** What chance would take many items for: no answer is looked at by two reviewers. */
const settleChance = async (): Promise<void> => {
	await project.asOwner(`update utu.review set state = 'void' where kind = 'double-review' and state = 'waiting'`);
	await project.screened();
};

const faults: string[] = [];
const openAs = (name: string): Promise<Page> => project.openAs(name, faults);

/** Asks until there is something to review, looks at it, and says what it is with a key. */
const reviewByKey = async (page: Page, options: { readonly about: RegExp; readonly key: string }): Promise<void> => {
	await page.goto(`${project.server.url}/review`);
	const until = Date.now() + drawnMsMax;
	const again = page.getByRole('button', { name: 'Look again' });
	await page.getByText(options.about).or(again).first().waitFor();
	while (await again.isVisible()) {
		expect(Date.now()).toBeLessThan(until);
		await settleChance();
		await page.waitForTimeout(500);
		await again.click();
		await page.getByText(options.about).or(again).first().waitFor();
	}
	await page.locator('.cover').first().waitFor();
	expect(await page.content()).not.toMatch(/four legs|asha/);
	expect(await page.locator('main input:checked').count()).toBe(0);
	await expectSound(page);
	await page.keyboard.press('Space');
	await page.getByText(/Note 1/).waitFor();
	await page.keyboard.press(options.key);
	await page.keyboard.press('Enter');
};

/** What the worker's page says of the score, and of the one verdict. */
const figures = async (page: Page): Promise<string> =>
	(await page.locator('.facts').first().textContent())?.replaceAll(/\s+/g, ' ') ?? '';

it('draws an answer, has it judged blind, contested, decided blind by somebody else, and says so to the worker', {
	timeout: 240_000,
}, async () => {
	await answerNext(worker, 'rude');
	// Before chance looks at it: what only scouts may look at is not drawn.
	await settleChance();
	const first = await openAs('first');
	await reviewByKey(first, { about: /A blind review/, key: '1' });
	await first.getByRole('heading', { level: 1, name: 'The answer given, beside yours' }).waitFor();
	expect(await first.locator('.beside-question').textContent()).toBe(
		'What is it? differentYour answerOfferThe worker’s answerRude',
	);
	await expectSound(first);
	await first.keyboard.press('2');
	await first.keyboard.press('Enter');
	await first.keyboard.type('It insults nobody.');
	await first.keyboard.press('Control+Enter');
	await first.getByRole('heading', { level: 1, name: 'No review waits for you' }).waitFor();

	const asha = await openAs('asha');
	await asha.goto(`${project.server.url}/verdicts`);
	await asha.getByText('It insults nobody.').waitFor();
	await asha.getByText('In your score it counts as wrong.').waitFor();
	expect(await asha.content()).not.toContain('four legs');
	await expect
		.poll(
			async () => {
				await asha.reload();
				await asha.getByRole('article').waitFor();
				await asha.locator('.facts').first().waitFor();
				return figures(asha);
			},
			{ timeout: drawnMsMax, interval: 1_000 },
		)
		.toMatch(/Verdicts that count1Of these, found wrong1/);
	await expectSound(asha);
	await asha.getByRole('button', { name: 'Contest the verdict in Notes' }).focus();
	await asha.keyboard.press('Enter');
	await asha.keyboard.type('It calls the chair a fool.');
	await asha.keyboard.press('Control+Enter');
	await asha.getByText('Contested: it counts as nothing now.').waitFor();
	await expectSound(asha);

	// Who judged it is not asked again.
	await first.getByRole('button', { name: 'Look again' }).click();
	await first.getByText('One waits for other eyes').waitFor();
	const second = await openAs('second');
	await reviewByKey(second, { about: /A contested answer: look as if nobody/, key: '2' });
	await second.getByRole('heading', { level: 1, name: 'No review waits for you' }).waitFor();

	await expect
		.poll(
			async () => {
				await asha.reload();
				await asha.getByText(/Overturned on/).waitFor();
				await asha.locator('.facts').first().waitFor();
				return figures(asha);
			},
			{ timeout: drawnMsMax, interval: 1_000 },
		)
		.toMatch(/Verdicts that count1Of these, found wrong0/);
	await expectSound(asha);

	await first.goto(`${project.server.url}/team`);
	await first.getByRole('heading', { level: 3, name: 'asha' }).waitFor();
	await first.getByText('1 of 50 verdicts').waitFor();
	await expectSound(first);
	for (const path of ['/review', '/team']) {
		await asha.goto(project.server.url + path);
		await asha.waitForURL(/\/work$/);
	}
	await expect(worker.request('GET /api/v1/team/scores', {})).rejects.toThrow();
	expect(faults).toEqual([]);
});
