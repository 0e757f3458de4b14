import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { contentOf, leaseOf, me, problem, texts } from './support/scenario.ts';
import { setStage } from './support/stage.ts';

const stage = setStage();

const covers = (page: Page) => page.locator('.cover');
const text = (page: Page): Promise<string> => page.evaluate(() => document.documentElement.outerHTML);
const said = (page: Page, words: RegExp) => page.locator('[role="status"]').filter({ hasText: words }).first();
const heading = (page: Page, words: string | RegExp) => page.getByRole('heading', { level: 1, name: words });
const openWork = async (): Promise<Page> => {
	await stage.goto('/work');
	await covers(stage.page()).first().waitFor();
	return stage.page();
};

describe('an item', () => {
	it('tells what it may hold in one line and has no text in the page before a reveal', async () => {
		const page = await openWork();
		expect(await page.locator('.item-told').textContent()).toBe('May hold harassment (severe) and hate (mild).');
		expect(await covers(page).count()).toBe(texts.length);
		const html = await text(page);
		for (const one of texts) expect(html).not.toContain(one.slice(0, 12));
	});

	it('uncovers sentence by sentence, by click or Space, and says how long each covered one is', async () => {
		const page = await openWork();
		await covers(page).nth(1).click();
		await page.getByText(texts[1]).waitFor();
		expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(texts[1]);
		await page.keyboard.press('Space');
		await page.getByText(texts[0]).waitFor();
		expect(await covers(page).allTextContents()).toEqual(['119 · severe', '20']);
		expect(
			stage
				.double()
				.callsTo('POST /api/v1/leases/:id/reveal')
				.map((call) => call.body),
		).toEqual([{ sentences: [1] }, { sentences: [0] }]);
	});

	it('uncovers the milder ones with Shift+Space, and the severe one only when asked', async () => {
		const page = await openWork();
		await page.keyboard.press('Shift+Space');
		await page.getByText(texts[3]).waitFor();
		expect(await text(page)).not.toContain(texts[2].slice(0, 12));
		await page.getByRole('button', { name: 'All' }).click();
		await page.getByText(texts[2]).waitFor();
		expect(await covers(page).count()).toBe(0);
	});

	it('shows sentences in their own direction and language', async () => {
		const page = await openWork();
		await covers(page).first().click();
		const sentence = page.locator('.sentence').first();
		await sentence.waitFor();
		expect(await sentence.getAttribute('dir')).toBe('auto');
		expect(await sentence.getAttribute('lang')).toBe('en');
	});

	it('meters a long text by page and covers the page that is left', async () => {
		const many = Array.from({ length: 30 }, (_, index) => ({
			index,
			text: `Line ${index}.`,
			chars: 8,
			severity: 0 as const,
		}));
		stage.day().lease({ told: { ...leaseOf(1).told, sentences: 30 } });
		stage.double().on('POST /api/v1/leases/:id/reveal', (call) => {
			const wanted = (call.body as { sentences: number[] }).sentences;
			const content = {
				kind: 'text',
				sentences: many.map((one) => ({ ...one, text: wanted.includes(one.index) ? one.text : null })),
			};
			return { body: { content, coverAt: new Date(Date.now() + 60_000).toISOString() } };
		});
		const page = await openWork();
		await page.getByRole('button', { name: 'All' }).click();
		await page.getByText('Line 23.').waitFor();
		await page.getByRole('button', { name: 'Page after' }).click();
		await page.getByText('Sentences 25 to 30 of 30').waitFor();
		expect(await text(page)).not.toContain('Line 23.');
		expect(stage.double().callsTo('POST /api/v1/leases/:id/hide')).toHaveLength(1);
	});
});

