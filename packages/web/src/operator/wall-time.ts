import type { EpochMs } from '@utu/core/shared/brand.ts';
import { addDays } from '../app/times.ts';

/** How far a zone's clocks are ahead of UTC at a moment, milliseconds. */
const offsetMs = (at: EpochMs, zone: string): number => {
	const parts = new Intl.DateTimeFormat('en-GB', {
		timeZone: zone,
		hourCycle: 'h23',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
	}).formatToParts(at);
	const of = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((part) => part.type === type)?.value);
	const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
	return wall - Math.floor(at / 1000) * 1000;
};

/**
 * The moment when the clocks of a zone show this date and time; undefined when either is not filled in.
 * Where clocks jump forward and never show it, the moment after the jump; where they show it twice, the first.
 */
export const wallTime = (date: string, time: string, zone: string): EpochMs | undefined => {
	const wall = Date.parse(`${date}T${time}Z`);
	if (Number.isNaN(wall)) return undefined;
	const before = wall - offsetMs(wall - 86_400_000, zone);
	const after = wall - offsetMs(wall + 86_400_000, zone);
	const shows = (at: EpochMs): boolean => at + offsetMs(at, zone) === wall;
	if (shows(before)) return before;
	return shows(after) ? after : before;
};

/** A shift by its wall clock; one that ends no later than it starts ends on the day after. */
export const wallShift = (typed: {
	readonly date: string;
	readonly start: string;
	readonly end: string;
	readonly zone: string;
}): { readonly startsAt: EpochMs; readonly endsAt: EpochMs; readonly nextDay: boolean } | undefined => {
	const nextDay = typed.end <= typed.start;
	const startsAt = wallTime(typed.date, typed.start, typed.zone);
	if (startsAt === undefined) return undefined;
	const endsAt = wallTime(nextDay ? addDays(typed.date, 1) : typed.date, typed.end, typed.zone);
	return endsAt === undefined ? undefined : { startsAt, endsAt, nextDay };
};

/** The Monday of a date's week. */
export const mondayOf = (date: string): string => addDays(date, -((new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7));
