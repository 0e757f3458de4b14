import { binomialCdf } from '@utu/core/first-pass/auto-decide.ts';
import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import { concerns } from '@utu/core/review/concern.ts';
import { eBenjaminiHochberg } from '@utu/core/review/e-bh.ts';
import { barOf, bet, logWealth, startWealth } from '@utu/core/review/e-process.ts';
import { drawAnswers, drawDoubleReviews, recordsOf } from './organisation.ts';
import { type Gambler, strategies } from './strategies.ts';

export const bar = 0.95;
export const alpha = 0.05;
const people = 20;
const weeks = 26;
const verdictsPerWeek = 30;

export type FairTeams = {
	readonly teams: number;
	/** Share of teams that ever see a concern in 26 weekly looks, by way of looking. */
	readonly flagged: Readonly<Record<Looking, number>>;
};

const lookings = ['eProcess', 'benjaminiHochberg', 'binomialTest', 'belowTheBar'] as const;
type Looking = (typeof lookings)[number];

/** Teams of people who are exactly at the bar, looked at every week. */
export const fairTeams = ({ teams, seed }: { readonly teams: number; readonly seed: number }): FairTeams => {
	const flagged = { eProcess: 0, benjaminiHochberg: 0, binomialTest: 0, belowTheBar: 0 };
	const pOf = memoised((right, n) => binomialCdf({ k: right, n, p: bar }));
	for (let team = 0; team < teams; team++) {
		const random = seededRandom(seed * 1_000_003 + team);
		const wealths = Array.from({ length: people }, startWealth);
		const right = new Int32Array(people);
		const seen = new Set<Looking>();
		for (let week = 1; week <= weeks; week++) {
			for (let person = 0; person < people; person++) {
				for (let at = 0; at < verdictsPerWeek; at++) {
					const correct = random() < bar;
					if (correct) right[person]!++;
					bet(wealths[person]!, { bar, correct });
				}
			}
			const n = week * verdictsPerWeek;
			const pValues = Array.from(right, (count) => pOf(count, n));
			if (eBenjaminiHochberg(wealths.map(logWealth), { alpha }).includes(1)) seen.add('eProcess');
			if (benjaminiHochberg(pValues)) seen.add('benjaminiHochberg');
			if (pValues.some((p) => p <= alpha)) seen.add('binomialTest');
			if (right.some((count) => count < bar * n)) seen.add('belowTheBar');
		}
		for (const looking of seen) flagged[looking]++;
	}
	return {
		teams,
		flagged: {
			eProcess: flagged.eProcess / teams,
			benjaminiHochberg: flagged.benjaminiHochberg / teams,
			binomialTest: flagged.binomialTest / teams,
			belowTheBar: flagged.belowTheBar / teams,
		},
	};
};

const memoised = (of: (right: number, n: number) => number): typeof of => {
	const known = new Map<number, number>();
	return (right, n) => {
		const key = n * 100_000 + right;
		const value = known.get(key) ?? of(right, n);
		known.set(key, value);
		return value;
	};
};

/** Whether Benjamini & Hochberg (1995) names anybody. */
const benjaminiHochberg = (pValues: readonly number[]): boolean =>
	[...pValues].sort((a, b) => a - b).some((p, at) => p <= (alpha * (at + 1)) / pValues.length);

export type TeamsWithPeers = {
	readonly toleranceLogOdds: number;
	/** Share of teams in which somebody as good as the peers was ever named in 26 weekly looks. */
	readonly fairNamed: number;
	/** The same where one person is worse: share in which that person was named, and the median of the verdicts until then. */
	readonly oneBelow: { readonly named: number; readonly medianVerdicts: number | undefined };
};

