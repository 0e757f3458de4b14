import { type Plant, plant, sql } from './plant.ts';
import type { World } from './world.ts';
import { day, projectId, start } from './world-ground.ts';

const tomorrow = start + day;

/** A judged review of the first answer, by the person of another one. */
const judge = (world: World, kind: 'review' | 'double-review', verdict: 'right' | 'wrong'): Promise<unknown> =>
	world.query(
		`insert into utu.review (id, organisation_id, project_id, item_id, kind, answer_id, worker_id, created_at, state, reviewer_id, answers, answered_at,
			verdict, judged_at)
		select gen_random_uuid(), a.organisation_id, a.project_id, a.item_id, $1, a.id, a.worker_id, a.answered_at, 'judged', w.worker_id, '{}', a.answered_at,
			$2, a.answered_at
		from (select * from utu.answer order by id limit 1) a, lateral (
			select worker_id from utu.project_worker w where w.worker_id <> a.worker_id order by w.worker_id limit 1) w`,
		[kind, verdict],
	);

const contested = (name: string, breaks: Plant['breaks'], end: { readonly outcome: string; readonly days: number }) =>
	plant(name, breaks, async (world) => {
		await judge(world, 'review', 'wrong');
		await world.query(
			`insert into utu.contest (review_id, organisation_id, project_id, worker_id, sentence, filed_at, lapses_at, outcome, decided_at)
			select id, organisation_id, project_id, worker_id, 'Why?', judged_at, judged_at + interval '7 days', $1, judged_at + make_interval(days => $2)
			from utu.review where kind = 'review'`,
			[end.outcome, end.days],
		);
	});

/** Faults in what was decided, and in the tables themselves. */
export const decided: readonly Plant[] = [
	sql('decisions: a decided item without one', ['decisions'], `delete from utu.decision where reason = 'inherited'`),
	plant('decisions: a review that was answered is lost', ['decisions'], async (world) => {
		await world.look({ personId: await world.addPerson(), at: tomorrow, purpose: 'review' });
	}),
	plant('decisions: one person judged an answer twice', ['decisions'], async (world) => {
		await judge(world, 'review', 'right');
		await judge(world, 'double-review', 'right');
	}),
	contested('allowed: a contest that lapsed in time', [], { outcome: 'lapsed', days: 7 }),
	contested('decisions: a contest that lapsed too soon', ['decisions'], { outcome: 'lapsed', days: 6 }),
	contested('decisions: a contest that was upheld by nobody', ['decisions'], { outcome: 'upheld', days: 1 }),
	sql(
		'dose-is-private: anybody says what is said of somebody',
		['dose-is-private'],
		'create policy said on utu.score for insert to utu_app with check (verdicts > 0)',
	),
	sql(
		'decisions: the one that stood is superseded',
		['decisions'],
		`update utu.decision set superseded_at = decided_at + interval '1 h' where views = 2`,
	),
	sql(
		'decisions: an open item with one',
		['decisions'],
		`update utu.item set stage = 'open', decided_at = null where id = (select item_id from utu.decision where views = 2)`,
	),
	sql('decisions: more views than answers', ['decisions'], `update utu.decision set views = 3 where views = 2`),
	sql(
		'decisions: an acknowledged answer is lost',
		['decisions', 'fewest-eyes'],
		`delete from utu.answer where item_id in (select item_id from utu.decision where views = 2)`,
	),
	sql('decisions: an unseen answer is lost', ['decisions'], `delete from utu.answer where basis = 'unseen'`),
	plant('decisions: an answer from no lease', ['decisions'], async (world) => {
		const personId = await world.addPerson();
		await world.look({ personId, at: tomorrow });
		await world.query(
			`insert into utu.answer select $1, a.organisation_id, a.project_id, a.item_id, w.worker_id, a.purpose, 'viewed', 'kept', '{}', '{}', false, false, $1, a.answered_at
			from utu.answer a, utu.project_worker w where a.basis = 'unseen' and w.person_id = $2`,
			[projectId, personId],
		);
	}),
	sql(
		'decisions: answered without looking, and counted',
		['decisions'],
		`update utu.item set views = views + 1 where id = (select item_id from utu.answer where basis = 'unseen')`,
		`update utu.answer set status = 'counted' where basis = 'unseen'`,
	),
	sql(
		"decisions: under somebody else's pseudonym",
		['decisions'],
		`update utu.answer set worker_id = gen_random_uuid() where basis = 'unseen'`,
	),
];

