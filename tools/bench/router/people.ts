import { createHash } from 'node:crypto';
import type { HazardCategory } from '@utu/core/safety/hazards.ts';
import type pg from 'pg';
import { batchesPerProject, batchIdOf, idOf, organisationId, projectIdOf, projects, writing } from './ground.ts';

/**
 * A worker of the bench: a key to call with, and what waits for them. `hard`: one lane of 640, behind exclusions of
 * nearly all; `none`: nothing at all, which the router says only after it has looked anew.
 */
export type BenchWorker = { readonly id: string; readonly key: string; readonly group: Group };
export type Group = 'ordinary' | 'hard' | 'none';

const categories = ['violence', 'violence/graphic', 'hate', 'harassment'] as const;
const hardExclusions: readonly (readonly [string, string])[] = [
	...['KE', 'ET', 'MG', 'ER', 'SD'].map((country) => ['country', country] as const),
	...['conflict:a', 'conflict:b', 'topic:b', 'topic:d', 'topic:e'].map((theme) => ['theme', theme] as const),
	...['en', 'fr', 'sw', 'am', 'ti'].map((language) => ['language', language] as const),
	...['hate', 'harassment', 'self-harm'].map((category) => ['category', category] as const),
];

type Written = BenchWorker & {
	readonly n: number;
	readonly sha256: string;
	readonly consents: readonly { readonly project_id: string; readonly categories: readonly HazardCategory[] }[];
	readonly exclusions: readonly { readonly kind: string; readonly value: string }[];
};

/**
 * People on shift near their limits: three days of severe looks and one of mild ones behind them, 40 to 56 of today's
 * 60 minutes used, three dates of three touched, and things that they will not see. Another `cohort`, other people: the
 * one before goes home.
 */
export const addWorkers = async (
	client: pg.Client,
	options: { readonly count: number; readonly cohort: number; readonly now: Date; readonly random: () => number },
): Promise<readonly BenchWorker[]> => {
	const { now, cohort, random } = options;
	const workers = Array.from({ length: options.count }, (_, n): Written => {
		const group = n % 20 === 0 ? 'hard' : n % 20 === 10 ? 'none' : 'ordinary';
		const key = `utu_${String(cohort * 1_000_000 + n).padStart(43, '0')}`;
		return {
			n,
			id: idOf(4, cohort * 1_000_000 + n),
			key,
			group,
			sha256: createHash('sha256').update(key).digest('hex'),
			consents: consentsOf(group, n, random),
			exclusions: exclusionsOf(group, random).map(([kind, value]) => ({ kind, value })),
		};
	});
	await writing(client, async () => {
		await client.query('update utu.shift set ends_at = $1 where ends_at > $1', [now]);
		await client.query('drop table if exists public.bench_worker, public.bench_look');
		await client.query(
			`create table public.bench_worker as select * from jsonb_to_recordset($1::jsonb)
				as w (n int, id uuid, sha256 text, consents jsonb, exclusions jsonb)`,
			[JSON.stringify(workers)],
		);
		await addAccounts(client, { now, cohort });
		await addChoices(client, now);
		await addHistory(client, { ...options, items: Math.max(options.count, 256) });
		await addConsents(client, now);
		await client.query('analyze');
	});
	return workers;
};

const consentsOf = (group: Group, n: number, random: () => number): Written['consents'] => {
	if (group === 'none') return [];
	if (group === 'hard')
		return [{ project_id: projectIdOf((n / 20) % projects), categories: ['violence', 'violence/graphic'] }];
	return Array.from({ length: projects }, (_, project) => ({
		project_id: projectIdOf(project),
		categories: categories.filter(() => random() < 0.85),
	}));
};

const exclusionsOf = (group: Group, random: () => number): readonly (readonly [string, string])[] => {
	if (group === 'hard') return hardExclusions;
	return group === 'ordinary' && random() < 0.6 ? [['theme', random() < 0.5 ? 'conflict:a' : 'topic:c']] : [];
};

/** In the afternoon of wherever the bench runs: no look of today's shift touches midnight. */
const zoneOf = (now: Date): string => {
	const hours = 14 - now.getUTCHours();
	return hours === 0 ? 'Etc/GMT' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
};

