import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { type Client, createClient } from '@utu/sdk/client.ts';
import pg from 'pg';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findChromium } from '../chromium.ts';
import { type ServerProcess, startServer } from '../demo/server-process.ts';

/** The real server, the real database, a real browser: an answer is drawn, judged, contested and decided again, by keys. */
const port = 4642;
const built = fileURLToPath(new URL('../../packages/web/dist/index.html', import.meta.url));
const password = 'a long enough password';
/** An answer waits ten seconds until it may be drawn; the loops look every few seconds. */
const drawnMsMax = 40_000;

let server: ServerProcess;
let browser: Browser;
let folder: string;
let worker: Client;

const signUp = async (name: string): Promise<Client> => {
	const answer = await fetch(`${server.url}/api/auth/sign-up/email`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin: server.url },
		body: JSON.stringify({ email: `${name}@review.example`, name, password }),
	});
	const cookie = answer.headers
		.getSetCookie()
		.map((one) => one.split(';')[0])
		.join('; ');
	return createClient({ baseUrl: server.url, headers: { cookie } });
};

const definition = {
	form: {
		questions: [
			{
				name: 'kind',
				title: 'What is it?',
				required: true,
				kind: 'single' as const,
				options: [
					{ value: 'offer', label: 'Offer', hotkey: '1', hazards: {} },
					{ value: 'rude', label: 'Rude', hotkey: '2', hazards: { harassment: 2 as const } },
				],
			},
		],
	},
	hazardCategories: ['harassment' as const, 'unscreened' as const],
	targets: { certainty: 0.6, viewsMin: 1, viewsMax: 1, auditShare: 1 },
	languages: ['en'],
	instructions: { en: 'Say what it is.' },
	consentTexts: { harassment: { en: 'Grumpy notes.' }, unscreened: { en: 'Notes that nothing has read.' } },
};

/** A member who has said yes to all and is on shift. */
const enrol = async (name: string, options: { readonly joinCode: string; readonly projectId: string }) => {
	const client = await signUp(name);
	await client.request('POST /api/v1/memberships', { body: { joinCode: options.joinCode } });
	await client.request('PUT /api/v1/work/projects/:projectId/consents', {
		params: { projectId: options.projectId },
		body: { categories: ['harassment', 'unscreened'] },
	});
	await client.request('POST /api/v1/me/shift', { body: { hours: 8 } });
	const { personId } = await client.request('GET /api/v1/me', {});
	return { client, personId };
};

