import type { Brand, EpochMs } from '../shared/brand.ts';
import { assert, err, ok, type Result } from '../shared/result.ts';
import { breakUntil, type Dose, windowBroken, workLeftMs } from './dose.ts';
import { type HazardCategory, type Hazards, type Severity, unscreened } from './hazards.ts';
import { type Limits, leaseMsMax, reservationMs } from './limits.ts';
import { type Purpose, purposeRules } from './purpose.ts';
import { type ShiftFacts, type ShiftRefusal, shiftForbids, shiftLeaseUntil } from './shift.ts';

export type ExclusionKind = 'category' | 'theme' | 'country' | 'language';
export type Exclusion = { readonly kind: ExclusionKind; readonly value: string };

/** What the decision needs to know of the person. Read from the person's own rows, under the account's lock. */
export type Looker = {
	readonly personId: string;
	/** Categories consented to in the item's project; undefined when the person has not answered there. */
	readonly consents: readonly HazardCategory[] | undefined;
	readonly exclusions: readonly Exclusion[];
	readonly dose: Dose;
	readonly limits: Limits;
	readonly shift: ShiftFacts;
};

/** What decides eligibility and is equal for a whole lane of items. */
export type LaneFacts = {
	readonly projectId: string;
	readonly projectOpen: boolean;
	readonly language: string | undefined;
	readonly hazards: Hazards;
	/** Severity ≥ 2: needs consent. */
	readonly categories: readonly HazardCategory[];
	/** Severity ≥ 1: an exclusion forbids. */
	readonly categoriesAny: readonly HazardCategory[];
	/** Categories that nothing scored and nobody bounded. */
	readonly uncovered: readonly HazardCategory[];
	readonly severity: Severity;
	readonly themes: readonly string[];
};

/** One item as it stands under its row's lock. */
export type ItemFacts = LaneFacts & {
	readonly itemId: string;
	/** A first pass has scored it, or said that it could not. */
	readonly screened: boolean;
	/** Undecided: its places may be taken. */
	readonly open: boolean;
	/** Its batch surprised somebody: it goes to nobody until it says `unscreened`, and then to scouts. */
	readonly quarantined: boolean;
	readonly chars: number;
	/** The same content, or a near duplicate of it, was given to this person before. */
	readonly seenBefore: boolean;
	readonly viewsWanted: number;
	/** Answers counted and leases in hand. */
	readonly viewsTaken: number;
};

/** Names of SAFETY.md, with what a person may be told. */
export type Refusal =
	| { readonly invariant: 'screened-first' }
	| { readonly invariant: 'consent'; readonly missing: readonly HazardCategory[] }
	| { readonly invariant: 'exclusion' }
	| { readonly invariant: 'budget'; readonly window: keyof Limits }
	| { readonly invariant: 'break'; readonly until: EpochMs }
	| { readonly invariant: 'shift'; readonly why: ShiftRefusal }
	| { readonly invariant: 'once' }
	| { readonly invariant: 'fewest-eyes' };

/** The one thing that a lease is granted for. Only `assess` makes it. */
export type SafeAssignment = Brand<
	{
		readonly personId: string;
		readonly itemId: string;
		readonly projectId: string;
		readonly purpose: Purpose;
		readonly hazards: Hazards;
		readonly categories: readonly HazardCategory[];
		readonly severity: Severity;
		readonly limits: Limits;
		readonly grantedAt: EpochMs;
		readonly expiresAt: EpochMs;
		readonly reservedMs: number;
	},
	'SafeAssignment'
>;

/** The purpose under which an item would be worked on: what nothing has scored is a scout's. */
export const workPurpose = (item: { readonly hazards: Hazards }): Purpose =>
	(item.hazards[unscreened] ?? 0) > 0 ? 'scout' : 'annotate';

