import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

/** $UTU_CHROMIUM, else the system's, else the one that `npm test` unpacks from npm's package where there is none. */
const findProgram = (): string => {
	const unpacked = fileURLToPath(new URL('../../../../node_modules/.cache/utu/chromium/start', import.meta.url));
	const places = (process.env.PATH ?? '').split(':').filter((place) => place.startsWith('/'));
	const onPath = ['chromium', 'google-chrome'].flatMap((name) => places.map((place) => join(place, name)));
	const found = [process.env.UTU_CHROMIUM, ...onPath, unpacked].find((path) => path !== undefined && existsSync(path));
	if (found === undefined)
		throw new Error('Browser tests need Chromium: install it, or name its program in UTU_CHROMIUM.');
	return found;
};

/** A browser that asks nobody on the network for anything. */
export const launchBrowser = (): Promise<Browser> =>
	chromium.launch({
		executablePath: findProgram(),
		args: [
			'--no-sandbox',
			'--disable-dev-shm-usage',
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
