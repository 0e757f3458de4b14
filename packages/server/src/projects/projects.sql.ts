import type { ProjectDefinition } from '@utu/contract/projects.ts';
import { type Statement, sql, type Tx } from '../platform/database.ts';

export type ProjectRow = {
	readonly id: string;
	readonly name: string;
	readonly state: 'draft' | 'open' | 'paused' | 'closed';
	readonly version: number;
	readonly createdAt: Date;
	readonly definition: ProjectDefinition;
};

const columns: Statement = {
	text: `p.id, p.name, p.state, p.version, p.created_at as "createdAt", v.definition`,
	values: [],
};
const joined: Statement = {
	text: 'utu.project p join utu.project_version v on v.project_id = p.id and v.version = p.version',
	values: [],
};
const lock: Statement = { text: 'for update of p', values: [] };
const none: Statement = { text: '', values: [] };

/** All projects of the organisation; a few dozens. */
export const listProjects = (tx: Tx): Promise<readonly ProjectRow[]> =>
	tx.rows<ProjectRow>(sql`select ${columns} from ${joined} order by p.created_at desc, p.id`);

/** One project with its current version, by primary keys. */
export const loadProject = (tx: Tx, projectId: string, mode?: 'lock'): Promise<ProjectRow | undefined> =>
	tx.row<ProjectRow>(sql`select ${columns} from ${joined} where p.id = ${projectId} ${mode === 'lock' ? lock : none}`);

export const insertProject = async (
	tx: Tx,
	options: { readonly id: string; readonly organisationId: string; readonly name: string; readonly now: Date },
): Promise<void> => {
	await tx.run(sql`
		insert into utu.project (id, organisation_id, name, state, version, created_at)
		values (${options.id}, ${options.organisationId}, ${options.name}, 'draft', 1, ${options.now})`);
};

/** A version, and the project turned to it, in one statement. */
export const insertVersion = async (
	tx: Tx,
	options: {
		readonly projectId: string;
		readonly version: number;
		readonly organisationId: string;
		readonly definition: ProjectDefinition;
		readonly now: Date;
	},
): Promise<void> => {
	await tx.run(sql`
		with added as (
			insert into utu.project_version (project_id, version, organisation_id, definition, created_at)
			values (${options.projectId}, ${options.version}, ${options.organisationId}, ${JSON.stringify(options.definition)}::jsonb, ${options.now})
			returning project_id, version)
		update utu.project p set version = added.version from added where p.id = added.project_id`);
};

export const updateState = async (
	tx: Tx,
	options: { readonly projectId: string; readonly state: string },
): Promise<void> => {
	await tx.run(sql`update utu.project set state = ${options.state} where id = ${options.projectId}`);
};

/** Whether the organisation has said whom its people can turn to: in a list, or in one text. */
export const hasSupportContact = async (tx: Tx): Promise<boolean> => {
	const row = await tx.row<{ said: boolean }>(sql`
		select (trim(o.support_contact) <> '') is true or exists (select from utu.support_contact c where c.organisation_id = o.id) as said
		from utu.organisation o where o.id = utu.org()`);
	return row?.said === true;
};