describe('hide', () => {
	it('takes the text out of the page before the key press is over, and then tells the server', async () => {
		const page = await openWork();
		await page.getByRole('button', { name: 'All' }).click();
		await page.getByText(texts[2]).waitFor();
		const left = await page.evaluate(
			(needle) => {
				window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape', bubbles: true }));
				return document.documentElement.outerHTML.includes(needle);
			},
			texts[2].slice(0, 20),
		);
		expect(left).toBe(false);
		await said(page, /Everything is covered/).waitFor();
		await expect.poll(() => stage.double().callsTo('POST /api/v1/leases/:id/hide').length).toBe(1);
	});

	it('works while the answer is being written', async () => {
		const page = await openWork();
		await covers(page).first().click();
		await page.getByText(texts[0]).waitFor();
		await page.getByLabel(/Note/).fill('a note');
		await page.keyboard.press('Escape');
		expect(await text(page)).not.toContain(texts[0].slice(0, 12));
		expect(await page.getByLabel(/Note/).inputValue()).toBe('a note');
	});

	it('throws away a reveal that is under way, and tells the server again when it has ended', async () => {
		let answer: () => void = () => undefined;
		stage.double().on(
			'POST /api/v1/leases/:id/reveal',
			() =>
				new Promise((resolve) => {
					answer = () =>
						resolve({
							body: { content: contentOf([0, 1, 2, 3]), coverAt: new Date(Date.now() + 60_000).toISOString() },
						});
				}),
		);
		const page = await openWork();
		await page.keyboard.press('Space');
		await expect.poll(() => stage.double().callsTo('POST /api/v1/leases/:id/reveal').length).toBe(1);
		await page.keyboard.press('Escape');
		answer();
		await expect.poll(() => stage.double().callsTo('POST /api/v1/leases/:id/hide').length).toBe(2);
		expect(await text(page)).not.toContain(texts[0].slice(0, 12));
		expect(await covers(page).count()).toBe(texts.length);
	});

	it('works while the item itself is loading: it arrives covered', async () => {
		let answer: () => void = () => undefined;
		stage.double().on(
			'POST /api/v1/work/next',
			() =>
				new Promise((resolve) => {
					const coverAt = new Date(Date.now() + 60_000).toISOString();
					answer = () =>
						resolve({ body: { kind: 'lease', lease: leaseOf(1, { content: contentOf([0, 1, 2, 3]), coverAt }) } });
				}),
		);
		await stage.goto('/work');
		const page = stage.page();
		await expect.poll(() => stage.double().callsTo('POST /api/v1/work/next').length).toBe(1);
		await page.keyboard.press('Escape');
		answer();
		await covers(page).first().waitFor();
		expect(await covers(page).count()).toBe(texts.length);
		expect(await text(page)).not.toContain(texts[0].slice(0, 12));
		await expect.poll(() => stage.double().callsTo('POST /api/v1/leases/:id/hide').length).toBe(1);
	});

	it('covers by itself when the time is over, says so kindly, and gives more time on request', async () => {
		stage.day().coverAfter(700);
		const page = await openWork();
		await covers(page).first().click();
		await page.getByText(texts[0]).waitFor();
		await page.locator('.notice', { hasText: 'the text has covered itself' }).waitFor();
		expect(await text(page)).not.toContain(texts[0].slice(0, 12));
		await page.keyboard.press('e');
		await said(page, /You have more time/).waitFor();
		await page.keyboard.press('Space');
		await page.getByText(texts[0]).waitFor();
	});

	it('says in words that no more time fits, and keeps the draft', async () => {
		stage.double().on('POST /api/v1/leases/:id/extend', () => problem(409, 'no-budget'));
		const page = await openWork();
		await page.keyboard.press('1');
		await covers(page).first().click();
		await page.getByText(texts[0]).waitFor();
		await page.getByRole('button', { name: 'Take more time' }).click();
		await page.locator('.notice', { hasText: 'There is no room for more looking now' }).waitFor();
		expect(await page.getByRole('radio', { name: /Question/ }).isChecked()).toBe(true);
	});

	it('covers everything when the person looks elsewhere', async () => {
		const page = await openWork();
		await covers(page).first().click();
		await page.getByText(texts[0]).waitFor();
		await page.getByRole('link', { name: 'Exposure' }).click();
		await heading(page, 'My exposure').waitFor();
		await expect.poll(() => stage.double().callsTo('POST /api/v1/leases/:id/hide').length).toBe(1);
	});
});

