import type { Answers, Form } from '@utu/core/projects/form.ts';
import type { HazardCategory, Hazards } from '@utu/core/safety/hazards.ts';
import { sql, type Tx } from '../platform/database.ts';

/** An answer that consensus has not drained yet. */
export type DueAnswer = {
	readonly id: string;
	readonly itemId: string;
	readonly batchId: string;
	readonly projectId: string;
	readonly projectVersion: number;
	readonly answers: Answers;
	/** A scout's look that counts towards its batch now. */
	readonly screenDue: boolean;
	readonly uncovered: readonly HazardCategory[];
	readonly hazardsFound: Hazards;
};

/** Takes the answers that have waited longest; others' locks are stepped over. Reads `answer_consensus` from its start. */
export const takeDueAnswers = (tx: Tx, rowsMax: number): Promise<readonly DueAnswer[]> =>
	tx.rows<DueAnswer>(sql`
		with due as (
			select a.id, a.screen_due from utu.answer a where a.organisation_id = utu.org() and a.consensus_due order by a.answered_at limit ${rowsMax}
			for update skip locked
		)
		update utu.answer a set consensus_due = false, screen_due = false
		from due, utu.item i
		where a.id = due.id and i.id = a.item_id
		returning a.id, a.item_id as "itemId", i.batch_id as "batchId", i.project_id as "projectId",
			i.project_version as "projectVersion", a.answers, due.screen_due as "screenDue", i.uncovered, a.hazards_found as "hazardsFound"`);

/** An open item under its row's lock, with all that its decision needs. */
export type OpenItem = {
	readonly id: string;
	readonly projectId: string;
	readonly projectVersion: number;
	readonly views: number;
	readonly viewsActive: number;
	readonly viewsWanted: number;
	readonly hazards: Hazards;
	readonly severity: number;
	readonly labelPrior: Readonly<Record<string, readonly number[]>> | null;
};

/** Items of due answers, in the order of their ids, so that two loops never wait for each other in a ring. */
export const lockItems = (tx: Tx, ids: readonly string[]): Promise<readonly OpenItem[]> =>
	tx.rows<OpenItem>(sql`
		select id, project_id as "projectId", project_version as "projectVersion", views, views_active as "viewsActive", views_wanted as "viewsWanted",
			hazards, severity, label_prior as "labelPrior"
		from utu.item where id = any (${ids}::uuid[]) and stage in ('open', 'first-pass') order by id for update`);

export type CountedAnswer = { readonly itemId: string; readonly workerId: string; readonly answers: Answers };

/** All independent views of some items. By `answer`'s unique key. */
export const countedAnswers = (tx: Tx, ids: readonly string[]): Promise<readonly CountedAnswer[]> =>
	tx.rows<CountedAnswer>(sql`
		select item_id as "itemId", worker_id as "workerId", answers from utu.answer
		where item_id = any (${ids}::uuid[]) and status = 'counted' order by item_id, answered_at, id`);

export type VersionFacts = {
	readonly projectId: string;
	readonly version: number;
	readonly form: Form;
	readonly certainty: number;
	readonly viewsMin: number;
	readonly viewsMax: number;
	/** Whether exposure has a price, or the certainty alone decides. */
	readonly fewestEyes: boolean;
};

export const versionFacts = (tx: Tx, projectIds: readonly string[]): Promise<readonly VersionFacts[]> =>
	tx.rows<VersionFacts>(sql`
		select v.project_id as "projectId", v.version, definition -> 'form' as form, (definition -> 'targets' ->> 'certainty')::float8 as certainty,
			(definition -> 'targets' ->> 'viewsMin')::int as "viewsMin", (definition -> 'targets' ->> 'viewsMax')::int as "viewsMax",
			coalesce((definition -> 'targets' ->> 'fewestEyes')::boolean, true) and coalesce(a.may_stop_early, true) as "fewestEyes"
		from utu.project_version v left join utu.decision_audit a on a.project_id = v.project_id and a.project_version = v.version
		where v.project_id = any (${projectIds}::uuid[])`);

