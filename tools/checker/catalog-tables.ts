import { sql } from './snapshot.ts';

export const tables = sql`
	select c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relacl, c.relowner, c.reloptions
	from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'utu'`;

export const policies = sql`
	select p.tablename, p.policyname, p.roles, p.permissive, p.cmd, coalesce(p.qual, '') as qual, coalesce(p.with_check, '') as with_check
	from pg_policies p where p.schemaname = 'utu'`;
