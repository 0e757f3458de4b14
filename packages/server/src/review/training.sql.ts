import type { Answers } from '@utu/core/projects/form.ts';
import type { TrainingRule } from '@utu/core/review/qualification.ts';
import { sql, type Tx } from '../platform/database.ts';

/** Without a rule training is open to all the same, and lets nobody in or out. */
export const trainingRule = (tx: Tx, projectId: string): Promise<TrainingRule | undefined> =>
	tx.row<TrainingRule>(
		sql`select items::int, right_min::int as "rightMin" from utu.training_rule where project_id = ${projectId}`,
	);

/** The person's own answers in a project's training, oldest first. By `training_answer_person`. */
export const myTraining = async (tx: Tx, projectId: string): Promise<readonly boolean[]> =>
	(
		await tx.rows<{ right: boolean }>(sql`
			select is_right as right from utu.training_answer where person_id = utu.me() and project_id = ${projectId} order by answered_at, lease_id`)
	).map(({ right }) => right);

export type TrainingAnswer = { readonly itemId: string; readonly answers: Answers; readonly right: boolean };

/** By primary key; in the person's own transaction alone. */
export const trainingAnswer = (tx: Tx, leaseId: string): Promise<TrainingAnswer | undefined> =>
	tx.row<TrainingAnswer>(
		sql`select item_id as "itemId", answers, is_right as right from utu.training_answer where lease_id = ${leaseId}`,
	);

export const insertTrainingAnswer = async (
	tx: Tx,
	options: TrainingAnswer & {
		readonly leaseId: string;
		readonly projectId: string;
		readonly personId: string;
		readonly organisationId: string;
		readonly now: Date;
	},
): Promise<void> => {
	await tx.run(sql`
		insert into utu.training_answer (lease_id, organisation_id, project_id, person_id, item_id, answers, is_right, answered_at)
		values (${options.leaseId}, ${options.organisationId}, ${options.projectId}, ${options.personId}, ${options.itemId},
			${JSON.stringify(options.answers)}::jsonb, ${options.right}, ${options.now})`);
};

/** Lets the transaction's person in, once for all; false where the organisation has no such project. */
export const qualify = async (
	tx: Tx,
	options: {
		readonly projectId: string;
		readonly personId: string;
		readonly how: 'trained' | 'nothing-left';
		readonly now: Date;
	},
): Promise<boolean> =>
	(await tx.row(sql`
		with project as (select id, organisation_id from utu.project where id = ${options.projectId}), made as (
			insert into utu.qualification (person_id, project_id, organisation_id, how, qualified_at)
			select ${options.personId}, id, organisation_id, ${options.how}, ${options.now} from project on conflict do nothing)
		select id from project`)) !== undefined;

export type TrainingProject = {
	readonly projectId: string;
	readonly projectName: string;
	readonly items: number;
	readonly rightMin: number;
	readonly answers: readonly boolean[];
	readonly qualified: boolean;
	/** Whether work begins with it now. */
	readonly needed: boolean;
};

/** Open projects that have gold to train on, with what the transaction's person did there. */
export const trainingProjects = (tx: Tx): Promise<readonly TrainingProject[]> =>
	tx.rows<TrainingProject>(sql`
		select p.id as "projectId", p.name as "projectName", t.items::int, t.right_min::int as "rightMin",
			array(select a.is_right from utu.training_answer a where a.person_id = utu.me() and a.project_id = p.id order by a.answered_at, a.lease_id) as answers,
			q.person_id is not null as qualified,
			t.is_on and (select count(*) from utu.gold g where g.project_id = p.id and g.state = 'gold') >= t.items as needed
		from utu.training_rule t join utu.project p on p.id = t.project_id
		left join utu.qualification q on q.project_id = p.id and q.person_id = utu.me()
		where p.state = 'open' and t.organisation_id = utu.org()
			and exists (select from utu.gold g where g.project_id = p.id and g.state = 'gold')
		order by p.name, p.id`);
