import { i18n, type Messages } from '@lingui/core';
import { readStored, writeStored } from '../api/stored.ts';

/** A catalog is a file: dropping `sw.po` beside these adds a language. Each is loaded alone, when it is chosen. */
const catalogs = import.meta.glob<{ messages: Messages }>('../locales/*.po');
/** Words of pages that not everybody opens, by folder. */
const partCatalogs = {
	operator: import.meta.glob<{ messages: Messages }>('../operator/locales/*.po'),
	support: import.meta.glob<{ messages: Messages }>('../support/locales/*.po'),
	feedback: import.meta.glob<{ messages: Messages }>('../feedback/locales/*.po'),
	analyst: import.meta.glob<{ messages: Messages }>('../analyst/locales/*.po'),
} as const;
type Part = keyof typeof partCatalogs;

const localeKey = 'utu.locale';
const fallbackLocale = 'en';
const rightToLeft = new Set(['ar', 'fa', 'he', 'ur', 'ps', 'ckb', 'dv']);

export const locales: readonly string[] = Object.keys(catalogs)
	.map((path) => /([a-z-]+)\.po$/i.exec(path)?.[1] ?? fallbackLocale)
	.sort();

const known = (locale: string | undefined): locale is string => locale !== undefined && locales.includes(locale);

/** The language chosen in this browser, else the browser's first that there is a catalog for. */
export const preferredLocale = (): string => {
	const stored = readStored(localeKey);
	if (known(stored)) return stored;
	return navigator.languages.map((tag) => tag.split('-')[0]).find(known) ?? fallbackLocale;
};

const languageNames = (locale: string): string =>
	new Intl.DisplayNames([locale], { type: 'language', fallback: 'code' }).of(locale) ?? locale;

/** A language's name in that language: “français”. */
export const localeLabel = (locale: string): string => {
	const name = languageNames(locale);
	return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
};

export const activateLocale = async (wanted: string, options: { readonly remember?: boolean } = {}): Promise<void> => {
	const locale = known(wanted) ? wanted : fallbackLocale;
	if (options.remember) writeStored(localeKey, locale);
	if (i18n.locale === locale) return;
	const catalog = await catalogs[`../locales/${locale}.po`]?.();
	i18n.load(locale, catalog?.messages ?? {});
	await loadParts([...partsWanted], locale);
	document.documentElement.lang = locale;
	document.documentElement.dir = rightToLeft.has(locale) ? 'rtl' : 'ltr';
	// Numbers and times as they are written where the person is: British, Kenyan or American English.
	i18n.activate(locale, [...navigator.languages.filter((tag) => tag.split('-')[0] === locale), locale]);
};

const partsWanted = new Set<Part>();
/** “fr support”: what the language has already. */
const partsLoaded = new Set<string>();

/**
 * Adds the words of some pages to the language in use; their routes call it as they load. All at once, and none twice:
 * whatever is added draws the whole page anew.
 */
const loadParts = async (parts: readonly Part[], locale = i18n.locale): Promise<void> => {
	for (const part of parts) partsWanted.add(part);
	const missing = parts.filter((part) => !partsLoaded.has(`${locale} ${part}`));
	if (missing.length === 0) return;
	const loaded = await Promise.all(
		missing.map((part) => {
			const files = partCatalogs[part];
			const path = (of: string): string => `../${part}/locales/${of}.po`;
			return (files[path(locale)] ?? files[path(fallbackLocale)])?.();
		}),
	);
	for (const part of missing) partsLoaded.add(`${locale} ${part}`);
	i18n.load(locale, Object.assign({}, ...loaded.map((catalog) => catalog?.messages)));
};

export const loadOperatorMessages = (): Promise<void> => loadParts(['operator']);
export const loadSupportMessages = (): Promise<void> => loadParts(['support']);
export const loadFeedbackMessages = (): Promise<void> => loadParts(['feedback']);
/** An analyst's pages show verdicts and spans as those of feedback do. */
export const loadAnalystMessages = (): Promise<void> => loadParts(['analyst', 'feedback']);
