import type { Form } from '@utu/core/projects/form.ts';
import { sql, type Tx } from '../platform/database.ts';
import type { RefitRequest, RefitResult } from './refit.worker.ts';

/** A project, and how many answers it lacks until it is fitted anew; none or fewer: it is due. */
export type RefitRow = { readonly projectId: string; readonly form: Form; readonly missing: number };

/** Open projects with what they lack; `skip` is not counted. One count a project by `answer_project`. */
export const projectsToRefit = (
	tx: Tx,
	options: { readonly answersMin: number; readonly growthMin: number; readonly skip: readonly string[] },
): Promise<readonly RefitRow[]> =>
	tx.rows<RefitRow>(sql`
		select p.id as "projectId", v.definition -> 'form' as form,
			greatest(${options.answersMin}::float8, ${options.growthMin}::float8
				* coalesce((select max(labels) from utu.crowd_model m where m.project_id = p.id), 0)) - answers.n as missing
		from utu.project p
		join utu.project_version v on v.project_id = p.id and v.version = p.version
		cross join lateral (select count(*) as n from utu.answer a where a.project_id = p.id and a.status = 'counted') answers
		where p.state = 'open' and p.id <> all (${options.skip}::uuid[])`);

/** The newest counted answers to the project's current form, with their items' priors. */
export const answersToRefit = (
	tx: Tx,
	options: { readonly projectId: string; readonly rowsMax: number },
): Promise<RefitRequest['answers']> =>
	tx.rows(sql`
		select a.item_id as "itemId", a.worker_id as "workerId", a.answers, i.label_prior as "labelPrior"
		from utu.answer a
		join utu.item i on i.id = a.item_id
		join utu.project p on p.id = a.project_id and p.version = i.project_version
		where a.project_id = ${options.projectId} and a.status = 'counted'
		order by a.answered_at desc limit ${options.rowsMax}`);

/** Replaces what is known of a project's workers and crowd. Two upserts. */
export const saveModels = async (
	tx: Tx,
	options: {
		readonly organisationId: string;
		readonly projectId: string;
		readonly models: RefitResult;
		readonly labels: number;
		readonly now: Date;
	},
): Promise<void> => {
	await tx.run(sql`
		insert into utu.crowd_model (project_id, question, part, organisation_id, newcomer, strength, class_prior, labels, fitted_at)
		select ${options.projectId}, x.question, x.part, ${options.organisationId}, array(select jsonb_array_elements_text(x.newcomer)::real), x.strength,
			array(select jsonb_array_elements_text(x."classPrior")::real), ${options.labels}, ${options.now}
		from jsonb_to_recordset(${JSON.stringify(options.models)}::jsonb) as x (question text, part smallint, newcomer jsonb, strength real, "classPrior" jsonb)
		on conflict (project_id, question, part) do update set newcomer = excluded.newcomer, strength = excluded.strength,
			class_prior = excluded.class_prior, labels = excluded.labels, fitted_at = excluded.fitted_at`);
	const workers = options.models.flatMap((model) =>
		model.workers.map((worker) => ({ ...worker, question: model.question, part: model.part })),
	);
	await tx.run(sql`
		insert into utu.worker_model (project_id, question, part, worker_id, organisation_id, counts, prior, strength)
		select ${options.projectId}, x.question, x.part, x."workerId", ${options.organisationId}, array(select jsonb_array_elements_text(x.counts)::real),
			array(select jsonb_array_elements_text(x.prior)::real), x.strength
		from jsonb_to_recordset(${JSON.stringify(workers)}::jsonb) as x (question text, part smallint, "workerId" uuid, counts jsonb, prior jsonb, strength real)
		on conflict (project_id, question, part, worker_id) do update set counts = excluded.counts, prior = excluded.prior, strength = excluded.strength`);
};

/** Open items that somebody has looked at may be certain now: nobody more is asked before that is known. */
export const reconsiderOpen = (tx: Tx, projectId: string): Promise<number> =>
	tx.run(sql`
		update utu.answer a set consensus_due = true
		from utu.item i
		where i.id = a.item_id and a.project_id = ${projectId} and a.status = 'counted' and i.stage in ('open', 'first-pass')`);
