-- Routing: shifts, the ledger by year and by hour, what held when, near duplicates, an organisation's limits, and spread.

do $$
begin
	if not exists (select from pg_roles where rolname = 'utu_router') then create role utu_router nologin; end if;
exception
	when duplicate_object or unique_violation then null;
end
$$;
grant utu_router to current_user;
grant usage on schema utu to utu_router;

-- The order in which things happened to accounts, whatever the clocks said. It is drawn while the account is locked.
create sequence utu.account_seq;
grant usage on sequence utu.account_seq to utu_app;

-- Since when the item stands open in its lane: what was open and free at a grant can be recounted.
alter table utu.item add column opened_at timestamptz;

-- What a person chose, append-only: consents by project, exclusions, own limits, time zone. The newest holds.
create table utu.choice (
	seq bigint primary key default nextval('utu.account_seq'),
	person_id uuid not null references utu.person,
	project_id uuid references utu.project,
	kind text not null check (kind in ('consent', 'exclusions', 'limits', 'time-zone')),
	value jsonb not null,
	chosen_at timestamptz not null
);
create index choice_person on utu.choice (person_id, seq);
-- What holds now is the oldest that is known; what was leased before comes after it, in the order of the grants.
insert into utu.choice (person_id, project_id, kind, value, chosen_at)
select person_id, project_id, 'consent', to_jsonb(categories), answered_at from utu.consent
union all select id, null, 'time-zone', to_jsonb(time_zone), created_at from utu.person
union all select a.person_id, null, 'limits', a.limits, p.created_at from utu.person_account a join utu.person p on p.id = a.person_id where a.limits <> '{}'
union all select e.person_id, null, 'exclusions', jsonb_agg(jsonb_build_object('kind', e.kind, 'value', e.value)), p.created_at
	from utu.exclusion e join utu.person p on p.id = e.person_id group by e.person_id, p.created_at;
alter table utu.lease add column seq bigint;
update utu.lease l set seq = o.seq
from (select id, nextval('utu.account_seq') as seq from (select id from utu.lease order by granted_at, id) g) o where o.id = l.id;
alter table utu.lease alter column seq set default nextval('utu.account_seq'), alter column seq set not null;

-- Time at work. No lease is granted outside; all of it is paid.
create table utu.shift (
	id uuid primary key,
	organisation_id uuid not null references utu.organisation,
	person_id uuid not null references utu.person,
	starts_at timestamptz not null,
	-- Brought forward when the person ends it early; never put off.
	ends_at timestamptz not null,
	planned_ends_at timestamptz not null,
	time_zone text not null,
	planned_by text not null check (planned_by in ('person', 'organisation')),
	-- Only before it begins.
	cancelled_at timestamptz,
	created_at timestamptz not null,
	check (ends_at >= starts_at and ends_at <= planned_ends_at and planned_ends_at <= starts_at + interval '12 hours'),
	check (cancelled_at is null or cancelled_at <= starts_at)
);
create index shift_person on utu.shift (person_id, ends_at);
create index shift_organisation on utu.shift (organisation_id, starts_at);

-- Limits of an organisation other than the defaults, never above the ceiling; each is signed by the representative.
create table utu.limit_change (
	id uuid primary key,
	organisation_id uuid not null references utu.organisation,
	limits jsonb not null,
	reason text not null,
	proposed_by uuid not null references utu.person,
	proposed_at timestamptz not null,
	signed_by uuid references utu.person,
	signed_at timestamptz,
	declined_at timestamptz,
	check ((signed_by is null) = (signed_at is null)),
	check (signed_by <> proposed_by),
	check (signed_at is null or declined_at is null)
);
create index limit_change_signed on utu.limit_change (organisation_id, signed_at desc) where signed_at is not null;

-- Near duplicates: band hashes of an item's MinHash. Items that share one are held to be the same to a person.
create table utu.item_near (
	item_id uuid primary key references utu.item,
	organisation_id uuid not null references utu.organisation,
	keys bigint[] not null
);
create index item_near_keys on utu.item_near using gin (keys);

-- The bands of what a person has been given, in any project: `once`.
-- A dozen rows a look, written under the lock of that person's account: no foreign key asks for the person a dozen times.
create table utu.seen_near (
	person_id uuid not null,
	key bigint not null,
	seen_at timestamptz not null,
	primary key (person_id, key)
);

-- The ledger by year -------------------------------------------------------------------------------------------------

alter table utu.exposure rename to exposure_before;
alter index utu.exposure_window rename to exposure_before_window;
alter index utu.exposure_severe rename to exposure_before_severe;
alter table utu.exposure_before rename constraint exposure_pkey to exposure_before_pkey;

-- Append-only: what a person has seen. A lease leaves one row at most, because it ends once.
create table utu.exposure (
	lease_id uuid not null references utu.lease,
	person_id uuid not null references utu.person,
	organisation_id uuid not null references utu.organisation,
	purpose text not null,
	severity smallint not null check (severity between 0 and 4),
	categories text[] not null,
	started_at timestamptz not null,
	ended_at timestamptz not null,
	visible_ms int not null check (visible_ms >= 0),
	presentation jsonb not null,
	primary key (lease_id, ended_at),
	check (ended_at >= started_at)
) partition by range (ended_at);
create index exposure_window on utu.exposure (person_id, ended_at);

