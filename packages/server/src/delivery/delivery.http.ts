import type { ResponseBody } from '@utu/contract/routes.ts';
import { assertNever, err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Failure, Handlers } from '../platform/handlers.ts';
import { type Datasheet, type DatasheetDeps, datasheetOf } from './datasheet.ts';
import { type ExportDeps, exportDataSet } from './export.ts';
import type { DeliveryRow } from './outbox.sql.ts';
import { explainWebhookUrl } from './webhook-url.ts';
import type { WebhookRow } from './webhooks.sql.ts';
import {
	type AddWebhookError,
	addWebhook,
	type DeliveriesError,
	deliveriesOf,
	type ReplayError,
	removeWebhook,
	replayDelivery,
	type WebhookDeps,
	webhooksOf,
} from './webhooks.ts';

export type DeliveryDeps = ExportDeps & DatasheetDeps & WebhookDeps;

export type DeliveryKeys =
	| 'GET /api/v1/projects/:projectId/export'
	| 'GET /api/v1/projects/:projectId/datasheet'
	| 'GET /api/v1/projects/:projectId/webhooks'
	| 'POST /api/v1/projects/:projectId/webhooks'
	| 'DELETE /api/v1/projects/:projectId/webhooks/:webhookId'
	| 'GET /api/v1/projects/:projectId/deliveries'
	| 'POST /api/v1/projects/:projectId/deliveries/:deliveryId/replay';

export const deliveryHandlers = (deps: DeliveryDeps): Pick<Handlers, DeliveryKeys> => ({
	'GET /api/v1/projects/:projectId/export': async ({ organisationId, params, query }) =>
		answered(
			await exportDataSet(deps, { organisationId, ...params, format: query.format, answers: query.answers === 'true' }),
			(dataSet) => dataSet,
		),

	'GET /api/v1/projects/:projectId/datasheet': async ({ organisationId, params }) =>
		answered(await datasheetOf(deps, { organisationId, ...params }), wireDatasheet),

	'GET /api/v1/projects/:projectId/webhooks': async ({ organisationId, params }) =>
		answered(await webhooksOf(deps, { organisationId, ...params }), (webhooks) => ({
			webhooks: webhooks.map(wireWebhook),
		})),

	'POST /api/v1/projects/:projectId/webhooks': async ({ organisationId, params, body }) =>
		answered(await addWebhook(deps, { organisationId, ...params }, body), ({ webhook, secret }) => ({
			webhook: wireWebhook(webhook),
			secret,
		})),

	'DELETE /api/v1/projects/:projectId/webhooks/:webhookId': async ({ organisationId, params }) =>
		answered(await removeWebhook(deps, { organisationId, ...params }), nothing),

	'GET /api/v1/projects/:projectId/deliveries': async ({ organisationId, params, query }) =>
		answered(
			await deliveriesOf(deps, { organisationId, ...params }, { state: query.state, cursor: query.cursor }),
			(page) => ({ deliveries: page.deliveries.map(wireDelivery), nextCursor: page.nextCursor }),
		),

	'POST /api/v1/projects/:projectId/deliveries/:deliveryId/replay': async ({ organisationId, params }) =>
		answered(await replayDelivery(deps, { organisationId, ...params }), nothing),
});

const nothing = (): Record<string, never> => ({});

type WireDatasheet = ResponseBody<'GET /api/v1/projects/:projectId/datasheet'>;
type WireWebhook = ResponseBody<'POST /api/v1/projects/:projectId/webhooks'>['webhook'];
type WireDelivery = ResponseBody<'GET /api/v1/projects/:projectId/deliveries'>['deliveries'][number];

const wireDatasheet = ({ project, createdAt, labour }: Datasheet): WireDatasheet => ({
	schema: 'https://utu.example/ns/labour-datasheet/1',
	project: { id: project.id, name: project.name, versions: [...project.versions] },
	createdAt: createdAt.toISOString(),
	...labour,
	people: { count: labour.people.count, countries: labour.people.countries && [...labour.people.countries] },
	viewsPerDecision: labour.viewsPerDecision && [...labour.viewsPerDecision],
});

const wireWebhook = (row: WebhookRow): WireWebhook => ({
	id: row.id,
	url: row.url,
	events: [...row.events],
	active: row.active,
	createdAt: row.createdAt.toISOString(),
});

const wireDelivery = (row: DeliveryRow): WireDelivery => ({
	...row,
	nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
	createdAt: row.createdAt.toISOString(),
});

type DeliveryError = AddWebhookError | DeliveriesError | ReplayError | { readonly kind: 'no-such-webhook' };

const answered = <T, R>(result: Result<T, DeliveryError>, map: (value: T) => R): Result<R, Failure> =>
	result.ok ? ok(map(result.value)) : err(failureOf(result.error));

const failureOf = (error: DeliveryError): Failure => {
	switch (error.kind) {
		case 'no-such-project':
			return { status: 404, code: 'no-such-project', title: 'There is no such project.' };
		case 'no-such-webhook':
			return { status: 404, code: 'no-such-webhook', title: 'This project has no such webhook.' };
		case 'no-such-delivery':
			return { status: 404, code: 'no-such-delivery', title: 'This project has no such delivery.' };
		case 'webhook-stopped':
			return {
				status: 409,
				code: 'webhook-stopped',
				title: 'The webhook of this delivery was stopped.',
				detail: 'Add it again: what is decided from then on is sent to it.',
			};
		case 'too-many':
			return {
				status: 409,
				code: 'too-many-webhooks',
				title: `A project has at most ${error.max} webhooks.`,
				detail: 'Stop one that is no longer needed.',
			};
		case 'bad-cursor':
			return {
				status: 422,
				code: 'bad-cursor',
				title: 'This is not a page of this list.',
				detail: 'Start again without a cursor.',
				faults: [{ path: 'cursor', message: 'unknown cursor' }],
			};
		case 'url': {
			const message = explainWebhookUrl(error.error);
			return {
				status: 422,
				code: 'bad-webhook-url',
				title: 'The webhook cannot have this URL.',
				detail: message,
				faults: [{ path: 'url', message }],
			};
		}
		default:
			return assertNever(error);
	}
};
