/** When what grows is worth counting again: not before it can have grown by what it lacks. */
export type Pace = {
	/** What needs no count at that moment. */
	readonly waiting: (now: Date) => readonly string[];
	/** So much was missing when it was counted. */
	readonly tell: (key: string, counted: { readonly missing: number; readonly now: Date }) => void;
};

/** @param options.perSecondMax nothing grows faster */
export const createPace = (options: { readonly perSecondMax: number }): Pace => {
	const dueAt = new Map<string, number>();
	return {
		waiting: (now) => {
			for (const [key, at] of dueAt) if (at <= now.getTime()) dueAt.delete(key);
			return [...dueAt.keys()];
		},
		tell: (key, { missing, now }) => {
			dueAt.set(key, now.getTime() + (missing / options.perSecondMax) * 1_000);
		},
	};
};
