import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { submitAnswer } from '../src/annotation/answer.ts';
import { leave, reveal, viewLease } from '../src/annotation/lease-use.ts';
import { createDispatcher } from '../src/platform/dispatch.ts';
import { drawReviews } from '../src/review/draw.loop.ts';
import { answerReview, giveVerdict } from '../src/review/judge.ts';
import { contestVerdict, myVerdicts } from '../src/review/verdicts.ts';
import { nextWork } from '../src/routing/next.ts';
import { type NextReview, nextReview } from '../src/routing/next-review.ts';
import { setExclusions } from '../src/safety/mine.ts';
import { makeWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
	world = await makeWorld();
});
afterAll(() => world.close());

const conflicts: number[] = [];
const deps = () => ({ ...world, onConflict: (lane: number) => conflicts.push(lane) });
const as = (personId: string) => ({ organisationId: world.organisationId, personId });
const lookAt = (tx: Parameters<typeof viewLease>[1], lease: Parameters<typeof viewLease>[2]['lease'], now: Date) =>
	viewLease(world, tx, { lease, now }).then(() => lease);

/** Somebody answers one new item; the item is decided, and its answer is drawn. */
const answered = async (options: { worker: string; kind: string; severity?: 0 | 2 | 3 }) => {
	const itemId = await world.addItem({ hazards: options.severity ? { violence: options.severity } : {} });
	const next = await nextWork(
		{ ...deps() },
		{ ...as(options.worker), projectId: undefined },
		async (_tx, lease) => lease,
	);
	if (next.kind !== 'lease') throw new Error(next.why);
	expect(next.lease.itemId).toBe(itemId);
	const ref = { ...as(options.worker), leaseId: next.lease.id };
	await reveal(world, ref, 'all');
	await submitAnswer(world, ref, {
		idempotencyKey: next.lease.idempotencyKey,
		answers: { kind: options.kind },
		hazardsFound: {},
	});
	await world.owner.query(`update utu.item set stage = 'decided', decided_at = $2 where id = $1`, [
		itemId,
		world.clock.now(),
	]);
	return itemId;
};
const draw = async (random: () => number = () => 0) => {
	world.clock.advance(60_000);
	return drawReviews({ ...world, ids: { ...world.ids, random }, dispatcher: createDispatcher(world.dispatch) })();
};
/** Draws each answer, and none twice. */
const once = () => {
	let n = 0;
	return () => (n++ % 2 === 0 ? 0 : 0.9);
};
const review = (analyst: string) => nextReview(deps(), as(analyst), lookAt);
type Given = Extract<NextReview<Awaited<ReturnType<typeof lookAt>>>, { kind: 'lease' }>;
const given = async (analyst: string): Promise<Given> => {
	const next = await review(analyst);
	if (next.kind !== 'lease') throw new Error(JSON.stringify(next));
	return next;
};
/** The analyst looks and answers. */
const reviewed = async (analyst: string, kind: string) => {
	const next = await given(analyst);
	await reveal(world, { ...as(analyst), leaseId: next.view.id }, 'all');
	const ref = { ...as(analyst), reviewId: next.review.id };
	const done = await answerReview(world, ref, { leaseId: next.view.id, answers: { kind } });
	if (!done.ok) throw new Error(done.error.kind);
	return { ref, row: done.value };
};
const clean = () => world.owner.query(`update utu.review set state = 'void' where state in ('waiting', 'answered')`);

describe('a review', () => {
	it('is a granted, charged look that takes no place, and tells nothing before the reviewer has answered', async () => {
		await clean();
		const [worker, analyst] = [await world.addPerson(), await world.addPerson()];
		const itemId = await answered({ worker, kind: 'fine', severity: 3 });
		await draw(once());
		const next = await given(analyst);
		expect(next.view).toMatchObject({ itemId, purpose: 'review', severity: 3 });
		expect(JSON.stringify(next)).not.toContain('fine');
		const { rows } = await world.owner.query('select views, views_active, views_wanted from utu.item where id = $1', [
			itemId,
		]);
		expect(rows[0]).toMatchObject({ views_active: 0 });
		await reveal(world, { ...as(analyst), leaseId: next.view.id }, 'all');
		world.clock.advance(5_000);
		const done = await answerReview(
			world,
			{ ...as(analyst), reviewId: next.review.id },
			{ leaseId: next.view.id, answers: { kind: 'rude' } },
		);
		expect(done).toMatchObject({
			ok: true,
			value: { state: 'answered', theirs: { kind: 'fine' }, mine: { kind: 'rude' } },
		});
		const exposure = await world.owner.query(
			'select purpose, severity, visible_ms from utu.exposure where person_id = $1',
			[analyst],
		);
		expect(exposure.rows).toEqual([{ purpose: 'review', severity: 3, visible_ms: 5_000 }]);
		const after = await world.owner.query('select views, views_active from utu.item where id = $1', [itemId]);
		expect(after.rows[0]).toEqual({ views: 1, views_active: 0 });
	});

	it('is nobody’s own, and nobody’s twice', async () => {
		await clean();
		const [worker, analyst, other] = [await world.addPerson(), await world.addPerson(), await world.addPerson()];
		await answered({ worker, kind: 'fine' });
		await draw(() => 0.01);
		expect(await review(worker)).toMatchObject({ kind: 'nothing', why: 'all-reviewed', waiting: 2 });
		const first = await reviewed(analyst, 'fine');
		expect(await review(analyst)).toMatchObject({ kind: 'nothing', why: 'all-reviewed' });
		const second = await reviewed(other, 'fine');
		expect([first.row.kind, second.row.kind].sort()).toEqual(['double-review', 'review']);
	});

	it('asks of an analyst no more than of a worker: exclusions, consent, budget', async () => {
		await clean();
		const [worker, analyst] = [await world.addPerson(), await world.addPerson()];
		const timid = await world.addPerson({ consents: [] });
		await answered({ worker, kind: 'fine', severity: 3 });
		await draw(() => 0.01);
		await setExclusions(world, { ...as(analyst), exclusions: [{ kind: 'category', value: 'violence' }] });
		expect(await review(analyst)).toMatchObject({ kind: 'nothing', why: 'exclusion' });
		expect(await review(timid)).toMatchObject({ kind: 'nothing', why: 'consent' });
	});

	it('needs a look, goes back when it is skipped, and is then somebody else’s', async () => {
		await clean();
		const [worker, analyst, other] = [await world.addPerson(), await world.addPerson(), await world.addPerson()];
		await answered({ worker, kind: 'fine', severity: 2 });
		await draw(once());
		const next = await given(analyst);
		const ref = { ...as(analyst), reviewId: next.review.id };
		expect(await answerReview(world, ref, { leaseId: next.view.id, answers: { kind: 'fine' } })).toMatchObject({
			error: { kind: 'not-looked' },
		});
		expect(await review(other)).toMatchObject({ kind: 'nothing' });
		await leave(world, { ...as(analyst), leaseId: next.view.id }, 'skipped');
		world.clock.advance(16 * 60_000);
		expect((await given(other)).review.id).toBe(next.review.id);
	});

	it('cannot be given as a view of the item', async () => {
		await clean();
		const [worker, analyst] = [await world.addPerson(), await world.addPerson()];
		await answered({ worker, kind: 'fine' });
		await draw(() => 0.01);
		const next = await given(analyst);
		expect(
			await submitAnswer(
				world,
				{ ...as(analyst), leaseId: next.view.id },
				{ idempotencyKey: next.view.idempotencyKey, answers: { kind: 'fine' }, hazardsFound: {} },
			),
		).toMatchObject({ ok: false, error: { kind: 'is-review' } });
	});
});

