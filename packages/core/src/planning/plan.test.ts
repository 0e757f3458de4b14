import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ceilingLimits, defaultLimits } from '../safety/limits.ts';
import { leastPeopleBound } from './bound.ts';
import { type BySeverity, type CrewShift, checkPlanInput, type PlanInput, planDefaults, weekOf } from './input.ts';
import { makePlan, type Plan } from './plan.ts';
import { type Given, simulate } from './simulate.ts';

const one: BySeverity = [1, 1, 1, 1, 1];
const shiftAt = (startHour: number, over: Partial<CrewShift> = {}): CrewShift => ({
	startHour,
	hours: planDefaults.shiftHours,
	offsetHours: 0,
	share: 1,
	...over,
});
const inputOf = (perDay: BySeverity, over: Partial<PlanInput> = {}): PlanInput => ({
	itemsByHour: weekOf({ perDay }),
	viewsPerItem: one,
	visibleSeconds: planDefaults.visibleSeconds,
	heldSeconds: planDefaults.heldSeconds,
	people: 20,
	shifts: planDefaults.shiftStartHours.map((hour) => shiftAt(hour)),
	daysOn: 5,
	consentShare: 1,
	limits: defaultLimits,
	severeAgeHoursMax: 4,
	...over,
});
const planned = (input: PlanInput): Plan => {
	const plan = makePlan(input);
	if (!plan.ok) throw new Error(JSON.stringify(plan.error));
	return plan.value;
};

const amount = fc.integer({ min: 0, max: 4_000 });
const inputs: fc.Arbitrary<PlanInput> = fc
	.record({
		perDay: fc.tuple(amount, amount, amount, amount, amount),
		hourWeights: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 24, maxLength: 24 }),
		people: fc.integer({ min: 0, max: 400 }),
		starts: fc.uniqueArray(fc.integer({ min: 0, max: 95 }), { minLength: 1, maxLength: 4 }),
		hours: fc.integer({ min: 8, max: 40 }),
		offset: fc.integer({ min: -48, max: 48 }),
		daysOn: fc.integer({ min: 1, max: 7 }),
		consentShare: fc.double({ min: 0.05, max: 1, noNaN: true }),
		dayMin: fc.integer({ min: 5, max: ceilingLimits.dayMs / 60_000 }),
		hourViews: fc.integer({ min: 1, max: ceilingLimits.hourViews }),
		daysIn7: fc.integer({ min: 1, max: ceilingLimits.daysIn7 }),
		visible: fc.integer({ min: 5, max: 60 }),
		severeAgeHoursMax: fc.integer({ min: 1, max: 100 }),
	})
	.map(({ starts, hours, offset, visible, ...from }) =>
		inputOf(from.perDay, {
			itemsByHour: weekOf({ perDay: from.perDay, hourWeights: from.hourWeights }),
			people: from.people,
			shifts: starts.map((start) => shiftAt(start / 4, { hours: hours / 4, offsetHours: offset / 4 })),
			daysOn: from.daysOn,
			consentShare: from.consentShare,
			limits: {
				dayMs: from.dayMin * 60_000,
				runMs: ceilingLimits.runMs,
				hourViews: from.hourViews,
				daysIn7: from.daysIn7,
			},
			visibleSeconds: [visible, visible, visible, visible, visible],
			heldSeconds: [2 * visible, 2 * visible, 2 * visible, 2 * visible, 2 * visible],
			severeAgeHoursMax: from.severeAgeHoursMax,
		}),
	);
/** The same each time: what a run finds, the next one can look at. */
const seed = 20_261_125;
const runs = { numRuns: 150, seed };

