/** The time, as an argument. Production has `systemClock`; only a demonstration or a test composes another. */
export type Clock = { readonly now: () => Date };

export const systemClock: Clock = { now: () => new Date() };

/** Identifiers and chance, as arguments. */
export type Ids = {
	readonly uuid: () => string;
	readonly random: () => number;
	readonly code: (bytes: number) => string;
};
