import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LeaseRef, leave, reveal, viewLease } from '../src/annotation/lease-use.ts';
import { surprise } from '../src/annotation/surprise.ts';
import { nextWork } from '../src/routing/next.ts';
import { setConsents } from '../src/routing/projects.ts';
import { setExclusions, setOwnLimits } from '../src/safety/mine.ts';
import { endShift } from '../src/safety/shift.ts';
import { asking, type Leased } from './support/asking.ts';
import { once, reviewing } from './support/reviewing.ts';
import { makeWorld, type World } from './support/world.ts';

/** Content leaves the server by two doors: with the grant of something mild, and by a reveal. Each meets what forbids it, at once. */
let world: World;
beforeAll(async () => {
	world = await makeWorld();
});
afterAll(() => world.close());
afterEach(async () => {
	await world.owner.query(`update utu.item set stage = 'decided'`);
	world.clock.advance(24 * 3_600_000);
});
const { mine, leased } = asking(() => world);
const { answered, draw, review, given } = reviewing(() => world);
const rounds = 12;
const holders = 6;

type Shown = { readonly ref: LeaseRef; readonly shown: boolean };

const isShown = (sentences: readonly { readonly text: string | null }[] | null): boolean =>
	sentences?.some(({ text }) => text !== null) === true;

const uncover = async (ref: LeaseRef): Promise<Shown> => {
	const result = await reveal(world, ref, 'all');
	return { ref, shown: result.ok && isShown(result.value.sentences) };
};

/** Asks with the page's view: what is mild is shown with the grant. */
const askAndSee = async (personId: string): Promise<Shown | undefined> => {
	const next = await nextWork(
		{ ...world, onConflict: () => undefined },
		{ ...mine(personId), projectId: undefined },
		(tx, lease, now) => viewLease(world, tx, { lease, now }),
	);
	if (next.kind !== 'lease') return undefined;
	const shown = next.view.ok && isShown(next.view.value.sentences);
	return { ref: { ...mine(personId), leaseId: next.lease.id }, shown };
};

/** What was shown is charged when its lease ends, once; what was not is not. Nothing more is shown by a lease that ended. */
const expectCharged = async (looks: readonly Shown[]): Promise<void> => {
	for (const { ref, shown } of looks) {
		await leave(world, ref, 'skipped');
		const { rows } = await world.owner.query<{ n: number }>(
			'select count(*)::int as n from utu.exposure where lease_id = $1 and person_id = $2',
			[ref.leaseId, ref.personId],
		);
		expect([ref.leaseId, rows[0]?.n]).toEqual([ref.leaseId, shown ? 1 : 0]);
		expect((await uncover(ref)).shown).toBe(false);
	}
};

const voidReviews = () => world.owner.query(`update utu.review set state = 'void' where state = 'waiting'`);

const addItems = async (hazards: Record<string, 0 | 1 | 2 | 3 | 4>, source: string): Promise<void> => {
	for (let n = 0; n <= holders; n++) await world.addItem({ hazards, source });
};

describe('a surprise, at once with', () => {
	it('reveals of what its batch holds: what comes after it is covered, what came before it is charged', async () => {
		let before = 0;
		for (let round = 0; round < rounds; round++) {
			await addItems({ harassment: 2 }, `reveal ${round}`);
			const scout = await leased(await world.addPerson());
			const held: Leased[] = [];
			for (let n = 0; n < holders; n++) held.push(await leased(await world.addPerson({ consents: ['harassment'] })));
			const [looks] = await Promise.all([
				Promise.all(held.map(({ ref }, n) => sleep(2 * n * round).then(() => uncover(ref)))),
				surprise(world, scout.ref, { category: 'violence', severity: 4 }),
			]);
			before += looks.filter(({ shown }) => shown).length;
			for (const { ref } of looks) expect((await uncover(ref)).shown).toBe(false);
			await expectCharged(looks);
			await world.owner.query(`update utu.item set stage = 'decided'`);
		}
		// Both orders came about.
		expect(before).toBeGreaterThan(0);
		expect(before).toBeLessThan(rounds * holders);
	});

	it('reveals of reviews of what its batch holds: as of work', async () => {
		let before = 0;
		for (let round = 0; round < rounds; round++) {
			const source = `review ${round}`;
			for (let n = 0; n < holders; n++)
				await answered({ worker: await world.addPerson(), kind: 'fine', severity: 2, source });
			await draw(once());
			const held: LeaseRef[] = [];
			for (let n = 0; n < holders; n++) {
				const person = await world.addPerson();
				held.push({ ...mine(person), leaseId: (await given(person)).view.lease.id });
			}
			await world.addItem({ hazards: { harassment: 2 }, source });
			const scout = await leased(await world.addPerson());
			const [looks] = await Promise.all([
				Promise.all(held.map((ref, n) => sleep(2 * n * round).then(() => uncover(ref)))),
				surprise(world, scout.ref, { category: 'violence', severity: 4 }),
			]);
			before += looks.filter(({ shown }) => shown).length;
			for (const { ref } of looks) expect((await uncover(ref)).shown).toBe(false);
			await expectCharged(looks);
			await voidReviews();
			await world.owner.query(`update utu.item set stage = 'decided'`);
		}
		// Both orders came about.
		expect(before).toBeGreaterThan(0);
		expect(before).toBeLessThan(rounds * holders);
	});

	it('grants that show something mild: nobody without a yes to unscreened is given or shown any of it afterwards', async () => {
		for (let round = 0; round < rounds; round++) {
			await addItems({ harassment: 1 }, `grant ${round}`);
			const scout = await leased(await world.addPerson());
			const wary: string[] = [];
			for (let n = 0; n < holders; n++) wary.push(await world.addPerson({ consents: ['harassment'] }));
			const [looks] = await Promise.all([
				Promise.all(wary.map(askAndSee)),
				surprise(world, scout.ref, { category: 'violence', severity: 4 }),
			]);
			const given = looks.filter((look) => look !== undefined);
			for (const { ref } of given) expect((await uncover(ref)).shown).toBe(false);
			for (const person of wary) expect((await askAndSee(person))?.shown ?? false).toBe(false);
			await expectCharged(given);
			await world.owner.query(`update utu.item set stage = 'decided'`);
		}
	});
});

