import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { contentOf, leaseOf, problem, texts } from './support/scenario.ts';
import { setStage } from './support/stage.ts';

const stage = setStage();

const heading = (words: string) => stage.page().getByRole('heading', { level: 1, name: words });
const openWork = async (): Promise<Page> => {
	await stage.goto('/work');
	await stage.page().locator('.cover').first().waitFor();
	return stage.page();
};
const stored = (page: Page): Promise<string> => page.evaluate(() => JSON.stringify(localStorage));
const answers = () => stage.double().callsTo('POST /api/v1/leases/:id/answer');
const nothing = (why: string, until: number | null = null) =>
	stage.double().on('POST /api/v1/work/next', () => ({
		body: { kind: 'nothing', why, until: until === null ? null : new Date(until).toISOString() },
	}));

describe('a lost line', () => {
	it('keeps the answer, says so calmly, sends it again with the same key, and goes on', async () => {
		let lost = true;
		const page = await openWork();
		stage
			.double()
			.on('POST /api/v1/leases/:id/answer', () => (lost ? 'drop' : { body: { status: 'counted', basis: 'unseen' } }));
		await page.keyboard.press('1');
		await page.keyboard.press('Enter');
		await page.getByText('Your answer is safe on this device').waitFor();
		expect(await stored(page)).toContain(leaseOf(1).idempotencyKey);
		const before = answers().length;
		await expect.poll(() => answers().length, { timeout: 8_000 }).toBeGreaterThan(before);
		lost = false;
		await page.getByText('Your answer is safe on this device').waitFor({ state: 'detached' });
		expect(new Set(answers().map((call) => (call.body as { idempotencyKey: string }).idempotencyKey)).size).toBe(1);
		await page.locator('.cover').first().waitFor();
		expect(await stored(page)).not.toContain(leaseOf(1).idempotencyKey);
	});

	it('sends it at once on request', async () => {
		let lost = true;
		const page = await openWork();
		stage
			.double()
			.on('POST /api/v1/leases/:id/answer', () => (lost ? 'drop' : { body: { status: 'counted', basis: 'viewed' } }));
		await page.keyboard.press('1');
		await page.keyboard.press('Enter');
		await page.getByText('Your answer is safe on this device').waitFor();
		lost = false;
		await page.getByRole('button', { name: 'Send now' }).click();
		await page.getByText('Your answer is safe on this device').waitFor({ state: 'detached' });
	});

	it('sends after a reload what was left, before it asks for work', async () => {
		const page = await openWork();
		stage.double().on('POST /api/v1/leases/:id/answer', () => 'drop');
		await page.keyboard.press('1');
		await page.keyboard.press('Enter');
		await page.getByText('Your answer is safe on this device').waitFor();
		stage.double().on('POST /api/v1/leases/:id/answer', () => ({ body: { status: 'counted', basis: 'unseen' } }));
		stage.double().calls.length = 0;
		await page.reload();
		await page.locator('.cover').first().waitFor();
		const order = stage
			.double()
			.calls.map((call) => call.path)
			.filter((path) => /answer|next/.test(path));
		expect(order[0]).toMatch(/answer$/);
		expect(order[1]).toMatch(/next$/);
	});

	it('offers the same step again when the next item did not come, and when a skip did not get through', async () => {
		const page = await openWork();
		stage.double().on('POST /api/v1/leases/:id/skip', () => 'drop');
		await page.keyboard.press('s');
		await heading('That did not get through').waitFor();
		stage.double().on('POST /api/v1/leases/:id/skip', () => ({ body: {} }));
		await page.getByRole('button', { name: 'Try again' }).click();
		await page.locator('.cover').first().waitFor();
	});

	it('says that the browser is offline for as long as it is', async () => {
		const page = await openWork();
		await page.context().setOffline(true);
		await page.getByText('The line is gone.').waitFor();
		await page.context().setOffline(false);
		await page.getByText('The line is gone.').waitFor({ state: 'detached' });
	});
});

