import { type BySeverity, bySeverity, planBounds, planDefaults } from '@utu/core/planning/input.ts';
import { ceilingLimits } from '@utu/core/safety/limits.ts';
import type { Intake, PlanRequest } from '../api/planning.ts';

/** The numbers of the form, each with its bounds and what it is when nothing is said. */
export const planNumbers = {
	severe: { min: 0, max: 1_000_000, step: 1, first: 500 },
	moderate: { min: 0, max: 1_000_000, step: 1, first: 1_000 },
	mild: { min: 0, max: 1_000_000, step: 1, first: 5_000 },
	people: { min: 0, max: planBounds.peopleMax, step: 1, first: planDefaults.people },
	shiftHours: { min: 1, max: 12, step: 0.25, first: planDefaults.shiftHours },
	daysOn: { min: 1, max: 7, step: 1, first: planDefaults.daysOn },
	consent: { min: 0, max: 100, step: 1, first: 100 * planDefaults.consentShare },
	views: { min: 0, max: planBounds.viewsPerItemMax, step: 0.1, first: planDefaults.viewsPerItem[3] },
	visible: { min: 1, max: 600, step: 1, first: planDefaults.visibleSeconds[3] },
	held: { min: 1, max: 3_600, step: 1, first: planDefaults.heldSeconds[3] },
	age: { min: 1, max: planBounds.ageHoursMax, step: 1, first: planDefaults.severeAgeHoursMax },
	dayMinutes: { min: 0, max: ceilingLimits.dayMs / 60_000, step: 1, first: undefined },
	hourViews: { min: 0, max: ceilingLimits.hourViews, step: 1, first: undefined },
	daysIn7: { min: 0, max: ceilingLimits.daysIn7, step: 1, first: undefined },
} as const;
export type PlanNumber = keyof typeof planNumbers;
export const planNumberNames = Object.keys(planNumbers) as readonly PlanNumber[];

/** The question, as the address has it. What is left out is the default. */
export type PlanSearch = { readonly [Name in PlanNumber]?: number | undefined } & {
	readonly shifts?: string | undefined;
	readonly zone?: string | undefined;
	/** What came in over the last 7 days, instead of the three amounts. */
	readonly measured?: boolean | undefined;
};

const numberOf = (value: unknown, name: PlanNumber): number | undefined => {
	const { min, max } = planNumbers[name];
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && number >= min && number <= max ? number : undefined;
};

const startsPattern = /^\s*\d{1,2}:\d{2}(\s*,\s*\d{1,2}:\d{2})*\s*$/;

/** Every key is named, also those that are refused: the router keeps what no validator names. */
export const planSearch = (search: Readonly<Record<string, unknown>>): PlanSearch => {
	const numbers = Object.fromEntries(planNumberNames.map((name) => [name, numberOf(search[name], name)]));
	const { shifts, zone, measured } = search;
	return {
		...numbers,
		shifts: typeof shifts === 'string' && startsPattern.test(shifts) ? shifts : undefined,
		zone: typeof zone === 'string' && zone !== '' && zone.length <= 64 ? zone : undefined,
		measured: measured === true ? true : undefined,
	};
};

export const defaultStarts = planDefaults.shiftStartHours
	.map((hour) => `${String(hour).padStart(2, '0')}:00`)
	.join(', ');

/** The request that a question stands for. Seconds are of severe looks; milder ones keep their defaults, or less. */
export const planRequest = (
	search: PlanSearch,
	options: { readonly timeZone: string; readonly measured: Intake | undefined },
): PlanRequest => {
	const of = (name: Exclude<PlanNumber, 'dayMinutes' | 'hourViews' | 'daysIn7'>): number =>
		search[name] ?? planNumbers[name].first;
	const starts = (search.shifts ?? defaultStarts).split(',').map((start) => start.trim());
	const views = of('views');
	const held = Math.max(of('held'), of('visible'));
	const severeIn = (defaults: BySeverity, value: number): BySeverity => [
		Math.min(defaults[0], value),
		Math.min(defaults[1], value),
		value,
		value,
		value,
	];
	return {
		intake: options.measured?.intake ?? { perDay: [0, of('mild'), of('moderate'), of('severe'), 0] },
		viewsPerItem: bySeverity((severity) => options.measured?.viewsPerItem[severity] ?? views),
		visibleSeconds: severeIn(planDefaults.visibleSeconds, of('visible')),
		heldSeconds: severeIn(planDefaults.heldSeconds, held),
		people: of('people'),
		timeZone: search.zone ?? options.timeZone,
		shifts: starts.map((start) => ({ start, hours: of('shiftHours') })),
		daysOn: of('daysOn'),
		consentShare: of('consent') / 100,
		limits: {
			...(search.dayMinutes === undefined ? {} : { dayMs: search.dayMinutes * 60_000 }),
			...(search.hourViews === undefined ? {} : { hourViews: search.hourViews }),
			...(search.daysIn7 === undefined ? {} : { daysIn7: search.daysIn7 }),
		},
		severeAgeHoursMax: of('age'),
	};
};
