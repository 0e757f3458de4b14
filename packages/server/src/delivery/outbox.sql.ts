import type { DecisionMessage, DecisionRow } from '@utu/core/delivery/message.ts';
import { sql, type Tx } from '../platform/database.ts';

export type ListeningWebhook = { readonly id: string; readonly projectId: string };

/**
 * Webhooks that are told of decisions, held against being stopped until the transaction ends: a message written for
 * them is one that a stop will find. A few dozens by `webhook_project`.
 */
export const listeningWebhooks = (tx: Tx): Promise<readonly ListeningWebhook[]> =>
	tx.rows<ListeningWebhook>(sql`
		select id, project_id as "projectId" from utu.webhook
		where organisation_id = utu.org() and active and 'decision.made' = any (events) order by id for share`);

/** Takes decisions that nobody was told of, oldest first, past those in other hands. Reads `decision_delivery` from its start. */
export const takeDueDecisions = (tx: Tx, rowsMax: number): Promise<readonly DecisionRow[]> =>
	tx.rows<DecisionRow>(sql`
		with due as (
			select d.id from utu.decision d where d.organisation_id = utu.org() and d.delivery_due order by d.decided_at, d.id limit ${rowsMax}
			for update skip locked
		)
		update utu.decision d set delivery_due = false
		from due, utu.item i
		where d.id = due.id and i.id = d.item_id
		returning d.id as "decisionId", d.project_id as "projectId", i.project_version as "projectVersion", d.item_id as "itemId", i.key, d.reason,
			d.answers, d.certainty, d.views, d.severity, i.hazards, d.method, d.decided_at as "decidedAt"`);

export type NewMessage = {
	readonly id: string;
	readonly project_id: string;
	readonly webhook_id: string;
	readonly decision_id: string;
	readonly payload: DecisionMessage;
};

/** Writes the messages of a batch of decisions; one that is there already stays as it is. One insert. */
export const insertMessages = (
	tx: Tx,
	options: { readonly organisationId: string; readonly messages: readonly NewMessage[]; readonly now: Date },
): Promise<number> =>
	tx.run(sql`
		insert into utu.outbox (id, organisation_id, project_id, webhook_id, decision_id, event, payload, state, next_attempt_at, created_at)
		select x.id, ${options.organisationId}, x.project_id, x.webhook_id, x.decision_id, x.payload ->> 'type', x.payload, 'pending', ${options.now}, ${options.now}
		from jsonb_to_recordset(${JSON.stringify(options.messages)}::jsonb) as x (id uuid, project_id uuid, webhook_id uuid, decision_id uuid, payload jsonb)
		on conflict (webhook_id, decision_id) do nothing`);

export type DueWebhook = { readonly id: string; readonly url: string; readonly secret: string };

/** Active webhooks with a message that may be sent now. A probe of `outbox_webhook_due` for each. */
export const dueWebhooks = (
	tx: Tx,
	options: { readonly now: Date; readonly rowsMax: number },
): Promise<readonly DueWebhook[]> =>
	tx.rows<DueWebhook>(sql`
		select w.id, w.url, w.secret from utu.webhook w
		where w.organisation_id = utu.org() and w.active and exists (
			select from utu.outbox x where x.webhook_id = w.id and x.state = 'pending' and x.next_attempt_at <= ${options.now}
				and (x.claimed_until is null or x.claimed_until <= ${options.now}))
		order by w.id limit ${options.rowsMax}`);

export type ClaimedMessage = {
	readonly id: string;
	readonly payload: unknown;
	/** This one included. */
	readonly attempts: number;
	/** When it was written, or last sent again by hand. */
	readonly queuedAt: Date;
};

/**
 * Takes messages of one webhook into one pair of hands until `claimedUntil`, and counts the attempt before it is made:
 * a message that kills the process is not tried for ever. Reads `outbox_webhook_due` from its start.
 */
export const claimMessages = (
	tx: Tx,
	options: {
		readonly webhookId: string;
		readonly claim: string;
		readonly now: Date;
		readonly claimedUntil: Date;
		readonly rowsMax: number;
	},
): Promise<readonly ClaimedMessage[]> =>
	tx.rows<ClaimedMessage>(sql`
		with due as (
			select x.id from utu.outbox x
			where x.webhook_id = ${options.webhookId} and x.state = 'pending' and x.next_attempt_at <= ${options.now}
				and (x.claimed_until is null or x.claimed_until <= ${options.now})
				and exists (select from utu.webhook w where w.id = x.webhook_id and w.active)
			order by x.next_attempt_at, x.id limit ${options.rowsMax}
			for update of x skip locked
		)
		update utu.outbox x set claim = ${options.claim}, claimed_until = ${options.claimedUntil}, attempts = x.attempts + 1
		from due where x.id = due.id
		returning x.id, x.payload, x.attempts, coalesce(x.replayed_at, x.created_at) as "queuedAt"`);

