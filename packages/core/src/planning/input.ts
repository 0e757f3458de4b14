import { type Severity, severities } from '../safety/hazards.ts';
import { ceilingLimits, defaultLimits, type Limits } from '../safety/limits.ts';
import { shiftMsMax } from '../safety/shift.ts';

export const hoursInWeek = 168;
/** One value for each severity, 0 to 4. */
export type BySeverity<T = number> = readonly [T, T, T, T, T];
export const bySeverity = <T>(of: (severity: Severity) => T): BySeverity<T> => [of(0), of(1), of(2), of(3), of(4)];

/** A shift that people of one crew work on each of their days. Hours are local to the crew. */
export type CrewShift = {
	/** Hour of the crew's day, in quarters: 22.5 is half past ten in the evening. */
	readonly startHour: number;
	/** In quarters of an hour. */
	readonly hours: number;
	/** How far the crew's clock is ahead of the plan's, in hours. */
	readonly offsetHours: number;
	/** Of the people; shares need not add up to one. */
	readonly share: number;
};

/** All that a plan follows from. Hours of the week begin on Monday at 0:00 of the plan's clock. */
export type PlanInput = {
	/** Items taken in, by hour of the week, by severity. */
	readonly itemsByHour: readonly BySeverity[];
	readonly viewsPerItem: BySeverity;
	/** How long content is in sight during a look. */
	readonly visibleSeconds: BySeverity;
	/** How long a look takes in all, deciding included. */
	readonly heldSeconds: BySeverity;
	readonly people: number;
	readonly shifts: readonly CrewShift[];
	/** Days in a row at work, of seven. */
	readonly daysOn: number;
	/** Of the people: how many say yes to what is moderate or worse. */
	readonly consentShare: number;
	readonly limits: Limits;
	/** How long a severe item may wait at most. */
	readonly severeAgeHoursMax: number;
};

/** What is assumed where nothing is said. [D] */
export const planDefaults = {
	perDay: [0, 0, 0, 0, 0] as BySeverity,
	viewsPerItem: [1.5, 1.5, 1.5, 1.5, 1.5] as BySeverity,
	visibleSeconds: [10, 15, 20, 20, 20] as BySeverity,
	heldSeconds: [20, 30, 40, 40, 40] as BySeverity,
	people: 20,
	/** Three crews round the clock. A shift of 8 h at the same time each day would leave no room under 8 h in any 24 h. */
	shiftStartHours: [6, 14, 22] as readonly number[],
	shiftHours: 7.5,
	daysOn: 5,
	consentShare: 0.5,
	severeAgeHoursMax: 4,
	limits: defaultLimits,
} as const;

/** Sizes beyond which nothing is planned. */
export const planBounds = {
	itemsPerHourMax: 1_000_000,
	peopleMax: 100_000,
	shiftsMax: 12,
	secondsMin: 1,
	secondsMax: 3_600,
	viewsPerItemMax: 20,
	ageHoursMax: hoursInWeek,
} as const;

export type PlanFault = { readonly path: string; readonly message: string };

const isQuarter = (value: number): boolean => Number.isInteger(value * 4);
const within = (value: number, min: number, max: number): boolean => value >= min && value <= max;

