import type { AuditReport } from '@utu/core/consensus/audit.ts';
import type { Form } from '@utu/core/projects/form.ts';
import { sql, type Tx } from '../platform/database.ts';

export type AuditedProject = {
	readonly projectId: string;
	readonly version: number;
	readonly form: Form;
	readonly certainty: number;
	/** Verdicts, and decided contests of them, that there are. */
	readonly verdicts: number;
};

/** Open projects with more verdicts, or decided contests, than their audit rests on. By `review_project`. */
export const projectsToAudit = (tx: Tx): Promise<readonly AuditedProject[]> =>
	tx.rows<AuditedProject>(sql`
		select p.id as "projectId", p.version, v.definition -> 'form' as form, (v.definition -> 'targets' ->> 'certainty')::float8 as certainty,
			found.verdicts
		from utu.project p
		join utu.project_version v on v.project_id = p.id and v.version = p.version
		left join utu.decision_audit a on a.project_id = p.id and a.project_version = p.version
		cross join lateral (
			select (count(*) + count(c.outcome))::int as verdicts from utu.review r
			join utu.item i on i.id = r.item_id and i.project_version = p.version
			left join utu.contest c on c.review_id = r.id
			where r.project_id = p.id and r.kind = 'review' and r.state = 'judged') found
		where p.organisation_id = utu.org() and p.state = 'open' and found.verdicts <> coalesce(a.verdicts, 0)
		order by p.id`);

/** An item that was drawn: what people had decided, what the review came to, and how likely it was to be drawn. */
export type AuditedItem = { readonly decided: string; readonly truth: string; readonly inclusion: number };

/** Verdicts, the newest, that an audit rests on. */
const newestMax = 50_000;

/**
 * Items of a version whose answers were drawn and judged. The truth is what the reviewer answered, blind, or the worker's
 * answer where it stands; a contested verdict says nothing until it is decided. What was decided is what people decided
 * first, before anybody adjudicated.
 */
export const auditedItems = (
	tx: Tx,
	of: { readonly projectId: string; readonly version: number; readonly question: string },
): Promise<readonly AuditedItem[]> =>
	tx.rows<AuditedItem>(sql`
		select distinct on (r.item_id) d.answers ->> ${of.question} as decided,
			case when r.verdict = 'right' or c.outcome in ('overturned', 'lapsed') then a.answers else r.answers end ->> ${of.question} as truth,
			1 - (1 - r.drawn_share::float8) ^ greatest(1, d.views) as inclusion
		from (
			select * from utu.review where project_id = ${of.projectId} and kind = 'review' and state = 'judged' order by judged_at desc limit ${newestMax}) r
		join utu.item i on i.id = r.item_id and i.project_version = ${of.version}
		join utu.answer a on a.id = r.answer_id
		join lateral (select d.answers, d.views from utu.decision d where d.item_id = r.item_id and d.views > 0 order by d.decided_at limit 1) d on true
		left join utu.contest c on c.review_id = r.id
		where (c.review_id is null or c.outcome is not null)
			and d.answers ? ${of.question} and r.answers ? ${of.question} and a.answers ? ${of.question}
		order by r.item_id, r.judged_at`);

export const saveAudit = async (
	tx: Tx,
	options: {
		readonly organisationId: string;
		readonly projectId: string;
		readonly version: number;
		readonly verdicts: number;
		readonly items: number;
		readonly report: AuditReport;
		readonly mayStopEarly: boolean;
		readonly now: Date;
	},
): Promise<void> => {
	await tx.run(sql`
		insert into utu.decision_audit (project_id, organisation_id, project_version, verdicts, items, report, may_stop_early, computed_at)
		values (${options.projectId}, ${options.organisationId}, ${options.version}, ${options.verdicts}, ${options.items}, ${JSON.stringify(options.report)}::jsonb,
			${options.mayStopEarly}, ${options.now})
		on conflict (project_id) do update set project_version = excluded.project_version, verdicts = excluded.verdicts, items = excluded.items, report = excluded.report,
			may_stop_early = excluded.may_stop_early, computed_at = excluded.computed_at`);
};
