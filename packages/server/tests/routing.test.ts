import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { submitAnswer } from '../src/annotation/answer.ts';
import { extend, hide, type LeaseRef, leave, reveal, viewLease, withActiveLease } from '../src/annotation/lease-use.ts';
import { surprise } from '../src/annotation/surprise.ts';
import { sql } from '../src/platform/database.ts';
import { createDispatcher } from '../src/platform/dispatch.ts';
import { expireLeases } from '../src/routing/expire.loop.ts';
import { lockCandidate } from '../src/routing/grant.sql.ts';
import { type Next, nextWork } from '../src/routing/next.ts';
import { setConsents } from '../src/routing/projects.ts';
import { setExclusions } from '../src/safety/mine.ts';
import { makeWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
	world = await makeWorld();
});
afterAll(() => world.close());

const conflicts: number[] = [];
const ask = (personId: string, projectId?: string): Promise<Next<unknown>> =>
	nextWork(
		{ ...world, onConflict: (lane) => conflicts.push(lane) },
		{ organisationId: world.organisationId, personId, projectId },
		(tx, lease, now) => viewLease(world, tx, { lease, now }),
	);
const view = (ref: LeaseRef) => withActiveLease(world, ref, (tx, lease, now) => viewLease(world, tx, { lease, now }));
const leased = async (personId: string) => {
	const next = await ask(personId);
	if (next.kind !== 'lease') throw new Error(`no lease: ${next.why}`);
	return { ...next.lease, ref: { organisationId: world.organisationId, personId, leaseId: next.lease.id } };
};
const answerTo = async (lease: Awaited<ReturnType<typeof leased>>, kind = 'fine') =>
	submitAnswer(world, lease.ref, { idempotencyKey: lease.idempotencyKey, answers: { kind }, hazardsFound: {} });
const one = async <Row>(text: string, values: unknown[]): Promise<Row> =>
	(await world.owner.query(text, values)).rows[0];

describe('the way of one item', () => {
	it('is granted covered, revealed, answered once, and settled by server time', async () => {
		const person = await world.addPerson();
		const item = await world.addItem({ hazards: { violence: 3 } });
		const lease = await leased(person);
		expect(lease.itemId).toBe(item);
		const seen = await view(lease.ref);
		expect(seen.ok && seen.value.sentences).toBeNull();
		const shown = await reveal(world, lease.ref, 'told');
		// Both sentences are above severity 2: covered until uncovered one by one.
		expect(shown.ok && shown.value.sentences.every((sentence) => sentence.text === null)).toBe(true);
		const second = await reveal(world, lease.ref, [1]);
		expect(second.ok && second.value.sentences.map((sentence) => sentence.text !== null)).toEqual([false, true]);
		world.clock.advance(4_000);
		await hide(world, lease.ref);
		world.clock.advance(60_000);
		const answered = await answerTo(lease);
		expect(answered).toEqual({ ok: true, value: { basis: 'viewed', status: 'counted' } });
		expect(await answerTo(lease)).toEqual(answered);
		const row = await one<{ visible_ms: number; n: number }>(
			'select visible_ms, (select count(*)::int from utu.answer where item_id = $1) as n from utu.exposure where lease_id = $2',
			[item, lease.id],
		);
		expect(row).toEqual({ visible_ms: 4_000, n: 1 });
		expect(await one('select views, views_active from utu.item where id = $1', [item])).toEqual({
			views: 1,
			views_active: 0,
		});
	});

	it('is shown at once where it is mild, and resumed as the same lease', async () => {
		const person = await world.addPerson({ consents: [] });
		await world.addItem({ hazards: { harassment: 1 } });
		const lease = await leased(person);
		const seen = await view(lease.ref);
		expect(seen.ok && seen.value.sentences?.every((sentence) => sentence.text !== null)).toBe(true);
		expect((await leased(person)).id).toBe(lease.id);
		await answerTo(lease);
	});

	it('is no view when answered without looking: the place goes to another', async () => {
		const [first, second] = [await world.addPerson(), await world.addPerson()];
		const item = await world.addItem({ hazards: { harassment: 2 } });
		expect(await answerTo(await leased(first))).toEqual({
			ok: true,
			value: { basis: 'unseen', status: 'kept' },
		});
		const next = await leased(second);
		expect(next.itemId).toBe(item);
		await reveal(world, next.ref, 'all');
		await answerTo(next);
		expect((await ask(first)).kind).toBe('nothing');
	});
});

