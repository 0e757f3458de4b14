import { describe, expect, it } from 'vitest';
import type { MyShift } from '../api/shift.ts';
import { hoursFor, offShift, shiftChangesAt } from './off-shift.ts';

const hour = 3_600_000;
const now = Date.UTC(2026, 0, 5, 12);
const shift = (startsAt: number, endsAt: number): NonNullable<MyShift['now']> => ({
	id: 's',
	startsAt: new Date(startsAt).toISOString(),
	endsAt: new Date(endsAt).toISOString(),
	timeZone: 'Africa/Nairobi',
	plannedBy: 'person',
});
const facts = (more: Partial<MyShift>): MyShift => ({
	now: null,
	next: [],
	dayMs: 0,
	weekMs: 0,
	dayMsMax: 8 * hour,
	weekMsMax: 48 * hour,
	...more,
});

describe('why there is no work', () => {
	it('is that no shift runs', () => {
		expect(offShift(facts({}), now)).toBe('begin');
	});

	it('is that the shift ends soon, to its last moment', () => {
		expect(offShift(facts({ now: shift(now - hour, now + hour / 2 - 1) }), now)).toBe('ending');
		expect(offShift(facts({ now: shift(now - hour, now + 1_000) }), now)).toBe('ending');
		expect(offShift(facts({ now: shift(now - hour, now + hour / 2) }), now)).toBe('running');
	});

	it('is the end of the shift for who works the same eight hours every day', () => {
		expect(offShift(facts({ dayMs: 8 * hour, now: shift(now - 7 * hour, now + hour / 3) }), now)).toBe('ending');
	});

	it('is that the hours are used up, on a shift or not', () => {
		expect(offShift(facts({ dayMs: 8 * hour }), now)).toBe('day');
		expect(offShift(facts({ dayMs: 8 * hour - 60_000 }), now)).toBe('begin');
		expect(offShift(facts({ weekMs: 48 * hour, now: shift(now - hour, now + hour) }), now)).toBe('week');
	});
});

it('changes by itself when the shift has ended, or the next one has begun', () => {
	const slack = 2_000;
	expect(shiftChangesAt(facts({}))).toBeUndefined();
	expect(shiftChangesAt(facts({ next: [shift(now + hour, now + 2 * hour)] }))).toBe(now + hour + slack);
	expect(
		shiftChangesAt(facts({ now: shift(now - hour, now + hour), next: [shift(now + 2 * hour, now + 3 * hour)] })),
	).toBe(now + hour + slack);
});

it('offers a shift that uses all that the day has room for', () => {
	expect(hoursFor(8 * hour)).toBe(8);
	expect(hoursFor(7 * hour)).toBe(8);
	expect(hoursFor(6 * hour)).toBe(6);
	expect(hoursFor(hour)).toBe(2);
});
