import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { leaseOf, type MyShift, offShift, onShift, problem, shiftOf, texts } from './support/scenario.ts';
import { setStage } from './support/stage.ts';

const stage = setStage();
const hour = 3_600_000;
const heading = (words: string | RegExp) => stage.page().getByRole('heading', { level: 1, name: words });
const work = { body: { kind: 'lease', lease: leaseOf(1) } };
const noShift = { body: { kind: 'nothing', why: 'shift', until: null } };

/** No work outside a shift; one begins on request. */
const scriptShift = (before: MyShift = offShift()): void => {
	let shift = before;
	stage.double().on('GET /api/v1/me/shift', () => ({ body: shift }));
	stage.double().on('POST /api/v1/me/shift', (call) => {
		shift = { ...onShift(), now: shiftOf(0, (call.body as { hours: number }).hours) };
		return { body: shift };
	});
	stage.double().on('POST /api/v1/me/shift/end', () => {
		shift = offShift();
		return { body: shift };
	});
	stage.double().on('POST /api/v1/work/next', () => (shift.now === null ? noShift : work));
};

const tabTo = async (page: Page, name: RegExp): Promise<void> => {
	for (let press = 0; press < 30; press++) {
		await page.keyboard.press('Tab');
		if (name.test(await page.evaluate(() => document.activeElement?.textContent ?? ''))) return;
	}
	throw new Error(`nothing called ${name} can be reached by Tab`);
};

describe('no shift', () => {
	it('is said calmly; Enter begins one of eight hours, and work is there at once', async () => {
		scriptShift();
		await stage.goto('/work');
		await heading('You are not on a shift').waitFor();
		const page = stage.page();
		await page.getByText('All of a shift is paid, breaks and waiting too, and you can end it at any time.').waitFor();
		expect(await page.getByRole('radio', { checked: true }).count()).toBe(1);
		expect(await page.getByText('On shift until').count()).toBe(0);
		await expect.poll(() => page.evaluate(() => document.activeElement?.localName)).toBe('h1');
		await page.keyboard.press('Enter');
		await page.locator('.cover').first().waitFor();
		expect(stage.double().callsTo('POST /api/v1/me/shift')[0]?.body).toEqual({ hours: 8 });
		await page.getByText(/On shift until \d\d:\d\d/).waitFor();
	});

	it('begins a shorter one by keyboard alone', async () => {
		scriptShift();
		await stage.goto('/work');
		await heading('You are not on a shift').waitFor();
		const page = stage.page();
		await page.getByRole('radio', { name: '8 hours' }).focus();
		await page.keyboard.press('ArrowUp');
		await page.keyboard.press('ArrowUp');
		await page.keyboard.press('Enter');
		await page.locator('.cover').first().waitFor();
		expect(
			stage
				.double()
				.callsTo('POST /api/v1/me/shift')
				.map((call) => call.body),
		).toEqual([{ hours: 4 }]);
	});

	it('offers what the day has room for, and says how much that is', async () => {
		scriptShift({ ...offShift(), dayMs: 5 * hour });
		await stage.goto('/work');
		await stage.page().getByText('Of the 8 hours that anybody may work in 24 hours, 3 hours are left').waitFor();
		expect(await stage.page().getByRole('radio', { name: '4 hours' }).isChecked()).toBe(true);
	});

	it('tells what is planned', async () => {
		scriptShift({ ...offShift(), next: [{ ...shiftOf(20, 26), plannedBy: 'organisation' }] });
		await stage.goto('/work');
		await stage
			.page()
			.getByText(/Your next shift is planned: .+ at \d\d:\d\d, until \d\d:\d\d\. It begins/)
			.waitFor();
	});

	it('asks for work by itself when a planned shift begins', async () => {
		const begins = { ...shiftOf(0, 6), startsAt: new Date(Date.now() + 1_500).toISOString() };
		scriptShift({ ...offShift(), next: [begins] });
		await stage.goto('/work');
		await heading('You are not on a shift').waitFor();
		stage.double().on('POST /api/v1/work/next', () => work);
		await stage.page().locator('.cover').first().waitFor();
	});

	it('keeps the choice when the line is lost', async () => {
		scriptShift();
		stage.double().on('POST /api/v1/me/shift', () => 'drop');
		await stage.goto('/work');
		await heading('You are not on a shift').waitFor();
		const page = stage.page();
		await page.getByRole('radio', { name: '6 hours' }).check();
		await page.getByRole('button', { name: 'Begin a shift' }).click();
		await page.getByText('The server could not be reached.').waitFor();
		expect(await page.getByRole('radio', { name: '6 hours' }).isChecked()).toBe(true);
	});
});

