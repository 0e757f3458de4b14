import { describe, expect, it } from 'vitest';
import { asRole } from './support/organisation.ts';
import { analyst, comparisonOf, receivedOf, reviewId, scriptFeedback } from './support/reviews.ts';
import { ids, leaseOf, problem } from './support/scenario.ts';
import { setStage } from './support/stage.ts';
import { automatic, feedbackOf, goldProject, scriptTraining, trainingProject } from './support/training.ts';

const stage = setStage();
const heading = (words: string | RegExp) => stage.page().getByRole('heading', { level: 1, name: words });
const press = async (...keys: readonly string[]): Promise<void> => {
	for (const key of keys) await stage.page().keyboard.press(key);
};
/** Looks at the milder sentences and answers so, by keys alone. */
const answer = async (...keys: readonly string[]): Promise<void> => {
	await stage.page().locator('.cover').first().waitFor();
	await press('Shift+Space');
	await stage.page().locator('.sentence').first().waitFor();
	await press(...keys, 'Enter');
};

describe('training', () => {
	it('is offered where work begins with it, and says how far one is', async () => {
		scriptTraining(stage.double());
		stage.double().on('POST /api/v1/work/next', () => ({ body: { kind: 'nothing', why: 'training', until: null } }));
		await stage.goto('/work');
		await heading('This work begins with training').waitFor();
		await stage.page().getByRole('link', { name: 'To the training' }).click();
		await heading('Training').waitFor();
		const meter = stage.page().getByRole('meter', { name: 'As experts answered' });
		expect([await meter.getAttribute('aria-valuenow'), await meter.getAttribute('aria-valuemax')]).toEqual(['1', '4']);
		expect(await stage.page().getByRole('link', { name: 'To the work' }).count()).toBe(0);
	});

	it('tells what experts said right after one’s own answer, and goes on by Enter', async () => {
		scriptTraining(stage.double());
		await stage.goto(`/training/${ids.project}`);
		await stage.page().getByText('Training: experts have answered this.').waitFor();
		expect(await stage.page().locator('main').textContent()).not.toContain('owner of the shop');
		await answer('2', '1');
		await heading('Experts answered something else').waitFor();
		await stage.page().getByText('It insults the owner of the shop.').waitFor();
		await stage.page().getByText('1 of 4 so far, of your last 5 answers.').waitFor();
		expect(stage.double().callsTo('POST /api/v1/training/:id/answer')[0]?.body).toEqual({
			answers: { kind: 'complaint', severity: 1 },
		});
		expect(stage.double().callsTo('POST /api/v1/leases/:id/answer')).toEqual([]);
		await press('Enter');
		await answer('3', '1');
		await heading('As experts answered').waitFor();
	});

	it('opens the work once it is enough, and where nothing is left', async () => {
		scriptTraining(stage.double());
		const progress = { items: 5, rightMin: 4, answered: 5, right: 4, qualified: true };
		stage.double().on('POST /api/v1/training/:id/answer', () => ({ body: feedbackOf({ right: true, progress }) }));
		await stage.goto(`/training/${ids.project}`);
		await answer('3', '1');
		await stage.page().getByText('You have trained enough: the work is open to you.').waitFor();
		stage.double().on('POST /api/v1/training/next', () => ({
			body: { kind: 'nothing', why: 'all-trained', until: null },
		}));
		await press('Enter');
		await heading('You have seen all there is to train on').waitFor();
		await stage.page().getByRole('link', { name: 'To the work' }).click();
		await stage.page().locator('.cover').first().waitFor();
	});

	it('keeps the answer where the line is lost, and offers it again', async () => {
		scriptTraining(stage.double());
		let lost = true;
		stage.double().on('POST /api/v1/training/:id/answer', () => {
			if (!lost) return { body: feedbackOf() };
			lost = false;
			return problem(503, 'busy');
		});
		await stage.goto(`/training/${ids.project}`);
		await answer('2', '1');
		await stage.page().getByRole('button', { name: 'Try again' }).click();
		await heading('Experts answered something else').waitFor();
	});

	it('in hand while one goes to work is gone on with, or given back there', async () => {
		const double = stage.double();
		let held = true;
		double.on('POST /api/v1/work/next', () => ({
			body: { kind: 'lease', lease: held ? leaseOf(1, { purpose: 'gold', suggestion: null }) : leaseOf(2) },
		}));
		double.on('POST /api/v1/leases/:id/release', () => {
			held = false;
			return { body: {} };
		});
		await stage.goto('/work');
		await heading('You have another item in hand').waitFor();
		expect(await stage.page().getByRole('link', { name: 'Go on with the review' }).count()).toBe(0);
		const onward = stage.page().getByRole('link', { name: 'Go on with the training' });
		expect(await onward.getAttribute('href')).toBe(`/training/${ids.project}`);
		await stage.page().getByRole('button', { name: 'Give it back' }).click();
		await stage.page().locator('.cover').first().waitFor();
	});

	it('has empty and busy states', async () => {
		stage.double().on('GET /api/v1/me/training', () => ({ body: { projects: [] } }));
		await stage.goto('/training');
		await stage.page().getByText('There is nothing to train on').waitFor();
		stage.double().on('POST /api/v1/training/next', () => ({ body: { kind: 'busy' } }));
		await stage.goto(`/training/${ids.project}`);
		await heading('You have another item in hand').waitFor();
		stage
			.double()
			.on('GET /api/v1/me/training', () => ({ body: { projects: [trainingProject({ qualified: true })] } }));
		await stage.goto('/training');
		await stage.page().getByText('You have trained enough for its work.').waitFor();
	});
});

