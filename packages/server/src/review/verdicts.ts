import { contestDueAt, openContest } from '@utu/core/review/contest.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { fileContest, type ReceivedRow, receivedBefore, receivedOne } from './contest.sql.ts';

export type VerdictDeps = { readonly database: Database; readonly clock: Clock; readonly ids: Ids };
type Mine = { readonly organisationId: string; readonly personId: string };

const pageMax = 50;
export type ContestError = { readonly kind: 'no-such-verdict' | 'found-right' | 'contested-before' };

/** The worker's inbox: every verdict on their answers. */
export const myVerdicts = (
	deps: VerdictDeps,
	options: Mine & { readonly before: string | undefined },
): Promise<{ readonly page: readonly ReceivedRow[]; readonly more: boolean }> =>
	deps.database.transaction(options, async (tx) => {
		const rows = await receivedBefore(tx, { before: options.before, rowsMax: pageMax + 1 });
		return { page: rows.slice(0, pageMax), more: rows.length > pageMax };
	});

/** Contests a verdict: it is frozen at once. The same verdict is contested once. */
export const contestVerdict = (
	deps: VerdictDeps,
	options: Mine & { readonly reviewId: string; readonly sentence: string },
): Promise<Result<ReceivedRow, ContestError>> =>
	deps.database.transaction<Result<ReceivedRow, ContestError>>(options, async (tx) => {
		const before = await receivedOne(tx, options.reviewId);
		if (before === undefined) return err({ kind: 'no-such-verdict' });
		const now = deps.clock.now();
		const me = 'me';
		const opened = openContest(
			{
				verdictId: before.reviewId,
				workerId: me,
				verdictBy: [],
				correct: before.verdict === 'right',
				contested: before.sentence !== null,
			},
			{ by: me, now: now.getTime() },
		);
		if (!opened.ok) return err({ kind: opened.error === 'not-own-work' ? 'no-such-verdict' : opened.error });
		const filed = await fileContest(tx, {
			reviewId: options.reviewId,
			againId: deps.ids.uuid(),
			sentence: options.sentence,
			now,
			lapsesAt: new Date(contestDueAt(opened.value)),
		});
		if (!filed) return err({ kind: 'contested-before' });
		return ok((await receivedOne(tx, options.reviewId)) ?? before);
	});
