import { leaseMsMax } from '@utu/core/safety/limits.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { extend, leave, reveal } from '../src/annotation/lease-use.ts';
import { surprise } from '../src/annotation/surprise.ts';
import { countSpreads } from '../src/routing/spread.loop.ts';
import { proposeLimits, settleLimits } from '../src/safety/limits.ts';
import { myExposure, setOwnLimits } from '../src/safety/mine.ts';
import { beginShift, dropShift, endShift, myShift, planShift } from '../src/safety/shift.ts';
import { asking } from './support/asking.ts';
import { makeWorld, type World } from './support/world.ts';

const minute = 60_000;
const hour = 60 * minute;
let world: World;
beforeAll(async () => {
	world = await makeWorld();
});
afterAll(() => world.close());
afterEach(async () => {
	await world.owner.query(`update utu.item set stage = 'decided'`);
	world.clock.advance(24 * hour);
});
const { mine, ask, leased, answer, look } = asking(() => world);
const severe = { violence: 3 } as const;

/** Gives back what is in hand, and the shift goes on. */
const giveBack = async (personId: string): Promise<void> => {
	const { rows } = await world.owner.query(`select id from utu.lease where person_id = $1 and state = 'active'`, [
		personId,
	]);
	await leave(world, { ...mine(personId), leaseId: rows[0].id }, 'released');
};

describe('shift', () => {
	it('gives nothing out before, after and without one, and says so', async () => {
		const person = await world.addPerson({ shiftHours: null });
		await world.addItem({});
		expect(await ask(person)).toMatchObject({ kind: 'nothing', why: 'shift' });
		await world.addShift({ personId: person, hours: 2, fromMs: hour });
		expect(await ask(person)).toMatchObject({ kind: 'nothing', why: 'shift' });
		world.clock.advance(hour);
		const lease = await leased(person);
		await answer(lease);
		world.clock.advance(2 * hour);
		expect(await ask(person)).toMatchObject({ kind: 'nothing', why: 'shift' });
	});

	it('keeps severe content out of its last half hour, and every lease within it', async () => {
		const person = await world.addPerson({ shiftHours: 1 });
		await world.addItem({ hazards: severe });
		world.clock.advance(31 * minute);
		expect(await ask(person)).toMatchObject({ kind: 'nothing', why: 'shift' });
		await world.addItem({});
		world.clock.advance(20 * minute);
		const lease = await leased(person);
		expect(lease.severity).toBe(0);
		expect(lease.expiresAt.getTime() - world.clock.now().getTime()).toBe(9 * minute);
		expect((await extend(world, lease.ref)).ok).toBe(true);
		const { rows } = await world.owner.query('select expires_at as at from utu.lease where id = $1', [lease.id]);
		expect(rows[0].at).toEqual(lease.expiresAt);
	});

	it('ends after eight hours at work in a day, over all shifts', async () => {
		const person = await world.addPerson({ shiftHours: 5 });
		await world.addItem({});
		world.clock.advance(6 * hour);
		await world.addShift({ personId: person, hours: 5 });
		world.clock.advance(3 * hour - 2 * minute);
		expect((await leased(person)).expiresAt.getTime() - world.clock.now().getTime()).toBe(2 * minute);
		world.clock.advance(2 * minute);
		expect(await ask(person)).toMatchObject({ kind: 'nothing', why: 'shift' });
	});

	it('of eight hours at the same time of each day is eight hours in any 24, not more', async () => {
		const person = await world.addPerson({ shiftHours: 8 });
		await world.addItem({ hazards: { violence: 2 } });
		world.clock.advance(24 * hour);
		await world.addShift({ personId: person, hours: 8 });
		for (const [waitMinutes, leaseMinutes] of [
			[0, 15],
			[4 * 60, 15],
			[3 * 60 + 48, 12],
		] as const) {
			world.clock.advance(waitMinutes * minute);
			const lease = await leased(person);
			await giveBack(person);
			expect(lease.expiresAt.getTime() - world.clock.now().getTime()).toBe(leaseMinutes * minute);
		}
	});

	it('ends when the person says so: what is in hand is given back, and what was seen may still be answered', async () => {
		const person = await world.addPerson({ shiftHours: null });
		await world.addItem({ hazards: severe });
		const begun = await beginShift(world, { ...mine(person), hours: 4 });
		expect(begun.now?.endsAt.getTime()).toBe(world.clock.now().getTime() + 4 * hour);
		const again = await beginShift(world, { ...mine(person), hours: 8 });
		expect(again.now?.id).toBe(begun.now?.id);
		const lease = await leased(person);
		await reveal(world, lease.ref, 'all');
		world.clock.advance(5_000);
		expect((await endShift(world, mine(person))).now).toBeUndefined();
		expect((await myShift(world, mine(person))).hours.dayMs).toBe(5_000);
		expect(await answer(lease)).toMatchObject({ ok: true, value: { status: 'counted' } });
	});

	it('is planned for a member, not into the past, and cancelled only before it begins', async () => {
		const person = await world.addPerson({ shiftHours: null });
		const at = (ms: number): Date => new Date(world.clock.now().getTime() + ms);
		const plan = (startsAt: Date, endsAt: Date, personId = person) =>
			planShift(world, {
				organisationId: world.organisationId,
				personId,
				startsAt,
				endsAt,
				timeZone: 'Africa/Nairobi',
			});
		expect(await plan(at(-hour), at(hour))).toMatchObject({ ok: false, error: { kind: 'in-the-past' } });
		expect(await plan(at(hour), at(14 * hour))).toMatchObject({ ok: false, error: { kind: 'too-long' } });
		expect(await plan(at(hour), at(2 * hour), world.projectId)).toMatchObject({
			ok: false,
			error: { kind: 'no-such-member' },
		});
		const made = await plan(at(hour), at(2 * hour));
		const shiftId = made.ok ? made.value.id : '';
		const drop = () => dropShift(world, { organisationId: world.organisationId, shiftId });
		world.clock.advance(90 * minute);
		expect(await drop()).toBe(false);
		const later = await plan(at(hour), at(2 * hour));
		expect(
			await dropShift(world, { organisationId: world.organisationId, shiftId: later.ok ? later.value.id : '' }),
		).toBe(true);
	});
});