-- One table a year, the next one made ahead; what no year takes falls into `exposure_other`. Run by the owner.
create function utu.open_exposure_year(year int) returns void language plpgsql as $$
declare name text := format('exposure_%s', year);
begin
	if to_regclass('utu.' || name) is not null then return; end if;
	execute format('create table utu.%I partition of utu.exposure for values from (%L) to (%L)', name,
		make_timestamptz(year, 1, 1, 0, 0, 0, 'UTC'), make_timestamptz(year + 1, 1, 1, 0, 0, 0, 'UTC'));
	execute format('alter table utu.%I enable row level security', name);
	execute format('alter table utu.%I force row level security', name);
end
$$;
revoke execute on function utu.open_exposure_year(int) from public;
create table utu.exposure_other partition of utu.exposure default;
alter table utu.exposure_other enable row level security;
alter table utu.exposure_other force row level security;
select utu.open_exposure_year(2026), utu.open_exposure_year(2027);

insert into utu.exposure (lease_id, person_id, organisation_id, purpose, severity, categories, started_at, ended_at, visible_ms, presentation)
select lease_id, person_id, organisation_id, purpose, severity, categories, started_at, ended_at, visible_ms, presentation from utu.exposure_before;
drop table utu.exposure_before;

-- The severe part of it by hour: long windows read these, the hour on the edge whole. Weighted: severity ≥ 3 whole, 2 half.
create table utu.exposure_hour (
	person_id uuid not null references utu.person,
	hour timestamptz not null,
	weighted_ms double precision not null,
	weighted_views real not null,
	-- The heaviest weight of a look that touched this hour: it makes a date count.
	weight_max real not null,
	primary key (person_id, hour)
);
insert into utu.exposure_hour (person_id, hour, weighted_ms, weighted_views, weight_max)
select person_id, hour, sum(ms), sum(views), max(weight) from (
	select person_id, date_trunc('hour', ended_at, 'UTC') as hour, case when severity >= 3 then 1.0 else 0.5 end as weight,
		visible_ms * case when severity >= 3 then 1.0 else 0.5 end as ms, case when severity >= 3 then 1.0 else 0.5 end as views
	from utu.exposure where severity >= 2
	union all
	select person_id, date_trunc('hour', started_at, 'UTC'), case when severity >= 3 then 1.0 else 0.5 end, 0, 0 from utu.exposure where severity >= 2
) x group by person_id, hour;

-- How evenly severe content falls among people on shift, by project. Numbers of no one person; nothing where there are few.
create table utu.spread (
	project_id uuid primary key references utu.project,
	organisation_id uuid not null references utu.organisation,
	people int not null,
	-- Severe views per hour on shift: the median, and how many people are below one and a half times it.
	views_per_hour_median real not null,
	people_with_room int not null,
	counted_at timestamptz not null
);

-- What managers may see of dose: a band for a whole pool and hour, published once, with noise.
create table utu.capacity (
	organisation_id uuid not null references utu.organisation,
	hour timestamptz not null,
	band text not null check (band in ('none', 'few', 'enough', 'withheld')),
	published_at timestamptz not null,
	primary key (organisation_id, hour)
);

-- row-level security -------------------------------------------------------------------------------------------------

do $$
declare name text;
begin
	foreach name in array array['choice','shift','limit_change','item_near','seen_near','exposure','exposure_hour','spread','capacity'] loop
		execute format('alter table utu.%I enable row level security', name);
		execute format('alter table utu.%I force row level security', name);
	end loop;
	foreach name in array array['shift','limit_change','item_near','capacity'] loop
		execute format('create policy organisation on utu.%I to utu_app using (organisation_id = utu.org()) with check (organisation_id = utu.org())', name);
	end loop;
	foreach name in array array['choice','seen_near','exposure','exposure_hour'] loop
		execute format('create policy mine on utu.%I to utu_app using (person_id = utu.me()) with check (person_id = utu.me())', name);
	end loop;
end
$$;
create policy mine on utu.shift for select to utu_app using (person_id = utu.me());
create policy mine_update on utu.shift for update to utu_app using (person_id = utu.me()) with check (person_id = utu.me());
-- Read by the router, in a person's own transaction.
create policy own on utu.spread for select to utu_app using (organisation_id = utu.org() and utu.me() is not null);
grant select on utu.spread to utu_app;
grant select, insert on utu.choice, utu.exposure, utu.shift, utu.limit_change, utu.item_near to utu_app;
grant update (ends_at, cancelled_at) on utu.shift to utu_app;
grant update (signed_by, signed_at, declined_at) on utu.limit_change to utu_app;
grant select, insert, delete on utu.seen_near to utu_app;
grant select, insert, update on utu.exposure_hour to utu_app;
grant select on utu.capacity to utu_app;

-- The router's loop: how evenly severe content falls. It reads how much, of whom and when; not what, and no item.
create policy router on utu.shift for select to utu_router using (true);
create policy router on utu.exposure_hour for select to utu_router using (true);
create policy router on utu.lease for select to utu_router using (true);
create policy router on utu.consent for select to utu_router using (true);
create policy router on utu.project for select to utu_router using (true);
create policy router on utu.organisation for select to utu_router using (true);
create policy router on utu.spread to utu_router using (true) with check (true);
create policy router on utu.capacity to utu_router using (true) with check (true);
grant select (organisation_id, person_id, starts_at, ends_at, cancelled_at) on utu.shift to utu_router;
grant select (person_id, hour, weighted_ms, weighted_views) on utu.exposure_hour to utu_router;
grant select (person_id, organisation_id, granted_at) on utu.lease to utu_router;
grant select (person_id, project_id) on utu.consent to utu_router;
grant select (id, organisation_id, state) on utu.project to utu_router;
grant select (id) on utu.organisation to utu_router;
grant select, insert, update, delete on utu.spread, utu.capacity to utu_router;
