import { concernDefaults } from '@utu/core/review/concern.ts';
import { eBenjaminiHochberg } from '@utu/core/review/e-bh.ts';
import { scoreLimits } from '@utu/core/review/score.ts';
import type { Database } from '../platform/database.ts';
import type { ReceivedRow } from './contest.sql.ts';
import { allEvidence, ledMembers, type ScoreRow, scoreOfPerson } from './scores.sql.ts';

type Mine = { readonly organisationId: string; readonly personId: string };
type Deps = { readonly database: Database };

/** What may be said of somebody's answers. */
export type ScoreView = {
	readonly verdicts: number;
	readonly needed: number;
	readonly wrong: number;
	readonly wrongExpected: number;
	readonly estimate: { readonly value: number; readonly low: number; readonly high: number } | null;
	readonly lacks: 'verdicts' | 'double-reviews' | null;
};

const viewOf = (row: { readonly [Field in keyof ScoreRow]?: ScoreRow[Field] | null } | undefined): ScoreView => {
	const { verdicts, wrong, wrongExpected } = row ?? {};
	const estimate = row?.estimate ?? undefined;
	return {
		verdicts: verdicts ?? 0,
		needed: scoreLimits.verdictsMin,
		wrong: wrong ?? 0,
		wrongExpected: wrongExpected ?? 0,
		estimate: estimate?.kind === 'score' ? { value: estimate.adjusted, low: estimate.low, high: estimate.high } : null,
		lacks: estimate === undefined ? 'verdicts' : estimate.kind === 'not-enough' ? estimate.of : null,
	};
};

export const myScore = (deps: Deps, options: Mine): Promise<ScoreView> =>
	deps.database.transaction(options, async (tx) => viewOf(await scoreOfPerson(tx, options.personId)));

export type MemberView = {
	readonly personId: string;
	readonly displayName: string;
	readonly score: ScoreView;
	readonly concern: boolean;
};

/** The analyst's own teams, by name. A concern stands only against the evidence on everybody of the organisation. */
export const teamScores = (deps: Deps, options: Mine): Promise<readonly MemberView[]> =>
	deps.database.transaction(options, async (tx) => {
		const evidence = await allEvidence(tx);
		const named = eBenjaminiHochberg(
			evidence.map(({ logEvidence }) => logEvidence),
			{ alpha: concernDefaults.alpha },
		);
		const concerned = new Set(
			evidence.flatMap(({ personId, verdicts }, at) =>
				named[at] === 1 && verdicts >= scoreLimits.verdictsMin ? [personId] : [],
			),
		);
		return (await ledMembers(tx)).map(({ personId, displayName, ...row }) => ({
			personId,
			displayName,
			score: viewOf(row),
			concern: concerned.has(personId),
		}));
	});

/** What a verdict says in a score: nothing while it is contested. */
export const countsAs = (row: Pick<ReceivedRow, 'verdict' | 'sentence' | 'outcome'>): 'right' | 'wrong' | 'not-yet' => {
	if (row.sentence !== null && row.outcome === null) return 'not-yet';
	return row.outcome === 'overturned' || row.outcome === 'lapsed' ? 'right' : row.verdict;
};
