import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { letters, scriptCertificate, scriptVerify } from './support/certificates.ts';
import { begin, choosePassphrase, keep, onOwnComputer } from './support/check-in-steps.ts';
import { asRole, limitChange, organisationLimits, scriptShifts } from './support/organisation.ts';
import {
	analyst,
	comparisonOf,
	contestOf,
	receivedOf,
	scoreOf,
	scriptFeedback,
	scriptReviews,
	scriptTeam,
} from './support/reviews.ts';
import { ids, leaseOf, offShift, onShift, problem, projects, shiftOf } from './support/scenario.ts';
import { setStage } from './support/stage.ts';
import { board, scriptCheckIns, scriptSupport } from './support/support-pages.ts';
import { automatic, goldProject, scriptTraining } from './support/training.ts';

const stage = setStage();

const offWork = (): void =>
	stage.double().on('POST /api/v1/work/next', () => ({ body: { kind: 'nothing', why: 'shift', until: null } }));

const scripts: Readonly<Record<string, (page: Page, at: (path: string) => Promise<void>) => Promise<void>>> = {
	'sign in': async (page, at) => {
		stage.double().on('GET /api/v1/me', () => problem(401, 'signed-out'));
		stage.double().on('POST /api/auth/sign-in/email', () => ({ status: 401, body: {} }));
		await at('/');
		await page.getByLabel('E-mail address').fill('asha@example.org');
		await page.getByLabel('Password').fill('wrong');
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.getByRole('alert').filter({ hasText: 'do not go together' }).waitFor();
	},
	'sign up': async (page, at) => {
		await at('/sign-up');
		await page.getByLabel('Join code').waitFor();
	},
	welcome: async (page, at) => {
		await at('/welcome');
		await page.getByLabel('Join code').waitFor();
	},
	projects: async (page, at) => {
		await at('/projects');
		await page.locator('.panel').first().waitFor();
	},
	'first consent': async (page, at) => {
		stage.double().on('GET /api/v1/work/projects', () => ({
			body: { projects: projects.projects.map((one) => ({ ...one, answered: false, consents: [] })) },
		}));
		await at(`/projects/${ids.project}/consent`);
		await page.locator('.consent').first().waitFor();
	},
	'consent with instructions': async (page, at) => {
		await at(`/projects/${ids.project}/consent`);
		await page.getByText('How the work is done').click();
		await page.locator('.prose table').waitFor();
	},
	'a covered item': async (page, at) => {
		await at('/work');
		await page.locator('.cover').first().waitFor();
	},
	'an uncovered item with answers': async (page, at) => {
		await at('/work');
		await page.locator('.cover').first().waitFor();
		await page.keyboard.press('Shift+Space');
		await page.locator('.sentence').first().waitFor();
		for (const key of ['2', '3', '1', '2']) await page.keyboard.press(key);
	},
	'an item with a question missing': async (page, at) => {
		await at('/work');
		await page.locator('.cover').first().waitFor();
		await page.keyboard.press('Enter');
		await page.getByText('This one needs an answer.').waitFor();
	},
	scouting: async (page, at) => {
		stage.day().lease({ purpose: 'scout', told: { ...leaseOf(1).told, hazards: {}, unscreened: true } });
		await at('/work');
		await page.getByText('Say what it held').click();
	},
	'the surprise dialog': async (page, at) => {
		await at('/work');
		await page.locator('.cover').first().waitFor();
		await page.keyboard.press('!');
		await page.getByRole('dialog').waitFor();
	},
	'the list of keys': async (page, at) => {
		await at('/work');
		await page.locator('.cover').first().waitFor();
		await page.keyboard.press('?');
		await page.getByRole('dialog').waitFor();
	},
	'after a surprise': async (page, at) => {
		await at('/work');
		await page.locator('.cover').first().waitFor();
		await page.keyboard.press('!');
		await page.getByRole('dialog').waitFor();
		await page.keyboard.press('Enter');
		await page.getByText('It now counts as').waitFor();
	},
	'an answer on its way': async (page, at) => {
		stage.double().on('POST /api/v1/leases/:id/answer', () => 'drop');
		await at('/work');
		await page.locator('.cover').first().waitFor();
		await page.keyboard.press('1');
		await page.keyboard.press('Enter');
		await page.getByText('Your answer is safe').waitFor();
	},
	'a break': async (page, at) => {
		stage.double().on('POST /api/v1/work/next', () => ({
			body: { kind: 'nothing', why: 'break', until: new Date(Date.now() + 600_000).toISOString() },
		}));
		await at('/work');
		await page.getByRole('timer').waitFor();
	},
	'a budget used': async (page, at) => {
		stage.double().on('POST /api/v1/work/next', () => ({ body: { kind: 'nothing', why: 'budget', until: null } }));
		await at('/work');
		await page.getByText('That was enough for now').waitFor();
	},
	'a shift to begin': async (page, at) => {
		offWork();
		stage.double().on('GET /api/v1/me/shift', () => ({
			body: { ...offShift(), next: [shiftOf(20, 26)] },
		}));
		await at('/work');
		await page.getByRole('button', { name: 'Begin a shift' }).waitFor();
	},
	'a shift about to end': async (page, at) => {
		offWork();
		stage.double().on('GET /api/v1/me/shift', () => ({ body: { ...onShift(), now: shiftOf(-7, 0.3) } }));
		await at('/work');
		await page.getByText('nothing milder waits now').waitFor();
	},
	'the question before a shift ends': async (page, at) => {
		await at('/projects');
		await page.getByRole('button', { name: 'End shift' }).click();
		await page.getByRole('dialog').waitFor();
	},
	'the end of a shift': async (page, at) => {
		await at('/shift-ended');
		await page.getByRole('link', { name: 'Begin another' }).waitFor();
	},
	'being spared': async (page, at) => {
		stage.double().on('POST /api/v1/work/next', () => ({ body: { kind: 'nothing', why: 'spread', until: null } }));
		await at('/work');
		await page.getByText('This waiting is paid.').waitFor();
	},
	'limits to read': async (page, at) => {
		stage.double().on('GET /api/v1/limits', () => ({
			body: { ...organisationLimits, changes: [limitChange('signed'), limitChange('declined')] },
		}));
		await at('/limits');
		await page.getByText('holds now', { exact: true }).waitFor();
	},
	'limits to propose': async (page, at) => {
		stage.double().on('GET /api/v1/me', () => ({ body: asRole('operator') }));
		stage.double().on('GET /api/v1/limits', () => ({
			body: { ...organisationLimits, changes: [limitChange('waiting')] },
		}));
		await at('/limits');
		await page.getByLabel('Minutes in 24 hours').fill('300');
		await page.getByText('whoever signs.').nth(1).waitFor();
	},
	'limits to sign': async (page, at) => {
		stage.double().on('GET /api/v1/me', () => ({ body: asRole('representative') }));
		stage.double().on('GET /api/v1/limits', () => ({
			body: { ...organisationLimits, changes: [limitChange('waiting')] },
		}));
		await at('/limits');
		await page.getByRole('button', { name: 'Sign' }).click();
		await page.getByRole('dialog').waitFor();
	},
	'shifts of a week': async (page, at) => {
		stage.double().on('GET /api/v1/me', () => ({ body: asRole('operator') }));
		scriptShifts(stage.double());
		await at('/operator/shifts?week=2030-01-07');
		await page.locator('.shift-row').first().waitFor();
		await page.getByText('Choose a member first.').waitFor();
	},
	'a week without shifts': async (page, at) => {
		stage.double().on('GET /api/v1/me', () => ({ body: asRole('operator') }));
		scriptShifts(stage.double());
		stage.double().on('GET /api/v1/shifts', () => ({ body: { shifts: [] } }));
		await at('/operator/shifts');
		await page.getByText('No shift in this week').waitFor();
	},
	'a blind review': async (page, at) => {
		scriptReviews(stage.double());
		await at('/review');
		await page.locator('.cover').first().waitFor();
	},
	'two answers that differ, with a reason missing': async (page, at) => {
		scriptReviews(stage.double());
		stage.double().on('POST /api/v1/reviews/next', () => ({ body: { kind: 'compare', comparison: comparisonOf({}) } }));
		await at('/review');
		await page.getByText('different').first().waitFor();
		await page.keyboard.press('2');
		await page.keyboard.press('Enter');
		await page.getByText('Say why the answer cannot stand.').waitFor();
	},
	'no review to do': async (page, at) => {
		scriptReviews(stage.double());
		stage.double().on('POST /api/v1/reviews/next', () => ({
			body: { kind: 'nothing', why: 'all-reviewed', until: null, waiting: 2 },
		}));
		await at('/review');
		await page.getByText('2 wait for other eyes').waitFor();
	},
	'feedback with a score and a contest': async (page, at) => {
		scriptFeedback(stage.double(), [receivedOf(1), receivedOf(2, { counts: 'not-yet', contest: contestOf() })]);
		await at('/verdicts');
		await page.getByRole('button', { name: /^Contest/ }).click();
		await page.getByText('How this is made').click();
		await page.getByText('Write a sentence first.').waitFor();
	},
	'feedback with not enough to say': async (page, at) => {
		scriptFeedback(stage.double(), [], scoreOf());
		await at('/verdicts');
		await page.getByRole('meter').waitFor();
		await page.getByText('No verdict yet').waitFor();
	},
	'a certificate of work': async (page, at) => {
		scriptFeedback(stage.double(), []);
		scriptCertificate(stage.double());
		await at('/verdicts');
		await page.getByRole('button', { name: 'Make my certificate' }).click();
		await page.getByRole('button', { name: 'Download' }).waitFor();
	},
	'a certificate that is genuine': async (page, at) => {
		scriptVerify(stage.double());
		await at(`/verify#${letters}`);
		await page.getByText('This certificate is genuine.').waitFor();
		await page.getByText('Paste the text first').waitFor();
	},
	'a certificate that was changed': async (page, at) => {
		scriptVerify(stage.double());
		await at(`/verify#${letters}A`);
		await page.getByText('Do not rely on it.').waitFor();
	},
	'a team with its funnel': async (page, at) => {
		scriptTeam(stage.double());
		await at('/team');
		await page.locator('.plot canvas').waitFor();
	},
	'a team of nobody': async (page, at) => {
		scriptTeam(stage.double(), []);
		await at('/team');
		await page.getByText('You lead no team').waitFor();
	},
	'a rest': async (page, at) => {
		await at('/pause');
		await page.getByRole('link', { name: 'Go on' }).waitFor();
	},
	exposure: async (page, at) => {
		await at('/exposure');
		await page.locator('.exclusions').waitFor();
		await page.getByRole('meter').first().waitFor();
	},
	support: async (page, at) => {
		scriptSupport(stage.double());
		await at('/support');
		await page.getByRole('row', { name: /February/ }).waitFor();
		await page.getByText('Choose a number for each of the four.').waitFor();
	},
	'help over another page': async (page, at) => {
		scriptSupport(stage.double());
		await at('/projects');
		await page.locator('.panel').first().waitFor();
		await page.keyboard.press('F1');
		await page.getByRole('dialog').getByText('Peer line').waitFor();
	},
	'whose computer it is': async (page, at) => {
		await at('/check-in');
		await page.getByText('Whose computer is this?').waitFor();
	},
	'the recovery code': async (page) => {
		scriptCheckIns(stage.double());
		await onOwnComputer(page, stage.double().origin);
		await choosePassphrase(page);
	},
	'a check-in with its questions and history': async (page) => {
		scriptCheckIns(stage.double());
		await onOwnComputer(page, stage.double().origin);
		await choosePassphrase(page);
		await begin(page);
		await keep(page, 4, 'A slow day.');
		await keep(page, 6, 'A long one.');
		await page.getByText('Two questions on mood').click();
		await page.getByText('Five questions on hard memories').click();
		await page.getByLabel('Yes', { exact: true }).first().check();
	},
	'a check-in that is closed': async (page) => {
		scriptCheckIns(stage.double());
		await onOwnComputer(page, stage.double().origin);
		await choosePassphrase(page);
		await begin(page);
		await page.getByRole('button', { name: 'Lock' }).click();
		await page.getByText('I have lost the passphrase').click();
		await page.getByText('I have lost both').click();
	},
	'the board': async (page, at) => {
		scriptSupport(stage.double());
		stage.double().on('GET /api/v1/me', () => ({ body: asRole('representative') }));
		stage.double().on('GET /api/v1/voice', () => ({ body: board(true) }));
		await at('/voice');
		await page.getByText('Reply', { exact: true }).first().click();
	},
	'contacts of an organisation': async (page, at) => {
		scriptSupport(stage.double());
		stage.double().on('GET /api/v1/me', () => ({ body: asRole('operator') }));
		stage.double().on('GET /api/v1/organisation', () => ({
			body: { id: ids.organisation, name: 'Soko', joinCode: 'AAAA', memberCount: 3, supportContact: null },
		}));
		stage.double().on('GET /api/v1/members', () => ({ body: { members: [], nextCursor: null } }));
		await at('/operator/organisation');
		await page.getByRole('group', { name: 'Contact 2' }).waitFor();
	},
	training: async (page, at) => {
		scriptTraining(stage.double());
		await at('/training');
		await page.getByRole('meter').waitFor();
	},
	'what experts said': async (page, at) => {
		scriptTraining(stage.double());
		await at(`/training/${ids.project}`);
		await page.locator('.cover').first().waitFor();
		await page.keyboard.press('Shift+Space');
		await page.locator('.sentence').first().waitFor();
		for (const key of ['2', '1', 'Enter']) await page.keyboard.press(key);
		await page.getByRole('heading', { name: 'Experts answered something else' }).waitFor();
	},
	gold: async (page, at) => {
		stage.double().on('GET /api/v1/me', () => ({ body: analyst }));
		stage.double().on('GET /api/v1/gold', () => ({
			body: { projects: [goldProject({ training: { isOn: true, items: 20, rightMin: 16 } })] },
		}));
		await at('/gold');
		await page.getByText('It begins once there are 20 gold items').waitFor();
	},
	'deciding without people': async (page, at) => {
		stage.double().on('GET /api/v1/me', () => ({ body: asRole('operator') }));
		stage.double().on('GET /api/v1/projects/:id/automatic', () => ({ body: automatic }));
		await at(`/operator/projects/${ids.project}/automatic`);
		await page.locator('tbody tr').first().waitFor();
	},
	settings: async (page, at) => {
		await at('/settings');
		await page.getByLabel('Time zone').waitFor();
	},
	keys: async (page, at) => {
		await at('/settings/keys');
		await page.getByRole('button', { name: 'Revoke Nightly import' }).click();
		await page.getByRole('dialog').waitFor();
	},
	'a page that failed': async (page, at) => {
		stage.double().on('GET /api/v1/me', () => problem(400, 'odd'));
		await at('/work');
		await page.getByRole('button', { name: 'Try again' }).waitFor();
	},
	'no such page': async (page, at) => {
		await at('/nowhere');
		await page.getByText('To the start page').waitFor();
	},
};

