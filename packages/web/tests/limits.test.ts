import { describe, expect, it } from 'vitest';
import { asRole, limitChange, organisationLimits } from './support/organisation.ts';
import { limits, problem } from './support/scenario.ts';
import { setStage } from './support/stage.ts';

const stage = setStage();
const minute = 60_000;
const heading = (words: string | RegExp) => stage.page().getByRole('heading', { level: 1, name: words });

const open = async (role: Parameters<typeof asRole>[0], changes = [limitChange('waiting')]): Promise<void> => {
	stage.double().on('GET /api/v1/me', () => ({ body: asRole(role) }));
	stage.double().on('GET /api/v1/limits', () => ({ body: { ...organisationLimits, changes } }));
	await stage.goto('/limits');
	await heading('Limits').waitFor();
	await stage.page().getByText('What holds now', { exact: true }).waitFor();
};

describe('the limits', () => {
	it('are read by a worker, with their history, and nothing to press', async () => {
		await open('worker', [limitChange('signed'), limitChange('declined')]);
		const page = stage.page();
		await page.getByText('No study supports a safe number of hours or items').waitFor();
		expect(await page.getByRole('row', { name: /Minutes in 24 hours/ }).textContent()).toBe(
			'Minutes in 24 hours6060240',
		);
		await page.getByText('holds now', { exact: true }).waitFor();
		await page
			.getByText('90 minutes in 24 hours, 20 without a break; 40 items in an hour; 3 days in 7')
			.first()
			.waitFor();
		expect(await page.locator('main button').count()).toBe(0);
	});

	it('are proposed by an operator with a reason, never above the ceiling', async () => {
		await open('operator', []);
		const page = stage.page();
		let sent: unknown;
		stage.double().on('POST /api/v1/limits', (call) => {
			sent = call.body;
			return { body: limitChange('waiting') };
		});
		const propose = page.getByRole('button', { name: 'Propose' });
		await page.getByText('Nothing has changed.').waitFor();
		await page.getByLabel('Minutes in 24 hours').fill('300');
		await page.getByText('Nothing exceeds 240, whoever signs.').waitFor();
		await page.getByLabel('Minutes in 24 hours').fill('90');
		await page.getByText('Say why first.').waitFor();
		await propose.click({ force: true });
		expect(sent).toBeUndefined();
		await page.getByLabel('Why').fill('  The team asked for longer days and a free Friday. ');
		stage
			.double()
			.on('GET /api/v1/limits', () => ({ body: { ...organisationLimits, changes: [limitChange('waiting')] } }));
		await propose.click();
		await page.getByText('Proposed. It waits for the representative.').waitFor();
		expect(sent).toEqual({
			limits: { ...limits, dayMs: 90 * minute },
			reason: 'The team asked for longer days and a free Friday.',
		});
		await page.getByText('90 (+30)').waitFor();
		expect(await page.getByRole('button', { name: 'Sign' }).count()).toBe(0);
	});

	it('are signed by the representative after seeing what would change', async () => {
		await open('representative');
		const page = stage.page();
		stage.double().on('POST /api/v1/limits/:id/sign', () => {
			stage.double().on('GET /api/v1/limits', () => ({
				body: { ...organisationLimits, limits: limitChange('signed').limits, changes: [limitChange('signed')] },
			}));
			return { body: limitChange('signed') };
		});
		await page.getByRole('button', { name: 'Sign' }).click();
		await page.getByRole('dialog').getByText('90 (+30)').waitFor();
		await page.getByRole('button', { name: 'Sign it' }).click();
		await page.getByText('Nothing waits.').waitFor();
		await page.getByText('holds now', { exact: true }).waitFor();
		expect(stage.double().callsTo('POST /api/v1/limits/:id/sign')[0]?.path).toContain(limitChange('waiting').id);
	});

	it('are declined by keyboard', async () => {
		await open('representative');
		const page = stage.page();
		stage.double().on('POST /api/v1/limits/:id/decline', () => {
			stage.double().on('GET /api/v1/limits', () => ({
				body: { ...organisationLimits, changes: [limitChange('declined')] },
			}));
			return { body: limitChange('declined') };
		});
		await page.getByRole('button', { name: 'Decline' }).focus();
		await page.keyboard.press('Enter');
		await page.getByRole('dialog').waitFor();
		await page.getByRole('button', { name: 'Decline it' }).focus();
		await page.keyboard.press('Enter');
		await page.getByText(/Declined on/).waitFor();
	});

	it('are not signed by who proposed them, and the page says why', async () => {
		await open('representative');
		stage.double().on('POST /api/v1/limits/:id/sign', () => problem(409, 'own-proposal'));
		await stage.page().getByRole('button', { name: 'Sign' }).click();
		await stage.page().getByRole('button', { name: 'Sign it' }).click();
		await stage.page().getByText('Nobody signs what they proposed').waitFor();
	});

	it('are where a representative starts, in the navigation of who decides, and a step from one’s exposure', async () => {
		stage.double().on('GET /api/v1/me', () => ({ body: asRole('representative') }));
		await stage.goto('/');
		await heading('Limits').waitFor();
		for (const role of ['representative', 'operator', 'admin'] as const) {
			stage.double().on('GET /api/v1/me', () => ({ body: asRole(role) }));
			await stage.goto('/settings');
			await stage.page().getByRole('link', { name: 'Limits' }).waitFor();
		}
		stage.double().on('GET /api/v1/me', () => ({ body: asRole('worker') }));
		stage.double().on('GET /api/v1/limits', () => ({ body: organisationLimits }));
		await stage.goto('/exposure');
		await stage.page().getByRole('link', { name: 'How my organisation’s limits came about' }).click();
		await heading('Limits').waitFor();
	});
});
