/**
 * What was looked up a moment ago. It saves the database the many requests of one page, and costs this: a session or a
 * key that another process ended, or that a row's deletion ended, still counts here for `keptMsMax`. What this process
 * ends, it forgets at once, also where a look-up began before.
 */
export type Cache<Value> = {
	readonly through: (key: string, load: () => Promise<Kept<Value> | undefined>) => Promise<Value | undefined>;
	readonly forget: (ownerId: string) => void;
};

export type Kept<Value> = { readonly value: Value; readonly ownerId: string; readonly endsAt: Date };

/** What is not found is not kept: guesses fill no memory. */
export const createCache = <Value>(options: {
	readonly now: () => Date;
	readonly keptMsMax: number;
	readonly entriesMax: number;
}): Cache<Value> => {
	type Entry = { readonly value: Value; readonly ownerId: string; readonly untilMs: number };
	const entries = new Map<string, Entry>();
	let epoch = 0;
	const keep = (key: string, loaded: Kept<Value>): void => {
		// The oldest goes first: a map remembers the order of insertion.
		for (const oldest of entries.keys()) {
			if (entries.size < options.entriesMax) break;
			entries.delete(oldest);
		}
		const untilMs = Math.min(options.now().getTime() + options.keptMsMax, loaded.endsAt.getTime());
		entries.set(key, { value: loaded.value, ownerId: loaded.ownerId, untilMs });
	};
	return {
		through: async (key, load) => {
			const known = entries.get(key);
			if (known !== undefined && options.now().getTime() < known.untilMs) return known.value;
			entries.delete(key);
			const began = epoch;
			const loaded = await load();
			if (loaded !== undefined && began === epoch) keep(key, loaded);
			return loaded?.value;
		},
		forget: (ownerId) => {
			epoch++;
			for (const [key, entry] of entries) if (entry.ownerId === ownerId) entries.delete(key);
		},
	};
};
