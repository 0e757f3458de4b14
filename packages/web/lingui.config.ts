import { defineConfig } from '@lingui/conf';
import { formatter } from '@lingui/format-po';
import { createSwcExtractor } from '@lingui/native-tools';

// Operators' pages and those of support have catalogs of their own, so that a worker on a thin line does not load their
// words with the first page.
export default defineConfig({
	sourceLocale: 'en',
	locales: ['en', 'fr'],
	fallbackLocales: { default: 'en' },
	catalogs: [
		{
			path: '<rootDir>/src/locales/{locale}',
			include: ['src'],
			exclude: ['src/operator/**', 'src/support/**', '**/*.test.*'],
		},
		{ path: '<rootDir>/src/operator/locales/{locale}', include: ['src/operator'], exclude: ['**/*.test.*'] },
		{ path: '<rootDir>/src/support/locales/{locale}', include: ['src/support'], exclude: ['**/*.test.*'] },
	],
	format: formatter({ lineNumbers: false }),
	extractors: [createSwcExtractor()],
});
