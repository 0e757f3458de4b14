import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	assess,
	type Exclusion,
	excludes,
	type ItemFacts,
	type Looker,
	mayEnterLane,
	workPurpose,
} from './assignment.ts';
import type { Dose } from './dose.ts';
import {
	categoriesAtLeast,
	type HazardCategory,
	type Hazards,
	hazardCategories,
	type Severity,
	topSeverity,
	unscreened,
} from './hazards.ts';
import {
	breakMsMin,
	ceilingLimits,
	defaultLimits,
	effectiveLimits,
	exposureWeight,
	leaseMsMax,
	workRunMsMax,
} from './limits.ts';
import { type Purpose, purposeRules, purposes } from './purpose.ts';
import { lastSevereMs, shiftDayMsMax, shiftWeekMsMax } from './shift.ts';

const now = 1_800_000_000_000;
const categories: readonly HazardCategory[] = [...hazardCategories, unscreened];
const category = fc.constantFrom(...categories);
const severity = fc.constantFrom<Severity>(0, 1, 2, 3, 4);
const hazards = fc.dictionary(category, severity, { maxKeys: 4 }).map((value) => value as Hazards);
const themes = fc.uniqueArray(fc.constantFrom('conflict:a', 'country:ET', 'country:KE', 'topic:b'), { maxLength: 3 });
const language = fc.constantFrom(undefined, 'en', 'sw', 'am');

const item: fc.Arbitrary<ItemFacts> = fc
	.record({
		hazards,
		themes,
		language,
		uncovered: fc.uniqueArray(fc.constantFrom(...hazardCategories), { maxLength: 3 }),
		screened: fc.boolean(),
		open: fc.boolean(),
		projectOpen: fc.boolean(),
		quarantined: fc.boolean(),
		chars: fc.integer({ min: 1, max: 100_000 }),
		seenBefore: fc.boolean(),
		viewsWanted: fc.integer({ min: 0, max: 5 }),
		viewsTaken: fc.integer({ min: 0, max: 5 }),
	})
	.map((facts) => ({
		...facts,
		projectId: 'p',
		itemId: 'i',
		severity: topSeverity(facts.hazards),
		categories: categoriesAtLeast(facts.hazards, 2),
		categoriesAny: categoriesAtLeast(facts.hazards, 1),
	}));

const minutes = (max: number) => fc.integer({ min: 0, max: max * 60_000 });
const dose: fc.Arbitrary<Dose> = fc.record({
	dayMs: minutes(300),
	hourViews: fc.integer({ min: 0, max: 90 }).map((halves) => halves / 2),
	daysIn7: fc.integer({ min: 0, max: 12 }).map((halves) => halves / 2),
	todayWeight: fc.constantFrom(0, 0.5, 1),
	severeRunMs: minutes(25),
	workRunMs: minutes(100),
	lastEndedAt: fc.option(
		minutes(20).map((ago) => now - ago),
		{ nil: undefined },
	),
});
const exclusion: fc.Arbitrary<Exclusion> = fc.oneof(
	fc.record({ kind: fc.constant('category' as const), value: category }),
	fc.record({ kind: fc.constant('theme' as const), value: fc.constantFrom('conflict:a', 'topic:b') }),
	fc.record({ kind: fc.constant('country' as const), value: fc.constantFrom('ET', 'KE') }),
	fc.record({ kind: fc.constant('language' as const), value: fc.constantFrom('en', 'am') }),
);
const shift = fc
	.record({
		endsAt: fc.option(
			minutes(600).map((left) => now + left),
			{ nil: undefined },
		),
		dayMs: minutes(8 * 60),
		weekMs: minutes(48 * 60),
		/** How much of the longest lease the windows leave behind on their other side. */
		dayLeft: fc.double({ min: 0, max: 1, noNaN: true }),
		weekLeft: fc.double({ min: 0, max: 1, noNaN: true }),
	})
	.map(({ endsAt, dayMs, weekMs, dayLeft, weekLeft }) => {
		const longest = Math.max(0, Math.min(leaseMsMax, (endsAt ?? now) - now));
		return {
			endsAt,
			dayMs,
			weekMs,
			dayMsAfter: dayMs + longest * (1 - dayLeft),
			weekMsAfter: weekMs + longest * (1 - weekLeft),
		};
	});

