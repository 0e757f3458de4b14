import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import type { ReferenceMix } from '@utu/core/review/ability.ts';
import { concerns } from '@utu/core/review/concern.ts';
import { referenceMixOf } from '@utu/core/review/groups.ts';
import { type DoubleReviews, reviewerErrorOf } from '@utu/core/review/reviewer-error.ts';
import { type ScoreContext, scoreOf } from '@utu/core/review/score.ts';
import {
	type ReviewEvent,
	type ScoredRecord,
	scoredRecord,
	uncountedKinds,
	type VerdictEvent,
} from '@utu/core/review/verdict.ts';
import {
	drawAnswers,
	drawDoubleReviews,
	easy,
	hard,
	type Knowing,
	oddsShifted,
	recordsOf,
	referenceOf,
	truthOf,
	type World,
} from './organisation.ts';

const plantedError = 0.05;
/** Log-odds above or below the peers. */
export const shifts = [-0.8, 0, 0.8] as const;

export type MixFigures = {
	/** Points between the mean adjusted scores of two equally able people with 10 % and with 50 % hard items. */
	readonly adjusted: number;
	readonly raw: number;
	/** Share of 95 % intervals that hold the truth. */
	readonly coverage: number;
};

/** Two lanes of ten people; four are better or worse than their peers by the same, two in each lane. */
export const mixShift = ({
	runs,
	seed,
	shift,
	viewsPerItem,
	doubles,
	...knowing
}: { readonly runs: number; readonly seed: number; readonly shift: number; readonly doubles: number } & Pick<
	World,
	'viewsPerItem'
> &
	Omit<Knowing, 'doubleReviews'>): MixFigures => {
	const sums = { adjusted: [0, 0], raw: [0, 0], covered: 0, n: 0 };
	for (let run = 0; run < runs; run++) {
		const world: World = {
			...{ workers: 20, lanes: [0.1, 0.5], verdictsPerWorker: 300, viewsPerItem, reviewerError: plantedError },
			shiftOf: (worker) => (worker < 4 ? shift : 0),
			random: seededRandom(seed * 1_000_003 + run),
		};
		const answers = drawAnswers(world);
		const doubleReviews = drawDoubleReviews(doubles, world);
		const records = recordsOf(answers, { ...world, ...knowing, doubleReviews });
		const reference = referenceOf(records, doubleReviews);
		const truth = truthOf(answers, shift);
		for (let worker = 0; worker < 4; worker++) {
			const score = scoreOf(records[worker]!, { reference, doubleReviews });
			if (score.kind !== 'score') throw new Error(score.of);
			sums.adjusted[worker % 2]! += score.adjusted;
			sums.raw[worker % 2]! += score.raw.rate;
			sums.n++;
			if (score.low <= truth && truth <= score.high) sums.covered++;
		}
	}
	const difference = ([first, second]: readonly number[]): number => (100 * (first! - second!)) / (sums.n / 2);
	return { adjusted: difference(sums.adjusted), raw: difference(sums.raw), coverage: sums.covered / sums.n };
};

export type CoverageRow = {
	readonly verdicts: number;
	readonly doubleReviews: number;
	readonly hardShare: number;
	readonly truth: number;
	readonly coverage: number;
	readonly bias: number;
	readonly width: number;
};

const foundRight = (p: number, error: number): number => p * (1 - error) + (1 - p) * error;

/** Intervals under a planted error of reviewers, expectations known: what the error's estimate alone does to coverage. */
export const coverage = ({
	runs,
	seed,
	error = plantedError,
}: {
	readonly runs: number;
	readonly seed: number;
	readonly error?: number;
}): readonly CoverageRow[] => {
	const random = seededRandom(seed);
	const mix = [...Array<number>(7).fill(easy), ...Array<number>(3).fill(hard)];
	const rows: CoverageRow[] = [];
	for (const verdicts of [50, 150, 500])
		for (const reviews of [200, 600])
			for (const hardShare of [0.1, 0.5])
				for (const shift of shifts) {
					const truth = mix.reduce((sum, p) => sum + oddsShifted(p, shift), 0) / mix.length;
					const sums = { covered: 0, adjusted: 0, width: 0 };
					for (let run = 0; run < runs; run++) {
						const record = drawRecord({ verdicts, hardShare, shift, error, random });
						const doubleReviews = { reviews, disagreements: disagreementsOf(reviews, { error, random }) };
						const score = scoreOf(record, { reference: mixOf(mix, { error, doubleReviews }), doubleReviews });
						if (score.kind !== 'score') throw new Error(score.of);
						if (score.low <= truth && truth <= score.high) sums.covered++;
						sums.adjusted += score.adjusted;
						sums.width += score.high - score.low;
					}
					rows.push({
						...{ verdicts, doubleReviews: reviews, hardShare, truth, coverage: sums.covered / runs },
						...{ bias: 100 * (sums.adjusted / runs - truth), width: (100 * sums.width) / runs },
					});
				}
	return rows;
};

