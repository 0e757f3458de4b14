import { lookup } from 'node:dns';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import type { Resolve } from './address.ts';
import { type DeliveryRow, type DeliveryState, listDeliveries, replayMessage } from './outbox.sql.ts';
import { checkWebhookUrl, leadsToPrivate, type WebhookUrlError } from './webhook-url.ts';
import {
	buryMessagesOf,
	countActiveWebhooks,
	insertWebhook,
	listWebhooks,
	lockProject,
	projectExists,
	stopWebhook,
	type WebhookRow,
} from './webhooks.sql.ts';

export const webhookLimits = { activePerProjectMax: 20, secretBytes: 32, deliveriesPageMax: 100 } as const;

export type WebhookDeps = {
	readonly database: Database;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly webhookPrivateAddresses: boolean;
	readonly resolve?: Resolve | undefined;
};

export type ProjectRef = { readonly organisationId: string; readonly projectId: string };
type NoProject = { readonly kind: 'no-such-project' };
export type AddWebhookError =
	| NoProject
	| { readonly kind: 'url'; readonly error: WebhookUrlError }
	| { readonly kind: 'too-many'; readonly max: number };

/** The project's webhooks; a secret is never read again. */
export const webhooksOf = (deps: WebhookDeps, ref: ProjectRef): Promise<Result<readonly WebhookRow[], NoProject>> =>
	deps.database.transaction<Result<readonly WebhookRow[], NoProject>>(ref, async (tx) =>
		(await projectExists(tx, ref.projectId))
			? ok(await listWebhooks(tx, ref.projectId))
			: err({ kind: 'no-such-project' }),
	);

/** Adds a webhook and makes its secret, which only this answer tells. */
export const addWebhook = async (
	deps: WebhookDeps,
	ref: ProjectRef,
	request: { readonly url: string; readonly events: readonly string[] },
): Promise<Result<{ readonly webhook: WebhookRow; readonly secret: string }, AddWebhookError>> => {
	const checked = checkWebhookUrl(request.url, { privateAddresses: deps.webhookPrivateAddresses });
	if (!checked.ok) return err({ kind: 'url', error: checked.error });
	const url = checked.value;
	if (!deps.webhookPrivateAddresses && (await leadsToPrivate(url, deps.resolve ?? lookup))) {
		return err({ kind: 'url', error: { kind: 'private-address', host: url.hostname } });
	}
	const secret = `whsec_${Buffer.from(deps.ids.code(webhookLimits.secretBytes), 'base64url').toString('base64')}`;
	return deps.database.transaction<Result<{ readonly webhook: WebhookRow; readonly secret: string }, AddWebhookError>>(
		ref,
		async (tx) => {
			if ((await lockProject(tx, ref.projectId)) === undefined) return err({ kind: 'no-such-project' });
			const { activePerProjectMax: max } = webhookLimits;
			if ((await countActiveWebhooks(tx, ref.projectId)) >= max) return err({ kind: 'too-many', max });
			const webhook = await insertWebhook(tx, {
				id: deps.ids.uuid(),
				...ref,
				url: url.href,
				secret,
				events: [...new Set(request.events)],
				now: deps.clock.now(),
			});
			return ok({ webhook, secret });
		},
	);
};

/** Stops a webhook: nothing more is written for it, and what waits for it is given up. Stopping it again changes nothing. */
export const removeWebhook = (
	deps: WebhookDeps,
	ref: ProjectRef & { readonly webhookId: string },
): Promise<Result<true, { readonly kind: 'no-such-webhook' }>> =>
	deps.database.transaction<Result<true, { readonly kind: 'no-such-webhook' }>>(ref, async (tx) => {
		if (!(await stopWebhook(tx, ref))) return err({ kind: 'no-such-webhook' });
		await buryMessagesOf(tx, { webhookId: ref.webhookId, error: 'given up: the webhook was stopped' });
		return ok(true);
	});

export type DeliveriesPage = { readonly deliveries: readonly DeliveryRow[]; readonly nextCursor: string | null };
export type DeliveriesError = NoProject | { readonly kind: 'bad-cursor' };

/** A page of what was and will be sent, newest first. */
export const deliveriesOf = async (
	deps: WebhookDeps,
	ref: ProjectRef,
	options: { readonly state: DeliveryState | undefined; readonly cursor: string | undefined },
): Promise<Result<DeliveriesPage, DeliveriesError>> => {
	const after = options.cursor === undefined ? undefined : readCursor(options.cursor);
	if (options.cursor !== undefined && after === undefined) return err({ kind: 'bad-cursor' });
	return deps.database.transaction<Result<DeliveriesPage, DeliveriesError>>(ref, async (tx) => {
		if (!(await projectExists(tx, ref.projectId))) return err({ kind: 'no-such-project' });
		const { deliveriesPageMax: pageMax } = webhookLimits;
		const { projectId } = ref;
		const rows = await listDeliveries(tx, { projectId, state: options.state, after, rowsMax: pageMax + 1 });
		const deliveries = rows.slice(0, pageMax);
		const last = deliveries.at(-1);
		return ok({ deliveries, nextCursor: rows.length > pageMax && last !== undefined ? writeCursor(last) : null });
	});
};

const writeCursor = ({ createdAt, id }: DeliveryRow): string =>
	Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url');

const cursorText = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

const readCursor = (cursor: string): { readonly createdAt: Date; readonly id: string } | undefined => {
	const [, createdAt, id] = cursorText.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
	if (createdAt === undefined || id === undefined || Number.isNaN(Date.parse(createdAt))) return undefined;
	return { createdAt: new Date(createdAt), id };
};

export type ReplayError = { readonly kind: 'no-such-delivery' } | { readonly kind: 'webhook-stopped' };

/** Sends one message again, under the id that it always had: a receiver that has it can tell. */
export const replayDelivery = (
	deps: WebhookDeps,
	ref: ProjectRef & { readonly deliveryId: string },
): Promise<Result<true, ReplayError>> =>
	deps.database.transaction<Result<true, ReplayError>>(ref, async (tx) => {
		const replayed = await replayMessage(tx, { ...ref, now: deps.clock.now() });
		if (replayed === undefined) return err({ kind: 'no-such-delivery' });
		return replayed === 'stopped' ? err({ kind: 'webhook-stopped' }) : ok(true);
	});
