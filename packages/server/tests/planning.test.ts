import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planningHandlers } from '../src/planning/planning.http.ts';
import { measureIntake, planWork, publishedBands } from '../src/planning/planning.ts';
import { publishCapacity } from '../src/routing/capacity.loop.ts';
import { makeWorld, type World } from './support/world.ts';

const hourMs = 3_600_000;
let world: World;

beforeEach(async () => {
	// A Monday, 8:00 UTC.
	world = await makeWorld();
});
afterEach(() => world.close());

describe('measureIntake', () => {
	it('counts what came in by hour of the week, on the clock asked for, without duplicates and other organisations', async () => {
		const { organisationId } = world;
		await world.addItem({ hazards: { violence: 3 } });
		await world.addItem({ hazards: { violence: 3 } });
		await world.addItem();
		const hidden = await world.addItem({ hazards: { violence: 3 } });
		await world.owner.query(`update utu.item set stage = 'duplicate' where id = $1`, [hidden]);
		world.clock.advance(2 * hourMs);
		await world.addItem({ hazards: { harassment: 2 } });
		world.clock.advance(1);
		const measured = await measureIntake(world, { organisationId, timeZone: 'Africa/Nairobi' });
		if (!measured.ok) throw new Error(measured.error);
		const { items, hours, viewsPerItem } = measured.value;
		expect(items).toBe(4);
		expect(hours[11]).toEqual([1, 0, 0, 2, 0]);
		expect(hours[13]).toEqual([0, 0, 1, 0, 0]);
		expect(viewsPerItem).toEqual([null, null, null, null, null]);
		const elsewhere = await measureIntake(world, { organisationId: world.ids.uuid(), timeZone: 'UTC' });
		expect(elsewhere).toMatchObject({ ok: true, value: { items: 0 } });
		world.clock.advance(168 * hourMs);
		expect(await measureIntake(world, { organisationId, timeZone: 'UTC' })).toMatchObject({ value: { items: 0 } });
		expect(await measureIntake(world, { organisationId, timeZone: 'Mars/Base' })).toMatchObject({ ok: false });
	});

	it('knows the views of a decision where there are twenty, by five people of one project', async () => {
		const { organisationId, projectId } = world;
		const workers = Array.from({ length: 5 }, () => world.ids.uuid());
		for (let at = 0; at < 20; at++) {
			const itemId = await world.addItem({ hazards: { violence: 3 } });
			await world.owner.query(
				`insert into utu.decision (id, organisation_id, project_id, item_id, reason, answers, posterior, certainty, views, severity, method, decided_at)
				values ($1, $2, $3, $4, 'certain', '{}', '{}', 0.95, $5, 3, 'test', $6)`,
				[world.ids.uuid(), organisationId, projectId, itemId, at % 2 === 0 ? 1 : 4, world.clock.now()],
			);
			await world.owner.query(
				`insert into utu.answer (id, organisation_id, project_id, item_id, worker_id, purpose, basis, status, answers, consensus_due, screen_due, idempotency_key, answered_at)
				values ($1, $2, $3, $4, $5, 'annotate', 'viewed', 'counted', '{}', false, false, $1, $6)`,
				[world.ids.uuid(), organisationId, projectId, itemId, workers[at % 4], world.clock.now()],
			);
		}
		world.clock.advance(1);
		const views = async () => {
			const measured = await measureIntake(world, { organisationId, timeZone: 'UTC' });
			return measured.ok ? measured.value.viewsPerItem : undefined;
		};
		expect(await views()).toEqual([null, null, null, null, null]);
		await world.owner.query(
			'update utu.answer set worker_id = $1 where id = (select min(id::text)::uuid from utu.answer)',
			[workers[4]],
		);
		expect(await views()).toEqual([null, null, null, 2.5, null]);
	});
});

describe('planWork', () => {
	const request = { intake: { perDay: [0, 0, 0, 500, 0] as const }, people: 20 };

	it('plans under the organisation’s limits, and no plan goes past the ceiling', async () => {
		const { organisationId } = world;
		const before = await planWork(world, { organisationId, request });
		const signer = await world.addPerson();
		await world.owner.query(
			`insert into utu.limit_change (id, organisation_id, limits, reason, proposed_by, proposed_at, signed_by, signed_at)
			values ($1, $2, '{"dayMs":1800000,"runMs":1200000,"hourViews":40,"daysIn7":3}', 'less', $3, $5, $4, $5)`,
			[world.ids.uuid(), organisationId, await world.addPerson(), signer, world.clock.now()],
		);
		const after = await planWork(world, { organisationId, request });
		if (!before.ok || !after.ok) throw new Error('no plan');
		expect(after.value.input.limits.dayMs).toBe(1_800_000);
		expect(after.value.plan.bound.people).toBeGreaterThan(before.value.plan.bound.people);
		const loose = await planWork(world, { organisationId, request: { ...request, limits: { daysIn7: 7 } } });
		expect(loose).toMatchObject({ value: { input: { limits: { daysIn7: 5 } } } });
	});

	it('answers with nulls where no number of people will do, and says what to change in what cannot be planned', async () => {
		const handlers = planningHandlers(world);
		const call = { organisationId: world.organisationId } as Parameters<(typeof handlers)['POST /api/v1/plan']>[0];
		const nobody = await handlers['POST /api/v1/plan']({ ...call, body: { ...request, consentShare: 0 } });
		expect(nobody).toMatchObject({
			ok: true,
			value: { peopleNeeded: null, bound: { people: null }, notes: ['no-consent'] },
		});
		const odd = await handlers['POST /api/v1/plan']({
			...call,
			body: { ...request, shifts: [{ start: '09:07', timeZone: 'Mars/Base' }] },
		});
		expect(odd).toMatchObject({ ok: false, error: { status: 422, code: 'faulty-plan' } });
	});
});

describe('publishedBands', () => {
	it('are the last seven days’, oldest first', async () => {
		await world.addPerson();
		const publish = publishCapacity(world);
		await publish();
		world.clock.advance(hourMs);
		await publish();
		expect(await publishedBands(world, world.organisationId)).toEqual([
			{ hour: new Date('2026-03-02T08:00:00Z'), band: 'withheld' },
			{ hour: new Date('2026-03-02T09:00:00Z'), band: 'withheld' },
		]);
		world.clock.advance(168 * hourMs);
		expect(await publishedBands(world, world.organisationId)).toEqual([]);
	});
});
