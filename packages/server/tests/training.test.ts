import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leave, reveal, viewLease } from '../src/annotation/lease-use.ts';
import { sql } from '../src/platform/database.ts';
import { allGold, askForGold, setTraining } from '../src/review/gold.ts';
import { answerReview, giveVerdict, unfinished } from '../src/review/judge.ts';
import { allTraining, answerTraining, letIn } from '../src/review/training.ts';
import { type LookAgain, lookAgain } from '../src/routing/look-again.ts';
import { type NextTraining, nextTraining } from '../src/routing/next-training.ts';
import { setConsents } from '../src/routing/projects.ts';
import { setExclusions } from '../src/safety/mine.ts';
import type { LeaseRow } from '../src/safety/settle.sql.ts';
import { asking } from './support/asking.ts';
import { once, reviewing } from './support/reviewing.ts';
import { makeWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
	world = await makeWorld();
});
afterAll(() => world.close());

const { mine, answered, draw, given } = reviewing(() => world);
const { ask } = asking(() => world);
const of = () => ({ organisationId: world.organisationId, projectId: world.projectId });
const granting = () => ({
	...world,
	onConflict: (lane: number) => {
		throw new Error(`the statement refused what the predicate allowed, in lane ${lane}`);
	},
});
const seen = async (tx: Parameters<typeof viewLease>[1], lease: LeaseRow, now: Date) => ({
	lease,
	view: await viewLease(world, tx, { lease, now }),
});
type Seen = Awaited<ReturnType<typeof seen>>;
const next = (personId: string): Promise<NextTraining<Seen>> =>
	nextTraining(granting(), { ...mine(personId), projectId: world.projectId }, seen);
const trained = async (personId: string): Promise<LeaseRow> => {
	const found = await next(personId);
	if (found.kind !== 'lease') throw new Error(JSON.stringify(found));
	return found.view.lease;
};
const train = async (personId: string, kind: string) => {
	const lease = await trained(personId);
	await reveal(world, { ...mine(personId), leaseId: lease.id }, 'all');
	world.clock.advance(1_000);
	const done = await answerTraining(world, { ...mine(personId), leaseId: lease.id, answers: { kind } });
	if (!done.ok) throw new Error(done.error.kind);
	return { lease, told: done.value };
};
const again = (personId: string, reviewId: string): Promise<LookAgain<Seen>> =>
	lookAgain(granting(), { ...mine(personId), reviewId }, seen);
const clean = async (): Promise<void> => {
	await world.owner.query(`update utu.review set state = 'void' where state in ('waiting', 'answered')`);
	await world.owner.query(`update utu.item set stage = 'decided', decided_at = now() where stage = 'open'`);
};

/** An expert looks, answers, and says why. */
const opine = async (expert: string, kind: string, note = ''): Promise<string> => {
	const { review, view } = await given(expert);
	expect(review.kind).toBe('gold');
	await reveal(world, { ...mine(expert), leaseId: view.lease.id }, 'all');
	const ref = { ...mine(expert), reviewId: review.id };
	await answerReview(world, ref, { leaseId: view.lease.id, answers: { kind } });
	expect((await unfinished(world, mine(expert)))?.kind).toBe('gold');
	await giveVerdict(world, ref, { verdict: 'right', reason: '', note });
	return view.lease.itemId;
};
const goldRow = async (itemId: string) =>
	(await world.owner.query('select state, answers, explanation from utu.gold where item_id = $1', [itemId])).rows[0];

/** So many decided items that experts agree on; they say what `kinds` says. */
const makeGold = async (kinds: readonly string[], severity: 0 | 3 = 0): Promise<readonly string[]> => {
	await clean();
	await setRule({ isOn: false });
	await world.owner.query('delete from utu.gold');
	const worker = await world.addPerson();
	const made: string[] = [];
	for (const kind of kinds) {
		const itemId = await answered({ worker, kind: 'fine', severity });
		made.push(itemId);
		await world.owner.query(
			`insert into utu.gold (item_id, organisation_id, project_id, state, answers, explanation, asked_at, settled_at)
			values ($1, $2, $3, 'gold', $4, 'Because of the rule.', $5, $5)`,
			[itemId, world.organisationId, world.projectId, { kind }, world.clock.now()],
		);
	}
	return made;
};
const setRule = (change: { readonly isOn: boolean; readonly items?: number; readonly rightMin?: number }) =>
	setTraining(world, { ...of(), items: 3, rightMin: 2, ...change });