/** Whether this person may be given items of this lane at all. Cheap: once a lane, not once an item. */
export const mayEnterLane = (options: {
	readonly looker: Looker;
	readonly lane: LaneFacts;
	readonly now: EpochMs;
}): Result<true, Refusal> => {
	const { looker, lane, now } = options;
	const offShift = shiftForbids(looker.shift, lane.severity, now);
	if (offShift !== undefined && offShift !== 'ending') return err({ invariant: 'shift', why: offShift });
	const until = breakUntil(looker.dose, looker.limits, now);
	if (until !== undefined) return err({ invariant: 'break', until });
	if (!lane.projectOpen) return err({ invariant: 'screened-first' });
	if (looker.consents === undefined) return err({ invariant: 'consent', missing: lane.categories });
	const consents = looker.consents;
	const missing = lane.categories.filter((category) => !consents.includes(category));
	if (missing.length > 0) return err({ invariant: 'consent', missing });
	if (looker.exclusions.some((exclusion) => excludes(exclusion, lane))) return err({ invariant: 'exclusion' });
	const broken = windowBroken({
		dose: looker.dose,
		limits: looker.limits,
		severity: lane.severity,
		reservedMs: reservationMs({ chars: 0 }),
		now,
	});
	if (broken !== undefined) return err({ invariant: 'budget', window: broken });
	if (offShift !== undefined) return err({ invariant: 'shift', why: offShift });
	return ok(true);
};

/** The whole predicate on one item, with its own length. The claiming statement checks the same again. */
export const assess = (options: {
	readonly looker: Looker;
	readonly item: ItemFacts;
	readonly purpose: Purpose;
	readonly now: EpochMs;
}): Result<SafeAssignment, Refusal> => {
	const { looker, item, purpose, now } = options;
	if (!item.screened) return err({ invariant: 'screened-first' });
	const needsScout = workPurpose(item) === 'scout';
	// What its first pass said is no longer believed, and it does not say so yet: exclusions and rank would rest on it.
	if (item.quarantined && !needsScout) return err({ invariant: 'screened-first' });
	if (needsScout && !purposeRules[purpose].meetsUnscreened) return err({ invariant: 'screened-first' });
	if (needsScout && looker.consents?.includes(unscreened) !== true)
		return err({ invariant: 'consent', missing: [unscreened] });
	const lane = mayEnterLane({ looker, lane: item, now });
	if (!lane.ok) return lane;
	if (item.seenBefore && !purposeRules[purpose].repeats) return err({ invariant: 'once' });
	if (purposeRules[purpose].takesPlace) {
		if (!item.open) return err({ invariant: 'fewest-eyes' });
		if (item.viewsTaken >= item.viewsWanted) return err({ invariant: 'fewest-eyes' });
	}
	const { severity, hazards, categories } = item;
	const reservedMs = reservationMs({ chars: item.chars });
	const broken = windowBroken({ dose: looker.dose, limits: looker.limits, severity, reservedMs, now });
	if (broken !== undefined) return err({ invariant: 'budget', window: broken });
	const offShift = shiftForbids(looker.shift, severity, now);
	if (offShift !== undefined) return err({ invariant: 'shift', why: offShift });
	assert(reservedMs > 0, 'a look without a reservation');
	return ok({
		personId: looker.personId,
		itemId: item.itemId,
		projectId: item.projectId,
		purpose,
		hazards,
		categories,
		severity,
		limits: looker.limits,
		grantedAt: now,
		expiresAt: Math.min(now + leaseMsMax, shiftLeaseUntil(looker.shift, now), now + workLeftMs(looker.dose, now)),
		reservedMs,
	} as unknown as SafeAssignment);
};

/** Whether an exclusion forbids a lane. What is unknown of content at severity ≥ 2 is denied, never cleared. */
export const excludes = (
	exclusion: Exclusion,
	lane: Omit<LaneFacts, 'projectId' | 'projectOpen' | 'hazards' | 'categories'>,
): boolean => {
	switch (exclusion.kind) {
		case 'category':
			return (
				lane.categoriesAny.some((category) => category === exclusion.value) ||
				lane.uncovered.some((category) => category === exclusion.value)
			);
		case 'theme':
			return lane.themes.includes(exclusion.value) || (lane.severity >= 2 && lane.themes.length === 0);
		case 'country':
			return (
				lane.themes.includes(`country:${exclusion.value}`) ||
				(lane.severity >= 2 && !lane.themes.some((theme) => theme.startsWith('country:')))
			);
		case 'language':
			return (
				lane.language === exclusion.value ||
				lane.themes.includes(`lang:${exclusion.value}`) ||
				(lane.severity >= 2 && lane.language === undefined)
			);
	}
};
