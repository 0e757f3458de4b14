import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { type Client, createClient } from '@utu/sdk/client.ts';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findChromium } from '../chromium.ts';
import { type ServerProcess, startServer } from '../demo/server-process.ts';

/** The real server, the real database, a real browser: one person’s first hour, by keyboard alone. */
const port = 4641;
const built = fileURLToPath(new URL('../../packages/web/dist/index.html', import.meta.url));
const items = 40;
/** Looks that make a batch of 40 count as screened (`screenLooksNeeded`), less those that the person makes here. */
const looksBefore = 29;
const decisionsByKey = 10;

let server: ServerProcess;
let browser: Browser;
let folder: string;
let operator: Client;
let projectId: string;
let joinCode: string;

const signUp = async (name: string): Promise<Client> => {
	const answer = await fetch(`${server.url}/api/auth/sign-up/email`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin: server.url },
		body: JSON.stringify({ email: `${name}@whole.example`, name, password: 'a long enough password' }),
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
	targets: { certainty: 0.6, viewsMin: 1, viewsMax: 1, auditShare: 0 },
	languages: ['en'],
	instructions: { en: 'Say what it is.' },
	consentTexts: { harassment: { en: 'Grumpy notes.' }, unscreened: { en: 'Notes that nothing has read.' } },
};

/** Somebody else’s looks, through the same routes. */
const scout = async (looks: number): Promise<void> => {
	const other = await signUp('other');
	await other.request('POST /api/v1/memberships', { body: { joinCode } });
	await other.request('PUT /api/v1/work/projects/:projectId/consents', {
		params: { projectId },
		body: { categories: ['harassment', 'unscreened'] },
	});
	await other.request('POST /api/v1/me/shift', { body: { hours: 8 } });
	for (let look = 0; look < looks; ) {
		const work = await other.request('POST /api/v1/work/next', { body: {} });
		if (work.kind === 'nothing') {
			await new Promise((resolve) => setTimeout(resolve, 100));
			continue;
		}
		const params = { leaseId: work.lease.id };
		await other.request('POST /api/v1/leases/:leaseId/reveal', { params, body: { sentences: 'all' } });
		await other.request('POST /api/v1/leases/:leaseId/answer', {
			params,
			body: { idempotencyKey: work.lease.idempotencyKey, answers: { kind: 'offer' } },
		});
		look++;
	}
};

beforeAll(async () => {
	if (!existsSync(built)) throw new Error('The pages are not built. Run: npm run build -w packages/web');
	folder = mkdtempSync(join(tmpdir(), 'utu-whole-'));
	server = await startServer({ dataFolder: folder, db: 'embedded', port, start: null });
	browser = await chromium.launch(await findChromium());
	operator = await signUp('operator');
	({ joinCode } = await operator.request('POST /api/v1/organisations', { body: { name: 'Whole' } }));
	await operator.request('PATCH /api/v1/organisation', { body: { supportContact: 'A test.' } });
	const project = await operator.request('POST /api/v1/projects', { body: { name: 'Notes', definition } });
	projectId = project.id;
	// Too short to be near duplicates of each other, which nobody is shown twice.
	const list = Array.from({ length: items }, (_, n) => ({
		key: `n${n}`,
		text: `Note ${n}. Chair, four legs.`,
		language: 'en',
		source: 'notes',
	}));
	await operator.request('POST /api/v1/projects/:projectId/items', { params: { projectId }, body: list });
	await operator.request('POST /api/v1/projects/:projectId/state', { params: { projectId }, body: { state: 'open' } });
	await scout(looksBefore);
});

afterAll(async () => {
	await browser?.close();
	await server?.stop();
	// The access checker leaves timers of a second behind.
	await new Promise((resolve) => setTimeout(resolve, 1_100));
	rmSync(folder, { recursive: true, force: true });
});

/** Runs in the page, which has another library than this file: the words of the control that has the focus. */
const focusedName = `(() => {
	const element = document.activeElement;
	const named = element === null ? [] : element.matches('a, button') ? [element] : [...(element.labels ?? [])];
	return named.map((one) => one.textContent).join(' ');
})()`;
const animationsDone =
	'Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))).then(() => undefined)';
const overflowing = 'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)';

/** Tab until what has this role and name has the focus. */
const tabTo = async (page: Page, name: RegExp): Promise<void> => {
	for (let press = 0; press < 40; press++) {
		await page.keyboard.press('Tab');
		const focused = await page.evaluate<string>(focusedName);
		if (name.test(focused)) return;
	}
	throw new Error(`nothing called ${name} can be reached by Tab`);
};

/** What a page must never do: throw, log an error, or break the content policy. */
const watchFaults = (page: Page): readonly string[] => {
	const faults: string[] = [];
	page.on('pageerror', (error) => faults.push(error.message));
	page.on('console', (message) => {
		if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(message.text());
	});
	return faults;
};

const sound = async (page: Page): Promise<void> => {
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await page.evaluate(animationsDone);
		// The other mode opens a page of its own, and the work page covers itself when it is not in sight.
		const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
		expect(
			violations.map(
				(one) =>
					`${page.url()} ${colorScheme} ${one.id}: ${one.nodes[0]?.target.join(' ')} ${one.nodes[0]?.failureSummary}`,
			),
		).toEqual([]);
	}
};

