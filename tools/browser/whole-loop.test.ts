import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerNext, type NotesProject, openNotesProject, password } from './notes-project.ts';
import { expectAccessible as sound, watchFaults } from './page-checks.ts';

// The real server, the real database, a real browser: one person’s first hour, by keyboard alone.

/** Looks that make a batch of 40 count as screened (`screenLooksNeeded`), less those that the person makes here. */
const looksBefore = 29;
const decisionsByKey = 10;

let project: NotesProject;
beforeAll(async () => {
	project = await openNotesProject({ name: 'whole', port: 4641, items: 40, auditShare: 0 });
	// Somebody else’s looks, through the same routes.
	const { client } = await project.enrol('other');
	for (let look = 0; look < looksBefore; look++) await answerNext(client, 'offer');
});
afterAll(() => project?.close());

/** Runs in the page, which has another library than this file: the words of the control that has the focus. */
const focusedName = `(() => {
	const element = document.activeElement;
	const named = element === null ? [] : element.matches('a, button') ? [element] : [...(element.labels ?? [])];
	return named.map((one) => one.textContent).join(' ');
})()`;
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

it('signs up, consents, decides ten items by keyboard alone, says surprise once and sees the severity rise', {
	timeout: 180_000,
}, async () => {
	const context = await project.browser.newContext({
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
	const progress = await project.operator.request('GET /api/v1/projects/:projectId/progress', {
		params: { projectId: project.projectId },
	});
	expect(progress.surprises).toBe(1);
	expect(progress.items.decided).toBe(looksBefore + decisionsByKey);
	for (const path of ['/projects', '/exposure', '/limits', '/settings', '/pause']) {
		await page.goto(project.server.url + path);
		await page.getByRole('heading', { level: 1 }).waitFor();
		await sound(page);
	}
	expect(faults).toEqual([]);
	await context.close();
});

const signUpByKey = async (page: Page): Promise<void> => {
	await page.goto(`${project.server.url}/sign-up`);
	await page.getByLabel('Join code').waitFor();
	await sound(page);
	for (const [field, value] of [
		[/^\s*Name/, 'Asha'],
		[/E-mail/, 'asha@whole.example'],
		[/Password/, password],
		[/Join code/, project.joinCode],
	] as const) {
		await tabTo(page, field);
		await page.keyboard.type(value);
	}
	await page.keyboard.press('Enter');
	await page.waitForURL((to) => !to.pathname.startsWith('/sign-up'));
};

const consentByKey = async (page: Page): Promise<void> => {
	await page.goto(`${project.server.url}/projects/${project.projectId}/consent`);
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
		const { screening, bySeverity } = await project.operator.request('GET /api/v1/projects/:projectId/progress', {
			params: { projectId: project.projectId },
		});
		const cleared = screening.length > 0 && screening.every((one) => one.cleared);
		if (cleared && bySeverity.some((one) => one.severity === 0 && one.open > 0)) return;
		if (Date.now() > until) throw new Error(JSON.stringify({ screening, bySeverity }));
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
};

it('has operator pages without a fault of access, light and dark', { timeout: 120_000 }, async () => {
	const context = await project.browser.newContext({
		viewport: { width: 360, height: 740 },
		locale: 'en-GB',
		reducedMotion: 'reduce',
	});
	const page = await context.newPage();
	const faults = watchFaults(page);
	await page.goto(`${project.server.url}/sign-in`);
	await page.getByLabel('E-mail').fill('operator@whole.example');
	await page.getByLabel('Password').fill(password);
	await page.keyboard.press('Enter');
	await page.waitForURL(/operator/);
	for (const [path, seen] of [
		['/operator', 'Notes'],
		['/operator/new', 'Start from'],
		[`/operator/projects/${project.projectId}`, 'Views per decision'],
		['/operator/organisation', 'Asha'],
		['/operator/shifts', 'begun by the member'],
		['/limits', 'Propose other limits'],
	] as const) {
		await page.goto(project.server.url + path);
		await page.getByText(seen).first().waitFor();
		await sound(page);
		const overflow = await page.evaluate<number>(overflowing);
		expect([path, overflow]).toEqual([path, 0]);
	}
	expect(faults).toEqual([]);
	await context.close();
});
