import { beforeEach, describe, expect, it } from 'vitest';
import { asRole, otherPersonId, plannedShifts, scriptShifts } from './support/organisation.ts';
import { problem } from './support/scenario.ts';
import { setStage } from './support/stage.ts';

const stage = setStage();
const heading = (words: string | RegExp) => stage.page().getByRole('heading', { level: 1, name: words });

beforeEach(() => {
	stage.double().on('GET /api/v1/me', () => ({ body: asRole('operator') }));
	scriptShifts(stage.double());
});

const open = async (week = '2030-01-07'): Promise<void> => {
	await stage.goto(`/operator/shifts?week=${week}`);
	await heading('Shifts').waitFor();
};

describe('the shifts of a week', () => {
	it('are listed by day with who, when, and by which clock', async () => {
		await open();
		const page = stage.page();
		await page.getByRole('heading', { name: /7\s?–\s?13 January 2030/ }).waitFor();
		const rows = page.locator('.shift-row');
		await rows.first().waitFor();
		expect(await rows.count()).toBe(plannedShifts.length);
		expect(await rows.nth(0).textContent()).toBe('Asha09:00 to 17:00Africa/NairobiCancel');
		expect(await rows.nth(1).textContent()).toMatch(/^Temesgen22:00 to 06:00 on Wed,? 9 JanAmerica\/New YorkCancel$/);
		// From midnight to midnight where the operator is.
		expect(stage.double().callsTo('GET /api/v1/shifts')[0]?.query).toEqual({
			from: '2030-01-06T21:00:00.000Z',
			to: '2030-01-13T21:00:00.000Z',
		});
	});

	it('are walked week by week, and an empty one says what that means', async () => {
		await open();
		await stage.page().locator('.shift-row').first().waitFor();
		stage.double().on('GET /api/v1/shifts', () => ({ body: { shifts: [] } }));
		await stage.page().getByRole('link', { name: 'Week after' }).click();
		await stage.page().getByText('No shift in this week').waitFor();
		expect(new URL(stage.page().url()).searchParams.get('week')).toBe('2030-01-14');
		await stage.page().getByRole('link', { name: 'Week before' }).click();
		await stage.page().waitForURL(/2030-01-07/);
	});

	it('open at this week where the address names none, or nonsense', async () => {
		await open('2030-99-99');
		await stage.page().locator('.shift-row').first().waitFor();
	});

	it('get another one, by the clock that is chosen, also over midnight', async () => {
		await open();
		const page = stage.page();
		await page.getByRole('button', { name: 'Plan it' }).focus();
		await page.keyboard.press('Enter');
		await page.getByText('Choose a member first.').waitFor();
		expect(await page.getByLabel('Member').locator('option').allTextContents()).toEqual(['Choose', 'Asha', 'Temesgen']);
		await page.getByLabel('Member').selectOption('Temesgen');
		await page.getByLabel('Day', { exact: true }).fill('2030-01-09');
		await page.getByLabel('Begins').fill('22:00');
		await page.getByLabel('Ends').fill('06:00');
		await page.getByText('It ends on the day after.').waitFor();
		await page.getByLabel('By the clock of').selectOption('America/New_York');
		await page.getByLabel('Ends').press('Enter');
		await page.getByText('Planned.').waitFor();
		expect(stage.double().callsTo('POST /api/v1/shifts')[0]?.body).toEqual({
			personId: otherPersonId,
			startsAt: '2030-01-10T03:00:00.000Z',
			endsAt: '2030-01-10T11:00:00.000Z',
			timeZone: 'America/New_York',
		});
	});

	it('are neither too long nor in the past', async () => {
		await open();
		const page = stage.page();
		await page.getByLabel('Member').selectOption('Asha');
		await page.getByLabel('Ends').fill('21:30');
		await page.getByText('A shift has 12 hours at most.').waitFor();
		await page.getByLabel('Day', { exact: true }).fill('2020-01-07');
		await page.getByText('It would begin in the past.').waitFor();
		await page.getByLabel('Day', { exact: true }).fill('');
		await page.getByText('Fill in the day and both times.').waitFor();
	});

	it('are cancelled by keyboard after a question, unless they have begun meanwhile', async () => {
		await open();
		const page = stage.page();
		stage.double().on('DELETE /api/v1/shifts/:id', () => problem(409, 'shift-begun', 'It has begun.'));
		await page.getByRole('button', { name: /Cancel the shift of Asha, Mon,? 7 Jan, 09:00 to 17:00/ }).focus();
		await page.keyboard.press('Enter');
		await page.getByRole('dialog').getByText('(Africa/Nairobi)').waitFor();
		await page.getByRole('button', { name: 'Cancel the shift', exact: true }).click();
		await page.getByText('It has begun.').waitFor();
		stage.double().on('DELETE /api/v1/shifts/:id', () => ({ body: {} }));
		stage.double().on('GET /api/v1/shifts', () => ({ body: { shifts: plannedShifts.slice(1) } }));
		await page.getByRole('button', { name: 'Cancel the shift', exact: true }).click();
		await page.getByRole('dialog').waitFor({ state: 'detached' });
		await expect.poll(() => page.locator('.shift-row').count()).toBe(plannedShifts.length - 1);
	});
});
