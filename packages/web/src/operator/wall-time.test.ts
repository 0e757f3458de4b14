import { describe, expect, it } from 'vitest';
import { mondayOf, wallShift, wallTime } from './wall-time.ts';

const iso = (at: number | undefined): string | undefined => (at === undefined ? undefined : new Date(at).toISOString());

describe('a wall time', () => {
	it('is a moment in its zone', () => {
		expect(iso(wallTime('2026-01-05', '09:00', 'Africa/Nairobi'))).toBe('2026-01-05T06:00:00.000Z');
		expect(iso(wallTime('2026-01-05', '00:30', 'Pacific/Auckland'))).toBe('2026-01-04T11:30:00.000Z');
		expect(iso(wallTime('2026-07-06', '09:00', 'Europe/Paris'))).toBe('2026-07-06T07:00:00.000Z');
	});

	it('is after the jump where clocks never show it, and the first where they show it twice', () => {
		expect(iso(wallTime('2026-03-29', '02:30', 'Europe/Paris'))).toBe('2026-03-29T01:30:00.000Z');
		expect(iso(wallTime('2026-10-25', '02:30', 'Europe/Paris'))).toBe('2026-10-25T00:30:00.000Z');
		expect(iso(wallTime('2026-03-08', '02:30', 'America/New_York'))).toBe('2026-03-08T07:30:00.000Z');
		expect(iso(wallTime('2026-11-01', '01:30', 'America/New_York'))).toBe('2026-11-01T05:30:00.000Z');
	});

	it('is right just before and after clocks change', () => {
		expect(iso(wallTime('2026-03-29', '01:59', 'Europe/Paris'))).toBe('2026-03-29T00:59:00.000Z');
		expect(iso(wallTime('2026-03-29', '03:00', 'Europe/Paris'))).toBe('2026-03-29T01:00:00.000Z');
		expect(iso(wallTime('2026-10-25', '03:00', 'Europe/Paris'))).toBe('2026-10-25T02:00:00.000Z');
	});

	it('is nothing while it is not filled in', () => {
		expect(wallTime('', '09:00', 'UTC')).toBeUndefined();
		expect(wallTime('2026-01-05', '', 'UTC')).toBeUndefined();
	});
});

describe('a shift by its wall clock', () => {
	it('ends on the day after when its end is no later than its start', () => {
		const night = wallShift({ date: '2026-01-05', start: '22:00', end: '06:00', zone: 'Africa/Nairobi' });
		expect([iso(night?.startsAt), iso(night?.endsAt), night?.nextDay]).toEqual([
			'2026-01-05T19:00:00.000Z',
			'2026-01-06T03:00:00.000Z',
			true,
		]);
	});
});

it('knows the Monday of a week', () => {
	expect(mondayOf('2026-01-05')).toBe('2026-01-05');
	expect(mondayOf('2026-01-11')).toBe('2026-01-05');
	expect(mondayOf('2026-01-01')).toBe('2025-12-29');
});
