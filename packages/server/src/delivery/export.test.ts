import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExportLine } from '@utu/core/delivery/line.ts';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../platform/database.ts';
import { cloneDatabase, type TestDatabase } from '../platform/test-database.ts';
import {
	type Fixture,
	fixtureForm,
	openFixture,
	type Seeded,
	seedAnswer,
	seedDecision,
	seededIds,
	seedItem,
	seedManyDecided,
	seedProject,
} from './delivery.fixture.ts';
import { type ExportFormat, exportDataSet } from './export.ts';

const start = '2026-03-01T08:00:00.000Z';
const ids = seededIds(21);
let database: TestDatabase;
let fixture: Fixture;

beforeAll(async () => {
	database = await cloneDatabase();
	fixture = openFixture(database.ownerUrl);
});
afterAll(async () => {
	await fixture.close();
	await database.drop();
});

const open = async (project: Seeded, format: ExportFormat = 'jsonl', answers = false): Promise<Readable> => {
	const dataSet = await exportDataSet({ database: fixture.app, ids }, { ...project, format, answers });
	if (!dataSet.ok) throw new Error(dataSet.error.kind);
	return dataSet.value.stream;
};

const read = async (project: Seeded, format: ExportFormat = 'jsonl', answers = false): Promise<string> =>
	text(await open(project, format, answers));

const lines = async (project: Seeded, answers = false): Promise<readonly ExportLine[]> =>
	(await read(project, 'jsonl', answers))
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as ExportLine);

/** A decided post, its duplicate, and one that waits. */
const seedThree = async (): Promise<Seeded & { readonly decided: string; readonly waiting: string }> => {
	const project = await seedProject(fixture, ids, start);
	const at = (n: number): string => `00000000-0000-7000-8000-0000${project.projectId.slice(0, 7)}${n}`;
	const decided = await seedItem(fixture, ids, project, {
		id: at(1),
		key: 'post-b',
		text: 'One\n"two", =three',
		severity: 2,
	});
	const heir = await seedItem(fixture, ids, project, { id: at(2), key: 'post-a', text: 'One', duplicateOf: decided });
	const waiting = await seedItem(fixture, ids, project, { id: at(3), key: '=1+1', text: '@SUM(A1)' });
	const decidedAt = '2026-03-01T14:25:36.789Z';
	await seedDecision(fixture, ids, project, { itemId: decided, decidedAt, severity: 2 });
	await seedDecision(fixture, ids, project, { itemId: heir, decidedAt, reason: 'inherited', views: 0 });
	return { ...project, decided, waiting };
};

/** Everybody answers both items, hour by hour; the first alone at three in the morning. */
const seedAnswers = async (
	project: Awaited<ReturnType<typeof seedThree>>,
	people: number,
): Promise<readonly string[]> => {
	const workers = Array.from({ length: people }, () => ids.uuid());
	for (const [at, workerId] of workers.entries()) {
		const answeredAt = at === 0 ? '2026-03-01T03:10:00Z' : `2026-03-01T14:1${at}:00Z`;
		await seedAnswer(fixture, ids, project, { itemId: project.decided, workerId, answeredAt });
		await seedAnswer(fixture, ids, project, {
			itemId: project.waiting,
			workerId,
			answeredAt,
			basis: 'unseen',
			kind: 'fine',
		});
	}
	return workers;
};

