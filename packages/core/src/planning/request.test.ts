import { describe, expect, it } from 'vitest';
import { ceilingLimits, defaultLimits } from '../safety/limits.ts';
import { type PlanRequest, toPlanInput } from './request.ts';
import { zoneOffsetHours } from './zone.ts';

const at = Date.UTC(2026, 2, 2);
const read = (request: Partial<PlanRequest>) =>
	toPlanInput({ intake: { perDay: [0, 0, 0, 24, 0] }, ...request }, { limits: defaultLimits, at });

describe('toPlanInput', () => {
	it('fills in what was left out, and keeps under the ceiling', () => {
		const input = read({ limits: { hourViews: 400, daysIn7: 2 } });
		expect(input).toMatchObject({
			ok: true,
			value: { people: 20, daysOn: 5, limits: { hourViews: ceilingLimits.hourViews, daysIn7: 2, dayMs: 3_600_000 } },
		});
	});

	it('moves crews to the clock of the plan', () => {
		const input = read({
			timeZone: 'Europe/Paris',
			shifts: [{ start: '08:30', timeZone: 'Asia/Manila', hours: 7 }, { start: '8:00' }],
		});
		expect(input).toMatchObject({
			value: {
				shifts: [
					{ startHour: 8.5, hours: 7, offsetHours: 7 },
					{ startHour: 8, hours: 7.5, offsetHours: 0 },
				],
			},
		});
	});

	it('says what is wrong with a clock', () => {
		const input = read({ timeZone: 'Mars/Base', shifts: [{ start: '25:00' }] });
		expect(input).toMatchObject({ ok: false, error: [{ path: 'timeZone' }, { path: 'shifts.0.start' }] });
	});
});

describe('zoneOffsetHours', () => {
	it('knows quarters, summers, and the other side of the date line', () => {
		expect(zoneOffsetHours('Asia/Kathmandu', at)).toBe(5.75);
		expect(zoneOffsetHours('Europe/Paris', at)).toBe(1);
		expect(zoneOffsetHours('Europe/Paris', Date.UTC(2026, 6, 1))).toBe(2);
		expect(zoneOffsetHours('Pacific/Kiritimati', at)).toBe(14);
		expect(zoneOffsetHours('America/New_York', at)).toBe(-5);
	});
});