describe('drafts', () => {
	it('survive a reload, from the server', async () => {
		const page = await openWork();
		await page.keyboard.press('2');
		await page.getByLabel(/Note/).fill('half a thought');
		await page.getByText('Draft kept.').waitFor();
		await page.evaluate(() => localStorage.clear());
		await page.reload();
		await page.locator('.cover').first().waitFor();
		expect(await page.getByLabel(/Note/).inputValue()).toBe('half a thought');
		expect(await page.getByRole('radio', { name: /Complaint/ }).isChecked()).toBe(true);
	});

	it('survive a reload without the server', async () => {
		stage.double().on('POST /api/v1/leases/:id/draft', () => 'drop');
		const page = await openWork();
		await page.keyboard.press('2');
		await page.keyboard.press('d');
		await page.locator('[role="status"]').filter({ hasText: 'Your draft is kept on this device' }).first().waitFor();
		await page.reload();
		await page.locator('.cover').first().waitFor();
		expect(await page.getByRole('radio', { name: /Complaint/ }).isChecked()).toBe(true);
	});

	it('hold nothing of the item itself', async () => {
		const page = await openWork();
		await page.getByRole('button', { name: 'All' }).click();
		await page.getByText(texts[2]).waitFor();
		await page.keyboard.press('2');
		await page.getByText('Draft kept.').waitFor();
		for (const text of texts) expect(await stored(page)).not.toContain(text.slice(0, 12));
	});
});

describe('an item that is over', () => {
	it('is told kindly when the answer comes too late, and the draft is there when the item comes back', async () => {
		const page = await openWork();
		stage.double().on('POST /api/v1/leases/:id/answer', () => problem(410, 'lease-ended'));
		await page.keyboard.press('2');
		await page.keyboard.press('Enter');
		await heading('The time for this item is over').waitFor();
		await page.getByText('Your time is paid, your draft is kept').waitFor();
		await page.getByRole('button', { name: 'Next item' }).click();
		await page.locator('.cover').first().waitFor();
		expect(await page.getByRole('radio', { name: /Complaint/ }).isChecked()).toBe(true);
	});

	it('is told when a look comes too late', async () => {
		const page = await openWork();
		stage.double().on('POST /api/v1/leases/:id/reveal', () => problem(410, 'lease-ended'));
		await page.keyboard.press('Space');
		await heading('The time for this item is over').waitFor();
	});

	it('is told when it was closed to the person meanwhile', async () => {
		const page = await openWork();
		stage.double().on('POST /api/v1/leases/:id/reveal', () => problem(404, 'no-such-lease'));
		await page.keyboard.press('Space');
		await heading('This item is closed to you now').waitFor();
	});

	it('is told as kept when somebody was faster', async () => {
		const page = await openWork();
		stage.double().on('POST /api/v1/leases/:id/answer', () => ({ body: { status: 'kept', basis: 'viewed' } }));
		await page.keyboard.press('2');
		await page.keyboard.press('Enter');
		await page.locator('[role="status"]').filter({ hasText: 'kept and paid' }).first().waitFor();
	});

	it('stays open when only its looking time is used up', async () => {
		const page = await openWork();
		stage.double().on('POST /api/v1/leases/:id/reveal', () => problem(409, 'time-up'));
		await page.keyboard.press('Space');
		await page.locator('.notice', { hasText: 'You can take more time' }).waitFor();
		expect(await page.locator('.cover').count()).toBe(texts.length);
	});
});

/** Every text that the page's heading has, one after the other; none while it loads. */
const watchHeadings = async (page: Page): Promise<() => Promise<readonly string[]>> => {
	await page.evaluate(() => {
		const seen: string[] = [];
		Object.assign(globalThis, { headingsSeen: seen });
		const note = (): void => {
			const words = document.querySelector('main h1')?.textContent ?? 'none';
			if (words !== seen.at(-1)) seen.push(words);
		};
		note();
		new MutationObserver(note).observe(document.body, { childList: true, subtree: true, characterData: true });
	});
	return () => page.evaluate(() => (globalThis as unknown as { headingsSeen: string[] }).headingsSeen);
};

