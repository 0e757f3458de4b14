import { readFileSync } from 'node:fs';
import type { ProjectDefinition } from '@utu/contract/projects.ts';
import { checkForm } from '@utu/core/projects/form.ts';
import { unscreened } from '@utu/core/safety/hazards.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import {
	hasSupportContact,
	insertProject,
	insertVersion,
	listProjects,
	loadProject,
	type ProjectRow,
	updateState,
} from './projects.sql.ts';

export type ProjectDeps = { readonly database: Database; readonly clock: Clock; readonly ids: Ids };
export type ProjectState = 'draft' | 'open' | 'paused' | 'closed';

export type ProjectError =
	| { readonly kind: 'no-such-project' }
	| { readonly kind: 'no-such-template'; readonly templateId: string }
	| { readonly kind: 'nothing-to-make' }
	| { readonly kind: 'faulty'; readonly faults: readonly string[] }
	| { readonly kind: 'no-support-contact' }
	| { readonly kind: 'wrong-state'; readonly from: ProjectState; readonly to: ProjectState };

type Localised = Readonly<Record<string, string>>;
export type Template = {
	readonly id: string;
	readonly name: Localised;
	readonly description: Localised;
	readonly definition: ProjectDefinition;
};

const templateFile = new URL('../demo/content/templates.json', import.meta.url);

/** The templates that a project can start from; shipped with the program. */
export const templates = (): readonly Template[] =>
	(JSON.parse(readFileSync(templateFile, 'utf8')) as (Omit<Template, 'definition'> & ProjectDefinition)[]).map(
		({ id, name, description, ...definition }) => ({
			id,
			name,
			description,
			definition,
		}),
	);

type Scope = { readonly organisationId: string };
type Ref = Scope & { readonly projectId: string };

export const allProjects = (deps: ProjectDeps, scope: Scope): Promise<readonly ProjectRow[]> =>
	deps.database.transaction(scope, listProjects);

export const oneProject = async (deps: ProjectDeps, ref: Ref): Promise<Result<ProjectRow, ProjectError>> =>
	found(await deps.database.transaction(ref, (tx) => loadProject(tx, ref.projectId)));

/** Makes a draft, from a template or from a definition. */
export const makeProject = async (
	deps: ProjectDeps,
	options: Scope & {
		readonly name: string;
		readonly templateId: string | undefined;
		readonly definition: ProjectDefinition | undefined;
	},
): Promise<Result<ProjectRow, ProjectError>> => {
	const chosen = chooseDefinition(options);
	if (!chosen.ok) return chosen;
	const sound = soundDefinition(chosen.value);
	if (!sound.ok) return sound;
	const id = deps.ids.uuid();
	return deps.database.transaction(options, async (tx) => {
		const now = deps.clock.now();
		await insertProject(tx, { id, organisationId: options.organisationId, name: options.name, now });
		await insertVersion(tx, {
			projectId: id,
			version: 1,
			organisationId: options.organisationId,
			definition: sound.value,
			now,
		});
		return found(await loadProject(tx, id));
	});
};

const chooseDefinition = (options: {
	readonly templateId: string | undefined;
	readonly definition: ProjectDefinition | undefined;
}): Result<ProjectDefinition, ProjectError> => {
	if (options.definition !== undefined) return ok(options.definition);
	if (options.templateId === undefined) return err({ kind: 'nothing-to-make' });
	const template = templates().find((one) => one.id === options.templateId);
	return template === undefined
		? err({ kind: 'no-such-template', templateId: options.templateId })
		: ok(template.definition);
};

/** A definition that can be worked with: a sound form with a question to decide, targets in order, `unscreened` named. */
const soundDefinition = (definition: ProjectDefinition): Result<ProjectDefinition, ProjectError> => {
	const faults = [...checkForm(definition.form)];
	if (definition.targets.viewsMin > definition.targets.viewsMax)
		faults.push('At least “viewsMin” people look, so “viewsMax” cannot be lower.');
	if (!definition.form.questions.some((question) => question.required))
		faults.push('At least one question must be required: it is what is decided.');
	if (faults.length > 0) return err({ kind: 'faulty', faults });
	const hazardCategories: ProjectDefinition['hazardCategories'] = definition.hazardCategories.includes(unscreened)
		? definition.hazardCategories
		: [...definition.hazardCategories, unscreened];
	return ok({ ...definition, hazardCategories });
};

/** Adds a version. Items taken in before keep the one that they came with: no form changes under open work. */
export const addVersion = async (
	deps: ProjectDeps,
	options: Ref & { readonly definition: ProjectDefinition },
): Promise<Result<ProjectRow, ProjectError>> => {
	const sound = soundDefinition(options.definition);
	if (!sound.ok) return sound;
	return deps.database.transaction<Result<ProjectRow, ProjectError>>(options, async (tx) => {
		const project = await loadProject(tx, options.projectId, 'lock');
		if (project === undefined) return err({ kind: 'no-such-project' });
		await insertVersion(tx, {
			...options,
			version: project.version + 1,
			definition: sound.value,
			now: deps.clock.now(),
		});
		return found(await loadProject(tx, options.projectId));
	});
};

const nextStates: Readonly<Record<ProjectState, readonly ProjectState[]>> = {
	draft: ['open', 'closed'],
	open: ['paused', 'closed'],
	paused: ['open', 'closed'],
	closed: ['paused'],
};

/**
 * Opens, pauses or closes. A project may meet severe content before any machine has looked, so none opens before the
 * organisation has said whom its people can turn to.
 */
export const setState = (
	deps: ProjectDeps,
	options: Ref & { readonly state: ProjectState },
): Promise<Result<ProjectRow, ProjectError>> =>
	deps.database.transaction<Result<ProjectRow, ProjectError>>(options, async (tx) => {
		const project = await loadProject(tx, options.projectId, 'lock');
		if (project === undefined) return err({ kind: 'no-such-project' });
		if (project.state === options.state) return ok(project);
		if (!nextStates[project.state].includes(options.state))
			return err({ kind: 'wrong-state', from: project.state, to: options.state });
		if (options.state === 'open' && !(await hasSupportContact(tx))) return err({ kind: 'no-support-contact' });
		await updateState(tx, { projectId: options.projectId, state: options.state });
		return ok({ ...project, state: options.state });
	});

const found = (row: ProjectRow | undefined): Result<ProjectRow, ProjectError> =>
	row === undefined ? err({ kind: 'no-such-project' }) : ok(row);
