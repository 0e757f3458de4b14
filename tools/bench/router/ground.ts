import type { Hazards } from '@utu/core/safety/hazards.ts';
import { laneKey } from '@utu/core/safety/lane.ts';
import pg from 'pg';
import { sortingProject } from '../../sorting-project.ts';

export const organisationId = '00000000-0000-4000-8000-0000000000aa';
/** Open ones; one more is closed and holds what people saw before. */
export const projects = 20;
export const batchesPerProject = 5;

/** `kind` tells tables apart, so that an id in a story can be placed. */
export const idOf = (kind: number, n: number): string =>
	`${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
export const projectIdOf = (n: number): string => idOf(2, n);
export const batchIdOf = (n: number): string => idOf(3, n);

type Kind = { readonly hazards: Hazards; readonly themes: readonly string[]; readonly language: string | undefined };

const languages = ['en', 'fr', 'sw', undefined] as const;
/** Five of eight are severe; one of those says nothing of what it is about. */
const signatures: readonly Omit<Kind, 'language'>[] = [
	{ hazards: {}, themes: [] },
	{ hazards: { violence: 3 }, themes: ['country:KE'] },
	{ hazards: { harassment: 1 }, themes: [] },
	{ hazards: { hate: 2 }, themes: ['country:KE'] },
	{ hazards: { violence: 3 }, themes: ['conflict:a', 'country:ET'] },
	{ hazards: { violence: 3 }, themes: ['country:MG', 'topic:b'] },
	{ hazards: { violence: 3 }, themes: [] },
	{ hazards: { 'violence/graphic': 4, violence: 3 }, themes: ['country:FR', 'topic:c'] },
];
/** English first, so that the first two of each project are a mild lane and a severe one. */
const kinds: readonly Kind[] = languages.flatMap((language) => signatures.map((one) => ({ ...one, language })));
export const lanes = projects * kinds.length;
/** Half of all items stand in these, the first of each project: real queues are uneven. */
export const bigLanes = 2 * projects;

export const connect = async (ownerUrl: string): Promise<pg.Client> => {
	const client = new pg.Client({ connectionString: ownerUrl });
	await client.connect();
	return client;
};

/** Foreign keys of millions of rows are not asked for one by one while they are written: the recount looks at them. */
export const writing = async (client: pg.Client, write: () => Promise<void>): Promise<void> => {
	await client.query(
		`set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '1GB'`,
	);
	await write();
	await client.query('reset session_replication_role; reset synchronous_commit; reset maintenance_work_mem');
};

/** Organisation, projects, batches, and 640 lanes. */
export const layGround = async (client: pg.Client, now: Date): Promise<void> => {
	await client.query(
		`insert into utu.organisation (id, name, join_code, created_at) values ($1, 'Bench', 'bench', $2)`,
		[organisationId, now],
	);
	for (let project = 0; project <= projects; project++) await addProject(client, { project, now });
	await client.query(
		'create table public.bench_lane (n int primary key, lane_id bigint, project int, language text, hazards jsonb, severity int, themes text[])',
	);
	for (const [at, kind] of kinds.entries()) {
		for (let project = 0; project < projects; project++)
			await addLane(client, { n: at * projects + project, project, kind });
	}
};

const addProject = async (
	client: pg.Client,
	options: { readonly project: number; readonly now: Date },
): Promise<void> => {
	const { project, now } = options;
	const projectId = projectIdOf(project);
	await client.query(
		`insert into utu.project (id, organisation_id, name, state, version, created_at) values ($1, $2, 'Project ' || $3::text, $4, 1, $5)`,
		[projectId, organisationId, project, project === projects ? 'closed' : 'open', now],
	);
	await client.query(
		'insert into utu.project_version (project_id, version, organisation_id, definition, created_at) values ($1, 1, $2, $3, $4)',
		[projectId, organisationId, sortingProject, now],
	);
	for (let batch = 0; batch < batchesPerProject; batch++) {
		await client.query(
			`insert into utu.batch (id, organisation_id, project_id, source, day, created_at) values ($1, $2, $3, 'bench ' || $4::text, ($5::timestamptz)::date, $5::timestamptz)`,
			[batchIdOf(project * batchesPerProject + batch), organisationId, projectId, batch, now],
		);
	}
};

const addLane = async (
	client: pg.Client,
	options: { readonly n: number; readonly project: number; readonly kind: Kind },
): Promise<void> => {
	const { n, project, kind } = options;
	const lane = laneKey({ ...kind, uncovered: [] });
	const hazards = JSON.stringify(lane.hazards);
	const { rows } = await client.query<{ id: string }>(
		`insert into utu.lane (organisation_id, project_id, signature, language, hazards, categories, categories_any, uncovered, severity, themes)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`,
		[
			...[organisationId, projectIdOf(project), lane.signature, kind.language ?? null, hazards],
			...[lane.categories, lane.categoriesAny, lane.uncovered, lane.severity, lane.themes],
		],
	);
	await client.query('insert into public.bench_lane values ($1, $2, $3, $4, $5, $6, $7)', [
		...[n, rows[0]?.id, project, kind.language ?? null, hazards, lane.severity, lane.themes],
	]);
};
