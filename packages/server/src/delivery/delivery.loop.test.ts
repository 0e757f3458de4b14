import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { retryLimits } from '@utu/core/delivery/retry.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../platform/database.ts';
import { cloneDatabase, type TestDatabase } from '../platform/test-database.ts';
import {
	decisionStatement,
	type Fixture,
	openFixture,
	type Seeded,
	seedDecision,
	seededIds,
	seedItem,
	seedManyDecided,
	seedProject,
	steppedClock,
} from './delivery.fixture.ts';
import { type DrainDeps, drainDelivery, drainLimits } from './delivery.loop.ts';
import { type Answer, accepted, answeredBy, openReceiver, type Receiver, verify } from './receiver.fixture.ts';
import { addWebhook, deliveriesOf, removeWebhook, replayDelivery } from './webhooks.ts';

const start = '2026-03-01T08:00:00.000Z';
let seed = 100;
let database: TestDatabase;
let fixture: Fixture;
let project: Seeded;
let ids: ReturnType<typeof seededIds>;
let clock: ReturnType<typeof steppedClock>;
let deps: DrainDeps;
let receivers: Receiver[] = [];

beforeAll(async () => {
	database = await cloneDatabase();
	fixture = openFixture(database.ownerUrl);
});
afterAll(async () => {
	await fixture.close();
	await database.drop();
});
beforeEach(async () => {
	ids = seededIds(seed++);
	clock = steppedClock(start);
	await fixture.owner.query('truncate utu.organisation cascade');
	project = await seedProject(fixture, ids, start);
	deps = { database: fixture.app, dispatchDatabase: fixture.dispatch, clock, ids, webhookPrivateAddresses: true };
});
afterEach(async () => {
	await Promise.all(receivers.map((one) => one.close()));
	receivers = [];
});

const listen = async (answer?: Answer) => {
	const receiver = await openReceiver(answer);
	receivers.push(receiver);
	const added = await addWebhook(deps, project, { url: receiver.url, events: ['decision.made'] });
	if (!added.ok) throw new Error(added.error.kind);
	return Object.assign(receiver, { webhookId: added.value.webhook.id, secret: added.value.secret });
};

const decide = async (count: number, of: Seeded = project): Promise<readonly string[]> => {
	const decided: string[] = [];
	for (let n = 0; n < count; n++) {
		const itemId = await seedItem(fixture, ids, of, { key: `post-${n}-${ids.uuid()}` });
		decided.push(await seedDecision(fixture, ids, of, { itemId, decidedAt: start }));
	}
	return decided;
};

const decisionsIn = (receiver: Receiver): readonly string[] =>
	receiver.received.map(({ body }) => (JSON.parse(body) as { data: { decisionId: string } }).data.decisionId);

const outbox = async () => {
	const page = await deliveriesOf(deps, project, { state: undefined, cursor: undefined });
	if (!page.ok) throw new Error(page.error.kind);
	return page.value.deliveries;
};

const sorted = (list: readonly string[]): readonly string[] => [...list].sort();

describe('a decision', () => {
	it('reaches every webhook of its project, signed, without content or people', async () => {
		const [one, two] = [await listen(), await listen()];
		const itemId = await seedItem(fixture, ids, project, { key: 'post-1', text: 'What somebody wrote.', severity: 3 });
		const decisionId = await seedDecision(fixture, ids, project, { itemId, decidedAt: start, severity: 3 });
		expect(await drainDelivery(deps)()).toBe(3);
		for (const receiver of [one, two]) {
			const [got] = receiver.received;
			if (got === undefined) throw new Error('nothing came');
			verify(receiver.secret, got);
			expect(JSON.parse(got.body)).toEqual({
				type: 'decision.made',
				timestamp: start,
				data: {
					decisionId,
					projectId: project.projectId,
					projectVersion: 1,
					itemId,
					key: 'post-1',
					reason: 'certain',
					answers: { kind: 'spam' },
					certainty: 0.97,
					views: 2,
					severity: 3,
					hazards: { hate: 3 },
					method: 'consensus/1',
					decidedAt: start,
				},
			});
		}
		expect(new Set([one.received[0]?.id, two.received[0]?.id]).size).toBe(2);
		expect(await drainDelivery(deps)()).toBe(0);
	});

	it('reaches no webhook of another project or organisation, nor one that listens from later on', async () => {
		await decide(1);
		await drainDelivery(deps)();
		const late = await listen();
		const elsewhere = await seedProject(fixture, ids, start);
		await decide(1, elsewhere);
		await drainDelivery(deps)();
		expect(late.received).toEqual([]);
		expect(await outbox()).toEqual([]);
	});

	it('is not stepped over when it commits after later ones', async () => {
		const receiver = await listen();
		const itemId = await seedItem(fixture, ids, project, { key: 'slow' });
		const slow = await fixture.owner.connect();
		await slow.query('begin');
		const statement = decisionStatement(ids, project, { itemId, decidedAt: '2026-03-01T07:00:00.000Z' });
		await slow.query(statement);
		const quick = await decide(3);
		await drainDelivery(deps)();
		expect(sorted(decisionsIn(receiver))).toEqual(sorted(quick));
		await slow.query('commit');
		slow.release();
		await drainDelivery(deps)();
		expect(decisionsIn(receiver).at(-1)).toBe(statement.values?.[0]);
		expect(receiver.received).toHaveLength(4);
	});

	it('becomes one message for each webhook when the process ends before the commit, again and again', async () => {
		await listen();
		const decided = await decide(5);
		let left = 3;
		const dying: Database = {
			...fixture.app,
			transaction: (scope, work) =>
				fixture.app.transaction(scope, async (tx) => {
					const value = await work(tx);
					if (left-- > 0) throw new Error('the process ended');
					return value;
				}),
		};
		for (let n = 0; n < 3; n++) await expect(drainDelivery({ ...deps, database: dying })()).rejects.toThrow('ended');
		expect(await outbox()).toEqual([]);
		await drainDelivery(deps)();
		expect(await outbox()).toHaveLength(decided.length);
	});
});

