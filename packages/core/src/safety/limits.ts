/** Budgets of exposure to severity ≥ 3; severity 2 counts half. Times are milliseconds of visible content. */
export type Limits = {
	/** In any 24 h. */
	readonly dayMs: number;
	/** Without a break of `breakMsMin`. */
	readonly runMs: number;
	/** Views in any 60 min. */
	readonly hourViews: number;
	/** Local dates touched in any 7 × 24 h. */
	readonly daysIn7: number;
};

const minuteMs = 60_000;

/** What holds unless an organisation or a person sets less. */
export const defaultLimits: Limits = { dayMs: 60 * minuteMs, runMs: 20 * minuteMs, hourViews: 40, daysIn7: 3 };

/** What nothing exceeds: no role, flag, import or API. */
export const ceilingLimits: Limits = { dayMs: 240 * minuteMs, runMs: 20 * minuteMs, hourViews: 40, daysIn7: 5 };

export const breakMsMin = 10 * minuteMs;
/** Any work, severe or not, without a break. */
export const workRunMsMax = 90 * minuteMs;

/** The limits of one person: the organisation's, lowered by the person's own, never above the ceiling. */
export const effectiveLimits = (options: {
	readonly organisation: Partial<Limits>;
	readonly own: Partial<Limits>;
}): Limits => {
	const pick = (name: keyof Limits): number =>
		Math.max(
			0,
			Math.min(
				ceilingLimits[name],
				options.organisation[name] ?? defaultLimits[name],
				options.own[name] ?? Number.POSITIVE_INFINITY,
			),
		);
	return { dayMs: pick('dayMs'), runMs: pick('runMs'), hourViews: pick('hourViews'), daysIn7: pick('daysIn7') };
};

/** How much of a view's time and count feeds the severity windows. */
export const exposureWeight = (severity: number): 0 | 0.5 | 1 => (severity >= 3 ? 1 : severity === 2 ? 0.5 : 0);

/** Reading time of a text: a base and a pace that most people keep, capped. Milliseconds. [D] */
export const reservationMs = (options: { readonly chars: number }): number =>
	Math.min(15_000 + options.chars * 50, reservationMsMax);

/** The longest look without an extension. [D] */
export const reservationMsMax = 120_000;

/** How long a lease lasts; content is visible for `reservationMs` of it at most, unless extended. */
export const leaseMsMax = 15 * minuteMs;
export const extensionsMax = 3;
