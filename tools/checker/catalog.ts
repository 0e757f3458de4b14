import { policies, tables } from './catalog-tables.ts';
import { checkPrivileges } from './privileges.ts';
import { type Snapshot, sql } from './snapshot.ts';
import type { Tally } from './tally.ts';

/** What holds for every row that will ever be written, because the database would refuse or hide it. */
export const checkCatalog = async (tally: Tally, snapshot: Snapshot): Promise<void> => {
	await snapshot.judge(tally, 'dose-is-private', noManagersRow);
	await snapshot.judge(tally, 'dose-is-private', ownersOnly);
	await snapshot.judge(tally, 'dose-is-private', policiesKnown);
	await snapshot.judge(tally, 'dose-is-private', noColumnsJoined);
	await snapshot.judge(tally, 'dose-is-private', noSideDoor);
	await snapshot.judge(tally, 'no-surveillance', noPlace);
	await snapshot.judge(tally, 'structural', rowSecurity);
	await snapshot.judge(tally, 'structural', appOwnsNothing);
	await snapshot.judge(tally, 'structural', appBoundByPolicies);
	await snapshot.judge(tally, 'structural', oneActiveLease);
	await checkPrivileges(tally, snapshot);
};

/** A column that tells who: by its name, or because it refers to a person. The pseudonym of a project does not. */
const persons = sql`
	select a.attrelid as oid, a.attname from pg_attribute a join (${tables}) t on t.oid = a.attrelid
	where a.attnum > 0 and not a.attisdropped and (a.attname ~ '(^|_)person(_|$)' or exists (
		select from pg_constraint f where f.contype = 'f' and f.conrelid = a.attrelid and a.attnum = any (f.conkey)
			and f.confrelid = 'utu.person'::regclass))`;

/** A column that tells what of: an item, a look, a severity, a category, a restriction. */
const whats = sql`
	select a.attrelid as oid, a.attname from pg_attribute a join (${tables}) t on t.oid = a.attrelid
	where a.attnum > 0 and not a.attisdropped and (
		a.attname ~ '(^|_)(item|lease|exposure|severity|severe|category|categories|hazards?|themes?|sha256|visible|exclusions?|consents?)(_|$)'
		or exists (
			select from pg_constraint f where f.contype = 'f' and f.conrelid = a.attrelid and a.attnum = any (f.conkey)
				and f.confrelid in ('utu.item'::regclass, 'utu.lease'::regclass, 'utu.exposure'::regclass)))`;

/**
 * "no row that a manager reads joins a person to an item, a severity or a restriction": a manager's transaction reads
 * what a policy on the organisation shows.
 */
const noManagersRow = sql`
	select not (exists (select from (${persons}) a where a.oid = t.oid) and exists (select from (${whats}) b where b.oid = t.oid)),
		format('table %s: the organisation''s policy shows a person beside what they saw', t.relname), null::uuid, null::uuid
	from (${tables}) t
	where t.relkind in ('r', 'p')
		and exists (select from (${policies}) p where p.tablename = t.relname and p.qual || p.with_check ~ 'utu\.org\(\)')`;

/**
 * "The exposure ledger, exclusions and consents of a person are readable by that person and the router, and by nobody
 * else". The parts of the ledger are shut altogether.
 */
const ownersOnly = sql`
	select (select count(*) > 0 and bool_and(
				p.qual = '(person_id = utu.me())' and p.with_check in ('', p.qual) and p.roles = '{utu_app}'::name[]
				or p.policyname = 'dispatch' and p.roles = '{utu_dispatch}'::name[] and t.relname = 'lease'
				or p.policyname = 'router' and p.roles = '{utu_router}'::name[] and p.cmd = 'SELECT'
					and t.relname in ('lease', 'consent', 'exposure_hour'))
			from (${policies}) p where p.tablename = t.relname),
		format('table %s: shown to others than the person', t.relname), null::uuid, null::uuid
	from (${tables}) t
	where t.relkind in ('r', 'p') and not exists (select from pg_inherits i where i.inhrelid = t.oid) and (
		t.relname in ('person_account', 'consent', 'exclusion', 'project_worker', 'lease', 'exposure', 'exposure_hour', 'seen',
			'seen_near', 'choice', 'check_in', 'check_in_key', 'team_answer_given')
		or exists (select from (${persons}) a where a.oid = t.oid) and exists (select from (${whats}) b where b.oid = t.oid))`;

/**
 * A policy that asks for neither the organisation, the person nor the join code shows everything to everybody: public keys
 * alone are for everybody, to read, and know nobody.
 */
