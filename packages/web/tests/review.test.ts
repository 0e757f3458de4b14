import { describe, expect, it } from 'vitest';
import {
	comparisonOf,
	contestOf,
	receivedOf,
	reviewId,
	scoreOf,
	scriptFeedback,
	scriptReviews,
	scriptTeam,
} from './support/reviews.ts';
import { ids, leaseOf, problem } from './support/scenario.ts';
import { setStage } from './support/stage.ts';

const stage = setStage();
const heading = (words: string | RegExp) => stage.page().getByRole('heading', { level: 1, name: words });
const press = async (...keys: readonly string[]): Promise<void> => {
	for (const key of keys) await stage.page().keyboard.press(key);
};
const answers = () => stage.double().callsTo('POST /api/v1/reviews/:id/answer');
const verdicts = () => stage.double().callsTo('POST /api/v1/reviews/:id/verdict');
const open = async (): Promise<void> => {
	await stage.goto('/review');
	await stage.page().locator('.cover').first().waitFor();
};
/** Looks at the milder sentences and answers so, by keys alone. */
const answer = async (...keys: readonly string[]): Promise<void> => {
	await press('Shift+Space');
	await stage.page().locator('.sentence').first().waitFor();
	await press(...keys, 'Enter');
};
const differ = async (): Promise<void> => {
	await open();
	await answer('3', '3');
	await heading('The answer given, beside yours').waitFor();
};

