import type { ResponseBody } from '@utu/contract/routes.ts';
import type { PlanFault, PlanInput } from '@utu/core/planning/input.ts';
import type { ClassOutlook, Plan } from '@utu/core/planning/plan.ts';
import type { ByClass, PlanHour } from '@utu/core/planning/simulate.ts';
import { ok } from '@utu/core/shared/result.ts';
import type { Failure, Handlers } from '../platform/handlers.ts';
import { measureIntake, type PlanningDeps, planWork, publishedBands } from './planning.ts';

export type PlanningKeys = 'POST /api/v1/plan' | 'GET /api/v1/plan/intake' | 'GET /api/v1/capacity';

/** What a week's work takes; and, in words, whether there is room. Nothing here knows of one person. */
export const planningHandlers = (deps: PlanningDeps): Pick<Handlers, PlanningKeys> => ({
	'POST /api/v1/plan': async ({ organisationId, body }) => {
		const planned = await planWork(deps, { organisationId, request: body });
		return planned.ok ? ok(toWire(planned.value.plan, planned.value.input)) : faulty(planned.error);
	},

	'GET /api/v1/plan/intake': async ({ organisationId, query }) => {
		const timeZone = query.timeZone ?? 'UTC';
		const measured = await measureIntake(deps, { organisationId, timeZone });
		if (!measured.ok)
			return faulty([
				{ path: 'timeZone', message: `There is no time zone “${timeZone}”: give one such as Africa/Nairobi.` },
			]);
		const { from, to, items, hours, viewsPerItem } = measured.value;
		return ok({
			from: from.toISOString(),
			to: to.toISOString(),
			timeZone,
			items,
			intake: { hours: [...hours] },
			viewsPerItem,
		});
	},

	'GET /api/v1/capacity': async ({ organisationId }) => {
		const hours = await publishedBands(deps, organisationId);
		return ok({ hours: hours.map(({ hour, band }) => ({ hour: hour.toISOString(), band })) });
	},
});

const faulty = (faults: readonly PlanFault[]): { readonly ok: false; readonly error: Failure } => ({
	ok: false,
	error: {
		status: 422,
		code: 'faulty-plan',
		title: 'This cannot be planned.',
		detail: faults.map(({ path, message }) => `${path}: ${message}`).join(' '),
		faults,
	},
});

/** A thousandth of a person is exact enough; what no number can do is null. */
const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;
const finite = (value: number): number | null => (Number.isFinite(value) ? rounded(value) : null);

const toWire = (plan: Plan, input: PlanInput): ResponseBody<'POST /api/v1/plan'> => ({
	people: plan.people,
	peopleNeeded: plan.peopleNeeded,
	enough: plan.enough,
	severeAgeHoursMax: input.severeAgeHoursMax,
	limits: { ...input.limits },
	bound: {
		people: finite(plan.bound.people),
		severities: plan.bound.severities.map((one) => ({
			severity: one.severity,
			viewsPerWeek: rounded(one.viewsPerWeek),
			people: finite(one.people),
			binding: one.binding ?? null,
			alone: {
				hourViews: finite(one.alone.hourViews),
				dayMs: finite(one.alone.dayMs),
				daysIn7: finite(one.alone.daysIn7),
				runMs: finite(one.alone.runMs),
				work: finite(one.alone.work),
			},
		})),
	},
	outlook: {
		mild: toOutlook(plan.outlook.mild),
		moderate: toOutlook(plan.outlook.moderate),
		severe: toOutlook(plan.outlook.severe),
	},
	hours: plan.hours.map(toHour),
	notes: [...plan.notes],
});

const toOutlook = (outlook: ClassOutlook): ClassOutlook => ({
	...outlook,
	viewsPerWeek: rounded(outlook.viewsPerWeek),
	ageHoursMax: rounded(outlook.ageHoursMax),
});

const toHour = (hour: PlanHour): ResponseBody<'POST /api/v1/plan'>['hours'][number] => ({
	hour: hour.hour,
	onShift: rounded(hour.onShift),
	withRoom: rounded(hour.withRoom),
	needed: finite(hour.needed),
	arrivals: roundedClasses(hour.arrivals),
	served: roundedClasses(hour.served),
	backlog: roundedClasses(hour.backlog),
	ageHours: roundedClasses(hour.ageHours),
});

const roundedClasses = ({ mild, moderate, severe }: ByClass<number>) => ({
	mild: rounded(mild),
	moderate: rounded(moderate),
	severe: rounded(severe),
});
