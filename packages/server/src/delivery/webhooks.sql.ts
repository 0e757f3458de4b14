import { sql, type Tx } from '../platform/database.ts';

export type WebhookRow = {
	readonly id: string;
	readonly url: string;
	readonly events: readonly string[];
	readonly active: boolean;
	readonly createdAt: Date;
};

const columns = sql`id, url, events, active, created_at as "createdAt"`;

/** The project's row, held against a second webhook being added at the same time; undefined when there is none. By primary key. */
export const lockProject = (tx: Tx, projectId: string): Promise<{ readonly id: string } | undefined> =>
	tx.row<{ id: string }>(sql`select id from utu.project where id = ${projectId} for no key update`);

/** By primary key. */
export const projectExists = async (tx: Tx, projectId: string): Promise<boolean> =>
	(await tx.row<{ id: string }>(sql`select id from utu.project where id = ${projectId}`)) !== undefined;

/** The project's webhooks, newest first, those that were stopped included; without secrets. A few, by `webhook_project`. */
export const listWebhooks = (tx: Tx, projectId: string): Promise<readonly WebhookRow[]> =>
	tx.rows<WebhookRow>(
		sql`select ${columns} from utu.webhook where project_id = ${projectId} order by created_at desc, id desc`,
	);

/** By `webhook_project`. */
export const countActiveWebhooks = async (tx: Tx, projectId: string): Promise<number> =>
	(await tx.row<{ n: number }>(sql`select count(*) as n from utu.webhook where project_id = ${projectId} and active`))
		?.n ?? 0;

/** One insert. */
export const insertWebhook = async (
	tx: Tx,
	webhook: {
		readonly id: string;
		readonly organisationId: string;
		readonly projectId: string;
		readonly url: string;
		readonly secret: string;
		readonly events: readonly string[];
		readonly now: Date;
	},
): Promise<WebhookRow> => {
	const row = await tx.row<WebhookRow>(sql`
		insert into utu.webhook (id, organisation_id, project_id, url, secret, events, active, created_at)
		values (${webhook.id}, ${webhook.organisationId}, ${webhook.projectId}, ${webhook.url}, ${webhook.secret}, ${webhook.events}::text[], true, ${webhook.now})
		returning ${columns}`);
	if (row === undefined) throw new Error('a webhook was not written');
	return row;
};

/** Stops a webhook; its secret is forgotten. Waits for messages that are just being written for it. By primary key. */
export const stopWebhook = async (
	tx: Tx,
	options: { readonly projectId: string; readonly webhookId: string },
): Promise<boolean> =>
	(await tx.run(
		sql`update utu.webhook set active = false, secret = '' where id = ${options.webhookId} and project_id = ${options.projectId}`,
	)) === 1;

/** What waits for a stopped webhook is not sent any more. Reads `outbox_webhook_due`. */
export const buryMessagesOf = (
	tx: Tx,
	options: { readonly webhookId: string; readonly error: string },
): Promise<number> =>
	tx.run(sql`
		update utu.outbox set state = 'dead', next_attempt_at = null, last_error = ${options.error}
		where webhook_id = ${options.webhookId} and state = 'pending'`);
