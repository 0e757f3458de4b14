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

const format = (at: number | string, i18n: I18n, options: Intl.DateTimeFormatOptions): string =>
	i18n.date(new Date(at), timeZone === undefined ? options : { ...options, timeZone });

/** “14:32” */
export const clockTime = (at: number | string, i18n: I18n): string => format(at, i18n, { timeStyle: 'short' });

/** “Monday, 5 January 2026 at 14:32” */
export const dayAndTime = (at: number | string, i18n: I18n): string =>
	format(at, i18n, { dateStyle: 'full', timeStyle: 'short' });

/** “5 Jan 2026” */
export const dayOnly = (at: number | string, i18n: I18n): string => format(at, i18n, { dateStyle: 'medium' });
