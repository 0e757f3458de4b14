import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { begin, choosePassphrase, keep, onOwnComputer, passphrase } from './support/check-in-steps.ts';
import { setStage } from './support/stage.ts';
import { scriptCheckIns, scriptSupport } from './support/support-pages.ts';

const stage = setStage();
const note = 'A slow day, and a long one.';

/** Begins anew and keeps one entry. */
const begun = async () => {
	const kept = scriptCheckIns(stage.double());
	const page = stage.page();
	await onOwnComputer(page, stage.double().origin);
	const code = await choosePassphrase(page);
	expect(kept.key).toBeNull();
	await begin(page);
	await keep(page, 4, note);
	return { page, kept, code };
};

describe('a check-in', () => {
	it('is encrypted in the browser, is closed after a reload, and opens by the passphrase alone', async () => {
		const { page, kept, code } = await begun();
		await page.getByText('Distress 4 of 10').waitFor();
		const sent = JSON.stringify([kept, stage.double().calls]);
		for (const secret of [note, passphrase, code, code.replaceAll('-', ''), 'suds']) expect(sent).not.toContain(secret);
		expect(kept.ciphertexts.map((one) => Buffer.from(one, 'base64').includes(note))).toEqual([false]);
		await page.reload();
		await page.getByRole('heading', { name: 'Open what you wrote' }).waitFor();
		expect(await page.getByText(note).count()).toBe(0);
		await page.getByLabel('Passphrase', { exact: true }).fill('nine rivers and no lamp');
		await page.keyboard.press('Enter');
		await page.getByText('This passphrase does not open it.').waitFor();
		await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
		await page.keyboard.press('Enter');
		await page.getByText(note).waitFor();
		await page.getByRole('button', { name: 'Lock' }).click();
		await page.getByRole('heading', { name: 'Open what you wrote' }).waitFor();
		expect(await page.getByText(note).count()).toBe(0);
		expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain(
			'slow',
		);
	});

	it('opens by the recovery code, which sets another passphrase and stays good', async () => {
		const { page, kept, code } = await begun();
		const before = kept.key?.wrapped;
		await page.reload();
		await page.getByText('I have lost the passphrase').click();
		const open = page.getByRole('button', { name: 'Open and keep the new passphrase' });
		await page.getByLabel('New passphrase').fill('a heron on the bridge');
		await page.getByLabel('The same once more').fill('a heron on the bridge');
		await page
			.getByRole('textbox', { name: 'Recovery code' })
			.fill(`${code.slice(0, -1)}${code.endsWith('7') ? '8' : '7'}`);
		await open.click();
		await page.getByText('This code does not open it.').waitFor();
		await page.getByRole('textbox', { name: 'Recovery code' }).fill(code.toLowerCase().replaceAll('-', ' '));
		await open.click();
		await page.getByText(note).waitFor();
		expect(kept.key?.version).toBe(2);
		expect(kept.key?.wrapped.recovery).toEqual(before?.recovery);
		expect(kept.key?.wrapped.passphrase).not.toEqual(before?.passphrase);
	});

	it('says beforehand that both lost means lost, and keeps nothing before the code is written down', async () => {
		const kept = scriptCheckIns(stage.double());
		const page = stage.page();
		await onOwnComputer(page, stage.double().origin);
		await page.getByText('Nobody can open it for you').waitFor();
		await page.getByLabel('New passphrase').fill(passphrase);
		await page.getByText('The two are not the same.').waitFor();
		await page.getByLabel('The same once more').fill(passphrase);
		await page.getByText('Say that you have read this.').waitFor();
		const code = await choosePassphrase(page);
		expect(code).toMatch(/^(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}$/);
		await page.getByRole('button', { name: 'Begin' }).click({ force: true });
		await page.getByText('Write the code down first.').waitFor();
		expect(kept.key).toBeNull();
		await begin(page);
		expect(JSON.stringify(kept)).not.toContain(code);
		expect(await page.getByText(code).count()).toBe(0);
	});

	it('is not offered on a shared computer; the question comes first and is asked once a tab', async () => {
		const kept = scriptCheckIns(stage.double());
		const page = stage.page();
		await page.goto(`${stage.double().origin}/check-in`);
		await page.getByRole('button', { name: 'Go on' }).click({ force: true });
		await page.getByText('Choose one of the two.').waitFor();
		await page.getByLabel('This is a shared computer').check();
		await page.getByRole('button', { name: 'Go on' }).click();
		await page.getByRole('heading', { name: 'Not on a shared computer' }).waitFor();
		await page.reload();
		await page.getByRole('heading', { name: 'Not on a shared computer' }).waitFor();
		expect(await page.getByLabel('New passphrase').count()).toBe(0);
		expect(stage.double().callsTo('GET /api/v1/me/check-in-key')).toEqual([]);
		const other = await page.context().newPage();
		await other.goto(`${stage.double().origin}/check-in`);
		await other.getByText('Whose computer is this?').waitFor();
		expect(kept.key).toBeNull();
	});

	it('takes the short questions whole, shows their sum and no word on what it means', async () => {
		const { page } = await begun();
		await page.getByText('Two questions on mood').click();
		await page.getByRole('group', { name: 'Little interest' }).getByLabel('Several days').check();
		await page.getByText('Questions that are answered in part are left out.').waitFor();
		await page.getByRole('group', { name: 'Feeling down' }).getByLabel('Nearly every day').check();
		await page.getByText('Five questions on hard memories').click();
		await page.getByRole('group', { name: 'Sometimes things happen' }).getByLabel('No', { exact: true }).check();
		await page.getByRole('button', { name: 'Encrypt and keep' }).click();
		await page.getByText('Hard memories 0 of 5 · Mood 4 of 6').waitFor();
		expect(await page.locator('main').textContent()).not.toMatch(
			/PTSD|PHQ|GAD|disorder|diagnos|screen(ed|ing)? positive/i,
		);
	});

	it('shows distress over time, is saved as a file, and erased', async () => {
		const { page, kept } = await begun();
		await keep(page, 7, 'Worse.');
		await page.getByRole('img', { name: /^Distress from/ }).waitFor();
		const download = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Save as a file' }).click();
		const saved: unknown = JSON.parse(await readFile(await (await download).path(), 'utf8'));
		expect(saved).toMatchObject({
			entries: [
				{ suds: 7, note: 'Worse.' },
				{ suds: 4, note },
			],
		});
		await page.getByRole('button', { name: 'Erase it all' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Erase it all' }).click();
		await page.getByText('Nothing yet.').waitFor();
		expect(kept.ciphertexts).toEqual([]);
		expect(kept.key?.version).toBe(1);
	});

	it('that nobody can open any more is erased, and begun anew', async () => {
		const { page, kept } = await begun();
		await page.reload();
		await page.getByText('I have lost both').click();
		await page.getByRole('button', { name: 'Erase and begin anew' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Erase it all' }).click();
		await page.getByRole('heading', { name: 'Choose a passphrase' }).waitFor();
		expect([kept.key, kept.ciphertexts]).toEqual([null, []]);
	});

	it('that was made under another key is counted, and does not stand in the way', async () => {
		const { page, kept } = await begun();
		kept.ciphertexts.push(Buffer.alloc(1_052, 3).toString('base64'));
		scriptSupport(stage.double());
		await page.reload();
		await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
		await page.keyboard.press('Enter');
		await page.getByText(note).waitFor();
		await page.getByText('1 entry does not open.').waitFor();
	});
});