describe('leases', () => {
	it('covers by itself: no more visible time than was reserved, and all of it where the end is unknown', async () => {
		const person = await world.addPerson();
		await world.addItem({ hazards: { violence: 2 } });
		const lease = await leased(person);
		await reveal(world, lease.ref, 'all');
		world.clock.advance(lease.reservedMs + 1);
		expect(await reveal(world, lease.ref, 'all')).toEqual({ ok: false, error: { kind: 'time-up' } });
		expect((await extend(world, lease.ref)).ok).toBe(true);
		expect((await reveal(world, lease.ref, 'all')).ok).toBe(true);
		world.clock.advance(16 * 60_000);
		await expireLeases({ ...world, dispatcher: createDispatcher(world.dispatch) })();
		const row = await one<{ visible_ms: number }>('select visible_ms from utu.exposure where lease_id = $1', [
			lease.id,
		]);
		expect(row.visible_ms).toBe(2 * lease.reservedMs);
		// Revealed, the item still open: a late answer counts, once.
		expect(await answerTo(lease)).toEqual({ ok: true, value: { basis: 'viewed', status: 'counted' } });
	});

	it('gives back what was never revealed, and the same item may come again', async () => {
		const person = await world.addPerson();
		const item = await world.addItem({ hazards: { violence: 4 } });
		const lease = await leased(person);
		await leave(world, lease.ref, 'released');
		expect(await one('select count(*)::int as n from utu.exposure where person_id = $1', [person])).toEqual({ n: 0 });
		expect((await leased(person)).itemId).toBe(item);
		await leave(world, { ...lease.ref, leaseId: (await leased(person)).id }, 'skipped');
		expect((await ask(person)).kind).toBe('nothing');
		await world.owner.query(`update utu.item set stage = 'decided' where id = $1`, [item]);
	});

	it('ends at once when consent is withdrawn or an exclusion set', async () => {
		const person = await world.addPerson();
		const item = await world.addItem({ hazards: { violence: 2 }, themes: ['conflict:x', 'country:XX'] });
		const lease = await leased(person);
		await reveal(world, lease.ref, 'all');
		await setConsents(world, {
			organisationId: world.organisationId,
			personId: person,
			projectId: world.projectId,
			categories: ['harassment'],
		});
		expect(await reveal(world, lease.ref, 'all')).toEqual({ ok: false, error: { kind: 'ended', state: 'withdrawn' } });
		expect(await ask(person)).toMatchObject({ kind: 'nothing', why: 'consent' });
		const other = await world.addPerson();
		const held = await leased(other);
		await setExclusions(world, {
			organisationId: world.organisationId,
			personId: other,
			exclusions: [{ kind: 'theme', value: 'conflict:x' }],
		});
		expect(await hide(world, held.ref)).toEqual({ ok: false, error: { kind: 'ended', state: 'withdrawn' } });
		expect(await ask(other)).toMatchObject({ kind: 'nothing', why: 'exclusion' });
		await world.owner.query(`update utu.item set stage = 'decided' where id = $1`, [item]);
	});
});

describe('surprise', () => {
	it('closes, charges, raises the item and quarantines its batch from who did not say yes', async () => {
		const scout = await world.addPerson();
		const wary = await world.addPerson({ consents: ['harassment'] });
		const items = [
			await world.addItem({ hazards: { harassment: 1 }, source: 's' }),
			await world.addItem({ hazards: { harassment: 1 }, source: 's' }),
		];
		const lease = await leased(scout);
		const outcome = await surprise(world, lease.ref, { category: 'violence', severity: 4 });
		expect(outcome).toEqual({ ok: true, value: { severityBefore: 1, severityAfter: 4 } });
		expect(await one('select severity, stage, hazards from utu.item where id = $1', [lease.itemId])).toEqual({
			severity: 4,
			stage: 'first-pass',
			hazards: { harassment: 1, violence: 4 },
		});
		expect(await one('select count(*)::int as n from utu.exposure where lease_id = $1', [lease.id])).toEqual({ n: 1 });
		expect((await ask(wary)).kind).toBe('nothing');
		// Also to nobody who did say yes, before it stands in a lane that tells how little is known of it.
		expect((await ask(scout)).kind).toBe('nothing');
		const other = items.find((id) => id !== lease.itemId);
		await world.owner.query(`update utu.item set hazards = '{"unscreened":4}', severity = 4 where id = $1`, [other]);
		const again = await leased(scout);
		expect(again).toMatchObject({ itemId: other, purpose: 'scout', severity: 4 });
		await answerTo(again);
		await world.owner.query(`update utu.item set stage = 'decided'`);
	});
});