describe('a shift without work', () => {
	const cases: readonly (readonly [string, MyShift, string | RegExp])[] = [
		['Your shift is about to end', { ...onShift(), now: shiftOf(-7, 0.3) }, 'nothing milder waits now'],
		['The hours of this day are used up', { ...offShift(), dayMs: 8 * hour }, 'more than 8 hours in any 24 hours'],
		['The hours of these seven days are used up', { ...onShift(), weekMs: 48 * hour }, 'more than 48 hours'],
	];
	it('has the right words, without a way to begin another', async () => {
		for (const [title, shift, words] of cases) {
			stage.double().on('POST /api/v1/work/next', () => noShift);
			stage.double().on('GET /api/v1/me/shift', () => ({ body: shift }));
			await stage.goto('/work');
			await heading(title).waitFor();
			await stage.page().getByText(words).waitFor();
			expect(await stage.page().getByRole('button', { name: 'Begin a shift' }).count()).toBe(0);
			expect(await stage.page().getByRole('timer').count()).toBe(0);
		}
	});

	it('says so when the shift itself does not load, and tries again', async () => {
		stage.double().on('POST /api/v1/work/next', () => noShift);
		stage.double().on('GET /api/v1/me/shift', () => problem(400, 'odd', 'An odd thing'));
		await stage.goto('/work');
		await stage.page().getByText('An odd thing').waitFor();
		stage.double().on('GET /api/v1/me/shift', () => ({ body: offShift() }));
		await stage.page().getByRole('button', { name: 'Try again' }).click();
		await heading('You are not on a shift').waitFor();
	});
});

describe('ending a shift', () => {
	it('covers first, asks, keeps the draft, gives the item back, and only then ends', async () => {
		scriptShift(onShift());
		await stage.goto('/work');
		const page = stage.page();
		await page.locator('.cover').first().click();
		await page.getByText(texts[0]).waitFor();
		await page.getByLabel(/Note/).fill('a note');
		await page.getByRole('button', { name: 'End shift' }).click();
		await page.getByRole('dialog', { name: 'End this shift?' }).waitFor();
		expect(await page.content()).not.toContain(texts[0]);
		await page.keyboard.press('Escape');
		await page.getByRole('dialog').waitFor({ state: 'detached' });
		expect(stage.double().callsTo('POST /api/v1/me/shift/end')).toHaveLength(0);
		await page.getByRole('button', { name: 'End shift' }).click();
		await page.keyboard.press('Enter');
		await heading('Your shift has ended').waitFor();
		const order = stage
			.double()
			.calls.map((call) => call.path.split('/').at(-1))
			.filter((name) => name === 'release' || name === 'end');
		expect(order).toEqual(['release', 'end']);
		expect(stage.double().callsTo('POST /api/v1/leases/:id/draft').at(-1)?.body).toEqual({ draft: { note: 'a note' } });
		expect(await page.getByText('On shift until').count()).toBe(0);
		await page.getByRole('link', { name: 'Begin another' }).click();
		await heading('You are not on a shift').waitFor();
	});

	it('works by keyboard from any page, and says when it did not get through', async () => {
		scriptShift(onShift());
		stage.double().on('POST /api/v1/me/shift/end', () => 'drop');
		await stage.goto('/projects');
		await heading('My projects').waitFor();
		const page = stage.page();
		await tabTo(page, /^End shift$/);
		await page.keyboard.press('Enter');
		await page.getByRole('dialog').waitFor();
		await page.keyboard.press('Enter');
		await page.getByText('The server could not be reached.').waitFor();
		scriptShift(onShift());
		await page.getByRole('button', { name: 'End the shift' }).click();
		await heading('Your shift has ended').waitFor();
	});
});