describe('axe finds nothing', () => {
	for (const [name, script] of Object.entries(scripts)) {
		it(`on ${name}, in light and dark, wide and narrow`, async () => {
			for (const look of [
				{ colorScheme: 'light', width: 1200 },
				{ colorScheme: 'dark', width: 360 },
			] as const) {
				const page = await stage.open({
					colorScheme: look.colorScheme,
					viewport: { width: look.width, height: 800 },
					reducedMotion: 'reduce',
				});
				await script(page, (path) => page.goto(stage.double().origin + path).then(() => undefined));
				const { violations } = await new AxeBuilder({ page })
					.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
					.analyze();
				expect(
					violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`),
				).toEqual([]);
				expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
			}
		});
	}

	it('on a page that the person has set to the other colours, and with more contrast', async () => {
		for (const contrast of ['more', 'no-preference'] as const) {
			const page = await stage.open({ colorScheme: 'light', contrast, viewport: { width: 360, height: 800 } });
			await page.addInitScript(() => localStorage.setItem('utu.theme', 'dark'));
			await page.goto(`${stage.double().origin}/exposure`);
			await page.getByRole('meter').first().waitFor();
			const { violations } = await new AxeBuilder({ page }).analyze();
			expect(violations.map((one) => one.id)).toEqual([]);
		}
	});
});

describe('targets', () => {
	it('of the work page are 44 px high at least', async () => {
		const page = await stage.open({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
		await page.goto(`${stage.double().origin}/work`);
		await page.locator('.cover').first().waitFor();
		const small = await page.evaluate(() =>
			[...document.querySelectorAll('button, a[href], select, textarea, label:has(input), summary')]
				.filter((one) => one.checkVisibility() && !one.matches('.skip-link'))
				.map((one) => ({ name: one.textContent, height: Math.round(one.getBoundingClientRect().height) }))
				.filter((one) => one.height < 44),
		);
		expect(small).toEqual([]);
	});
});