/** What cannot be planned with, and what to change. */
export const checkPlanInput = (input: PlanInput): readonly PlanFault[] => {
	const faults: PlanFault[] = [];
	const need = (holds: boolean, path: string, message: string): void => {
		if (!holds) faults.push({ path, message });
	};
	const { shiftsMax, secondsMin, secondsMax, viewsPerItemMax, itemsPerHourMax, peopleMax, ageHoursMax } = planBounds;
	need(
		input.itemsByHour.length === hoursInWeek &&
			input.itemsByHour.every((hour) => hour.every((items) => within(items, 0, itemsPerHourMax))),
		'itemsByHour',
		`Give ${hoursInWeek} hours from Monday 0:00, each with five numbers from 0 to ${itemsPerHourMax}.`,
	);
	for (const name of ['visibleSeconds', 'heldSeconds'] as const)
		need(
			input[name].every((seconds) => within(seconds, secondsMin, secondsMax)),
			name,
			`Give five numbers of seconds from ${secondsMin} to ${secondsMax}.`,
		);
	for (const severity of severities)
		need(
			input.heldSeconds[severity] >= input.visibleSeconds[severity],
			`heldSeconds.${severity}`,
			'A look takes at least as long as its content is in sight: raise heldSeconds or lower visibleSeconds.',
		);
	need(
		input.viewsPerItem.every((views) => within(views, 0, viewsPerItemMax)),
		'viewsPerItem',
		`Give five numbers from 0 to ${viewsPerItemMax}.`,
	);
	need(
		Number.isInteger(input.people) && within(input.people, 0, peopleMax),
		'people',
		`Give a whole number from 0 to ${peopleMax}.`,
	);
	need(Number.isInteger(input.daysOn) && within(input.daysOn, 1, 7), 'daysOn', 'Give 1 to 7 days.');
	need(within(input.consentShare, 0, 1), 'consentShare', 'Give a share from 0 to 1.');
	need(within(input.severeAgeHoursMax, 1, ageHoursMax), 'severeAgeHoursMax', `Give 1 to ${ageHoursMax} hours.`);
	need(within(input.shifts.length, 1, shiftsMax), 'shifts', `Give 1 to ${shiftsMax} shifts.`);
	for (const [at, shift] of input.shifts.entries()) checkShift(shift, `shifts.${at}`, need);
	for (const name of ['dayMs', 'runMs', 'hourViews', 'daysIn7'] as const)
		need(
			within(input.limits[name], 0, ceilingLimits[name]),
			`limits.${name}`,
			`Nothing exceeds the ceiling: give at most ${ceilingLimits[name]}.`,
		);
	return faults;
};

const checkShift = (
	shift: CrewShift,
	path: string,
	need: (holds: boolean, path: string, message: string) => void,
): void => {
	const hoursMax = shiftMsMax / 3_600_000;
	need(
		within(shift.startHour, 0, 23.75) && isQuarter(shift.startHour),
		path,
		'A shift starts on a quarter of an hour.',
	);
	need(
		within(shift.hours, 1, hoursMax) && isQuarter(shift.hours),
		path,
		`A shift lasts 1 to ${hoursMax} hours, in quarters of an hour.`,
	);
	need(
		within(shift.offsetHours, -26, 26) && isQuarter(shift.offsetHours),
		path,
		'A time zone is some quarters of an hour away.',
	);
	need(within(shift.share, 0, 1_000) && shift.share > 0, path, 'A shift has a share of the people above 0.');
};

/** A week of the same amount each day, by a profile of its hours and days; profiles are weights and need not add up. */
export const weekOf = (options: {
	readonly perDay: BySeverity;
	readonly hourWeights?: readonly number[] | undefined;
	readonly dayWeights?: readonly number[] | undefined;
}): readonly BySeverity[] => {
	const hours = shares(options.hourWeights, 24);
	const days = shares(options.dayWeights, 7);
	return Array.from({ length: hoursInWeek }, (_, hour) => {
		const part = 7 * days[Math.floor(hour / 24)]! * hours[hour % 24]!;
		return scaled(options.perDay, part);
	});
};

const shares = (weights: readonly number[] | undefined, count: number): readonly number[] => {
	const sum = (weights ?? []).reduce((total, weight) => total + weight, 0);
	return Array.from({ length: count }, (_, at) => (sum > 0 ? (weights?.[at] ?? 0) / sum : 1 / count));
};

const scaled = ([none, mild, moderate, severe, extreme]: BySeverity, by: number): BySeverity => [
	none * by,
	mild * by,
	moderate * by,
	severe * by,
	extreme * by,
];