describe('a message that fails', () => {
	it('is tried again later and later, then is dead, and is replayed under its id', async () => {
		const receiver = await listen(answeredBy(500));
		await decide(1);
		const drain = drainDelivery(deps);
		const waits: number[] = [];
		for (let attempt = 1; attempt < retryLimits.attemptsMax; attempt++) {
			await drain();
			const [row] = await outbox();
			expect(row).toMatchObject({ state: 'pending', attempts: attempt, lastError: 'HTTP 500' });
			const waitMs = (row?.nextAttemptAt?.getTime() ?? 0) - clock.now().getTime();
			waits.push(waitMs);
			clock.forward(waitMs - 1);
			expect(await drain()).toBe(0);
			clock.forward(retryLimits.restMsMax);
		}
		for (const [at, wait] of waits.entries()) {
			const full = Math.min(retryLimits.firstDelayMs * retryLimits.factor ** at, retryLimits.delayMsMax);
			expect(wait).toBeGreaterThanOrEqual(full / 2);
			expect(wait).toBeLessThanOrEqual(full);
		}
		await drain();
		const [dead] = await outbox();
		expect(dead).toMatchObject({ state: 'dead', attempts: 10, nextAttemptAt: null, lastError: 'HTTP 500' });
		expect(await drain()).toBe(0);
		receiver.answerWith(accepted);
		clock.forward(retryLimits.restMsMax);
		await replayDelivery(deps, { ...project, deliveryId: dead!.id });
		await drain();
		expect((await outbox())[0]).toMatchObject({ state: 'delivered', attempts: 1, lastError: null });
		expect(new Set(receiver.received.map(({ id }) => id))).toEqual(new Set([dead!.id]));
		expect(receiver.received).toHaveLength(11);
	});

	it('keeps nothing of what the receiver said', async () => {
		await listen(answeredBy(500));
		await decide(1);
		await drainDelivery(deps)();
		const { rows } = await fixture.owner.query<{ row: string }>('select to_jsonb(x)::text as row from utu.outbox x');
		expect(rows[0]?.row).not.toContain('secret of the receiver');
	});

	it('lets its endpoint rest, then shows by one message whether it is back', async () => {
		const receiver = await listen(answeredBy(503));
		await decide(40);
		const drain = drainDelivery(deps);
		await drain();
		expect(receiver.received).toHaveLength(drainLimits.messagesMax);
		expect(await drain()).toBe(0);
		clock.forward(1_000);
		await drain();
		expect(receiver.received).toHaveLength(drainLimits.messagesMax + 1);
		receiver.answerWith(accepted);
		clock.forward(2_000);
		await drain();
		clock.forward(10_000);
		await drain();
		expect((await outbox()).map(({ state }) => state)).toEqual(Array.from({ length: 40 }, () => 'delivered'));
	});

	it('keeps no other webhook waiting', { timeout: 30_000 }, async () => {
		const silent = await listen(() => undefined);
		const healthy = await listen();
		const decided = await decide(60);
		let over = false;
		const draining = drainDelivery({ ...deps, sendTimeoutMs: 5_000 })().then(() => {
			over = true;
		});
		await expect.poll(() => sorted(decisionsIn(healthy)), { timeout: 20_000, interval: 20 }).toEqual(sorted(decided));
		expect(over).toBe(false);
		await draining;
		expect(silent.received.length).toBeLessThanOrEqual(drainLimits.messagesMax);
	});

	it('is given up after three days, with all that waited as long', async () => {
		await listen(answeredBy(500));
		await decide(30);
		const drain = drainDelivery(deps);
		await drain();
		clock.forward(retryLimits.ageMsMax);
		await drain();
		expect((await outbox()).map(({ state }) => state)).toEqual(Array.from({ length: 30 }, () => 'dead'));
	});
});