describe('a lease in hand', () => {
	it('shows nothing more to who is no scout once its batch has surprised somebody', async () => {
		const scout = await world.addPerson();
		const wary = await world.addPerson({ consents: ['harassment'] });
		for (let n = 0; n < 2; n++) await world.addItem({ hazards: { harassment: 2 }, source: 'in hand' });
		const held = await leased(wary);
		await surprise(world, (await leased(scout)).ref, { category: 'violence', severity: 4 });
		expect(await reveal(world, held.ref, 'all')).toEqual({ ok: false, error: { kind: 'ended', state: 'withdrawn' } });
		expect(await one('select count(*)::int as n from utu.exposure where lease_id = $1', [held.id])).toEqual({ n: 0 });
		await world.owner.query(`update utu.item set stage = 'decided'`);
	});

	it('comes back covered when its reservation is used up, also where it is mild', async () => {
		const person = await world.addPerson();
		await world.addItem({ hazards: { harassment: 1 } });
		const held = await leased(person);
		world.clock.advance(held.reservedMs + 1);
		const seen = await view(held.ref);
		expect(seen.ok && seen.value.sentences).toBeNull();
		await world.owner.query(`update utu.item set stage = 'decided'`);
	});
});

describe('budget', () => {
	it('stops at 40 severe views an hour and says until when', async () => {
		const person = await world.addPerson();
		for (let i = 0; i < 45; i++) await world.addItem({ hazards: { violence: 3 } });
		let views = 0;
		let last: Next<unknown> | undefined;
		for (; views < 60; views++) {
			last = await ask(person);
			if (last.kind === 'nothing') break;
			const ref = { organisationId: world.organisationId, personId: person, leaseId: last.lease.id };
			await reveal(world, ref, 'all');
			world.clock.advance(2_000);
			await submitAnswer(world, ref, {
				idempotencyKey: last.lease.idempotencyKey,
				answers: { kind: 'fine' },
				hazardsFound: {},
			});
		}
		expect(views).toBe(40);
		expect(last).toMatchObject({ kind: 'nothing', why: 'budget' });
		if (last?.kind === 'nothing' && last.until) world.clock.set(last.until);
		expect((await ask(person)).kind).toBe('lease');
		await world.owner.query(`update utu.item set stage = 'decided'`);
	});

	it('asks for a break after 20 minutes of severe content and gives work again after ten', async () => {
		const person = await world.addPerson();
		for (let i = 0; i < 40; i++)
			await world.addItem({ hazards: { violence: 3 }, text: `${'Long text. '.repeat(250)}${i}` });
		let last: Next<unknown> | undefined;
		for (let i = 0; i < 40; i++) {
			last = await ask(person);
			if (last.kind === 'nothing') break;
			const ref = { organisationId: world.organisationId, personId: person, leaseId: last.lease.id };
			await reveal(world, ref, 'all');
			world.clock.advance(115_000);
			await submitAnswer(world, ref, {
				idempotencyKey: last.lease.idempotencyKey,
				answers: { kind: 'fine' },
				hazardsFound: {},
			});
		}
		expect(last).toMatchObject({ kind: 'nothing', why: 'break' });
		const seen = await one<{ ms: number }>('select sum(visible_ms)::int as ms from utu.exposure where person_id = $1', [
			person,
		]);
		expect(seen.ms).toBeLessThanOrEqual(20 * 60_000);
		if (last?.kind === 'nothing' && last.until) world.clock.set(last.until);
		expect((await ask(person)).kind).toBe('lease');
		await world.owner.query(`update utu.item set stage = 'decided'`);
	});
});

