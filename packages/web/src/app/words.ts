import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { type HazardCategory, type Severity, unscreened } from '@utu/core/safety/hazards.ts';

const hazards: Readonly<Record<string, MessageDescriptor>> = {
	sexual: msg`sexual content`,
	'sexual/minors': msg`sexual content with minors`,
	hate: msg`hate`,
	'hate/threatening': msg`hate with threats`,
	harassment: msg`harassment`,
	'self-harm': msg`self-harm`,
	violence: msg`violence`,
	'violence/graphic': msg`graphic violence`,
	[unscreened]: msg`unscreened content`,
};

/** A hazard category in the person's language; a category of a project keeps its own name. */
export const hazardWord = (category: HazardCategory, i18n: I18n): string => {
	const known = hazards[category];
	return known === undefined ? category.replace(/^x-/, '').replaceAll(/[-_]/g, ' ') : i18n._(known);
};

const severities: readonly MessageDescriptor[] = [msg`none`, msg`mild`, msg`moderate`, msg`severe`, msg`extreme`];

export const severityWord = (severity: Severity, i18n: I18n): string => i18n._(severities[severity] ?? msg`none`);

/** The text for this language, else English, else whatever there is. */
export const inLanguage = (
	texts: Readonly<Record<string, string | undefined>> | undefined,
	i18n: I18n,
): { readonly text: string; readonly lang: string } | undefined => {
	if (texts === undefined) return undefined;
	const lang = [i18n.locale, 'en', ...Object.keys(texts)].find((candidate) => (texts[candidate] ?? '') !== '');
	return lang === undefined ? undefined : { text: texts[lang] ?? '', lang };
};

export const capitalised = (text: string, i18n: I18n): string =>
	text.charAt(0).toLocaleUpperCase(i18n.locale) + text.slice(1);

/** “hate, violence and harassment”, as it is written where the person is. */
export const listWords = (words: readonly string[], i18n: I18n): string =>
	new Intl.ListFormat(i18n.locales ?? i18n.locale, { type: 'conjunction' }).format(words);

/** A language's name: “Swahili”. */
export const languageWord = (tag: string, i18n: I18n): string => {
	try {
		return new Intl.DisplayNames([i18n.locale], { type: 'language' }).of(tag) ?? tag;
	} catch {
		return tag;
	}
};

export const countryWord = (code: string, i18n: I18n): string => {
	try {
		return new Intl.DisplayNames([i18n.locale], { type: 'region' }).of(code) ?? code;
	} catch {
		return code;
	}
};

/** Whole minutes for bars and limits; a rest that has begun counts. */
export const minutesOf = (ms: number): number => Math.ceil(ms / 60_000);

/** “5 hours 20 minutes”, “8 hours” or “40 minutes”. */
export const hoursWords = (ms: number, i18n: I18n): string => {
	const whole = Math.round(Math.max(0, ms) / 60_000);
	const hours = Math.floor(whole / 60);
	const minutes = whole % 60;
	if (hours === 0) return i18n._(msg`${plural(minutes, { one: '# minute', other: '# minutes' })}`);
	if (minutes === 0) return i18n._(msg`${plural(hours, { one: '# hour', other: '# hours' })}`);
	return i18n._(
		msg`${plural(hours, { one: '# hour', other: '# hours' })} ${plural(minutes, { one: '# minute', other: '# minutes' })}`,
	);
};
