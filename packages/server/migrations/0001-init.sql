-- Product tables. Every one carries the organisation or the person, and row-level security is forced on all of them.
-- The application's role owns nothing and is given the organisation and the person by SET LOCAL in each transaction.

do $$
begin
	if not exists (select from pg_roles where rolname = 'utu_app') then create role utu_app nologin; end if;
	if not exists (select from pg_roles where rolname = 'utu_dispatch') then create role utu_dispatch nologin; end if;
end
$$;
-- Who migrates may act as them, and as nobody else: a superuser can anyway.
grant utu_app, utu_dispatch to current_user;

create schema utu;
grant usage on schema utu to utu_app, utu_dispatch;

create function utu.org() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('utu.organisation', true), '')::uuid $$;

create function utu.me() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('utu.person', true), '')::uuid $$;

-- people -------------------------------------------------------------------------------------------------------------

create table utu.organisation (
	id uuid primary key,
	name text not null,
	join_code text not null unique,
	support_contact text,
	created_at timestamptz not null
);

create table utu.person (
	id uuid primary key,
	display_name text not null,
	locale text not null default 'en',
	time_zone text not null default 'UTC',
	created_at timestamptz not null
);

create table utu.team (
	id uuid primary key,
	organisation_id uuid not null references utu.organisation,
	name text not null,
	analyst_id uuid references utu.person,
	created_at timestamptz not null
);

create table utu.membership (
	organisation_id uuid not null references utu.organisation,
	person_id uuid not null references utu.person,
	display_name text not null,
	roles text[] not null check (roles <@ array['worker','analyst','operator','client','representative','admin']),
	team_id uuid references utu.team,
	joined_at timestamptz not null,
	primary key (organisation_id, person_id)
);
create index membership_person on utu.membership (person_id);

-- projects -----------------------------------------------------------------------------------------------------------

create table utu.project (
	id uuid primary key,
	organisation_id uuid not null references utu.organisation,
	name text not null,
	state text not null check (state in ('draft', 'open', 'paused', 'closed')),
	version int not null,
	created_at timestamptz not null
);
create index project_organisation on utu.project (organisation_id);

create table utu.project_version (
	project_id uuid not null references utu.project,
	version int not null,
	organisation_id uuid not null references utu.organisation,
	definition jsonb not null,
	created_at timestamptz not null,
	primary key (project_id, version)
);

-- intake -------------------------------------------------------------------------------------------------------------

create table utu.batch (
	id uuid primary key,
	organisation_id uuid not null references utu.organisation,
	project_id uuid not null references utu.project,
	source text not null,
	day date not null,
	-- Set by a surprise: from then on only people who said yes to `unscreened` are given its items.
	quarantined_at timestamptz,
	-- The quarantine's items still stand in their old lanes; the first-pass loop moves them.
	relane boolean not null default false,
	-- Counts how often the question what the batch holds was opened: by intake, and by every surprise.
	screen_round int not null default 1,
	created_at timestamptz not null,
	unique (project_id, source, day)
);

-- Items of equal eligibility: project, language, what they may hold. A person's lanes are found in this small table.
create table utu.lane (
	id bigint generated always as identity primary key,
	organisation_id uuid not null references utu.organisation,
	project_id uuid not null references utu.project,
	signature text not null,
	language text,
	hazards jsonb not null,
	-- Categories at severity 2 or more, which need consent; any at 1 or more, which an exclusion forbids; and what nothing scored.
	categories text[] not null,
	categories_any text[] not null,
	uncovered text[] not null,
	severity smallint not null check (severity between 0 and 4),
	themes text[] not null,
	unique (project_id, signature)
);

create table utu.item (
	id uuid primary key,
	organisation_id uuid not null references utu.organisation,
	project_id uuid not null references utu.project,
	project_version int not null,
	batch_id uuid not null references utu.batch,
	key text not null,
	sha256 bytea not null,
	language text,
	themes text[] not null default '{}',
	meta jsonb,
	chars int not null,
	stage text not null check (stage in ('first-pass', 'open', 'decided', 'duplicate')),
	duplicate_of uuid references utu.item,
	-- First pass. `hazards` is what a person is told and consents to; raised by surprises, lowered only by a new pass.
	hazards jsonb not null default '{"unscreened":4}',
	hazards_floor jsonb not null default '{}',
	severity smallint not null default 4 check (severity between 0 and 4),
	uncovered text[] not null default '{}',
	sentence_severities smallint[],
	label_prior jsonb,
	model_version int,
	first_pass_attempts smallint not null default 0,
	first_pass_due timestamptz,
	-- Routing. `views_wanted` grows by one when certainty asks for another pair of eyes.
	lane_id bigint references utu.lane,
	queue_order double precision not null default 0,
	views_wanted smallint not null default 0,
	views smallint not null default 0,
	views_active smallint not null default 0 check (views_active >= 0),
	due_at timestamptz,
	-- The round of its batch's screening in which a scout has looked at it: an item counts once in a sample.
	scouted_round int not null default 0,
	-- What scouts found in it in that round: a find counts once, whoever made it.
	scouted_found text[] not null default '{}',
	-- Consensus.
	posterior jsonb,
	certainty real,
	created_at timestamptz not null,
	decided_at timestamptz,
	unique (project_id, key)
);
create index item_content_hash on utu.item (project_id, sha256);
create index item_queue on utu.item (lane_id, queue_order, id) where stage = 'open' and views + views_active < views_wanted;
create index item_first_pass on utu.item (organisation_id, first_pass_due) where stage = 'first-pass';
create index item_batch on utu.item (batch_id);
create index item_duplicates on utu.item (duplicate_of) where duplicate_of is not null;
create index item_export on utu.item (project_id, id);