describe('makePlan, by hand', () => {
	it('600 severe views an hour at 40 views an hour need 15 people with room, and the least number has them', () => {
		const input = inputOf([0, 0, 0, 14_400, 0]);
		const { peopleNeeded, hours } = planned(input);
		expect(hours.map((hour) => Math.round(hour.needed * 1e6) / 1e6)).toEqual(hours.map(() => 15));
		if (peopleNeeded === null) throw new Error('no number');
		const enough = planned({ ...input, people: peopleNeeded });
		expect(enough.enough).toBe(true);
		expect(enough.outlook.severe.stable).toBe(true);
		// Over the week there is as much room as is needed, but for what may be left over: one in a hundred.
		const room = enough.hours.reduce((sum, hour) => sum + hour.withRoom, 0) / enough.hours.length;
		expect(room).toBeGreaterThanOrEqual(0.99 * 15);
		expect(planned({ ...input, people: peopleNeeded - 1 }).enough).toBe(false);
	});

	it('60 minutes a day on 3 days in 7 are 540 looks of 20 s a week: 10 people for 5,400', () => {
		const { severities, people } = leastPeopleBound(inputOf([0, 0, 0, 5_400 / 7, 0], { shifts: [shiftAt(9)] }));
		expect(severities[3]).toMatchObject({ severity: 3, binding: 'daysIn7' });
		expect(severities[3]?.people).toBeCloseTo(10);
		// 180 looks on each of 5 days, were it not for the 3 days in 7.
		expect(severities[3]?.alone.dayMs).toBeCloseTo(6);
		// 7 h of a shift, 40 an hour, 5 days: 1,400.
		expect(severities[3]?.alone.hourViews).toBeCloseTo(5_400 / 1_400);
		expect(people).toBe(10);
	});

	it('moderate content counts half: on 6 days in 7, 120 minutes a day', () => {
		const { severities } = leastPeopleBound(
			inputOf([0, 0, 1_000, 0, 0], { shifts: [shiftAt(9)], visibleSeconds: [10, 10, 40, 40, 40] }),
		);
		expect(severities[2]?.people).toBeCloseTo(7_000 / (180 * 5));
		expect(severities[2]?.binding).toBe('dayMs');
	});

	it('names the views an hour where looks are short, and work where nothing is severe', () => {
		const short = inputOf([0, 0, 0, 1_000, 0], { visibleSeconds: [1, 1, 1, 1, 1], heldSeconds: [2, 2, 2, 2, 2] });
		const ceiling = { ...short, limits: ceilingLimits, daysOn: 5 };
		expect(leastPeopleBound(ceiling).severities[3]?.binding).toBe('hourViews');
		expect(leastPeopleBound(inputOf([0, 1_000, 0, 0, 0])).severities[1]?.binding).toBe('work');
	});

	it('a shift over 8 h at the same time each day, or over 48 h a week, leaves hours in which nothing may be given out', () => {
		expect(planned(inputOf([0, 10, 0, 0, 0])).notes).toEqual([]);
		expect(planned(inputOf([0, 10, 0, 0, 0], { shifts: [shiftAt(9, { hours: 8 })] })).notes).toEqual([]);
		expect(planned(inputOf([0, 10, 0, 0, 0], { shifts: [shiftAt(9, { hours: 9 })] })).notes).toEqual(['hours-idle']);
	});

	it('says so where no number of people is enough: nobody is there at night', () => {
		const night = inputOf([0, 0, 0, 100, 0], { shifts: [shiftAt(9)] });
		expect(planned(night).peopleNeeded).toBeNull();
		expect(planned({ ...night, severeAgeHoursMax: 24 }).peopleNeeded).not.toBeNull();
		const unwilling = planned(inputOf([0, 0, 0, 100, 0], { consentShare: 0 }));
		expect(unwilling.peopleNeeded).toBeNull();
		expect(unwilling.notes).toEqual(['no-consent']);
	});

	it('people in other zones stand where their clocks say', () => {
		const here = planned(inputOf([0, 0, 0, 100, 0], { shifts: [shiftAt(8)] }));
		const ahead = planned(inputOf([0, 0, 0, 100, 0], { shifts: [shiftAt(8, { offsetHours: 3 })] }));
		const onShift = (plan: Plan) => plan.hours.findIndex((hour) => hour.onShift > 0);
		expect([onShift(here), onShift(ahead)]).toEqual([8, 5]);
	});

	it('an age is the wait of what is next in turn', () => {
		const { hours } = planned(
			inputOf([0, 24, 0, 0, 0], { people: 100, shifts: [shiftAt(9)], daysOn: 6, severeAgeHoursMax: 1 }),
		);
		expect(hours[8]?.ageHours.mild).toBeCloseTo(16, 0);
		expect(hours[10]?.ageHours.mild).toBe(0);
	});
});