describe('gold', () => {
	it('is asked for and counted, and work is made to begin with training', async () => {
		const page = stage.page();
		stage.double().on('GET /api/v1/me', () => ({ body: analyst }));
		stage.double().on('GET /api/v1/gold', () => ({ body: { projects: [goldProject()] } }));
		stage.double().on('POST /api/v1/projects/:id/gold', () => ({ body: goldProject({ waiting: 14 }) }));
		stage.double().on('PUT /api/v1/projects/:id/training', (call) => ({
			body: goldProject({ training: call.body as { isOn: boolean; items: number; rightMin: number } }),
		}));
		await stage.goto('/gold');
		await heading('Gold and training').waitFor();
		await page.getByLabel('Draw more items').fill('10');
		await page.getByRole('button', { name: 'Ask experts' }).click();
		await page.getByText('Experts are asked.').waitFor();
		await page.getByText('14').waitFor();
		expect(stage.double().callsTo('POST /api/v1/projects/:id/gold')[0]?.body).toEqual({ items: 10 });
		await page.getByLabel('Work begins with training').check();
		await page.getByLabel('Answers that count, the last').fill('20');
		await page.getByText('It begins once there are 20 gold items').waitFor();
		await page.getByLabel('Of them, as experts answered').fill('16');
		await page.getByRole('button', { name: 'Save' }).click();
		await expect
			.poll(() => stage.double().callsTo('PUT /api/v1/projects/:id/training')[0]?.body)
			.toEqual({ isOn: true, items: 20, rightMin: 16 });
	});

	it('says in words when there is nothing to draw', async () => {
		stage.double().on('GET /api/v1/me', () => ({ body: analyst }));
		stage.double().on('GET /api/v1/gold', () => ({ body: { projects: [goldProject()] } }));
		stage.double().on('POST /api/v1/projects/:id/gold', () => problem(409, 'nothing-to-draw'));
		await stage.goto('/gold');
		await stage.page().getByRole('button', { name: 'Ask experts' }).click();
		await stage.page().getByRole('alert').waitFor();
	});

	it('is answered among the reviews, with a word for those who train on it', async () => {
		const double = stage.double();
		let open = false;
		double.on('GET /api/v1/me', () => ({ body: analyst }));
		double.on('POST /api/v1/reviews/next', () => ({
			body: open
				? { kind: 'compare', comparison: comparisonOf({ kind: 'gold', theirs: null }) }
				: {
						kind: 'lease',
						reviewId: reviewId(1),
						review: 'gold',
						lease: leaseOf(1, { purpose: 'gold', suggestion: null }),
					},
		}));
		double.on('POST /api/v1/reviews/:id/answer', () => {
			open = true;
			return { body: comparisonOf({ kind: 'gold', theirs: null }) };
		});
		double.on('POST /api/v1/reviews/:id/verdict', () => {
			open = false;
			return { body: comparisonOf({ kind: 'gold', theirs: null, verdict: 'right' }) };
		});
		await stage.goto('/review');
		await stage.page().getByText('An item to train on').waitFor();
		await answer('2', '1');
		await heading('Your answer is in. Why is it so?').waitFor();
		await stage.page().getByLabel('To learn from').fill('A parcel is missing.');
		await press('Control+Enter');
		await stage.page().locator('.cover').first().waitFor();
		expect(double.callsTo('POST /api/v1/reviews/:id/verdict')[0]?.body).toEqual({
			verdict: 'right',
			reason: '',
			note: 'A parcel is missing.',
		});
	});
});

