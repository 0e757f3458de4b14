import type { ResponseBody } from '@utu/contract/routes.ts';
import { primaryQuestion } from '@utu/core/first-pass/hazards.ts';
import { screenLooksNeeded } from '@utu/core/safety/scout.ts';
import { assertNever, ok, type Result } from '@utu/core/shared/result.ts';
import type { Failure, Handlers } from '../platform/handlers.ts';
import { type AuditRow, newestAudit, newestModel, progressCounts, type ScreenRow, screens } from './progress.sql.ts';
import type { ProjectRow } from './projects.sql.ts';
import {
	addVersion,
	allProjects,
	makeProject,
	oneProject,
	type ProjectDeps,
	type ProjectError,
	setState,
	templates,
} from './projects.ts';

export type ProjectKeys =
	| 'GET /api/v1/templates'
	| 'GET /api/v1/projects'
	| 'POST /api/v1/projects'
	| 'GET /api/v1/projects/:projectId'
	| 'POST /api/v1/projects/:projectId/versions'
	| 'POST /api/v1/projects/:projectId/state'
	| 'GET /api/v1/projects/:projectId/progress';

export const projectHandlers = (deps: ProjectDeps): Pick<Handlers, ProjectKeys> => ({
	'GET /api/v1/templates': async () =>
		ok({ templates: [...templates()] as ResponseBody<'GET /api/v1/templates'>['templates'] }),
	'GET /api/v1/projects': async ({ organisationId }) =>
		ok({ projects: (await allProjects(deps, { organisationId })).map(toWire) }),
	'POST /api/v1/projects': async ({ organisationId, body }) =>
		answered(
			await makeProject(deps, {
				organisationId,
				name: body.name,
				templateId: body.templateId,
				definition: body.definition,
			}),
		),
	'GET /api/v1/projects/:projectId': async ({ organisationId, params }) =>
		answered(await oneProject(deps, { organisationId, ...params })),
	'POST /api/v1/projects/:projectId/versions': async ({ organisationId, params, body }) =>
		answered(await addVersion(deps, { organisationId, ...params, definition: body })),
	'POST /api/v1/projects/:projectId/state': async ({ organisationId, params, body }) =>
		answered(await setState(deps, { organisationId, ...params, state: body.state })),

	'GET /api/v1/projects/:projectId/progress': async ({ organisationId, params }) => {
		const project = await oneProject(deps, { organisationId, ...params });
		if (!project.ok) return { ok: false, error: failureOf(project.error) };
		return deps.database.transaction({ organisationId }, async (tx) => {
			const { total, firstPass, open, decided, duplicates, ...counts } = await progressCounts(tx, params.projectId);
			const model = await newestModel(tx, params.projectId);
			return ok({
				items: { total, firstPass, open, decided, duplicates },
				...counts,
				bySeverity: [...counts.bySeverity],
				screening: sumScreens(await screens(tx, params.projectId)),
				firstPass:
					model === undefined
						? null
						: { version: String(model.version), trainedOn: model.trainedOn, accuracy: model.accuracy },
				audit: toAudit(await newestAudit(tx, params.projectId)),
				capacity: 'unknown' as const,
			});
		});
	},
});

const toWire = (row: ProjectRow) => ({ ...row, createdAt: row.createdAt.toISOString() });

const toAudit = (row: AuditRow | undefined): ResponseBody<'GET /api/v1/projects/:projectId/progress'>['audit'] => {
	const question = row === undefined ? undefined : primaryQuestion(row.form);
	if (row === undefined || question === undefined) return null;
	return {
		items: row.items,
		balancedAccuracy: row.report.balancedAccuracy ?? null,
		mayStopEarly: row.mayStopEarly,
		options: question.options.map(({ label }, k) => ({
			label,
			recall: row.report.classes[k]?.recall ?? null,
			falsePositiveRate: row.report.classes[k]?.falsePositiveRate ?? null,
		})),
	};
};

/** Over batches: a category is cleared when it is in every batch that asked. */
const sumScreens = (
	rows: readonly ScreenRow[],
): ResponseBody<'GET /api/v1/projects/:projectId/progress'>['screening'] => {
	const sums = new Map<string, { category: string; looked: number; found: number; needed: number; cleared: boolean }>();
	for (const row of rows) {
		const sum = sums.get(row.category) ?? { category: row.category, looked: 0, found: 0, needed: 0, cleared: true };
		sum.looked += row.looked;
		sum.found += row.found;
		sum.needed += screenLooksNeeded(row.total);
		sum.cleared &&= row.cleared;
		sums.set(row.category, sum);
	}
	return [...sums.values()];
};

const answered = (result: Result<ProjectRow, ProjectError>): Result<ReturnType<typeof toWire>, Failure> =>
	result.ok ? ok(toWire(result.value)) : { ok: false, error: failureOf(result.error) };

const failureOf = (error: ProjectError): Failure => {
	switch (error.kind) {
		case 'no-such-project':
			return { status: 404, code: 'no-such-project', title: 'There is no such project in this organisation.' };
		case 'no-such-template':
			return {
				status: 422,
				code: 'no-such-template',
				title: `There is no template “${error.templateId}”.`,
				detail: 'GET /api/v1/templates lists them.',
			};
		case 'nothing-to-make':
			return { status: 422, code: 'nothing-to-make', title: 'A project needs a template or a definition.' };
		case 'faulty':
			return {
				status: 422,
				code: 'faulty-definition',
				title: 'The definition cannot be used.',
				detail: error.faults.join(' '),
				faults: error.faults.map((message) => ({ path: 'definition', message })),
			};
		case 'no-support-contact':
			return {
				status: 409,
				code: 'no-support-contact',
				title: 'The organisation has not said whom its people can turn to.',
				detail: 'Fill in the support contact of the organisation, then open the project.',
			};
		case 'wrong-state':
			return { status: 409, code: 'wrong-state', title: `A project cannot go from ${error.from} to ${error.to}.` };
		default:
			return assertNever(error);
	}
};