describe('makePlan', { timeout: 60_000 }, () => {
	it('finds a number that is enough, one less is not, and the bound in closed form is below', () => {
		fc.assert(
			fc.property(inputs, (input) => {
				const { peopleNeeded, bound } = planned(input);
				fc.pre(peopleNeeded !== null);
				expect(peopleNeeded).toBeGreaterThanOrEqual(bound.people);
				expect(planned({ ...input, people: peopleNeeded }).enough).toBe(true);
				if (peopleNeeded > bound.people) expect(planned({ ...input, people: peopleNeeded - 1 }).enough).toBe(false);
			}),
			{ numRuns: 30, seed },
		);
	});

	it('gives nobody more than a limit, in any hour, any 24 h and any 7 days', () => {
		fc.assert(
			fc.property(inputs, (input) => {
				const doses = new Map<string, number[]>();
				const broken = new Set<string>();
				simulate(input, (given) => {
					for (const name of brokenBy(input, given, doses)) broken.add(name);
				});
				expect([...broken]).toEqual([]);
			}),
			runs,
		);
	});

	it('loses nothing: what came is served or waits', () => {
		fc.assert(
			fc.property(inputs, (input) => {
				const { hours } = simulate(input);
				for (let at = 1; at < hours.length; at++) {
					const [before, now] = [hours[at - 1]!, hours[at]!];
					for (const name of ['mild', 'moderate', 'severe'] as const) {
						const expected = before.backlog[name] + now.arrivals[name] - now.served[name];
						expect(Math.abs(now.backlog[name] - expected)).toBeLessThan(1e-6 * (1 + expected));
						expect(now.ageHours[name]).toBeGreaterThanOrEqual(0);
					}
				}
			}),
			runs,
		);
	});

	it('the bound falls, or stays, as limits rise and as people are willing', () => {
		fc.assert(
			fc.property(inputs, (input) => {
				const before = leastPeopleBound(input).people;
				expect(leastPeopleBound({ ...input, limits: ceilingLimits }).people).toBeLessThanOrEqual(before);
				expect(leastPeopleBound({ ...input, consentShare: 1 }).people).toBeLessThanOrEqual(before);
			}),
			runs,
		);
	});
});

/** Recounts what one person of a group is given, and names what it breaks. */
const brokenBy = (input: PlanInput, given: Given, doses: Map<string, number[]>): readonly string[] => {
	const { limits } = input;
	const { name, views, at, week, firstDay } = given;
	const weight = name === 'severe' ? 1 : 0.5;
	const hour = (at - 24 * firstDay + 2 * 168) % 168;
	const slack = 1 + 1e-9;
	const visible = input.visibleSeconds[3];
	const here = (name === 'severe' ? week.severe : week.any)[hour]!;
	const breaks = (views * weight * visible * 1_000 * 600) / limits.runMs;
	const key = `${name} ${given.group}`;
	const dose = doses.get(key) ?? [];
	dose.push(views * weight * visible);
	doses.set(key, dose);
	const daySeconds = dose.slice(-25).reduce((sum, seconds) => sum + seconds, 0);
	const holds = {
		hourViews: weight * views <= limits.hourViews * here * slack,
		hour: views * input.heldSeconds[3] + breaks <= 3_600 * here * slack,
		dayMs: daySeconds <= (limits.dayMs / 1_000) * slack,
		// Of eight dates in a row, those at work are at most this many.
		daysIn7: given.dateShare * Math.min(8, (week.dates * 8) / 7) * weight <= limits.daysIn7 * slack,
	};
	return Object.entries(holds).flatMap(([limit, held]) => (held ? [] : [limit]));
};

describe('checkPlanInput', () => {
	it('says what to change', () => {
		const input = inputOf([0, 0, 0, 1, 0]);
		expect(checkPlanInput(input)).toEqual([]);
		const wrong = {
			...input,
			people: -1,
			daysOn: 8,
			consentShare: 2,
			limits: { ...defaultLimits, hourViews: 41 },
			shifts: [shiftAt(9.1), shiftAt(9, { hours: 13 })],
			heldSeconds: one,
		};
		expect(new Set(checkPlanInput(wrong).map((fault) => fault.path.replace(/\..*/, '')))).toEqual(
			new Set(['people', 'daysOn', 'consentShare', 'limits', 'shifts', 'heldSeconds']),
		);
	});

	it('a week by a profile has the amount of seven days', () => {
		const week = weekOf({ perDay: [0, 0, 0, 24, 0], hourWeights: [...Array(12).fill(1), ...Array(12).fill(3)] });
		expect(week[0]?.[3]).toBeCloseTo(0.5);
		expect(week.reduce((sum, hour) => sum + hour[3], 0)).toBeCloseTo(168);
	});
});
