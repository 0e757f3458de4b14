import type { Answers } from '@utu/core/projects/form.ts';
import type { ReviewPurpose } from '@utu/core/safety/purpose.ts';
import { sql, type Tx } from '../platform/database.ts';

export type Verdict = 'right' | 'wrong';

/** A review as the reviewer's own transaction reads it. */
export type ReviewRow = {
	readonly id: string;
	readonly projectId: string;
	readonly itemId: string;
	readonly kind: ReviewPurpose;
	readonly state: 'waiting' | 'answered' | 'judged' | 'void';
	readonly leaseId: string | null;
	readonly version: number;
	readonly projectName: string;
	readonly mine: Answers | null;
	readonly theirs: Answers | null;
	readonly verdict: Verdict | null;
	readonly reason: string | null;
	readonly note: string | null;
};

const reviewColumns = {
	text: `r.id, r.project_id as "projectId", r.item_id as "itemId", r.kind, r.state, r.lease_id as "leaseId", i.project_version as version,
		p.name as "projectName", r.answers as mine, a.answers as theirs, r.verdict, r.reason, r.note`,
	values: [],
} as const;
const reviewTables = {
	text: `utu.review r join utu.item i on i.id = r.item_id join utu.project p on p.id = r.project_id left join utu.answer a on a.id = r.answer_id`,
	values: [],
} as const;
/** The pseudonym under which the transaction's person is known in the review's project; null where they are not. */
const myPseudonym = {
	text: '(select w.worker_id from utu.project_worker w where w.project_id = r.project_id and w.person_id = utu.me())',
	values: [],
} as const;

/** A review that this person holds or has answered. Locked. */
export const lockMyReview = (tx: Tx, reviewId: string): Promise<ReviewRow | undefined> =>
	tx.row<ReviewRow>(sql`
		select ${reviewColumns} from ${reviewTables}
		where r.id = ${reviewId} and (r.reviewer_id = ${myPseudonym} or r.state = 'waiting') for update of r`);

/** An answered review of this person that lacks its verdict: before anything new, it is finished. */
export const unfinishedReview = (tx: Tx): Promise<ReviewRow | undefined> =>
	tx.row<ReviewRow>(sql`
		select ${reviewColumns} from ${reviewTables}
		where r.organisation_id = utu.org() and r.state = 'answered'
			and r.reviewer_id in (select w.worker_id from utu.project_worker w where w.person_id = utu.me())
		order by r.answered_at limit 1`);

/** The person's pseudonym in a project, made where they have none. */
export const pseudonymIn = async (
	tx: Tx,
	options: {
		readonly projectId: string;
		readonly personId: string;
		readonly organisationId: string;
		readonly made: string;
	},
): Promise<string> => {
	const row = await tx.row<{ workerId: string }>(sql`
		with made as (
			insert into utu.project_worker (project_id, person_id, organisation_id, worker_id)
			values (${options.projectId}, ${options.personId}, ${options.organisationId}, ${options.made})
			on conflict (project_id, person_id) do nothing returning worker_id)
		select worker_id as "workerId" from made union all
		select worker_id from utu.project_worker where project_id = ${options.projectId} and person_id = ${options.personId} limit 1`);
	if (row === undefined) throw new Error('a person without a pseudonym');
	return row.workerId;
};

/** Keeps what the reviewer answered, and the verdict where it is plain. */
export const saveReview = async (
	tx: Tx,
	options: {
		readonly reviewId: string;
		readonly reviewerId: string;
		readonly answers: Answers;
		readonly verdict: Verdict | null;
		readonly judged: boolean;
		readonly now: Date;
	},
): Promise<void> => {
	const { judged } = options;
	await tx.run(sql`
		update utu.review set state = ${judged ? 'judged' : 'answered'}, held_until = null, reviewer_id = ${options.reviewerId},
			answers = ${JSON.stringify(options.answers)}::jsonb, answered_at = ${options.now},
			verdict = ${options.verdict}, reason = '', note = '', judged_at = ${judged ? options.now : null}
		where id = ${options.reviewId}`);
};

export const saveVerdict = async (
	tx: Tx,
	options: {
		readonly reviewId: string;
		readonly verdict: Verdict;
		readonly reason: string;
		readonly note: string;
		readonly now: Date;
	},
): Promise<void> => {
	await tx.run(sql`
		update utu.review set state = 'judged', verdict = ${options.verdict}, reason = ${options.reason}, note = ${options.note}, judged_at = ${options.now}
		where id = ${options.reviewId}`);
};
