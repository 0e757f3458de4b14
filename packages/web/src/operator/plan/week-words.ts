import type { I18n } from '@lingui/core';

/** A Monday in UTC: weeks of a plan have no date. */
const mondayMs = Date.UTC(2024, 0, 1);
const hourMs = 3_600_000;

/** “Thursday”, or “Thu”, for an hour of the week. */
export const weekdayWord = (hour: number, i18n: I18n, length: 'long' | 'short' = 'long'): string =>
	i18n.date(new Date(mondayMs + (hour % 168) * hourMs), { weekday: length, timeZone: 'UTC' });

/** “Thu 14:00”. */
export const weekHourWord = (hour: number, i18n: I18n): string =>
	i18n.date(new Date(mondayMs + (hour % 168) * hourMs), {
		weekday: 'short',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
		timeZone: 'UTC',
	});

/** “9 h”, “3 days” from two days on. */
export const ageWord = (hours: number, i18n: I18n): string =>
	hours >= 48
		? i18n.number(hours / 24, { style: 'unit', unit: 'day', unitDisplay: 'long', maximumFractionDigits: 0 })
		: i18n.number(hours, {
				style: 'unit',
				unit: 'hour',
				unitDisplay: 'short',
				maximumFractionDigits: hours < 10 ? 1 : 0,
			});
