import { err, ok, type Result } from '@utu/core/shared/result.ts';
import {
	monthOf,
	respondentsMin,
	type TeamAnswers,
	type TeamMonth,
	teamMonths,
} from '@utu/core/support/team-answers.ts';
import type { SupportDeps } from './check-ins.ts';
import { closedCounts, countAnswers, hasAnswered, markAnswered } from './team-answers.sql.ts';

type Ref = { readonly organisationId: string; readonly personId: string };

const monthsMax = 36;

export type MyTeamAnswer = { readonly month: string; readonly answered: boolean };
export type TeamAnswerError = { readonly kind: 'answered-already'; readonly month: string };

export const myTeamAnswer = (deps: SupportDeps, options: Ref): Promise<MyTeamAnswer> => {
	const month = monthOf(deps.clock.now().getTime());
	return deps.database.transaction(options, async (tx) => ({ month, answered: await hasAnswered(tx, month) }));
};

/** Remembers that the person has answered, and counts what was said: two rows that do not know each other. */
export const answerTeam = (
	deps: SupportDeps,
	options: Ref & { readonly answers: TeamAnswers },
): Promise<Result<MyTeamAnswer, TeamAnswerError>> => {
	const month = monthOf(deps.clock.now().getTime());
	const { organisationId, personId, answers } = options;
	return deps.database.transaction<Result<MyTeamAnswer, TeamAnswerError>>({ organisationId, personId }, async (tx) => {
		if (!(await markAnswered(tx, { organisationId, personId, month }))) return err({ kind: 'answered-already', month });
		await countAnswers(tx, { organisationId, month, answers });
		return ok({ month, answered: true });
	});
};

/** The statement leaves out what is not told, and core does again. */
export const teamFigures = (deps: SupportDeps, organisationId: string): Promise<readonly TeamMonth[]> => {
	const now = deps.clock.now().getTime();
	return deps.database.transaction({ organisationId }, async (tx) =>
		teamMonths({ counts: await closedCounts(tx, { current: monthOf(now), monthsMax, respondentsMin }), now }),
	);
};