const addAccounts = async (
	client: pg.Client,
	options: { readonly now: Date; readonly cohort: number },
): Promise<void> => {
	const { now, cohort } = options;
	await client.query(
		`insert into utu.person (id, display_name, time_zone, created_at) select id, 'w' || n, $2, $1 from public.bench_worker`,
		[now, zoneOf(now)],
	);
	await client.query('insert into utu.person_account (person_id) select id from public.bench_worker');
	await client.query(
		`insert into utu.membership (organisation_id, person_id, display_name, roles, joined_at) select $2, id, 'w', '{worker}', $1 from public.bench_worker`,
		[now, organisationId],
	);
	await client.query(
		`insert into auth.person (id, name, email, email_verified, created_at, updated_at)
		select id::text, 'w', 'w' || n || '@' || $2::text || '.bench.example', true, $1, $1 from public.bench_worker`,
		[now, cohort],
	);
	await client.query(
		`insert into auth.api_key (id, person_id, name, start, sha256, scopes, created_at, expires_at)
		select id::text, id::text, 'bench', 'utu_', decode(sha256, 'hex'), '{work}', $1, $1::timestamptz + interval '30 days' from public.bench_worker`,
		[now],
	);
	await client.query(
		`insert into utu.shift (id, organisation_id, person_id, starts_at, ends_at, planned_ends_at, time_zone, planned_by, created_at)
		select gen_random_uuid(), $2, w.id, $1::timestamptz - interval '210 minutes' - d * interval '24 hours', s.ends_at, s.ends_at, $3, 'organisation', $1::timestamptz - interval '6 days'
		from public.bench_worker w, generate_series(0, 3) d,
			lateral (select $1::timestamptz + case when d = 0 then interval '4 hours 20 minutes' else -d * interval '24 hours' end as ends_at) s`,
		[now, organisationId, zoneOf(now)],
	);
};

/** What was chosen before anything was seen. */
const addChoices = async (client: pg.Client, now: Date): Promise<void> => {
	await client.query(
		`insert into utu.exclusion (person_id, kind, value)
		select w.id, e.kind, e.value from public.bench_worker w, jsonb_to_recordset(w.exclusions) as e (kind text, value text)`,
	);
	await client.query(
		`insert into utu.choice (person_id, kind, value, chosen_at) select id, 'exclusions', exclusions, $1::timestamptz - interval '10 days' from public.bench_worker`,
		[now],
	);
	await client.query(
		`insert into utu.consent (person_id, project_id, organisation_id, categories, answered_at)
		select id, $2, $3, '{violence}', $1::timestamptz - interval '10 days' from public.bench_worker`,
		[now, projectIdOf(projects), organisationId],
	);
	await client.query(
		`insert into utu.choice (person_id, project_id, kind, value, chosen_at)
		select id, $2, 'consent', '["violence"]', $1::timestamptz - interval '10 days' from public.bench_worker`,
		[now, projectIdOf(projects)],
	);
};

const addConsents = async (client: pg.Client, now: Date): Promise<void> => {
	await client.query(
		`insert into utu.consent (person_id, project_id, organisation_id, categories, answered_at)
		select w.id, c.project_id, $2, array(select jsonb_array_elements_text(c.categories)), $1
		from public.bench_worker w, jsonb_to_recordset(w.consents) as c (project_id uuid, categories jsonb)`,
		[now, organisationId],
	);
	await client.query(
		`insert into utu.choice (person_id, project_id, kind, value, chosen_at)
		select w.id, c.project_id, 'consent', c.categories, $1 from public.bench_worker w, jsonb_to_recordset(w.consents) as c (project_id uuid, categories jsonb)`,
		[now],
	);
};

/**
 * Looks of four days, 30 to 42 a day in runs of ten with a break between, eighty seconds each. They ended as skips, of
 * items of a closed project, each of which somebody else looks at in every minute.
 */
