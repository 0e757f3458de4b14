import { assert } from '../shared/result.ts';
import { foundRate, type Reviewing, trueRate } from './reviewer-error.ts';
import type { Check, PeerBelief } from './verdict.ts';

/** One answer to a checked item, and whether the item's check found it right. */
export type CheckedAnswer = {
	readonly itemId: string;
	readonly workerId: string;
	/** Items alike: project, language, predicted answer and its certainty in bands. Nothing about people. */
	readonly stratum: string;
	readonly check: Check;
	readonly right: boolean;
};

/** Right answers with the reviewers' error taken out, so that the sum need not be whole; of `n`. */
type Tally = { readonly right: number; readonly n: number };

/** Everything that was checked, counted by item, by stratum, and by person within stratum. */
export type PeerCounts = {
	readonly all: Tally;
	readonly byStratum: ReadonlyMap<string, Tally>;
	readonly byWorker: ReadonlyMap<string, ReadonlyMap<string, Tally>>;
	readonly byItem: ReadonlyMap<string, readonly CheckedAnswer[]>;
	/** Answers that the stratum is worth against an item's own: few where items of a stratum differ much. */
	readonly itemStrength: number;
	/** Answers that the stratum is worth against one worker's items of it: few where workers' items differ much. */
	readonly queueStrength: number;
	/** How much more answers to the same items vary together than as many to different ones would; at least 1. */
	readonly clustering: number;
	readonly reviewing: Reviewing;
};

/** Answers that all work is worth against a stratum [D]; what the other two circles are worth is learnt, within these limits. */
const strengths = {
	stratum: 20,
	item: { unknown: 20, min: 1, max: 200 },
	queue: { unknown: 20, min: 5, max: 5_000 },
} as const;

/**
 * Workers' queues are taken to differ by twice the spread that is seen (four times its variance) [D]: the estimate of least
 * error would leave a third of a hard queue's difficulty with the person, on average; noise it has instead is told.
 */
const mixCaution = 4;

/** One person's repeated answer to an item counts once, the last. O(answers). */
export const countPeers = (answers: Iterable<CheckedAnswer>, reviewing: Reviewing): PeerCounts => {
	const last = new Map<string, Map<string, CheckedAnswer>>();
	for (const answer of answers) entry(last, answer.itemId, () => new Map()).set(answer.workerId, answer);
	const byItem = new Map([...last].map(([itemId, own]) => [itemId, [...own.values()]]));
	const byStratum = new Map<string, { right: number; n: number }>();
	const byWorker = new Map<string, Map<string, { right: number; n: number }>>();
	const all = { right: 0, n: 0 };
	for (const answer of [...byItem.values()].flat()) {
		const own = entry(byWorker, answer.workerId, () => new Map());
		for (const tally of [all, entry(byStratum, answer.stratum, newTally), entry(own, answer.stratum, newTally)]) {
			tally.n++;
			tally.right += rightness(answer, reviewing);
		}
	}
	const itemStrength = learnItemStrength(byItem.values(), reviewing);
	const queues = learnQueues(byItem.values(), { byStratum, reviewing });
	return { all, byStratum, byWorker, byItem, itemStrength, ...queues, reviewing };
};

export type PeerExpectation = {
	/** Probability that peers are found right. */
	readonly expected: number;
	readonly peers: PeerBelief;
};

export type ItemOf = { readonly itemId: string; readonly stratum: string; readonly check: Check };

/**
 * What peers are expected to reach on each of `items`, leaving out everything that this worker answered.
 *
 * A chain of Beta means, each circle shrunk to the wider one (Efron & Morris 1975, JASA 70, 311–319): all work → the
 * stratum → the items of the stratum that this worker had, taken together → the item. The third step is what keeps a
 * queue of harder items from looking easy: peers' answers on the very same items say how hard the queue is, long before
 * they say which item is. At the item, peers are read twice: as if its review is right, and as if it is wrong. Where the
 * peers, too, differ from the review, it may be the review that errs, and the worker is not held to it.
 *
 * An expectation shrunk so is a posterior mean, right on average over items, which is what the betting test needs.
 *
 * @returns one an item, in the order given
 */