describe('JSONL', () => {
	it('has a line an item in the order they came in, those without a decision included, and no header', async () => {
		const project = await seedThree();
		const [decided, heir, waiting, ...more] = await lines(project);
		expect(more).toEqual([]);
		expect(decided).toEqual({
			key: 'post-b',
			text: 'One\n"two", =three',
			language: 'en',
			decision: {
				answers: { kind: 'spam' },
				certainty: 0.97,
				reason: 'certain',
				views: 2,
				method: 'consensus/1',
				decidedAt: '2026-03-01T14:00:00Z',
			},
			softLabels: { kind: { spam: 0.971235, fine: 0.028765 } },
			severity: 2,
			hazards: { hate: 2 },
			duplicateOf: null,
			projectVersion: 1,
		});
		expect(heir).toMatchObject({ key: 'post-a', duplicateOf: 'post-b', decision: { reason: 'inherited', views: 0 } });
		expect(waiting).toMatchObject({ key: '=1+1', text: '@SUM(A1)', decision: null, softLabels: null });
	});

	it('is the same, byte for byte, when nothing has changed', async () => {
		const project = await seedThree();
		expect(await read(project)).toBe(await read(project));
	});

	it('has the current decision only, once an item', async () => {
		const project = await seedThree();
		await fixture.owner.query('update utu.decision set superseded_at = $2 where item_id = $1', [
			project.decided,
			start,
		]);
		const second = { itemId: project.decided, decidedAt: start, kind: 'fine', method: 'consensus/2' } as const;
		await seedDecision(fixture, ids, project, second);
		const all = await lines(project);
		expect(all).toHaveLength(3);
		expect(all[0]?.decision).toMatchObject({ answers: { kind: 'fine' }, method: 'consensus/2' });
	});

	it('is of no project of another organisation', async () => {
		const [mine, other] = [await seedThree(), await seedThree()];
		const options = {
			organisationId: other.organisationId,
			projectId: mine.projectId,
			format: 'jsonl',
			answers: true,
		} as const;
		expect(await exportDataSet({ database: fixture.app, ids }, options)).toEqual({
			ok: false,
			error: { kind: 'no-such-project' },
		});
	});
});

describe('people’s answers', () => {
	it('come only when they are asked for', async () => {
		const project = await seedThree();
		await seedAnswers(project, 7);
		expect((await lines(project)).some((line) => 'answers' in line)).toBe(false);
	});

	it('come under a pseudonym that holds within the export and in no other', async () => {
		const project = await seedThree();
		const workers = await seedAnswers(project, 7);
		const exports = [await lines(project, true), await lines(project, true)];
		const names = exports.map((all) => all.map((line) => line.answers?.map((answer) => answer.worker)));
		for (const [decided, heir, waiting] of names) {
			expect(new Set(decided).size).toBe(7);
			expect(waiting).toEqual(decided);
			expect(heir).toEqual([]);
		}
		expect(names[0]?.[0]?.filter((name) => names[1]?.[0]?.includes(name))).toEqual([]);
		for (const worker of workers) expect(JSON.stringify(exports)).not.toContain(worker);
		expect(exports[0]?.[2]?.answers?.[0]).toMatchObject({ answers: { kind: 'fine' }, basis: 'unseen', counted: false });
	});

	it('tell a time only as far as five people share it', async () => {
		const project = await seedThree();
		await seedAnswers(project, 7);
		const [decided] = await lines(project, true);
		expect(decided?.answers?.map((answer) => answer.answeredAt).sort()).toEqual([
			'2026-03-01',
			...Array.from({ length: 6 }, () => '2026-03-01T14:00:00Z'),
		]);
		expect(decided?.decision?.decidedAt).toBe('2026-03-01T14:00:00Z');
	});

	it('are nobody’s, at no time, where fewer than five people answered', async () => {
		const project = await seedThree();
		await seedAnswers(project, 4);
		const [decided] = await lines(project, true);
		expect(decided?.answers).toHaveLength(4);
		for (const answer of decided?.answers ?? []) expect(answer).toMatchObject({ worker: null, answeredAt: null });
		expect(decided?.decision?.decidedAt).toBeNull();
		expect(await read(project, 'csv', true)).not.toMatch(/w-|2026-03-01T/);
	});
});

