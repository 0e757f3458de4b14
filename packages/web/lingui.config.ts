import { defineConfig } from '@lingui/conf';
import { formatter } from '@lingui/format-po';
import { createSwcExtractor } from '@lingui/native-tools';

// Pages that are not the first one have catalogs of their own, so that a worker on a thin line does not load their words
// with it.
export default defineConfig({
	sourceLocale: 'en',
	locales: ['en', 'fr'],
	fallbackLocales: { default: 'en' },
	catalogs: [
		{
			path: '<rootDir>/src/locales/{locale}',
			include: ['src'],
			exclude: ['src/operator/**', 'src/support/**', 'src/feedback/**', 'src/analyst/**', '**/*.test.*'],
		},
		{ path: '<rootDir>/src/operator/locales/{locale}', include: ['src/operator'], exclude: ['**/*.test.*'] },
		{ path: '<rootDir>/src/support/locales/{locale}', include: ['src/support'], exclude: ['**/*.test.*'] },
		{ path: '<rootDir>/src/feedback/locales/{locale}', include: ['src/feedback'], exclude: ['**/*.test.*'] },
		{ path: '<rootDir>/src/analyst/locales/{locale}', include: ['src/analyst'], exclude: ['**/*.test.*'] },
	],
	format: formatter({ lineNumbers: false }),
	extractors: [createSwcExtractor()],
});
