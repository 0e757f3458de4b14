import { type TeamAnswers, type TeamCount, teamQuestions } from '@utu/core/support/team-answers.ts';
import { sql, type Tx } from '../platform/database.ts';

/** A month as the calendar's first day. */
const firstDay = (month: string): string => `${month}-01`;

/** Whether the transaction's person has answered in this month; what they said is nowhere. By primary key. */
export const hasAnswered = async (tx: Tx, month: string): Promise<boolean> => {
	const row = await tx.row(sql`
		select 1 from utu.team_answer_given
		where person_id = utu.me() and organisation_id = utu.org() and month = ${firstDay(month)}::date`);
	return row !== undefined;
};

/** @returns whether it is the first time in this month. */
export const markAnswered = async (
	tx: Tx,
	options: { readonly personId: string; readonly organisationId: string; readonly month: string },
): Promise<boolean> =>
	(await tx.run(sql`
		insert into utu.team_answer_given (person_id, organisation_id, month)
		values (${options.personId}, ${options.organisationId}, ${firstDay(options.month)}::date) on conflict do nothing`)) >
	0;

/** Counts four answers, always in the same order: two people at once wait for one another, and no more. */
export const countAnswers = async (
	tx: Tx,
	options: { readonly organisationId: string; readonly month: string; readonly answers: TeamAnswers },
): Promise<void> => {
	await tx.run(sql`
		insert into utu.team_answer (organisation_id, month, question, value, n)
		select ${options.organisationId}::uuid, ${firstDay(options.month)}::date, said.question, said.value, 1
		from unnest(${teamQuestions}::text[], ${teamQuestions.map((name) => options.answers[name])}::smallint[])
			with ordinality said (question, value, place)
		order by said.place
		on conflict (organisation_id, month, question, value) do update set n = team_answer.n + 1`);
};

/** Counts of months that are over and have enough respondents. At most 44 rows a month, by primary key. */
export const closedCounts = (
	tx: Tx,
	options: { readonly current: string; readonly monthsMax: number; readonly respondentsMin: number },
): Promise<readonly TeamCount[]> =>
	tx.rows<TeamCount>(sql`
		with told as (
			select month from utu.team_answer
			where organisation_id = utu.org() and month < ${firstDay(options.current)}::date and question = ${teamQuestions[0]}
			group by month having sum(n) >= ${options.respondentsMin} order by month desc limit ${options.monthsMax})
		select to_char(a.month, 'YYYY-MM') as month, a.question, a.value, a.n
		from utu.team_answer a join told using (month) where a.organisation_id = utu.org()`);
