-- Review: who looks again at what was answered, what was found, and what its worker says to it. No row here names a person:
-- workers and reviewers stand under the project's pseudonym, and only a person's own transaction knows their own.

-- A look that the server asks for: at an answer (`review`, `double-review`, `contest`) or at an undecided point (`adjudicate`).
create table utu.review (
	id uuid primary key,
	organisation_id uuid not null references utu.organisation,
	project_id uuid not null references utu.project,
	item_id uuid not null references utu.item,
	kind text not null check (kind in ('review', 'double-review', 'contest', 'adjudicate')),
	-- Whose answer it is about; none where an item is adjudicated.
	answer_id uuid references utu.answer,
	worker_id uuid,
	-- How likely the answer was to be drawn; none where nothing was drawn by chance.
	drawn_share real check (drawn_share > 0 and drawn_share <= 1),
	created_at timestamptz not null,
	state text not null check (state in ('waiting', 'answered', 'judged', 'void')),
	-- In somebody's hands until then, under this lease.
	lease_id uuid,
	held_until timestamptz,
	-- What the reviewer would have answered, before seeing what the worker did.
	reviewer_id uuid,
	answers jsonb,
	answered_at timestamptz,
	-- Whether the worker's answer can stand, and why.
	verdict text check (verdict in ('right', 'wrong')),
	reason text check (char_length(reason) <= 1000),
	note text check (char_length(note) <= 2000),
	judged_at timestamptz,
	check ((kind = 'adjudicate') = (answer_id is null)),
	check ((answer_id is null) = (worker_id is null)),
	check (state <> 'judged' or (reviewer_id is not null and answers is not null and judged_at is not null)),
	check (reviewer_id is null or worker_id is null or reviewer_id <> worker_id)
);
create index review_waiting on utu.review (organisation_id, created_at, id) where state in ('waiting', 'answered');
create index review_answer on utu.review (answer_id);
create index review_item on utu.review (item_id);
create index review_project on utu.review (project_id, worker_id) where state = 'judged';
create index review_reviewer on utu.review (reviewer_id);
create unique index review_once on utu.review (answer_id, kind) where answer_id is not null;
create unique index review_adjudicate on utu.review (item_id) where kind = 'adjudicate';

-- What the worker says to a verdict. It is decided by somebody else, or lapses in the worker's favour.
create table utu.contest (
	review_id uuid primary key references utu.review,
	organisation_id uuid not null references utu.organisation,
	project_id uuid not null references utu.project,
	worker_id uuid not null,
	sentence text not null check (char_length(sentence) between 1 and 1000),
	filed_at timestamptz not null,
	lapses_at timestamptz not null,
	outcome text check (outcome in ('upheld', 'overturned', 'lapsed')),
	decided_at timestamptz,
	check ((outcome is null) = (decided_at is null))
);
create index contest_open on utu.contest (lapses_at) where outcome is null;

-- In which team a pseudonym works, as its own person's transaction knows: whose sample an analyst is given, not who it is.
create table utu.worker_team (
	worker_id uuid primary key references utu.project_worker (worker_id),
	organisation_id uuid not null references utu.organisation,
	team_id uuid not null references utu.team
);

-- What can be said of somebody's answers, computed in that person's own transaction from verdicts alone. No place for an
-- item, a severity, a break, a skip or a choice.
create table utu.score (
	organisation_id uuid not null references utu.organisation,
	person_id uuid not null references utu.person,
	-- Verdicts that count, and how many were wrong after contests.
	verdicts int not null check (verdicts >= 0),
	wrong int not null check (wrong >= 0 and wrong <= verdicts),
	-- How many wrong ones peers are expected to have on the same work.
	wrong_expected real not null,
	-- Null where there is not enough to say.
	estimate jsonb,
	-- Natural logarithm of the evidence against "as good as peers are expected to be on these items".
	log_evidence real not null,
	computed_at timestamptz not null,
	primary key (organisation_id, person_id)
);

-- When the server last drew a sample, an organisation at a time.
create table utu.review_draw (
	organisation_id uuid primary key references utu.organisation,
	drawn_to timestamptz not null
);

-- The place of a lease's end in the order of its person's leases and choices: clocks may go back.
alter table utu.lease add column ended_seq bigint;

alter table utu.decision drop constraint decision_reason_check;
alter table utu.decision add constraint decision_reason_check
	check (reason in ('certain', 'cap', 'no-gain', 'text', 'inherited', 'adjudicated'));
create index answer_answered on utu.answer (organisation_id, answered_at) where status = 'counted' and basis = 'viewed';

do $$
declare name text;
begin
	foreach name in array array['review', 'contest', 'review_draw', 'worker_team'] loop
		execute format('alter table utu.%I enable row level security', name);
		execute format('alter table utu.%I force row level security', name);
		execute format('create policy organisation on utu.%I to utu_app using (organisation_id = utu.org()) with check (organisation_id = utu.org())', name);
		execute format('grant select, insert, update on utu.%I to utu_app', name);
	end loop;
end
$$;
-- What was answered and found is not rewritten into another item's or worker's.
revoke update on utu.review, utu.contest from utu_app;
grant update (state, lease_id, held_until, reviewer_id, answers, answered_at, verdict, reason, note, judged_at) on utu.review to utu_app;
grant update (outcome, decided_at) on utu.contest to utu_app;

-- Read by who leads; written in the transaction of the one it is about, and in no other.
alter table utu.score enable row level security;
alter table utu.score force row level security;
create policy organisation on utu.score for select to utu_app using (organisation_id = utu.org());
create policy mine_insert on utu.score for insert to utu_app with check (organisation_id = utu.org() and person_id = utu.me());
create policy mine_update on utu.score for update to utu_app
	using (organisation_id = utu.org() and person_id = utu.me()) with check (organisation_id = utu.org() and person_id = utu.me());
grant select, insert, update on utu.score to utu_app;