-- The content stands apart: only first pass, granted looks and the data set read it.
create table utu.item_content (
	item_id uuid primary key references utu.item,
	organisation_id uuid not null references utu.organisation,
	text text not null
);

-- first pass ---------------------------------------------------------------------------------------------------------

create table utu.predictor_model (
	organisation_id uuid not null references utu.organisation,
	project_id uuid not null references utu.project,
	version int not null,
	kind text not null,
	weights bytea not null,
	report jsonb not null,
	trained_on int not null,
	created_at timestamptz not null,
	primary key (project_id, version)
);

-- What scouts found of a category that no predictor covers, batch by batch.
create table utu.batch_screen (
	batch_id uuid not null references utu.batch,
	category text not null,
	-- A surprise opens the question anew: the next round counts from nothing, and the rounds before stay on record.
	screen_round int not null,
	organisation_id uuid not null references utu.organisation,
	looked int not null default 0,
	found int not null default 0,
	cleared_at timestamptz,
	primary key (batch_id, category, screen_round)
);

create table utu.surprise (
	id uuid primary key,
	organisation_id uuid not null references utu.organisation,
	project_id uuid not null references utu.project,
	item_id uuid not null references utu.item,
	batch_id uuid not null references utu.batch,
	category text,
	severity_before smallint not null,
	severity_after smallint not null,
	model_version int,
	created_at timestamptz not null
);
create index surprise_project on utu.surprise (project_id);

-- the person's account: readable by that person and the router -------------------------------------------------------

-- One row a person, over all organisations: locking it orders all that is charged to the person.
create table utu.person_account (
	person_id uuid primary key references utu.person,
	version bigint not null default 0,
	-- The person's own lower limits.
	limits jsonb not null default '{}',
	-- The run since the last break of ten minutes: all work, and severe content by weight. It begins anew after a break.
	work_run_ms bigint not null default 0,
	severe_run_ms bigint not null default 0,
	last_severity smallint not null default 0,
	last_ended_at timestamptz
);

create table utu.consent (
	person_id uuid not null references utu.person,
	project_id uuid not null references utu.project,
	organisation_id uuid not null references utu.organisation,
	categories text[] not null,
	answered_at timestamptz not null,
	primary key (person_id, project_id)
);

create table utu.exclusion (
	person_id uuid not null references utu.person,
	kind text not null check (kind in ('category', 'theme', 'country', 'language')),
	value text not null,
	primary key (person_id, kind, value)
);

-- The pseudonym under which a person's answers in a project are known to consensus.
create table utu.project_worker (
	project_id uuid not null references utu.project,
	person_id uuid not null references utu.person,
	organisation_id uuid not null references utu.organisation,
	worker_id uuid not null unique,
	primary key (project_id, person_id)
);

create table utu.lease (
	id uuid primary key,
	organisation_id uuid not null references utu.organisation,
	project_id uuid not null references utu.project,
	item_id uuid not null references utu.item,
	person_id uuid not null references utu.person,
	purpose text not null,
	state text not null check (state in ('active', 'answered', 'skipped', 'surprised', 'released', 'expired', 'withdrawn')),
	hazards jsonb not null,
	categories text[] not null,
	severity smallint not null check (severity between 0 and 4),
	granted_at timestamptz not null,
	expires_at timestamptz not null,
	ended_at timestamptz,
	-- The reservation: for how long content may be visible. Charged when granted, settled when the lease ends.
	reserved_ms int not null check (reserved_ms >= 0),
	visible_ms int not null default 0 check (visible_ms >= 0),
	visible_since timestamptz,
	revealed_at timestamptz,
	revealed_sentences int[] not null default '{}',
	extensions smallint not null default 0,
	draft jsonb,
	idempotency_key uuid not null unique
);
create unique index lease_active_person on utu.lease (person_id) where state = 'active';
create index lease_due on utu.lease (expires_at) where state = 'active';
create index lease_person on utu.lease (person_id, granted_at desc);
create index lease_item on utu.lease (item_id);