export const catalog: readonly Plant[] = [
	sql(
		"dose-is-private: a manager's row joins a person to an item",
		['dose-is-private'],
		'alter table utu.answer add column person_id uuid references utu.person',
	),
	sql(
		'dose-is-private: by another name',
		['dose-is-private'],
		'alter table utu.answer add column by uuid references utu.person',
	),
	sql(
		'dose-is-private: paid time that knows the severity',
		['dose-is-private'],
		'alter table utu.work_time add column severity smallint',
	),
	sql(
		'dose-is-private: the organisation reads the ledger',
		['dose-is-private'],
		'create policy more on utu.exposure to utu_app using (organisation_id = utu.org())',
	),
	sql(
		'dose-is-private: everybody reads consents',
		['dose-is-private'],
		'create policy more on utu.consent to utu_app using (true)',
	),
	sql(
		'dose-is-private: everybody writes public keys',
		['dose-is-private'],
		'create policy more on utu.certificate_key to utu_app using (true)',
	),
	sql(
		'dose-is-private: a public key knows whose certificate it signed',
		['dose-is-private'],
		'alter table utu.certificate_key add column person_id uuid',
	),
	sql(
		'dose-is-private: the dispatcher reads who looks at what',
		['dose-is-private'],
		'grant select (item_id) on utu.lease to utu_dispatch',
	),
	sql(
		"dose-is-private: a view with its owner's rights",
		['dose-is-private'],
		'create view utu.everything as select person_id from utu.lease',
	),
	sql(
		"dose-is-private: a function with its owner's rights",
		['dose-is-private'],
		'create function utu.peek() returns bigint security definer language sql as $$ select count(*) from utu.exposure $$',
	),
	sql('dose-is-private: sign-in reads the ledger', ['dose-is-private'], 'grant select on utu.exposure to utu_auth'),
	sql('dose-is-private: everybody reads exclusions', ['dose-is-private'], 'grant select on utu.exclusion to public'),
	...(
		[
			['who looks at what', 'grant select (item_id) on utu.lease to utu_router'],
			['how severe', 'grant select (severity) on utu.lease to utu_router'],
			['what people said yes to', 'grant select (categories) on utu.consent to utu_router'],
			['the ledger', 'grant select on utu.exposure to utu_router'],
		] as const
	).map(([name, text]) => sql(`dose-is-private: the router's loop reads ${name}`, ['dose-is-private'], text)),
	sql(
		"dose-is-private: the router's loop writes the sums",
		['dose-is-private'],
		'grant update on utu.exposure_hour to utu_router',
	),
	sql(
		"dose-is-private: the router's loop is shown choices",
		['dose-is-private'],
		'create policy router on utu.choice for select to utu_router using (true)',
	),
	sql(
		'dose-is-private: the organisation reads the sums',
		['dose-is-private'],
		'create policy organisation on utu.exposure_hour to utu_app using (utu.org() is not null)',
	),
	sql(
		'dose-is-private: a year of the ledger is open by itself',
		['dose-is-private'],
		'grant select on utu.exposure_2026 to utu_app',
	),
	sql(
		"dose-is-private: a year's policy",
		['dose-is-private'],
		'create policy mine on utu.exposure_2026 to utu_app using (person_id = utu.me())',
	),
	sql(
		'dose-is-private, structural: a year without policies forced',
		['dose-is-private', 'structural'],
		'alter table utu.exposure_other no force row level security',
	),
	sql(
		'dose-is-private: capacity of somebody',
		['dose-is-private'],
		'alter table utu.capacity add column worker_id uuid',
	),
	sql(
		'dose-is-private: a column for everybody',
		['dose-is-private'],
		'grant select (limits) on utu.person_account to public',
	),
	sql(
		'mood-is-private: the organisation reads check-ins',
		['dose-is-private'],
		'create policy organisation on utu.check_in to utu_app using (utu.org() is not null)',
	),
	sql(
		'mood-is-private: the router reads check-ins',
		['dose-is-private', 'mood-is-private'],
		'grant select on utu.check_in to utu_router',
	),
	sql(
		'mood-is-private: the dispatcher reads team answers',
		['mood-is-private'],
		'grant select (value) on utu.team_answer to utu_dispatch',
	),
	sql(
		'mood-is-private: a score that refers to a check-in',
		['mood-is-private'],
		'alter table utu.worker_model add column after uuid references utu.check_in',
	),
	sql(
		'mood-is-private: a mood beside the account',
		['mood-is-private'],
		'alter table utu.person_account add column mood smallint',
	),
	sql(
		'mood-is-private: a view of check-ins',
		['mood-is-private'],
		'create view utu.late with (security_invoker) as select created_at from utu.check_in',
	),
	sql(
		'mood-is-private: when a team answer was given',
		['mood-is-private'],
		'alter table utu.team_answer add column given_at timestamptz',
	),
	sql(
		'structural: managers hear the board',
		['structural'],
		'create policy organisation on utu.voice_post to utu_app using (organisation_id = utu.org())',
	),
	sql(
		'structural: the board is heard by everybody of the organisation',
		['structural'],
		'create or replace function utu.hears_voice() returns boolean language sql stable as $$ select true $$',
	),
	sql(
		'no-surveillance: a place for idle time',
		['no-surveillance'],
		'alter table utu.work_time add column idle_ms bigint',
	),
	sql(
		'structural: policies that do not bind the owner',
		['structural'],
		'alter table utu.team no force row level security',
	),
	sql('structural: a table without policies', ['structural'], 'create table utu.loose (id int)'),
	sql(
		'structural: the application owns something',
		['structural'],
		'create table public.mine (id int)',
		'alter table public.mine owner to utu_app',
	),
	sql('structural: nothing keeps a person to one lease', ['structural'], 'drop index utu.lease_active_person'),
];
