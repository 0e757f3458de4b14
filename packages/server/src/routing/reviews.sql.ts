import type { ReviewPurpose } from '@utu/core/safety/purpose.ts';
import { sql, type Tx } from '../platform/database.ts';
import { type CandidateRow, candidateColumns, candidateTables, notSeen } from './grant.sql.ts';

/** The pseudonym under which the transaction's person is known in the review's project; null where they are not. */
const myPseudonym = {
	text: '(select w.worker_id from utu.project_worker w where w.project_id = r.project_id and w.person_id = utu.me())',
	values: [],
} as const;

export type ReviewCandidate = CandidateRow & { readonly reviewId: string; readonly kind: ReviewPurpose };

/**
 * Reviews that the person may be asked for, with what the predicate asks of their items: nothing of their own, nothing they
 * have judged before, contests first, of samples those of their teams or of nobody's. Mild ones first after severe content.
 * Reads `review_waiting` from its start.
 */
export const waitingReviews = (
	tx: Tx,
	options: {
		readonly personId: string;
		readonly now: Date;
		readonly mildFirst: boolean;
		readonly rowsMax: number;
	},
): Promise<readonly ReviewCandidate[]> =>
	tx.rows<ReviewCandidate>(sql`
		select r.id as "reviewId", r.kind, ${candidateColumns}
		from utu.review r join utu.item i on i.id = r.item_id ${candidateTables}
		left join utu.worker_team wt on wt.worker_id = r.worker_id
		left join utu.team t on t.id = wt.team_id
		cross join lateral (select ${myPseudonym} as worker_id) me
		where r.organisation_id = utu.org() and r.state = 'waiting' and coalesce(r.held_until <= ${options.now}, true)
			and i.stage = 'decided' and (r.worker_id is null or r.worker_id is distinct from me.worker_id)
			and not exists (select from utu.review o where o.reviewer_id = me.worker_id and (o.answer_id = r.answer_id or r.answer_id is null and o.item_id = r.item_id))
			and case r.kind when 'review' then t.analyst_id is null or t.analyst_id = utu.me()
				when 'contest' then t.analyst_id is distinct from utu.me() else true end
			and ${notSeen(options.personId)}
		order by ${options.mildFirst} and i.severity > 1, r.kind <> 'contest', r.created_at, r.id
		limit ${options.rowsMax}`);

/** Puts a review, which the caller has locked, in hand under a lease. By primary key. */
export const holdReview = async (
	tx: Tx,
	options: { readonly reviewId: string; readonly leaseId: string; readonly until: Date },
): Promise<void> => {
	await tx.run(
		sql`update utu.review set lease_id = ${options.leaseId}, held_until = ${options.until} where id = ${options.reviewId}`,
	);
};

/** Locks a waiting review that nobody holds; undefined where it was taken meanwhile. */
export const lockWaiting = (
	tx: Tx,
	options: { readonly reviewId: string; readonly now: Date },
): Promise<{ readonly id: string } | undefined> =>
	tx.row(sql`
		select id from utu.review where id = ${options.reviewId} and state = 'waiting' and coalesce(held_until <= ${options.now}, true)
		for update skip locked`);

/** The review that a lease in hand is for. */
export const reviewOfLease = (
	tx: Tx,
	leaseId: string,
): Promise<{ readonly id: string; readonly kind: ReviewPurpose } | undefined> =>
	tx.row(sql`select id, kind from utu.review where lease_id = ${leaseId} and state = 'waiting'`);

/** How many reviews wait in the organisation, whoever may take them. */
export const countWaiting = async (tx: Tx): Promise<number> =>
	(
		await tx.row<{ n: number }>(
			sql`select count(*)::int as n from utu.review where organisation_id = utu.org() and state = 'waiting'`,
		)
	)?.n ?? 0;

/** The item of a verdict on the person's own answer, with what the predicate asks of it; undefined where it is not theirs. */
export const judgedItem = (tx: Tx, reviewId: string): Promise<CandidateRow | undefined> =>
	tx.row<CandidateRow>(sql`
		select ${candidateColumns} from utu.review r join utu.item i on i.id = r.item_id ${candidateTables}
		where r.id = ${reviewId} and r.organisation_id = utu.org() and r.kind = 'review' and r.state = 'judged' and r.worker_id = ${myPseudonym}`);