-- Append-only: what a person has seen. Only leases that were revealed leave a row.
create table utu.exposure (
	lease_id uuid primary key references utu.lease,
	person_id uuid not null references utu.person,
	organisation_id uuid not null references utu.organisation,
	purpose text not null,
	severity smallint not null check (severity between 0 and 4),
	categories text[] not null,
	started_at timestamptz not null,
	ended_at timestamptz not null,
	visible_ms int not null check (visible_ms >= 0),
	presentation jsonb not null,
	check (ended_at >= started_at)
);
create index exposure_window on utu.exposure (person_id, ended_at);
create index exposure_severe on utu.exposure (person_id, ended_at) where severity >= 2;

-- Content that a person has been given, in any project: `once`.
create table utu.seen (
	person_id uuid not null references utu.person,
	sha256 bytea not null,
	seen_at timestamptz not null,
	primary key (person_id, sha256)
);

-- Paid time by the hour. It does not know which item, how severe, or how it ended.
create table utu.work_time (
	organisation_id uuid not null references utu.organisation,
	project_id uuid not null references utu.project,
	person_id uuid not null references utu.person,
	hour timestamptz not null,
	work_ms bigint not null,
	primary key (organisation_id, project_id, person_id, hour)
);

-- annotation and consensus -------------------------------------------------------------------------------------------

create table utu.answer (
	id uuid primary key,
	organisation_id uuid not null references utu.organisation,
	project_id uuid not null references utu.project,
	item_id uuid not null references utu.item,
	worker_id uuid not null,
	purpose text not null,
	-- `viewed` counts as an independent view; `unseen` was given without looking: it trains nothing and scores nobody.
	basis text not null check (basis in ('viewed', 'unseen')),
	status text not null check (status in ('counted', 'kept')),
	answers jsonb not null,
	hazards_found jsonb not null default '{}',
	consensus_due boolean not null,
	-- A scout's look that has not been counted towards its batch.
	screen_due boolean not null,
	idempotency_key uuid not null unique,
	answered_at timestamptz not null,
	unique (item_id, worker_id)
);
create index answer_consensus on utu.answer (organisation_id, answered_at) where consensus_due;
create index answer_project on utu.answer (project_id, item_id);

-- How a worker is expected to answer one part of a question: Dirichlet counts by class and answer, row by row.
create table utu.worker_model (
	project_id uuid not null references utu.project,
	question text not null,
	part smallint not null,
	worker_id uuid not null,
	organisation_id uuid not null references utu.organisation,
	counts real[] not null,
	prior real[] not null,
	strength real not null,
	primary key (project_id, question, part, worker_id)
);

-- The same for somebody without labels, and the share of each class; `labels` is how many the fit had seen.
create table utu.crowd_model (
	project_id uuid not null references utu.project,
	question text not null,
	part smallint not null,
	organisation_id uuid not null references utu.organisation,
	newcomer real[] not null,
	strength real not null,
	class_prior real[] not null,
	labels int not null,
	fitted_at timestamptz not null,
	primary key (project_id, question, part)
);

create table utu.decision (
	id uuid primary key,
	organisation_id uuid not null references utu.organisation,
	project_id uuid not null references utu.project,
	item_id uuid not null references utu.item,
	reason text not null check (reason in ('certain', 'cap', 'no-gain', 'text', 'inherited')),
	answers jsonb not null,
	posterior jsonb not null,
	certainty real not null,
	views smallint not null,
	severity smallint not null,
	method text not null,
	decided_at timestamptz not null,
	superseded_at timestamptz
);
create unique index decision_current on utu.decision (item_id) where superseded_at is null;
create index decision_project on utu.decision (project_id, decided_at);

-- What was decided of an item, its exact duplicates inherit; they are shown to nobody. Idempotent.
create function utu.inherit_decision(original uuid, at timestamptz) returns bigint language sql as $$
	with heirs as (
		update utu.item d set decided_at = at
		from utu.decision o
		where d.duplicate_of = original and d.decided_at is null and o.item_id = original and o.superseded_at is null
		returning d.id, d.organisation_id, d.project_id, o.answers, o.posterior, o.certainty, o.severity, o.method
	), inherited as (
		insert into utu.decision (id, organisation_id, project_id, item_id, reason, answers, posterior, certainty, views, severity, method, decided_at)
		select gen_random_uuid(), organisation_id, project_id, id, 'inherited', answers, posterior, certainty, 0, severity, method, at from heirs
		returning 1
	)
	select count(*) from inherited
