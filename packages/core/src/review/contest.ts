import type { EpochMs } from '../shared/brand.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { ContestedStanding } from './verdict.ts';

/** A worker's objection to a verdict on their work. Filing it costs nothing and counts for nothing. */
export type Contest = {
	readonly verdictId: string;
	readonly workerId: string;
	/** Everybody who took part in the verdict: the analyst, and the second one where there was one. */
	readonly verdictBy: readonly string[];
	readonly openedAt: EpochMs;
	readonly decision: ContestDecision | undefined;
};

export type ContestDecision = {
	readonly outcome: 'upheld' | 'overturned';
	readonly by: string;
	readonly at: EpochMs;
};

export const contestLimits = { daysMax: 7 } as const;

/** From then on an open contest has lapsed in the worker's favour. */
export const contestDueAt = ({ openedAt }: Pick<Contest, 'openedAt'>): EpochMs =>
	openedAt + contestLimits.daysMax * 24 * 3_600_000;

export type OpenRefusal = 'not-own-work' | 'found-right' | 'contested-before';

/** A verdict can be contested once, by the person whose answer it found wrong. There is no deadline. */
export const openContest = (
	verdict: {
		readonly verdictId: string;
		readonly workerId: string;
		readonly verdictBy: readonly string[];
		readonly correct: boolean;
		readonly contested: boolean;
	},
	{ by, now }: { readonly by: string; readonly now: EpochMs },
): Result<Contest, OpenRefusal> => {
	if (by !== verdict.workerId) return err('not-own-work');
	if (verdict.correct) return err('found-right');
	if (verdict.contested) return err('contested-before');
	const { verdictId, workerId, verdictBy } = verdict;
	return ok({ verdictId, workerId, verdictBy, openedAt: now, decision: undefined });
};

export type DecideRefusal = 'own-verdict' | 'own-work' | 'decided-before' | 'lapsed';

/** Whether somebody may decide a contest: neither an author of the verdict nor the worker, and only while it is open. */
export const mayDecide = (
	contest: Contest,
	{ by, now }: { readonly by: string; readonly now: EpochMs },
): Result<undefined, DecideRefusal> => {
	if (contest.decision !== undefined) return err('decided-before');
	if (now >= contestDueAt(contest)) return err('lapsed');
	if (by === contest.workerId) return err('own-work');
	if (contest.verdictBy.includes(by)) return err('own-verdict');
	return ok(undefined);
};

export const decideContest = (contest: Contest, decision: ContestDecision): Result<Contest, DecideRefusal> => {
	const may = mayDecide(contest, { by: decision.by, now: decision.at });
	return may.ok ? ok({ ...contest, decision }) : may;
};

/** How the verdict stands: time alone ends an open contest, whether or not anything ran. */
export const standingOf = (contest: Contest, { now }: { readonly now: EpochMs }): ContestedStanding => {
	if (contest.decision !== undefined) return contest.decision.outcome;
	return now >= contestDueAt(contest) ? 'lapsed' : 'frozen';
};
