import { shuffledIndices } from '../first-pass/seeded-random.ts';
import { assert } from '../shared/result.ts';

/** An answer that may be drawn for review. */
export type Candidate = {
	readonly answerId: string;
	readonly itemId: string;
	readonly workerId: string;
	/** Answers alike, of which a fair share is drawn: project, severity, language. */
	readonly stratum: string;
	/** What looking at the item would charge an analyst. */
	readonly exposureMs: number;
	/** Everybody who has looked at the item, for whatever purpose: nobody is shown it twice. */
	readonly seenBy: readonly string[];
};

export type Reviewer = {
	readonly analystId: string;
	/** What the analyst's own limits leave. */
	readonly exposureMsLeft: number;
};

export type DrawOptions = {
	readonly candidates: readonly Candidate[];
	readonly reviewers: readonly Reviewer[];
	/** Reviews wanted of each person, the same of everybody: no past score decides who is looked at more. */
	readonly perWorker: number;
	/** The least share of reviews that are done twice. */
	readonly doubleShare?: number;
	/** Uniform in [0, 1). */
	readonly random: () => number;
};

export type DrawnReview = {
	readonly candidate: Candidate;
	/** Probability with which this answer was drawn, known before anybody looks. */
	readonly inclusion: number;
	readonly review: ReviewAssignment;
};

export type ReviewAssignment =
	| { readonly kind: 'given'; readonly analystId: string; readonly secondAnalystId: string | undefined }
	/** Drawn, and left for later: another answer in its place would not be a random one. */
	| { readonly kind: 'waiting'; readonly for: 'analyst' | 'second-analyst' };

export const doubleShareMin = 0.1;

/**
 * The server's draw: of each worker's answers, a random sample spread over the strata, every answer with the same known
 * probability; then analysts at random, within their own limits, never one who did the work or has seen the item. Where
 * two drawn answers are to one item, one look serves both. At every prefix of the plan at least `doubleShare` of the
 * items given are given to a second analyst too.
 *
 * What comes back are facts for the router, which has the last word. Analysts see neither the answer nor whose it was,
 * nor whether another looks too. O(candidates + drawn × reviewers).
 */
export const drawReviews = (options: DrawOptions): readonly DrawnReview[] => {
	const { candidates, reviewers, perWorker, doubleShare = doubleShareMin, random } = options;
	assert(Number.isInteger(perWorker) && perWorker >= 0, 'perWorker is a whole number');
	assert(doubleShare >= doubleShareMin && doubleShare <= 1, 'at least a tenth is reviewed twice');
	const drawn = [...groupBy(candidates, ({ workerId }) => workerId).values()].flatMap((own) =>
		drawStratified(own, { wanted: perWorker, random }),
	);
	const lookers = lookersOf(candidates);
	const assign = assigner({ reviewers, doubleShare, random });
	const byItem = new Map<string, ReviewAssignment>();
	return shuffled(drawn, random).map(({ candidate, inclusion }): DrawnReview => {
		const { itemId, exposureMs } = candidate;
		const review = byItem.get(itemId) ?? assign({ exposureMs, without: lookers.get(itemId)! });
		byItem.set(itemId, review);
		return { candidate, inclusion, review };
	});
};

/** Everybody who has looked at an item or answered it. */
const lookersOf = (candidates: readonly Candidate[]): ReadonlyMap<string, ReadonlySet<string>> =>
	new Map(
		[...groupBy(candidates, ({ itemId }) => itemId)].map(([itemId, own]) => [
			itemId,
			new Set(own.flatMap(({ workerId, seenBy }) => [workerId, ...seenBy])),
		]),
	);

type Assign = (item: { readonly exposureMs: number; readonly without: ReadonlySet<string> }) => ReviewAssignment;

/** Gives items to analysts one after the other, and charges their limits. */
const assigner = ({
	reviewers,
	doubleShare,
	random,
}: {
	readonly reviewers: readonly Reviewer[];
	readonly doubleShare: number;
	readonly random: () => number;
}): Assign => {
	const budgets = reviewers.map(({ analystId, exposureMsLeft }) => ({ analystId, left: exposureMsLeft }));
	let given = 0;
	let doubled = 0;
	return ({ exposureMs, without }) => {
		const eligible = budgets.filter(({ analystId, left }) => left > 0 && left >= exposureMs && !without.has(analystId));
		const first = pick(eligible, random);
		if (first === undefined) return { kind: 'waiting', for: 'analyst' };
		const twice = doubled < doubleShare * (given + 1);
		const others = eligible.filter(({ analystId }) => analystId !== first.analystId);
		const second = twice ? pick(others, random) : undefined;
		if (twice && second === undefined) return { kind: 'waiting', for: 'second-analyst' };
		first.left -= exposureMs;
		given++;
		if (second !== undefined) {
			second.left -= exposureMs;
			doubled++;
		}
		return { kind: 'given', analystId: first.analystId, secondAnalystId: second?.analystId };
	};
};

type Drawn = { readonly candidate: Candidate; readonly inclusion: number };

/**
 * `wanted` of one worker's answers, proportionally to the strata. Each stratum's share is rounded by one random number
 * for all of them (systematic sampling), so that the total is exact and every answer keeps the probability wanted/n.
 */
const drawStratified = (
	own: readonly Candidate[],
	{ wanted, random }: { readonly wanted: number; readonly random: () => number },
): readonly Drawn[] => {
	const inclusion = Math.min(1, wanted / own.length);
	const total = Math.min(wanted, own.length);
	const start = random();
	let before = 0;
	let taken = 0;
	return [...groupBy(own, ({ stratum }) => stratum).values()].flatMap((stratum) => {
		before += stratum.length;
		const upTo = before === own.length ? total : Math.floor((total * before) / own.length + start);
		const count = upTo - taken;
		taken = upTo;
		return shuffled(stratum, random)
			.slice(0, count)
			.map((candidate) => ({ candidate, inclusion }));
	});
};

type Budget = { readonly analystId: string; left: number };

/** An analyst at random, the likelier the more their own limits leave. */
const pick = (eligible: readonly Budget[], random: () => number): Budget | undefined => {
	let at = random() * eligible.reduce((sum, { left }) => sum + left, 0);
	for (const budget of eligible) {
		at -= budget.left;
		if (at < 0) return budget;
	}
	return eligible.at(-1);
};

const groupBy = <T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> => {
	const groups = new Map<string, T[]>();
	for (const value of values) {
		const group = groups.get(keyOf(value));
		if (group === undefined) groups.set(keyOf(value), [value]);
		else group.push(value);
	}
	return groups;
};

const shuffled = <T>(values: readonly T[], random: () => number): readonly T[] =>
	Array.from(shuffledIndices(values.length, random), (at) => values[at]!);
