import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { distFolder } from './support/built.ts';
import { setStage } from './support/stage.ts';

const stage = setStage();
const gzipKbMax = 150;

/** Every file of this origin that a page loads until it stands, with its gzip size in KiB. */
const weigh = async (
	path: string,
	ready: string,
): Promise<{ readonly files: readonly string[]; readonly kb: number }> => {
	const files: string[] = [];
	stage.page().on('response', (response) => {
		const { pathname } = new URL(response.url());
		if (pathname.startsWith('/assets/')) files.push(pathname);
	});
	await stage.goto(path);
	await stage.page().locator(ready).first().waitFor();
	const sizes = await Promise.all(
		[...new Set(files), '/index.html'].map((file) =>
			readFile(join(distFolder, `${file}.gz`)).then((bytes) => bytes.length),
		),
	);
	return { files, kb: sizes.reduce((sum, size) => sum + size, 0) / 1024 };
};

describe('the worker’s first page', () => {
	it(`weighs at most ${gzipKbMax} KiB, in few files, without schemas and without the Markdown parser`, async () => {
		const { files, kb } = await weigh('/work', '.cover');
		expect(kb).toBeLessThan(gzipKbMax);
		expect(files.length).toBeLessThanOrEqual(12);
		expect(files.join()).not.toMatch(/markdown|operator/);
		const scripts = await Promise.all(
			files.filter((file) => file.endsWith('.js')).map((file) => readFile(join(distFolder, file), 'utf8')),
		);
		expect(scripts.join()).not.toMatch(/ZodError|invalid_type/);
	});

	it('loads one language', async () => {
		const { files } = await weigh('/sign-in', 'form');
		expect(files.filter((file) => /\/(en|fr|sw)-/.test(file))).toHaveLength(1);
	});
});

describe('the built page', () => {
	it('has no inline script or style', async () => {
		const html = await readFile(join(distFolder, 'index.html'), 'utf8');
		expect(html).not.toMatch(/<style|style=|<script(?![^>]*src=)|onload=/);
	});
});