const addHistory = async (
	client: pg.Client,
	options: { readonly cohort: number; readonly now: Date; readonly items: number },
): Promise<void> => {
	const { cohort, now, items } = options;
	const closed = projectIdOf(projects);
	await client.query(
		`create table public.bench_look as
		select w.id as person_id, gen_random_uuid() as lease_id, (w.n + d * 42 + k) % $2::int as item, case when d < 3 then 3 else 0 end as severity,
			$1::timestamptz - interval '205 minutes' - d * interval '24 hours' + (k * 3 + k / 10 * 11) * interval '1 minute' as at
		from public.bench_worker w, generate_series(0, 3) d, generate_series(0, 29 + w.n % 4 * 4) k`,
		[now, items],
	);
	await client.query(
		`create temporary table bench_seen as
		select i, ('00000006-0000-4000-8000-' || lpad(to_hex($1::bigint * 1000000 + i), 12, '0'))::uuid as id, sha256(('seen ' || $1::text || ' ' || i)::bytea) as sha256,
			array(select hashint8extended($1::bigint * 1000000 + i, 100 + k) from generate_series(1, 12) k) as keys
		from generate_series(0, $2::int - 1) i`,
		[cohort, items],
	);
	for (const statement of historyStatements) await client.query(statement.text, statement.values({ closed, now }));
	await client.query('drop table bench_seen');
};

type History = { readonly closed: string; readonly now: Date };
const historyStatements: readonly { readonly text: string; readonly values: (of: History) => unknown[] }[] = [
	{
		text: `insert into utu.item (id, organisation_id, project_id, project_version, batch_id, key, sha256, language, themes, chars, stage, hazards, severity, views_wanted, created_at)
			select id, $1, $2, 1, $3, id::text, sha256, 'zz', '{country:ZZ,topic:z}', 2100, 'open', '{"violence": 3}', 3, 1, $4::timestamptz - interval '7 days' from bench_seen`,
		values: ({ closed, now }) => [organisationId, closed, batchIdOf(projects * batchesPerProject), now],
	},
	{
		text: 'insert into utu.item_near (item_id, organisation_id, keys) select id, $1, keys from bench_seen',
		values: () => [organisationId],
	},
	{
		text: `insert into utu.lease (id, organisation_id, project_id, item_id, person_id, purpose, state, hazards, categories, severity, granted_at, expires_at, ended_at,
				reserved_ms, visible_ms, revealed_at, idempotency_key)
			select lease_id, $1, $2, s.id, person_id, 'annotate', 'skipped', case when severity = 3 then '{"violence": 3}' else '{}' end::jsonb,
				case when severity = 3 then '{violence}' else '{}' end::text[], severity, at, at + interval '15 minutes', at + interval '90 seconds',
				120000, 80000, at + interval '5 seconds', lease_id
			from public.bench_look l join bench_seen s on s.i = l.item order by person_id, at`,
		values: ({ closed }) => [organisationId, closed],
	},
	{
		text: `insert into utu.exposure (lease_id, person_id, organisation_id, purpose, severity, categories, started_at, ended_at, visible_ms, presentation)
			select lease_id, person_id, $1, 'annotate', severity, case when severity = 3 then '{violence}' else '{}' end::text[],
				at + interval '5 seconds', at + interval '90 seconds', 80000, '{}' from public.bench_look order by person_id, at`,
		values: () => [organisationId],
	},
	{
		text: `insert into utu.exposure_hour (person_id, hour, weighted_ms, weighted_views, weight_max)
			select person_id, hour, sum(ms), sum(views), 1 from (
				select person_id, date_trunc('hour', at + interval '90 seconds', 'UTC') as hour, 80000 as ms, 1 as views from public.bench_look where severity = 3
				union all select person_id, date_trunc('hour', at + interval '5 seconds', 'UTC'), 0, 0 from public.bench_look where severity = 3) x
			group by person_id, hour`,
		values: () => [],
	},
	{
		text: 'insert into utu.seen (person_id, sha256, seen_at) select person_id, s.sha256, at from public.bench_look l join bench_seen s on s.i = l.item',
		values: () => [],
	},
	{
		text: `insert into utu.seen_near (person_id, key, seen_at)
			select person_id, key, at from public.bench_look l join bench_seen s on s.i = l.item, unnest(s.keys) key order by person_id, key on conflict do nothing`,
		values: () => [],
	},
	{
		text: `insert into utu.work_time (organisation_id, project_id, person_id, hour, work_ms)
			select $1, $2, person_id, date_trunc('hour', at, 'UTC'), count(*) * 90000 from public.bench_look group by person_id, date_trunc('hour', at, 'UTC')`,
		values: ({ closed }) => [organisationId, closed],
	},
	{
		text: `update utu.person_account a set last_severity = 3, last_ended_at = l.at + interval '90 seconds'
			from (select person_id, max(at) as at from public.bench_look group by person_id) l where l.person_id = a.person_id`,
		values: () => [],
	},
];
