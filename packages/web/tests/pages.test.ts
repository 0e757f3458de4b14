import { describe, expect, it } from 'vitest';
import { ids, me, problem, projects } from './support/scenario.ts';
import { setStage } from './support/stage.ts';

const stage = setStage();
const heading = (words: string | RegExp) => stage.page().getByRole('heading', { level: 1, name: words });

describe('signing in and up', () => {
	it('says in words what did not work, keeps what was typed, and goes where one wanted to go', async () => {
		const page = stage.page();
		let signedIn = false;
		stage.double().on('GET /api/v1/me', () => (signedIn ? { body: me } : problem(401, 'signed-out')));
		stage.double().on('POST /api/auth/sign-in/email', () => ({
			status: 401,
			body: { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'no' },
		}));
		await stage.goto('/exposure');
		await heading('Sign in').waitFor();
		await page.getByLabel('E-mail address').fill('asha@example.org');
		await page.getByLabel('Password').fill('wrong');
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.getByRole('alert').filter({ hasText: 'do not go together' }).waitFor();
		expect(await page.getByLabel('E-mail address').inputValue()).toBe('asha@example.org');
		stage.double().on('POST /api/auth/sign-in/email', () => {
			signedIn = true;
			return { body: {} };
		});
		await page.getByLabel('Password').fill('right');
		await page.getByRole('button', { name: 'Sign in' }).click();
		await heading('My exposure').waitFor();
	});

	it('never goes to another site after sign-in', async () => {
		stage.double().on('POST /api/auth/sign-in/email', () => ({ body: {} }));
		await stage.goto('/sign-in?next=//example.com/work');
		await stage.page().getByLabel('E-mail address').fill('asha@example.org');
		await stage.page().getByLabel('Password').fill('right');
		await stage.page().getByRole('button', { name: 'Sign in' }).click();
		await stage.page().locator('.cover').first().waitFor();
		expect(new URL(stage.page().url()).origin).toBe(stage.double().origin);
	});

	it('makes an account with a join code from the link, with the browser’s language and zone', async () => {
		const page = await stage.open({ locale: 'fr-FR', timezoneId: 'Africa/Kinshasa' });
		stage.double().on('GET /api/v1/me', () => ({ body: { ...me, locale: 'fr' } }));
		stage.double().on('POST /api/auth/sign-up/email', () => ({ body: {} }));
		stage.double().on('POST /api/v1/memberships', () => ({ body: me.memberships[0] }));
		await page.goto(`${stage.double().origin}/sign-up?code=soko-1234`);
		// The words come after the page: it speaks French as soon as it says anything.
		await page.locator('[name="name"]').waitFor();
		expect(await page.evaluate(() => document.documentElement.lang)).toBe('fr');
		await page.locator('[name="name"]').fill('Asha');
		await page.locator('[name="email"]').fill('asha@example.org');
		await page.locator('[name="password"]').fill('a long password');
		await page.locator('button[type="submit"]').click();
		await page.locator('.cover').first().waitFor();
		expect(stage.double().callsTo('PATCH /api/v1/me')[0]?.body).toEqual({ locale: 'fr', timeZone: 'Africa/Kinshasa' });
		expect(stage.double().callsTo('POST /api/v1/memberships')[0]?.body).toEqual({ joinCode: 'soko-1234' });
	});

	it('leads who has an account but no organisation to one, and shows a new join code once', async () => {
		let joined = false;
		stage.double().on('GET /api/v1/me', () => ({ body: joined ? me : { ...me, memberships: [] } }));
		stage.double().on('POST /api/v1/memberships', () => problem(404, 'no-such-code'));
		stage
			.double()
			.on('POST /api/v1/organisations', () => ({ body: { organisationId: ids.organisation, joinCode: 'soko-1234' } }));
		await stage.goto('/');
		await heading('Welcome, Asha').waitFor();
		const page = stage.page();
		await page.getByLabel('Join code').fill('nope');
		await page.getByRole('button', { name: 'Join' }).click();
		await page.getByText('No organisation has this code').waitFor();
		await page.getByLabel('Its name').fill('Soko Cooperative');
		await page.getByRole('button', { name: 'Found it' }).click();
		await expect.poll(() => page.locator('input[readonly]').inputValue()).toBe('soko-1234');
		joined = true;
	});
});

