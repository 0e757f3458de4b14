import type { ResponseBody } from '@utu/contract/routes.ts';
import { breakUntil, runAt } from '@utu/core/safety/dose.ts';
import { ceilingLimits, defaultLimits } from '@utu/core/safety/limits.ts';
import { shiftDayMsMax, shiftWeekMsMax } from '@utu/core/safety/shift.ts';
import { assertNever, ok, type Result } from '@utu/core/shared/result.ts';
import type { Failure, Handlers } from '../platform/handlers.ts';
import { type LimitChange, type LimitError, organisationLimits, proposeLimits, settleLimits } from './limits.ts';
import { myExclusions, myExposure, setExclusions, setOwnLimits } from './mine.ts';
import type { ShiftRow } from './shift.sql.ts';
import {
	beginShift,
	dropShift,
	endShift,
	listShifts,
	type MyShift,
	myShift,
	planShift,
	type ShiftDeps,
} from './shift.ts';

export type SafetyKeys =
	| 'GET /api/v1/me/exclusions'
	| 'PUT /api/v1/me/exclusions'
	| 'GET /api/v1/me/exposure'
	| 'PUT /api/v1/me/limits'
	| 'GET /api/v1/me/shift'
	| 'POST /api/v1/me/shift'
	| 'POST /api/v1/me/shift/end'
	| 'GET /api/v1/shifts'
	| 'POST /api/v1/shifts'
	| 'DELETE /api/v1/shifts/:shiftId'
	| 'GET /api/v1/limits'
	| 'POST /api/v1/limits'
	| 'POST /api/v1/limits/:changeId/sign'
	| 'POST /api/v1/limits/:changeId/decline';

/** A person's own account, read and set by that person alone; shifts; and the limits of an organisation. */
export const safetyHandlers = (deps: ShiftDeps): Pick<Handlers, SafetyKeys> => ({
	...accountHandlers(deps),
	...shiftHandlers(deps),
	...limitHandlers(deps),
});

type AccountKeys = Extract<SafetyKeys, `${string}/me/ex${string}` | `${string}/me/limits`>;

const accountHandlers = (deps: ShiftDeps): Pick<Handlers, AccountKeys> => ({
	'GET /api/v1/me/exclusions': async ({ principal }) =>
		ok({ exclusions: [...(await myExclusions(deps, principal.personId))] }),

	'PUT /api/v1/me/exclusions': async ({ principal, organisationId, body }) =>
		ok({
			exclusions: [
				...(await setExclusions(deps, { organisationId, personId: principal.personId, exclusions: body.exclusions })),
			],
		}),

	'GET /api/v1/me/exposure': async ({ principal, organisationId }) => {
		const { account, bySeverity, days, freesAt, now } = await myExposure(deps, {
			organisationId,
			personId: principal.personId,
		});
		const run = runAt(account.dose, now.getTime());
		const until = breakUntil(account.dose, account.limits, now.getTime());
		return ok({
			dayMs: Math.round(account.dose.dayMs),
			hourViews: account.dose.hourViews,
			runMs: Math.round(run.severeRunMs),
			workRunMs: run.workRunMs,
			daysIn7: account.dose.daysIn7,
			bySeverity: [...bySeverity],
			days: [...days],
			freesAt: {
				dayMs: freesAt.dayMs?.toISOString() ?? null,
				hourViews: freesAt.hourViews?.toISOString() ?? null,
				daysIn7: freesAt.daysIn7?.toISOString() ?? null,
			},
			limits: { ...account.limits },
			organisationLimits: { ...account.organisationLimits },
			ceilings: { ...ceilingLimits },
			breakUntil: until === undefined ? null : new Date(until).toISOString(),
		});
	},

	'PUT /api/v1/me/limits': async ({ principal, organisationId, body }) =>
		ok({ limits: await setOwnLimits(deps, { organisationId, personId: principal.personId, limits: body }) }),
});

type ShiftKeys = Extract<SafetyKeys, `${string}shift${string}`>;