describe('gold', () => {
	it('is drawn by the server, answered by two experts apart from each other, and gold where they agree', async () => {
		await clean();
		const worker = await world.addPerson();
		for (let n = 0; n < 2; n++) {
			const itemId = await answered({ worker, kind: 'fine' });
			await world.owner.query(
				`insert into utu.decision (id, organisation_id, project_id, item_id, reason, answers, posterior, certainty, views, severity, method, decided_at)
				values (gen_random_uuid(), $1, $2, $3, 'certain', '{"kind":"fine"}', '{}', 0.99, 1, 0, 'test', $4)`,
				[world.organisationId, world.projectId, itemId, world.clock.now()],
			);
		}
		expect(await askForGold(world, { ...of(), items: 10 })).toMatchObject({ ok: true, value: { waiting: 2, gold: 0 } });
		expect(await askForGold(world, { ...of(), items: 10 })).toEqual({ ok: false, error: { kind: 'nothing-to-draw' } });
		const [one, other, third] = [await world.addPerson(), await world.addPerson(), await world.addPerson()];
		const first = await opine(one, 'fine', 'It is a plain greeting.');
		expect(await goldRow(first)).toMatchObject({ state: 'waiting', answers: null });
		const second = await opine(one, 'fine');
		// Neither is asked of one person twice.
		await expect(given(one)).rejects.toThrow('all-reviewed');
		for (let n = 0; n < 2; n++) {
			const itemId = (await peek(other)) ?? '';
			await opine(other, itemId === first ? 'fine' : 'rude', itemId === first ? 'Nobody is meant.' : '');
		}
		expect(await goldRow(first)).toEqual({
			state: 'gold',
			answers: { kind: 'fine' },
			explanation: 'It is a plain greeting.\n\nNobody is meant.',
		});
		expect(await goldRow(second)).toMatchObject({ state: 'void', answers: null });
		await expect(given(third)).rejects.toThrow('all-reviewed');
		expect(await allGold(world, of())).toMatchObject([{ waiting: 0, gold: 1, void: 1 }]);
	});

	/** Which item an expert is given: the lease stays in hand. */
	const peek = async (expert: string): Promise<string | undefined> => (await given(expert)).view.lease.itemId;
});

