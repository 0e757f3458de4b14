/** The promises that are recounted, by the names that SAFETY.md gives them; the last four are its words and the tables' own. */
export const invariants = [
	'screened-first',
	'consent',
	'exclusion',
	'budget',
	'ceiling',
	'break',
	'shift',
	'once',
	'fewest-eyes',
	'spread',
	'interleave',
	'free-skip',
	'surprise',
	'dose-is-private',
	'mood-is-private',
	'no-surveillance',
	'one-lease',
	'ledger',
	'decisions',
	'structural',
] as const;
export type Invariant = (typeof invariants)[number];

/** One broken promise. `story` holds ids, times and numbers: no content, no category, no restriction. */
export type Breach = {
	readonly invariant: Invariant;
	readonly story: string;
	readonly leaseId?: string;
	readonly personId?: string;
};

export type Count = { readonly checks: number; readonly breaches: number };

type Told = Omit<Breach, 'invariant'>;

/** Counts every single comparison, and keeps the story of those that failed. */
export type Tally = {
	readonly check: (invariant: Invariant, holds: boolean, told: () => Told) => void;
	/** Comparisons made elsewhere, in a statement: `told` may be the first of `count.breaches`. */
	readonly add: (invariant: Invariant, count: Count, told: readonly Told[]) => void;
	readonly result: () => { checks: number; breaches: readonly Breach[]; byInvariant: Record<string, Count> };
};

/** Of each promise so many stories are kept; all breaches are counted. */
export const storiesMax = 1_000;

export const createTally = (): Tally => {
	const counts = new Map<Invariant, { checks: number; breaches: number; told: Breach[] }>(
		invariants.map((name) => [name, { checks: 0, breaches: 0, told: [] }]),
	);
	const of = (invariant: Invariant) => counts.get(invariant)!;
	const keep = (invariant: Invariant, told: Told): void => {
		const { told: kept } = of(invariant);
		if (kept.length < storiesMax) kept.push({ invariant, ...told });
	};
	return {
		check: (invariant, holds, told) => {
			const count = of(invariant);
			count.checks++;
			if (holds) return;
			count.breaches++;
			keep(invariant, told());
		},
		add: (invariant, { checks, breaches }, told) => {
			const count = of(invariant);
			count.checks += checks;
			count.breaches += breaches;
			for (const one of told) keep(invariant, one);
		},
		result: () => ({
			checks: [...counts.values()].reduce((sum, { checks }) => sum + checks, 0),
			breaches: [...counts.values()].flatMap(({ told }) => told),
			byInvariant: Object.fromEntries(
				[...counts].map(([name, { checks, breaches }]) => [name, { checks, breaches }] as const),
			),
		}),
	};
};

/** A moment for a story. */
export const at = (ms: number): string => new Date(ms).toISOString();
