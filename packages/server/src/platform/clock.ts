/** The time, as an argument. Production has `systemClock`; only a demonstration or a test composes another. */
export type Clock = { readonly now: () => Date };

export const systemClock: Clock = { now: () => new Date() };

/** Milliseconds that only go forward, for the age of what is remembered; no time of day. */
export const steadyMs = (): number => performance.now();

/** Identifiers and chance, as arguments. */
export type Ids = {
	readonly uuid: () => string;
	readonly random: () => number;
	readonly code: (bytes: number) => string;
};
