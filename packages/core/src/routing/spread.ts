/** What one person carries on this shift, by weight: severity ≥ 3 whole, 2 half. */
export type OwnLoad = { readonly views: number; readonly viewsPerHour: number };

/** How evenly severe content falls among the people at work in a project. */
export type Spread = {
	readonly viewsPerHourMedian: number;
	/** People at work who carry no more than `spreadRatioMax` times the median. */
	readonly peopleWithRoom: number;
};

/** "Beyond 5 views, nobody goes past 1.5 × the median while another has room." */
export const spreadViewsMin = 5;
export const spreadRatioMax = 1.5;
/** Fewer people than this cannot be compared. [D] */
export const spreadPeopleMin = 3;
/** A shift just begun counts as this long: one look in its first minute is not sixty an hour. [D] */
const shiftHoursMin = 0.5;

export const loadPerHour = (options: { readonly views: number; readonly hours: number }): number =>
	options.views / Math.max(shiftHoursMin, options.hours);

/** @param loads what each person at work carries per hour. Undefined where too few are at work. */
export const countSpread = (loads: readonly number[]): Spread | undefined => {
	if (loads.length < spreadPeopleMin) return undefined;
	const sorted = [...loads].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	const upper = sorted[middle] ?? 0;
	const viewsPerHourMedian = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
	return {
		viewsPerHourMedian,
		peopleWithRoom: loads.filter((load) => load <= spreadRatioMax * viewsPerHourMedian).length,
	};
};

/** Whether somebody is to be spared severe content for now. */
export const overSpread = (load: OwnLoad, spread: Spread | undefined): boolean =>
	spread !== undefined &&
	load.views > spreadViewsMin &&
	load.viewsPerHour > spreadRatioMax * spread.viewsPerHourMedian &&
	spread.peopleWithRoom > 0;
