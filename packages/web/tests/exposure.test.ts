import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ceilings, dayAgo, exposure, limits } from './support/scenario.ts';
import { setStage } from './support/stage.ts';

const stage = setStage();

describe('my exposure', () => {
	it('tells what was seen and what may still be seen, in words beside quiet bars', async () => {
		await stage.goto('/exposure');
		const page = stage.page();
		await page.getByText('Only you and the router can read this. Whoever administers the machine could.').waitFor();
		await page.getByText('No study supports a safe number of hours.').waitFor();
		const meters = await page
			.getByRole('meter')
			.evaluateAll((all) => all.map((one) => one.getAttribute('aria-valuetext')));
		expect(meters).toEqual([
			'22 of 60 minutes',
			'7 of 20 minutes',
			'12.5 of 40',
			'2 of 3',
			'1 hour of 8 hours',
			'21 hours 30 minutes of 48 hours',
		]);
		expect(await page.getByRole('row', { name: /^Severe/ }).textContent()).toBe('Severe1419 minutes');
	});

	it('shows the last seven days by local date, also those without a look', async () => {
		await stage.goto('/exposure');
		const table = stage.page().getByRole('region', { name: 'What I have seen, by day' });
		await table.waitFor();
		const rows = await table.locator('tbody tr').allTextContents();
		const words = (ago: number): string =>
			new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
				new Date(`${dayAgo(ago)}T00:00Z`),
			);
		expect(rows).toHaveLength(8);
		expect(rows[0]).toBe(`${words(0)}711466 min`);
		expect(rows[2]).toBe(`${words(2)}00–`);
		expect(rows[3]).toBe(`${words(3)}40032 min`);
	});

	it('says when a full window has room again, and what the organisation allows', async () => {
		const at = Date.UTC(2030, 0, 5, 9, 30);
		stage.double().on('GET /api/v1/me/exposure', () => ({
			body: {
				...exposure,
				daysIn7: 3,
				limits: { ...limits, dayMs: 30 * 60_000 },
				freesAt: { dayMs: null, hourViews: null, daysIn7: new Date(at).toISOString() },
			},
		}));
		await stage.goto('/exposure');
		const page = stage.page();
		await page.getByText('22 of 30 minutes').waitFor();
		expect(await page.getByText('There is room again from').allTextContents()).toEqual([
			'There is room again from Saturday, 5 January 2030 at 12:30.',
		]);
		expect(await page.getByLabel('Minutes in 24 hours').inputValue()).toBe('30');
		await page.getByText('Organisation: 60').waitFor();
	});

	it('saves what the API says as a file', async () => {
		await stage.goto('/exposure');
		const page = stage.page();
		const download = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Save as JSON' }).click();
		const file = await download;
		expect(file.suggestedFilename()).toMatch(/^utu-my-record-\d{4}-\d\d-\d\d\.json$/);
		const saved = JSON.parse(await readFile(await file.path(), 'utf8'));
		expect(saved).toMatchObject({ exposure, shift: { weekMs: 21.5 * 3_600_000 } });
		expect(saved.exclusions).toHaveLength(3);
		await page.getByText('Saved.').waitFor();
	});

	it('prints as one page of words and numbers', async () => {
		await stage.goto('/exposure');
		const page = stage.page();
		await page.getByRole('meter').first().waitFor();
		await page.emulateMedia({ media: 'print' });
		expect(await page.getByRole('button').count()).toBe(0);
		await page.getByRole('heading', { name: 'What I will never see' }).waitFor();
	});

	it('adds and removes exclusions by themselves', async () => {
		await stage.goto('/exposure');
		const page = stage.page();
		await page.getByRole('button', { name: 'Show me Ethiopia again' }).click();
		await page.getByText('Kept. It holds from now on.').waitFor();
		expect(stage.double().callsTo('PUT /api/v1/me/exclusions')[0]?.body).toEqual({
			exclusions: [
				{ kind: 'category', value: 'self-harm' },
				{ kind: 'theme', value: 'conflict:tigray' },
			],
		});
		await page.getByLabel('What kind').selectOption('country');
		await page.getByLabel('Which one').selectOption({ label: 'Sudan' });
		await page.getByRole('button', { name: 'Never show me this' }).click();
		await page.getByRole('button', { name: 'Show me Sudan again' }).waitFor();
		expect(stage.double().callsTo('PUT /api/v1/me/exclusions')[1]?.body).toMatchObject({
			exclusions: [{}, {}, { kind: 'country', value: 'SD' }],
		});
	});

	it('says why the button does nothing before a choice is made', async () => {
		await stage.goto('/exposure');
		const button = stage.page().getByRole('button', { name: 'Never show me this' });
		await button.focus();
		await stage.page().keyboard.press('Enter');
		expect(
			await stage
				.page()
				.locator(`#${await button.getAttribute('aria-describedby')}`)
				.textContent(),
		).toBe('Choose what first.');
		expect(stage.double().callsTo('PUT /api/v1/me/exclusions')).toHaveLength(0);
	});

	it('lowers my limits, shows what holds, and takes them back up', async () => {
		stage
			.double()
			.on('PUT /api/v1/me/limits', (call) => ({ body: { limits: { ...limits, ...(call.body as object) } } }));
		await stage.goto('/exposure');
		const page = stage.page();
		await page.getByLabel('Minutes in 24 hours').fill('30');
		await page.getByRole('button', { name: 'Keep these limits' }).click();
		await page.getByText('22 of 30 minutes').waitFor();
		expect(stage.double().callsTo('PUT /api/v1/me/limits')[0]?.body).toEqual({ ...limits, dayMs: 30 * 60_000 });
		await page.getByRole('button', { name: 'Back to my organisation’s' }).click();
		await page.getByText('22 of 60 minutes').waitFor();
		expect(await page.getByLabel('Minutes in 24 hours').inputValue()).toBe('60');
		expect(ceilings.dayMs).toBeGreaterThan(exposure.limits.dayMs);
	});
});
