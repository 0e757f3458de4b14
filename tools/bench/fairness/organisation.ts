import type { ReferenceMix } from '@utu/core/review/ability.ts';
import { type CheckedAnswer, countPeers, peerExpectations } from '@utu/core/review/difficulty.ts';
import { referenceMixOf } from '@utu/core/review/groups.ts';
import { type DoubleReviews, reviewerErrorOf } from '@utu/core/review/reviewer-error.ts';
import type { ScoredRecord } from '@utu/core/review/verdict.ts';

/** Peers are right on easy items in 97.75 %, on hard ones in 80.25 %: 96 % with a tenth hard, 89 % with half. */
export const easy = 0.9775;
export const hard = 0.8025;

export const oddsShifted = (p: number, shift: number): number => 1 / (1 + Math.exp(-(Math.log(p / (1 - p)) + shift)));

/** What is the case: two options, reviews wrong at random, every item of a lane answered by people of that lane. */
export type World = {
	readonly workers: number;
	/** Shares of hard items; worker w works in lane w mod lanes. */
	readonly lanes: readonly number[];
	/** Log-odds of a worker above the peers. */
	readonly shiftOf: (worker: number) => number;
	readonly verdictsPerWorker: number;
	readonly viewsPerItem: number;
	readonly reviewerError: number;
	readonly random: () => number;
};

/** What can be known: whether strata tell the lanes apart, and whether expectations are learnt from peers' answers. */
export type Knowing = {
	readonly strata: 'lane' | 'none';
	readonly expectations: 'estimated' | 'known';
	readonly doubleReviews: DoubleReviews;
};

export type DrawnAnswer = CheckedAnswer & {
	readonly worker: number;
	readonly lane: number;
	/** When in the lane's history, 0 to 1. */
	readonly at: number;
	/** Peers' true probability of being right on the item. */
	readonly peersRight: number;
};

/** All answers with what their reviews found, lane by lane, each lane in the order of time. */
export const drawAnswers = (world: World): readonly DrawnAnswer[] => {
	const { workers, lanes, shiftOf, verdictsPerWorker, viewsPerItem, reviewerError, random } = world;
	const answers: DrawnAnswer[] = [];
	for (const [lane, hardShare] of lanes.entries()) {
		const staff = Array.from({ length: workers }, (_, worker) => worker).filter((w) => w % lanes.length === lane);
		const items = Math.round((staff.length * verdictsPerWorker) / viewsPerItem);
		for (let item = 0; item < items; item++) {
			const peersRight = random() < hardShare ? hard : easy;
			const reviewIsWrong = random() < reviewerError;
			for (let view = 0; view < viewsPerItem; view++) {
				const worker = staff[(item * viewsPerItem + view) % staff.length]!;
				const isRight = random() < oddsShifted(peersRight, shiftOf(worker));
				const right = isRight !== reviewIsWrong;
				const ids = { itemId: `${lane}-${item}`, workerId: `w${worker}`, stratum: `${lane}` };
				answers.push({ ...ids, check: 'review', right, worker, lane, at: item / items, peersRight });
			}
			rotate(staff, random);
		}
	}
	return answers;
};

/** Colleagues meet on items in changing company. */
const rotate = (staff: number[], random: () => number): void => {
	const [i, j] = [Math.floor(random() * staff.length), Math.floor(random() * staff.length)];
	[staff[i], staff[j]] = [staff[j]!, staff[i]!];
};

/** Blind double reviews of as many items. */
export const drawDoubleReviews = (
	reviews: number,
	{ reviewerError, random }: Pick<World, 'reviewerError' | 'random'>,
): DoubleReviews => {
	let disagreements = 0;
	for (let at = 0; at < reviews; at++) {
		const [oneErrs, otherErrs] = [random() < reviewerError, random() < reviewerError];
		if (oneErrs !== otherErrs) disagreements++;
	}
	return { reviews, disagreements };
};

/** Records as the server would have them. */
export const recordsOf = (
	drawn: readonly DrawnAnswer[],
	{ workers, reviewerError, strata, expectations, doubleReviews }: Pick<World, 'workers' | 'reviewerError'> & Knowing,
): readonly ScoredRecord[] => {
	const answers = strata === 'lane' ? drawn : drawn.map((answer) => ({ ...answer, stratum: 'all' }));
	const counts = countPeers(answers, { error: reviewerErrorOf(doubleReviews, { coincide: 1 }).rate, coincide: 1 });
	return Array.from({ length: workers }, (_, worker): ScoredRecord => {
		const workerId = `w${worker}`;
		const own = answers.filter((answer) => answer.worker === worker);
		const learnt = peerExpectations(counts, { workerId, items: own });
		const verdicts = own.map(({ itemId, right, peersRight }, at) => ({
			...{ verdictId: `${itemId}-${workerId}`, itemId, workerId, correct: right, check: 'review' as const },
			...(expectations === 'estimated'
				? learnt[at]!
				: { expected: peersRight * (1 - reviewerError) + (1 - peersRight) * reviewerError }),
			secondAgrees: undefined,
		}));
		return { workerId, verdicts };
	});
};

/** How hard the organisation's items are, as its records have it. */
export const referenceOf = (records: readonly ScoredRecord[], doubleReviews: DoubleReviews): ReferenceMix => {
	const reviewing = { error: reviewerErrorOf(doubleReviews, { coincide: 1 }).rate, coincide: 1 };
	return referenceMixOf(
		records.flatMap(({ verdicts }) => verdicts),
		reviewing,
	);
};

/** A worker's true probability of being right on the mix of all answered items. */
export const truthOf = (answers: readonly DrawnAnswer[], shift: number): number =>
	answers.reduce((sum, { peersRight }) => sum + oddsShifted(peersRight, shift), 0) / answers.length;