/** What became of a claimed message. `error` is ours: nothing that the receiver said is kept. */
export type Settled = {
	readonly id: string;
	readonly state: 'delivered' | 'pending' | 'dead';
	readonly next_attempt_at: Date | null;
	readonly error: string | null;
};

/**
 * Writes outcomes down, each only where the claim still holds. A message that was stopped meanwhile stays dead, unless
 * it arrived. By primary key.
 */
export const settleMessages = (
	tx: Tx,
	options: { readonly claim: string; readonly settled: readonly Settled[]; readonly now: Date },
): Promise<number> =>
	tx.run(sql`
		update utu.outbox x set claim = null, claimed_until = null,
			last_error = case when x.state = 'pending' or s.state = 'delivered' then s.error else x.last_error end,
			state = case when x.state = 'pending' or s.state = 'delivered' then s.state else x.state end,
			next_attempt_at = case when x.state = 'pending' then s.next_attempt_at end,
			delivered_at = case when s.state = 'delivered' then ${options.now} else x.delivered_at end
		from jsonb_to_recordset(${JSON.stringify(options.settled)}::jsonb) as s (id uuid, state text, next_attempt_at timestamptz, error text)
		where x.id = s.id and x.claim = ${options.claim}`);

/** Gives up what an endpoint that still fails was sent too long ago. Reads `outbox_webhook_due`. */
export const buryOldMessages = (
	tx: Tx,
	options: { readonly webhookId: string; readonly queuedBefore: Date; readonly now: Date; readonly error: string },
): Promise<number> =>
	tx.run(sql`
		update utu.outbox set state = 'dead', next_attempt_at = null, last_error = ${options.error}
		where webhook_id = ${options.webhookId} and state = 'pending' and coalesce(replayed_at, created_at) <= ${options.queuedBefore}
			and (claimed_until is null or claimed_until <= ${options.now})`);

export type DeliveryState = 'pending' | 'delivered' | 'dead';

export type DeliveryRow = {
	readonly id: string;
	readonly webhookId: string;
	readonly event: string;
	readonly state: DeliveryState;
	readonly attempts: number;
	readonly nextAttemptAt: Date | null;
	readonly lastError: string | null;
	readonly createdAt: Date;
};

/** A literal, so that the planner sees which partial index it may use. */
const inState = {
	pending: sql`and state = 'pending'`,
	delivered: sql`and state = 'delivered'`,
	dead: sql`and state = 'dead'`,
	any: sql``,
} as const;

/** A page of the outbox, newest first. One range of `outbox_project`, `outbox_pending` or `outbox_dead`. */
export const listDeliveries = (
	tx: Tx,
	options: {
		readonly projectId: string;
		readonly state: DeliveryState | undefined;
		readonly after: { readonly createdAt: Date; readonly id: string } | undefined;
		readonly rowsMax: number;
	},
): Promise<readonly DeliveryRow[]> => {
	const { after } = options;
	const below =
		after === undefined
			? sql``
			: sql`and created_at <= ${after.createdAt} and (created_at < ${after.createdAt} or id > ${after.id})`;
	return tx.rows<DeliveryRow>(sql`
		select id, webhook_id as "webhookId", event, state, attempts, next_attempt_at as "nextAttemptAt", last_error as "lastError",
			created_at as "createdAt"
		from utu.outbox where project_id = ${options.projectId} ${inState[options.state ?? 'any']} ${below}
		order by created_at desc, id limit ${options.rowsMax}`);
};

/**
 * Makes a message due again, from the first attempt. One that is being sent just now stays in those hands. Says whether
 * its webhook still listens; undefined where there is no such message. By primary key.
 */
export const replayMessage = async (
	tx: Tx,
	options: { readonly projectId: string; readonly deliveryId: string; readonly now: Date },
): Promise<'replayed' | 'stopped' | undefined> => {
	const row = await tx.row<{ active: boolean }>(sql`
		select w.active from utu.outbox x join utu.webhook w on w.id = x.webhook_id
		where x.id = ${options.deliveryId} and x.project_id = ${options.projectId} for share of w`);
	if (row === undefined) return undefined;
	if (!row.active) return 'stopped';
	await tx.run(sql`
		update utu.outbox set state = 'pending', attempts = 0, next_attempt_at = ${options.now}, last_error = null, delivered_at = null,
			replayed_at = ${options.now}
		where id = ${options.deliveryId}`);
	return 'replayed';
};