describe('nothing to do', () => {
	const words: Readonly<Record<string, string>> = {
		budget: 'That was enough for now',
		consent: 'What waits needs your yes',
		exclusion: 'Nothing that fits you waits now',
		'nothing-eligible': 'Nothing for you just now',
		'first-pass': 'The machine is still reading',
		done: 'All is done',
		paused: 'No project is open now',
		break: 'It is time for a break',
	};
	it('has plain words for each reason', async () => {
		for (const [why, title] of Object.entries(words)) {
			nothing(why);
			await stage.goto('/work');
			await heading(title).waitFor();
			expect(await stage.page().getByRole('timer').count()).toBe(0);
		}
	});

	it('says until when, in the person’s own zone, and counts nothing down', async () => {
		nothing('budget', Date.UTC(2030, 0, 5, 9, 30));
		await stage.goto('/work');
		await stage.page().getByText('There is room again from Saturday, 5 January 2030 at 12:30').waitFor();
		expect(await stage.page().getByRole('timer').count()).toBe(0);
	});

	it('counts down a break alone, by minutes, and waits for the person at its end', async () => {
		nothing('break', Date.now() + 9.5 * 60_000);
		await stage.goto('/work');
		await stage.page().getByRole('timer').filter({ hasText: '10 more minutes' }).waitFor();
		expect(await stage.page().getByRole('button', { name: 'Go on' }).count()).toBe(0);
		nothing('break', Date.now() + 1_200);
		await stage.goto('/work');
		await heading('The break is over').waitFor();
		stage.double().on('POST /api/v1/work/next', () => ({ body: { kind: 'lease', lease: leaseOf(1) } }));
		await stage.page().getByRole('button', { name: 'Go on' }).click();
		await stage.page().locator('.cover').first().waitFor();
	});

	it('asks again by itself while the machine reads', async () => {
		nothing('first-pass', Date.now() + 500);
		await stage.goto('/work');
		await heading('The machine is still reading').waitFor();
		stage.double().on('POST /api/v1/work/next', () => ({ body: { kind: 'lease', lease: leaseOf(1) } }));
		await stage.page().locator('.cover').first().waitFor();
	});

	it('says that others have their turn, and asks again by itself without a flicker', async () => {
		nothing('spread', Date.now() + 1_000);
		await stage.goto('/work');
		await heading('You are spared for now').waitFor();
		await stage.page().getByText('This waiting is paid.').waitFor();
		expect(await stage.page().getByRole('timer').count()).toBe(0);
		const seen = await watchHeadings(stage.page());
		stage.double().on('POST /api/v1/work/next', () => ({ body: { kind: 'lease', lease: leaseOf(1) } }));
		await stage.page().locator('.cover').first().waitFor();
		expect(await seen()).toEqual(['You are spared for now', 'Soko Corner']);
	});

	it('goes on waiting when the line is lost while it asks by itself', async () => {
		nothing('spread', Date.now() + 1_000);
		await stage.goto('/work');
		await heading('You are spared for now').waitFor();
		stage.double().on('POST /api/v1/work/next', () => 'drop');
		const asked = (): number => stage.double().callsTo('POST /api/v1/work/next').length;
		const before = asked();
		await expect.poll(asked, { timeout: 10_000 }).toBeGreaterThan(before);
		await stage.page().waitForTimeout(500);
		await heading('You are spared for now').waitFor();
	});

	it('leads from a wish to see more to what the projects may hold', async () => {
		nothing('consent');
		await stage.goto('/work');
		await stage.page().getByRole('link', { name: 'See what the projects may hold' }).click();
		await heading('My projects').waitFor();
	});
});

describe('an item that the server shows at once', () => {
	it('is shown, and covers itself in time', async () => {
		const coverAt = new Date(Date.now() + 2_500).toISOString();
		stage.double().on('POST /api/v1/work/next', () => ({
			body: {
				kind: 'lease',
				lease: leaseOf(1, {
					content: contentOf([0, 1, 2, 3]),
					coverAt,
					told: { ...leaseOf(1).told, hazards: {}, severity: 0 },
				}),
			},
		}));
		await stage.goto('/work');
		await stage.page().getByText(texts[0]).waitFor();
		expect(await stage.page().locator('.item-told').textContent()).toBe('Nothing that may hurt is expected.');
		await stage.page().locator('.cover').first().waitFor();
		expect(await stage.page().getByText(texts[0]).count()).toBe(0);
	});
});