describe('the item of a verdict', () => {
	it('is looked at again, covered, with nothing to answer, and given back', async () => {
		const double = stage.double();
		scriptFeedback(double, [receivedOf(1)]);
		double.on('POST /api/v1/me/verdicts/:id/look', () => ({
			body: { kind: 'lease', lease: leaseOf(1, { purpose: 'contest', suggestion: null }) },
		}));
		await stage.goto('/verdicts');
		await stage.page().getByRole('link', { name: 'Look again at the item in Soko Corner' }).click();
		await stage.page().getByText('The item of a verdict on your answer.').waitFor();
		await stage.page().locator('.cover').first().waitFor();
		expect(await stage.page().locator('main input').count()).toBe(0);
		await press('Shift+Space');
		await stage.page().locator('.sentence').first().waitFor();
		await stage.page().getByRole('button', { name: 'Done looking' }).click();
		await heading('You have looked again').waitFor();
		expect(double.callsTo('POST /api/v1/leases/:id/release')).toHaveLength(1);
		await stage.page().getByRole('link', { name: 'Back to the verdicts' }).click();
		await heading('Feedback').waitFor();
	});

	it('says why not, where a limit stands against it', async () => {
		stage.double().on('POST /api/v1/me/verdicts/:id/look', () => ({
			body: { kind: 'nothing', why: 'exclusion', until: null },
		}));
		await stage.goto(`/verdicts/${reviewId(1)}`);
		await heading('Nothing that fits you waits now').waitFor();
	});
});

describe('deciding without people', () => {
	const path = `/operator/projects/${ids.project}/automatic`;
	const script = (body = automatic): void => {
		stage.double().on('GET /api/v1/me', () => ({ body: asRole('operator') }));
		stage.double().on('GET /api/v1/projects/:id/automatic', () => ({ body }));
	};

	it('shows the bound, the audit and what nobody had to look at', async () => {
		script();
		await stage.goto(path);
		await heading('Deciding without people').waitFor();
		const rows = await stage.page().locator('tbody tr').allTextContents();
		expect(rows).toEqual([
			'Rudepeople decide, a proof is gatherednot proven: 40 of 119 blind decisionsnone yet0',
			'Complaintthe machine decidesfrom 93% on, 3 wrong of 240: at most 3.2%1 wrong of 64: between 0.1% and 11%1,204',
			'Something elsesuspended by its auditnot proven: 40 of 119 blind decisions12 wrong of 30: between 20% and 60%52',
		]);
		expect(await stage.page().locator('dl').first().textContent()).toContain('1,870');
	});

	it('is switched on with a bound, and says that another bound needs another proof', async () => {
		script({ ...automatic, setting: { ...automatic.setting, isOn: false } });
		stage.double().on('PUT /api/v1/projects/:id/automatic', (call) => ({
			body: { ...automatic, setting: call.body as typeof automatic.setting },
		}));
		const page = stage.page();
		await stage.goto(path);
		await page.getByLabel('Yes, within the bound').check();
		await page.getByLabel('Of what is decided as one option').selectOption('0.02');
		await page.getByText('Another bound needs another proof').waitFor();
		await page.getByRole('button', { name: 'Save' }).click();
		await expect
			.poll(() => stage.double().callsTo('PUT /api/v1/projects/:id/automatic')[0]?.body)
			.toEqual({ isOn: true, alpha: 0.02, delta: 0.1, auditShare: 0.1 });
	});

	it('gives back to people what a suspended option had decided', async () => {
		script();
		stage.double().on('POST /api/v1/projects/:id/automatic/recall', () => ({
			body: { ...automatic, options: automatic.options.map((one) => ({ ...one, decided: 0 })) },
		}));
		await stage.goto(path);
		await stage.page().getByRole('button', { name: 'Give them back to people' }).click();
		await expect.poll(() => stage.page().getByText('is suspended.').count()).toBe(0);
		expect(stage.double().callsTo('POST /api/v1/projects/:id/automatic/recall')[0]?.body).toEqual({ option: 'other' });
	});

	it('says why not, where a form asks for more', async () => {
		script({ ...automatic, possible: false, options: [] });
		await stage.goto(path);
		await stage.page().getByText('People decide everything here').waitFor();
		expect(await stage.page().getByRole('button', { name: 'Save' }).count()).toBe(0);
	});
});
