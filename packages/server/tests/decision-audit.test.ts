import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditDecisions } from '../src/consensus/audit.loop.ts';
import { versionFacts } from '../src/consensus/consensus.sql.ts';
import { createDispatcher } from '../src/platform/dispatch.ts';
import { newestAudit } from '../src/projects/progress.sql.ts';
import { makeWorld, type World } from './support/world.ts';

let world: World;
beforeEach(async () => {
	world = await makeWorld();
});
afterEach(() => world.close());

/** A decided item that was drawn and judged: what people had decided, and what the reviewer found. */
const judged = async (options: {
	readonly decided: string;
	readonly found: string;
	readonly outcome?: 'overturned' | 'upheld' | null;
}): Promise<void> => {
	const { decided, found, outcome } = options;
	const itemId = await world.addItem();
	const [answerId, reviewId, workerId, reviewerId] = [
		world.ids.uuid(),
		world.ids.uuid(),
		world.ids.uuid(),
		world.ids.uuid(),
	];
	const now = world.clock.now();
	const of = [world.organisationId, world.projectId, itemId];
	await world.owner.query(`update utu.item set stage = 'decided', decided_at = $2 where id = $1`, [itemId, now]);
	await world.owner.query(
		`insert into utu.answer (id, organisation_id, project_id, item_id, worker_id, purpose, basis, status, answers, hazards_found, consensus_due, screen_due, idempotency_key, answered_at)
		values ($4, $1, $2, $3, $5, 'annotate', 'viewed', 'counted', $6, '{}', false, false, $4, $7)`,
		[...of, answerId, workerId, { kind: decided }, now],
	);
	await world.owner.query(
		`insert into utu.decision (id, organisation_id, project_id, item_id, reason, answers, posterior, certainty, views, severity, method, decided_at)
		values (gen_random_uuid(), $1, $2, $3, 'certain', $4, '{}', 0.95, 1, 0, 'test', $5)`,
		[...of, { kind: decided }, now],
	);
	await world.owner.query(
		`insert into utu.review (id, organisation_id, project_id, item_id, kind, answer_id, worker_id, drawn_share, created_at, state, reviewer_id, answers, answered_at, verdict, judged_at)
		values ($4, $1, $2, $3, 'review', $5, $6, 0.05, $9, 'judged', $7, $8, $9, $10, $9)`,
		[...of, reviewId, answerId, workerId, reviewerId, { kind: found }, now, decided === found ? 'right' : 'wrong'],
	);
	if (outcome !== undefined)
		await world.owner.query(
			`insert into utu.contest (review_id, organisation_id, project_id, worker_id, sentence, filed_at, lapses_at, outcome, decided_at)
			values ($1, $2, $3, $4, 'No.', $5, $5, $6, $7)`,
			[reviewId, world.organisationId, world.projectId, workerId, now, outcome, outcome === null ? null : now],
		);
};
const measure = async () => {
	world.clock.advance(1_000);
	const measured = await auditDecisions({ ...world, dispatcher: createDispatcher(world.dispatch) })();
	const of = { organisationId: world.organisationId };
	return {
		measured,
		audit: await world.app.transaction(of, (tx) => newestAudit(tx, world.projectId)),
		savesViews: (await world.app.transaction(of, (tx) => versionFacts(tx, [world.projectId])))[0]?.fewestEyes,
	};
};

describe('the audit of decisions', () => {
	it('measures recall and false positives by option, and nothing new costs nothing', async () => {
		expect(await measure()).toMatchObject({ measured: 0, audit: undefined, savesViews: true });
		for (let n = 0; n < 8; n++) await judged({ decided: 'rude', found: 'rude' });
		for (let n = 0; n < 2; n++) await judged({ decided: 'fine', found: 'rude' });
		for (let n = 0; n < 5; n++) await judged({ decided: 'fine', found: 'fine' });
		const { measured, audit, savesViews } = await measure();
		expect(measured).toBe(1);
		expect(audit).toMatchObject({ items: 15, mayStopEarly: true });
		expect(audit?.report.classes[0]?.recall?.rate).toBeCloseTo(0.8);
		expect(audit?.report.classes[0]?.falsePositiveRate?.rate).toBeCloseTo(0);
		expect(audit?.report.classes[1]?.recall?.rate).toBeCloseTo(1);
		expect(savesViews).toBe(true);
		expect((await measure()).measured).toBe(0);
	});

	it('lets no view be saved any more where harmful content is surely missed too often', async () => {
		for (let n = 0; n < 20; n++) await judged({ decided: 'rude', found: 'rude' });
		for (let n = 0; n < 20; n++) await judged({ decided: 'fine', found: 'rude' });
		expect(await measure()).toMatchObject({ audit: { mayStopEarly: false }, savesViews: false });
		// Better decisions bring it back.
		for (let n = 0; n < 300; n++) await judged({ decided: 'rude', found: 'rude' });
		expect(await measure()).toMatchObject({ audit: { mayStopEarly: true }, savesViews: true });
	});

	it('takes no contested verdict for the truth, and the worker’s answer where it stands', async () => {
		await judged({ decided: 'fine', found: 'rude', outcome: null });
		await judged({ decided: 'fine', found: 'rude', outcome: 'overturned' });
		await judged({ decided: 'fine', found: 'rude', outcome: 'upheld' });
		const { audit } = await measure();
		expect(audit?.items).toBe(2);
		expect(audit?.report.classes[0]?.recall).toMatchObject({ rate: 0, items: 1 });
		expect(audit?.report.classes[1]?.recall).toMatchObject({ rate: 1, items: 1 });
	});

	it('is of the form in use alone', async () => {
		await judged({ decided: 'fine', found: 'rude' });
		await measure();
		await world.owner.query(
			`insert into utu.project_version (project_id, version, organisation_id, definition, created_at)
			select project_id, 2, organisation_id, definition, created_at from utu.project_version`,
		);
		await world.owner.query('update utu.project set version = 2');
		expect(await measure()).toMatchObject({ measured: 0, audit: undefined });
	});
});
