import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
import { drainDelivery } from './delivery.loop.ts';
import {
	addWebhook,
	deliveriesOf,
	removeWebhook,
	replayDelivery,
	type WebhookDeps,
	webhookLimits,
	webhooksOf,
} from './webhooks.ts';

const start = '2026-03-01T08:00:00.000Z';
const ids = seededIds(11);
const events = ['decision.made'];
let database: TestDatabase;
let fixture: Fixture;
let project: Seeded;
let clock: ReturnType<typeof steppedClock>;
let deps: WebhookDeps;

beforeAll(async () => {
	database = await cloneDatabase();
	fixture = openFixture(database.ownerUrl);
});
afterAll(async () => {
	await fixture.close();
	await database.drop();
});
beforeEach(async () => {
	clock = steppedClock(start);
	project = await seedProject(fixture, ids, start);
	deps = { database: fixture.app, clock, ids, webhookPrivateAddresses: true };
});

const add = async (url = 'http://127.0.0.1:1/hook') => {
	const added = await addWebhook(deps, project, { url, events });
	if (!added.ok) throw new Error(added.error.kind);
	return added.value;
};

/** Decisions become messages; nobody listens at the address. */
const announce = async (count: number): Promise<void> => {
	for (let n = 0; n < count; n++) {
		const itemId = await seedItem(fixture, ids, project, { key: `post-${ids.uuid()}` });
		await seedDecision(fixture, ids, project, { itemId, decidedAt: start });
	}
	await drainDelivery({ ...deps, dispatchDatabase: fixture.dispatch })();
};

const deliveries = async (options: Partial<Parameters<typeof deliveriesOf>[2]> = {}) => {
	const page = await deliveriesOf(deps, project, { state: undefined, cursor: undefined, ...options });
	if (!page.ok) throw new Error(page.error.kind);
	return page.value;
};

describe('adding a webhook', () => {
	it('tells its secret once, in the form of Standard Webhooks', async () => {
		const { webhook, secret } = await add();
		expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
		expect((await add()).secret).not.toBe(secret);
		const list = await webhooksOf(deps, project);
		expect(list.ok && list.value).toHaveLength(2);
		expect(list.ok && list.value.some((one) => one.id === webhook.id && one.active)).toBe(true);
		expect(JSON.stringify(list)).not.toContain('whsec_');
	});

	it('refuses what leads to a private address, by its name too', async () => {
		const guarded: WebhookDeps = {
			...deps,
			webhookPrivateAddresses: false,
			resolve: (_hostname, _options, callback) => callback(null, [{ address: '10.0.0.7', family: 4 }]),
		};
		for (const url of ['http://127.0.0.1/', 'https://hook.example/']) {
			expect(await addWebhook(guarded, project, { url, events })).toMatchObject({
				ok: false,
				error: { kind: 'url', error: { kind: 'private-address' } },
			});
		}
	});

	it('has a limit, also when many come at once', async () => {
		const many = Array.from({ length: webhookLimits.activePerProjectMax + 4 }, () =>
			addWebhook(deps, project, { url: 'http://127.0.0.1:1/hook', events }),
		);
		const results = await Promise.all(many);
		expect(results.filter((one) => one.ok)).toHaveLength(webhookLimits.activePerProjectMax);
		expect(results.find((one) => !one.ok)).toEqual({ ok: false, error: { kind: 'too-many', max: 20 } });
	});

	it('is of no project of another organisation', async () => {
		const other = await seedProject(fixture, ids, start);
		const strange = { organisationId: other.organisationId, projectId: project.projectId };
		expect(await addWebhook(deps, strange, { url: 'http://127.0.0.1:1/', events })).toEqual({
			ok: false,
			error: { kind: 'no-such-project' },
		});
		expect(await webhooksOf(deps, strange)).toEqual({ ok: false, error: { kind: 'no-such-project' } });
	});
});

