import { AxeBuilder } from '@axe-core/playwright';
import { makePlan } from '@utu/core/planning/plan.ts';
import { type PlanRequest, toPlanInput } from '@utu/core/planning/request.ts';
import { defaultLimits } from '@utu/core/safety/limits.ts';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from './support/double.ts';
import { me, problem } from './support/scenario.ts';
import { setStage } from './support/stage.ts';

const stage = setStage();

/** What the server answers, by the same functions of core. */
const planned = (request: PlanRequest): Reply => {
	const input = toPlanInput(request, { limits: defaultLimits, at: Date.UTC(2026, 2, 2) });
	if (!input.ok) return problem(422, 'faulty-plan', input.error[0]?.message);
	const plan = makePlan(input.value);
	if (!plan.ok) return problem(422, 'faulty-plan', plan.error[0]?.message);
	const { severeAgeHoursMax, limits } = input.value;
	return { body: { ...plan.value, severeAgeHoursMax, limits } };
};

const bands = ['enough', 'few', 'none', 'withheld'] as const;

beforeEach(() => {
	const double = stage.double();
	double.on('GET /api/v1/me', () => ({
		body: { ...me, timeZone: 'Africa/Nairobi', memberships: [{ ...me.memberships[0], roles: ['operator'] }] },
	}));
	double.on('POST /api/v1/plan', (call) => planned(call.body as PlanRequest));
	double.on('GET /api/v1/plan/intake', () => ({
		body: {
			from: '2026-02-23T08:00:00Z',
			to: '2026-03-02T08:00:00Z',
			timeZone: 'Africa/Nairobi',
			items: 1_680,
			intake: { hours: Array.from({ length: 168 }, () => [0, 0, 0, 10, 0]) },
			viewsPerItem: [null, null, null, 2, null],
		},
	}));
	double.on('GET /api/v1/capacity', () => ({
		body: {
			hours: Array.from({ length: 48 }, (_, at) => ({
				hour: new Date(Date.UTC(2026, 2, 1, at)).toISOString(),
				band: bands[Math.floor(at / 6) % 4],
			})),
		},
	}));
});

const answer = (page: Page) => page.locator('.plan-answer');
const lastRequest = () => stage.double().callsTo('POST /api/v1/plan').at(-1)?.body as PlanRequest;

describe('the staffing page', () => {
	it('answers in one sentence first, says what binds, and keeps the question in the address', async () => {
		const page = stage.page();
		await stage.goto('/operator/plan?moderate=0&mild=0');
		await answer(page).filter({ hasText: 'This work needs at least 26 people; you have 20.' }).waitFor();
		await answer(page).filter({ hasText: 'of the second week, and longer each week.' }).waitFor();
		await page.getByRole('cell', { name: 'severe content on 3 days in 7' }).waitFor();
		expect(lastRequest()).toMatchObject({ timeZone: 'Africa/Nairobi', people: 20, limits: {} });
		await page.getByLabel('People', { exact: true }).fill('40');
		await page.getByRole('button', { name: 'Plan', exact: true }).click();
		await answer(page).filter({ hasText: 'you have 40. That is enough.' }).waitFor();
		expect(new URL(page.url()).searchParams.get('people')).toBe('40');
		await page.goBack();
		await answer(page).filter({ hasText: 'you have 20.' }).waitFor();
		expect(await page.getByLabel('People', { exact: true }).inputValue()).toBe('20');
	});

	it('plans under lower limits, from what came in, and says what is wrong with a question', async () => {
		const page = stage.page();
		await stage.goto('/operator/plan');
		await page.getByText('As in the last seven days').click();
		await page.getByText('Looks and limits').click();
		await page.getByLabel('Severe minutes a day, at most').fill('30');
		await page.getByRole('button', { name: 'Plan', exact: true }).click();
		await answer(page).waitFor();
		await expect.poll(() => lastRequest().limits).toEqual({ dayMs: 1_800_000 });
		expect(lastRequest().intake).toHaveProperty('hours');
		expect(lastRequest().viewsPerItem).toEqual([1.5, 1.5, 1.5, 2, 1.5]);
		await stage.goto('/operator/plan?zone=Mars/Base');
		await page.getByRole('alert').filter({ hasText: 'There is no time zone' }).waitFor();
	});

	it('draws the week, and has every figure in tables', async () => {
		const page = stage.page();
		await stage.goto('/operator/plan');
		await page.locator('.plot canvas').nth(1).waitFor();
		expect(await page.getByRole('img', { name: /^People with room/ }).count()).toBe(1);
		const ink = await page
			.locator('.plot canvas')
			.first()
			.evaluate((canvas: HTMLCanvasElement) => {
				const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
				return data.some((value) => value > 0);
			});
		expect(ink).toBe(true);
		expect(await page.getByRole('region', { name: 'The week by day' }).getByRole('row').count()).toBe(8);
		await page.getByText('Every hour').click();
		expect(await page.getByRole('region', { name: 'The week by hour' }).getByRole('row').count()).toBe(169);
	});

	it('says in words what room there was, and why in no numbers', async () => {
		const page = stage.page();
		await stage.goto('/operator/plan');
		await page.getByText('enough 6 hrs, few 6 hrs, nobody 6 hrs').first().waitFor();
		await page.getByText('Why words and no numbers').click();
		await page.getByText('What one person has seen is theirs alone.').waitFor();
	});

	it('loads the library of the charts here alone', async () => {
		const loaded: string[] = [];
		stage.page().on('response', (response) => loaded.push(new URL(response.url()).pathname));
		await stage.goto('/operator/plan');
		await stage.page().locator('.plot canvas').first().waitFor();
		expect(loaded.filter((path) => /draw-week.*\.js$/.test(path))).toHaveLength(1);
		loaded.length = 0;
		await stage.goto('/operator');
		await stage.page().getByRole('heading', { level: 1 }).waitFor();
		expect(loaded.filter((path) => path.includes('draw-week'))).toEqual([]);
	});

	for (const look of [
		{ colorScheme: 'light', width: 1200 },
		{ colorScheme: 'dark', width: 360 },
	] as const) {
		it(`axe finds nothing, ${look.colorScheme}, ${look.width} px`, async () => {
			const page = await stage.open({
				colorScheme: look.colorScheme,
				viewport: { width: look.width, height: 800 },
				reducedMotion: 'reduce',
			});
			await page.goto(`${stage.double().origin}/operator/plan`);
			await page.locator('.plot canvas').nth(1).waitFor();
			await page.locator('.capacity').waitFor();
			await page.getByText('Looks and limits').click();
			const { violations } = await new AxeBuilder({ page })
				.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
				.analyze();
			expect(
				violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`),
			).toEqual([]);
			expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
		});
	}
});
