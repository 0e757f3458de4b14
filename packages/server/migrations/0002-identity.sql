-- Sign-in: people's credentials, sessions and API keys, apart from the product in a schema and a role of their own.
-- What `person`, `session`, `credential` and `verification` hold is the sign-in library's; their names are ours.

do $$
begin
	if not exists (select from pg_roles where rolname = 'utu_auth') then create role utu_auth nologin; end if;
exception
	-- Roles belong to the whole cluster: another database of it may be migrated in this moment.
	when duplicate_object or unique_violation then null;
end
$$;
grant utu_auth to current_user;

create schema auth;
grant usage on schema auth to utu_auth;

-- The same id as in utu.person. No foreign key: neither role sees the other's schema.
create table auth.person (
	id text primary key,
	name text not null check (char_length(name) between 1 and 200),
	email text not null unique check (email = lower(email) and char_length(email) <= 254),
	email_verified boolean not null,
	-- The library's; nothing is kept in it.
	image text check (image is null),
	created_at timestamptz not null,
	updated_at timestamptz not null
);

-- A session's token is worth nothing without the server's secret: the cookie carries the signature, the row does not.
create table auth.session (
	id text primary key,
	person_id text not null references auth.person on delete cascade,
	token text not null unique,
	expires_at timestamptz not null,
	created_at timestamptz not null,
	updated_at timestamptz not null,
	-- Where somebody is and with which machine is nobody's business.
	ip_address text check (ip_address is null),
	user_agent text check (user_agent is null)
);
create index session_person on auth.session (person_id);
create index session_end on auth.session (expires_at);

-- How a person proves who they are: `credential` is a password, hashed by scrypt; others come with OpenID Connect.
create table auth.credential (
	id text primary key,
	person_id text not null references auth.person on delete cascade,
	provider_id text not null,
	account_id text not null,
	password text check (password ~ '^[0-9a-f]{32}:[0-9a-f]{128}$'),
	access_token text,
	refresh_token text,
	id_token text,
	access_token_expires_at timestamptz,
	refresh_token_expires_at timestamptz,
	scope text,
	created_at timestamptz not null,
	updated_at timestamptz not null,
	unique (provider_id, account_id)
);
create index credential_person on auth.credential (person_id);

-- Short-lived proofs: e-mail addresses, resets, the state of a sign-in elsewhere.
create table auth.verification (
	id text primary key,
	identifier text not null,
	value text not null,
	expires_at timestamptz not null,
	created_at timestamptz not null,
	updated_at timestamptz not null
);
create index verification_identifier on auth.verification (identifier);
create index verification_end on auth.verification (expires_at);

-- Of a key only its hash is stored, and the first characters by which its owner tells it from others.
create table auth.api_key (
	id text primary key,
	person_id text not null references auth.person on delete cascade,
	name text not null check (char_length(name) between 1 and 200),
	start text not null check (char_length(start) <= 12),
	sha256 bytea not null unique check (octet_length(sha256) = 32),
	scopes text[] not null check (cardinality(scopes) > 0),
	created_at timestamptz not null,
	expires_at timestamptz not null check (expires_at > created_at)
);
create index api_key_person on auth.api_key (person_id, created_at);
create index api_key_end on auth.api_key (expires_at);

grant select, insert, update, delete on auth.person, auth.session, auth.credential, auth.verification to utu_auth;
grant select, insert, delete on auth.api_key to utu_auth;