describe('a review', () => {
	it('is a covered look that says what kind it is, and nothing of whose or of what was answered', async () => {
		scriptReviews(stage.double());
		await open();
		await stage.page().getByText('A blind review: say what you would answer.').waitFor();
		expect(await stage.page().locator('main').textContent()).not.toContain('worker');
		expect(await stage.page().locator('main input:checked').count()).toBe(0);
	});

	it.each([
		['double-review', 'A second blind review'],
		['contest', 'A contested answer: look as if nobody had looked before.'],
		['adjudicate', 'What you answer decides it.'],
	] as const)('of kind %s says so', async (kind, words) => {
		scriptReviews(stage.double(), kind);
		await open();
		await stage.page().getByText(words).waitFor();
	});

	it('goes on at once where both say the same, with a quiet word', async () => {
		scriptReviews(stage.double());
		await open();
		// A complaint, and mild: each digit answers the question at hand.
		await answer('2', '1');
		await stage.page().locator('.said').getByText('You both say the same: the answer stands.').waitFor();
		await stage.page().locator('.cover').first().waitFor();
		expect(answers()[0]?.body).toEqual({ leaseId: leaseOf(1).id, answers: { kind: 'complaint', severity: 1 } });
		expect(verdicts()).toEqual([]);
		expect(stage.double().callsTo('POST /api/v1/leases/:id/answer')).toEqual([]);
	});

	it('shows both answers side by side where they differ, and takes the verdict by keys alone', async () => {
		scriptReviews(stage.double());
		await differ();
		const page = stage.page();
		expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
		const rows = await page.locator('.beside-question').allTextContents();
		expect(rows[0]).toBe('What is this message for? differentYour answerRudeThe worker’s answerComplaint');
		expect(rows[1]).toContain('different');
		expect(rows[2]).toBe('What else is in it? Your answerno answerThe worker’s answerno answer');
		await press('Enter');
		await page.getByText('Choose one of the two.').waitFor();
		await press('2');
		expect(await page.getByRole('radio', { name: 'It cannot stand' }).isChecked()).toBe(true);
		await press('Enter');
		await page.getByText('Say why the answer cannot stand.').waitFor();
		// The focus went to the reason.
		await page.keyboard.type('It insults the owner, question 1.');
		expect(await page.getByRole('radio', { name: 'It cannot stand' }).isChecked()).toBe(true);
		await press('Tab');
		await page.keyboard.type('See “Rude”.');
		await press('Control+Enter');
		await page.locator('.said').getByText('Your verdict is given.').waitFor();
		await page.locator('.cover').first().waitFor();
		expect(verdicts()[0]?.path).toContain(reviewId(1));
		expect(verdicts()[0]?.body).toEqual({
			verdict: 'wrong',
			reason: 'It insults the owner, question 1.',
			note: 'See “Rude”.',
		});
	});

	it('needs no reason where the answer can stand', async () => {
		scriptReviews(stage.double());
		await differ();
		await press('1', 'Enter');
		await expect.poll(() => verdicts()[0]?.body).toEqual({ verdict: 'right', reason: '', note: '' });
	});

	it('keeps what was written while a verdict does not get through', async () => {
		scriptReviews(stage.double());
		await differ();
		stage.double().on('POST /api/v1/reviews/:id/verdict', () => 'drop');
		await press('2');
		await stage.page().getByLabel('Why it cannot stand').fill('Rude.');
		await press('Control+Enter');
		await stage.page().getByText('The server could not be reached.').waitFor();
		expect(await stage.page().getByLabel('Why it cannot stand').inputValue()).toBe('Rude.');
		stage.double().on('POST /api/v1/reviews/:id/verdict', () => ({ body: comparisonOf({ verdict: 'wrong' }) }));
		// The browser itself may have tried more than once.
		const before = verdicts().length;
		await press('Control+Enter');
		await expect.poll(() => verdicts().length).toBe(before + 1);
	});

	it('comes back to the comparison that was left open', async () => {
		scriptReviews(stage.double());
		await differ();
		await stage.page().reload();
		await heading('The answer given, beside yours').waitFor();
	});

	it('rests on a look: without one it stays, and says what to do', async () => {
		scriptReviews(stage.double());
		stage.double().on('POST /api/v1/reviews/:id/answer', () => problem(409, 'not-looked'));
		await open();
		await press('2', '1', 'Enter');
		await stage.page().locator('.said').getByText('A review rests on a look.').waitFor();
		expect(await stage.page().getByLabel('Complaint').isChecked()).toBe(true);
	});

	it('offers the same answer again when the line was lost, and keeps the draft until it has arrived', async () => {
		scriptReviews(stage.double());
		const page = stage.page();
		await open();
		stage.double().on('POST /api/v1/reviews/:id/answer', () => 'drop');
		await answer('3', '3');
		await page.getByText('The server could not be reached.').waitFor();
		const drafts = () => page.evaluate((key) => localStorage.getItem(key), `utu.drafts.${ids.person}`);
		expect(await drafts()).toContain('"rude"');
		stage
			.double()
			.on('POST /api/v1/reviews/:id/answer', () => ({ body: comparisonOf({ verdict: 'right', same: true }) }));
		await page.getByRole('button', { name: 'Try again' }).click();
		await page.locator('.said').getByText('You both say the same').waitFor();
		for (const { body } of answers()) expect(body).toEqual(answers()[0]?.body);
		expect(await drafts()).toBeNull();
	});

	it('is hidden by Esc, skipped by S and left for a break by B, like every look', async () => {
		scriptReviews(stage.double());
		await open();
		await press('Shift+Space');
		await stage.page().locator('.sentence').first().waitFor();
		await press('Escape');
		expect(await stage.page().locator('.sentence').count()).toBe(0);
		await press('s');
		await expect.poll(() => stage.double().callsTo('POST /api/v1/leases/:id/skip').length).toBe(1);
		await stage.page().locator('.cover').first().waitFor();
		await press('b');
		await stage.page().getByRole('link', { name: 'Go on' }).waitFor();
		expect(stage.double().callsTo('POST /api/v1/leases/:id/release').length).toBe(1);
	});

	it('waits while an item of one’s own is in hand, and work while a review is', async () => {
		scriptReviews(stage.double());
		stage.double().on('POST /api/v1/reviews/next', () => ({ body: { kind: 'busy' } }));
		await stage.goto('/review');
		await heading('You have an item of your own in hand').waitFor();
		const lease = leaseOf(1, { purpose: 'contest' });
		stage.double().on('POST /api/v1/work/next', () => ({ body: { kind: 'lease', lease } }));
		await stage.page().getByRole('link', { name: 'Go on with your item' }).click();
		await heading('You have another item in hand').waitFor();
		expect(await stage.page().getByRole('link', { name: 'Go on with the review' }).getAttribute('href')).toBe(
			'/review',
		);
	});

	it('says why there is none: all are reviewed, or what holds for every look', async () => {
		scriptReviews(stage.double());
		const nothing = (why: string, waiting: number): void =>
			stage.double().on('POST /api/v1/reviews/next', () => ({ body: { kind: 'nothing', why, until: null, waiting } }));
		nothing('all-reviewed', 3);
		await stage.goto('/review');
		await heading('No review waits for you').waitFor();
		await stage.page().getByText('3 wait for other eyes').waitFor();
		nothing('all-reviewed', 0);
		await stage.page().getByRole('button', { name: 'Look again' }).click();
		await stage.page().getByText('Everything that was drawn has been reviewed.').waitFor();
		nothing('done', 2);
		await stage.page().getByRole('button', { name: 'Look again' }).click();
		await stage.page().getByText('2 wait, and none can go to you now').waitFor();
		nothing('budget', 3);
		await stage.page().getByRole('button', { name: 'Look again' }).click();
		await heading('That was enough for now').waitFor();
	});

	it('is no worker’s page, nor is the team', async () => {
		for (const path of ['/review', '/team']) {
			await stage.goto(path);
			await stage.page().waitForURL(/\/work$/);
		}
		// The page stands: what is not there now does not come.
		await stage.page().getByRole('link', { name: 'Feedback' }).waitFor();
		expect(await stage.page().getByRole('link', { name: 'Review' }).count()).toBe(0);
		expect(stage.double().callsTo('POST /api/v1/reviews/next')).toEqual([]);
		expect(stage.double().callsTo('GET /api/v1/team/scores')).toEqual([]);
	});
});

