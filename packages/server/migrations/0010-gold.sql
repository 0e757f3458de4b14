-- Gold: items on which experts agree who looked apart from each other. It trains, and scores nobody.

alter table utu.review drop constraint review_check;
alter table utu.review drop constraint review_kind_check;
alter table utu.review add constraint review_kind_check check (kind in ('review', 'double-review', 'contest', 'adjudicate', 'gold'));
alter table utu.review add constraint review_answer_check check ((kind in ('adjudicate', 'gold')) = (answer_id is null));
create index review_gold on utu.review (item_id) where kind = 'gold';

-- Whether the content was new to the person when it was granted. Only then does giving it back unlooked make it new again.
alter table utu.lease add column first_look boolean not null default true;
create index review_lease on utu.review (lease_id);

create table utu.gold (
	item_id uuid primary key references utu.item,
	organisation_id uuid not null references utu.organisation,
	project_id uuid not null references utu.project,
	-- `void`: experts differ. It trains nobody.
	state text not null check (state in ('waiting', 'gold', 'void')),
	answers jsonb,
	explanation text not null default '',
	asked_at timestamptz not null,
	settled_at timestamptz,
	check ((state = 'gold') = (answers is not null))
);
create index gold_project on utu.gold (project_id, state);

-- Whether a project's work begins with training, and what is enough: so many of the last so many answered as experts did.
create table utu.training_rule (
	project_id uuid primary key references utu.project,
	organisation_id uuid not null references utu.organisation,
	is_on boolean not null,
	items smallint not null check (items between 1 and 50),
	right_min smallint not null check (right_min between 1 and items),
	changed_at timestamptz not null
);

-- What somebody answered in training. It is theirs: no transaction but their own reads it, and no score knows it.
create table utu.training_answer (
	lease_id uuid primary key references utu.lease,
	organisation_id uuid not null references utu.organisation,
	project_id uuid not null references utu.project,
	person_id uuid not null references utu.person,
	item_id uuid not null references utu.item,
	answers jsonb not null,
	is_right boolean not null,
	answered_at timestamptz not null
);
create index training_answer_person on utu.training_answer (person_id, project_id, answered_at);

-- Who may work in a project that begins with training. Nothing takes it away.
create table utu.qualification (
	person_id uuid not null references utu.person,
	project_id uuid not null references utu.project,
	organisation_id uuid not null references utu.organisation,
	-- `nothing-left`: no training item was left for the person, and nobody is locked out for that.
	how text not null check (how in ('trained', 'nothing-left')),
	qualified_at timestamptz not null,
	primary key (person_id, project_id)
);

do $$
declare name text;
begin
	foreach name in array array['gold', 'training_rule', 'training_answer', 'qualification'] loop
		execute format('alter table utu.%I enable row level security', name);
		execute format('alter table utu.%I force row level security', name);
	end loop;
	foreach name in array array['gold', 'training_rule'] loop
		execute format('create policy organisation on utu.%I to utu_app using (organisation_id = utu.org()) with check (organisation_id = utu.org())', name);
		execute format('grant select, insert, update on utu.%I to utu_app', name);
	end loop;
	foreach name in array array['training_answer', 'qualification'] loop
		execute format('create policy mine on utu.%I to utu_app using (person_id = utu.me()) with check (person_id = utu.me())', name);
		execute format('grant select, insert on utu.%I to utu_app', name);
	end loop;
end
$$;
