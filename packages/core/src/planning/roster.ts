import { shiftForbids } from '../safety/shift.ts';
import { type CrewShift, hoursInWeek } from './input.ts';

/** A week of one crew whose first day at work is Monday; the other six begin a day later each. */
export type CrewWeek = {
	/** Which part of each hour of the week is on shift. */
	readonly onShift: readonly number[];
	/** … and may be given something. */
	readonly any: readonly number[];
	/** … and may be given severe content. */
	readonly severe: readonly number[];
	/** The same, summed: hours a week. */
	readonly anyHours: number;
	readonly severeHours: number;
	/** The crew's own dates on which anything may be given, a week: a shift past midnight touches two. */
	readonly dates: number;
};

const quarterMs = 900_000;
const slotsInHour = 4;
const slotsInDay = 24 * slotsInHour;
const slots = hoursInWeek * slotsInHour;
const wrapped = (slot: number): number => ((slot % slots) + slots) % slots;

/**
 * When people of a crew may be given work, week after week, quarter by quarter in its middle; whether they may is asked
 * of `shiftForbids`, the router's own predicate.
 */
export const crewWeek = (shift: CrewShift, daysOn: number): CrewWeek => {
	const length = Math.round(shift.hours * slotsInHour);
	const leftSlots = new Float64Array(slots);
	for (let day = 0; day < daysOn; day++) {
		const start = Math.round((day * 24 + shift.startHour - shift.offsetHours) * slotsInHour);
		for (let at = 0; at < length; at++) leftSlots[wrapped(start + at)] = length - at;
	}
	const weekMs = leftSlots.reduce((sum, left) => sum + (left > 0 ? quarterMs : 0), 0);
	const dayMs = dayMsOf(leftSlots);
	const allowed = (severity: number): readonly boolean[] =>
		Array.from(leftSlots, (left, slot) => {
			if (left === 0) return false;
			const now = (slot + 0.5) * quarterMs;
			const facts = {
				endsAt: now + (left - 0.5) * quarterMs,
				...dayMs(slot),
				weekMs,
				// The week after is the same week.
				weekMsAfter: weekMs,
			};
			return shiftForbids(facts, severity, now) === undefined;
		});
	const any = allowed(0);
	const severe = allowed(3);
	const localDay = (slot: number): number =>
		Math.floor(wrapped(slot + Math.round(shift.offsetHours * slotsInHour)) / slotsInDay);
	const hours = (flags: readonly boolean[]): number => flags.filter(Boolean).length / slotsInHour;
	return {
		onShift: byHour(Array.from(leftSlots, (left) => left > 0)),
		any: byHour(any),
		severe: byHour(severe),
		anyHours: hours(any),
		severeHours: hours(severe),
		dates: new Set(any.flatMap((may, slot) => (may ? [localDay(slot)] : []))).size,
	};
};

/** On shift in the 24 h before the middle of a slot (half of it, 95 whole ones, half of the first), and before its end. */
const dayMsOf = (
	leftSlots: Float64Array,
): ((slot: number) => { readonly dayMs: number; readonly dayMsAfter: number }) => {
	// Slots on shift before each, from a day before Monday on.
	const before = new Float64Array(slots + slotsInDay + 1);
	for (let at = 0; at < slots + slotsInDay; at++)
		before[at + 1] = before[at]! + (leftSlots[wrapped(at - slotsInDay)]! > 0 ? 1 : 0);
	return (slot) => {
		const now = slot + slotsInDay;
		const sum = (from: number, to: number): number => before[to]! - before[from]!;
		const dayMsAfter = sum(slot + 1, now + 1) * quarterMs;
		return { dayMs: (sum(slot, now) * quarterMs + dayMsAfter) / 2, dayMsAfter };
	};
};

const byHour = (flags: readonly boolean[]): readonly number[] =>
	Array.from({ length: hoursInWeek }, (_, hour) => {
		const first = hour * slotsInHour;
		return flags.slice(first, first + slotsInHour).filter(Boolean).length / slotsInHour;
	});
