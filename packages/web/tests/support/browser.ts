import { type Browser, chromium, type Page } from 'playwright-core';

/** Chromium as Debian has it; another one by CHROMIUM_PATH. */
export const launchBrowser = (): Promise<Browser> =>
	chromium.launch({
		executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});

export type PageFaults = { readonly faults: string[] };

/** Collects what a page must never do: throw, log an error, or break the content policy. A lost line logs, and may. */
export const watchFaults = (page: Page): PageFaults => {
	const faults: string[] = [];
	page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
	page.on('console', (message) => {
		if (message.type() !== 'error') return;
		if (/Failed to load resource/.test(message.text())) return;
		faults.push(`console: ${message.text()}`);
	});
	return { faults };
};
