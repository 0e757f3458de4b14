import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { lingui } from '@lingui/vite-plugin';
import { preact } from '@preact/preset-vite';
import { defineConfig, type Plugin } from 'vite';

const server = process.env.UTU_DEV_SERVER ?? 'http://127.0.0.1:4600';

/** Writes `.gz` and `.br` beside every text asset, so that no server compresses the same bytes twice. */
const precompress = (): Plugin => ({
	name: 'utu-precompress',
	apply: 'build',
	writeBundle: async ({ dir }) => {
		if (dir === undefined) return;
		for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
			if (!entry.isFile() || !/\.(js|css|html|svg)$/.test(entry.name)) continue;
			const path = join(entry.parentPath, entry.name);
			const bytes = await readFile(path);
			const brotli = {
				params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
			};
			await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
			await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, brotli));
		}
	},
});

export default defineConfig({
	root: import.meta.dirname,
	plugins: [
		lingui({ macroTransform: true, failOnMissing: true, failOnCompileError: true, cwd: import.meta.dirname }),
		preact({ devToolsEnabled: false }),
		precompress(),
	],
	server: { proxy: { '/api': server, '/v1': server } },
	build: {
		target: ['chrome107', 'firefox104', 'safari16'],
		// The content policy allows no `data:` script or style and no inline script: everything stays a file.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		reportCompressedSize: false,
		rolldownOptions: {
			output: {
				// Few files: on a line of 400 ms each request costs more than the bytes it saves. What seldom changes lies apart.
				codeSplitting: {
					groups: [
						{ name: 'libraries', test: /node_modules[\\/](preact|@tanstack|@lingui|use-sync-external-store)[\\/]/ },
						{ name: 'markdown', test: /node_modules[\\/](micromark|decode-named|character-entities)/ },
						{ name: 'shared', test: /web[\\/]src[\\/](ui|app|api)[\\/].*\.(ts|tsx)$|packages[\\/](core|sdk)[\\/]src/ },
						{
							name: 'worker',
							test: /web[\\/]src[\\/]worker[\\/](projects|consent|exposure|exclusions|limits|asked|codes)[a-z-]*\.tsx?$/,
						},
						{
							name: 'support',
							test: /web[\\/]src[\\/]support[\\/](?!routes|help-|contact-|save-|support-api)[a-z-]*\.tsx?$/,
						},
						{ name: 'account', test: /web[\\/]src[\\/]account[\\/](settings|keys|welcome)[a-z-]*\.tsx?$/ },
						{ name: 'entry', test: /web[\\/]src[\\/]account[\\/](sign-|entry-|session-|locale-)[a-z-]*\.tsx?$/ },
					],
				},
			},
		},
	},
});