describe('training', () => {
	it('is a granted, charged and paid look that takes no place; experts’ answer comes only after one’s own', async () => {
		const [itemId] = await makeGold(['rude'], 3);
		const person = await world.addPerson();
		const found = await next(person);
		if (found.kind !== 'lease') throw new Error(found.kind);
		expect(found.view.lease).toMatchObject({ itemId, purpose: 'gold', severity: 3 });
		expect(JSON.stringify(found.view.lease)).not.toContain('Because of the rule');
		expect(await next(person)).toMatchObject({ kind: 'lease', view: { lease: { id: found.view.lease.id } } });
		const leaseId = found.view.lease.id;
		expect(await answerTraining(world, { ...mine(person), leaseId, answers: { kind: 'rude' } })).toEqual({
			ok: false,
			error: { kind: 'not-looked' },
		});
		await reveal(world, { ...mine(person), leaseId }, 'all');
		world.clock.advance(4_000);
		await setRule({ isOn: false });
		const done = await answerTraining(world, { ...mine(person), leaseId, answers: { kind: 'fine' } });
		expect(done).toMatchObject({
			ok: true,
			value: {
				right: false,
				mine: { kind: 'fine' },
				gold: { answers: { kind: 'rude' }, explanation: 'Because of the rule.' },
				progress: { answered: 1, right: 0, qualified: false },
			},
		});
		// Sent again, it tells the same, and counts once.
		expect(await answerTraining(world, { ...mine(person), leaseId, answers: { kind: 'rude' } })).toEqual(done);
		const record = await world.owner.query(
			`select e.purpose, e.severity, e.visible_ms, i.views, i.views_active, (select sum(work_ms)::int from utu.work_time where person_id = $1) as paid,
				(select count(*)::int from utu.answer where item_id = i.id) as answers
			from utu.exposure e join utu.lease l on l.id = e.lease_id join utu.item i on i.id = l.item_id where e.person_id = $1`,
			[person],
		);
		expect(record.rows).toEqual([
			{ purpose: 'gold', severity: 3, visible_ms: 4_000, views: 1, views_active: 0, paid: 4_000, answers: 1 },
		]);
		expect(await next(person)).toEqual({ kind: 'nothing', why: 'all-trained', until: undefined });
	});

	it('asks for the yes, the exclusions and the limits like any look', async () => {
		await makeGold(['fine'], 3);
		const unwilling = await world.addPerson({ consents: [] });
		expect(await next(unwilling)).toMatchObject({ kind: 'nothing', why: 'consent' });
		const sparing = await world.addPerson();
		await setExclusions(world, { ...mine(sparing), exclusions: [{ kind: 'category', value: 'violence' }] });
		expect(await next(sparing)).toMatchObject({ kind: 'nothing', why: 'exclusion' });
		const offShift = await world.addPerson({ shiftHours: null });
		expect(await next(offShift)).toMatchObject({ kind: 'nothing', why: 'shift' });
		const full = await world.addPerson();
		await world.owner.query(
			`insert into utu.exposure_hour (person_id, hour, weighted_ms, weighted_views, weight_max) values ($1, date_trunc('hour', $2::timestamptz, 'UTC'), 1e9, 1e4, 1)`,
			[full, world.clock.now()],
		);
		expect(await next(full)).toMatchObject({ kind: 'nothing', why: 'budget' });
		await world.owner.query('update utu.batch set quarantined_at = $1', [world.clock.now()]);
		const anybody = await world.addPerson();
		expect((await next(anybody)).kind).toBe('nothing');
		await world.owner.query('update utu.batch set quarantined_at = null');
		expect((await next(anybody)).kind).toBe('lease');
	});

	it('does not show what somebody has looked at before, and holds one item at a time', async () => {
		await makeGold(['fine', 'fine']);
		const person = await world.addPerson();
		await train(person, 'fine');
		await world.addItem({ source: 'own' });
		const own = await ask(person);
		expect(own.kind).toBe('lease');
		expect(await next(person)).toEqual({ kind: 'busy' });
		if (own.kind === 'lease') await leave(world, { ...mine(person), leaseId: own.lease.id }, 'skipped');
		await train(person, 'rude');
		expect(await next(person)).toMatchObject({ kind: 'nothing', why: 'all-trained' });
	});

	it('closes the work of a project that begins with it, until enough is as experts answered, and for good', async () => {
		await makeGold(['fine', 'fine', 'fine', 'fine', 'fine']);
		await setRule({ isOn: true });
		await world.addItem({ source: 'work' });
		const person = await world.addPerson();
		expect(await ask(person)).toMatchObject({ kind: 'nothing', why: 'training' });
		expect((await train(person, 'rude')).told.progress).toMatchObject({ right: 0, qualified: false });
		expect((await train(person, 'rude')).told.progress).toMatchObject({ right: 0, qualified: false });
		expect((await train(person, 'rude')).told.progress).toMatchObject({ right: 0, qualified: false });
		expect(await ask(person)).toMatchObject({ kind: 'nothing', why: 'training' });
		expect((await train(person, 'fine')).told.progress).toMatchObject({ right: 1, qualified: false });
		// Only the last three count: the bad start has passed.
		expect((await train(person, 'fine')).told.progress).toMatchObject({ right: 2, qualified: true });
		const granted = await ask(person);
		expect(granted.kind).toBe('lease');
		if (granted.kind === 'lease') await leave(world, { ...mine(person), leaseId: granted.lease.id }, 'released');
		expect(await allTraining(world, mine(person))).toMatchObject([{ needed: true, qualified: true }]);
	});

	it('locks nobody out where nothing is left to train on, nor where there is too little', async () => {
		await makeGold(['fine', 'fine', 'fine']);
		await setRule({ isOn: true, rightMin: 3 });
		const person = await world.addPerson();
		await world.addItem({ source: 'after' });
		for (let n = 0; n < 3; n++) await train(person, 'rude');
		expect(await ask(person)).toMatchObject({ kind: 'nothing', why: 'training' });
		expect(await next(person)).toMatchObject({ why: 'all-trained' });
		expect(await letIn(world, { ...mine(person), projectId: world.projectId })).toBe(true);
		expect(await letIn(world, { ...mine(person), projectId: world.ids.uuid() })).toBe(false);
		expect((await ask(person)).kind).toBe('lease');
		await makeGold(['fine', 'fine']);
		await setRule({ isOn: true, rightMin: 3 });
		await world.addItem({ source: 'too little' });
		expect((await ask(await world.addPerson())).kind).toBe('lease');
	});

	it('is read by nobody else, and changes no score', async () => {
		await makeGold(['fine']);
		const [person, other] = [await world.addPerson(), await world.addPerson()];
		await train(person, 'rude');
		const count = (who: { readonly organisationId: string; readonly personId?: string }) =>
			world.app.transaction(who, (tx) =>
				tx.row<{ n: number }>(sql`select count(*)::int as n from utu.training_answer where person_id = ${person}`),
			);
		expect(await count(mine(person))).toEqual({ n: 1 });
		expect(await count(mine(other))).toEqual({ n: 0 });
		expect(await count({ organisationId: world.organisationId })).toEqual({ n: 0 });
		const grants = await world.owner.query(
			`select grantee, privilege_type from information_schema.role_table_grants where table_schema = 'utu'
			and table_name in ('training_answer', 'qualification') and grantee <> current_user order by 1, 2, table_name`,
		);
		expect(grants.rows).toEqual(
			['INSERT', 'INSERT', 'SELECT', 'SELECT'].map((privilege_type) => ({ grantee: 'utu_app', privilege_type })),
		);
	});

	it('grants one look at a time, however often one asks at once', async () => {
		await makeGold(['fine', 'fine', 'fine', 'fine']);
		const person = await world.addPerson();
		const all = await Promise.all(Array.from({ length: 8 }, () => next(person)));
		const ids = all.map((one) => (one.kind === 'lease' ? one.view.lease.id : one.kind));
		expect(new Set(ids).size).toBe(1);
		const { rows } = await world.owner.query('select count(*)::int as n from utu.lease where person_id = $1', [person]);
		expect(rows[0].n).toBe(1);
	});
});