describe('CSV', () => {
	it('has a column a question, every text as it was, and no formula', async () => {
		const project = await seedThree();
		const csv = await read(project, 'csv');
		const rows: Record<string, string>[] = parse(csv, { columns: true });
		expect(Object.keys(rows[0] ?? {})).toEqual([
			...[
				'key',
				'text',
				'language',
				'answer.kind',
				'answer.why',
				'reason',
				'certainty',
				'views',
				'method',
				'decided_at',
			],
			...['severity', 'hazards', 'soft_labels', 'duplicate_of', 'project_version'],
		]);
		expect(rows[0]).toMatchObject({
			text: 'One\n"two", =three',
			'answer.kind': 'spam',
			certainty: '0.97',
			hazards: '{"hate":2}',
			soft_labels: '{"kind":{"spam":0.971235,"fine":0.028765}}',
		});
		expect(rows[2]).toMatchObject({ key: "'=1+1", text: "'@SUM(A1)", 'answer.kind': '', reason: '' });
	});

	it('has the questions of all versions of the form', async () => {
		const project = await seedThree();
		const form = { questions: [...fixtureForm.questions, { ...fixtureForm.questions[1], name: 'later' }] };
		await fixture.owner.query(
			'insert into utu.project_version (project_id, version, organisation_id, definition, created_at) values ($1, 2, $2, $3, $4)',
			[project.projectId, project.organisationId, JSON.stringify({ form }), start],
		);
		expect((await read(project, 'csv')).split('\r\n')[0]).toContain('"answer.kind","answer.why","answer.later"');
	});
});

describe('a long export', () => {
	it('is read in flat memory, and ends with its reader', async () => {
		const count = 10_000;
		const project = await seedProject(fixture, ids, start);
		await seedManyDecided(fixture, project, count);
		await fixture.owner.query('vacuum analyze');
		await read(project);
		const before = process.memoryUsage.rss();
		const startedAt = performance.now();
		let [items, bytes, rssMax] = [0, 0, 0];
		for await (const chunk of await open(project)) {
			items += (chunk as Buffer).toString('latin1').split('\n').length - 1;
			bytes += (chunk as Buffer).length;
			rssMax = Math.max(rssMax, process.memoryUsage.rss());
		}
		const seconds = (performance.now() - startedAt) / 1000;
		const grownMb = (rssMax - before) / 1e6;
		expect(items).toBe(count);
		// The file is 5 MB here: a page of it is in memory, whatever its length.
		process.stdout.write(
			`export: ${count} items, ${(bytes / 1e6).toFixed(1)} MB, ${Math.round(count / seconds)} items/s, RSS +${grownMb.toFixed(1)} MB\n`,
		);
		expect(grownMb).toBeLessThan(64);

		// More readers that leave than there are connections: each has given its own back.
		for (let n = 0; n < 12; n++) {
			const stream = await open(project);
			for await (const _ of stream) break;
			expect(stream.destroyed).toBe(true);
		}
		expect(await lines(project)).toHaveLength(count);
	});

	it('lets go of a reader that stands still', async () => {
		const project = await seedProject(fixture, ids, start);
		await seedManyDecided(fixture, project, 1_000);
		const options = { ...project, format: 'jsonl', answers: false } as const;
		const deps = { database: fixture.app, ids, readerMsMax: 100 };
		const dataSet = await exportDataSet(deps, options);
		if (!dataSet.ok) throw new Error(dataSet.error.kind);
		const reading = (async () => {
			for await (const _ of dataSet.value.stream) await sleep(300);
		})();
		await expect(reading).rejects.toThrow('stood still');
		const { rows } = await fixture.owner.query(
			`select from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
		);
		expect(rows).toEqual([]);
	});

	it('breaks off when the database fails on the way', async () => {
		const project = await seedProject(fixture, ids, start);
		await seedManyDecided(fixture, project, 1_000);
		const failing: Database = {
			...fixture.app,
			stream: async function* <Row>(...of: Parameters<Database['stream']>) {
				for await (const page of fixture.app.stream<Row>(...of)) {
					yield page;
					throw new Error('the database ended');
				}
			},
		};
		const dataSet = await exportDataSet({ database: failing, ids }, { ...project, format: 'csv', answers: true });
		await expect(dataSet.ok && text(dataSet.value.stream)).rejects.toThrow('the database ended');
	});
});