describe('the whole flow by keyboard alone', () => {
	it('signs in, looks, answers all kinds of questions, and gets the next item', async () => {
		const page = stage.page();
		let signedIn = false;
		const { double } = stage;
		double().on('GET /api/v1/me', () => (signedIn ? { body: me } : problem(401, 'signed-out')));
		double().on('POST /api/auth/sign-in/email', () => {
			signedIn = true;
			return { body: {} };
		});
		await stage.goto('/');
		await heading(page, 'Sign in').waitFor();
		await page.keyboard.press('Tab');
		await page.keyboard.press('Tab');
		await page.keyboard.type('asha@example.org');
		await page.keyboard.press('Tab');
		await page.keyboard.type('a long password');
		await page.keyboard.press('Enter');
		await covers(page).first().waitFor();
		await page.keyboard.press('Space');
		await page.getByText(texts[0]).waitFor();
		await page.keyboard.press('2');
		expect(await page.getByRole('radio', { name: /Complaint/ }).isChecked()).toBe(true);
		await page.keyboard.press('3');
		expect(await page.getByRole('radio', { name: /severe/ }).isChecked()).toBe(true);
		await page.keyboard.press('1');
		await page.keyboard.press('3');
		await page.keyboard.press('2');
		expect(await page.getByRole('checkbox', { name: 'An address' }).isChecked()).toBe(false);
		await page.keyboard.press('Enter');
		await said(page, /Your answer is in/).waitFor();
		await expect.poll(() => stage.day().current()).toBe(2);
		await covers(page).first().waitFor();
		const [sent] = double().callsTo('POST /api/v1/leases/:id/answer');
		expect(sent?.body).toEqual({
			idempotencyKey: leaseOf(1).idempotencyKey,
			answers: { kind: 'complaint', severity: 3, also: ['name', 'price'] },
		});
		expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
	});

	it('takes an option’s own letter, and a digit where the letter is the page’s', async () => {
		const page = await openWork();
		await page.keyboard.press('o');
		expect(await page.getByRole('radio', { name: /Offer/ }).isChecked()).toBe(true);
		await page.keyboard.press('u');
		expect(await page.getByRole('radio', { name: /Offer/ }).isChecked()).toBe(false);
		expect(stage.double().callsTo('POST /api/v1/leases/:id/skip')).toHaveLength(0);
	});

	it('decides without looking', async () => {
		const page = await openWork();
		await page.keyboard.press('2');
		await page.keyboard.press('Enter');
		await said(page, /decided without looking/).waitFor();
		expect(stage.double().callsTo('POST /api/v1/leases/:id/reveal')).toHaveLength(0);
	});

	it('says which question is missing', async () => {
		const page = await openWork();
		await page.keyboard.press('Enter');
		await page.getByText('This one needs an answer.').waitFor();
		expect(stage.double().callsTo('POST /api/v1/leases/:id/answer')).toHaveLength(0);
	});

	it('opens its list of keys, and turns single letters off for who needs it', async () => {
		const page = await openWork();
		await page.keyboard.press('?');
		await page.getByRole('dialog', { name: 'Keys' }).waitFor();
		await page.getByRole('checkbox', { name: /Letters and digits/ }).uncheck();
		await page.keyboard.press('Escape');
		await page.getByRole('dialog').waitFor({ state: 'detached' });
		await page.keyboard.press('s');
		await page.keyboard.press('1');
		expect(stage.double().callsTo('POST /api/v1/leases/:id/skip')).toHaveLength(0);
		expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
	});

	it('skips with S', async () => {
		const page = await openWork();
		await page.keyboard.press('s');
		await expect.poll(() => stage.day().current()).toBe(2);
		await covers(page).first().waitFor();
		await said(page, /Skipped/).waitFor();
	});

	it('rests with B: the item is given back, the screen is quiet, and it goes on when the person does', async () => {
		const page = await openWork();
		await page.keyboard.press('1');
		await page.keyboard.press('b');
		await heading(page, 'A break').waitFor();
		await expect.poll(() => stage.double().callsTo('POST /api/v1/leases/:id/release').length).toBe(1);
		expect(stage.double().callsTo('POST /api/v1/leases/:id/draft')).toHaveLength(1);
		await page.getByRole('link', { name: 'Go on' }).click();
		await covers(page).first().waitFor();
	});
});