describe('a contest', () => {
	it('freezes the verdict, is decided blind by somebody else, and overturns it', async () => {
		await clean();
		const [worker, analyst, other] = [await world.addPerson(), await world.addPerson(), await world.addPerson()];
		await answered({ worker, kind: 'rude' });
		await draw(once());
		const { ref } = await reviewed(analyst, 'fine');
		expect(await giveVerdict(world, ref, { verdict: 'wrong', reason: '', note: '' })).toMatchObject({
			error: { kind: 'no-reason' },
		});
		await giveVerdict(world, ref, { verdict: 'wrong', reason: 'It insults nobody.', note: '' });
		const inbox = await myVerdicts(world, { ...as(worker), before: undefined });
		expect(inbox.page).toMatchObject([
			{ verdict: 'wrong', reason: 'It insults nobody.', mine: { kind: 'rude' }, theirs: { kind: 'fine' } },
		]);
		const filed = await contestVerdict(world, {
			...as(worker),
			reviewId: ref.reviewId,
			sentence: 'It calls somebody a fool.',
		});
		expect(filed).toMatchObject({ ok: true, value: { outcome: null } });
		expect(await contestVerdict(world, { ...as(worker), reviewId: ref.reviewId, sentence: 'Again.' })).toMatchObject({
			error: { kind: 'contested-before' },
		});
		// Neither who judged nor who was judged.
		expect(await review(analyst)).toMatchObject({ kind: 'nothing', why: 'all-reviewed' });
		expect(await review(worker)).toMatchObject({ kind: 'nothing', why: 'all-reviewed' });
		const again = await reviewed(other, 'rude');
		expect(again.row).toMatchObject({ kind: 'contest', state: 'judged', verdict: 'right' });
		expect((await myVerdicts(world, { ...as(worker), before: undefined })).page).toMatchObject([
			{ outcome: 'overturned' },
		]);
	});

	it('lapses after seven days in the worker’s favour', async () => {
		await clean();
		const [worker, analyst] = [await world.addPerson(), await world.addPerson()];
		await answered({ worker, kind: 'rude' });
		await draw(once());
		const { ref } = await reviewed(analyst, 'fine');
		await giveVerdict(world, ref, { verdict: 'wrong', reason: 'No.', note: '' });
		await contestVerdict(world, { ...as(worker), reviewId: ref.reviewId, sentence: 'Yes.' });
		world.clock.advance(7 * 24 * 3_600_000 - 120_000);
		await draw(() => 1);
		expect((await myVerdicts(world, { ...as(worker), before: undefined })).page).toMatchObject([{ outcome: null }]);
		world.clock.advance(120_000);
		await draw(() => 1);
		expect((await myVerdicts(world, { ...as(worker), before: undefined })).page).toMatchObject([{ outcome: 'lapsed' }]);
	});

	it('is nobody else’s to file, or to read', async () => {
		const stranger = await world.addPerson();
		const { rows } = await world.owner.query<{ id: string }>(
			`select id from utu.review where state = 'judged' limit 1`,
		);
		expect(await contestVerdict(world, { ...as(stranger), reviewId: rows[0]!.id, sentence: 'Mine?' })).toMatchObject({
			error: { kind: 'no-such-verdict' },
		});
		expect((await myVerdicts(world, { ...as(stranger), before: undefined })).page).toEqual([]);
	});
});

it('never had the predicate and the condition differ', () => expect(conflicts).toEqual([]));
