/**
 * `node tools/screens.ts [FOLDER]`: starts the demonstration on a folder of its own and takes the pictures of `docs/screens`:
 * every page at 360 and 1440 px, in light and dark.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = resolve(process.argv[2] ?? join(root, 'docs/screens'));
const port = 4651;
const url = `http://127.0.0.1:${port}`;
const startMsMax = 60_000;

type Look = { readonly width: 360 | 1440; readonly colorScheme: 'light' | 'dark' };
const looks: readonly Look[] = [
	{ width: 360, colorScheme: 'light' },
	{ width: 360, colorScheme: 'dark' },
	{ width: 1440, colorScheme: 'light' },
	{ width: 1440, colorScheme: 'dark' },
];

const startDemo = async (dataFolder: string): Promise<() => Promise<void>> => {
	const child = spawn(
		'node',
		['packages/cli/src/main.ts', 'serve', '--demo', '--data', dataFolder, '--port', String(port)],
		{ cwd: root, stdio: 'ignore' },
	);
	const ended = new Promise<void>((done) => child.once('exit', () => done()));
	const until = Date.now() + startMsMax;
	while (
		!(await fetch(`${url}/health`).then(
			(answer) => answer.ok,
			() => false,
		))
	) {
		if (Date.now() > until) throw new Error('the demonstration did not start');
		await new Promise((wait) => setTimeout(wait, 200));
	}
	return async () => {
		child.kill('SIGTERM');
		await ended;
	};
};

const signIn = async (page: Page, email: string, password: string): Promise<void> => {
	await page.goto(`${url}/sign-in`);
	await page.getByLabel('E-mail').fill(email);
	await page.getByLabel('Password').fill(password);
	await page.keyboard.press('Enter');
	await page.waitForURL((to) => !to.pathname.startsWith('/sign-in'));
};

type Visit = (page: Page, shot: (name: string) => Promise<void>) => Promise<void>;

/** Runs once for every look, on a page of a new browser context. */
const inEveryLook = async (
	browser: Browser,
	account: readonly [string, string] | undefined,
	visit: Visit,
): Promise<void> => {
	for (const look of looks) {
		const context = await browser.newContext({
			viewport: { width: look.width, height: look.width === 360 ? 740 : 900 },
			colorScheme: look.colorScheme,
			reducedMotion: 'reduce',
		});
		const page = await context.newPage();
		if (account !== undefined) await signIn(page, ...account);
		await visit(page, async (name) => {
			await page.waitForLoadState('networkidle');
			await page.screenshot({ path: join(folder, `${name}-${look.width}-${look.colorScheme}.png`) });
		});
		await context.close();
	}
};

const projectsOf = async (
	page: Page,
): Promise<readonly { readonly id: string; readonly hazardCategories: readonly string[] }[]> => {
	const answer = await page.request.get(`${url}/api/v1/work/projects`);
	return ((await answer.json()) as { projects: { id: string; hazardCategories: string[] }[] }).projects;
};

const consent = async (page: Page): Promise<void> => {
	for (const project of await projectsOf(page)) {
		await page.request.put(`${url}/api/v1/work/projects/${project.id}/consents`, {
			data: { categories: project.hazardCategories },
			headers: { origin: url },
		});
	}
};

/** Ends the shift that may run, so that the page offers to begin one. */
const leaveShift = async (page: Page): Promise<void> => {
	await page.request.post(`${url}/api/v1/me/shift/end`, { data: {}, headers: { origin: url } });
};

const visitSignedOut: Visit = async (page, shot) => {
	await page.goto(`${url}/sign-in`);
	await shot('sign-in');
	await page.goto(`${url}/verify`);
	await page.getByRole('heading', { level: 1 }).waitFor();
	await shot('verify');
};

const visitAsWorker: Visit = async (page, shot) => {
	await page.goto(`${url}/projects`);
	await shot('projects');
	await page.goto(`${url}/projects/${(await projectsOf(page))[0]?.id}/consent`);
	await page.getByRole('heading', { level: 1 }).waitFor();
	await shot('consent');
	await consent(page);
	await leaveShift(page);
	await page.goto(`${url}/work`);
	await page.getByRole('button', { name: 'Begin a shift' }).waitFor();
	await shot('work-shift');
	await page.keyboard.press('Enter');
	await page.getByRole('button', { name: /skip/i }).waitFor();
	await shot('work-covered');
	await page.keyboard.press('Shift+Space');
	await page.keyboard.press('Space');
	await page.waitForTimeout(600);
	await shot('work-revealed');
	await page.keyboard.press('Escape');
	await page.goto(`${url}/exposure`);
	await shot('exposure');
	await page.goto(`${url}/verdicts`);
	await page.getByText('My verdicts').waitFor();
	await shot('verdicts');
	await page.goto(`${url}/training`);
	await page.getByRole('heading', { level: 1 }).waitFor();
	await shot('training');
};

const visitAsAnalyst: Visit = async (page, shot) => {
	await page.goto(`${url}/review`);
	await page.getByRole('heading', { level: 1 }).waitFor();
	await shot('review');
	await page.goto(`${url}/team`);
	await page.getByRole('heading', { level: 1 }).waitFor();
	await shot('team');
	await page.goto(`${url}/gold`);
	await page.getByLabel('Work begins with training').first().waitFor();
	await shot('gold');
};

const visitAsOperator: Visit = async (page, shot) => {
	await page.goto(`${url}/operator`);
	await shot('operator-projects');
	await page.getByRole('link', { name: 'Soko Corner' }).click();
	await page.getByText('Views per decision').waitFor();
	await shot('operator-project');
	await page.getByRole('link', { name: 'Deciding without people' }).click();
	await page.getByRole('heading', { level: 1, name: 'Deciding without people' }).waitFor();
	await shot('operator-automatic');
	await page.goto(`${url}/operator/new`);
	await shot('operator-new');
	await page.goto(`${url}/operator/organisation`);
	await shot('operator-organisation');
	await page.goto(`${url}/operator/shifts`);
	await page.getByRole('heading', { level: 1 }).waitFor();
	await shot('operator-shifts');
	await page.goto(`${url}/limits`);
	await page.getByText('What holds now').waitFor();
	await shot('limits');
};

const main = async (): Promise<void> => {
	mkdirSync(folder, { recursive: true });
	const dataFolder = mkdtempSync(join(tmpdir(), 'utu-screens-'));
	const stop = await startDemo(dataFolder);
	const browser = await chromium.launch(await findChromium());
	try {
		await inEveryLook(browser, undefined, visitSignedOut);
		await inEveryLook(browser, ['worker@demo.example', 'soko-worker'], visitAsWorker);
		await inEveryLook(browser, ['analyst@demo.example', 'soko-analyst'], visitAsAnalyst);
		await inEveryLook(browser, ['operator@demo.example', 'soko-operator'], visitAsOperator);
	} finally {
		await browser.close();
		await stop();
		rmSync(dataFolder, { recursive: true, force: true });
	}
};

await main();
