-- What audits found of a project's decisions, and whether views may be saved on their strength.
create table utu.decision_audit (
	project_id uuid primary key references utu.project,
	organisation_id uuid not null references utu.organisation,
	project_version int not null,
	-- How many verdicts, and decided contests of them, there were.
	verdicts int not null,
	-- Drawn and judged items that it rests on.
	items int not null,
	report jsonb not null,
	may_stop_early boolean not null,
	computed_at timestamptz not null
);

-- Deciding without people: only where an operator has switched it on, and only what is proven on people's blind decisions.

create table utu.auto_decide (
	project_id uuid primary key references utu.project,
	organisation_id uuid not null references utu.organisation,
	is_on boolean not null,
	-- Of what is decided as one option, at most the share `alpha` may be wrong, but for the risk `delta`.
	alpha double precision not null check (alpha > 0 and alpha <= 0.2),
	delta double precision not null check (delta > 0 and delta <= 0.2),
	-- Of what could be decided so, this share is given to people all the same, who are not told.
	audit_share double precision not null check (audit_share >= 0.05 and audit_share <= 1),
	changed_at timestamptz not null
);

-- What is proven of one model, option by option, and what audits have found since.
create table utu.auto_rule (
	project_id uuid not null references utu.project,
	model_version int not null,
	option text not null,
	organisation_id uuid not null references utu.organisation,
	alpha double precision not null,
	delta double precision not null,
	-- How often proof was looked for: each look spends a part of the risk.
	looks smallint not null default 0,
	-- Null: not proven.
	threshold double precision,
	proof_items int not null default 0,
	proof_wrong int not null default 0,
	-- Of audits of what the rule decides: counted from its proof on.
	audited int not null default 0,
	audited_wrong int not null default 0,
	suspended_at timestamptz,
	proven_at timestamptz,
	primary key (project_id, model_version, option)
);

-- An item on which people decide without the machine's proposal, and what the machine would have said.
create table utu.auto_audit (
	item_id uuid primary key references utu.item,
	organisation_id uuid not null references utu.organisation,
	project_id uuid not null references utu.project,
	model_version int not null,
	option text not null,
	confidence double precision not null check (confidence between 0 and 1),
	-- Whether the rule of that moment would have decided it: such audits watch the rule, all audits teach the next.
	accepted boolean not null,
	drawn_at timestamptz not null,
	wrong boolean,
	judged_at timestamptz,
	check ((wrong is null) = (judged_at is null))
);
create index auto_audit_open on utu.auto_audit (project_id) where judged_at is null;
create index auto_audit_model on utu.auto_audit (project_id, model_version, option) where judged_at is not null;

alter table utu.decision drop constraint decision_reason_check;
alter table utu.decision add constraint decision_reason_check
	check (reason in ('certain', 'cap', 'no-gain', 'text', 'inherited', 'adjudicated', 'machine'));
create index decision_machine on utu.decision (project_id) where reason = 'machine';

do $$
declare name text;
begin
	foreach name in array array['decision_audit', 'auto_decide', 'auto_rule', 'auto_audit'] loop
		execute format('alter table utu.%I enable row level security', name);
		execute format('alter table utu.%I force row level security', name);
		execute format('create policy organisation on utu.%I to utu_app using (organisation_id = utu.org()) with check (organisation_id = utu.org())', name);
		execute format('grant select, insert, update on utu.%I to utu_app', name);
	end loop;
end
$$;
-- What was drawn is not rewritten: an audit is judged once.
revoke update on utu.auto_audit from utu_app;
grant update (wrong, judged_at) on utu.auto_audit to utu_app;
