-- Support: check-ins that only the person can read, anonymous team answers, and a voice that managers cannot hear.

-- Ciphertext made in the person's browser. The server has no key, and the router never reads this table.
create table utu.check_in_key (
	person_id uuid primary key references utu.person,
	-- The data key wrapped under the passphrase and under the recovery code, with salts and parameters; opaque here.
	wrapped jsonb not null,
	-- Two pages of one person do not put two keys over one another: entries under a lost key are lost.
	version integer not null check (version >= 1),
	created_at timestamptz not null
);
create table utu.check_in (
	id uuid primary key,
	person_id uuid not null references utu.person,
	ciphertext bytea not null check (octet_length(ciphertext) <= 16384),
	created_at timestamptz not null
);
create index check_in_person on utu.check_in (person_id, id desc);

-- Submitted apart from any check-in. How often each value was said in a month, and nothing else: there is no row of one
-- person's answers, no time finer than a month, no order. Shown for 10 answers or more.
create table utu.team_answer (
	organisation_id uuid not null references utu.organisation,
	month date not null check (extract(day from month) = 1),
	question text not null check (question in ('strain', 'rest', 'support', 'say')),
	value smallint not null check (value between 0 and 10),
	n integer not null check (n >= 1),
	primary key (organisation_id, month, question, value)
);
-- That somebody has answered this month, not what.
create table utu.team_answer_given (
	person_id uuid not null references utu.person,
	organisation_id uuid not null references utu.organisation,
	month date not null,
	primary key (person_id, organisation_id, month)
);

-- Whom people can turn to.
create table utu.support_contact (
	id uuid primary key,
	organisation_id uuid not null references utu.organisation,
	position smallint not null,
	name text not null,
	about text not null,
	reach text not null,
	hours text not null,
	languages text[] not null
);
create index support_contact_organisation on utu.support_contact (organisation_id, position);

-- The board of workers and their representative. Anonymous testimony has no author at all, waits until the
-- representative shows it, and stands where it was shown, so that nobody can tell when it was written.
create table utu.voice_post (
	-- Drawn by chance: an id that holds the time would tell it.
	id uuid primary key,
	organisation_id uuid not null references utu.organisation,
	author_id uuid references utu.person,
	reply_to uuid references utu.voice_post,
	body text not null check (char_length(body) <= 4000),
	state text not null check (state in ('waiting', 'shown', 'withdrawn')),
	-- A date only.
	posted_on date not null,
	seq bigint generated always as identity,
	check (author_id is null or state <> 'waiting'),
	-- What is withdrawn is gone.
	check ((state = 'withdrawn') = (body = ''))
);
create index voice_post_organisation on utu.voice_post (organisation_id, seq desc) where reply_to is null;
create index voice_post_reply on utu.voice_post (reply_to, seq) where reply_to is not null;

-- Whether the transaction's person may hear the board: workers and representatives who hold no manager's role.
create function utu.hears_voice() returns boolean language sql stable parallel safe as $$
	select exists (select from utu.membership m where m.organisation_id = utu.org() and m.person_id = utu.me()
		and m.roles && array['worker','representative'] and not m.roles && array['operator','admin','client','analyst'])
$$;
-- Whether the transaction's person moderates it.
create function utu.moderates_voice() returns boolean language sql stable parallel safe as $$
	select exists (select from utu.membership m where m.organisation_id = utu.org() and m.person_id = utu.me()
		and 'representative' = any (m.roles) and not m.roles && array['operator','admin','client','analyst'])
$$;

do $$
declare name text;
begin
	foreach name in array array['check_in_key','check_in','team_answer','team_answer_given','support_contact','voice_post'] loop
		execute format('alter table utu.%I enable row level security', name);
		execute format('alter table utu.%I force row level security', name);
	end loop;
	foreach name in array array['check_in_key','check_in','team_answer_given'] loop
		execute format('create policy mine on utu.%I to utu_app using (person_id = utu.me()) with check (person_id = utu.me())', name);
	end loop;
	foreach name in array array['team_answer','support_contact'] loop
		execute format('create policy organisation on utu.%I to utu_app using (organisation_id = utu.org()) with check (organisation_id = utu.org())', name);
	end loop;
end
$$;
create policy heard on utu.voice_post to utu_app using (organisation_id = utu.org() and utu.hears_voice())
	with check (organisation_id = utu.org() and utu.hears_voice());
grant select, insert, update, delete on utu.check_in_key to utu_app;
grant select, insert, delete on utu.check_in, utu.support_contact to utu_app;
grant select, insert on utu.team_answer, utu.team_answer_given, utu.voice_post to utu_app;
grant update (n) on utu.team_answer to utu_app;
grant update (state, body, posted_on, seq) on utu.voice_post to utu_app;
