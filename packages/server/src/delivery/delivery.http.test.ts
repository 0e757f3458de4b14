import { text } from 'node:stream/consumers';
import { type RouteKey, routes } from '@utu/contract/routes.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call, Handlers, Streamed } from '../platform/handlers.ts';
import { cloneDatabase, type TestDatabase } from '../platform/test-database.ts';
import {
	type Fixture,
	openFixture,
	type Seeded,
	seedDecision,
	seededIds,
	seedItem,
	seedProject,
	steppedClock,
} from './delivery.fixture.ts';
import { type DeliveryKeys, deliveryHandlers } from './delivery.http.ts';
import { drainDelivery } from './delivery.loop.ts';

const start = '2026-03-01T08:00:00.000Z';
const ids = seededIds(41);
const nowhere = '00000000-0000-7000-8000-000000000000';
let database: TestDatabase;
let fixture: Fixture;
let project: Seeded;
let handlers: Pick<Handlers, DeliveryKeys>;

beforeAll(async () => {
	database = await cloneDatabase();
	fixture = openFixture(database.ownerUrl);
	const clock = steppedClock(start);
	const deps = { database: fixture.app, clock, ids, webhookPrivateAddresses: false };
	handlers = deliveryHandlers({ ...deps, resolve: (_hostname, _options, callback) => callback(null, []) });
	project = await seedProject(fixture, ids, start);
	const itemId = await seedItem(fixture, ids, project, { key: 'post-1' });
	await seedDecision(fixture, ids, project, { itemId, decidedAt: start });
});
afterAll(async () => {
	await fixture.close();
	await database.drop();
});

type Part = 'params' | 'query' | 'body';

/** Calls a handler with what the contract makes of the request, and reads its answer as the contract has it. */
const call = async <Key extends DeliveryKeys>(key: Key, parts: Partial<Record<Part, unknown>> = {}) => {
	const route: { readonly [P in Part | 'response']?: { parse: (value: unknown) => unknown } } = routes[key];
	const handled = {
		params: route.params?.parse({ projectId: project.projectId, ...(parts.params as object) }),
		query: route.query?.parse(parts.query ?? {}),
		body: route.body?.parse(parts.body ?? {}),
		organisationId: project.organisationId,
	};
	const handler = handlers[key] as (call: Call<Key>) => ReturnType<Handlers[RouteKey]>;
	const result = await handler(handled as unknown as Call<Key>);
	if (!result.ok) return { failure: result.error, value: undefined };
	if ('stream' in (result.value as object)) return { failure: undefined, value: result.value };
	const value = route.response?.parse(result.value);
	expect(value).toEqual(result.value);
	return { failure: undefined, value };
};

const webhooksKey = 'POST /api/v1/projects/:projectId/webhooks';
const add = (url: string) => call(webhooksKey, { body: { url, events: ['decision.made'] } });

describe('delivery over HTTP', () => {
	it('streams either format as what it is', async () => {
		for (const [format, mediaType] of [
			['jsonl', 'application/x-ndjson'],
			['csv', 'text/csv; charset=utf-8'],
		]) {
			const { value } = await call('GET /api/v1/projects/:projectId/export', { query: { format, answers: 'true' } });
			const streamed = value as Streamed;
			expect(streamed).toMatchObject({ mediaType, fileName: `${project.projectId}.${format}` });
			expect(await text(streamed.stream)).toContain('post-1');
		}
	});

	it('answers the datasheet as the contract has it, withheld figures included', async () => {
		const { value } = await call('GET /api/v1/projects/:projectId/datasheet');
		expect(value).toMatchObject({
			schema: 'https://utu.example/ns/labour-datasheet/1',
			paidHours: null,
			items: { total: 1, decided: 1 },
		});
	});

	it('adds, lists, sends, replays and stops', async () => {
		const added = (await add('https://hook.example/utu')).value as { webhook: { id: string }; secret: string };
		expect(added.secret).toMatch(/^whsec_/);
		const webhookId = added.webhook.id;
		const listed = await call('GET /api/v1/projects/:projectId/webhooks');
		expect(listed.value).toMatchObject({
			webhooks: [{ id: webhookId, url: 'https://hook.example/utu', active: true }],
		});
		const clock = steppedClock(start);
		const resolve = (_hostname: string, _options: unknown, callback: (error: null, addresses: []) => void): void =>
			callback(null, []);
		const deps = {
			database: fixture.app,
			dispatchDatabase: fixture.dispatch,
			clock,
			ids,
			webhookPrivateAddresses: false,
			resolve,
		};
		await drainDelivery(deps)();
		const sent = await call('GET /api/v1/projects/:projectId/deliveries', { query: { state: 'pending' } });
		const { deliveries } = sent.value as { deliveries: readonly { id: string }[] };
		expect(deliveries).toMatchObject([
			{ webhookId, event: 'decision.made', lastError: 'not sent: the name has no address' },
		]);
		const replayed = await call('POST /api/v1/projects/:projectId/deliveries/:deliveryId/replay', {
			params: { deliveryId: deliveries[0]?.id },
		});
		expect(replayed.value).toEqual({});
		expect(
			(await call('DELETE /api/v1/projects/:projectId/webhooks/:webhookId', { params: { webhookId } })).value,
		).toEqual({});
		const again = await call('POST /api/v1/projects/:projectId/deliveries/:deliveryId/replay', {
			params: { deliveryId: deliveries[0]?.id },
		});
		expect(again.failure).toMatchObject({ status: 409, code: 'webhook-stopped' });
	});

	it('says what is wrong with a URL', async () => {
		const { failure } = await add('http://192.168.1.5/hook');
		expect(failure).toMatchObject({ status: 422, code: 'bad-webhook-url', faults: [{ path: 'url' }] });
		expect(failure?.detail).toContain('192.168.1.5 is an address of this machine or of a private network');
	});

	it('knows no project, webhook or delivery that is not there', async () => {
		const missing = { params: { projectId: nowhere, webhookId: nowhere, deliveryId: nowhere } };
		const calls: readonly [DeliveryKeys, Partial<Record<Part, unknown>>][] = [
			['GET /api/v1/projects/:projectId/export', { ...missing, query: { format: 'jsonl' } }],
			['GET /api/v1/projects/:projectId/datasheet', missing],
			['GET /api/v1/projects/:projectId/webhooks', missing],
			[webhooksKey, { ...missing, body: { url: 'https://hook.example/', events: ['decision.made'] } }],
			['DELETE /api/v1/projects/:projectId/webhooks/:webhookId', missing],
			['GET /api/v1/projects/:projectId/deliveries', missing],
			['POST /api/v1/projects/:projectId/deliveries/:deliveryId/replay', missing],
		];
		for (const [key, parts] of calls) expect((await call(key, parts)).failure, key).toMatchObject({ status: 404 });
		const bad = await call('GET /api/v1/projects/:projectId/deliveries', { query: { cursor: 'x' } });
		expect(bad.failure).toMatchObject({ status: 422, code: 'bad-cursor' });
	});
});
