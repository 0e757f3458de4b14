import { defineConfig } from '@lingui/conf';
import { formatter } from '@lingui/format-po';
import { createSwcExtractor } from '@lingui/native-tools';

// Operators' pages have a catalog of their own, so that a worker on a thin line does not load their words.
export default defineConfig({
	sourceLocale: 'en',
	locales: ['en', 'fr'],
	fallbackLocales: { default: 'en' },
	catalogs: [
		{ path: '<rootDir>/src/locales/{locale}', include: ['src'], exclude: ['src/operator/**', '**/*.test.*'] },
		{ path: '<rootDir>/src/operator/locales/{locale}', include: ['src/operator'], exclude: ['**/*.test.*'] },
	],
	format: formatter({ lineNumbers: false }),
	extractors: [createSwcExtractor()],
});