describe('ceiling', () => {
	const raised = { dayMs: 2 * hour, runMs: 20 * minute, hourViews: 2, daysIn7: 5 };

	it('an organisation’s limits hold once the representative has signed, never above the ceiling, never by who proposed', async () => {
		const [operator, representative, person] = [
			await world.addPerson(),
			await world.addPerson(),
			await world.addPerson(),
		];
		for (let n = 0; n < 6; n++) await world.addItem({ hazards: severe });
		expect(
			await proposeLimits(world, { ...mine(operator), limits: { ...raised, dayMs: 5 * hour }, reason: 'More.' }),
		).toMatchObject({
			ok: false,
			error: { kind: 'above-ceiling', names: ['dayMs'] },
		});
		const proposed = await proposeLimits(world, { ...mine(operator), limits: raised, reason: 'Fewer, longer.' });
		const changeId = proposed.ok ? proposed.value.id : '';
		for (let n = 0; n < 3; n++) await look(person);
		expect(await settleLimits(world, { ...mine(operator), changeId, sign: true })).toMatchObject({
			ok: false,
			error: { kind: 'own-proposal' },
		});
		expect(await settleLimits(world, { ...mine(representative), changeId, sign: true })).toMatchObject({
			ok: true,
			value: { state: 'signed', holds: true },
		});
		expect(await ask(person)).toMatchObject({ kind: 'nothing', why: 'budget' });
		const exposure = await myExposure(world, mine(person));
		expect(exposure.account.limits).toEqual(raised);
		expect(exposure.freesAt.hourViews?.getTime()).toBeGreaterThan(world.clock.now().getTime());
		await expect(
			world.owner.query('update utu.limit_change set signed_by = proposed_by where id = $1', [changeId]),
		).rejects.toThrow('check');
		await world.owner.query(
			'update utu.limit_change set signed_by = null, signed_at = null, declined_at = now() where id = $1',
			[changeId],
		);
	});

	it('a person’s own limits hold at once, also for what is in hand', async () => {
		const person = await world.addPerson();
		await world.addItem({ hazards: severe });
		const lease = await leased(person);
		await setOwnLimits(world, { ...mine(person), limits: { hourViews: 0 } });
		expect(await reveal(world, lease.ref, 'all')).toEqual({ ok: false, error: { kind: 'ended', state: 'withdrawn' } });
		expect(await ask(person)).toMatchObject({ kind: 'nothing', why: 'budget' });
		const { rows } = await world.owner.query('select kind, value from utu.choice where person_id = $1', [person]);
		expect(rows).toEqual([{ kind: 'limits', value: { hourViews: 0 } }]);
	});
});

describe('break', () => {
	it('comes before ninety minutes of any work, and no lease outlasts them', async () => {
		const person = await world.addPerson();
		for (let n = 0; n < 12; n++) await world.addItem({});
		const began = world.clock.now().getTime();
		for (let n = 0; n < 7; n++) await look(person, 12 * minute + 30_000);
		const last = await leased(person);
		expect(last.expiresAt.getTime() - began).toBe(90 * minute);
		expect(last.expiresAt.getTime() - last.grantedAt.getTime()).toBeLessThan(leaseMsMax);
		expect(await extend(world, last.ref)).toMatchObject({ ok: true });
		world.clock.set(new Date(began + 90 * minute));
		const next = await ask(person);
		expect(next).toMatchObject({ kind: 'nothing', why: 'break' });
		expect(next.kind === 'nothing' && next.until?.getTime()).toBe(began + 100 * minute);
	});
});

