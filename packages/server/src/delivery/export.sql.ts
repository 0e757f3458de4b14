import type { CrowdDay, CrowdHour } from '@utu/core/delivery/crowd-time.ts';
import type { ExportAnswerRow, ExportRow } from '@utu/core/delivery/line.ts';
import type { Form } from '@utu/core/projects/form.ts';
import { type Statement, sql, type Tx } from '../platform/database.ts';

export type VersionForm = { readonly version: number; readonly form: Form };

/** The forms of a project, oldest first; none where there is no such project. A few rows by primary key. */
export const versionForms = (tx: Tx, projectId: string): Promise<readonly VersionForm[]> =>
	tx.rows<VersionForm>(sql`
		select version, definition -> 'form' as form from utu.project_version where project_id = ${projectId} order by version`);

const columns = sql`
	i.key, c.text, i.language, i.severity, i.hazards, o.key as "duplicateOf", i.project_version as "projectVersion",
	coalesce(d.posterior, i.posterior) as posterior, d.answers, d.certainty, d.reason, d.views, d.method, d.decided_at as "decidedAt"`;
const tables = sql`
	utu.item i
	join utu.item_content c on c.item_id = i.id
	left join utu.item o on o.id = i.duplicate_of
	left join utu.decision d on d.item_id = i.id and d.superseded_at is null`;

/**
 * All items of a project in the order they came in, for a cursor: `item_export` gives the order, so that the first row
 * comes at once and nothing is sorted; three index probes an item.
 */
export const itemsStatement = (projectId: string): Statement =>
	sql`select ${columns} from ${tables} where i.project_id = ${projectId} order by i.id`;

export type ExportRowWithAnswers = ExportRow & { readonly given: readonly ExportAnswerRow[] | null };

/** The same with the answers of each item; one more index probe an item. */
export const itemsWithAnswersStatement = (projectId: string): Statement => sql`
	select ${columns}, (
		select jsonb_agg(jsonb_build_object('worker', a.worker_id, 'answers', a.answers, 'basis', a.basis, 'counted', a.status = 'counted',
			'answeredAt', (extract(epoch from a.answered_at) * 1000)::int8))
		from utu.answer a where a.item_id = i.id) as given
	from ${tables} where i.project_id = ${projectId} order by i.id`;

/** How many people answered in a project. Reads the project's answers. */
export const countAnswerers = async (tx: Tx, projectId: string): Promise<number> =>
	(
		await tx.row<{ n: number }>(
			sql`select count(distinct worker_id) as n from utu.answer where project_id = ${projectId}`,
		)
	)?.n ?? 0;

/** The same hour by hour. */
export const answerersByHour = (tx: Tx, projectId: string): Promise<readonly CrowdHour[]> =>
	tx.rows<CrowdHour>(sql`
		select date_trunc('hour', answered_at, 'UTC') as hour, count(distinct worker_id) as people
		from utu.answer where project_id = ${projectId} group by 1`);

/** The same day by day. */
export const answerersByDay = (tx: Tx, projectId: string): Promise<readonly CrowdDay[]> =>
	tx.rows<CrowdDay>(sql`
		select date_trunc('day', answered_at, 'UTC') as day, count(distinct worker_id) as people
		from utu.answer where project_id = ${projectId} group by 1`);
