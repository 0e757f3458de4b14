import type { LabourCounts } from '@utu/core/delivery/labour.ts';
import { sql, type Tx } from '../platform/database.ts';

export type ProjectRow = { readonly id: string; readonly name: string; readonly versions: readonly number[] };

/** By primary key. */
export const projectWithVersions = (tx: Tx, projectId: string): Promise<ProjectRow | undefined> =>
	tx.row<ProjectRow>(sql`
		select p.id, p.name, array(select v.version from utu.project_version v where v.project_id = p.id order by v.version) as versions
		from utu.project p where p.id = ${projectId}`);

/** One pass over the project's items. */
export const countItems = async (tx: Tx, projectId: string): Promise<number> =>
	(await tx.row<{ n: number }>(sql`select count(*) as n from utu.item where project_id = ${projectId}`))?.n ?? 0;

export type DecisionCounts = {
	readonly decided: number;
	readonly inherited: number;
	readonly atCap: number;
	readonly byMachine: number;
	readonly methods: readonly string[];
};

/** Current decisions; one pass over `decision_project`. Made without any view is made by the machine. */
export const countDecisions = async (tx: Tx, projectId: string): Promise<DecisionCounts> => {
	const row = await tx.row<DecisionCounts>(sql`
		select count(*) as decided, count(*) filter (where reason = 'inherited') as inherited, count(*) filter (where reason = 'cap') as "atCap",
			count(*) filter (where reason <> 'inherited' and views = 0) as "byMachine",
			coalesce(array_agg(distinct method), '{}') as methods
		from utu.decision where project_id = ${projectId} and superseded_at is null`);
	if (row === undefined) throw new Error('a count is one row');
	return row;
};

/**
 * Views by the severity of what was decided, and from how many people they came. Counted from answers: leases and
 * exposures are the person's own, and no transaction but that person's sees them. One join of decisions and answers.
 */
export const countViewsBySeverity = (tx: Tx, projectId: string): Promise<LabourCounts['bySeverity']> =>
	tx.rows<LabourCounts['bySeverity'][number]>(sql`
		select d.severity, count(distinct d.id) as decisions, count(a.id) as views, count(distinct a.worker_id) as people
		from utu.decision d
		left join utu.answer a on a.item_id = d.item_id and a.status = 'counted' and a.basis = 'viewed'
		where d.project_id = ${projectId} and d.superseded_at is null and d.reason <> 'inherited'
		group by d.severity order by d.severity`);

export type AnswerCounts = { readonly people: number; readonly withoutLooking: number };

/** One pass over `answer_project`. */
export const countAnswers = async (tx: Tx, projectId: string): Promise<AnswerCounts> => {
	const row = await tx.row<AnswerCounts>(sql`
		select count(distinct worker_id) as people, count(*) filter (where basis = 'unseen') as "withoutLooking"
		from utu.answer where project_id = ${projectId}`);
	if (row === undefined) throw new Error('a count is one row');
	return row;
};

export type WorkTimeCounts = { readonly people: number; readonly workMs: number };

/** Paid time, also of people who only skipped. A row a person and hour. */
export const countWorkTime = async (tx: Tx, projectId: string): Promise<WorkTimeCounts> => {
	const row = await tx.row<WorkTimeCounts>(sql`
		select count(distinct person_id) as people, coalesce(sum(work_ms), 0) as "workMs"
		from utu.work_time where organisation_id = utu.org() and project_id = ${projectId}`);
	if (row === undefined) throw new Error('a count is one row');
	return row;
};

/** By `surprise_project`. */
export const countSurprises = async (tx: Tx, projectId: string): Promise<number> =>
	(await tx.row<{ n: number }>(sql`select count(*) as n from utu.surprise where project_id = ${projectId}`))?.n ?? 0;

/** Predictor models of the project, such as `text 3`. A few rows by primary key. */
export const predictorVersions = async (tx: Tx, projectId: string): Promise<readonly string[]> =>
	(
		await tx.rows<{ name: string }>(sql`
			select kind || ' ' || version as name from utu.predictor_model where project_id = ${projectId} order by version`)
	).map((row) => row.name);