describe('once', () => {
	const text =
		'The grey heron stood in the shallow water near the old wooden bridge and waited for the evening to come.';

	it('a near duplicate is the same to a person, whoever sent it', async () => {
		const person = await world.addPerson();
		await world.addItem({ text });
		await world.addItem({ text: `${text} Again!`, source: 'another' });
		await look(person);
		expect(await ask(person)).toMatchObject({ kind: 'nothing', why: 'nothing-eligible' });
		expect((await ask(await world.addPerson())).kind).toBe('lease');
	});

	it('what is given back unseen may come again, it and its like', async () => {
		const person = await world.addPerson();
		await world.addItem({ text: `${text} Once more.`, hazards: severe });
		const lease = await leased(person);
		await endShift(world, mine(person));
		await world.addShift({ personId: person, hours: 1 });
		expect((await leased(person)).itemId).toBe(lease.itemId);
	});

	it('a late answer to what was never looked at is not taken: the item has gone back and may come again', async () => {
		const person = await world.addPerson();
		await world.addItem({ hazards: severe });
		const lease = await leased(person);
		world.clock.advance(20 * minute);
		const again = await leased(person);
		expect(again.itemId).toBe(lease.itemId);
		expect(await answer(lease)).toEqual({ ok: false, error: { kind: 'ended', state: 'expired' } });
		await reveal(world, again.ref, 'all');
		expect(await answer(again)).toMatchObject({ ok: true, value: { basis: 'viewed', status: 'counted' } });
	});

	it('surprise: near duplicates are raised with it, and show nothing more to who has one in hand', async () => {
		const [first, second] = [await world.addPerson(), await world.addPerson()];
		const items = [
			await world.addItem({ text: `${text} One.`, hazards: { harassment: 2 }, source: 'a' }),
			await world.addItem({ text: `${text} Two.`, hazards: { harassment: 2 }, source: 'b' }),
		];
		const [one, two] = [await leased(first), await leased(second)];
		expect([one.itemId, two.itemId].sort()).toEqual([...items].sort());
		await surprise(world, one.ref, { category: 'violence', severity: 4 });
		const { rows } = await world.owner.query(
			'select severity, stage, hazards_floor as floor from utu.item where id = $1',
			[two.itemId],
		);
		expect(rows).toEqual([{ severity: 4, stage: 'first-pass', floor: { violence: 4 } }]);
		expect(await reveal(world, two.ref, 'all')).toEqual({ ok: false, error: { kind: 'ended', state: 'withdrawn' } });
	});
});

describe('clocks', () => {
	it('that go back lease nothing until time has caught up, and charge all of what was in sight', async () => {
		const person = await world.addPerson();
		for (let n = 0; n < 3; n++) await world.addItem({ hazards: severe });
		world.clock.advance(hour);
		await look(person);
		const lease = await leased(person);
		await reveal(world, lease.ref, 'all');
		world.clock.advance(-2 * minute);
		await answer(lease);
		const { rows } = await world.owner.query(
			'select visible_ms as ms, ended_at >= started_at as forward from utu.exposure where lease_id = $1',
			[lease.id],
		);
		expect(rows).toEqual([{ ms: lease.reservedMs, forward: true }]);
		const next = await ask(person);
		expect(next).toMatchObject({ kind: 'nothing', why: 'break', until: lease.grantedAt });
		world.clock.set(lease.grantedAt);
		expect((await ask(person)).kind).toBe('lease');
	});
});

describe('should', () => {
	it('interleave: after severe content something mild, where there is any', async () => {
		const person = await world.addPerson();
		await world.addItem({ hazards: severe });
		await look(person);
		for (const hazards of [severe, { violence: 2 }, { harassment: 1 }] as const) await world.addItem({ hazards });
		expect((await look(person)).severity).toBe(1);
		expect((await look(person)).severity).toBe(2);
	});

	it('spread: who carries far more than most is spared while others have room, and only until what waits is due', async () => {
		const people: string[] = [];
		for (let n = 0; n < 4; n++) people.push(await world.addPerson());
		for (let n = 0; n < 14; n++) await world.addItem({ hazards: severe });
		world.clock.advance(30 * minute);
		const [loaded = '', ...others] = people;
		for (const other of others) await look(other);
		for (let n = 0; n < 6; n++) await look(loaded);
		await countSpreads(world)();
		const next = await ask(loaded);
		expect(next).toMatchObject({ kind: 'nothing', why: 'spread' });
		for (const other of others) expect((await look(other)).severity).toBe(3);
		await world.owner.query(`update utu.item set due_at = $1 where stage = 'open'`, [
			new Date(world.clock.now().getTime() + 20 * minute),
		]);
		expect((await ask(loaded)).kind).toBe('lease');
	});
});
