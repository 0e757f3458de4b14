import { createHash } from 'node:crypto';
import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import type { HazardCategory, Hazards } from '@utu/core/safety/hazards.ts';
import { laneKey } from '@utu/core/safety/lane.ts';
import pg from 'pg';

/** A worker of the bench: a key to call with, and whether nearly all that waits is excluded for them. */
export type BenchWorker = { readonly id: string; readonly key: string; readonly hard: boolean };

export const organisationId = '00000000-0000-4000-8000-0000000000aa';
const projects = 20;
const lanesPerProject = 20;
const chunkItems = 250_000;

const idOf = (kind: number, n: number): string =>
	`${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
export const projectIdOf = (n: number): string => idOf(2, n);

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
	hazardCategories: ['violence', 'violence/graphic', 'hate', 'harassment', 'unscreened'],
	targets: { certainty: 0.9, viewsMin: 1, viewsMax: 3, auditShare: 0 },
	languages: ['en'],
	instructions: { en: 'Sort.' },
	consentTexts: {},
};

const languages = ['en', 'fr', 'sw', undefined] as const;
/** From nothing to extreme: two fifths of the lanes are severe, and those carry themes. */
const signatures: readonly Hazards[] = [
	{},
	{ harassment: 1 },
	{ hate: 2 },
	{ violence: 3 },
	{ 'violence/graphic': 4, violence: 3 },
];
const themes = [
	['country:KE'],
	['conflict:a', 'country:ET'],
	['country:MG', 'topic:b'],
	['country:FR', 'topic:c'],
] as const;

export const connect = async (ownerUrl: string): Promise<pg.Client> => {
	const client = new pg.Client({ connectionString: ownerUrl });
	await client.connect();
	return client;
};

/** Organisation, projects, batches, and some hundred lanes. */
export const layProjects = async (client: pg.Client, now: Date): Promise<void> => {
	await client.query(
		`insert into utu.organisation (id, name, join_code, created_at) values ($1, 'Bench', 'bench', $2)`,
		[organisationId, now],
	);
	for (let project = 0; project <= projects; project++) {
		const projectId = projectIdOf(project);
		await client.query(
			`insert into utu.project (id, organisation_id, name, state, version, created_at) values ($1, $2, 'Project ' || $3::text, $4, 1, $5)`,
			[projectId, organisationId, project, project === projects ? 'closed' : 'open', now],
		);
		await client.query(
			'insert into utu.project_version (project_id, version, organisation_id, definition, created_at) values ($1, 1, $2, $3, $4)',
			[projectId, organisationId, definition, now],
		);
		await client.query(
			`insert into utu.batch (id, organisation_id, project_id, source, day, created_at) values ($1, $2, $3, 'bench', ($4::timestamptz)::date, $4::timestamptz)`,
			[idOf(3, project), organisationId, projectId, now],
		);
	}
	await client.query(
		'create table public.bench_lane (n int primary key, lane_id bigint, project_id uuid, batch_id uuid, language text, hazards jsonb, severity int, themes text[])',
	);
	for (let n = 0; n < projects * lanesPerProject; n++) await addLane(client, n);
};

const addLane = async (client: pg.Client, n: number): Promise<void> => {
	const project = n % projects;
	const kind = Math.floor(n / projects);
	const language = languages[kind % languages.length];
	const hazards = signatures[Math.floor(kind / languages.length)] ?? {};
	const tags = (hazards.violence ?? 0) >= 3 || (hazards.hate ?? 0) >= 2 ? (themes[n % themes.length] ?? []) : [];
	const lane = laneKey({ language, hazards, uncovered: [], themes: tags });
	const { rows } = await client.query<{ id: string }>(
		`insert into utu.lane (organisation_id, project_id, signature, language, hazards, categories, categories_any, uncovered, severity, themes)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`,
		[
			...[organisationId, projectIdOf(project), lane.signature, language ?? null, JSON.stringify(lane.hazards)],
			...[lane.categories, lane.categoriesAny, lane.uncovered, lane.severity, lane.themes],
		],
	);
	await client.query('insert into public.bench_lane values ($1, $2, $3, $4, $5, $6, $7, $8)', [
		...[n, rows[0]?.id, projectIdOf(project), idOf(3, project), language ?? null],
		...[JSON.stringify(lane.hazards), lane.severity, lane.themes],
	]);
};

/** Indexes that are faster to make once than to keep, while millions come in. */
const heavy = ['item_content_hash', 'item_queue', 'item_batch', 'item_export', 'item_near_keys'];

/** Open items `from` … `to` − 1, spread over all lanes, written by the database itself. */
export const addItems = async (
	client: pg.Client,
	options: { readonly from: number; readonly to: number; readonly now: Date; readonly say: (line: string) => void },
): Promise<void> => {
	const { from, to, now } = options;
	const { rows } = await client.query<{ name: string; definition: string }>(
		`select c.relname as name, pg_get_indexdef(c.oid) as definition from pg_class c join pg_namespace s on s.oid = c.relnamespace
		where s.nspname = 'utu' and c.relname = any ($1)`,
		[heavy],
	);
	await client.query(`set maintenance_work_mem = '1GB'`);
	for (const { name } of rows) await client.query(`drop index utu.${client.escapeIdentifier(name)}`);
	for (let at = from; at < to; at += chunkItems) {
		await client.query(itemsStatement, [
			...[at, Math.min(to, at + chunkItems), organisationId, now, projects * lanesPerProject],
		]);
		options.say(`${Math.min(to, at + chunkItems)} items`);
	}
	for (const { definition: text } of rows) await client.query(text);
	await client.query('vacuum analyze utu.item, utu.item_near, utu.item_content');
	options.say('indexes made');
};

const itemsStatement = `
	with made as (
		insert into utu.item (id, organisation_id, project_id, project_version, batch_id, key, sha256, language, themes, chars, stage, hazards,
			severity, sentence_severities, lane_id, queue_order, views_wanted, due_at, opened_at, created_at)
		select ('00000005-0000-4000-8000-' || lpad(to_hex(number), 12, '0'))::uuid, $3, l.project_id, 1, l.batch_id, 'k' || number, sha256(number::text::bytea),
			l.language, l.themes, 120, 'open', l.hazards, l.severity, array[l.severity]::smallint[], l.lane_id, number, 1 + number % 3,
			case when number % 5 = 0 then $4::timestamptz + (number % 2000) * interval '1 minute' end, $4, $4
		from generate_series($1::bigint, $2::bigint - 1) g (number) join public.bench_lane l on l.n = number % $5::int
		returning id
	), content as (
		insert into utu.item_content (item_id, organisation_id, text)
		select id, $3, 'Report ' || id || ' of a quiet day by the water, with a bridge, two boats, and the wind from the south until the evening.' from made
	)
	insert into utu.item_near (item_id, organisation_id, keys)
	select id, $3, array(select hashint8extended(('x' || right(id::text, 12))::bit(48)::bigint, k) from generate_series(1, 12) k) from made`;

/** People near their limits: a week of looks behind them, most of today's minutes used, and things they will not see. */
export const addWorkers = async (
	client: pg.Client,
	options: { readonly count: number; readonly now: Date; readonly seed: number },
): Promise<readonly BenchWorker[]> => {
	const random = seededRandom(options.seed);
	const workers = Array.from({ length: options.count }, (_, n): BenchWorker & { readonly n: number } => ({
		n,
		id: idOf(4, n),
		key: `utu_${String(options.seed * 1_000_000 + n).padStart(43, '0')}`,
		hard: n % 20 === 0,
	}));
	const rows = workers.map((worker) => ({ ...worker, sha256: createHash('sha256').update(worker.key).digest('hex') }));
	const at = options.now;
	await client.query(
		'create table public.bench_worker as select n, id, sha256 from jsonb_to_recordset($1::jsonb) as w (n int, id uuid, sha256 text)',
		[JSON.stringify(rows)],
	);
	await client.query(
		`insert into utu.person (id, display_name, created_at) select id, 'w' || n, $1 from public.bench_worker`,
		[at],
	);
	await client.query(
		`insert into utu.person_account (person_id, last_ended_at) select id, $1::timestamptz - interval '30 minutes' from public.bench_worker`,
		[at],
	);
	await client.query(
		`insert into utu.membership (organisation_id, person_id, display_name, roles, joined_at) select $2, id, 'w', '{worker}', $1 from public.bench_worker`,
		[at, organisationId],
	);
	await client.query(
		`insert into auth.person (id, name, email, email_verified, created_at, updated_at) select id::text, 'w', 'w' || n || '@bench.example', true, $1, $1 from public.bench_worker`,
		[at],
	);
	await client.query(
		`insert into auth.api_key (id, person_id, name, start, sha256, scopes, created_at, expires_at)
		select id::text, id::text, 'bench', 'utu_', decode(sha256, 'hex'), '{work}', $1, $1::timestamptz + interval '30 days' from public.bench_worker`,
		[at],
	);
	const said = rows.flatMap(({ id, hard }) =>
		Array.from({ length: projects }, (_, project) => ({
			id,
			project_id: projectIdOf(project),
			categories: consentsOf(random, hard),
		})),
	);
	await client.query(
		`insert into utu.consent (person_id, project_id, organisation_id, categories, answered_at)
		select id, project_id, $2, array(select jsonb_array_elements_text(categories)), $3::timestamptz - interval '10 days'
		from jsonb_to_recordset($1::jsonb) as c (id uuid, project_id uuid, categories jsonb)`,
		[JSON.stringify(said), organisationId, at],
	);
	const excluded = rows.flatMap(({ id, hard }) =>
		exclusionsOf(random, hard).map(([kind, value]) => ({ id, kind, value })),
	);
	await client.query(
		'insert into utu.exclusion (person_id, kind, value) select id, kind, value from jsonb_to_recordset($1::jsonb) as e (id uuid, kind text, value text) on conflict do nothing',
		[JSON.stringify(excluded)],
	);
	await addHistory(client, at);
	return workers;
};

const consentsOf = (random: () => number, hard: boolean): readonly HazardCategory[] =>
	hard
		? ['violence', 'violence/graphic']
		: (['violence', 'violence/graphic', 'hate', 'harassment'] as const).filter(() => random() < 0.85);

/** The hard case: in front of a long queue of severe work, with one lane in hundreds left. */
const exclusionsOf = (random: () => number, hard: boolean): readonly (readonly [string, string])[] => {
	if (hard)
		return [
			...['KE', 'ET', 'MG'].map((country) => ['country', country] as const),
			...['conflict:a', 'topic:b', 'topic:d', 'topic:e'].map((theme) => ['theme', theme] as const),
			...['fr', 'sw', 'am'].map((language) => ['language', language] as const),
			['category', 'hate'],
			['category', 'harassment'],
		];
	return random() < 0.6 ? [['theme', random() < 0.5 ? 'conflict:a' : 'topic:c']] : [];
};

/**
 * Looks of three days, thirty a day in runs of ten, eighty seconds each: forty of today's sixty minutes are used. They
 * ended as skips, of items of a closed project, one for each look.
 */
const addHistory = async (client: pg.Client, now: Date): Promise<void> => {
	await client.query(
		`insert into utu.shift (id, organisation_id, person_id, starts_at, ends_at, planned_ends_at, time_zone, planned_by, created_at)
		select gen_random_uuid(), $2, w.id, $1::timestamptz - interval '3 hours' - d * interval '24 hours', s.ends_at, s.ends_at, 'UTC', 'organisation', $1::timestamptz - interval '4 days'
		from public.bench_worker w, generate_series(0, 2) d,
			lateral (select $1::timestamptz + case when d = 0 then interval '4 hours 50 minutes' else -d * interval '24 hours' end as ends_at) s`,
		[now, organisationId],
	);
	await client.query(
		`create table public.bench_look as
		select w.id as person_id, gen_random_uuid() as lease_id, gen_random_uuid() as item_id,
			$1::timestamptz - interval '172 minutes' - d * interval '24 hours' + (k * 4 + k / 10 * 11) * interval '1 minute' as at
		from public.bench_worker w, generate_series(0, 2) d, generate_series(0, 29) k`,
		[now],
	);
	const project = projectIdOf(projects);
	await client.query(
		`insert into utu.item (id, organisation_id, project_id, project_version, batch_id, key, sha256, chars, stage, hazards, severity, views_wanted, created_at)
		select item_id, $1, $2, 1, $3, item_id::text, sha256(item_id::text::bytea), 120, 'open', '{"violence": 3}', 3, 1, at from public.bench_look`,
		[organisationId, project, idOf(3, projects)],
	);
	await client.query(
		`insert into utu.lease (id, organisation_id, project_id, item_id, person_id, purpose, state, hazards, categories, severity, granted_at, expires_at, ended_at,
			reserved_ms, visible_ms, revealed_at, idempotency_key)
		select lease_id, $1, $2, item_id, person_id, 'annotate', 'skipped', '{"violence": 3}', '{violence}', 3, at, at + interval '15 minutes', at + interval '90 seconds',
			120000, 80000, at + interval '5 seconds', lease_id from public.bench_look order by person_id, at`,
		[organisationId, project],
	);
	await client.query(
		`insert into utu.consent (person_id, project_id, organisation_id, categories, answered_at)
		select distinct person_id, $2::uuid, $1::uuid, '{violence}'::text[], $3::timestamptz - interval '10 days' from public.bench_look`,
		[organisationId, project, now],
	);
	await client.query(
		`insert into utu.exposure (lease_id, person_id, organisation_id, purpose, severity, categories, started_at, ended_at, visible_ms, presentation)
		select lease_id, person_id, $1, 'annotate', 3, '{violence}', at + interval '5 seconds', at + interval '90 seconds', 80000, '{}' from public.bench_look`,
		[organisationId],
	);
	await client.query(
		`insert into utu.seen (person_id, sha256, seen_at) select person_id, sha256(item_id::text::bytea), at from public.bench_look`,
	);
	await client.query(
		`insert into utu.work_time (organisation_id, project_id, person_id, hour, work_ms)
		select $1, $2, person_id, date_trunc('hour', at, 'UTC'), count(*) * 90000 from public.bench_look group by person_id, date_trunc('hour', at, 'UTC')`,
		[organisationId, project],
	);
	await client.query(
		`insert into utu.exposure_hour (person_id, hour, weighted_ms, weighted_views, weight_max)
		select person_id, hour, sum(ms), sum(views), 1 from (
			select person_id, date_trunc('hour', ended_at, 'UTC') as hour, visible_ms as ms, 1 as views from utu.exposure
			union all select person_id, date_trunc('hour', started_at, 'UTC'), 0, 0 from utu.exposure) x group by person_id, hour`,
	);
	await client.query('analyze');
};
