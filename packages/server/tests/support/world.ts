import { createHash } from 'node:crypto';
import { nearKeys } from '@utu/core/intake/near.ts';
import type { HazardCategory, Hazards } from '@utu/core/safety/hazards.ts';
import { topSeverity } from '@utu/core/safety/hazards.ts';
import { laneKey } from '@utu/core/safety/lane.ts';
import pg from 'pg';
import { createForms } from '../../src/annotation/forms.ts';
import type { LeaseDeps } from '../../src/annotation/lease-use.ts';
import { insertNear, openScored, upsertLane } from '../../src/first-pass/first-pass.sql.ts';
import type { Clock } from '../../src/platform/clock.ts';
import { type Database, openDatabase } from '../../src/platform/database.ts';
import { systemIds } from '../../src/platform/ids.ts';
import { cloneDatabase } from '../../src/platform/test-database.ts';
import { createLaneCatalog, type LaneCatalog } from '../../src/routing/lanes.ts';

/** A clock that a test moves. */
export const manualClock = (
	start: string,
): Clock & { readonly advance: (ms: number) => void; readonly set: (to: Date) => void } => {
	let at = new Date(start).getTime();
	return {
		now: () => new Date(at),
		advance: (ms) => {
			at += ms;
		},
		set: (to) => {
			at = to.getTime();
		},
	};
};

export type World = LeaseDeps & {
	readonly clock: ReturnType<typeof manualClock>;
	readonly owner: pg.Client;
	readonly ownerUrl: string;
	readonly app: Database;
	readonly dispatch: Database;
	readonly router: Database;
	readonly lanes: LaneCatalog;
	readonly organisationId: string;
	readonly projectId: string;
	readonly close: () => Promise<void>;
	readonly addPerson: (options?: {
		readonly consents?: readonly HazardCategory[];
		readonly timeZone?: string;
		/** On shift from now on; null: not. */
		readonly shiftHours?: number | null;
	}) => Promise<string>;
	readonly addShift: (options: {
		readonly personId: string;
		readonly hours: number;
		readonly fromMs?: number;
	}) => Promise<void>;
	readonly addItem: (options?: Partial<ItemOptions>) => Promise<string>;
};

type ItemOptions = {
	readonly text: string;
	readonly hazards: Hazards;
	readonly uncovered: readonly HazardCategory[];
	readonly themes: readonly string[];
	readonly language: string | undefined;
	readonly views: number;
	readonly source: string;
};

const definition = {
	form: {
		questions: [
			{
				name: 'kind',
				title: 'What is it?',
				required: true,
				kind: 'single',
				options: [
					{ value: 'rude', label: 'Rude', hazards: { harassment: 2 } },
					{ value: 'fine', label: 'Fine', hazards: {} },
				],
			},
		],
	},
	hazardCategories: ['harassment', 'violence', 'unscreened'],
	targets: { certainty: 0.9, viewsMin: 1, viewsMax: 5, auditShare: 0.05 },
	languages: ['en'],
	instructions: { en: 'Sort.' },
	consentTexts: {},
};