describe('what I may meet', () => {
	it('has nothing ticked before, asks about unscreened content last, and takes what is left open for a no', async () => {
		stage.double().on('GET /api/v1/work/projects', () => ({
			body: { projects: projects.projects.map((one) => ({ ...one, answered: false, consents: [] })) },
		}));
		await stage.goto(`/projects/${ids.project}/consent`);
		const page = stage.page();
		await page.getByText('you would be among the first').waitFor();
		expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
		expect(await page.locator('.consent-name').allTextContents()).toEqual([
			'Harassment',
			'Hate',
			'Violence',
			'Unscreened content',
		]);
		await page.getByRole('group', { name: 'Violence' }).getByRole('radio', { name: /Yes/ }).check();
		await page.getByText('What you leave open counts as no.').waitFor();
		await page.getByRole('button', { name: 'Keep my choice' }).click();
		await page.getByText('It holds from now on').waitFor();
		expect(stage.double().callsTo('PUT /api/v1/work/projects/:id/consents')[0]?.body).toEqual({
			categories: ['violence'],
		});
	});

	it('is changed by one click once it has been chosen', async () => {
		await stage.goto(`/projects/${ids.project}/consent`);
		const page = stage.page();
		await page.getByRole('group', { name: 'Harassment' }).getByRole('radio', { name: 'No' }).check();
		await page.getByText('It holds from now on').waitFor();
		expect(
			stage
				.double()
				.callsTo('PUT /api/v1/work/projects/:id/consents')
				.map((call) => call.body),
		).toEqual([{ categories: [] }]);
	});

	it('shows the instructions without any raw HTML', async () => {
		await stage.goto(`/projects/${ids.project}/consent`);
		const page = stage.page();
		await page.getByText('How the work is done').click();
		await page.getByRole('cell', { name: 'The writer sells.' }).waitFor();
		expect(await page.locator('.prose img').count()).toBe(0);
		expect(await page.locator('.prose strong').textContent()).toBe('for');
	});

	it('lists projects with what they may hold, and says when there is none', async () => {
		await stage.goto('/projects');
		await stage.page().getByText('Harassment, hate, violence and unscreened content').waitFor();
		stage.double().on('GET /api/v1/work/projects', () => ({ body: { projects: [] } }));
		await stage.goto('/projects');
		await stage.page().getByText('There is no project yet').waitFor();
	});

	it('says what failed and tries again on request', async () => {
		let down = true;
		stage
			.double()
			.on('GET /api/v1/work/projects', () => (down ? problem(400, 'odd', 'An odd thing') : { body: projects }));
		await stage.goto('/projects');
		await stage.page().getByRole('alert').filter({ hasText: 'An odd thing' }).waitFor();
		down = false;
		await stage.page().getByRole('button', { name: 'Try again' }).click();
		await stage.page().getByRole('heading', { name: 'Soko Corner' }).waitFor();
	});
});

