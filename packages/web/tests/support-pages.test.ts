import { describe, expect, it } from 'vitest';
import { asRole } from './support/organisation.ts';
import { type Me, me, problem, texts } from './support/scenario.ts';
import { setStage } from './support/stage.ts';
import { board, contacts, scriptSupport } from './support/support-pages.ts';

const stage = setStage();
const heading = (words: string | RegExp) => stage.page().getByRole('heading', { name: words });
type Role = Me['memberships'][number]['roles'][number];

const as = (...roles: readonly Role[]): void => {
	stage.double().on('GET /api/v1/me', () => ({
		body: { ...me, memberships: me.memberships.map((one) => ({ ...one, roles: [...roles] })) },
	}));
	scriptSupport(stage.double());
};

describe('support', () => {
	it('says whom one can turn to, in the organisation’s order, ready to be called', async () => {
		as('worker');
		await stage.goto('/');
		const page = stage.page();
		await page.getByRole('link', { name: 'Support' }).click();
		await heading('Whom you can turn to').waitFor();
		expect(await page.locator('.contact-name').allTextContents()).toEqual(['Peer line', 'Doctor']);
		expect(await page.getByRole('link', { name: '+254 700 000 000' }).getAttribute('href')).toBe('tel:+254700000000');
		expect(await page.getByRole('link', { name: 'doctor@example.org' }).getAttribute('href')).toMatch(/^mailto:/);
		await page.getByText('Monday to Friday, 8 to 20 · English and Swahili').waitFor();
		await page.getByText('The quiet room is behind the kitchen.').waitFor();
	});

	it('comes in one key over any page, while typing too, and covers what is in sight at once', async () => {
		as('worker');
		await stage.goto('/work');
		const page = stage.page();
		await page.locator('.cover').first().waitFor();
		await page.keyboard.press('Space');
		await page.getByText(texts[0]).waitFor();
		const inSight = await page.evaluate((text) => {
			window.dispatchEvent(new KeyboardEvent('keydown', { key: 'F1', bubbles: true, cancelable: true }));
			return document.body.textContent?.includes(text);
		}, texts[0]);
		expect(inSight).toBe(false);
		await page.getByRole('dialog', { name: 'Whom you can turn to' }).getByText('Peer line').waitFor();
		expect(stage.double().callsTo('POST /api/v1/leases/:id/hide').length).toBeGreaterThan(0);
		await page.keyboard.press('Escape');
		expect(await page.getByRole('dialog').count()).toBe(0);
		await stage.goto('/settings');
		await page.getByLabel('Name', { exact: true }).focus();
		await page.keyboard.press('F1');
		await page.getByRole('dialog').getByText('Peer line').waitFor();
		await page.getByRole('link', { name: 'More support' }).click();
		await page.getByRole('heading', { level: 1, name: 'Support' }).waitFor();
		expect(await page.getByRole('dialog').count()).toBe(0);
	});

	it('is there when the line is not, once the page has stood for a moment', async () => {
		as('worker');
		await stage.goto('/settings');
		await expect.poll(() => stage.double().callsTo('GET /api/v1/support').length, { timeout: 8_000 }).toBe(1);
		await stage.page().waitForLoadState('networkidle');
		await stage.page().context().setOffline(true);
		await stage.page().keyboard.press('F1');
		await stage.page().getByRole('dialog').getByText('Peer line').waitFor();
	});

	it('asks the team for four numbers, once, and tells closed months only', async () => {
		as('worker');
		await stage.goto('/support');
		const page = stage.page();
		await page.getByText('Choose a number for each of the four.').waitFor();
		for (const [name, value] of [
			[/How heavy/, '6'],
			[/could you rest/, '3'],
			[/were you supported/, '8'],
			[/say did you have/, '0'],
		] as const)
			await page.getByLabel(name).selectOption(value);
		await page.getByRole('button', { name: 'Give these numbers' }).click();
		await page.getByText('You have answered for March 2026.').waitFor();
		expect(stage.double().callsTo('POST /api/v1/me/team-answers')[0]?.body).toEqual({
			strain: 6,
			rest: 3,
			support: 8,
			say: 0,
		});
		expect(await page.getByRole('row', { name: /February 2026/ }).textContent()).toBe(
			'February 20266.54.07.03.515 or more',
		);
	});

	it('shows operators contacts and figures, asks them nothing, and shows them no way to the board', async () => {
		as('operator', 'worker');
		await stage.goto('/support');
		await heading('What the team said').waitFor();
		expect(await heading('The board').count()).toBe(0);
		as('client');
		await stage.page().reload();
		await heading('Whom you can turn to').waitFor();
		expect(await heading('What the team said').count()).toBe(0);
		expect(await stage.page().getByRole('button', { name: 'Give these numbers' }).count()).toBe(0);
	});

	it('is a quiet link on a break', async () => {
		as('worker');
		stage.double().on('POST /api/v1/work/next', () => ({
			body: { kind: 'nothing', why: 'break', until: new Date(Date.now() + 600_000).toISOString() },
		}));
		await stage.goto('/work');
		await stage.page().getByRole('link', { name: 'Whom you can turn to' }).click();
		await stage.page().getByRole('heading', { level: 1, name: 'Support' }).waitFor();
	});
});

