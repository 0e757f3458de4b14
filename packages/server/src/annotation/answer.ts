import { type AnswerFate, answerFate, takesLateAnswer } from '@utu/core/annotation/late.ts';
import { type AnswerError, type Answers, validateAnswers } from '@utu/core/projects/form.ts';
import type { Hazards } from '@utu/core/safety/hazards.ts';
import { purposeRules } from '@utu/core/safety/purpose.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import { sql, type Tx } from '../platform/database.ts';
import { endLease, type LeaseRow, leaseColumns } from '../safety/settle.sql.ts';
import type { LeaseDeps, LeaseError, LeaseRef } from './lease-use.ts';

export type AnswerRequest = {
	readonly idempotencyKey: string;
	readonly answers: Answers;
	readonly hazardsFound: Hazards;
};
export type SubmitError =
	| LeaseError
	| { readonly kind: 'wrong-key' }
	/** The look was no view of the item: what comes of it is a review. */
	| { readonly kind: 'is-review' }
	| { readonly kind: 'invalid'; readonly error: AnswerError };

/**
 * Takes an answer: the first is kept, the same again is told the same. The lease is settled, the answer is a row that
 * consensus drains; both commit together or not at all.
 */
export const submitAnswer = (
	deps: LeaseDeps,
	ref: LeaseRef,
	request: AnswerRequest,
): Promise<Result<AnswerFate, SubmitError>> =>
	deps.database.transaction<Result<AnswerFate, SubmitError>>({ ...ref, lockAccount: true }, async (tx) => {
		const lease = await lockAnswered(tx, ref.leaseId);
		const now = deps.clock.now();
		if (lease === undefined || lease.organisationId !== ref.organisationId) return err({ kind: 'not-yours' });
		if (lease.idempotencyKey !== request.idempotencyKey) return err({ kind: 'wrong-key' });
		if (!purposeRules[lease.purpose].takesPlace) return err({ kind: 'is-review' });
		if (lease.state !== 'active') {
			const before = await answerByKey(tx, request.idempotencyKey);
			if (before !== undefined) return ok(before);
			if (!takesLateAnswer({ state: lease.state, revealed: lease.revealedAt !== null }))
				return err({ kind: 'ended', state: lease.state });
		}
		const { form } = await deps.forms.of(tx, lease);
		const checked = validateAnswers(form, request.answers);
		if (!checked.ok) return err({ kind: 'invalid', error: checked.error });
		const fate = answerFate({ revealed: lease.revealedAt !== null, itemOpen: lease.itemOpen });
		const answerId = await insertAnswer(tx, {
			deps,
			lease,
			now,
			fate,
			answers: checked.value,
			hazardsFound: request.hazardsFound,
		});
		const viewed = fate.status === 'counted' && answerId !== undefined;
		if (lease.state === 'active') {
			const expired = lease.expiresAt <= now;
			await endLease(tx, { lease, state: expired ? 'expired' : 'answered', now, endKnown: !expired, viewed });
		} else if (viewed) {
			await tx.run(sql`update utu.item set views = views + 1 where id = ${lease.itemId}`);
		}
		return ok(answerId === undefined ? { ...fate, status: 'kept' } : fate);
	});

const answerByKey = (tx: Tx, key: string): Promise<AnswerFate | undefined> =>
	tx.row<AnswerFate>(sql`select basis, status from utu.answer where idempotency_key = ${key}`);

/** A lease and its item, both locked: what is decided meanwhile is not counted. By primary keys. */
const lockAnswered = (
	tx: Tx,
	leaseId: string,
): Promise<(LeaseRow & { readonly itemOpen: boolean; readonly version: number }) | undefined> =>
	tx.row(sql`
		select ${leaseColumns}, i.stage in ('open', 'first-pass') as "itemOpen", i.project_version as version
		from utu.lease l join utu.item i on i.id = l.item_id where l.id = ${leaseId} for update of l, i`);

/** Under the pseudonym that consensus knows. Undefined when this person has answered the item before. */
const insertAnswer = async (
	tx: Tx,
	options: {
		readonly deps: LeaseDeps;
		readonly lease: LeaseRow;
		readonly now: Date;
		readonly fate: AnswerFate;
		readonly answers: Answers;
		readonly hazardsFound: Hazards;
	},
): Promise<string | undefined> => {
	const { deps, lease, fate } = options;
	const row = await tx.row<{ id: string }>(sql`
		with known as (
			select organisation_id, project_id, worker_id from utu.project_worker where project_id = ${lease.projectId} and person_id = ${lease.personId}
		), made as (
			insert into utu.project_worker (project_id, person_id, organisation_id, worker_id)
			select ${lease.projectId}, ${lease.personId}, ${lease.organisationId}, ${deps.ids.uuid()} where not exists (select from known)
			returning organisation_id, project_id, worker_id
		)
		insert into utu.answer (id, organisation_id, project_id, item_id, worker_id, purpose, basis, status, answers, hazards_found,
			consensus_due, screen_due, idempotency_key, answered_at)
		select ${deps.ids.uuid()}, w.organisation_id, w.project_id, ${lease.itemId}, w.worker_id, ${lease.purpose}, ${fate.basis}, ${fate.status},
			${JSON.stringify(options.answers)}::jsonb, ${JSON.stringify(options.hazardsFound)}::jsonb, ${fate.status === 'counted'},
			${fate.basis === 'viewed' && lease.purpose === 'scout'}, ${lease.idempotencyKey}, ${options.now}
		from (select * from known union all select * from made) w
		on conflict (item_id, worker_id) do nothing
		returning id`);
	return row?.id;
};
