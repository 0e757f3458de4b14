import type { ResponseBody, RouteKey } from '@utu/contract/routes.ts';
import { ok, type Result } from '@utu/core/shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import type { Failure, Handlers } from '../platform/handlers.ts';
import { type AutoError, type AutoView, autoView, recallAuto, setAuto } from './auto.ts';

type AutoKeys = Extract<RouteKey, `${string} /api/v1/projects/:projectId/automatic${string}`>;
type Automatic = ResponseBody<'GET /api/v1/projects/:projectId/automatic'>;

/** Deciding without people: its bound, its audit, and the switch. */
export const autoHandlers = (deps: {
	readonly database: Database;
	readonly clock: Clock;
}): Pick<Handlers, AutoKeys> => ({
	'GET /api/v1/projects/:projectId/automatic': async ({ organisationId, params }) =>
		answered(await autoView(deps, { organisationId, ...params })),
	'PUT /api/v1/projects/:projectId/automatic': async ({ organisationId, params, body }) =>
		answered(await setAuto(deps, { organisationId, ...params }, body)),
	'POST /api/v1/projects/:projectId/automatic/recall': async ({ organisationId, params, body }) =>
		answered(await recallAuto(deps, { organisationId, ...params, ...body })),
});

const answered = (result: Result<AutoView, AutoError>): Result<Automatic, Failure> =>
	result.ok ? ok(toWire(result.value)) : { ok: false, error: failures[result.error.kind] };

const toWire = (view: AutoView): Automatic => ({
	...view,
	options: [...view.options],
	spared: {
		...view.spared,
		bySeverity: view.spared.bySeverity.map(({ severity, items }) => ({
			severity: severity as 0 | 1 | 2 | 3 | 4,
			items,
		})),
	},
});

const failures: Readonly<Record<AutoError['kind'], Failure>> = {
	'no-such-project': { status: 404, code: 'no-such-project', title: 'There is no such project in this organisation.' },
	'not-suspended': {
		status: 409,
		code: 'not-suspended',
		title: 'This option is not suspended.',
		detail: 'Only what an audit has refuted is given back to people.',
	},
	'not-one-question': {
		status: 409,
		code: 'not-one-question',
		title: 'This form cannot be decided without people.',
		detail: 'It takes one required choice, and nothing else that must be answered.',
	},
};
