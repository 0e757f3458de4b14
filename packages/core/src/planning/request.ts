import { effectiveLimits, type Limits } from '../safety/limits.ts';
import type { EpochMs } from '../shared/brand.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { type BySeverity, type CrewShift, type PlanFault, type PlanInput, planDefaults, weekOf } from './input.ts';
import { zoneOffsetHours } from './zone.ts';

/** What comes in: the same every day, by a profile of hours and days (weights, Monday first), or hour by hour of a week. */
export type IntakeRequest =
	| {
			readonly perDay: BySeverity;
			readonly hourWeights?: readonly number[] | undefined;
			readonly dayWeights?: readonly number[] | undefined;
	  }
	| { readonly hours: readonly BySeverity[] };

export type ShiftRequest = {
	/** On the crew's clock: 22:30. */
	readonly start: string;
	readonly hours?: number | undefined;
	/** Where the crew works; by default where the plan's week is. */
	readonly timeZone?: string | undefined;
	readonly share?: number | undefined;
};

/** What people ask of a plan: anything left out is the default. */
export type PlanRequest = {
	readonly intake: IntakeRequest;
	readonly viewsPerItem?: BySeverity | undefined;
	readonly visibleSeconds?: BySeverity | undefined;
	readonly heldSeconds?: BySeverity | undefined;
	readonly people?: number | undefined;
	/** The clock of the plan's week. */
	readonly timeZone?: string | undefined;
	readonly shifts?: readonly ShiftRequest[] | undefined;
	readonly daysOn?: number | undefined;
	readonly consentShare?: number | undefined;
	readonly limits?: { readonly [Name in keyof Limits]?: number | undefined } | undefined;
	readonly severeAgeHoursMax?: number | undefined;
};

/**
 * Fills in what was left out. Zones are taken as they are at `at`.
 * @param options.limits what the organisation allows.
 */
export const toPlanInput = (
	request: PlanRequest,
	options: { readonly limits: Limits; readonly at: EpochMs },
): Result<PlanInput, readonly PlanFault[]> => {
	const faults: PlanFault[] = [];
	const offsetOf = (timeZone: string, path: string): number => {
		const offset = zoneOffsetHours(timeZone, options.at);
		if (offset === undefined)
			faults.push({ path, message: `There is no time zone “${timeZone}”: give one such as Africa/Nairobi.` });
		return offset ?? 0;
	};
	const timeZone = request.timeZone ?? 'UTC';
	const here = offsetOf(timeZone, 'timeZone');
	const wanted: readonly ShiftRequest[] = request.shifts ?? planDefaults.shiftStartHours.map(startOf);
	const shifts = wanted.map((shift, at): CrewShift => {
		const startHour = hourOf(shift.start);
		if (startHour === undefined)
			faults.push({ path: `shifts.${at}.start`, message: `“${shift.start}” is no time of day: write 06:00 or 22:30.` });
		return {
			startHour: startHour ?? 0,
			hours: shift.hours ?? planDefaults.shiftHours,
			offsetHours: shift.timeZone === undefined ? 0 : offsetOf(shift.timeZone, `shifts.${at}.timeZone`) - here,
			share: shift.share ?? 1,
		};
	});
	if (faults.length > 0) return err(faults);
	return ok({
		itemsByHour: 'hours' in request.intake ? request.intake.hours : weekOf(request.intake),
		viewsPerItem: request.viewsPerItem ?? planDefaults.viewsPerItem,
		visibleSeconds: request.visibleSeconds ?? planDefaults.visibleSeconds,
		heldSeconds: request.heldSeconds ?? planDefaults.heldSeconds,
		people: request.people ?? planDefaults.people,
		shifts,
		daysOn: request.daysOn ?? planDefaults.daysOn,
		consentShare: request.consentShare ?? planDefaults.consentShare,
		limits: limitsOf(request, options.limits),
		severeAgeHoursMax: request.severeAgeHoursMax ?? planDefaults.severeAgeHoursMax,
	});
};

/** What was asked for, else the organisation's, never above the ceiling. */
const limitsOf = ({ limits = {} }: PlanRequest, organisation: Limits): Limits =>
	effectiveLimits({
		organisation: {
			dayMs: limits.dayMs ?? organisation.dayMs,
			runMs: limits.runMs ?? organisation.runMs,
			hourViews: limits.hourViews ?? organisation.hourViews,
			daysIn7: limits.daysIn7 ?? organisation.daysIn7,
		},
		own: {},
	});

const startOf = (hour: number): ShiftRequest => ({ start: `${String(hour).padStart(2, '0')}:00` });

const hourOf = (text: string): number | undefined => {
	const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
	const hour = Number(hours) + Number(minutes) / 60;
	return hour < 24 && Number(minutes) < 60 ? hour : undefined;
};
