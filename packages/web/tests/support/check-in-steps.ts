import type { Page } from 'playwright-core';

/** The way through the check-in page, as a person takes it. */

export const passphrase = 'nine rivers and a lamp';

export const onOwnComputer = async (page: Page, origin: string): Promise<void> => {
	await page.goto(`${origin}/check-in`);
	await page.getByLabel('Only I use this computer').check();
	await page.getByRole('button', { name: 'Go on' }).click();
};

/** Chooses a passphrase and goes on to the recovery code. @returns the code. */
export const choosePassphrase = async (page: Page): Promise<string> => {
	await page.getByLabel('New passphrase').fill(passphrase);
	await page.getByLabel('The same once more').fill(passphrase);
	await page.getByLabel(/what I wrote is lost/).check();
	await page.getByRole('button', { name: 'Go on' }).click();
	return (await page.locator('.recovery-code').textContent()) ?? '';
};

export const begin = async (page: Page): Promise<void> => {
	await page.getByLabel('I have written it down').check();
	await page.getByRole('button', { name: 'Begin' }).click();
	await page.getByRole('heading', { name: 'How are you now?' }).waitFor();
};

export const keep = async (page: Page, suds: number, note: string): Promise<void> => {
	await page.getByRole('radio', { name: String(suds), exact: true }).check();
	await page.getByLabel('A few words').fill(note);
	await page.getByRole('button', { name: 'Encrypt and keep' }).click();
	await page.getByText('Kept, encrypted.').waitFor();
};
