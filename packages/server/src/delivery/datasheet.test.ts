import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloneDatabase, type TestDatabase } from '../platform/test-database.ts';
import { type DatasheetDeps, datasheetOf } from './datasheet.ts';
import {
	type Fixture,
	openFixture,
	type Seeded,
	seedAnswer,
	seedDecision,
	seededIds,
	seedItem,
	seedProject,
	steppedClock,
} from './delivery.fixture.ts';

const start = '2026-03-01T08:00:00.000Z';
const ids = seededIds(31);
let database: TestDatabase;
let fixture: Fixture;
let deps: DatasheetDeps;

beforeAll(async () => {
	database = await cloneDatabase();
	fixture = openFixture(database.ownerUrl);
	deps = {
		database: fixture.app,
		clock: steppedClock(start),
		recountBreaches: async () => ({ once: 0, budget: 0 }),
	};
});
afterAll(async () => {
	await fixture.close();
	await database.drop();
});

const sheetOf = async (project: Seeded, changed: Partial<DatasheetDeps> = {}) => {
	const sheet = await datasheetOf({ ...deps, ...changed }, project);
	if (!sheet.ok) throw new Error(sheet.error.kind);
	return sheet.value;
};

const seedWorkTime = async (project: Seeded, hours: number): Promise<void> => {
	const personId = ids.uuid();
	const { owner } = fixture;
	await owner.query(`insert into utu.person (id, display_name, created_at) values ($1, 'Somebody', $2)`, [
		personId,
		start,
	]);
	await owner.query(
		'insert into utu.work_time (organisation_id, project_id, person_id, hour, work_ms) values ($1, $2, $3, $4, $5)',
		[project.organisationId, project.projectId, personId, start, hours * 3_600_000],
	);
};

/** So many people worked half an hour each; all saw the first item, two the severe one, one answered without looking. */
const seedWork = async (people: number): Promise<Seeded> => {
	const project = await seedProject(fixture, ids, start);
	const item = async (key: string, severity: number, duplicateOf?: string): Promise<string> =>
		seedItem(fixture, ids, project, { key, severity, ...(duplicateOf === undefined ? {} : { duplicateOf }) });
	const mild = await item('mild', 1);
	const severe = await item('severe', 4);
	const unsure = await item('unsure', 1);
	const copy = await item('copy', 1, mild);
	await item('waiting', 2);
	const workers = Array.from({ length: people }, () => ids.uuid());
	for (const [at, workerId] of workers.entries()) {
		const answer = { workerId, answeredAt: start };
		await seedWorkTime(project, 0.5);
		await seedAnswer(fixture, ids, project, { ...answer, itemId: mild });
		if (at < 2) await seedAnswer(fixture, ids, project, { ...answer, itemId: severe });
		if (at === 0) await seedAnswer(fixture, ids, project, { ...answer, itemId: unsure, basis: 'unseen' });
	}
	const decision = { decidedAt: start } as const;
	await seedDecision(fixture, ids, project, { ...decision, itemId: mild, views: people, severity: 1 });
	await seedDecision(fixture, ids, project, {
		...decision,
		itemId: severe,
		views: 2,
		severity: 4,
		reason: 'cap',
		method: 'consensus/2',
	});
	await seedDecision(fixture, ids, project, { ...decision, itemId: unsure, views: 0, severity: 2, method: 'bound/1' });
	await seedDecision(fixture, ids, project, { ...decision, itemId: copy, views: 0, severity: 1, reason: 'inherited' });
	await fixture.owner.query(
		`insert into utu.surprise (id, organisation_id, project_id, item_id, batch_id, severity_before, severity_after, created_at)
		values ($1, $2, $3, $4, $5, 1, 4, $6)`,
		[ids.uuid(), project.organisationId, project.projectId, severe, project.batchId, start],
	);
	return project;
};

describe('the datasheet', () => {
	it('is counted from the tables', async () => {
		const project = await seedWork(6);
		const { labour, ...rest } = await sheetOf(project);
		expect(rest).toEqual({
			project: { id: project.projectId, name: 'Posts', versions: [1] },
			createdAt: new Date(start),
		});
		expect(labour).toMatchObject({
			items: { total: 5, decided: 4, inherited: 1, undecidedAtCap: 1 },
			people: { count: 6, countries: null },
			paidHours: 3,
			pay: { currency: null, medianHourly: null, floor: null },
			decidedByMachineShare: 0.3333,
			answersWithoutLooking: 1,
			surprises: 1,
			breaches: { total: 0, byInvariant: { budget: 0, once: 0 } },
			contests: { filed: 0, upheld: 0 },
			methods: { decisions: 'bound/1, consensus/1, consensus/2', firstPass: 'none' },
		});
	});

	it('leaves out severities of fewer than five people, and superseded decisions', async () => {
		const project = await seedWork(6);
		await fixture.owner.query(
			`insert into utu.decision (id, organisation_id, project_id, item_id, reason, answers, posterior, certainty, views, severity, method, decided_at, superseded_at)
			select gen_random_uuid(), organisation_id, project_id, item_id, reason, answers, posterior, certainty, 99, 1, 'old/1', decided_at, decided_at
			from utu.decision where project_id = $1 and reason = 'certain'`,
			[project.projectId],
		);
		const { labour } = await sheetOf(project);
		expect(labour.viewsPerDecision).toEqual([{ severity: 1, decisions: 1, views: 6 }]);
		expect(labour.methods).toMatchObject({ decisions: 'bound/1, consensus/1, consensus/2' });
		expect(labour.methods['privacy']).toContain('left out: 2');
	});

	it('withholds of fewer than five people whatever counts what they did', async () => {
		const { labour } = await sheetOf(await seedWork(4));
		expect(labour).toMatchObject({
			items: { total: 5, decided: 4 },
			people: { count: 4 },
			paidHours: null,
			viewsPerDecision: null,
			answersWithoutLooking: null,
			surprises: null,
		});
	});

	it('counts people who only skipped', async () => {
		const project = await seedWork(4);
		await seedWorkTime(project, 1);
		expect((await sheetOf(project)).labour).toMatchObject({ people: { count: 5 }, paidHours: 3, surprises: 1 });
	});

	it('prints what was recounted, for this project, breaches and all', async () => {
		const project = await seedWork(1);
		const asked: unknown[] = [];
		const { labour } = await sheetOf(project, {
			recountBreaches: async (...of) => {
				asked.push(of);
				return { once: 1, budget: 0 };
			},
		});
		expect(asked).toEqual([[project.organisationId, project.projectId]]);
		expect(labour.breaches).toEqual({ total: 1, byInvariant: { budget: 0, once: 1 } });
		expect((await sheetOf(project, { recountBreaches: undefined })).labour.methods['breaches']).toContain(
			'not recounted',
		);
	});

	it('is of an empty project too, and of none of another organisation', async () => {
		const project = await seedProject(fixture, ids, start);
		expect((await sheetOf(project)).labour).toMatchObject({
			items: { total: 0 },
			people: { count: 0 },
			decidedByMachineShare: 0,
		});
		const other = await seedProject(fixture, ids, start);
		expect(await datasheetOf(deps, { organisationId: other.organisationId, projectId: project.projectId })).toEqual({
			ok: false,
			error: { kind: 'no-such-project' },
		});
	});
});
