import { type BySeverity, bySeverity, hoursInWeek, type PlanFault, type PlanInput } from '@utu/core/planning/input.ts';
import { makePlan, type Plan } from '@utu/core/planning/plan.ts';
import { type PlanRequest, toPlanInput } from '@utu/core/planning/request.ts';
import { zoneOffsetHours } from '@utu/core/planning/zone.ts';
import type { CapacityBand } from '@utu/core/safety/capacity.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { organisationLimits } from '../safety/limits.ts';
import { intakeByHour, publishedCapacity, viewsByDecision } from './planning.sql.ts';

export type PlanningDeps = { readonly database: Database; readonly clock: Clock; readonly ids: Ids };

const weekMs = hoursInWeek * 3_600_000;
/** A mean of fewer is no mean. [D] */
const decisionsMin = 20;
/** Of fewer people nothing is told. */
const peopleMin = 5;

/** A plan under the limits of the organisation, where the request names no others. Nothing is kept. */
export const planWork = async (
	deps: PlanningDeps,
	options: { readonly organisationId: string; readonly request: PlanRequest },
): Promise<Result<{ readonly plan: Plan; readonly input: PlanInput }, readonly PlanFault[]>> => {
	const { limits } = await organisationLimits(deps, options.organisationId);
	const input = toPlanInput(options.request, { limits, at: deps.clock.now().getTime() });
	if (!input.ok) return input;
	const plan = makePlan(input.value);
	return plan.ok ? ok({ plan: plan.value, input: input.value }) : plan;
};

export type MeasuredIntake = {
	readonly from: Date;
	readonly to: Date;
	readonly timeZone: string;
	readonly items: number;
	readonly hours: readonly BySeverity[];
	readonly viewsPerItem: BySeverity<number | null>;
};

/**
 * What the last 7 × 24 h brought. How long people looked is left out: that is read by each person alone, and no mean of
 * it could be shown to be of five people or more.
 */
export const measureIntake = async (
	deps: PlanningDeps,
	options: { readonly organisationId: string; readonly timeZone: string },
): Promise<Result<MeasuredIntake, 'no-such-zone'>> => {
	const to = deps.clock.now();
	const from = new Date(to.getTime() - weekMs);
	if (zoneOffsetHours(options.timeZone, to.getTime()) === undefined) return err('no-such-zone');
	const span = { from, to };
	return deps.database.transaction({ organisationId: options.organisationId }, async (tx) => {
		const hours = Array.from({ length: hoursInWeek }, (): [number, number, number, number, number] => [0, 0, 0, 0, 0]);
		let items = 0;
		for (const row of await intakeByHour(tx, { ...span, timeZone: options.timeZone })) {
			hours[row.hour]![row.severity] = row.items;
			items += row.items;
		}
		const views = await viewsByDecision(tx, { ...span, decisionsMin, peopleMin });
		const viewsPerItem = bySeverity((severity) => views.find((row) => row.severity === severity)?.views ?? null);
		return ok({ ...span, timeZone: options.timeZone, items, hours, viewsPerItem });
	});
};

export const publishedBands = (
	deps: PlanningDeps,
	organisationId: string,
): Promise<readonly { readonly hour: Date; readonly band: CapacityBand }[]> => {
	const to = deps.clock.now();
	return deps.database.transaction({ organisationId }, (tx) =>
		publishedCapacity(tx, { from: new Date(to.getTime() - weekMs), to }),
	);
};
