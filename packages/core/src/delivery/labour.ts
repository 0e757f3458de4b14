import { crowdMin } from './crowd-time.ts';

/** What the tables count of one project. */
export type LabourCounts = {
	readonly items: {
		readonly total: number;
		readonly decided: number;
		readonly inherited: number;
		readonly undecidedAtCap: number;
	};
	readonly people: number;
	readonly workMs: number;
	readonly decidedByMachine: number;
	/** `people`: who gave a view that counts, at that severity. */
	readonly bySeverity: readonly {
		readonly severity: number;
		readonly decisions: number;
		readonly views: number;
		readonly people: number;
	}[];
	readonly answersWithoutLooking: number;
	readonly surprises: number;
	readonly contests: { readonly filed: number; readonly upheld: number };
	/** By invariant, as somebody else recounted them; undefined when nobody did. */
	readonly breaches: Readonly<Record<string, number>> | undefined;
	/** How decisions were made. */
	readonly methods: readonly string[];
	/** First-pass models that scored the items, such as `text 3`. */
	readonly predictors: readonly string[];
};

/** What people did and under what conditions. Null: withheld, because it would speak of one person. */
export type Labour = {
	readonly items: LabourCounts['items'];
	readonly people: { readonly count: number; readonly countries: readonly string[] | null };
	readonly paidHours: number | null;
	readonly pay: {
		readonly currency: string | null;
		readonly medianHourly: number | null;
		readonly floor: number | null;
		readonly note: string;
	};
	readonly decidedByMachineShare: number;
	readonly viewsPerDecision:
		| readonly { readonly severity: number; readonly decisions: number; readonly views: number }[]
		| null;
	readonly answersWithoutLooking: number | null;
	readonly surprises: number | null;
	readonly breaches: { readonly total: number; readonly byInvariant: Readonly<Record<string, number>> };
	readonly contests: { readonly filed: number; readonly upheld: number };
	readonly methods: Readonly<Record<string, string>>;
};

const payNote =
	'There is no pay ledger yet: hours are paid time as logged, from the grant of each item to its end. What an hour paid is not known, and is not claimed.';

/**
 * The datasheet's figures, with what would speak of one person withheld (`dose-is-private`):
 * - fewer than five people in the project: no hours, no views by severity, no answers without looking, no surprises;
 * - a severity whose views came from fewer than five people: that line is left out.
 * How many people there were is told, and breaches always are: they are the platform's failures, not a person's.
 */
export const labourOf = (counts: LabourCounts): Labour => {
	const crowd = counts.people >= crowdMin;
	const lines = counts.bySeverity.filter((one) => one.people >= crowdMin);
	const breaches = counts.breaches ?? {};
	const made = counts.items.decided - counts.items.inherited;
	return {
		items: counts.items,
		people: { count: counts.people, countries: null },
		paidHours: crowd ? round(counts.workMs / 3_600_000, 1) : null,
		pay: { currency: null, medianHourly: null, floor: null, note: payNote },
		decidedByMachineShare: made === 0 ? 0 : round(counts.decidedByMachine / made, 4),
		viewsPerDecision: crowd
			? lines.map((one) => ({
					severity: one.severity,
					decisions: one.decisions,
					views: round(one.views / one.decisions, 3),
				}))
			: null,
		answersWithoutLooking: crowd ? counts.answersWithoutLooking : null,
		surprises: crowd ? counts.surprises : null,
		breaches: {
			total: Object.values(breaches).reduce((sum, count) => sum + count, 0),
			byInvariant: Object.fromEntries(Object.entries(breaches).sort(([a], [b]) => (a < b ? -1 : 1))),
		},
		contests: counts.contests,
		methods: methodsOf(counts, { crowd, linesLeftOut: counts.bySeverity.length - lines.length }),
	};
};

const methodsOf = (
	counts: LabourCounts,
	{ crowd, linesLeftOut }: { readonly crowd: boolean; readonly linesLeftOut: number },
): Readonly<Record<string, string>> => ({
	datasheet: 'labour-datasheet/1: counted from the tables when it was asked for',
	decisions: counts.methods.length === 0 ? 'none yet' : counts.methods.join(', '),
	firstPass: counts.predictors.length === 0 ? 'none' : counts.predictors.join(', '),
	breaches: breachesMethod(counts.breaches),
	contests: 'not counted: contests cannot be filed yet',
	paidHours: 'work-time/1: paid time by the hour, from grant to end, looked at or not',
	privacy: privacyMethod({ crowd, linesLeftOut }),
});

const breachesMethod = (breaches: LabourCounts['breaches']): string => {
	const invariants = Object.keys(breaches ?? {}).sort();
	return invariants.length === 0
		? 'not recounted: 0 is no finding'
		: `recount/1: recounted from the tables by separate code: ${invariants.join(', ')}; no others`;
};

const privacyMethod = ({ crowd, linesLeftOut }: { readonly crowd: boolean; readonly linesLeftOut: number }): string => {
	const rule = `crowd/1: nothing is told of fewer than ${crowdMin} people`;
	if (!crowd) return `${rule}; hours, views by severity, answers without looking and surprises are withheld`;
	return linesLeftOut === 0 ? rule : `${rule}; severities seen by fewer are left out: ${linesLeftOut}`;
};

const round = (value: number, decimals: number): number => Math.round(value * 10 ** decimals) / 10 ** decimals;
