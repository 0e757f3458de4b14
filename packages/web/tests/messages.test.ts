import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { formatter } from '@lingui/format-po';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('../src', import.meta.url));

const catalogs = [
	{ folder: 'locales', takes: (file: string) => !/^(?:operator|support|feedback|analyst)\//.test(file) },
	{ folder: 'operator/locales', takes: (file: string) => file.startsWith('operator/') },
	{ folder: 'support/locales', takes: (file: string) => file.startsWith('support/') },
	{ folder: 'feedback/locales', takes: (file: string) => file.startsWith('feedback/') },
	{ folder: 'analyst/locales', takes: (file: string) => file.startsWith('analyst/') },
] as const;

const sourceFiles = async (): Promise<readonly string[]> =>
	(await readdir(source, { recursive: true })).filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'));

/** The ids of the messages in these files, by the extractor itself, in a process of its own: it leaves handles behind. */
const idsIn = async (files: readonly string[]): Promise<readonly string[]> => {
	const script = `import { extractMessagesFromFiles } from '@lingui/native-tools';
		const { messages } = await extractMessagesFromFiles(process.argv.slice(1));
		process.stdout.write(JSON.stringify(messages.map((message) => message.id)));`;
	const run = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script, ...files], {
		cwd: source,
	});
	return JSON.parse(run.stdout) as readonly string[];
};

const read = async (folder: string, locale: string) => {
	const text = await readFile(join(source, folder, `${locale}.po`), 'utf8');
	return formatter().parse(text, { locale, sourceLocale: 'en', filename: `${locale}.po` });
};

describe('catalogs', () => {
	for (const { folder, takes } of catalogs) {
		it(`of ${folder} have every message of the pages, and French has words for each`, async () => {
			const files = (await sourceFiles()).filter(takes).map((file) => join(source, file));
			const ids = new Set(await idsIn(files));
			expect(ids.size).toBeGreaterThan(0);
			const english = await read(folder, 'en');
			const french = await read(folder, 'fr');
			expect([...ids].filter((id) => english[id] === undefined)).toEqual([]);
			expect(
				[...ids].filter((id) => (french[id]?.translation ?? '') === '').map((id) => french[id]?.message ?? id),
			).toEqual([]);
		});

		it(`of ${folder} keep the placeholders of each message`, async () => {
			const marks = (text: string): string =>
				[...new Set(text.match(/\{\w+(?=[,}])|<\/?\d+\/?>/g) ?? [])].sort().join();
			const french = await read(folder, 'fr');
			const different = Object.values(french).filter(
				(message) => marks(message?.message ?? '') !== marks(message?.translation ?? ''),
			);
			expect(different.map((message) => message?.message)).toEqual([]);
		});
	}

	it('have the same words for the same message: those of some pages are added to the others', async () => {
		const readAll = await Promise.all(catalogs.map(({ folder }) => read(folder, 'fr')));
		const said = new Map<string, string | undefined>();
		const different = readAll.flatMap((catalog) =>
			Object.entries(catalog).flatMap(([id, message]) => {
				const before = said.get(id) ?? message?.translation;
				said.set(id, before);
				return before === message?.translation ? [] : [message?.message ?? id];
			}),
		);
		expect(different).toEqual([]);
	});
});