it('signs up, consents, decides ten items by keyboard alone, says surprise once and sees the severity rise', {
	timeout: 180_000,
}, async () => {
	const context = await browser.newContext({
		viewport: { width: 1200, height: 800 },
		locale: 'en-GB',
		reducedMotion: 'reduce',
	});
	const page = await context.newPage();
	const faults = watchFaults(page);
	await signUpByKey(page);
	await consentByKey(page);
	await beginShiftByKey(page);
	await decideByKey(page);
	await surpriseByKey(page);
	const progress = await operator.request('GET /api/v1/projects/:projectId/progress', { params: { projectId } });
	expect(progress.surprises).toBe(1);
	expect(progress.items.decided).toBe(looksBefore + decisionsByKey);
	for (const path of ['/projects', '/exposure', '/limits', '/settings', '/pause']) {
		await page.goto(server.url + path);
		await page.getByRole('heading', { level: 1 }).waitFor();
		await sound(page);
	}
	expect(faults).toEqual([]);
	await context.close();
});

const signUpByKey = async (page: Page): Promise<void> => {
	await page.goto(`${server.url}/sign-up`);
	await page.getByLabel('Join code').waitFor();
	await sound(page);
	for (const [field, value] of [
		[/^\s*Name/, 'Asha'],
		[/E-mail/, 'asha@whole.example'],
		[/Password/, 'a long enough password'],
		[/Join code/, joinCode],
	] as const) {
		await tabTo(page, field);
		await page.keyboard.type(value);
	}
	await page.keyboard.press('Enter');
	await page.waitForURL((to) => !to.pathname.startsWith('/sign-up'));
};

const consentByKey = async (page: Page): Promise<void> => {
	await page.goto(`${server.url}/projects/${projectId}/consent`);
	await page.getByRole('heading', { level: 1, name: 'Notes' }).waitFor();
	await sound(page);
	for (let category = 0; category < 2; category++) {
		await tabTo(page, /Yes, I can meet this|^\s*No/);
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press(' ');
	}
	await tabTo(page, /Keep my choice/);
	await page.keyboard.press('Enter');
	await page.getByText('Work on this').waitFor();
	await tabTo(page, /Work on this/);
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/work/);
};

const beginShiftByKey = async (page: Page): Promise<void> => {
	await page.getByRole('heading', { level: 1, name: 'You are not on a shift' }).waitFor();
	await sound(page);
	await page.keyboard.press('Enter');
	await page.getByText(/On shift until/).waitFor();
};

const decideByKey = async (page: Page): Promise<void> => {
	const covers = page.locator('.cover');
	for (let decided = 0; decided < decisionsByKey; decided++) {
		await covers.first().waitFor();
		expect(await page.content()).not.toContain('four legs');
		if (decided === 0) await sound(page);
		await page.keyboard.press('Space');
		await page.getByText(/Note \d+/).waitFor();
		await page.keyboard.press('1');
		if (decided === decisionsByKey - 1) await screened();
		// The next item is there when its answer is: until then the page shows the covers of the one before.
		const next = page.waitForResponse(/work\/next/);
		await page.keyboard.press('Enter');
		await next;
		await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
	}
};

const surpriseByKey = async (page: Page): Promise<void> => {
	// The batch is screened: this one comes mild and uncovered.
	await page.getByText(/Note \d+/).waitFor();
	await sound(page);
	await page.keyboard.press('!');
	await page.getByRole('dialog').waitFor();
	expect(await page.content()).not.toContain('four legs');
	await sound(page);
	await tabTo(page, /What was it/);
	await page.keyboard.type('Haras');
	await tabTo(page, /How severe/);
	await page.keyboard.type('Sev');
	await tabTo(page, /Close this item/);
	await page.keyboard.press('Enter');
	await page
		.getByText(/told as: none\. It now counts as: severe/)
		.first()
		.waitFor();
	await sound(page);
};

/** Holds until scouts' looks have cleared the batch but for the one in hand. */
const screened = async (): Promise<void> => {
	const until = Date.now() + 30_000;
	for (;;) {
		const { screening, bySeverity } = await operator.request('GET /api/v1/projects/:projectId/progress', {
			params: { projectId },
		});
		const cleared = screening.length > 0 && screening.every((one) => one.cleared);
		if (cleared && bySeverity.some((one) => one.severity === 0 && one.open > 0)) return;
		if (Date.now() > until) throw new Error(JSON.stringify({ screening, bySeverity }));
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
};

it('has operator pages without a fault of access, light and dark', { timeout: 120_000 }, async () => {
	const context = await browser.newContext({
		viewport: { width: 360, height: 740 },
		locale: 'en-GB',
		reducedMotion: 'reduce',
	});
	const page = await context.newPage();
	const faults = watchFaults(page);
	await page.goto(`${server.url}/sign-in`);
	await page.getByLabel('E-mail').fill('operator@whole.example');
	await page.getByLabel('Password').fill('a long enough password');
	await page.keyboard.press('Enter');
	await page.waitForURL(/operator/);
	for (const [path, seen] of [
		['/operator', 'Notes'],
		['/operator/new', 'Start from'],
		[`/operator/projects/${projectId}`, 'Views per decision'],
		['/operator/organisation', 'Asha'],
		['/operator/shifts', 'begun by the member'],
		['/limits', 'Propose other limits'],
	] as const) {
		await page.goto(server.url + path);
		await page.getByText(seen).first().waitFor();
		await sound(page);
		const overflow = await page.evaluate<number>(overflowing);
		expect([path, overflow]).toEqual([path, 0]);
	}
	expect(faults).toEqual([]);
	await context.close();
});
