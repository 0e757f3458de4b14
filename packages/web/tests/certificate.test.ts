import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type CertificateFile, letters, payloadOf, scriptCertificate, scriptVerify } from './support/certificates.ts';
import { scriptFeedback } from './support/reviews.ts';
import { me, problem } from './support/scenario.ts';
import { setStage } from './support/stage.ts';

const stage = setStage();
const panel = (page: Page) => page.getByRole('region', { name: 'Certificate of work' });
const checks = () => stage.double().callsTo('POST /api/v1/certificates/verify');

const openFeedback = async (): Promise<Page> => {
	scriptFeedback(stage.double(), []);
	scriptCertificate(stage.double());
	await stage.goto('/verdicts');
	await panel(stage.page()).waitFor();
	return stage.page();
};
const make = async (page: Page): Promise<void> => {
	await page.getByRole('button', { name: 'Make my certificate' }).click();
	await page.getByText('Your certificate is made.').waitFor();
};
const download = async (page: Page): Promise<{ readonly name: string; readonly file: CertificateFile }> => {
	const [saved] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('button', { name: 'Download' }).click(),
	]);
	return {
		name: saved.suggestedFilename(),
		file: JSON.parse(await readFile(await saved.path(), 'utf8')) as CertificateFile,
	};
};
const chooseFile = (page: Page, content: string): Promise<void> =>
	page
		.getByLabel('Or its file')
		.setInputFiles({ name: 'certificate.json', mimeType: 'application/json', buffer: Buffer.from(content) });

describe('a certificate of one’s own', () => {
	it('bears the name that one chooses, is shown in plain words, and is taken along as a file', async () => {
		const page = await openFeedback();
		const name = page.getByLabel('Name on the certificate');
		expect(await name.inputValue()).toBe(me.displayName);
		await name.fill('   ');
		await page.getByText('Write a name first.').waitFor();
		await page.keyboard.press('Enter');
		expect(stage.double().callsTo('POST /api/v1/me/certificate')).toEqual([]);
		await name.fill(' Asha Mwangi ');
		await page.keyboard.press('Enter');
		await page.getByText('Your certificate is made.').waitFor();
		expect(stage.double().callsTo('POST /api/v1/me/certificate')[0]?.body).toEqual({ name: 'Asha Mwangi' });
		const said = await panel(page).getByRole('article').textContent();
		for (const words of [
			'Asha Mwangi',
			'Work for Soko Cooperative',
			'Months of workNovember 2025 to March 2026',
			'Answers that counted1,204',
			'LanguagesEnglish and Swahili',
			'Verdicts that count120',
			'Of these, found wrong7',
			'items8.3',
			'Issued on14 Mar 2026',
			'Issued throughhttps://utu.example',
			'94% (between 88% and 98%)',
		])
			expect(said).toContain(words);
		const saved = await download(page);
		expect(saved.name).toBe('certificate-2026-03-14.json');
		expect(saved.file).toEqual({
			certificate: letters,
			payload: payloadOf(),
			verify: `${stage.double().origin}/verify`,
		});
		expect(await page.getByLabel('Link that checks it').inputValue()).toBe(
			`${stage.double().origin}/verify#${letters}`,
		);
	});

	it('says what it holds and what it never does, before it is made', async () => {
		const page = await openFeedback();
		await page.getByText(/It never holds what you saw or chose not to see, breaks, skips/).waitFor();
		expect(await page.getByRole('button', { name: 'Download' }).count()).toBe(0);
	});

	it('says that there is not enough to say, of whom or of what', async () => {
		const page = await openFeedback();
		const none = { period: null, answers: 0, languages: [], verdicts: 0, wrong: 0, wrongExpected: 0 };
		scriptCertificate(stage.double(), {
			...none,
			estimate: { kind: 'not-enough', lacks: 'verdicts', needed: 50 },
		});
		await make(page);
		await page.getByText('Not enough to say how many answers are right: that takes 50 verdicts.').waitFor();
		expect(await panel(page).getByText('none yet').count()).toBe(1);
		expect(await panel(page).locator('.interval').count()).toBe(0);
		scriptCertificate(stage.double(), { estimate: { kind: 'not-enough', lacks: 'double-reviews', needed: 200 } });
		await make(page);
		await page.getByText('It says nothing of this person.').waitFor();
	});

	it('prints on one page, with its letters and nothing else of the page', async () => {
		const page = await openFeedback();
		await page.evaluate(() => {
			window.print = () => document.body.setAttribute('data-printed', '');
		});
		await make(page);
		expect(await page.getByText(letters).isVisible()).toBe(false);
		await page.getByRole('button', { name: 'Print' }).click();
		expect(await page.locator('body').getAttribute('data-printed')).toBe('');
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ media: 'print', colorScheme });
			expect(await page.getByText(letters).isVisible()).toBe(true);
			expect(await page.getByText(`${stage.double().origin}/verify`).first().isVisible()).toBe(true);
			for (const other of ['My score', 'My verdicts', 'Name on the certificate', 'Link that checks it', 'Download'])
				expect([other, await page.getByText(other).first().isVisible()]).toEqual([other, false]);
			const ink = await page
				.locator('.facts dt')
				.last()
				.evaluate((one) => getComputedStyle(one).color);
			expect(ink).toBe('rgb(51, 51, 51)');
		}
		const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
		expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
		// Where nobody made one, or has left, the page prints itself.
		await page.emulateMedia({ media: null, colorScheme: null });
		await page.getByRole('link', { name: 'Settings' }).click();
		await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
		expect(await page.evaluate(() => document.documentElement.dataset.prints)).toBeUndefined();
	});

	it('says what did not work, and keeps the name', async () => {
		const page = await openFeedback();
		stage.double().on('POST /api/v1/me/certificate', () => 'drop');
		await page.getByLabel('Name on the certificate').fill('Asha M.');
		await page.getByRole('button', { name: 'Make my certificate' }).click();
		await page.getByText('The server could not be reached.').waitFor();
		expect(await page.getByLabel('Name on the certificate').inputValue()).toBe('Asha M.');
	});
});

