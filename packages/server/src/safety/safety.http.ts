import { breakUntil, runAt } from '@utu/core/safety/dose.ts';
import type { Severity } from '@utu/core/safety/hazards.ts';
import { ceilingLimits } from '@utu/core/safety/limits.ts';
import { ok } from '@utu/core/shared/result.ts';
import type { Handlers } from '../platform/handlers.ts';
import { type MineDeps, myExclusions, myExposure, setExclusions, setOwnLimits } from './mine.ts';

export type SafetyKeys =
	| 'GET /api/v1/me/exclusions'
	| 'PUT /api/v1/me/exclusions'
	| 'GET /api/v1/me/exposure'
	| 'PUT /api/v1/me/limits';

/** A person's own account: read and set by that person alone. */
export const safetyHandlers = (deps: MineDeps): Pick<Handlers, SafetyKeys> => ({
	'GET /api/v1/me/exclusions': async ({ principal }) =>
		ok({ exclusions: [...(await myExclusions(deps, principal.personId))] }),

	'PUT /api/v1/me/exclusions': async ({ principal, organisationId, body }) =>
		ok({
			exclusions: [
				...(await setExclusions(deps, { organisationId, personId: principal.personId, exclusions: body.exclusions })),
			],
		}),

	'GET /api/v1/me/exposure': async ({ principal }) => {
		const { account, bySeverity, now } = await myExposure(deps, principal.personId);
		const run = runAt(account.dose, now.getTime());
		const until = breakUntil(account.dose, account.limits, now.getTime());
		return ok({
			dayMs: Math.round(account.dose.dayMs),
			hourViews: account.dose.hourViews,
			runMs: Math.round(run.severeRunMs),
			workRunMs: run.workRunMs,
			daysIn7: account.dose.daysIn7,
			bySeverity: bySeverity.map((row) => ({ ...row, severity: row.severity as Severity })),
			limits: { ...account.limits },
			ceilings: { ...ceilingLimits },
			breakUntil: until === undefined ? null : new Date(until).toISOString(),
		});
	},

	'PUT /api/v1/me/limits': async ({ principal, organisationId, body }) =>
		ok({ limits: await setOwnLimits(deps, { organisationId, personId: principal.personId, limits: body }) }),
});