describe('feedback', () => {
	it('says of each verdict both answers, why, and what it counts as', async () => {
		scriptFeedback(stage.double(), [
			receivedOf(1),
			receivedOf(2, { verdict: 'right', counts: 'right', reason: '', note: '' }),
			receivedOf(3, { counts: 'not-yet', contest: contestOf() }),
			receivedOf(4, {
				counts: 'right',
				contest: contestOf({ outcome: 'overturned', decidedAt: '2026-01-10T08:00:00Z' }),
			}),
			receivedOf(5, { contest: contestOf({ outcome: 'upheld', decidedAt: '2026-01-10T08:00:00Z' }) }),
			receivedOf(6, { counts: 'right', contest: contestOf({ outcome: 'lapsed', decidedAt: '2026-01-15T08:00:00Z' }) }),
		]);
		await stage.goto('/verdicts');
		const page = stage.page();
		const cards = page.getByRole('article');
		await cards.nth(5).waitFor();
		const said = await cards.allTextContents();
		expect(said[0]).toContain('YouComplaintThe reviewer, before seeing yoursRude');
		expect(said[0]).toContain('It insults the owner of the shop.');
		expect(said[0]).toContain('counts as wrong. It changes nothing else.');
		expect(said[1]).toContain('Your answer stands.');
		expect(said[2]).toContain('Somebody else looks, blind, until Thursday');
		expect(said[3]).toMatch(/Overturned on 10 Jan 2026.*It counts as right\./);
		expect(said[4]).toMatch(/Upheld on 10 Jan 2026.*It counts as wrong/);
		expect(said[5]).toMatch(/Lapsed on 15 Jan 2026.*in your favour/);
		// Only what was found wrong and was not contested can be.
		expect(await page.getByRole('button', { name: /^Contest/ }).count()).toBe(1);
	});

	it('takes a contest by keyboard in one sentence, and says how it stands', async () => {
		scriptFeedback(stage.double(), [receivedOf(1)]);
		await stage.goto('/verdicts');
		const page = stage.page();
		await page.getByRole('button', { name: 'Contest the verdict in Soko Corner' }).focus();
		await press('Enter');
		await page.getByText('Write a sentence first.').waitFor();
		await page.keyboard.type('It complains.');
		await press('Control+Enter');
		await page.getByText('Contested: it counts as nothing now.').waitFor();
		expect(stage.double().callsTo('POST /api/v1/me/verdicts/:id/contest')[0]?.body).toEqual({
			sentence: 'It complains.',
		});
		expect(await page.getByRole('button', { name: /^Contest/ }).count()).toBe(0);
	});

	it('keeps the sentence when it does not get through', async () => {
		scriptFeedback(stage.double(), [receivedOf(1)]);
		stage
			.double()
			.on('POST /api/v1/me/verdicts/:id/contest', () =>
				problem(409, 'contested-before', 'You have contested this verdict.'),
			);
		await stage.goto('/verdicts');
		await stage
			.page()
			.getByRole('button', { name: /^Contest/ })
			.click();
		await stage.page().getByLabel('Why your answer stands').fill('It complains.');
		await stage.page().getByRole('button', { name: 'Send the contest' }).click();
		await stage.page().getByText('You have contested this verdict.').waitFor();
		expect(await stage.page().getByLabel('Why your answer stands').inputValue()).toBe('It complains.');
	});

	it('comes a page at a time, and says when there is none yet', async () => {
		scriptFeedback(stage.double(), []);
		await stage.goto('/verdicts');
		await stage.page().getByText('No verdict yet').waitFor();
		stage.double().on('GET /api/v1/me/verdicts', ({ query }) => ({
			body:
				query.cursor === undefined
					? { verdicts: [receivedOf(1)], nextCursor: reviewId(1) }
					: { verdicts: [receivedOf(2)], nextCursor: null },
		}));
		await stage.page().reload();
		await stage.page().getByRole('button', { name: 'Older verdicts' }).click();
		await stage.page().getByRole('article').nth(1).waitFor();
		expect(await stage.page().getByRole('button', { name: 'Older verdicts' }).count()).toBe(0);
	});

	it('has a score with its span and what it is made of, or says that there is not enough to say', async () => {
		scriptFeedback(stage.double(), []);
		await stage.goto('/verdicts');
		const page = stage.page();
		await page.getByText('94% (between 88% and 98%)').waitFor();
		await page.getByText('8.3', { exact: true }).waitFor();
		await page.getByText('How this is made').focus();
		await press('Enter');
		await page.getByText('What never counts: breaks, skips, opt-outs').waitFor();
		await page.getByText('What never follows from it: pay').waitFor();
		stage.double().on('GET /api/v1/me/score', () => ({ body: scoreOf() }));
		await page.reload();
		await page.getByRole('meter', { name: 'Not enough to say yet' }).waitFor();
		await page.getByText('12 of 50 verdicts').waitFor();
		expect(await page.locator('.interval').count()).toBe(0);
	});

	it('says what did not load, with a way on', async () => {
		scriptFeedback(stage.double(), []);
		stage.double().on('GET /api/v1/me/score', () => problem(400, 'odd', 'Odd.'));
		await stage.goto('/verdicts');
		await stage.page().getByText('Odd.').waitFor();
		scriptFeedback(stage.double(), []);
		await stage.page().getByRole('button', { name: 'Try again' }).click();
		await stage.page().getByText('94% (between').waitFor();
	});
});

