import type { EpochMs } from '../shared/brand.ts';
import { breakMsMin, exposureWeight, type Limits, reservationMsMax, workRunMsMax } from './limits.ts';

/** What a person carries now, by window; weighted: severity ≥ 3 whole, 2 half. Reservations are counted in. */
export type Dose = {
	readonly dayMs: number;
	readonly hourViews: number;
	/** Sum over local dates of the last 7 × 24 h of the date's heaviest weight. */
	readonly daysIn7: number;
	/** The heaviest weight of today's date so far. */
	readonly todayWeight: number;
	/** The run since the last break. */
	readonly severeRunMs: number;
	readonly workRunMs: number;
	readonly lastEndedAt: EpochMs | undefined;
};

/** The run as it stands at `now`: ten minutes without a lease end it. */
export const runAt = (dose: Dose, now: EpochMs): { readonly severeRunMs: number; readonly workRunMs: number } =>
	dose.lastEndedAt !== undefined && now - dose.lastEndedAt < breakMsMin
		? { severeRunMs: dose.severeRunMs, workRunMs: dose.workRunMs }
		: { severeRunMs: 0, workRunMs: 0 };

/** How long a person may go on before the break that any work asks for. */
export const workLeftMs = (dose: Dose, now: EpochMs): number => Math.max(0, workRunMsMax - runAt(dose, now).workRunMs);

/**
 * The end of the break that is due, or undefined. During it nothing is leased. It is due a little before the 90 minutes,
 * when what is left would not hold the longest look.
 */
export const breakUntil = (dose: Dose, limits: Limits, now: EpochMs): EpochMs | undefined => {
	// A clock that went back: nothing is leased before what was leased last has ended.
	if (dose.lastEndedAt !== undefined && now < dose.lastEndedAt) return dose.lastEndedAt;
	const run = runAt(dose, now);
	const due =
		run.workRunMs > workRunMsMax - reservationMsMax || (run.severeRunMs > 0 && run.severeRunMs >= limits.runMs);
	return due && dose.lastEndedAt !== undefined ? dose.lastEndedAt + breakMsMin : undefined;
};

/** Which window a further look of this severity and length would break, or undefined when it fits in all. */
export const windowBroken = (options: {
	readonly dose: Dose;
	readonly limits: Limits;
	readonly severity: number;
	readonly reservedMs: number;
	readonly now: EpochMs;
}): keyof Limits | undefined => {
	const { dose, limits } = options;
	const weight = exposureWeight(options.severity);
	if (weight === 0) return undefined;
	const charge = weight * options.reservedMs;
	if (dose.dayMs + charge > limits.dayMs) return 'dayMs';
	if (runAt(dose, options.now).severeRunMs + charge > limits.runMs) return 'runMs';
	if (dose.hourViews + weight > limits.hourViews) return 'hourViews';
	if (dose.daysIn7 + Math.max(0, weight - dose.todayWeight) > limits.daysIn7) return 'daysIn7';
	return undefined;
};
