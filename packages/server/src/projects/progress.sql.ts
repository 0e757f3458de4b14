import type { AuditReport } from '@utu/core/consensus/audit.ts';
import type { Form } from '@utu/core/projects/form.ts';
import { sql, type Tx } from '../platform/database.ts';

export type ProgressRow = {
	readonly total: number;
	readonly firstPass: number;
	readonly open: number;
	readonly decided: number;
	readonly duplicates: number;
	readonly answers: number;
	readonly viewsPerDecision: number | null;
	readonly certaintyMean: number | null;
	readonly undecidedAtCap: number;
	readonly surprises: number;
	readonly bySeverity: readonly { readonly severity: number; readonly open: number; readonly decided: number }[];
};

/** Counts of one project, in one statement: a scan of the project's items by `item_export`, of its decisions and answers by theirs. */
export const progressCounts = async (tx: Tx, projectId: string): Promise<ProgressRow> => {
	const row = await tx.row<ProgressRow>(sql`
		with items as (
			select stage, severity, count(*)::int as n from utu.item where project_id = ${projectId} group by stage, severity
		), decisions as (
			select reason, count(*)::int as n, avg(views) filter (where reason <> 'inherited') as views, avg(certainty) as certainty
			from utu.decision where project_id = ${projectId} and superseded_at is null group by reason
		)
		select coalesce((select sum(n) from items), 0)::int as total,
			coalesce((select sum(n) from items where stage = 'first-pass'), 0)::int as "firstPass",
			coalesce((select sum(n) from items where stage = 'open'), 0)::int as open,
			coalesce((select sum(n) from items where stage = 'decided'), 0)::int as decided,
			coalesce((select sum(n) from items where stage = 'duplicate'), 0)::int as duplicates,
			(select count(*)::int from utu.answer where project_id = ${projectId}) as answers,
			(select (sum(views * n) / sum(n))::float8 from decisions where reason <> 'inherited') as "viewsPerDecision",
			(select (sum(certainty * n) / sum(n))::float8 from decisions) as "certaintyMean",
			coalesce((select n from decisions where reason = 'cap'), 0) as "undecidedAtCap",
			(select count(*)::int from utu.surprise where project_id = ${projectId}) as surprises,
			coalesce((select jsonb_agg(s order by s.severity) from (
				select severity, coalesce(sum(n) filter (where stage in ('open', 'first-pass')), 0)::int as open, coalesce(sum(n) filter (where stage = 'decided'), 0)::int as decided
				from items group by severity) s), '[]') as "bySeverity"`);
	if (row === undefined) throw new Error('no row');
	return row;
};

export type ScreenRow = {
	readonly category: string;
	readonly looked: number;
	readonly found: number;
	readonly total: number;
	readonly cleared: boolean;
};

/** Scouts' looks by batch and category. One scan of the project's batches. */
export const screens = (tx: Tx, projectId: string): Promise<readonly ScreenRow[]> =>
	tx.rows<ScreenRow>(sql`
		select s.category, s.looked, s.found, s.cleared_at is not null as cleared,
			(select count(*)::int from utu.item i where i.batch_id = b.id and i.stage <> 'duplicate') as total
		from utu.batch b join utu.batch_screen s on s.batch_id = b.id and s.screen_round = b.screen_round where b.project_id = ${projectId} order by s.category`);

export type AuditRow = {
	readonly items: number;
	readonly mayStopEarly: boolean;
	readonly report: AuditReport;
	readonly form: Form;
};

/** What audits found of the decisions on a project's current form. By primary keys. */
export const newestAudit = (tx: Tx, projectId: string): Promise<AuditRow | undefined> =>
	tx.row<AuditRow>(sql`
		select a.items, a.may_stop_early as "mayStopEarly", a.report, v.definition -> 'form' as form
		from utu.decision_audit a join utu.project p on p.id = a.project_id and p.version = a.project_version
		join utu.project_version v on v.project_id = p.id and v.version = p.version
		where a.project_id = ${projectId} and a.items > 0`);

/** The newest model of a project, by primary key. */
export const newestModel = (
	tx: Tx,
	projectId: string,
): Promise<{ readonly version: number; readonly trainedOn: number; readonly accuracy: number | null } | undefined> =>
	tx.row(sql`
		select version, trained_on as "trainedOn", (report ->> 'accuracy')::float8 as accuracy from utu.predictor_model
		where project_id = ${projectId} order by version desc limit 1`);
