-- Certificates of work are kept nowhere. Only the public keys that have signed them are, so that each stays verifiable after
-- the installation's secret was changed.
create table utu.certificate_key (
	-- The key's thumbprint (RFC 7638), by which a certificate names it.
	kid text primary key check (kid ~ '^[A-Za-z0-9_-]{43}$'),
	-- A JWK without a private part.
	jwk jsonb not null check (jwk ?& array['kty', 'crv', 'x'] and not jwk ? 'd'),
	first_used_at timestamptz not null
);
alter table utu.certificate_key enable row level security;
alter table utu.certificate_key force row level security;
-- Public keys are for everybody, also for who is not signed in; a key comes with a certificate, in its worker's transaction.
create policy public on utu.certificate_key for select to utu_app using (true);
create policy mine_insert on utu.certificate_key for insert to utu_app with check (utu.me() is not null);
grant select, insert on utu.certificate_key to utu_app;