const looker: fc.Arbitrary<Looker> = fc.record({
	shift,
	personId: fc.constant('w'),
	consents: fc.option(fc.uniqueArray(category), { nil: undefined }),
	exclusions: fc.array(exclusion, { maxLength: 2 }),
	dose,
	limits: fc.constantFrom(
		defaultLimits,
		effectiveLimits({ organisation: ceilingLimits, own: {} }),
		effectiveLimits({ organisation: {}, own: { dayMs: 60_000, hourViews: 3 } }),
	),
});
const purpose = fc.constantFrom(...purposes);

/** Every grant that the predicate allows, over many worlds; the promise must hold of each. */
const everyGrant = (
	promise: (world: {
		readonly looker: Looker;
		readonly item: ItemFacts;
		readonly reservedMs: number;
		readonly severity: number;
		readonly purpose: Purpose;
		readonly expiresAt: number;
	}) => void,
): void => {
	let granted = 0;
	fc.assert(
		fc.property(looker, item, purpose, (who, what, why) => {
			const result = assess({ looker: who, item: what, purpose: why, now });
			if (!result.ok) return;
			granted++;
			promise({
				looker: who,
				item: what,
				reservedMs: result.value.reservedMs,
				severity: result.value.severity,
				purpose: result.value.purpose,
				expiresAt: result.value.expiresAt,
			});
		}),
		{ numRuns: 40_000 },
	);
	// A promise about no grant at all proves nothing.
	expect(granted).toBeGreaterThan(20);
};