/** One organisation with one open project on a database of its own. */
export const makeWorld = async (start = '2026-03-02T08:00:00Z'): Promise<World> => {
	const cloned = await cloneDatabase();
	const owner = new pg.Client({ connectionString: cloned.ownerUrl });
	await owner.connect();
	const open = (role: 'utu_app' | 'utu_dispatch' | 'utu_router', connectionsMax: number) =>
		openDatabase({ url: cloned.ownerUrl, role, connectionsMax, namedStatements: true, onError: () => undefined });
	const app = open('utu_app', 16);
	const dispatch = open('utu_dispatch', 2);
	const router = open('utu_router', 1);
	const clock = manualClock(start);
	const ids = systemIds(clock);
	const organisationId = ids.uuid();
	const projectId = ids.uuid();
	const now = clock.now();
	await owner.query(`insert into utu.organisation (id, name, join_code, created_at) values ($1, 'Test', $2, $3)`, [
		organisationId,
		organisationId,
		now,
	]);
	await owner.query(
		`insert into utu.project (id, organisation_id, name, state, version, created_at) values ($1, $2, 'Test', 'open', 1, $3)`,
		[projectId, organisationId, now],
	);
	await owner.query(
		'insert into utu.project_version (project_id, version, organisation_id, definition, created_at) values ($1, 1, $2, $3, $4)',
		[projectId, organisationId, definition, now],
	);
	let made = 0;
	const addShift: World['addShift'] = async ({ personId, hours, fromMs = 0 }) => {
		const startsAt = new Date(clock.now().getTime() + fromMs);
		await owner.query(
			`insert into utu.shift (id, organisation_id, person_id, starts_at, ends_at, planned_ends_at, time_zone, planned_by, created_at)
			values ($1, $2, $3, $4, $5, $5, 'UTC', 'person', $4)`,
			[ids.uuid(), organisationId, personId, startsAt, new Date(startsAt.getTime() + hours * 3_600_000)],
		);
	};
	return {
		addShift,
		forms: createForms(),
		lanes: createLaneCatalog({ ageMsMax: 0, elapsedMs: () => 0 }),
		router,
		database: app,
		clock,
		ids,
		owner,
		ownerUrl: cloned.ownerUrl,
		app,
		dispatch,
		organisationId,
		projectId,
		close: async () => {
			await app.close();
			await dispatch.close();
			await router.close();
			await owner.end();
			await cloned.drop();
		},
		addPerson: async ({
			consents = ['harassment', 'violence', 'unscreened'],
			timeZone = 'UTC',
			shiftHours = 12,
		} = {}) => {
			const id = ids.uuid();
			await owner.query('insert into utu.person (id, display_name, time_zone, created_at) values ($1, $2, $3, $4)', [
				id,
				`p${made++}`,
				timeZone,
				clock.now(),
			]);
			await owner.query('insert into utu.person_account (person_id) values ($1)', [id]);
			await owner.query(
				`insert into utu.membership (organisation_id, person_id, display_name, roles, joined_at) values ($1, $2, 'p', '{worker}', $3)`,
				[organisationId, id, clock.now()],
			);
			await owner.query(
				'insert into utu.consent (person_id, project_id, organisation_id, categories, answered_at) values ($1, $2, $3, $4, $5)',
				[id, projectId, organisationId, consents, clock.now()],
			);
			if (shiftHours !== null) await addShift({ personId: id, hours: shiftHours });
			return id;
		},
		addItem: async (options = {}) => {
			const { hazards = {}, uncovered = [], themes = [], language = 'en', views = 1, source = 'test' } = options;
			const text = options.text ?? `Text number ${made++}. It has two sentences.`;
			const id = ids.uuid();
			await owner.query(
				`with b as (insert into utu.batch (id, organisation_id, project_id, source, day, created_at) values ($1, $2, $3, $4, '2026-03-02', $5)
					on conflict (project_id, source, day) do update set source = excluded.source returning id),
				i as (insert into utu.item (id, organisation_id, project_id, project_version, batch_id, key, sha256, language, themes, chars, stage, created_at)
					select $6::uuid, $2, $3, 1, b.id, ($6::uuid)::text, $7, $8, $9, $10, 'first-pass', $5 from b returning id)
				insert into utu.item_content (item_id, organisation_id, text) select id, $2, $11 from i`,
				[
					ids.uuid(),
					organisationId,
					projectId,
					source,
					clock.now(),
					id,
					createHash('sha256').update(text).digest(),
					language ?? null,
					themes,
					text.length,
					text,
				],
			);
			await app.transaction({ organisationId }, async (tx) => {
				const laneId = await upsertLane(tx, {
					organisationId,
					projectId,
					lane: laneKey({ language, hazards, uncovered, themes }),
				});
				const severity = topSeverity(hazards);
				await insertNear(tx, [{ id, keys: nearKeys(text) }]);
				await openScored(tx, {
					now: clock.now(),
					rows: [
						{
							id,
							lane_id: laneId,
							hazards,
							severity,
							uncovered,
							sentence_severities: [severity, severity],
							label_prior: null,
							model_version: null,
							views_wanted: views,
							queue_order: made,
						},
					],
				});
			});
			return id;
		},
	};
};
