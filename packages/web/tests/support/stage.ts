import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { launchBrowser, type PageFaults, watchFaults } from './browser.ts';
import { ensureBuilt } from './built.ts';
import { type Double, startDouble } from './double.ts';
import { plainDay, type Scenario } from './scenario.ts';

export type Stage = {
	readonly double: () => Double;
	readonly day: () => Scenario;
	readonly page: () => Page;
	/** A page of its own, with other settings. */
	readonly open: (options: BrowserContextOptions) => Promise<Page>;
	readonly goto: (path: string) => Promise<void>;
};

/** A browser for a test file; for each test a fresh scripted server, a fresh profile, and a check that the page broke nothing. */
export const setStage = (): Stage => {
	let browser: Browser;
	let double: Double;
	let day: Scenario;
	let page: Page;
	let watched: PageFaults[] = [];
	const open = async (options: BrowserContextOptions): Promise<Page> => {
		const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, locale: 'en-GB', ...options });
		context.setDefaultTimeout(10_000);
		const opened = await context.newPage();
		watched.push(watchFaults(opened));
		return opened;
	};
	beforeAll(async () => {
		await ensureBuilt();
		browser = await launchBrowser();
	});
	afterAll(async () => {
		await browser.close();
	});
	beforeEach(async () => {
		watched = [];
		double = await startDouble();
		day = plainDay(double);
		page = await open({});
	});
	afterEach(async () => {
		for (const context of browser.contexts()) await context.close();
		await double.close();
		expect(watched.flatMap((one) => one.faults)).toEqual([]);
	});
	return {
		double: () => double,
		day: () => day,
		page: () => page,
		open,
		goto: (path) => page.goto(double.origin + path).then(() => undefined),
	};
};
