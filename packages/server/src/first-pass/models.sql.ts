import type { Form } from '@utu/core/projects/form.ts';
import { type Database, sql, type Tx } from '../platform/database.ts';

/** A project's newest model: its bytes are read only where the predictor does not hold them. */
export type NewestModel = { readonly version: number; readonly key: string; readonly load: () => Promise<Uint8Array> };

/** By primary key. */
export const newestModel = async (
	database: Database,
	ref: { readonly organisationId: string; readonly projectId: string },
): Promise<NewestModel | undefined> => {
	const { organisationId, projectId } = ref;
	const version = await database.transaction({ organisationId }, (tx) => newestVersion(tx, projectId));
	if (version === undefined) return undefined;
	return { version, key: `${projectId}/${version}`, load: () => modelBytes(database, { ...ref, version }) };
};

/** A model as it was learned. By primary key. @throws where there is none. */
export const modelBytes = async (
	database: Database,
	ref: { readonly organisationId: string; readonly projectId: string; readonly version: number },
): Promise<Uint8Array> => {
	const found = await database.transaction(ref, (tx) =>
		tx.row<{ weights: Buffer }>(
			sql`select weights from utu.predictor_model where project_id = ${ref.projectId} and version = ${ref.version}`,
		),
	);
	if (found === undefined) throw new Error('a model without weights');
	return found.weights;
};

export type ProjectToFit = {
	readonly projectId: string;
	readonly version: number;
	readonly form: Form;
	readonly hazardCategories: readonly string[];
	readonly decided: number;
	/** How many decisions it lacks until it learns anew; none or fewer: it is due. */
	readonly missing: number;
};

/** Open projects with what they lack; `skip` is not counted. Decisions of people count. One count a project by `decision_project`. */
export const projectsToFit = (
	tx: Tx,
	options: { readonly decidedMin: number; readonly growthMin: number; readonly skip: readonly string[] },
): Promise<readonly ProjectToFit[]> =>
	tx.rows<ProjectToFit>(sql`
		select p.id as "projectId", p.version, v.definition -> 'form' as form, v.definition -> 'hazardCategories' as "hazardCategories", decisions.n as decided,
			greatest(${options.decidedMin}::float8, ${options.growthMin}::float8
				* coalesce((select max(trained_on) from utu.predictor_model m where m.project_id = p.id), 0)) - decisions.n as missing
		from utu.project p
		join utu.project_version v on v.project_id = p.id and v.version = p.version
		cross join lateral (
			select count(*)::int as n from utu.decision d where d.project_id = p.id and d.superseded_at is null and d.reason not in ('inherited', 'machine')) decisions
		where p.state = 'open' and p.id <> all (${options.skip}::uuid[])`);

/** Decided texts with the posterior of the question that teaches, oldest first. Decisions made without looking have no views. */
export const examples = (
	tx: Tx,
	options: {
		readonly projectId: string;
		readonly version: number;
		readonly question: string;
		readonly rowsMax: number;
	},
): Promise<readonly { readonly text: string; readonly target: readonly number[] }[]> =>
	tx.rows(sql`
		select c.text, d.posterior -> ${options.question} as target
		from utu.decision d
		join utu.item i on i.id = d.item_id and i.project_version = ${options.version}
		join utu.item_content c on c.item_id = d.item_id
		where d.project_id = ${options.projectId} and d.superseded_at is null and d.reason <> 'inherited' and d.views > 0
			and jsonb_array_length(d.posterior -> ${options.question}) > 0
		order by d.decided_at limit ${options.rowsMax}`);

export const insertModel = async (
	tx: Tx,
	options: {
		readonly organisationId: string;
		readonly projectId: string;
		readonly weights: Uint8Array;
		readonly report: unknown;
		readonly trainedOn: number;
		readonly now: Date;
	},
): Promise<void> => {
	await tx.run(sql`
		insert into utu.predictor_model (organisation_id, project_id, version, kind, weights, report, trained_on, created_at)
		select ${options.organisationId}, ${options.projectId}, coalesce(max(version), 0) + 1, 'text-classifier', ${Buffer.from(options.weights)},
			${JSON.stringify(options.report)}::jsonb, ${options.trainedOn}, ${options.now}
		from utu.predictor_model where project_id = ${options.projectId}`);
};

/** Open items that nobody holds are scored again by the new model. */
export const rescoreOpen = (tx: Tx, options: { readonly projectId: string; readonly now: Date }): Promise<number> =>
	tx.run(sql`
		update utu.item set stage = 'first-pass', first_pass_due = ${options.now}
		where id in (select id from utu.item where project_id = ${options.projectId} and stage = 'open' and views_active = 0 for update skip locked)`);

/** By primary key. */
export const newestVersion = async (tx: Tx, projectId: string): Promise<number | undefined> =>
	(
		await tx.row<{ version: number }>(
			sql`select version from utu.predictor_model where project_id = ${projectId} order by version desc limit 1`,
		)
	)?.version;

/** The form of a project's current version. By primary keys. */
export const projectForm = async (tx: Tx, projectId: string): Promise<Form | undefined> =>
	(
		await tx.row<{ form: Form }>(sql`
			select v.definition -> 'form' as form from utu.project p
			join utu.project_version v on v.project_id = p.id and v.version = p.version where p.id = ${projectId}`)
	)?.form;
