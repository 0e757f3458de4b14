import type { ResponseBody } from '@utu/contract/routes.ts';
import { ok } from '@utu/core/shared/result.ts';
import type { Handlers } from '../platform/handlers.ts';
import { type LookAt, type NextDeps, nextWork } from './next.ts';
import { setConsents, workProjects } from './projects.ts';

/** Turns a lease into what the page shows; injected, because annotation owns the view. */
type ViewLease = LookAt<Extract<ResponseBody<'POST /api/v1/work/next'>, { kind: 'lease' }>['lease'] | undefined>;

export type RoutingKeys =
	| 'GET /api/v1/work/projects'
	| 'PUT /api/v1/work/projects/:projectId/consents'
	| 'POST /api/v1/work/next';

export const routingHandlers = (deps: NextDeps & { readonly viewLease: ViewLease }): Pick<Handlers, RoutingKeys> => ({
	'GET /api/v1/work/projects': async ({ organisationId, principal }) =>
		ok({ projects: [...(await workProjects(deps, { organisationId, personId: principal.personId }))] }),

	'PUT /api/v1/work/projects/:projectId/consents': async ({ organisationId, principal, params, body }) => {
		const result = await setConsents(deps, {
			organisationId,
			personId: principal.personId,
			projectId: params.projectId,
			categories: body.categories,
		});
		if (!result.ok) {
			return {
				ok: false,
				error: { status: 404, code: 'no-such-project', title: 'There is no such project in this organisation.' },
			};
		}
		return ok({ consents: [...result.value] });
	},

	'POST /api/v1/work/next': async ({ organisationId, principal, body }) => {
		const ref = { organisationId, personId: principal.personId };
		const next = await nextWork(deps, { ...ref, projectId: body.projectId }, deps.viewLease);
		if (next.kind === 'nothing')
			return ok({ kind: 'nothing', why: next.why, until: next.until?.toISOString() ?? null });
		// Its batch surprised somebody between the grant and now.
		if (next.view === undefined)
			return {
				ok: false,
				error: {
					status: 409,
					code: 'lease-ended',
					title: 'This item was taken back.',
					detail: 'Ask for the next one.',
				},
			};
		return ok({ kind: 'lease', lease: next.view });
	},
});
