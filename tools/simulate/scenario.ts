/** How large a simulated week is, and how rough. All of it follows from the seed. */
export type Scenario = {
	readonly seed: number;
	readonly people: number;
	readonly days: number;
	readonly itemsPerDay: number;
	/** The share of people who ask again as soon as they have answered: they work at their limits. */
	readonly busyShare: number;
	/** How long the others are about other things between two items, on average. */
	readonly idleMsMean: number;
	/** How often somebody withdraws, excludes or lowers something with an item in hand, before each thing they do. */
	readonly changesMindShare: number;
	/** What falls into so long a stretch is done at once, in no order; 0: one after the other, so that the seed replays it. */
	readonly raceMs: number;
	/** How often, in simulated time, a fault of each kind happens. */
	readonly crashEveryMs: number;
	readonly restartEveryMs: number;
	readonly clockStepEveryMs: number;
	/** Ends the run in this much real time, whatever is left of the week. */
	readonly secondsMax: number;
};

const minute = 60_000;
const hour = 60 * minute;
/** A Monday before the clocks of Europe and America change, so that a week or two meet daylight saving. */
export const startOf = (scenario: Scenario): Date =>
	new Date(scenario.seed % 2 === 0 ? '2026-03-23T00:00:00Z' : '2026-10-19T00:00:00Z');

/** Seven days of two thousand people. */
export const fullWeek = (seed: number): Scenario => ({
	seed,
	people: 2_000,
	days: 7,
	itemsPerDay: 24_000,
	busyShare: 0.06,
	idleMsMean: 45 * minute,
	changesMindShare: 0.01,
	raceMs: 4_000,
	crashEveryMs: 20 * minute,
	restartEveryMs: 12 * hour,
	clockStepEveryMs: 3 * hour,
	secondsMax: 2_400,
});

/** The same in small, for every day. */
export const quickDays = (seed: number): Scenario => ({
	...fullWeek(seed),
	people: 120,
	days: 2,
	itemsPerDay: 2_500,
	busyShare: 0.3,
	idleMsMean: 20 * minute,
	crashEveryMs: 2 * hour,
	restartEveryMs: 20 * hour,
	secondsMax: 30,
});

/** Few people at their limits: what a planted fault is looked for in. */
export const tightDays = (seed: number): Scenario => ({
	...quickDays(seed),
	people: 30,
	days: 2,
	itemsPerDay: 5_000,
	busyShare: 0.7,
	idleMsMean: 5 * minute,
	changesMindShare: 0.03,
	raceMs: 20_000,
	restartEveryMs: 1_000 * hour,
	secondsMax: 60,
});