export const peerExpectations = (
	counts: PeerCounts,
	work: { readonly workerId: string; readonly items: readonly ItemOf[] },
): readonly PeerExpectation[] => {
	const { reviewing, itemStrength, queueStrength, clustering } = counts;
	const own = counts.byWorker.get(work.workerId) ?? new Map<string, Tally>();
	const overall = inside(shrink(minus(counts.all, sum([...own.values()])), { to: 0.5, strength: 1 }));
	const peersOn = work.items.map(({ itemId }) =>
		(counts.byItem.get(itemId) ?? []).filter(({ workerId }) => workerId !== work.workerId),
	);
	const queues = new Map<string, Tally>();
	for (const [at, { stratum }] of work.items.entries()) {
		const peers = peersOn[at]!.map((answer) => ({ right: rightness(answer, reviewing), n: 1 }));
		queues.set(stratum, sum([queues.get(stratum) ?? none, ...peers]));
	}
	const spreads = new Map(
		[...queues].map(([stratum, queue]) => {
			const others = minus(counts.byStratum.get(stratum) ?? none, own.get(stratum) ?? none);
			const rest = minus(others, queue);
			const ofStratum = inside(shrink(rest, { to: overall, strength: strengths.stratum }));
			// The stratum is worth no more than the answers that it rests on.
			const strength = 1 / (1 / queueStrength + 1 / (rest.n + strengths.stratum));
			const mean = inside(shrink(queue, { to: ofStratum, strength }));
			const variance = (clustering * answerVariance(mean, reviewing)) / (queue.n + strength);
			const levelError = Math.sqrt(variance) / (mean * (1 - mean));
			return [stratum, { points: betaPoints(mean, itemStrength), levelError }];
		}),
	);
	return work.items.map(({ stratum, check }, at) => {
		const { points, levelError } = spreads.get(stratum)!;
		return expectationOf(points, { peers: peersOn[at]!, check, reviewing, levelError });
	});
};

type Point = { readonly p: number; readonly weight: number };

/** More answers to one item say no more of it. */
const peersPerItemMax = 200;

/** The posterior of one item's difficulty, from the answers of peers, as if its check holds and as if it fails. */
const expectationOf = (
	spread: readonly Point[],
	{
		peers,
		check,
		reviewing,
		levelError,
	}: {
		readonly peers: readonly CheckedAnswer[];
		readonly check: Check;
		readonly reviewing: Reviewing;
		readonly levelError: number;
	},
): PeerExpectation => {
	const heard = peers.slice(0, peersPerItemMax);
	const right = heard.filter((answer) => answer.right).length;
	const wrong = heard.length - right;
	const holds = { mass: 0, moment: 0 };
	const fails = { mass: 0, moment: 0 };
	for (const { p, weight } of spread) {
		const chance = reviewing.coincide * (1 - p);
		const held = weight * p ** right * (1 - p) ** wrong;
		const failed = weight * chance ** right * (1 - chance) ** wrong;
		holds.mass += held;
		holds.moment += held * p;
		fails.mass += failed;
		fails.moment += failed * p;
	}
	const ifCheckHolds = holds.moment / holds.mass;
	// Where wrong answers never coincide, one that is found right proves the review.
	const ifCheckFails = fails.mass > 0 ? fails.moment / fails.mass : ifCheckHolds;
	const doubt = check === 'gold' ? 0 : fails.mass / holds.mass;
	const belief = { ifCheckHolds, ifCheckFails, doubt, levelError };
	return { expected: foundRate(belief, reviewing), peers: belief };
};

const betaSteps = 48;

/** A Beta distribution of this mean, worth `strength` answers, on points evenly spaced in log-odds. Weights sum to 1. */
const betaPoints = (mean: number, strength: number): readonly Point[] => {
	assert(mean > 0 && mean < 1, 'a mean inside');
	const [a, b] = [mean * strength, (1 - mean) * strength];
	const [from, to] = [-7, 9];
	const points = Array.from({ length: betaSteps }, (_, at) => {
		const logit = from + ((at + 0.5) * (to - from)) / betaSteps;
		const p = 1 / (1 + Math.exp(-logit));
		return { p, logDensity: a * Math.log(p) + b * Math.log1p(-p) };
	});
	const most = Math.max(...points.map(({ logDensity }) => logDensity));
	const total = points.reduce((sum, { logDensity }) => sum + Math.exp(logDensity - most), 0);
	return points.map(({ p, logDensity }) => ({ p, weight: Math.exp(logDensity - most) / total }));
};

/**
 * How many answers the stratum is worth against an item's own, by moments: two answers to one item are both right with
 * probability μ² + σ², and a Beta with mean μ and variance σ² is worth μ (1 − μ)/σ² − 1 answers. Two answers to an item
 * share its review: both are found right with probability μ² + σ² + e (1 − 2μ) for two options.
 */
