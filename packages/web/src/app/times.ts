import type { I18n } from '@lingui/core';

let timeZone: string | undefined;

/** Times are shown in the person's own zone, which may not be the machine's. An unknown zone leaves it to the machine. */
export const setTimeZone = (zone: string): void => {
	try {
		new Intl.DateTimeFormat('en', { timeZone: zone });
		timeZone = zone;
	} catch {
		timeZone = undefined;
	}
};

/** The zone that times are shown in. */
export const shownZone = (): string => timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;

const format = (at: number | string, i18n: I18n, options: Intl.DateTimeFormatOptions): string =>
	i18n.date(new Date(at), timeZone === undefined ? options : { timeZone, ...options });

/** “14:32” */
export const clockTime = (at: number | string, i18n: I18n, zone = shownZone()): string =>
	format(at, i18n, { timeStyle: 'short', timeZone: zone });

/** “2026-01-05”, the local date. */
export const dateKey = (at: number | string, zone = shownZone()): string =>
	new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(new Date(at));

/** A local date in words: “Mon, 5 Jan” or “Monday 5 January”. */
export const dateWords = (key: string, i18n: I18n, length: 'short' | 'long' = 'short'): string =>
	i18n.date(new Date(`${key}T00:00Z`), { weekday: length, day: 'numeric', month: length, timeZone: 'UTC' });

/** “5–11 January 2026” */
export const dateRange = (from: string, to: string, i18n: I18n): string =>
	new Intl.DateTimeFormat(i18n.locales ?? i18n.locale, {
		day: 'numeric',
		month: 'long',
		year: 'numeric',
		timeZone: 'UTC',
	}).formatRange(new Date(`${from}T00:00Z`), new Date(`${to}T00:00Z`));

/** The local date so many days later. */
export const addDays = (key: string, days: number): string =>
	new Date(Date.parse(`${key}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** “Monday, 5 January 2026 at 14:32” */
export const dayAndTime = (at: number | string, i18n: I18n): string =>
	format(at, i18n, { dateStyle: 'full', timeStyle: 'short' });

/** “5 Jan 2026” */
export const dayOnly = (at: number | string, i18n: I18n): string => format(at, i18n, { dateStyle: 'medium' });