const changes: readonly (readonly [string, (personId: string) => Promise<unknown>])[] = [
	[
		'a consent withdrawn',
		(person) => setConsents(world, { ...mine(person), projectId: world.projectId, categories: [] }),
	],
	[
		'an exclusion',
		(person) => setExclusions(world, { ...mine(person), exclusions: [{ kind: 'category', value: 'violence' }] }),
	],
	['lower limits', (person) => setOwnLimits(world, { ...mine(person), limits: { hourViews: 0 } })],
	['the end of the shift', (person) => endShift(world, mine(person))],
];

describe.each(changes)('%s, at once with', (_, change) => {
	it('a reveal: afterwards nothing is in hand and nothing is shown', async () => {
		for (let round = 0; round < rounds; round++) {
			await world.addItem({ hazards: { violence: 3 }, themes: ['country:XX'] });
			const person = await world.addPerson();
			const held = await leased(person);
			const [look] = await Promise.all([uncover(held.ref), change(person)]);
			expect((await uncover(held.ref)).shown).toBe(false);
			await expectCharged([look]);
			expect(await askAndSee(person)).toBeUndefined();
			await world.owner.query(`update utu.item set stage = 'decided'`);
		}
	});

	it('a reveal of a review: afterwards nothing is in hand and nothing is shown', async () => {
		for (let round = 0; round < rounds; round++) {
			await answered({ worker: await world.addPerson(), kind: 'fine', severity: 3 });
			await draw(once());
			const person = await world.addPerson();
			const ref = { ...mine(person), leaseId: (await given(person)).view.lease.id };
			const [look] = await Promise.all([uncover(ref), change(person)]);
			expect((await uncover(ref)).shown).toBe(false);
			await expectCharged([look]);
			expect((await review(person)).kind).toBe('nothing');
			await voidReviews();
		}
	});

	it('a claim: afterwards nothing is in hand', async () => {
		for (let round = 0; round < rounds; round++) {
			await world.addItem({ hazards: { violence: 3 }, themes: ['country:XX'] });
			const person = await world.addPerson();
			const [look] = await Promise.all([askAndSee(person), change(person)]);
			if (look !== undefined) expect((await uncover(look.ref)).shown).toBe(false);
			expect(await askAndSee(person)).toBeUndefined();
			await world.owner.query(`update utu.item set stage = 'decided'`);
		}
	});
});

describe('two devices', () => {
	it('that ask, uncover and leave at once have one lease, charged once', async () => {
		for (let round = 0; round < rounds; round++) {
			await world.addItem({ hazards: { violence: 3 } });
			await world.addItem({ hazards: { violence: 3 } });
			const person = await world.addPerson();
			const asked = await Promise.all([askAndSee(person), askAndSee(person), askAndSee(person)]);
			expect(new Set(asked.map((look) => look?.ref.leaseId)).size).toBe(1);
			const ref = asked[0]?.ref;
			if (ref === undefined) throw new Error('no lease');
			const [one, two] = await Promise.all([uncover(ref), uncover(ref), leave(world, ref, 'skipped')]);
			await expectCharged([{ ref, shown: one.shown || two.shown }]);
			await world.owner.query(`update utu.item set stage = 'decided'`);
		}
	});

	it('that ask for work and for a review at once have one of them', async () => {
		for (let round = 0; round < rounds; round++) {
			await answered({ worker: await world.addPerson(), kind: 'fine', severity: 3 });
			await draw(once());
			await world.addItem({ hazards: { violence: 3 } });
			const person = await world.addPerson();
			const [work, next, again] = await Promise.all([askAndSee(person), review(person), review(person)]);
			const { rows } = await world.owner.query<{ id: string; shown: boolean }>(
				`select id, revealed_at is not null as shown from utu.lease where person_id = $1`,
				[person],
			);
			expect(rows).toHaveLength(1);
			for (const one of [next, again]) expect(['lease', 'busy']).toContain(one.kind);
			const ref = { ...mine(person), leaseId: rows[0]?.id ?? '' };
			if (work !== undefined) expect(work.ref.leaseId).toBe(ref.leaseId);
			await expectCharged([await uncover(ref)]);
			await voidReviews();
			await world.owner.query(`update utu.item set stage = 'decided'`);
		}
	});
});
