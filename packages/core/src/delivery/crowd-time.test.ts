import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crowdMin, crowdTime, dayOf, hourOf } from './crowd-time.ts';

const at = new Date('2026-03-01T14:25:36.789Z');
const hour = new Date('2026-03-01T14:00:00Z');
const day = new Date('2026-03-01T00:00:00Z');

describe('crowdTime', () => {
	it('tells the hour where five people answered in it', () => {
		expect(crowdTime({ hours: [{ hour, people: 5 }], days: [{ day, people: 5 }] })(at)).toBe('2026-03-01T14:00:00Z');
	});

	it('tells the day where the hour was lonely', () => {
		expect(crowdTime({ hours: [{ hour, people: 4 }], days: [{ day, people: 5 }] })(at)).toBe('2026-03-01');
	});

	it('tells nothing where the day was lonely too, or is not known', () => {
		expect(crowdTime({ hours: [{ hour, people: 4 }], days: [{ day, people: 4 }] })(at)).toBeNull();
		expect(crowdTime({ hours: [], days: [] })(at)).toBeNull();
	});

	it('never tells an hour or a day of fewer than five, whatever was answered when', () => {
		const instant = fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2026-01-03T00:00:00Z') });
		const answer = fc.record({ worker: fc.integer({ min: 0, max: 8 }), ms: instant });
		fc.assert(
			fc.property(fc.array(answer, { minLength: 1, maxLength: 60 }), (answers) => {
				const workersBy = (unit: (at: Date) => string): Map<string, Set<number>> => {
					const sets = new Map<string, Set<number>>();
					for (const { worker, ms } of answers) {
						const key = unit(new Date(ms));
						sets.set(key, (sets.get(key) ?? new Set()).add(worker));
					}
					return sets;
				};
				const hours = workersBy(hourOf);
				const days = workersBy(dayOf);
				const time = crowdTime({
					hours: [...hours].map(([key, workers]) => ({ hour: new Date(key), people: workers.size })),
					days: [...days].map(([key, workers]) => ({ day: new Date(key), people: workers.size })),
				});
				for (const { ms } of answers) {
					const told = time(new Date(ms));
					if (told === null) continue;
					const people = told.length === 10 ? days.get(told) : hours.get(told);
					expect(people?.size).toBeGreaterThanOrEqual(crowdMin);
				}
			}),
		);
	});
});