describe('settings', () => {
	it('speaks French at once, and remembers it with the person', async () => {
		await stage.goto('/settings');
		const page = stage.page();
		await page.getByLabel('Language').selectOption('fr');
		await heading('Réglages').waitFor();
		expect(await page.evaluate(() => document.documentElement.lang)).toBe('fr');
		expect(
			stage
				.double()
				.callsTo('PATCH /api/v1/me')
				.map((call) => call.body),
		).toEqual([{ locale: 'fr' }]);
	});

	it('takes dark and light by hand, and keeps them', async () => {
		await stage.goto('/settings');
		const page = stage.page();
		const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
		const light = await ground();
		await page.getByRole('radio', { name: 'Dark' }).check();
		const dark = await ground();
		expect(dark).not.toBe(light);
		await page.reload();
		await heading('Settings').waitFor();
		expect(await ground()).toBe(dark);
	});

	it('makes a key, shows it once, and revokes one after asking', async () => {
		const made = {
			id: 'k2',
			name: 'Import',
			start: 'utu_cd34',
			scopes: ['items:write'],
			createdAt: '2026-01-02T03:04:05Z',
			expiresAt: null,
		};
		stage.double().on('POST /api/v1/api-keys', () => ({ body: { key: 'utu_cd34_secret', apiKey: made } }));
		stage.double().on('DELETE /api/v1/api-keys/:id', () => ({ body: {} }));
		await stage.goto('/settings/keys');
		const page = stage.page();
		await page.getByRole('button', { name: 'Make the key' }).click({ force: true });
		expect(stage.double().callsTo('POST /api/v1/api-keys')).toHaveLength(0);
		await page.getByLabel('What it is for').fill('Import');
		await page.getByRole('checkbox', { name: /Send items in/ }).check();
		await page.getByRole('button', { name: 'Make the key' }).click();
		await expect.poll(() => page.getByLabel('Import', { exact: true }).inputValue()).toBe('utu_cd34_secret');
		await page.getByRole('button', { name: 'Done' }).click();
		await page.getByRole('button', { name: 'Revoke Nightly import' }).click();
		await page.getByRole('button', { name: 'Revoke it' }).click();
		await expect.poll(() => stage.double().callsTo('DELETE /api/v1/api-keys/:id').length).toBe(1);
		expect(stage.double().callsTo('POST /api/v1/api-keys')[0]?.body).toEqual({
			name: 'Import',
			scopes: ['items:write'],
			expiresInDays: 90,
		});
	});

	it('signs out and leaves no draft behind', async () => {
		stage.double().on('POST /api/auth/sign-out', () => ({ body: {} }));
		await stage.goto('/work');
		const page = stage.page();
		await page.locator('.cover').first().waitFor();
		await page.keyboard.press('1');
		await page.getByText('Draft kept.').waitFor();
		await page.getByRole('link', { name: 'Settings' }).click();
		await page.getByRole('button', { name: 'Sign out' }).click();
		await heading('Sign in').waitFor();
		expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('utu.drafts')))).toEqual(
			[],
		);
	});
});

describe('finding one’s way', () => {
	it('moves the focus to the heading of the page that opens, and has a title for each', async () => {
		await stage.goto('/projects');
		const page = stage.page();
		await heading('My projects').waitFor();
		expect(await page.title()).toBe('My projects · Utu');
		await page.getByRole('link', { name: 'Exposure' }).click();
		await heading('My exposure').waitFor();
		await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('My exposure');
		expect(await page.title()).toBe('My exposure · Utu');
	});

	it('skips to the page with the first Tab', async () => {
		await stage.goto('/projects');
		const page = stage.page();
		await heading('My projects').waitFor();
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
	});

	it('says so when there is no such page, and when the server is down', async () => {
		await stage.goto('/nowhere');
		await heading('There is no such page').waitFor();
		stage.double().on('GET /api/v1/me', () => problem(400, 'odd', 'An odd thing'));
		await stage.goto('/work');
		await heading('This page did not load').waitFor();
		stage.double().on('GET /api/v1/me', () => ({ body: me }));
		await stage.page().getByRole('button', { name: 'Try again' }).click();
		await stage.page().locator('.cover').first().waitFor();
	});

	it('shows an operator the way to their pages, and a worker none', async () => {
		await stage.goto('/projects');
		await heading('My projects').waitFor();
		expect(await stage.page().getByRole('link', { name: 'Operate' }).count()).toBe(0);
		stage.double().on('GET /api/v1/me', () => ({
			body: { ...me, memberships: [{ ...me.memberships[0], roles: ['worker', 'operator'] }] },
		}));
		await stage.goto('/projects');
		await stage.page().getByRole('link', { name: 'Operate' }).waitFor();
	});
});
