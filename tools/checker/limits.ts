import { choicesOf, heldAt } from './choices.ts';
import type { Choice, History, Lease } from './history.ts';
import { type Snapshot, sql } from './snapshot.ts';
import type { Tally } from './tally.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Severity 3 and more counts whole, severity 2 half. */
export type Limits = {
	readonly dayMs: number;
	readonly runMs: number;
	readonly hourViews: number;
	readonly daysIn7: number;
};

/** "Defaults [D]: severity ≥ 3: 60 min a day, 20 min without a break, 3 days in 7, 40 views an hour; severity 2 counts half." */
const defaults: Limits = { dayMs: 60 * minuteMs, runMs: 20 * minuteMs, hourViews: 40, daysIn7: 3 };
/** "up to the ceiling (4 h a day, 5 days in 7, 20 min without a break) ... nothing exceeds the ceiling": it has no views. */
export const ceiling = { dayMs: 4 * hourMs, runMs: 20 * minuteMs, daysIn7: 5 } as const;

type Signed = { readonly organisationId: string; readonly limits: Partial<Limits>; readonly signedAt: number };

const signed = sql`
	select organisation_id as "organisationId", limits, signed_at as "signedAt"
	from utu.limit_change where signed_at is not null order by organisation_id, signed_at, id`;

/** A grant may have been decided a moment before somebody else's signature took effect. */
const slackMs = 1_000;

/** What a lease was granted under. */
export type LimitsAt = (history: History, lease: Lease) => Limits;

/**
 * "An organisation may set other limits up to the ceiling ...; a person may lower their own further." Of a lease that was
 * extended at an unknown time, the widest limits that held while it was.
 */
export const loadLimits = async (snapshot: Snapshot): Promise<LimitsAt> => {
	const byOrganisation = new Map<string, Signed[]>();
	for (const row of await snapshot.rows<Signed>(signed)) {
		const own = byOrganisation.get(row.organisationId) ?? [];
		own.push(row);
		byOrganisation.set(row.organisationId, own);
	}
	return (history, lease) => {
		const until = lease.extensions > 0 ? (lease.endedAt ?? lease.expiresAt) : lease.grantedAt;
		return lowest(
			organisationLimits(byOrganisation.get(lease.organisationId) ?? [], lease, until),
			ownLimits(choicesOf(history, 'limits'), lease, until),
		);
	};
};

const organisationLimits = (changes: readonly Signed[], lease: Lease, until: number): Limits => {
	const from = changes.findLastIndex(({ signedAt }) => signedAt <= lease.grantedAt - slackMs);
	const held = changes.filter(({ signedAt }, index) => index >= from && signedAt <= until);
	const all = held.map(({ limits }) => ({ ...defaults, ...limits }));
	return widest(from < 0 ? [defaults, ...all] : all);
};

const unlimited: Limits = {
	dayMs: Number.POSITIVE_INFINITY,
	runMs: Number.POSITIVE_INFINITY,
	hourViews: Number.POSITIVE_INFINITY,
	daysIn7: Number.POSITIVE_INFINITY,
};

const ownLimits = (choices: readonly Choice[], lease: Lease, until: number): Limits => {
	const held = heldAt(choices, lease);
	const since =
		lease.extensions === 0 ? [] : choices.filter(({ seq, chosenAt }) => seq > lease.seq && chosenAt <= until);
	return widest(
		[held, ...since].map((choice) => ({ ...unlimited, ...(choice?.value as Partial<Limits> | undefined) })),
	);
};

const widest = (all: readonly Limits[]): Limits => all.reduce((one, other) => each(Math.max, one, other));
const lowest = (one: Limits, other: Limits): Limits => each(Math.min, one, other);
const each = (of: (one: number, other: number) => number, one: Limits, other: Limits): Limits => ({
	dayMs: of(one.dayMs, other.dayMs),
	runMs: of(one.runMs, other.runMs),
	hourViews: of(one.hourViews, other.hourViews),
	daysIn7: of(one.daysIn7, other.daysIn7),
});

export const checkLimitChanges = async (tally: Tally, snapshot: Snapshot): Promise<void> => {
	await snapshot.judge(tally, 'ceiling', underCeiling);
	await snapshot.judge(tally, 'ceiling', signedByAnother);
};

/** "each change signed off by the representative ...; nothing exceeds the ceiling": 4 h are 14,400,000 ms, 20 min 1,200,000. */
const underCeiling = sql`
	select coalesce((c.limits->>'dayMs')::numeric <= 14400000, true) and coalesce((c.limits->>'runMs')::numeric <= 1200000, true)
			and coalesce((c.limits->>'daysIn7')::numeric <= 5, true),
		format('limits %s of organisation %s: past the ceiling', c.id, c.organisation_id), null::uuid, null::uuid
	from utu.limit_change c
	where c.signed_at is not null and ($1::uuid is null or c.organisation_id in (select organisation_id from utu.project where id = $1))`;

/** Who represents changes by election: that they belonged to the organisation is what the tables still tell. */
const signedByAnother = sql`
	select c.signed_by <> c.proposed_by and c.signed_at >= c.proposed_at and c.declined_at is null and m.person_id is not null,
		format('limits %s of organisation %s: not signed by another of its people after the proposal', c.id, c.organisation_id),
		null::uuid, null::uuid
	from utu.limit_change c
	left join utu.membership m on m.organisation_id = c.organisation_id and m.person_id = c.signed_by
	where c.signed_at is not null and ($1::uuid is null or c.organisation_id in (select organisation_id from utu.project where id = $1))`;