export type WorkerModelRow = {
	readonly projectId: string;
	readonly question: string;
	readonly part: number;
	readonly workerId: string;
	readonly counts: readonly number[];
	readonly prior: readonly number[];
	readonly strength: number;
};

/** What is known of the workers of some answers. By primary key. */
export const workerModels = (
	tx: Tx,
	options: { readonly projectIds: readonly string[]; readonly workerIds: readonly string[] },
): Promise<readonly WorkerModelRow[]> =>
	tx.rows<WorkerModelRow>(sql`
		select project_id as "projectId", question, part, worker_id as "workerId", counts, prior, strength from utu.worker_model
		where project_id = any (${options.projectIds}::uuid[]) and worker_id = any (${options.workerIds}::uuid[])`);

export type CrowdModelRow = {
	readonly projectId: string;
	readonly question: string;
	readonly part: number;
	readonly newcomer: readonly number[];
	readonly strength: number;
	readonly classPrior: readonly number[];
};

export const crowdModels = (tx: Tx, projectIds: readonly string[]): Promise<readonly CrowdModelRow[]> =>
	tx.rows<CrowdModelRow>(sql`
		select project_id as "projectId", question, part, newcomer, strength, class_prior as "classPrior" from utu.crowd_model
		where project_id = any (${projectIds}::uuid[])`);

/** What became of an item: decided, or one more pair of eyes. */
export type Outcome = {
	readonly item_id: string;
	readonly posterior: Readonly<Record<string, readonly number[]>>;
	readonly certainty: number;
	readonly views_wanted: number;
	readonly decision: null | {
		readonly id: string;
		readonly reason: 'certain' | 'cap' | 'no-gain' | 'text';
		readonly answers: Answers;
		readonly method: string;
	};
};

/**
 * Writes the outcomes of a batch of items, decides those that are certain or at their cap, and lets exact duplicates
 * inherit. The condition on the stage stands in the statement: an item is decided once.
 */
export const writeOutcomes = async (
	tx: Tx,
	options: { readonly outcomes: readonly Outcome[]; readonly now: Date },
): Promise<number> => {
	const decided = await tx.rows<{ itemId: string }>(sql`
		with x as (
			select * from jsonb_to_recordset(${JSON.stringify(options.outcomes)}::jsonb) as x (item_id uuid, posterior jsonb, certainty real, views_wanted smallint, decision jsonb)
		), written as (
			update utu.item i set posterior = x.posterior, certainty = x.certainty, views_wanted = x.views_wanted,
				stage = case when x.decision is null or x.decision = 'null' then i.stage else 'decided' end,
				decided_at = case when x.decision is null or x.decision = 'null' then null else ${options.now}::timestamptz end
			from x where i.id = x.item_id and i.stage in ('open', 'first-pass')
			returning i.id, i.organisation_id, i.project_id, i.views, i.severity, x.posterior, x.certainty, x.decision
		)
		insert into utu.decision (id, organisation_id, project_id, item_id, reason, answers, posterior, certainty, views, severity, method, decided_at)
		select (w.decision ->> 'id')::uuid, w.organisation_id, w.project_id, w.id, w.decision ->> 'reason', w.decision -> 'answers', w.posterior,
			w.certainty, w.views, w.severity, w.decision ->> 'method', ${options.now}
		from written w where w.decision is not null and w.decision <> 'null'
		returning item_id as "itemId"`);
	if (decided.length > 0) {
		await tx.rows(sql`
			select utu.inherit_decision(i.duplicate_of, ${options.now}) from utu.item i
			where i.duplicate_of = any (${decided.map((row) => row.itemId)}::uuid[]) and i.decided_at is null group by i.duplicate_of`);
	}
	return decided.length;
};
