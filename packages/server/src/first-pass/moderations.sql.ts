import type { Form } from '@utu/core/projects/form.ts';
import type { HazardCategory } from '@utu/core/safety/hazards.ts';
import { sql, type Tx } from '../platform/database.ts';

/** A project that has learned, in one version of what it learned. */
export type FilterRow = {
	readonly projectId: string;
	readonly projectName: string;
	readonly version: number;
	readonly createdAt: Date;
	readonly form: Form;
	readonly hazardCategories: readonly HazardCategory[];
};

/** Filters of the organisation: the newest of each project, or one version of one. By primary keys. */
export const filters = (
	tx: Tx,
	of: { readonly projectId: string | undefined; readonly version: number | undefined },
): Promise<readonly FilterRow[]> =>
	tx.rows<FilterRow>(sql`
		select distinct on (m.project_id) p.id as "projectId", p.name as "projectName", m.version, m.created_at as "createdAt",
			v.definition -> 'form' as form, v.definition -> 'hazardCategories' as "hazardCategories"
		from utu.predictor_model m
		join utu.project p on p.id = m.project_id
		join utu.project_version v on v.project_id = p.id and v.version = p.version
		where m.organisation_id = utu.org() and (${of.projectId ?? null}::uuid is null or m.project_id = ${of.projectId ?? null}::uuid)
			and (${of.version ?? null}::int is null or m.version = ${of.version ?? null}::int)
		order by m.project_id, m.version desc`);