beforeAll(async () => {
	if (!existsSync(built)) throw new Error('The pages are not built. Run: npm run build -w packages/web');
	folder = mkdtempSync(join(tmpdir(), 'utu-review-'));
	server = await startServer({ dataFolder: folder, db: 'embedded', port, start: null });
	browser = await chromium.launch(await findChromium());
	const operator = await signUp('operator');
	const { joinCode } = await operator.request('POST /api/v1/organisations', { body: { name: 'Review' } });
	await operator.request('PATCH /api/v1/organisation', { body: { supportContact: 'A test.' } });
	const { id: projectId } = await operator.request('POST /api/v1/projects', { body: { name: 'Notes', definition } });
	await operator.request('POST /api/v1/projects/:projectId/items', {
		params: { projectId },
		body: [{ key: 'n1', text: 'Note 1. Chair, four legs.', language: 'en', source: 'notes' }],
	});
	await operator.request('POST /api/v1/projects/:projectId/state', { params: { projectId }, body: { state: 'open' } });
	const [asha, first, second] = [
		await enrol('asha', { joinCode, projectId }),
		await enrol('first', { joinCode, projectId }),
		await enrol('second', { joinCode, projectId }),
	];
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

afterAll(async () => {
	await browser?.close();
	await server?.stop();
	// The access checker leaves timers of a second behind.
	await new Promise((resolve) => setTimeout(resolve, 1_100));
	rmSync(folder, { recursive: true, force: true });
});

/** The worker looks at the one item and calls it rude. */
const answerAsWorker = async (): Promise<void> => {
	for (;;) {
		const work = await worker.request('POST /api/v1/work/next', { body: {} });
		if (work.kind === 'nothing') {
			await new Promise((resolve) => setTimeout(resolve, 200));
			continue;
		}
		const params = { leaseId: work.lease.id };
		await worker.request('POST /api/v1/leases/:leaseId/reveal', { params, body: { sentences: 'all' } });
		await worker.request('POST /api/v1/leases/:leaseId/answer', {
			params,
			body: { idempotencyKey: work.lease.idempotencyKey, answers: { kind: 'rude' } },
		});
		// Before chance looks at it: what only scouts may look at is not drawn.
		await settleChance();
		return;
	}
};

/**
 * What chance and screening would take many items for: no answer is looked at by two reviewers, and the item counts as
 * screened, so that others than scouts may meet it.
 */
const settleChance = async (): Promise<void> => {
	const owner = new pg.Client({ connectionString: server.ownerUrl });
	await owner.connect();
	await owner.query(`update utu.review set state = 'void' where kind = 'double-review' and state = 'waiting'`);
	await owner.query(
		`update utu.item set hazards = '{"harassment": 2}', severity = 2, uncovered = '{}' where severity = 4`,
	);
	await owner.end();
};

const faults: string[] = [];
const openAs = async (name: string): Promise<Page> => {
	const context = await browser.newContext({
		viewport: { width: 360, height: 780 },
		locale: 'en-GB',
		reducedMotion: 'reduce',
	});
	const page = await context.newPage();
	page.on('pageerror', (error) => faults.push(error.message));
	page.on('console', (message) => {
		if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(message.text());
	});
	await page.goto(`${server.url}/sign-in`);
	await page.getByLabel('E-mail').fill(`${name}@review.example`);
	await page.getByLabel('Password').fill(password);
	await page.keyboard.press('Enter');
	await page.waitForURL((to) => !to.pathname.startsWith('/sign-in'));
	return page;
};

const sound = async (page: Page): Promise<void> => {
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
		expect(
			violations.map((one) => `${page.url()} ${colorScheme} ${one.id}: ${one.nodes[0]?.target.join(' ')}`),
		).toEqual([]);
	}
	expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
};

/** Asks until there is something to review, looks at it, and says what it is with a key. */
const reviewByKey = async (page: Page, options: { readonly about: RegExp; readonly key: string }): Promise<void> => {
	await page.goto(`${server.url}/review`);
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
	await sound(page);
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
	await answerAsWorker();
	const first = await openAs('first');
	await reviewByKey(first, { about: /A blind review/, key: '1' });
	await first.getByRole('heading', { level: 1, name: 'The answer given, beside yours' }).waitFor();
	expect(await first.locator('.beside-question').textContent()).toBe(
		'What is it? differentYour answerOfferThe worker’s answerRude',
	);
	await sound(first);
	await first.keyboard.press('2');
	await first.keyboard.press('Enter');
	await first.keyboard.type('It insults nobody.');
	await first.keyboard.press('Control+Enter');
	await first.getByRole('heading', { level: 1, name: 'No review waits for you' }).waitFor();

	const asha = await openAs('asha');
	await asha.goto(`${server.url}/verdicts`);
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
	await sound(asha);
	await asha.getByRole('button', { name: 'Contest the verdict in Notes' }).focus();
	await asha.keyboard.press('Enter');
	await asha.keyboard.type('It calls the chair a fool.');
	await asha.keyboard.press('Control+Enter');
	await asha.getByText('Contested: it counts as nothing now.').waitFor();
	await sound(asha);

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
	await sound(asha);

	await first.goto(`${server.url}/team`);
	await first.getByRole('heading', { level: 3, name: 'asha' }).waitFor();
	await first.getByText('1 of 50 verdicts').waitFor();
	await sound(first);
	for (const path of ['/review', '/team']) {
		await asha.goto(server.url + path);
		await asha.waitForURL(/\/work$/);
	}
	await expect(worker.request('GET /api/v1/team/scores', {})).rejects.toThrow();
	expect(faults).toEqual([]);
});