const policiesKnown = sql`
	select p.roles = '{utu_dispatch}'::name[] and p.policyname = 'dispatch' and p.cmd = 'SELECT'
			or p.roles = '{utu_router}'::name[] and p.policyname = 'router' and (p.tablename in ('spread', 'capacity')
				or p.cmd = 'SELECT' and p.tablename in ('shift', 'exposure_hour', 'lease', 'consent', 'project', 'organisation'))
			or p.roles = '{utu_app}'::name[] and p.tablename = 'certificate_key' and p.cmd = 'SELECT'
				and not exists (select from (${persons}) a join (${tables}) t on t.oid = a.oid where t.relname = p.tablename)
			or p.roles = '{utu_app}'::name[]
				and case p.cmd when 'INSERT' then p.with_check else p.qual end ~ '(utu\.org\(\)|utu\.me\(\)|''utu\.join_code'')' and p.with_check !~ '^true$',
		format('policy %s on table %s: shows rows to anybody', p.policyname, p.tablename), null::uuid, null::uuid
	from (${policies}) p`;

/** The dispatcher sees every organisation's rows: of a table never a person beside what they saw. */
const noColumnsJoined = sql`
	select not (exists (select from (${persons}) a where a.oid = t.oid and has_column_privilege('utu_dispatch', t.oid, a.attname, 'select'))
			and exists (select from (${whats}) b where b.oid = t.oid and has_column_privilege('utu_dispatch', t.oid, b.attname, 'select'))),
		format('table %s: the dispatcher reads a person beside what they saw', t.relname), null::uuid, null::uuid
	from (${tables}) t where t.relkind in ('r', 'p')`;

/** No view or function runs with its owner's rights, and no other role has been let in. */
const noSideDoor = sql`
	select coalesce(array_to_string(t.reloptions, ',') ~ 'security_invoker=(true|on|1)', false) and t.relkind = 'v',
		format('view %s: runs with its owner''s rights', t.relname), null::uuid, null::uuid
	from (${tables}) t where t.relkind in ('v', 'm')
	union all
	select not f.prosecdef, format('function %s: runs with its owner''s rights', f.proname), null, null
	from pg_proc f join pg_namespace n on n.oid = f.pronamespace where n.nspname = 'utu'
	union all
	select coalesce(g.rolname in ('utu_app', 'utu_dispatch', 'utu_router') or g.oid = t.relowner, false),
		format('table %s: open to %s', t.relname, coalesce(g.rolname, 'everybody')), null, null
	from (${tables}) t cross join lateral aclexplode(t.relacl) x left join pg_roles g on g.oid = x.grantee`;

/** "No keystrokes, webcam, screenshots, location or off-shift data, no idle timer ...: the schema has no place for them." */
const noPlace = sql`
	select a.attname !~* '(keystroke|keypress|mouse|webcam|camera|screenshot|latitude|longitude|geoloc|(^|_)ip(_|$)|user_agent|(^|_)idle(_|$))',
		format('column %s of table %s: surveillance', a.attname, t.relname), null::uuid, null::uuid
	from (${tables}) t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
	where t.relkind in ('r', 'p')`;

const rowSecurity = sql`
	select t.relrowsecurity and t.relforcerowsecurity, format('table %s: row-level security is not forced', t.relname), null::uuid, null::uuid
	from (${tables}) t where t.relkind in ('r', 'p')`;

/** An owner can take the policies away: the application's roles own nothing in this database. */
const appOwnsNothing = sql`
	select not exists (
			select from pg_shdepend d where d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid and d.deptype = 'o'
				and d.dbid in (0, (select oid from pg_database where datname = current_database()))),
		format('role %s: owns something', r.rolname), null::uuid, null::uuid
	from pg_roles r where r.rolname in ('utu_app', 'utu_dispatch', 'utu_router', 'utu_auth')`;

const appBoundByPolicies = sql`
	select not (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb)
			and not exists (select from pg_auth_members m where m.member = r.oid),
		format('role %s: can step over row-level security', r.rolname), null::uuid, null::uuid
	from pg_roles r where r.rolname in ('utu_app', 'utu_dispatch', 'utu_router', 'utu_auth')`;

/** Two grants at once for one person: the index has the last word. */
const oneActiveLease = sql`
	select count(*) = 1, 'table lease: no unique index keeps a person to one active lease', null::uuid, null::uuid
	from pg_index x where x.indrelid = 'utu.lease'::regclass and x.indisunique and x.indisvalid
		and pg_get_indexdef(x.indexrelid, 1, true) = 'person_id' and x.indnkeyatts = 1
		and pg_get_expr(x.indpred, x.indrelid) ~ '^\(state = ''active''::text\)$'`;