describe('the page that checks certificates', () => {
	it('is there for who is not signed in, asks nobody who they are, and speaks the browser’s language', async () => {
		scriptVerify(stage.double());
		const page = await stage.open({ locale: 'fr-FR' });
		await page.goto(`${stage.double().origin}/verify`);
		await page.getByRole('heading', { level: 1, name: 'Vérifier un certificat de travail' }).waitFor();
		expect(page.url()).toBe(`${stage.double().origin}/verify`);
		expect(stage.double().calls).toEqual([]);
	});

	it('finds a certificate genuine by its file, its text or its link, and says what it says', async () => {
		scriptVerify(stage.double());
		const page = stage.page();
		const file = JSON.stringify({ certificate: letters, payload: payloadOf(), verify: 'x' });
		const ways: readonly (() => Promise<unknown>)[] = [
			async () => {
				await stage.goto('/verify');
				await chooseFile(page, file);
			},
			async () => {
				await stage.goto('/verify');
				await page.getByLabel('Its text or its link').fill(letters.match(/.{1,60}/g)?.join('\n') ?? '');
				await page.getByRole('button', { name: 'Check' }).press('Enter');
			},
			async () => {
				await page.goto('about:blank');
				await stage.goto(`/verify#${letters}`);
			},
		];
		for (const [at, way] of ways.entries()) {
			await way();
			await page.getByRole('status').getByText('This certificate is genuine.').waitFor();
			await page.getByText('Soko Cooperative issued it through https://utu.example on 14 Mar 2026').waitFor();
			await page.getByRole('heading', { level: 3, name: 'Asha Mwangi' }).waitFor();
			await page.getByText('94% (between 88% and 98%)').waitFor();
			await page.getByText('The name is the one that the worker chose.').waitFor();
			expect(checks()).toHaveLength(at + 1);
			expect(checks()[at]?.body).toEqual({ certificate: letters });
		}
	});

	it('takes a file that is dropped on it, and stays', async () => {
		scriptVerify(stage.double());
		const page = stage.page();
		await stage.goto('/verify');
		await page.getByLabel('Or its file').waitFor();
		const dropped = await page.evaluateHandle(
			(content) => {
				const transfer = new DataTransfer();
				transfer.items.add(new File([content], 'certificate.json'));
				return transfer;
			},
			JSON.stringify({ certificate: letters }),
		);
		await page.locator('main').dispatchEvent('dragover', { dataTransfer: dropped });
		await page.locator('main').dispatchEvent('drop', { dataTransfer: dropped });
		await page.getByText('This certificate is genuine.').waitFor();
	});

	it('refuses a file that was changed, in its letters or in what stands beside them', async () => {
		scriptVerify(stage.double());
		const page = stage.page();
		await stage.goto('/verify');
		const better = { ...payloadOf(), wrong: 0 };
		for (const file of [
			{ certificate: `${letters.slice(0, -1)}A`, payload: payloadOf() },
			{ certificate: letters, payload: better },
		]) {
			await chooseFile(page, JSON.stringify({ certificate: letters, payload: payloadOf() }));
			await page.getByText('This certificate is genuine.').waitFor();
			await chooseFile(page, JSON.stringify(file));
			await page.getByText('This certificate is not as it was signed. Do not rely on it.').waitFor();
			expect(await page.getByText('Asha Mwangi').count()).toBe(0);
		}
	});

	it('says of another installation’s certificate, and of what is none, what to do', async () => {
		scriptVerify(stage.double());
		const page = stage.page();
		stage.double().on('POST /api/v1/certificates/verify', () => ({ body: { kind: 'invalid', why: 'unknown-key' } }));
		await stage.goto('/verify');
		await page.getByText('Paste the text first, or choose the file.').waitFor();
		await chooseFile(page, letters);
		await page.getByText('This certificate was not signed here.').waitFor();
		await page.getByText('Check it at the address that stands on it.').waitFor();
		const before = checks().length;
		for (const none of ['', 'a'.repeat(20_001), 'a'.repeat(200_000)]) {
			await stage.goto('/verify');
			await chooseFile(page, none);
			await page.getByText('This is no certificate of work.').waitFor();
		}
		expect(checks()).toHaveLength(before);
	});

	it('says what did not work, with a way on', async () => {
		scriptVerify(stage.double());
		const page = stage.page();
		stage.double().on('POST /api/v1/certificates/verify', () => problem(429, 'too-many'));
		await page.goto('about:blank');
		await stage.goto(`/verify#${letters}`);
		await page.getByText('Too many requests at once.').waitFor();
		scriptVerify(stage.double());
		await page.getByRole('button', { name: 'Try again' }).click();
		await page.getByText('This certificate is genuine.').waitFor();
		expect(await page.getByRole('alert').count()).toBe(0);
	});
});
