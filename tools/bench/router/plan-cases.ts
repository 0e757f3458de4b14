import type pg from 'pg';
import { idOf, organisationId, projectIdOf, writing } from './ground.ts';

/** Somebody for whom a claim may be dear. */
export type PlanCase = { readonly name: string; readonly personId: string; readonly projectId: string | undefined };

const kind = 7;
const historyDays = 500;

/** Adds people to the bench's newest cohort for whom something is extreme. */
export const layCases = async (
	client: pg.Client,
	now: Date,
): Promise<{ readonly people: readonly PlanCase[]; readonly warmUp: string }> => {
	const sample = async (each: number, nth: number): Promise<string> => {
		const { rows } = await client.query<{ id: string }>(
			'select id from public.bench_worker where n % $1::int = $2::int order by n desc limit 1',
			[each, nth],
		);
		return rows[0]?.id ?? '';
	};
	const [seen, nearly, long] = [idOf(kind, 1), idOf(kind, 2), idOf(kind, 3)];
	await writing(client, async () => {
		await client.query('delete from utu.seen where person_id = any ($1)', [[seen, nearly, long]]);
		for (const id of [seen, nearly, long]) await addPerson(client, { id, now });
		const seenItems = await addSeen(client, { seen, nearly, now });
		await addLongHistory(client, { id: long, now });
		await client.query(
			'analyze utu.seen; analyze utu.seen_near; analyze utu.exposure; analyze utu.exposure_hour; analyze utu.lease',
		);
		console.log(`  ${seenItems} items seen at the head of a lane, ${historyDays} days of history`);
	});
	const people: readonly PlanCase[] = [
		{ name: 'ordinary', personId: await sample(10, 2), projectId: undefined },
		{ name: 'hard: one lane of 640', personId: await sample(20, 0), projectId: undefined },
		{ name: 'none: may enter no lane', personId: await sample(20, 10), projectId: undefined },
		{ name: 'has seen the head of the only lane', personId: seen, projectId: projectIdOf(0) },
		{ name: 'has seen near duplicates of the head of the only lane', personId: nearly, projectId: projectIdOf(0) },
		{ name: 'a long history', personId: long, projectId: undefined },
	];
	return { people, warmUp: await sample(10, 1) };
};

const addPerson = async (client: pg.Client, options: { readonly id: string; readonly now: Date }): Promise<void> => {
	const { id, now } = options;
	await client.query(
		`insert into utu.person (id, display_name, created_at) values ($1, 'case', $2) on conflict do nothing`,
		[id, now],
	);
	await client.query('insert into utu.person_account (person_id) values ($1) on conflict do nothing', [id]);
	await client.query(
		`insert into utu.shift (id, organisation_id, person_id, starts_at, ends_at, planned_ends_at, time_zone, planned_by, created_at)
		values (gen_random_uuid(), $2, $1, $3::timestamptz - interval '1 minute', $3::timestamptz + interval '3 hours', $3::timestamptz + interval '3 hours', 'UTC', 'person', $3)`,
		[id, organisationId, now],
	);
};

/** The first of the longest mild lane: known by content to one person, by near duplicates to another. Neither may enter a lane beside it. */
const addSeen = async (
	client: pg.Client,
	options: { readonly seen: string; readonly nearly: string; readonly now: Date },
): Promise<number> => {
	const { seen, nearly, now } = options;
	await client.query(
		`insert into utu.consent (person_id, project_id, organisation_id, categories, answered_at)
		select unnest($1::uuid[]), $2, $3, '{}', $4 on conflict do nothing`,
		[[seen, nearly], projectIdOf(0), organisationId, now],
	);
	await client.query(
		`insert into utu.exclusion (person_id, kind, value) select id, e.kind, e.value from unnest($1::uuid[]) id,
			(values ('language', 'fr'), ('language', 'sw'), ('category', 'harassment')) e (kind, value) on conflict do nothing`,
		[[seen, nearly]],
	);
	await client.query(
		`create temporary table bench_head as
		select i.id, i.sha256 from utu.item i join public.bench_lane l on l.n = 0 and l.lane_id = i.lane_id
		where i.stage = 'open' and i.views + i.views_active < i.views_wanted order by i.queue_order, i.id limit 20000`,
	);
	const { rowCount } = await client.query(
		`insert into utu.seen (person_id, sha256, seen_at) select $1, sha256, $2 from bench_head i on conflict do nothing`,
		[seen, now],
	);
	await client.query(
		`insert into utu.seen_near (person_id, key, seen_at) select $1, n.keys[12], $2 from bench_head i join utu.item_near n on n.item_id = i.id on conflict do nothing`,
		[nearly, now],
	);
	// The lane beside it, where nobody knows the language, is short: all of it.
	await client.query(
		`insert into utu.seen (person_id, sha256, seen_at) select p.id, i.sha256, $2 from unnest($1::uuid[]) p (id), utu.item i
			join public.bench_lane l on l.project = 0 and l.language is null and l.severity = 0 and l.lane_id = i.lane_id on conflict do nothing`,
		[[seen, nearly], now],
	);
	return rowCount ?? 0;
};

/** Thirty looks a day, severity 3, over more than a year, none in the last month. */
const addLongHistory = async (
	client: pg.Client,
	options: { readonly id: string; readonly now: Date },
): Promise<void> => {
	const { id, now } = options;
	await client.query(
		`insert into utu.consent (person_id, project_id, organisation_id, categories, answered_at)
		select $1, p.id, $2, '{violence,hate,harassment,violence/graphic}', $3 from utu.project p where p.state = 'open' on conflict do nothing`,
		[id, organisationId, now],
	);
	await client.query(
		`create temporary table bench_long as select gen_random_uuid() as lease_id, $1::timestamptz - (30 + d) * interval '1 day' + k * interval '4 minutes' as at
		from generate_series(1, $2::int) d, generate_series(1, 30) k`,
		[now, historyDays],
	);
	await client.query(
		`insert into utu.lease (id, organisation_id, project_id, item_id, person_id, purpose, state, hazards, categories, severity, granted_at, expires_at, ended_at,
			reserved_ms, visible_ms, revealed_at, idempotency_key)
		select lease_id, $2, i.project_id, i.id, $1, 'annotate', 'skipped', '{"violence": 3}', '{violence}', 3, at, at + interval '15 minutes', at + interval '90 seconds',
			120000, 80000, at + interval '5 seconds', lease_id from bench_long, (select id, project_id from utu.item where project_id = $3 limit 1) i`,
		[id, organisationId, projectIdOf(20)],
	);
	await client.query(
		`insert into utu.exposure (lease_id, person_id, organisation_id, purpose, severity, categories, started_at, ended_at, visible_ms, presentation)
		select lease_id, $1, $2, 'annotate', 3, '{violence}', at + interval '5 seconds', at + interval '90 seconds', 80000, '{}' from bench_long`,
		[id, organisationId],
	);
	await client.query(
		`insert into utu.exposure_hour (person_id, hour, weighted_ms, weighted_views, weight_max)
		select $1, date_trunc('hour', at, 'UTC'), sum(80000), count(*), 1 from bench_long group by date_trunc('hour', at, 'UTC') on conflict do nothing`,
		[id],
	);
	await client.query('drop table bench_long');
};
