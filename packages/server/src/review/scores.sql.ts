import type { Answers } from '@utu/core/projects/form.ts';
import type { Score } from '@utu/core/review/score.ts';
import { sql, type Tx } from '../platform/database.ts';
import type { ContestOutcome } from './contest.sql.ts';
import type { Verdict } from './review.sql.ts';

/** A verdict that the server drew, under the project's pseudonym. */
export type DrawnVerdict = {
	readonly reviewId: string;
	readonly itemId: string;
	readonly projectId: string;
	readonly version: number;
	readonly workerId: string;
	readonly language: string | null;
	readonly verdict: Verdict;
	readonly answers: Answers;
	readonly contested: boolean;
	readonly outcome: ContestOutcome | null;
	/** What a second analyst found, blind. */
	readonly second: Verdict | null;
};

/** Changes whenever a verdict or a contest does. */
export const verdictsMark = async (tx: Tx): Promise<string> =>
	(
		await tx.row<{ mark: string }>(sql`
			select concat_ws(' ', count(*), max(r.judged_at), (select concat_ws(' ', count(*), max(c.filed_at), max(c.decided_at)) from utu.contest c where c.organisation_id = utu.org())) as mark
			from utu.review r where r.organisation_id = utu.org() and r.state = 'judged'`)
	)?.mark ?? '';

/** The organisation's newest drawn verdicts. */
export const drawnVerdicts = (tx: Tx, rowsMax: number): Promise<readonly DrawnVerdict[]> =>
	tx.rows<DrawnVerdict>(sql`
		select r.id as "reviewId", r.item_id as "itemId", r.project_id as "projectId", i.project_version as version, r.worker_id as "workerId",
			i.language, r.verdict, r.answers, c.review_id is not null as contested, c.outcome, second.verdict as second
		from utu.review r
		join utu.item i on i.id = r.item_id
		left join utu.contest c on c.review_id = r.id
		left join utu.review second on second.answer_id = r.answer_id and second.kind = 'double-review' and second.state = 'judged'
		where r.organisation_id = utu.org() and r.kind = 'review' and r.state = 'judged'
		order by r.judged_at desc limit ${rowsMax}`);

export type PeerAnswer = { readonly itemId: string; readonly workerId: string; readonly answers: Answers };

/** Everybody's counted answers to some items. By `answer`'s unique key. */
export const answersTo = (tx: Tx, itemIds: readonly string[]): Promise<readonly PeerAnswer[]> =>
	tx.rows<PeerAnswer>(sql`
		select item_id as "itemId", worker_id as "workerId", answers from utu.answer
		where item_id = any (${itemIds}::uuid[]) and status = 'counted' and basis = 'viewed'`);

export const membersOf = async (tx: Tx): Promise<readonly string[]> =>
	(
		await tx.rows<{ personId: string }>(sql`
			select person_id as "personId" from utu.membership where organisation_id = utu.org() and 'worker' = any (roles) order by person_id`)
	).map(({ personId }) => personId);

/** The person's pseudonyms in the organisation, and in which team they work. */
export const myPseudonyms = async (tx: Tx): Promise<readonly string[]> =>
	(
		await tx.rows<{ workerId: string }>(sql`
			select worker_id as "workerId" from utu.project_worker where person_id = utu.me() and organisation_id = utu.org()`)
	).map(({ workerId }) => workerId);

/** Tells, under the person's pseudonyms, in which team they work. */
export const tellTeam = async (tx: Tx): Promise<void> => {
	await tx.run(sql`
		insert into utu.worker_team (worker_id, organisation_id, team_id)
		select w.worker_id, w.organisation_id, m.team_id from utu.project_worker w
		join utu.membership m on m.person_id = w.person_id and m.organisation_id = w.organisation_id
		where w.person_id = utu.me() and w.organisation_id = utu.org() and m.team_id is not null
		on conflict (worker_id) do update set team_id = excluded.team_id where worker_team.team_id <> excluded.team_id`);
};

export type ScoreRow = {
	readonly verdicts: number;
	readonly wrong: number;
	readonly wrongExpected: number;
	readonly estimate: Score;
	readonly logEvidence: number;
};

export const saveScore = async (
	tx: Tx,
	options: { readonly organisationId: string; readonly personId: string; readonly score: ScoreRow; readonly now: Date },
): Promise<void> => {
	const { score } = options;
	await tx.run(sql`
		insert into utu.score (organisation_id, person_id, verdicts, wrong, wrong_expected, estimate, log_evidence, computed_at)
		values (${options.organisationId}, ${options.personId}, ${score.verdicts}, ${score.wrong}, ${score.wrongExpected},
			${JSON.stringify(score.estimate)}::jsonb, ${score.logEvidence}, ${options.now})
		on conflict (organisation_id, person_id) do update set verdicts = excluded.verdicts, wrong = excluded.wrong,
			wrong_expected = excluded.wrong_expected, estimate = excluded.estimate, log_evidence = excluded.log_evidence, computed_at = excluded.computed_at`);
};

const scoreColumns = {
	text: 's.verdicts, s.wrong, s.wrong_expected as "wrongExpected", s.estimate, s.log_evidence as "logEvidence"',
	values: [],
} as const;

export const scoreOfPerson = (tx: Tx, personId: string): Promise<ScoreRow | undefined> =>
	tx.row<ScoreRow>(
		sql`select ${scoreColumns} from utu.score s where s.organisation_id = utu.org() and s.person_id = ${personId}`,
	);

/** A member of whom nothing was said yet has nulls. */
export type MemberScore = { readonly [Field in keyof ScoreRow]: ScoreRow[Field] | null } & {
	readonly personId: string;
	readonly displayName: string;
};

/** The members of the teams that the transaction's person leads, by name. */
export const ledMembers = (tx: Tx): Promise<readonly MemberScore[]> =>
	tx.rows<MemberScore>(sql`
		select m.person_id as "personId", m.display_name as "displayName", ${scoreColumns}
		from utu.team t
		join utu.membership m on m.team_id = t.id and m.organisation_id = t.organisation_id
		left join utu.score s on s.person_id = m.person_id and s.organisation_id = m.organisation_id
		where t.organisation_id = utu.org() and t.analyst_id = utu.me() and m.person_id <> utu.me()
		order by m.display_name, m.person_id`);

/** Everybody of whom anything was ever said, in one order: evidence is weighed over all of them together. */
export const allEvidence = (
	tx: Tx,
): Promise<readonly { readonly personId: string; readonly verdicts: number; readonly logEvidence: number }[]> =>
	tx.rows(
		sql`select person_id as "personId", verdicts, log_evidence as "logEvidence" from utu.score where organisation_id = utu.org() order by person_id`,
	);