/** The mix as it looks under the estimate of the reviewers' error that there is. */
const mixOf = (
	mix: readonly number[],
	{ error, doubleReviews }: { readonly error: number; readonly doubleReviews: DoubleReviews },
): ReferenceMix =>
	referenceMixOf(
		mix.map((p) => ({ expected: foundRight(p, error), peers: undefined, check: 'review' as const })),
		{ error: reviewerErrorOf(doubleReviews, { coincide: 1 }).rate, coincide: 1 },
	);

const disagreementsOf = (
	reviews: number,
	{ error, random }: { readonly error: number; readonly random: () => number },
): number => {
	let count = 0;
	for (let at = 0; at < reviews; at++) if (random() < 2 * error * (1 - error)) count++;
	return count;
};

const drawRecord = ({
	verdicts,
	hardShare,
	shift,
	error,
	random,
}: {
	readonly verdicts: number;
	readonly hardShare: number;
	readonly shift: number;
	readonly error: number;
	readonly random: () => number;
}): ScoredRecord => ({
	workerId: 'w',
	verdicts: Array.from({ length: verdicts }, (_, at) => {
		const peers = random() < hardShare ? hard : easy;
		const isRight = random() < oddsShifted(peers, shift);
		const correct = random() < error ? !isRight : isRight;
		const ids = { verdictId: `v${at}`, itemId: `i${at}`, workerId: 'w' };
		return { ...ids, correct, expected: foundRight(peers, error), check: 'review', secondAgrees: undefined };
	}),
});

/** Whether scores and concerns keep every byte when all that does not count is deleted from histories full of it. */
export const bytesEqual = ({ histories, seed }: { readonly histories: number; readonly seed: number }): boolean => {
	const random = seededRandom(seed);
	const context: ScoreContext = {
		reference: [
			{ peersRight: easy, share: 0.5 },
			{ peersRight: hard, share: 0.5 },
		],
		doubleReviews: { reviews: 200, disagreements: 19 },
	};
	for (let history = 0; history < histories; history++) {
		const events = drawHistory(random);
		const lean = events.filter(({ kind }) => !(uncountedKinds as readonly string[]).includes(kind));
		const bytes = (of: readonly ReviewEvent[]): string => {
			const record = scoredRecord(of, { workerId: 'w' });
			return JSON.stringify([scoreOf(record, context), concerns([record], context)]);
		};
		if (lean.length === events.length || bytes(lean) !== bytes(events)) return false;
	}
	return true;
};

const drawHistory = (random: () => number): readonly ReviewEvent[] => {
	const events: ReviewEvent[] = [];
	for (let at = 0; at < 120; at++) {
		const verdict: VerdictEvent = {
			kind: 'verdict',
			...{ verdictId: `v${at}`, itemId: `i${at}`, workerId: 'w', correct: random() < 0.8, expected: 0.9 },
			...{ check: 'review', drawn: random() < 0.9 ? 'at-random' : 'by-hand' },
		};
		events.push(verdict);
		for (const kind of uncountedKinds) if (random() < 0.3) events.push({ kind, workerId: 'w', about: random() });
		const standing = (['frozen', 'upheld', 'overturned', 'lapsed'] as const)[Math.floor(random() * 4)]!;
		if (random() < 0.1) events.push({ kind: 'standing', verdictId: `v${at}`, standing });
		if (random() < 0.1) events.push({ kind: 'second-review', verdictId: `v${at}`, agrees: random() < 0.9 });
	}
	return events;
};