describe('the team', () => {
	it('stands by name, each with a span or with not enough to say, and cannot be sorted', async () => {
		scriptTeam(stage.double());
		await stage.goto('/team');
		const page = stage.page();
		const members = page.locator('.team-member');
		await members.nth(3).waitFor();
		expect(await members.locator('h3').allTextContents()).toEqual(['Achieng', 'Baraka', 'Chebet', 'Dawit']);
		const said = await members.allTextContents();
		expect(said[0]).toContain('75% (between 68% and 81%)');
		expect(said[1]).toBe('BarakaNot enough to say12 of 50 verdicts');
		expect(said[3]).toContain('Too few answers have been looked at by two reviewers.');
		expect(await page.locator('main').getByRole('button').count()).toBe(0);
		expect(await page.locator('main [aria-sort]').count()).toBe(0);
	});

	it('is drawn in a funnel, with a table of the same', async () => {
		scriptTeam(stage.double());
		await stage.goto('/team');
		const page = stage.page();
		await page.locator('.plot canvas').waitFor();
		await page.getByRole('img', { name: /How far chance alone takes somebody/ }).waitFor();
		const rows = await page.getByRole('row').allTextContents();
		expect(rows).toHaveLength(3);
		expect(rows[1]).toMatch(/^Achieng24075%\d+% to \d+%\d+% to \d+%$/);
		// Something is drawn, and follows the theme.
		const inked = () =>
			page.locator('.plot canvas').evaluate((canvas: HTMLCanvasElement) => {
				const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
				let sum = 0;
				for (let at = 0; at < data.length; at += 4) sum += (data[at + 3] ?? 0) > 0 ? (data[at] ?? 0) : 0;
				return sum;
			});
		await expect.poll(inked).toBeGreaterThan(0);
		const light = await inked();
		await page.emulateMedia({ colorScheme: 'dark' });
		await expect.poll(inked).not.toBe(light);
	});

	it('says of a concern what may follow and what never does', async () => {
		scriptTeam(stage.double());
		await stage.goto('/team');
		await stage.page().getByText('Achieng: the evidence over the whole organisation').waitFor();
		await stage.page().getByText('What may follow: training and a talk between people.').waitFor();
		await stage
			.page()
			.getByText(/What never follows from it: pay, .*dismissal/)
			.waitFor();
		expect(
			await stage
				.page()
				.getByText(/^Chebet:/)
				.count(),
		).toBe(0);
	});

	it('says when nobody is led, and when nothing can be said of anybody', async () => {
		scriptTeam(stage.double(), []);
		await stage.goto('/team');
		await stage.page().getByText('You lead no team').waitFor();
		scriptTeam(stage.double(), [{ ...scoreOf(), personId: ids.person, displayName: 'Baraka', concern: false }]);
		await stage.page().reload();
		await stage.page().getByText('There is not enough to say of anybody yet').waitFor();
		await stage.page().getByText('No concern stands.').waitFor();
		expect(await stage.page().locator('canvas').count()).toBe(0);
	});
});