describe('a surprise', () => {
	it('covers the text as soon as it is said, and Esc goes back', async () => {
		const page = await openWork();
		await page.keyboard.press('Space');
		await page.getByText(texts[0]).waitFor();
		await page.keyboard.press('!');
		await page.getByRole('dialog', { name: 'This is not what I was told' }).waitFor();
		expect(await text(page)).not.toContain(texts[0].slice(0, 12));
		await page.keyboard.press('Escape');
		await page.getByRole('dialog').waitFor({ state: 'detached' });
		expect(stage.double().callsTo('POST /api/v1/leases/:id/surprise')).toHaveLength(0);
		expect(await covers(page).count()).toBe(texts.length);
	});

	it('asks for nothing: ! and Enter are enough, and the change is told in words', async () => {
		const page = await openWork();
		await page.keyboard.press('!');
		await page.getByRole('dialog').waitFor();
		await page.keyboard.press('Enter');
		await heading(page, 'Closed. Thank you for saying so').waitFor();
		await said(page, /told as: mild\. It now counts as: severe/).waitFor();
		expect(
			stage
				.double()
				.callsTo('POST /api/v1/leases/:id/surprise')
				.map((call) => call.body),
		).toEqual([{}]);
		await page.getByRole('button', { name: 'Next item' }).click();
		await covers(page).first().waitFor();
	});

	it('takes a category and a severity from who wants to give them', async () => {
		const page = await openWork();
		await page.getByRole('button', { name: 'Not as told' }).click();
		await page.getByLabel(/What was it/).selectOption('violence/graphic');
		await page.getByLabel(/How severe/).selectOption('4');
		await page.getByRole('button', { name: 'Close this item' }).click();
		await heading(page, 'Closed. Thank you for saying so').waitFor();
		expect(
			stage
				.double()
				.callsTo('POST /api/v1/leases/:id/surprise')
				.map((call) => call.body),
		).toEqual([{ category: 'violence/graphic', severity: 4 }]);
		await page.getByRole('button', { name: 'Rest a while' }).click();
		await heading(page, 'A break').waitFor();
	});
});

describe('who is among the first to look', () => {
	it('is told that no machine has, and can say what it held', async () => {
		stage.day().lease({ purpose: 'scout', told: { ...leaseOf(1).told, hazards: { unscreened: 4 }, unscreened: true } });
		const page = await openWork();
		expect(await page.locator('.item-told').textContent()).toBe(
			'No machine has looked at this yet: it may hold anything.',
		);
		await page.getByText('Say what it held').click();
		await page.getByLabel('Violence', { exact: true }).selectOption('2');
		await page.keyboard.press('Escape');
		await page.getByRole('radio', { name: /Question/ }).check();
		await page.getByRole('button', { name: 'Answer' }).click();
		await expect.poll(() => stage.day().current()).toBe(2);
		expect(stage.double().callsTo('POST /api/v1/leases/:id/answer')[0]?.body).toMatchObject({
			hazardsFound: { violence: 2 },
		});
	});
});
