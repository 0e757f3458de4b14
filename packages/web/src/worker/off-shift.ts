import { lastSevereMs } from '@utu/core/safety/shift.ts';
import type { EpochMs } from '@utu/core/shared/brand.ts';
import type { MyShift } from '../api/shift.ts';

/**
 * Why the router says that the shift forbids work. `ending`: what waits is too severe for the end of a shift.
 * `running`: nothing forbids it any more, so asking again is all that is needed.
 */
export type OffShift = 'begin' | 'ending' | 'day' | 'week' | 'running';

export const offShift = (shift: MyShift, now: EpochMs): OffShift => {
	// Who works the same eight hours every day has eight behind them all along: the end of the shift is told first.
	if (shift.now !== null && Date.parse(shift.now.endsAt) - now < lastSevereMs) return 'ending';
	if (shift.dayMs > shift.dayMsMax - roomMsMin) return 'day';
	if (shift.weekMs > shift.weekMsMax - roomMsMin) return 'week';
	return shift.now === null ? 'begin' : 'running';
};

/** Room for less is no room: the router leases nothing shorter. */
const roomMsMin = 60_000;

/** The server's clock is known to about this. */
const clockSlackMs = 2_000;

/** When the answer has become another one by itself: the shift that runs has ended, or the next one has begun. */
export const shiftChangesAt = (shift: MyShift): EpochMs | undefined => {
	const at = shift.now?.endsAt ?? shift.next[0]?.startsAt;
	return at === undefined ? undefined : Date.parse(at) + clockSlackMs;
};

/** Lengths that are offered. */
export const shiftHours = [2, 4, 6, 8] as const;
export type ShiftHours = (typeof shiftHours)[number];

/** The shortest that uses all that the day has room for: the router stops at the hours of the day anyway. */
export const hoursFor = (leftMs: number): ShiftHours => shiftHours.find((hours) => hours * 3_600_000 >= leftMs) ?? 8;
