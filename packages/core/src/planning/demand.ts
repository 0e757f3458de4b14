import { type Severity, severities } from '../safety/hazards.ts';
import { breakMsMin, exposureWeight, type Limits, reservationMsMax, workRunMsMax } from '../safety/limits.ts';
import { type BySeverity, hoursInWeek, type PlanInput } from './input.ts';

export const classes = ['mild', 'moderate', 'severe'] as const;
/** Severities that the limits treat alike: 0 and 1, 2, 3 and 4. */
export type SeverityClass = (typeof classes)[number];

export const classOf = (severity: number): SeverityClass =>
	severity >= 3 ? 'severe' : severity === 2 ? 'moderate' : 'mild';

/** What is asked for: views a week, and what one of them takes. */
export type Demand = {
	readonly views: number;
	readonly visibleSeconds: number;
	readonly heldSeconds: number;
	/** How much of it feeds the severity windows: 0, ½ or 1. */
	readonly weight: number;
};

const hourSeconds = 3_600;
export const breakSeconds = breakMsMin / 1_000;
/** A break is due when what is left of the 90 minutes would not hold the longest look. */
const workRunSeconds = (workRunMsMax - reservationMsMax) / 1_000;
/** Of an hour, what is left for looks beside the breaks that any work asks for. */
export const workSecondsInHour = hourSeconds / (1 + breakSeconds / workRunSeconds);

export const demandOf = (input: PlanInput, severity: Severity): Demand => ({
	views: input.itemsByHour.reduce((sum, hour) => sum + hour[severity], 0) * input.viewsPerItem[severity],
	visibleSeconds: input.visibleSeconds[severity],
	heldSeconds: input.heldSeconds[severity],
	weight: exposureWeight(severity),
});

/** Severities of a class together; seconds are the mean over their views. */
export const classDemand = (input: PlanInput, name: SeverityClass): Demand => {
	const parts = severities.filter((severity) => classOf(severity) === name).map((one) => demandOf(input, one));
	const views = parts.reduce((sum, part) => sum + part.views, 0);
	const mean = (of: (part: Demand) => number): number =>
		parts.reduce((sum, part) => sum + of(part) * (views > 0 ? part.views / views : 1 / parts.length), 0);
	return {
		views,
		visibleSeconds: mean((part) => part.visibleSeconds),
		heldSeconds: mean((part) => part.heldSeconds),
		weight: parts[0]!.weight,
	};
};

/** Views of a class taken in, by hour of the week. */
export const arrivalsOf = (input: PlanInput, name: SeverityClass): readonly number[] => {
	const views = (hour: BySeverity): number =>
		severities.reduce<number>(
			(sum, severity) => sum + (classOf(severity) === name ? hour[severity] * input.viewsPerItem[severity] : 0),
			0,
		);
	return Array.from({ length: hoursInWeek }, (_, hour) => views(input.itemsByHour[hour]!));
};

/** Why one person cannot do more of something: `work` is time at work with its breaks. */
export const limitNames = ['hourViews', 'dayMs', 'daysIn7', 'runMs', 'work'] as const;
export type LimitName = (typeof limitNames)[number];
export type HourLimit = 'hourViews' | 'runMs' | 'work';

/** Views of a person in an hour at work, by what holds in any hour. */
export const hourRates = (demand: Demand, limits: Limits): Readonly<Record<HourLimit, number>> => {
	const { weight, visibleSeconds, heldSeconds } = demand;
	const work = workSecondsInHour / heldSeconds;
	if (weight === 0) return { hourViews: Number.POSITIVE_INFINITY, runMs: Number.POSITIVE_INFINITY, work };
	const seen = weight * visibleSeconds;
	return {
		hourViews: limits.hourViews / weight,
		// Each run of severe content is followed by a break.
		runMs: fits(demand, limits) ? hourSeconds / (heldSeconds + (breakSeconds * seen * 1_000) / limits.runMs) : 0,
		work,
	};
};

/** Whether a single look fits at all. */
const fits = ({ weight, visibleSeconds }: Demand, limits: Limits): boolean =>
	weight * visibleSeconds * 1_000 <= Math.min(limits.dayMs, limits.runMs);

/** Views of a person on one date. */
export const dateViews = (demand: Demand, limits: Limits): number =>
	demand.weight === 0
		? Number.POSITIVE_INFINITY
		: fits(demand, limits)
			? limits.dayMs / (demand.weight * demand.visibleSeconds * 1_000)
			: 0;

/** What one person can do in an hour, whatever else. */
export const hourRate = (demand: Demand, limits: Limits): number =>
	Math.min(...Object.values(hourRates(demand, limits)));