describe('looking again at the item of a verdict', () => {
	const judged = async (severity: 0 | 3 = 0) => {
		// What was answered before is not drawn.
		await draw(() => 0.99);
		await clean();
		await setRule({ isOn: false });
		const [worker, analyst] = [await world.addPerson(), await world.addPerson()];
		const itemId = await answered({ worker, kind: 'fine', severity });
		await draw(once());
		const { review, view } = await given(analyst);
		await reveal(world, { ...mine(analyst), leaseId: view.lease.id }, 'all');
		const ref = { ...mine(analyst), reviewId: review.id };
		await answerReview(world, ref, { leaseId: view.lease.id, answers: { kind: 'rude' } });
		await giveVerdict(world, ref, { verdict: 'wrong', reason: 'It mocks.', note: '' });
		return { worker, analyst, itemId, reviewId: review.id };
	};

	it('is a charged look of one’s own, and nobody else’s', async () => {
		const { worker, analyst, itemId, reviewId } = await judged(3);
		world.clock.advance(3_600_000);
		const look = await again(worker, reviewId);
		expect(look).toMatchObject({ kind: 'lease', view: { lease: { itemId, purpose: 'contest', severity: 3 } } });
		if (look.kind !== 'lease') throw new Error(look.kind);
		const ref = { ...mine(worker), leaseId: look.view.lease.id };
		expect(await again(worker, reviewId)).toMatchObject({ kind: 'lease', view: { lease: { id: ref.leaseId } } });
		await reveal(world, ref, 'all');
		world.clock.advance(2_000);
		await leave(world, ref, 'released');
		const { rows } = await world.owner.query(
			`select purpose, visible_ms from utu.exposure where person_id = $1 order by started_at`,
			[worker],
		);
		expect(rows.at(-1)).toEqual({ purpose: 'contest', visible_ms: 2_000 });
		expect(rows).toHaveLength(2);
		for (const stranger of [analyst, await world.addPerson()])
			expect(await again(stranger, reviewId)).toEqual({ kind: 'no-such-verdict' });
	});

	it('is one look however often it, training and work are asked for at once', async () => {
		const { worker, reviewId } = await judged();
		await world.addItem({ source: 'at once' });
		await Promise.all([again(worker, reviewId), ask(worker), next(worker), again(worker, reviewId), ask(worker)]);
		const { rows } = await world.owner.query(
			`select count(*)::int as n from utu.lease where person_id = $1 and state = 'active'`,
			[worker],
		);
		expect(rows[0].n).toBe(1);
		const granted = await world.owner.query(`select count(*)::int as n from utu.lease where person_id = $1`, [worker]);
		// The one that was judged, and this one.
		expect(granted.rows[0].n).toBe(2);
	});

	it('shows nothing once its yes is withdrawn or its batch surprised somebody, also at the same moment', async () => {
		for (const what of ['consent', 'quarantine'] as const) {
			const { worker, reviewId } = await judged(3);
			world.clock.advance(3_600_000);
			const look = await again(worker, reviewId);
			if (look.kind !== 'lease') throw new Error(look.kind);
			const ref = { ...mine(worker), leaseId: look.view.lease.id };
			const undo =
				what === 'consent'
					? setConsents(world, { ...mine(worker), projectId: world.projectId, categories: [] })
					: world.owner.query('update utu.batch set quarantined_at = $1', [world.clock.now()]);
			const [shown] = await Promise.all([reveal(world, ref, 'all'), undo]);
			expect(await reveal(world, ref, 'all')).toMatchObject({ ok: false });
			await world.owner.query('update utu.batch set quarantined_at = null');
			const { rows } = await world.owner.query('select count(*)::int as n from utu.exposure where lease_id = $1', [
				ref.leaseId,
			]);
			expect([what, rows[0].n]).toEqual([what, shown.ok ? 1 : 0]);
		}
	});

	it('asks for the yes and the exclusions of now', async () => {
		const { worker, reviewId } = await judged(3);
		await setExclusions(world, { ...mine(worker), exclusions: [{ kind: 'category', value: 'violence' }] });
		expect(await again(worker, reviewId)).toMatchObject({ kind: 'nothing', why: 'exclusion' });
	});

	it('leaves the content known to the person, also when it is given back unlooked', async () => {
		const { worker, itemId, reviewId } = await judged(3);
		world.clock.advance(3_600_000);
		const look = await again(worker, reviewId);
		if (look.kind !== 'lease') throw new Error(look.kind);
		await leave(world, { ...mine(worker), leaseId: look.view.lease.id }, 'released');
		const { rows } = await world.owner.query(
			`select exists (select from utu.seen s join utu.item i on i.sha256 = s.sha256 where i.id = $1 and s.person_id = $2) as seen,
				exists (select from utu.seen_near s join utu.item_near n on s.key = any (n.keys) where n.item_id = $1 and s.person_id = $2) as near`,
			[itemId, worker],
		);
		expect(rows[0]).toEqual({ seen: true, near: true });
	});
});