$$;

-- delivery -----------------------------------------------------------------------------------------------------------

create table utu.webhook (
	id uuid primary key,
	organisation_id uuid not null references utu.organisation,
	project_id uuid not null references utu.project,
	url text not null,
	secret text not null,
	events text[] not null,
	active boolean not null,
	created_at timestamptz not null
);
create index webhook_project on utu.webhook (project_id);

create table utu.outbox (
	id uuid primary key,
	organisation_id uuid not null references utu.organisation,
	project_id uuid not null references utu.project,
	webhook_id uuid not null references utu.webhook,
	event text not null,
	payload jsonb not null,
	state text not null check (state in ('pending', 'delivered', 'dead')),
	attempts smallint not null default 0,
	next_attempt_at timestamptz,
	last_error text,
	created_at timestamptz not null,
	delivered_at timestamptz
);
create index outbox_due on utu.outbox (organisation_id, next_attempt_at) where state = 'pending';
create index outbox_project on utu.outbox (project_id, created_at desc, id);

-- row-level security -------------------------------------------------------------------------------------------------

do $$
declare name text;
begin
	foreach name in array array['organisation','person','team','membership','project','project_version','batch','lane','item',
		'item_content','predictor_model','batch_screen','surprise','person_account','consent','exclusion','project_worker','lease',
		'exposure','seen','work_time','answer','worker_model','crowd_model','decision','webhook','outbox'] loop
		execute format('alter table utu.%I enable row level security', name);
		execute format('alter table utu.%I force row level security', name);
	end loop;
	-- The organisation's rows.
	foreach name in array array['team','project','project_version','batch','lane','item','item_content','predictor_model',
		'batch_screen','surprise','answer','worker_model','crowd_model','decision','webhook','outbox','work_time'] loop
		execute format('create policy organisation on utu.%I to utu_app using (organisation_id = utu.org()) with check (organisation_id = utu.org())', name);
		execute format('grant select, insert, update on utu.%I to utu_app', name);
	end loop;
	-- The person's rows: nobody else's transaction sees them, whatever its organisation.
	foreach name in array array['person_account','consent','exclusion','project_worker','lease','exposure','seen'] loop
		execute format('create policy mine on utu.%I to utu_app using (person_id = utu.me()) with check (person_id = utu.me())', name);
		execute format('grant select, insert on utu.%I to utu_app', name);
	end loop;
end
$$;

-- What is never rewritten: exposures, answers' content, versions of a form.
grant update on utu.person_account, utu.consent, utu.lease to utu_app;
grant delete on utu.exclusion, utu.seen to utu_app;

revoke update on utu.project_version, utu.answer, utu.item_content, utu.surprise, utu.predictor_model from utu_app;
grant update (consensus_due, screen_due) on utu.answer to utu_app;

create policy own on utu.organisation to utu_app using (id = utu.org()) with check (id = utu.org());
-- A join code is looked up before the organisation is known: by its exact value only.
create policy by_join_code on utu.organisation for select to utu_app
	using (join_code = nullif(current_setting('utu.join_code', true), ''));
grant select, insert, update on utu.organisation to utu_app;

create policy mine on utu.person to utu_app using (id = utu.me()) with check (id = utu.me());
grant select, insert, update on utu.person to utu_app;

create policy organisation on utu.membership to utu_app using (organisation_id = utu.org()) with check (organisation_id = utu.org());
create policy mine on utu.membership for select to utu_app using (person_id = utu.me());
grant select, insert, update on utu.membership to utu_app;

-- The dispatcher finds which organisation has work due, and which lease has ended; nothing else of either.
create policy dispatch on utu.organisation for select to utu_dispatch using (true);
create policy dispatch on utu.item for select to utu_dispatch using (true);
create policy dispatch on utu.answer for select to utu_dispatch using (true);
create policy dispatch on utu.outbox for select to utu_dispatch using (true);
create policy dispatch on utu.batch for select to utu_dispatch using (true);
create policy dispatch on utu.lease for select to utu_dispatch using (true);
grant select (id) on utu.organisation to utu_dispatch;
grant select (organisation_id, stage, first_pass_due) on utu.item to utu_dispatch;
grant select (organisation_id, consensus_due, answered_at) on utu.answer to utu_dispatch;
grant select (organisation_id, state, next_attempt_at) on utu.outbox to utu_dispatch;
grant select (organisation_id, relane) on utu.batch to utu_dispatch;
grant select (id, organisation_id, person_id, state, expires_at) on utu.lease to utu_dispatch;
