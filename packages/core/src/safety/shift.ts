import type { EpochMs } from '../shared/brand.ts';

/** What the router knows of a person's time at work. Elapsed time counts, breaks and waiting too: all of it is paid. */
export type ShiftFacts = {
	/** When the shift that runs now ends; undefined outside any shift. */
	readonly endsAt: EpochMs | undefined;
	/** On shift in the last 24 h and in the last 7 × 24 h, over all organisations. Milliseconds. */
	readonly dayMs: number;
	readonly weekMs: number;
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
export const shiftLeaseUntil = (shift: ShiftFacts, now: EpochMs): EpochMs =>
	Math.min(
		shift.endsAt ?? now,
		now + Math.max(0, shiftDayMsMax - shift.dayMs),
		now + Math.max(0, shiftWeekMsMax - shift.weekMs),
	);

/** Why the shift forbids a lease of this severity now, or undefined. */
export const shiftForbids = (shift: ShiftFacts, severity: number, now: EpochMs): ShiftRefusal | undefined => {
	if (shift.endsAt === undefined || shift.endsAt - now < leaseMsMin) return 'outside';
	if (shift.dayMs > shiftDayMsMax - leaseMsMin) return 'day';
	if (shift.weekMs > shiftWeekMsMax - leaseMsMin) return 'week';
	if (severity >= 3 && shift.endsAt - now < lastSevereMs) return 'ending';
	return undefined;
};