const learnItemStrength = (items: Iterable<readonly CheckedAnswer[]>, reviewing: Reviewing): number => {
	const byStratum = new Map<string, { right: number; bothRight: number; items: number; reviewed: number }>();
	for (const answers of items) {
		const n = answers.length;
		if (n < 2) continue;
		const found = answers.filter((answer) => answer.right).length;
		const { stratum, check } = answers[0]!;
		// Each item counts once, however many answered it.
		const tally = entry(byStratum, stratum, () => ({ right: 0, bothRight: 0, items: 0, reviewed: 0 }));
		tally.items++;
		if (check === 'review') tally.reviewed++;
		tally.bothRight += (found * (found - 1)) / (n * (n - 1));
		tally.right += answers.reduce((total, answer) => total + rightness(answer, reviewing), 0) / n;
	}
	let variance = 0;
	let binomial = 0;
	for (const { right, bothRight, items: count, reviewed } of byStratum.values()) {
		const mean = right / count;
		variance += bothRight + reviewed * reviewing.error * (2 * mean - 1) - count * mean * mean;
		binomial += count * mean * (1 - mean);
	}
	if (binomial <= 0) return strengths.item.unknown;
	if (variance <= 0) return strengths.item.max;
	return within(strengths.item, binomial / variance - 1);
};

/** Variance of one answer's rightness, with the reviewers' error taken out. */
const answerVariance = (mean: number, reviewing: Reviewing): number => {
	const { error, coincide } = reviewing;
	const found = mean * (1 - error) + (1 - mean) * coincide * error;
	return (found * (1 - found)) / (1 - error - coincide * error) ** 2;
};

/**
 * How many answers the stratum is worth against one worker's items of it, by moments: the variance of one answer over the
 * variance, between workers, of the peers' rate on their items (DerSimonian & Laird 1986, Contr. Clin. Trials 7, 177–188).
 * Answers to one item share its difficulty and its review, and are counted for less by the design effect (Kish 1965).
 */
const learnQueues = (
	items: Iterable<readonly CheckedAnswer[]>,
	{ byStratum, reviewing }: Pick<PeerCounts, 'byStratum' | 'reviewing'>,
): Pick<PeerCounts, 'queueStrength' | 'clustering'> => {
	const queues = new Map<string, { mean: number; right: number; n: number }>();
	let [together, apart] = [0, 0];
	for (const answers of items) {
		const total = answers.reduce((so, answer) => so + rightness(answer, reviewing), 0);
		for (const answer of answers) {
			const { right, n } = byStratum.get(answer.stratum)!;
			const mean = inside(right / n);
			const key = JSON.stringify([answer.workerId, answer.stratum]);
			const queue = entry(queues, key, () => ({ mean, right: 0, n: 0 }));
			const [peersRight, peers] = [total - rightness(answer, reviewing), answers.length - 1];
			queue.right += peersRight;
			queue.n += peers;
			together += (peersRight - peers * mean) ** 2;
			apart += peers * answerVariance(mean, reviewing);
		}
	}
	const clustering = apart > 0 ? Math.max(1, together / apart) : 1;
	let [spread, expectedSpread, n, noise] = [0, 0, 0, 0];
	for (const { mean, right, n: own } of queues.values()) {
		if (own === 0) continue;
		const variance = clustering * answerVariance(mean, reviewing);
		spread += own * (right / own - mean) ** 2;
		expectedSpread += variance;
		noise += own * variance;
		n += own;
	}
	if (n === 0) return { queueStrength: strengths.queue.unknown, clustering };
	const between = (spread - expectedSpread) / n;
	const queueStrength = between <= 0 ? strengths.queue.max : within(strengths.queue, noise / n / between / mixCaution);
	return { queueStrength, clustering };
};

const within = ({ min, max }: { readonly min: number; readonly max: number }, value: number): number =>
	Math.min(max, Math.max(min, value));

const rightness = ({ right, check }: CheckedAnswer, reviewing: Reviewing): number =>
	check === 'gold' ? Number(right) : trueRate(Number(right), reviewing);

const none: Tally = { right: 0, n: 0 };
const newTally = (): { right: number; n: number } => ({ right: 0, n: 0 });
const sum = (tallies: readonly Tally[]): Tally => ({
	right: tallies.reduce((total, { right }) => total + right, 0),
	n: tallies.reduce((total, { n }) => total + n, 0),
});
const minus = (a: Tally, b: Tally): Tally => ({ right: a.right - b.right, n: a.n - b.n });
const shrink = ({ right, n }: Tally, { to, strength }: { readonly to: number; readonly strength: number }): number =>
	(right + strength * to) / (n + strength);
const inside = (p: number): number => Math.min(0.995, Math.max(0.02, p));

const entry = <K, V>(map: Map<K, V>, key: K, make: () => V): V => {
	let value = map.get(key);
	if (value === undefined) {
		value = make();
		map.set(key, value);
	}
	return value;
};
