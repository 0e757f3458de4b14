import type { Answers } from '@utu/core/projects/form.ts';
import { sql, type Tx } from '../platform/database.ts';
import type { Verdict } from './review.sql.ts';

export type ContestOutcome = 'upheld' | 'overturned' | 'lapsed';

/** A verdict as its worker reads it. */
export type ReceivedRow = {
	readonly reviewId: string;
	readonly projectId: string;
	readonly version: number;
	readonly projectName: string;
	readonly answeredAt: Date;
	readonly judgedAt: Date;
	readonly mine: Answers;
	readonly theirs: Answers;
	readonly verdict: Verdict;
	readonly reason: string;
	readonly note: string;
	readonly sentence: string | null;
	readonly filedAt: Date | null;
	readonly lapsesAt: Date | null;
	readonly outcome: ContestOutcome | null;
	readonly decidedAt: Date | null;
};

const received = {
	text: `select r.id as "reviewId", r.project_id as "projectId", i.project_version as version, p.name as "projectName", a.answered_at as "answeredAt",
			r.judged_at as "judgedAt", a.answers as mine, r.answers as theirs, r.verdict, r.reason, r.note, c.sentence,
			c.filed_at as "filedAt", c.lapses_at as "lapsesAt", c.outcome, c.decided_at as "decidedAt"
		from utu.project_worker w
		join utu.review r on r.project_id = w.project_id and r.worker_id = w.worker_id and r.kind = 'review' and r.state = 'judged'
		join utu.item i on i.id = r.item_id
		join utu.project p on p.id = r.project_id
		join utu.answer a on a.id = r.answer_id
		left join utu.contest c on c.review_id = r.id
		where w.person_id = utu.me() and r.organisation_id = utu.org()`,
	values: [],
} as const;

/** A page of the person's own verdicts, newest first. By `review_project`, a project at a time. */
export const receivedBefore = (
	tx: Tx,
	options: { readonly before: string | undefined; readonly rowsMax: number },
): Promise<readonly ReceivedRow[]> =>
	tx.rows<ReceivedRow>(sql`
		${received} and (${options.before ?? null}::uuid is null
			or (r.judged_at, r.id) < (select b.judged_at, b.id from utu.review b where b.id = ${options.before ?? null}))
		order by r.judged_at desc, r.id desc limit ${options.rowsMax}`);

export const receivedOne = (tx: Tx, reviewId: string): Promise<ReceivedRow | undefined> =>
	tx.row<ReceivedRow>(sql`${received} and r.id = ${reviewId}`);

/**
 * Files a contest and asks somebody else to look, blind; false where there is one already. The worker's pseudonym stands in
 * the verdict.
 */
export const fileContest = async (
	tx: Tx,
	options: {
		readonly reviewId: string;
		readonly againId: string;
		readonly sentence: string;
		readonly now: Date;
		readonly lapsesAt: Date;
	},
): Promise<boolean> =>
	(await tx.run(sql`
		with filed as (
			insert into utu.contest (review_id, organisation_id, project_id, worker_id, sentence, filed_at, lapses_at)
			select r.id, r.organisation_id, r.project_id, r.worker_id, ${options.sentence}, ${options.now}, ${options.lapsesAt}
			from utu.review r where r.id = ${options.reviewId}
			on conflict do nothing returning review_id)
		insert into utu.review (id, organisation_id, project_id, item_id, kind, answer_id, worker_id, created_at, state)
		select ${options.againId}, r.organisation_id, r.project_id, r.item_id, 'contest', r.answer_id, r.worker_id, ${options.now}, 'waiting'
		from filed f join utu.review r on r.id = f.review_id`)) === 1;

/** The second look at a contested answer says what becomes of the verdict; not where the contest has lapsed meanwhile. */
export const settleContest = async (
	tx: Tx,
	options: { readonly reviewId: string; readonly verdict: Verdict; readonly now: Date },
): Promise<void> => {
	await tx.run(sql`
		update utu.contest c set outcome = ${options.verdict === 'right' ? 'overturned' : 'upheld'}, decided_at = ${options.now}
		from utu.review again join utu.review first on first.answer_id = again.answer_id and first.kind = 'review'
		where again.id = ${options.reviewId} and c.review_id = first.id and c.outcome is null`);
};

/** Contests that nobody decided in time lapse in the worker's favour, and nobody is asked any more. By `contest_open`. */
export const lapseContests = (tx: Tx, now: Date): Promise<number> =>
	tx.run(sql`
		with lapsed as (
			update utu.contest set outcome = 'lapsed', decided_at = ${now}
			where organisation_id = utu.org() and outcome is null and lapses_at <= ${now} returning review_id)
		update utu.review again set state = 'void' from lapsed l join utu.review first on first.id = l.review_id
		where again.answer_id = first.answer_id and again.kind = 'contest' and again.state in ('waiting', 'answered')`);