const shiftHandlers = (deps: ShiftDeps): Pick<Handlers, ShiftKeys> => ({
	'GET /api/v1/me/shift': async ({ principal, organisationId }) =>
		ok(toMyShift(await myShift(deps, { organisationId, personId: principal.personId }))),

	'POST /api/v1/me/shift': async ({ principal, organisationId, body }) =>
		ok(toMyShift(await beginShift(deps, { organisationId, personId: principal.personId, hours: body.hours }))),

	'POST /api/v1/me/shift/end': async ({ principal, organisationId }) =>
		ok(toMyShift(await endShift(deps, { organisationId, personId: principal.personId }))),

	'GET /api/v1/shifts': async ({ organisationId, query }) => {
		const shifts = await listShifts(deps, { organisationId, from: new Date(query.from), to: new Date(query.to) });
		return ok({ shifts: shifts.map((shift) => ({ ...toShift(shift), personId: shift.personId })) });
	},

	'POST /api/v1/shifts': async ({ organisationId, body }) => {
		const made = await planShift(deps, {
			organisationId,
			personId: body.personId,
			startsAt: new Date(body.startsAt),
			endsAt: new Date(body.endsAt),
			timeZone: body.timeZone,
		});
		if (made.ok) return ok({ ...toShift(made.value), personId: made.value.personId });
		switch (made.error.kind) {
			case 'too-long':
				return failed(422, 'shift-length', `A shift ends after it starts, ${made.error.hoursMax} hours later at most.`);
			case 'in-the-past':
				return failed(422, 'shift-in-the-past', 'A shift cannot be planned into the past. Choose a later start.');
			case 'no-such-member':
				return failed(404, 'no-such-member', 'There is no such member of this organisation.');
			default:
				return assertNever(made.error);
		}
	},

	'DELETE /api/v1/shifts/:shiftId': async ({ organisationId, params }) =>
		(await dropShift(deps, { organisationId, shiftId: params.shiftId }))
			? ok({})
			: failed(409, 'shift-begun', 'Only a planned shift that has not begun can be cancelled.'),
});

type LimitKeys = Extract<SafetyKeys, `${string} /api/v1/limits${string}`>;

const limitHandlers = (deps: ShiftDeps): Pick<Handlers, LimitKeys> => ({
	'GET /api/v1/limits': async ({ organisationId }) => {
		const { limits, changes } = await organisationLimits(deps, organisationId);
		return ok({
			limits: { ...limits },
			defaults: { ...defaultLimits },
			ceilings: { ...ceilingLimits },
			changes: changes.map(toChange),
		});
	},
	'POST /api/v1/limits': async ({ organisationId, principal, body }) =>
		changed(await proposeLimits(deps, { organisationId, personId: principal.personId, ...body })),
	'POST /api/v1/limits/:changeId/sign': async ({ organisationId, principal, params }) =>
		changed(await settleLimits(deps, { organisationId, personId: principal.personId, ...params, sign: true })),
	'POST /api/v1/limits/:changeId/decline': async ({ organisationId, principal, params }) =>
		changed(await settleLimits(deps, { organisationId, personId: principal.personId, ...params, sign: false })),
});

const toShift = (shift: ShiftRow) => ({
	id: shift.id,
	startsAt: shift.startsAt.toISOString(),
	endsAt: shift.endsAt.toISOString(),
	timeZone: shift.timeZone,
	plannedBy: shift.plannedBy,
});

const toMyShift = ({ now, next, hours }: MyShift): ResponseBody<'GET /api/v1/me/shift'> => ({
	now: now === undefined ? null : toShift(now),
	next: next.map(toShift),
	dayMs: Math.round(hours.dayMs),
	weekMs: Math.round(hours.weekMs),
	dayMsMax: shiftDayMsMax,
	weekMsMax: shiftWeekMsMax,
});

const toChange = (change: LimitChange): ResponseBody<'POST /api/v1/limits'> => ({
	...change,
	limits: { ...change.limits },
	proposedAt: change.proposedAt.toISOString(),
	settledAt: change.settledAt?.toISOString() ?? null,
});

const changed = (result: Result<LimitChange, LimitError>): Result<ReturnType<typeof toChange>, Failure> => {
	if (result.ok) return ok(toChange(result.value));
	switch (result.error.kind) {
		case 'above-ceiling':
			return failed(
				422,
				'above-ceiling',
				`Above the ceiling, which nothing exceeds: ${result.error.names.join(', ')}.`,
			);
		case 'no-such-change':
			return failed(404, 'no-such-change', 'There is no such change of limits in this organisation.');
		case 'own-proposal':
			return failed(409, 'own-proposal', 'Nobody signs what they proposed: another representative has to.');
		default:
			return assertNever(result.error);
	}
};

const failed = (
	status: Failure['status'],
	code: string,
	title: string,
): { readonly ok: false; readonly error: Failure } => ({
	ok: false,
	error: { status, code, title },
});
