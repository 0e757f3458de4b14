import { capacityBands } from '@utu/core/safety/capacity.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../src/platform/database.ts';
import { publishCapacity } from '../src/routing/capacity.loop.ts';
import { makeWorld, type World } from './support/world.ts';

const hourMs = 3_600_000;
let world: World;

beforeEach(async () => {
	world = await makeWorld();
});
afterEach(() => world.close());

/** Without noise: both draws are alike. */
const publish = (random: () => number = () => 0.5): Promise<number> =>
	publishCapacity({ ...world, ids: { ...world.ids, random } })();

const published = async (): Promise<readonly { readonly hour: Date; readonly band: string }[]> =>
	(await world.owner.query('select hour, band from utu.capacity order by hour')).rows;
const bands = async (): Promise<readonly string[]> => (await published()).map(({ band }) => band);

const addPeople = async (count: number): Promise<readonly string[]> => {
	const people: string[] = [];
	for (let at = 0; at < count; at++) people.push(await world.addPerson());
	return people;
};

/** Severe content on the account of a person, `hoursAgo`. */
const addDose = async (personId: string, options: { readonly minutes: number; readonly hoursAgo: number }) => {
	const at = new Date(world.clock.now().getTime() - options.hoursAgo * hourMs);
	await world.owner.query(
		`insert into utu.exposure_hour (person_id, hour, weighted_ms, weighted_views, weight_max)
		values ($1, date_trunc('hour', $2::timestamptz, 'UTC'), $3, 1, 1)`,
		[personId, at, options.minutes * 60_000],
	);
};

describe('dose-is-private: capacity', () => {
	it('is published once an hour, whatever happens in it, also by two at once', async () => {
		const people = await addPeople(6);
		expect(await Promise.all([publish(), publish()])).toContain(1);
		expect(await bands()).toEqual(['enough']);
		for (const personId of people) await addDose(personId, { minutes: 60, hoursAgo: 1 });
		world.clock.advance(20 * 60_000);
		// Other noise, other doses: the hour says what it said.
		expect(await publish(() => 0.9)).toBe(0);
		expect(await bands()).toEqual(['enough']);
		world.clock.advance(hourMs);
		expect(await publish()).toBe(1);
		expect((await published()).map(({ hour, band }) => [hour.toISOString(), band])).toEqual([
			['2026-03-02T08:00:00.000Z', 'enough'],
			['2026-03-02T09:00:00.000Z', 'none'],
		]);
	});

	it('counts who is on shift now and carries less than 45 minutes of the last 24 h', async () => {
		const people = await addPeople(10);
		for (const personId of people.slice(0, 7)) await addDose(personId, { minutes: 45, hoursAgo: 24 });
		for (const personId of people.slice(7)) await addDose(personId, { minutes: 44, hoursAgo: 2 });
		await world.addPerson({ shiftHours: null });
		await publish();
		expect(await bands()).toEqual(['few']);
		world.clock.advance(2 * hourMs);
		await publish();
		expect(await bands()).toEqual(['few', 'enough']);
	});

	it('is withheld below five people, whoever has room, and nothing is said where nobody is on shift', async () => {
		expect(await publish()).toBe(0);
		const [first] = await addPeople(4);
		await publish();
		expect(await bands()).toEqual(['withheld']);
		expect(first).toBeDefined();
		world.clock.advance(13 * hourMs);
		expect(await publish()).toBe(0);
	});

	it('uses the noise', async () => {
		const people = await addPeople(5);
		for (const personId of people) await addDose(personId, { minutes: 60, hoursAgo: 1 });
		const draws = [0.95, 0];
		await publish(() => draws.shift() ?? 0);
		expect(await bands()).toEqual(['enough']);
	});

	it('names nobody in any row, and says nothing but the four words', async () => {
		const people = await addPeople(6);
		await publish();
		const { rows } = await world.owner.query('select * from utu.capacity');
		expect(Object.keys(rows[0]).sort()).toEqual(['band', 'hour', 'organisation_id', 'published_at']);
		for (const personId of people) expect(JSON.stringify(rows)).not.toContain(personId);
		expect(capacityBands).toContain(rows[0].band);
	});

	it('is made by a role that sees no item, severity, category, answer, name or exclusion', async () => {
		await addPeople(1);
		const statements = [
			sql`select id from utu.item`,
			sql`select item_id from utu.lease`,
			sql`select severity from utu.lease`,
			sql`select severity from utu.exposure`,
			sql`select categories from utu.exposure`,
			sql`select categories from utu.consent`,
			sql`select text from utu.item_content`,
			sql`select answers from utu.answer`,
			sql`select display_name from utu.person`,
			sql`select value from utu.choice`,
			sql`select weight_max from utu.exposure_hour`,
		];
		for (const statement of statements)
			await expect(
				world.router.transaction({}, (tx) => tx.rows(statement)),
				statement.text,
			).rejects.toThrow('permission denied');
	});

	it('is read by its own organisation, and written by nobody but the router', async () => {
		await addPeople(5);
		await publish();
		const count = sql`select count(*)::int as n from utu.capacity`;
		const read = (organisationId: string) =>
			world.app.transaction({ organisationId }, (tx) => tx.row<{ n: number }>(count));
		expect(await read(world.organisationId)).toEqual({ n: 1 });
		expect(await read(world.ids.uuid())).toEqual({ n: 0 });
		const forge = sql`update utu.capacity set band = 'enough'`;
		await expect(
			world.app.transaction({ organisationId: world.organisationId }, (tx) => tx.run(forge)),
		).rejects.toThrow('permission denied');
	});
});