/** As the program runs: hard and easy items in two lanes, reviews that err, expectations learnt anew from peers each week. */
export const teamsWithPeers = ({
	teams,
	seed,
	tolerances,
	shiftBelow,
}: {
	readonly teams: number;
	readonly seed: number;
	readonly tolerances: readonly number[];
	/** Log-odds of the one person below peers. */
	readonly shiftBelow: number;
}): readonly TeamsWithPeers[] => {
	const fair = Array.from({ length: teams }, (_, team) =>
		firstNamed({ seed: seed * 7_919 + team, shift: 0, tolerances }),
	);
	const below = Array.from({ length: teams }, (_, team) =>
		firstNamed({ seed: seed * 104_729 + team, shift: shiftBelow, tolerances }),
	);
	return tolerances.map((toleranceLogOdds, at) => {
		const weeksUntil = below.map((named) => named[at]!.get('w0') ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
		const median = weeksUntil[Math.floor(teams / 2)]!;
		return {
			toleranceLogOdds,
			fairNamed: fair.filter((named) => named[at]!.size > 0).length / teams,
			oneBelow: {
				named: weeksUntil.filter(Number.isFinite).length / teams,
				medianVerdicts: Number.isFinite(median) ? median * verdictsPerWeek : undefined,
			},
		};
	});
};

/** By tolerance: the week in which each person was first named, in one team's half year. */
const firstNamed = ({
	seed,
	shift,
	tolerances,
}: {
	readonly seed: number;
	readonly shift: number;
	readonly tolerances: readonly number[];
}): readonly ReadonlyMap<string, number>[] => {
	const random = seededRandom(seed);
	const world = {
		...{ workers: people, lanes: [0.1, 0.5], verdictsPerWorker: weeks * verdictsPerWeek, viewsPerItem: 3 },
		...{ shiftOf: (worker: number) => (worker === 0 ? shift : 0), reviewerError: 0.05, random },
	};
	const knowing = { strata: 'lane', expectations: 'estimated' } as const;
	const answers = drawAnswers(world);
	const doubleReviews = drawDoubleReviews(600, world);
	const first = tolerances.map(() => new Map<string, number>());
	for (let week = 1; week <= weeks; week++) {
		const soFar = answers.filter(({ at }) => at < week / weeks);
		const records = recordsOf(soFar, { ...world, ...knowing, doubleReviews });
		for (const [at, toleranceLogOdds] of tolerances.entries()) {
			for (const { workerId } of concerns(records, { alpha, toleranceLogOdds, doubleReviews })) {
				if (!first[at]!.has(workerId)) first[at]!.set(workerId, week);
			}
		}
	}
	return first;
};

const verdictsMax = 20_000;

/** The verdict at which the wealth of the bet against somebody right with probability `p` first reaches `people`/α. */
const verdictsUntilNamed = (
	gambler: Gambler,
	{ p, against, threshold, random }: { p: number; against: number; threshold: number; random: () => number },
): number => {
	for (let n = 1; n <= verdictsMax; n++) if (gambler(against, random() < p) >= threshold) return n;
	return verdictsMax;
};

export type Power = { readonly n85: number; readonly n90: number; readonly n92: number };

/**
 * Median verdicts until one person below the bar is named among others, none of whom helps: e-BH names whoever alone
 * reaches people/α, and others below the bar only lower that.
 */
export const powerOf = (
	make: () => Gambler,
	{ among, runs, seed, toleranceLogOdds = 0 }: { among: number; runs: number; seed: number; toleranceLogOdds?: number },
): Power => {
	const median = (p: number): number => {
		const reviewing = { error: 0, coincide: 1 };
		const against = barOf({ expected: bar, peers: undefined, check: 'review' }, { toleranceLogOdds, reviewing });
		const counts = Array.from({ length: runs }, (_, run) => {
			const random = seededRandom(seed * 7_919 + run);
			return verdictsUntilNamed(make(), { p, against, threshold: Math.log(among / alpha), random });
		}).sort((a, b) => a - b);
		return counts[Math.floor(runs / 2)]!;
	};
	return { n85: median(0.85), n90: median(0.9), n92: median(0.92) };
};

/** The same in a team of twenty by e-BH itself, the others exactly at the bar, looked at after every verdict of each. */
export const powerInTeam = ({
	p,
	runs,
	seed,
}: {
	readonly p: number;
	readonly runs: number;
	readonly seed: number;
}) => {
	const counts = Array.from({ length: runs }, (_, run) => {
		const random = seededRandom(seed * 104_729 + run);
		const wealths = Array.from({ length: people }, startWealth);
		for (let n = 1; n <= verdictsMax; n++) {
			for (const [person, wealth] of wealths.entries())
				bet(wealth, { bar, correct: random() < (person === 0 ? p : bar) });
			if (eBenjaminiHochberg(wealths.map(logWealth), { alpha })[0] === 1) return n;
		}
		return verdictsMax;
	}).sort((a, b) => a - b);
	return counts[Math.floor(runs / 2)]!;
};

export const strategyNames = Object.keys(strategies) as (keyof typeof strategies)[];
