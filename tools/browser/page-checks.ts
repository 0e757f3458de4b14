import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Runs in the page, which has another library than this file. */
const animationsDone =
	'Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))).then(() => undefined)';

/** What a page must never do: throw, log an error, or break the content policy. */
export const watchFaults = (page: Page, faults: string[] = []): readonly string[] => {
	page.on('pageerror', (error) => faults.push(error.message));
	page.on('console', (message) => {
		if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(message.text());
	});
	return faults;
};

/** Nothing that axe finds, light and dark. */
export const expectAccessible = async (page: Page): Promise<void> => {
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await page.evaluate(animationsDone);
		// The other mode opens a page of its own, and the work page covers itself when it is not in sight.
		const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
		expect(
			violations.map(
				(one) =>
					`${page.url()} ${colorScheme} ${one.id}: ${one.nodes[0]?.target.join(' ')} ${one.nodes[0]?.failureSummary}`,
			),
		).toEqual([]);
	}
};

/** Accessible, and no wider than its screen. */
export const expectSound = async (page: Page): Promise<void> => {
	await expectAccessible(page);
	expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
};