describe('stopping a webhook', () => {
	it('gives up what waits, forgets the secret, and hears of nothing more', async () => {
		const { webhook } = await add();
		await announce(2);
		expect(await removeWebhook(deps, { ...project, webhookId: webhook.id })).toEqual({ ok: true, value: true });
		await announce(1);
		const { deliveries: rows } = await deliveries();
		expect(rows).toHaveLength(2);
		for (const row of rows) {
			expect(row).toMatchObject({ state: 'dead', nextAttemptAt: null, lastError: 'given up: the webhook was stopped' });
		}
		const { rows: kept } = await fixture.owner.query('select secret, active from utu.webhook where id = $1', [
			webhook.id,
		]);
		expect(kept).toEqual([{ secret: '', active: false }]);
		expect(await replayDelivery(deps, { ...project, deliveryId: rows[0]!.id })).toEqual({
			ok: false,
			error: { kind: 'webhook-stopped' },
		});
	});

	it('knows only webhooks of the project and the organisation', async () => {
		const { webhook } = await add();
		const other = await seedProject(fixture, ids, start);
		const missing = { ok: false, error: { kind: 'no-such-webhook' } };
		expect(await removeWebhook(deps, { ...other, webhookId: webhook.id })).toEqual(missing);
		expect(
			await removeWebhook(deps, { ...project, organisationId: other.organisationId, webhookId: webhook.id }),
		).toEqual(missing);
		const list = await webhooksOf(deps, project);
		expect(list.ok && list.value[0]?.active).toBe(true);
	});
});

describe('the list of deliveries', () => {
	it('pages newest first, every one once, also where many are of one instant', async () => {
		await add();
		await announce(150);
		clock.forward(1_000);
		await announce(75);
		const first = await deliveries();
		expect(first.deliveries).toHaveLength(webhookLimits.deliveriesPageMax);
		const second = await deliveries({ cursor: first.nextCursor ?? undefined });
		const third = await deliveries({ cursor: second.nextCursor ?? undefined });
		expect(third.nextCursor).toBeNull();
		const all = [...first.deliveries, ...second.deliveries, ...third.deliveries];
		expect(new Set(all.map((row) => row.id)).size).toBe(225);
		const times = all.map((row) => row.createdAt.getTime());
		expect(times).toEqual(times.toSorted((a, b) => b - a));
	});

	it('can be of one state', async () => {
		await add();
		await announce(3);
		expect((await deliveries({ state: 'pending' })).deliveries).toHaveLength(3);
		expect((await deliveries({ state: 'dead' })).deliveries).toEqual([]);
		expect((await deliveries({ state: 'delivered' })).deliveries).toEqual([]);
	});

	it('refuses a cursor that it did not make', async () => {
		for (const cursor of ['x', Buffer.from('2026-13-01T00:00:00.000Z y').toString('base64url'), '']) {
			expect(await deliveriesOf(deps, project, { state: undefined, cursor })).toEqual({
				ok: false,
				error: { kind: 'bad-cursor' },
			});
		}
	});
});

describe('a replay', () => {
	it('is due at once, from the first attempt, under the same id', async () => {
		await add();
		await announce(1);
		const [before] = (await deliveries()).deliveries;
		expect(before).toMatchObject({ state: 'pending', attempts: 1, lastError: 'the connection was refused' });
		clock.forward(1);
		await replayDelivery(deps, { ...project, deliveryId: before!.id });
		const [after] = (await deliveries()).deliveries;
		expect(after).toMatchObject({ id: before!.id, state: 'pending', attempts: 0, lastError: null });
		expect(after?.nextAttemptAt).toEqual(clock.now());
	});

	it('knows only deliveries of the project and the organisation', async () => {
		await add();
		await announce(1);
		const [row] = (await deliveries()).deliveries;
		const other = await seedProject(fixture, ids, start);
		expect(await replayDelivery(deps, { ...other, deliveryId: row!.id })).toEqual({
			ok: false,
			error: { kind: 'no-such-delivery' },
		});
	});
});
