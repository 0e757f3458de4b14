/** Fewer people than this are no crowd: what is said of them is said of somebody. */
export const crowdMin = 5;

/** When how many people answered in one project, by UTC hour. */
export type CrowdHour = { readonly hour: Date; readonly people: number };
/** The same by UTC day: somebody who answers in two hours of a day is one person of that day. */
export type CrowdDay = { readonly day: Date; readonly people: number };

export type CrowdTime = (at: Date) => string | null;

/** RFC 3339 to the hour, rounded down: `2026-03-01T14:00:00Z`. */
export const hourOf = (at: Date): string => `${at.toISOString().slice(0, 13)}:00:00Z`;

/** The UTC day: `2026-03-01`. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/**
 * A time as far as it may be told beside a pseudonym: the hour where at least five people answered in it, else the day
 * where at least five did, else nothing. Who holds the roster knows who was alone at three in the morning.
 */
export const crowdTime = (options: {
	readonly hours: readonly CrowdHour[];
	readonly days: readonly CrowdDay[];
}): CrowdTime => {
	const hours = new Set(options.hours.filter((one) => one.people >= crowdMin).map((one) => hourOf(one.hour)));
	const days = new Set(options.days.filter((one) => one.people >= crowdMin).map((one) => dayOf(one.day)));
	return (at) => {
		const hour = hourOf(at);
		if (hours.has(hour)) return hour;
		const day = dayOf(at);
		return days.has(day) ? day : null;
	};
};
