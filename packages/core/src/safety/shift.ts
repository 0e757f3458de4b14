import type { EpochMs } from '../shared/brand.ts';
import { leaseMsMax } from './limits.ts';

/** What the router knows of a person's time at work. Elapsed time counts, breaks and waiting too: all of it is paid. */
export type ShiftFacts = {
	/** When the shift that runs now ends; undefined outside any shift. */
	readonly endsAt: EpochMs | undefined;
	/** On shift in the last 24 h and in the last 7 × 24 h, over all organisations. Milliseconds. */
	readonly dayMs: number;
	readonly weekMs: number;
	/**
	 * The same as they will stand when the longest lease ends (`leaseMsMax` from now, or with the shift): as time goes on,
	 * the window leaves behind what was worked a day ago, so that eight hours at the same time of each day stay eight.
	 */
	readonly dayMsAfter: number;
	readonly weekMsAfter: number;
};

const minuteMs = 60_000;

/** Severe content is not given out so shortly before a shift ends: nobody goes home straight from it. */
export const lastSevereMs = 30 * minuteMs;
/** At work in any 24 h, past which nothing is leased. [D] */
export const shiftDayMsMax = 8 * 60 * minuteMs;
/** At work in any 7 × 24 h. */
export const shiftWeekMsMax = 48 * 60 * minuteMs;
/** The longest shift that can be planned. [D] */
export const shiftMsMax = 12 * 60 * minuteMs;
/** A lease shorter than this is no use to anybody. [D] */
const leaseMsMin = minuteMs;

export type ShiftRefusal = 'outside' | 'ending' | 'day' | 'week';

/** Until when a lease may run at the most: the end of the shift, or of the hours that anybody may work. */
export const shiftLeaseUntil = (shift: ShiftFacts, now: EpochMs): EpochMs => {
	const longest = Math.min(now + leaseMsMax, shift.endsAt ?? now);
	// Hours in a window that moves along never get fewer while somebody works: what holds at a lease's end holds all along.
	const left = (ms: number, msAfter: number, msMax: number): EpochMs =>
		msAfter <= msMax ? longest : Math.min(longest, now + Math.max(0, msMax - ms));
	return Math.min(
		left(shift.dayMs, shift.dayMsAfter, shiftDayMsMax),
		left(shift.weekMs, shift.weekMsAfter, shiftWeekMsMax),
	);
};

/** Why the shift forbids a lease of this severity now, or undefined. */
export const shiftForbids = (shift: ShiftFacts, severity: number, now: EpochMs): ShiftRefusal | undefined => {
	if (shift.endsAt === undefined || shift.endsAt - now < leaseMsMin) return 'outside';
	if (shiftLeaseUntil(shift, now) - now < leaseMsMin) return shift.dayMsAfter > shiftDayMsMax ? 'day' : 'week';
	if (severity >= 3 && shift.endsAt - now < lastSevereMs) return 'ending';
	return undefined;
};