describe('many processes', () => {
	const states = async (): Promise<readonly string[]> => {
		const { rows } = await fixture.owner.query<{ state: string }>(
			'select distinct state from utu.outbox order by state',
		);
		return rows.map(({ state }) => state);
	};

	it('send each message once, none of them at the same time', async () => {
		const receiver = await listen(({ response }) => void setTimeout(() => response.writeHead(204).end(), 5));
		await seedManyDecided(fixture, project, 300);
		const drains = [1, 2, 3, 4].map((n) => drainDelivery({ ...deps, ids: seededIds(n) }));
		// A round ends after a while, whatever is left.
		for (let round = 0; round < 20 && receiver.received.length < 300; round++)
			await Promise.all(drains.map((drain) => drain()));
		expect(receiver.overlaps).toEqual([]);
		expect(receiver.received).toHaveLength(300);
		expect(new Set(decisionsIn(receiver)).size).toBe(300);
		expect(receiver.inFlightMax()).toBeGreaterThan(8);
		expect(await states()).toEqual(['delivered']);
	});

	it('lose nothing when one is killed: what it held is sent again under the same id', async () => {
		const receiver = await listen(({ response }) => void setTimeout(() => response.writeHead(204).end(), 10));
		await seedManyDecided(fixture, project, 200);
		const ended = killedDrain(receiver);
		await ended;
		const before = receiver.received.length;
		expect(before).toBeGreaterThanOrEqual(50);
		expect(before).toBeLessThan(200);
		const drain = drainDelivery(deps);
		// What the dead process held is still in its hands until its claim ends.
		await drain();
		expect(receiver.overlaps).toEqual([]);
		clock.forward(drainLimits.claimMs + 1);
		await drain();
		expect(new Set(decisionsIn(receiver)).size).toBe(200);
		expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(200);
		expect(receiver.received.length - 200).toBeLessThanOrEqual(drainLimits.messagesMax);
		expect(await states()).toEqual(['delivered']);
	});

	it('do not try for ever what ends the process', async () => {
		const receiver = await listen();
		await decide(1);
		await drainDelivery(deps)();
		await fixture.owner.query(
			`update utu.outbox set state = 'pending', attempts = $1, next_attempt_at = $2, claim = gen_random_uuid(), claimed_until = $2`,
			[retryLimits.attemptsMax, start],
		);
		await drainDelivery(deps)();
		expect((await outbox())[0]).toMatchObject({
			state: 'dead',
			lastError: 'given up: the outcome of the last attempt is not known',
		});
		expect(receiver.received).toHaveLength(1);
	});

	it('do not bring back a message whose webhook was stopped while it was sent', async () => {
		const receiver: Awaited<ReturnType<typeof listen>> = await listen(({ response }) => {
			void removeWebhook(deps, { ...project, webhookId: receiver.webhookId }).then(() => response.writeHead(500).end());
		});
		await decide(1);
		await drainDelivery(deps)();
		expect((await outbox())[0]).toMatchObject({ state: 'dead', lastError: 'given up: the webhook was stopped' });
	});

	/** A process of its own that drains, and is killed without a word when it has sent fifty. */
	const killedDrain = async (receiver: Receiver): Promise<void> => {
		const at = (file: string): string => JSON.stringify(fileURLToPath(new URL(file, import.meta.url)));
		const script = `
			import { openFixture, seededIds, steppedClock } from ${at('./delivery.fixture.ts')};
			import { drainDelivery } from ${at('./delivery.loop.ts')};
			const { app, dispatch } = openFixture(process.env.UTU_KILLED_URL);
			const clock = steppedClock(${JSON.stringify(start)});
			await drainDelivery({ database: app, dispatchDatabase: dispatch, clock, ids: seededIds(7), webhookPrivateAddresses: true })();
			setInterval(() => {}, 1000);`;
		const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
			env: { ...process.env, UTU_KILLED_URL: database.ownerUrl },
			stdio: ['ignore', 'ignore', 'inherit'],
		});
		const ended = new Promise((resolve) => child.once('exit', resolve));
		await receiver.untilReceived(50);
		child.kill('SIGKILL');
		await ended;
		// What it had sent is answered to nobody.
		await sleep(50);
	};
});

it('sees of other organisations only that something is due', async () => {
	await decide(1);
	const rows = await fixture.dispatch.transaction({}, (tx) =>
		tx.rows({ text: 'select organisation_id, delivery_due from utu.decision', values: [] }),
	);
	expect(rows).toEqual([{ organisation_id: project.organisationId, delivery_due: true }]);
	const peek = fixture.dispatch.transaction({}, (tx) =>
		tx.rows({ text: 'select answers from utu.decision', values: [] }),
	);
	await expect(peek).rejects.toThrow('permission denied');
});
