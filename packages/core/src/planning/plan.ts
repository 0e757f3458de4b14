import { err, ok, type Result } from '../shared/result.ts';
import { type Bound, leastPeopleBound } from './bound.ts';
import { classes, type SeverityClass } from './demand.ts';
import { checkPlanInput, hoursInWeek, type PlanFault, type PlanInput, planBounds } from './input.ts';
import { crewWeek } from './roster.ts';
import { type ByClass, type Forecast, simulate } from './simulate.ts';

export type ClassOutlook = {
	readonly viewsPerWeek: number;
	readonly stable: boolean;
	/** The longest wait of the week, and the hour at whose end it is. */
	readonly ageHoursMax: number;
	readonly ageHoursMaxAt: number;
};

/** `hours-idle`: parts of the shifts in which nothing may be given out, because of the 8 h a day or the 48 h a week. */
export type PlanNote = 'hours-idle' | 'no-consent';

export type Plan = {
	readonly people: number;
	/** The least number that keeps every backlog stable and severe items no older than asked; null where no number does. */
	readonly peopleNeeded: number | null;
	readonly enough: boolean;
	readonly bound: Bound;
	readonly outlook: ByClass<ClassOutlook>;
	readonly hours: Forecast['hours'];
	readonly notes: readonly PlanNote[];
};

/** How many people this work takes, and how it goes with those there are. */
export const makePlan = (input: PlanInput): Result<Plan, readonly PlanFault[]> => {
	const faults = checkPlanInput(input);
	if (faults.length > 0) return err(faults);
	const bound = leastPeopleBound(input);
	const forecast = simulate(input);
	return ok({
		people: input.people,
		peopleNeeded: leastPeople(input, bound.people),
		enough: isEnough(input, forecast),
		bound,
		outlook: {
			mild: outlookOf(forecast, 'mild'),
			moderate: outlookOf(forecast, 'moderate'),
			severe: outlookOf(forecast, 'severe'),
		},
		hours: forecast.hours,
		notes: notesOf(input),
	});
};

const isEnough = (input: PlanInput, { hours, stable }: Forecast): boolean =>
	classes.every((name) => stable[name]) && hours.every((hour) => hour.ageHours.severe <= input.severeAgeHoursMax);

/** By halving between the bound, below which nothing will do, and the first doubling that does. */
const leastPeople = (input: PlanInput, boundPeople: number): number | null => {
	const enough = (people: number): boolean => isEnough(input, simulate({ ...input, people }));
	if (!Number.isFinite(boundPeople) || boundPeople > planBounds.peopleMax || !enough(planBounds.peopleMax)) return null;
	if (enough(boundPeople)) return boundPeople;
	let low = boundPeople;
	let high = Math.max(1, 2 * boundPeople);
	while (!enough(high)) {
		low = high;
		high = Math.min(planBounds.peopleMax, 2 * high);
	}
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (enough(middle)) high = middle;
		else low = middle;
	}
	return high;
};

const outlookOf = ({ hours, stable }: Forecast, name: SeverityClass): ClassOutlook => {
	const oldest = hours.reduce((best, hour) => (hour.ageHours[name] > best.ageHours[name] ? hour : best));
	return {
		viewsPerWeek: hours.reduce((sum, hour) => sum + hour.arrivals[name], 0),
		stable: stable[name],
		ageHoursMax: oldest.ageHours[name],
		ageHoursMaxAt: oldest.hour % hoursInWeek,
	};
};

const notesOf = (input: PlanInput): readonly PlanNote[] => {
	const idle = input.shifts.some((shift) => crewWeek(shift, input.daysOn).anyHours < shift.hours * input.daysOn - 0.01);
	const unwilling = input.consentShare === 0 && input.itemsByHour.some((hour) => hour[2] + hour[3] + hour[4] > 0);
	return [...(idle ? (['hours-idle'] as const) : []), ...(unwilling ? (['no-consent'] as const) : [])];
};
