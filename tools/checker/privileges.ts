import { policies, tables } from './catalog-tables.ts';
import { type Snapshot, sql } from './snapshot.ts';
import type { Tally } from './tally.ts';

/** Who is let in beyond the application: the router's loop, the dispatcher, and what neither may touch. */
export const checkPrivileges = async (tally: Tally, snapshot: Snapshot): Promise<void> => {
	await snapshot.judge(tally, 'dose-is-private', routerReads);
	await snapshot.judge(tally, 'dose-is-private', routerWrites);
	await snapshot.judge(tally, 'dose-is-private', grantees);
	await snapshot.judge(tally, 'dose-is-private', figuresOfNobody);
	await snapshot.judge(tally, 'dose-is-private', partitionsShut);
	await snapshot.judge(tally, 'mood-is-private', notTheirs);
	await snapshot.judge(tally, 'mood-is-private', noReference);
	await snapshot.judge(tally, 'mood-is-private', noMoodElsewhere);
	await snapshot.judge(tally, 'mood-is-private', anonymous);
	await snapshot.judge(tally, 'structural', unheard);
};

/** How much, of whom and when: no item, no severity, no category and no theme beside a person. */
const routersColumns = sql`
	select * from (values
		('shift', 'organisation_id'), ('shift', 'person_id'), ('shift', 'starts_at'), ('shift', 'ends_at'), ('shift', 'cancelled_at'),
		('exposure_hour', 'person_id'), ('exposure_hour', 'hour'), ('exposure_hour', 'weighted_ms'), ('exposure_hour', 'weighted_views'),
		('lease', 'person_id'), ('lease', 'organisation_id'), ('lease', 'granted_at'), ('consent', 'person_id'), ('consent', 'project_id'),
		('project', 'id'), ('project', 'organisation_id'), ('project', 'state'), ('organisation', 'id')) as allowed (relname, attname)`;

/** "The exposure ledger, exclusions and consents of a person are readable by that person and the router" */
const routerReads = sql`
	select t.relname in ('spread', 'capacity') or exists (
			select from (${routersColumns}) r where r.relname = t.relname and r.attname = a.attname),
		format('column %s of table %s: the router''s loop reads it', a.attname, t.relname), null::uuid, null::uuid
	from (${tables}) t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
	where t.relkind in ('r', 'p', 'v', 'm') and has_column_privilege('utu_router', t.oid, a.attnum, 'select')`;

const routerWrites = sql`
	select t.relname in ('spread', 'capacity')
			or not (has_table_privilege('utu_router', t.oid, 'insert, update, delete, truncate, references, trigger')
				or has_any_column_privilege('utu_router', t.oid, 'insert, update, references')),
		format('table %s: the router''s loop writes it', t.relname), null::uuid, null::uuid
	from (${tables}) t where t.relkind in ('r', 'p', 'v', 'm')`;

/** A grant on a column is a grant. */
const grantees = sql`
	select coalesce(g.rolname in ('utu_app', 'utu_dispatch', 'utu_router') or g.oid = t.relowner, false),
		format('column %s of table %s: open to %s', a.attname, t.relname, coalesce(g.rolname, 'everybody')), null::uuid, null::uuid
	from (${tables}) t join pg_attribute a on a.attrelid = t.oid cross join lateral aclexplode(a.attacl) x
	left join pg_roles g on g.oid = x.grantee`;

/** "Managers see banded capacity": figures of no one person have no place for one. */
const figuresOfNobody = sql`
	select a.attname !~ '(^|_)(person|worker|lease|item)(_|$)' and not exists (
			select from pg_constraint f where f.contype = 'f' and f.conrelid = t.oid and a.attnum = any (f.conkey)
				and f.confrelid not in ('utu.organisation'::regclass, 'utu.project'::regclass)),
		format('column %s of table %s: a figure of somebody', a.attname, t.relname), null::uuid, null::uuid
	from (${tables}) t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
	where t.relname in ('spread', 'capacity')`;