describe('the board', () => {
	it('takes a post by name or without, and a reply', async () => {
		as('worker');
		await stage.goto('/voice');
		const page = stage.page();
		await page.getByText('I sleep badly since the last batch.').waitFor();
		await page.getByText('Write something first.').first().waitFor();
		stage.double().on('POST /api/v1/voice', (call) => ({
			body: { state: (call.body as { anonymous: boolean }).anonymous ? 'waiting' : 'shown' },
		}));
		await page.getByLabel('Your words').fill('  They count our minutes. ');
		await page.getByLabel('Without my name').first().check();
		await page.getByRole('button', { name: 'Send without a name' }).click();
		await page.getByText('Sent without a name. It waits for the representative.').waitFor();
		await page.getByText('Reply', { exact: true }).first().click();
		await page.getByLabel('Your reply').first().fill('Mine too.');
		await page.getByRole('article').first().getByRole('button', { name: 'Post' }).click();
		await page.getByText('Posted.').waitFor();
		expect(
			stage
				.double()
				.callsTo('POST /api/v1/voice')
				.map(({ body }) => body),
		).toEqual([
			{ body: 'They count our minutes.', anonymous: true, replyTo: null },
			{ body: 'Mine too.', anonymous: false, replyTo: board().posts[0]?.id },
		]);
	});

	it('lets a worker withdraw their own post, after asking', async () => {
		as('worker');
		stage.double().on('POST /api/v1/voice/:id/withdraw', () => ({ body: {} }));
		await stage.goto('/voice');
		const page = stage.page();
		await page.getByRole('button', { name: 'Withdraw' }).click();
		await page.getByRole('button', { name: 'Withdraw it' }).click();
		await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
		expect(stage.double().callsTo('POST /api/v1/voice/:id/withdraw')[0]?.path).toContain(board().posts[0]?.id);
	});

	it('is in the representative’s navigation, who shows what waits or does not, by keyboard', async () => {
		as('representative');
		let moderated = false;
		stage.double().on('GET /api/v1/voice', () => ({
			body: moderated ? { ...board(true), waiting: [] } : board(true),
		}));
		stage.double().on('POST /api/v1/voice/:id/show', () => {
			moderated = true;
			return { body: {} };
		});
		await stage.goto('/');
		const page = stage.page();
		await page.getByRole('link', { name: 'Board' }).click();
		await page.getByText('They count our minutes.').waitFor();
		await page.getByRole('button', { name: 'Show it', exact: true }).focus();
		await page.keyboard.press('Enter');
		await page.getByText('Nothing waits.').waitFor();
		expect(stage.double().callsTo('POST /api/v1/voice/:id/show')[0]?.path).toContain(board(true).waiting[0]?.id);
	});

	it('is closed to whoever also manages, and the page does not even ask', async () => {
		as('admin', 'worker');
		await stage.goto('/voice');
		await stage.page().getByText('so the board is closed to you').waitFor();
		expect(stage.double().callsTo('GET /api/v1/voice')).toEqual([]);
	});
});

describe('the organisation’s contacts', () => {
	const open = async (): Promise<void> => {
		scriptSupport(stage.double());
		stage.double().on('GET /api/v1/me', () => ({ body: asRole('operator') }));
		stage.double().on('GET /api/v1/organisation', () => ({
			body: {
				id: me.memberships[0]?.organisationId,
				name: 'Soko',
				joinCode: 'AAAA',
				memberCount: 3,
				supportContact: null,
			},
		}));
		stage.double().on('GET /api/v1/members', () => ({ body: { members: [], nextCursor: null } }));
		await stage.goto('/operator/organisation');
		await stage.page().getByRole('group', { name: 'Contact 2' }).waitFor();
	};

	it('are added, ordered and removed by an operator', async () => {
		await open();
		const page = stage.page();
		stage.double().on('PUT /api/v1/support/contacts', (call) => ({ body: { ...(call.body as object), text: null } }));
		await page.getByText('Nothing has changed.').first().waitFor();
		await page.getByRole('button', { name: 'Add a contact' }).click();
		await page.keyboard.type('Night line');
		await page.getByText('A contact lacks a name or a number').waitFor();
		const added = page.getByRole('group', { name: 'Contact 3' });
		await added.getByLabel('Number, address or place').fill('extension 9');
		await added.getByLabel('Languages').fill('English');
		await page.getByText('Tags of two or three letters').waitFor();
		await added.getByLabel('Languages').fill('en, fr');
		await page.getByRole('button', { name: 'Move contact 3 up' }).click();
		await page.getByRole('button', { name: 'Remove contact 1' }).click();
		await page.getByRole('button', { name: 'Keep the contacts' }).click();
		await page.getByText('Kept.').waitFor();
		expect(stage.double().callsTo('PUT /api/v1/support/contacts')[0]?.body).toEqual({
			contacts: [
				{ name: 'Night line', about: '', reach: 'extension 9', hours: '', languages: ['en', 'fr'] },
				contacts.contacts[1],
			],
		});
	});

	it('keep one while a project is open, and the page says why', async () => {
		await open();
		const page = stage.page();
		stage.double().on('PUT /api/v1/support/contacts', () => problem(409, 'contacts-needed'));
		for (const number of [2, 1]) await page.getByRole('button', { name: `Remove contact ${number}` }).click();
		await page.getByRole('button', { name: 'Keep the contacts' }).click();
		await page.getByText('A project is open: somebody has to be there for its people.').waitFor();
	});
});