describe('races', () => {
	it('grants one person one lease and an item no more than its free places, whoever asks at once', async () => {
		const people: string[] = [];
		for (let i = 0; i < 24; i++) people.push(await world.addPerson());
		for (let i = 0; i < 10; i++) await world.addItem({ hazards: { violence: 2 }, views: 2 });
		const asked = await Promise.all(people.flatMap((person) => [ask(person), ask(person), ask(person)]));
		const granted = asked.filter((next) => next.kind === 'lease');
		expect(new Set(granted.map((next) => next.lease.id)).size).toBe(20);
		const { rows } = await world.owner.query<{ n: number }>(
			`select count(*)::int as n from utu.lease where state = 'active' and item_id in (select id from utu.item where stage = 'open') group by item_id`,
		);
		expect(rows.map((row) => row.n)).toEqual(Array.from({ length: 10 }, () => 2));
		expect(
			await one('select max(views + views_active - views_wanted)::int as over from utu.item where stage = $1', [
				'open',
			]),
		).toEqual({ over: 0 });
		// The same answer sent three times at once is one answer.
		const first = granted[0];
		if (first === undefined) throw new Error('no grant');
		const ref = { organisationId: world.organisationId, personId: first.lease.personId, leaseId: first.lease.id };
		await reveal(world, ref, 'all');
		const send = () =>
			submitAnswer(world, ref, {
				idempotencyKey: first.lease.idempotencyKey,
				answers: { kind: 'fine' },
				hazardsFound: {},
			});
		const sent = await Promise.all([send(), send(), send()]);
		for (const result of sent) expect(result).toEqual({ ok: true, value: { basis: 'viewed', status: 'counted' } });
		expect(
			await one('select count(*)::int as n from utu.answer where idempotency_key = $1', [first.lease.idempotencyKey]),
		).toEqual({ n: 1 });
		expect(await one('select count(*)::int as n from utu.exposure where lease_id = $1', [first.lease.id])).toEqual({
			n: 1,
		});
	});

	it('reads of what somebody has ever seen the keys of the item alone, also where nothing is known of the tables', async () => {
		const person = await world.addPerson();
		const scope = { organisationId: world.organisationId, personId: person };
		await world.addItem({ text: 'A ferry crosses the bay twice a day and brings bread, letters and the newspaper.' });
		const { laneId, keys } = await one<{ laneId: number; keys: number }>(
			`select i.lane_id::int as "laneId", cardinality(n.keys) as keys from utu.item i join utu.item_near n on n.item_id = i.id
			order by i.created_at desc, i.queue_order desc limit 1`,
			[],
		);
		await world.owner.query(
			'insert into utu.seen_near (person_id, key, seen_at) select $1, k, now() from generate_series(1, 5000) k',
			[person],
		);
		const read = await world.database.transaction(scope, async (tx) => {
			const found = await lockCandidate(tx, { laneIds: [laneId], personId: person, scoutProjects: [] });
			expect(found?.laneId).toBe(laneId);
			return tx.row<{ n: number }>(
				sql`select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as n from pg_stat_xact_user_tables where relname = 'seen_near'`,
			);
		});
		expect(read?.n).toBeLessThanOrEqual(keys);
	});

	it('never has the predicate and the condition differ', () => expect(conflicts).toEqual([]));
});

describe('row-level security', () => {
	it('shows nothing without an organisation or a person, in any table', async () => {
		const { rows } = await world.owner.query<{ name: string }>(
			// The years of the ledger are not granted to anybody: they are read through it alone.
			`select tablename as name from pg_tables where schemaname = 'utu' and tablename !~ '^exposure_(\\d+|other)$'`,
		);
		expect(rows.length).toBeGreaterThan(20);
		await world.app.transaction({}, async (tx) => {
			for (const { name } of rows) {
				const seen = await tx.row<{ n: number }>({ text: `select count(*)::int as n from utu.${name}`, values: [] });
				expect([name, seen?.n]).toEqual([name, 0]);
			}
		});
	});

	it('shows an organisation nothing of a person, and a person nothing of another', async () => {
		const stranger = await world.addPerson();
		for (const scope of [
			{ organisationId: world.organisationId },
			{ organisationId: world.organisationId, personId: stranger },
		]) {
			await world.app.transaction(scope, async (tx) => {
				for (const name of ['lease', 'exposure', 'seen', 'exclusion', 'project_worker']) {
					const seen = await tx.row<{ n: number }>({ text: `select count(*)::int as n from utu.${name}`, values: [] });
					expect([name, seen?.n]).toEqual([name, 0]);
				}
			});
		}
	});

	it('is forced on every table, and the application owns none', async () => {
		const { rows } = await world.owner.query(
			`select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
			where n.nspname = 'utu' and c.relkind = 'r' and (not c.relrowsecurity or not c.relforcerowsecurity or pg_get_userbyid(c.relowner) in ('utu_app', 'utu_dispatch'))`,
		);
		expect(rows).toEqual([]);
	});
});
