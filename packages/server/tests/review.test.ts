import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { submitAnswer } from '../src/annotation/answer.ts';
import { extend, leave, reveal } from '../src/annotation/lease-use.ts';
import { sql } from '../src/platform/database.ts';
import { createDispatcher } from '../src/platform/dispatch.ts';
import { answerReview, giveVerdict } from '../src/review/judge.ts';
import { computeScores } from '../src/review/scores.loop.ts';
import { myScore, teamScores } from '../src/review/scores.ts';
import { contestVerdict, myVerdicts } from '../src/review/verdicts.ts';
import { setExclusions } from '../src/safety/mine.ts';
import { once, reviewing } from './support/reviewing.ts';
import { makeWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
	world = await makeWorld();
});
afterAll(() => world.close());

const { mine: as, answered, draw, review, given } = reviewing(() => world);
/** The analyst looks and answers. */
const reviewed = async (analyst: string, kind: string) => {
	const next = await given(analyst);
	await reveal(world, { ...as(analyst), leaseId: next.view.lease.id }, 'all');
	const ref = { ...as(analyst), reviewId: next.review.id };
	const done = await answerReview(world, ref, { leaseId: next.view.lease.id, answers: { kind } });
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
		expect(next.view.lease).toMatchObject({ itemId, purpose: 'review', severity: 3 });
		expect(JSON.stringify({ ...next, view: next.view.lease })).not.toContain('fine');
		const { rows } = await world.owner.query('select views, views_active, views_wanted from utu.item where id = $1', [
			itemId,
		]);
		expect(rows[0]).toMatchObject({ views_active: 0 });
		await reveal(world, { ...as(analyst), leaseId: next.view.lease.id }, 'all');
		world.clock.advance(5_000);
		const done = await answerReview(
			world,
			{ ...as(analyst), reviewId: next.review.id },
			{ leaseId: next.view.lease.id, answers: { kind: 'rude' } },
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
		expect(await answerReview(world, ref, { leaseId: next.view.lease.id, answers: { kind: 'fine' } })).toMatchObject({
			error: { kind: 'not-looked' },
		});
		expect(await review(other)).toMatchObject({ kind: 'nothing' });
		await leave(world, { ...as(analyst), leaseId: next.view.lease.id }, 'skipped');
		world.clock.advance(16 * 60_000);
		expect((await given(other)).review.id).toBe(next.review.id);
	});

	it('is drawn of nothing that only scouts may look at', async () => {
		await clean();
		const worker = await world.addPerson();
		const itemId = await answered({ worker, kind: 'fine' });
		await world.owner.query(`update utu.item set hazards = '{"unscreened":4}', severity = 4 where id = $1`, [itemId]);
		await draw(once());
		expect(await review(await world.addPerson())).toMatchObject({ kind: 'nothing', waiting: 0 });
	});

	it('is one analyst’s at a time, whoever asks at once', async () => {
		await clean();
		const worker = await world.addPerson();
		for (let n = 0; n < 3; n++) await answered({ worker, kind: 'fine' });
		await draw(once());
		const analysts: string[] = [];
		for (let n = 0; n < 8; n++) analysts.push(await world.addPerson());
		const asked = await Promise.all(analysts.flatMap((analyst) => [review(analyst), review(analyst)]));
		const held = asked.flatMap((next) =>
			next.kind === 'lease' ? [`${next.review.id} ${next.view.lease.personId}`] : [],
		);
		expect(new Set(held).size).toBe(3);
		expect(new Set(held.map((one) => one.split(' ')[0])).size).toBe(3);
		for (const next of asked)
			if (next.kind === 'lease')
				await leave(world, { ...as(next.view.lease.personId), leaseId: next.view.lease.id }, 'skipped');
	});

	it('shows nobody what they have seen before, also not to judge it', async () => {
		await clean();
		const [worker, analyst] = [await world.addPerson(), await world.addPerson()];
		const itemId = await answered({ worker, kind: 'fine', severity: 2 });
		await draw(once());
		await world.owner.query(
			'insert into utu.seen (person_id, sha256, seen_at) select $1, sha256, $3 from utu.item where id = $2',
			[analyst, itemId, world.clock.now()],
		);
		expect(await review(analyst)).toMatchObject({ kind: 'nothing', why: 'all-reviewed', waiting: 1 });
	});

	it('stays with who extended the look, until that is over', async () => {
		await clean();
		const [worker, analyst, other] = [await world.addPerson(), await world.addPerson(), await world.addPerson()];
		await answered({ worker, kind: 'fine', severity: 2 });
		await draw(once());
		const next = await given(analyst);
		world.clock.advance(10 * 60_000);
		expect(await extend(world, { ...as(analyst), leaseId: next.view.lease.id })).toMatchObject({ ok: true });
		world.clock.advance(10 * 60_000);
		expect(await review(other)).toMatchObject({ kind: 'nothing', waiting: 1 });
		expect((await given(analyst)).review.id).toBe(next.review.id);
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
				{ ...as(analyst), leaseId: next.view.lease.id },
				{ idempotencyKey: next.view.lease.idempotencyKey, answers: { kind: 'fine' }, hazardsFound: {} },
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

describe('a score', () => {
	/** So many judged verdicts of a worker's answers, so many of them wrong, each looked at twice. */
	const judged = async (options: { worker: string; reviewers: readonly string[]; right: number; wrong: number }) => {
		const { rows } = await world.owner.query<{ reviewId: string }>(
			`with w as (
				insert into utu.project_worker (project_id, person_id, organisation_id, worker_id)
				select $1, p, $2, gen_random_uuid() from unnest($3::uuid[]) p on conflict (project_id, person_id) do nothing returning person_id, worker_id
			), known as (
				select person_id, worker_id from w union select person_id, worker_id from utu.project_worker where project_id = $1 and person_id = any ($3::uuid[])
			), i as (
				insert into utu.item (id, organisation_id, project_id, project_version, batch_id, key, sha256, chars, stage, created_at, views, views_wanted, decided_at)
				select gen_random_uuid(), $2, $1, 1, (select id from utu.batch limit 1), gen_random_uuid()::text, sha256(gen_random_uuid()::text::bytea), 10, 'decided', $4, 1, 1, $4
				from generate_series(1, $5::int) returning id
			), a as (
				insert into utu.answer (id, organisation_id, project_id, item_id, worker_id, purpose, basis, status, answers, consensus_due, screen_due, idempotency_key, answered_at)
				select gen_random_uuid(), $2, $1, i.id, (select worker_id from known where person_id = ($3::uuid[])[1]), 'annotate', 'viewed', 'counted', '{"kind":"fine"}', false, false,
					gen_random_uuid(), $4 from i returning id, item_id, worker_id
			), n as (select *, row_number() over () as n from a)
			insert into utu.review (id, organisation_id, project_id, item_id, kind, answer_id, worker_id, drawn_share, created_at, state, reviewer_id, answers, answered_at,
				verdict, reason, note, judged_at)
			select gen_random_uuid(), $2, $1, n.item_id, k.kind, n.id, n.worker_id, 1, $4, 'judged', (select worker_id from known where person_id = ($3::uuid[])[k.at]),
				case when n.n <= $6 then '{"kind":"rude"}'::jsonb else '{"kind":"fine"}' end, $4, case when n.n <= $6 then 'wrong' else 'right' end, 'Because.', '', $4
			from n, (values ('review', 2), ('double-review', 3)) k (kind, at)
			returning case when kind = 'review' and verdict = 'wrong' then id end as "reviewId"`,
			[
				world.projectId,
				world.organisationId,
				[options.worker, ...options.reviewers],
				world.clock.now(),
				options.right + options.wrong,
				options.wrong,
			],
		);
		return rows.flatMap(({ reviewId }) => (reviewId === null ? [] : [reviewId]));
	};
	const compute = () => computeScores({ ...world, everyMs: 0, dispatcher: createDispatcher(world.dispatch) })();

	it('says nothing of few answers, and of enough of them how sure it is; a contest recomputes it', async () => {
		const [worker, other, ...reviewers] = [
			await world.addPerson(),
			await world.addPerson(),
			await world.addPerson(),
			await world.addPerson(),
		];
		await judged({ worker, reviewers, right: 30, wrong: 2 });
		await compute();
		expect(await myScore(world, as(worker))).toMatchObject({
			verdicts: 32,
			wrong: 2,
			estimate: null,
			lacks: 'verdicts',
		});
		await judged({ worker, reviewers, right: 60, wrong: 2 });
		const wrong = await judged({ worker: other, reviewers, right: 150, wrong: 5 });
		await compute();
		const score = await myScore(world, as(worker));
		expect(score).toMatchObject({ verdicts: 94, wrong: 4, lacks: null });
		const { value, low, high } = score.estimate ?? { value: 0, low: 0, high: 0 };
		expect(low).toBeLessThan(value);
		expect(value).toBeLessThan(high);
		expect(high - low).toBeGreaterThan(0.02);
		// A contested verdict says nothing until it is decided.
		const reviewId = wrong[0] ?? '';
		await contestVerdict(world, { ...as(other), reviewId, sentence: 'It says just that.' });
		await compute();
		expect(await myScore(world, as(other))).toMatchObject({ verdicts: 154, wrong: 4 });
		world.clock.advance(7 * 24 * 3_600_000 + 1);
		await draw(() => 1);
		await compute();
		expect(await myScore(world, as(other))).toMatchObject({ verdicts: 155, wrong: 4 });
	});

	it('of a team is read by who leads it, by name, and written by nobody but the person’s own transaction', async () => {
		const [analyst, stranger, member] = [await world.addPerson(), await world.addPerson(), await world.addPerson()];
		const teamId = world.ids.uuid();
		await world.owner.query(
			`insert into utu.team (id, organisation_id, name, analyst_id, created_at) values ($1, $2, 'T', $3, $4)`,
			[teamId, world.organisationId, analyst, world.clock.now()],
		);
		await world.owner.query('update utu.membership set team_id = $1 where person_id = any ($2)', [
			teamId,
			[member, analyst],
		]);
		await judged({ worker: member, reviewers: [analyst, stranger], right: 60, wrong: 1 });
		await compute();
		expect(await teamScores(world, as(analyst))).toMatchObject([
			{ personId: member, concern: false, score: { verdicts: 61, wrong: 1 } },
		]);
		expect(await teamScores(world, as(stranger))).toEqual([]);
		await expect(
			world.database.transaction(as(analyst), (tx) =>
				tx.run(sql`update utu.score set wrong = 60 where person_id = ${member}`),
			),
		).resolves.toBe(0);
		await expect(
			world.database.transaction(as(analyst), (tx) =>
				tx.run(sql`
					insert into utu.score (organisation_id, person_id, verdicts, wrong, wrong_expected, log_evidence, computed_at)
					values (utu.org(), ${stranger}, 50, 50, 0, 99, now())`),
			),
		).rejects.toThrow('row-level security');
		// The sample of a team goes to who leads it, under pseudonyms.
		const { rows } = await world.owner.query('select count(*)::int as n from utu.worker_team where team_id = $1', [
			teamId,
		]);
		expect(rows[0].n).toBeGreaterThan(0);
	});
});