/** The ledger's years are reached through the ledger: by themselves they are shut. */
const partitionsShut = sql`
	select t.relrowsecurity and t.relforcerowsecurity and not exists (select from (${policies}) p where p.tablename = t.relname)
			and not exists (select from aclexplode(t.relacl) x where x.grantee <> t.relowner)
			and not exists (select from pg_attribute a where a.attrelid = t.oid and a.attacl is not null),
		format('table %s: a part of the ledger that is open by itself', t.relname), null::uuid, null::uuid
	from (${tables}) t join pg_inherits i on i.inhrelid = t.oid where t.relkind in ('r', 'p')`;

/** "Check-in answers never reach the router, a score or a manager." */
const notTheirs = sql`
	select not (has_table_privilege(r.role, t.oid, 'select, insert, update, delete, truncate, references, trigger')
			or has_any_column_privilege(r.role, t.oid, 'select, insert, update, references')),
		format('table %s: open to %s', t.relname, r.role), null::uuid, null::uuid
	from (${tables}) t cross join (values ('utu_router'), ('utu_dispatch')) r (role)
	where t.relname in ('check_in', 'check_in_key', 'team_answer', 'team_answer_given', 'voice_post')`;

/** What refers to a check-in tells of it. */
const noReference = sql`
	select not exists (select from pg_constraint f where f.contype = 'f' and f.confrelid = t.oid)
			and not exists (select from pg_trigger g where g.tgrelid = t.oid and not g.tgisinternal)
			and not exists (
				select from pg_depend d join pg_rewrite w on w.oid = d.objid
				where d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = t.oid),
		format('table %s: something else refers to it', t.relname), null::uuid, null::uuid
	from (${tables}) t where t.relname in ('check_in', 'check_in_key', 'team_answer_given')`;

const noMoodElsewhere = sql`
	select a.attname !~* '(^|_)(moods?|check_?ins?|suds|phq|gad|ptsd|distress|wellbeing)(_|$|\d)',
		format('column %s of table %s: how somebody is', a.attname, t.relname), null::uuid, null::uuid
	from (${tables}) t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
	where t.relkind in ('r', 'p', 'v', 'm') and t.relname not in ('check_in', 'check_in_key')`;

/** "Team figures only from separately submitted anonymous answers: ... fixed calendar months" */
const anonymous = sql`
	select a.attname !~ '(^|_)(person|worker|author|team|by)(_|$)' and a.atttypid not in ('timestamptz'::regtype, 'timestamp'::regtype)
			and not a.attname ~ '(^|_)seq(_|$)' and not exists (
				select from pg_constraint f where f.contype = 'f' and f.conrelid = t.oid and a.attnum = any (f.conkey)
					and f.confrelid <> 'utu.organisation'::regclass),
		format('column %s of table team_answer: tells whose answer it is', a.attname), null::uuid, null::uuid
	from (${tables}) t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
	where t.relname = 'team_answer'`;

/** "a board for the team and its elected representative, unreadable by managers" */
const unheard = sql`
	select p.roles = '{utu_app}'::name[] and p.qual ~ 'utu\.hears_voice\(\)' and p.qual ~ 'organisation_id = utu\.org\(\)'
			and p.qual !~* '\mor\M' and p.with_check in ('', p.qual),
		format('policy %s on table voice_post: somebody reads it who may not', p.policyname), null::uuid, null::uuid
	from (${policies}) p where p.tablename = 'voice_post'
	union all
	select count(*) = 1, 'function hears_voice: does not keep out every manager', null, null
	from pg_proc f join pg_namespace n on n.oid = f.pronamespace
	where n.nspname = 'utu' and f.proname = 'hears_voice'
		and f.prosrc ~ 'm\.organisation_id = utu\.org\(\)' and f.prosrc ~ 'm\.person_id = utu\.me\(\)'
		and f.prosrc ~ 'and not m\.roles && array\[' and f.prosrc !~* '\mor\M'
		and (select bool_and(strpos(split_part(f.prosrc, 'and not m.roles &&', 2), quote_literal(role)) > 0)
			from unnest(array['operator', 'admin', 'client', 'analyst']) role)`;
