import { describe, expect, it } from 'vitest';
import { planRequest, planSearch } from './plan-search.ts';

describe('planSearch', () => {
	it('takes what lies within bounds, and names what it refuses', () => {
		const search = planSearch({
			people: '34',
			severe: -1,
			daysIn7: 6,
			shifts: '9:00, 17:30',
			measured: 'yes',
			zone: '',
		});
		expect(search).toMatchObject({ people: 34, shifts: '9:00, 17:30' });
		for (const name of ['severe', 'daysIn7', 'measured', 'zone', 'consent'] as const) {
			expect(Object.keys(search)).toContain(name);
			expect(search[name]).toBeUndefined();
		}
	});
});

describe('planRequest', () => {
	it('fills in the defaults and leaves the limits to the organisation', () => {
		const request = planRequest(planSearch({ consent: 60 }), { timeZone: 'Africa/Nairobi', measured: undefined });
		expect(request).toMatchObject({
			intake: { perDay: [0, 5_000, 1_000, 500, 0] },
			people: 20,
			timeZone: 'Africa/Nairobi',
			shifts: [{ start: '06:00' }, { start: '14:00' }, { start: '22:00', hours: 7.5 }],
			consentShare: 0.6,
			limits: {},
		});
	});

	it('takes what was measured, and keeps a look as long as its content is in sight', () => {
		const hours = Array.from({ length: 168 }, (): [number, number, number, number, number] => [0, 1, 2, 3, 4]);
		const request = planRequest(planSearch({ measured: true, visible: 90, dayMinutes: 30 }), {
			timeZone: 'UTC',
			measured: {
				from: '2026-01-01T00:00:00Z',
				to: '2026-01-08T00:00:00Z',
				timeZone: 'UTC',
				items: 1_680,
				intake: { hours },
				viewsPerItem: [null, 1.2, null, 2, null],
			},
		});
		expect(request).toMatchObject({
			intake: { hours },
			viewsPerItem: [1.5, 1.2, 1.5, 2, 1.5],
			visibleSeconds: [10, 15, 90, 90, 90],
			heldSeconds: [20, 30, 90, 90, 90],
			limits: { dayMs: 1_800_000 },
		});
	});
});