describe('SafeAssignment', () => {
	it('screened-first: what nothing scored goes to scouts alone', () => {
		everyGrant(({ item, looker, purpose }) => {
			expect(item.screened && item.projectOpen).toBe(true);
			if (item.quarantined) expect(item.hazards[unscreened] ?? 0).toBeGreaterThan(0);
			if ((item.hazards[unscreened] ?? 0) > 0) {
				expect(purpose).toBe('scout');
				expect(looker.consents).toContain(unscreened);
			}
		});
	});

	it('consent: every category at severity 2 or more was said yes to', () => {
		everyGrant(({ item, looker }) => {
			for (const one of categories) if ((item.hazards[one] ?? 0) >= 2) expect(looker.consents).toContain(one);
		});
	});

	it('exclusion: nothing excluded, nothing unknown where severity is 2 or more', () => {
		everyGrant(({ item, looker }) => {
			for (const { kind, value } of looker.exclusions) {
				if (kind === 'category')
					expect(
						(item.hazards[value as HazardCategory] ?? 0) >= 1 || item.uncovered.includes(value as HazardCategory),
					).toBe(false);
				if (kind === 'theme') expect(item.themes).not.toContain(value);
				if (kind === 'country') expect(item.themes).not.toContain(`country:${value}`);
				if (kind === 'language') expect(item.language).not.toBe(value);
				if (kind === 'theme' && item.severity >= 2) expect(item.themes.length).toBeGreaterThan(0);
				if (kind === 'language' && item.severity >= 2) expect(item.language).toBeDefined();
			}
		});
	});

	it('budget: dose and reservation stay within every window', () => {
		everyGrant(({ looker, reservedMs, severity }) => {
			const weight = exposureWeight(severity);
			if (weight === 0) return;
			const resting = looker.dose.lastEndedAt === undefined || now - looker.dose.lastEndedAt >= breakMsMin;
			expect(looker.dose.dayMs + weight * reservedMs).toBeLessThanOrEqual(looker.limits.dayMs);
			expect((resting ? 0 : looker.dose.severeRunMs) + weight * reservedMs).toBeLessThanOrEqual(looker.limits.runMs);
			expect(looker.dose.hourViews + weight).toBeLessThanOrEqual(looker.limits.hourViews);
		});
	});

	it('break: nothing is leased in the ten minutes after a full run', () => {
		everyGrant(({ looker }) => {
			const { dose, limits } = looker;
			if (dose.lastEndedAt === undefined || now - dose.lastEndedAt >= breakMsMin) return;
			expect(dose.workRunMs).toBeLessThan(workRunMsMax);
			expect(dose.severeRunMs === 0 || dose.severeRunMs < limits.runMs).toBe(true);
		});
	});

	it('break: no lease outlasts the run of work that it belongs to', () => {
		everyGrant(({ looker, expiresAt }) => {
			const { dose } = looker;
			const resting = dose.lastEndedAt === undefined || now - dose.lastEndedAt >= breakMsMin;
			expect((resting ? 0 : dose.workRunMs) + expiresAt - now).toBeLessThanOrEqual(workRunMsMax);
		});
	});
	it('shift: a lease lies within a shift and the hours of the day and week, and nothing severe in the last half hour', () => {
		everyGrant(({ looker, severity, expiresAt }) => {
			expect(looker.shift.endsAt).toBeDefined();
			const endsAt = looker.shift.endsAt ?? 0;
			expect(expiresAt).toBeLessThanOrEqual(endsAt);
			expect(expiresAt).toBeLessThanOrEqual(now + leaseMsMax);
			expect(expiresAt).toBeGreaterThan(now);
			const { dayMs, dayMsAfter, weekMs, weekMsAfter } = looker.shift;
			expect(Math.min(dayMs + expiresAt - now, dayMsAfter)).toBeLessThanOrEqual(shiftDayMsMax);
			expect(Math.min(weekMs + expiresAt - now, weekMsAfter)).toBeLessThanOrEqual(shiftWeekMsMax);
			if (severity >= 3) expect(endsAt - now).toBeGreaterThanOrEqual(lastSevereMs);
		});
	});
	it('once: nothing that the person was given before, unless they contest it', () =>
		everyGrant(({ item, purpose }) => expect(item.seenBefore && purpose !== 'contest').toBe(false)));
	it('same-for-analysts: no purpose lifts what protects the person', () => {
		fc.assert(
			fc.property(looker, item, (who, what) => {
				const grantedFor = (facts: ItemFacts) =>
					purposes.filter((one) => assess({ looker: who, item: facts, purpose: one, now }).ok);
				const granted = grantedFor(what);
				// Who judges takes no place: as if one were free. Nothing else is different for them.
				const withPlace = grantedFor({ ...what, open: true, viewsTaken: 0, viewsWanted: 1 });
				for (const one of purposes) {
					const { meetsUnscreened, repeats, takesPlace } = purposeRules[one];
					const plain = (takesPlace ? granted : withPlace).includes('annotate');
					// What differs from an annotation is what the table says, and that alone.
					if (!meetsUnscreened && !repeats) expect(granted.includes(one)).toBe(plain);
					if (plain) expect(granted).toContain(one);
				}
			}),
			{ numRuns: 8_000 },
		);
	});

	it('fewest-eyes: a free place on an undecided item, for whoever looks to raise its certainty', () =>
		everyGrant(({ item, purpose }) => {
			if (!purposeRules[purpose].takesPlace) return;
			expect(item.open).toBe(true);
			expect(item.viewsTaken).toBeLessThan(item.viewsWanted);
		}));
	it('screened-first: nothing that waits for a first pass, whatever the purpose', () =>
		everyGrant(({ item }) => expect(item.screened).toBe(true)));

	it('a lane never admits whom the item refuses for what the lane knows', () => {
		fc.assert(
			fc.property(looker, item, (who, what) => {
				const lane = mayEnterLane({ looker: who, lane: what, now });
				const whole = assess({ looker: who, item: what, purpose: workPurpose(what), now });
				if (whole.ok) expect(lane.ok).toBe(true);
			}),
			{ numRuns: 5_000 },
		);
	});
});

describe('ceiling', () => {
	it('no organisation and no person gets past it', () => {
		const wild = fc.record({
			dayMs: fc.double({ min: 0, max: 1e12, noNaN: true }),
			runMs: fc.nat(),
			hourViews: fc.nat(),
			daysIn7: fc.nat(100),
		});
		fc.assert(
			fc.property(wild, wild, (organisation, own) => {
				const limits = effectiveLimits({ organisation, own });
				for (const name of ['dayMs', 'runMs', 'hourViews', 'daysIn7'] as const) {
					expect(limits[name]).toBeLessThanOrEqual(ceilingLimits[name]);
					expect(limits[name]).toBeLessThanOrEqual(own[name]);
				}
			}),
		);
	});
});

describe('excludes', () => {
	it('denies an excluded category that nothing scored', () => {
		const lane = {
			language: 'en',
			categoriesAny: [unscreened],
			uncovered: ['sexual'],
			severity: 4,
			themes: ['x'],
		} as const;
		expect(excludes({ kind: 'category', value: 'sexual' }, lane)).toBe(true);
		expect(excludes({ kind: 'category', value: 'hate' }, lane)).toBe(false);
	});
});
