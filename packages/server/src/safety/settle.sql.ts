import { breakMsMin, exposureWeight } from '@utu/core/safety/limits.ts';
import { type Purpose, purposeRules } from '@utu/core/safety/purpose.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import { sql, type Tx } from '../platform/database.ts';

/** A lease as its own person's transaction reads it. */
export type LeaseRow = {
	readonly id: string;
	readonly organisationId: string;
	readonly projectId: string;
	readonly itemId: string;
	readonly personId: string;
	readonly purpose: Purpose;
	readonly state: 'active' | 'answered' | 'skipped' | 'surprised' | 'released' | 'expired' | 'withdrawn';
	readonly hazards: Readonly<Record<string, number>>;
	readonly categories: readonly string[];
	readonly severity: number;
	readonly grantedAt: Date;
	readonly expiresAt: Date;
	readonly reservedMs: number;
	readonly visibleMs: number;
	readonly visibleSince: Date | null;
	readonly revealedAt: Date | null;
	readonly revealedSentences: readonly number[];
	readonly extensions: number;
	readonly draft: Record<string, unknown> | null;
	readonly idempotencyKey: string;
	/** The content was new to the person. */
	readonly firstLook: boolean;
};

export const leaseColumns = {
	text: `l.id, l.organisation_id as "organisationId", l.project_id as "projectId", l.item_id as "itemId", l.person_id as "personId",
		l.purpose, l.state, l.hazards, l.categories, l.severity, l.granted_at as "grantedAt", l.expires_at as "expiresAt",
		l.reserved_ms as "reservedMs", l.visible_ms as "visibleMs", l.visible_since as "visibleSince", l.revealed_at as "revealedAt",
		l.revealed_sentences as "revealedSentences", l.extensions, l.draft, l.idempotency_key as "idempotencyKey", l.first_look as "firstLook"`,
	values: [],
} as const;

/** The lease, locked; undefined when it is not this person's. By primary key. */
export const lockLease = (tx: Tx, leaseId: string): Promise<LeaseRow | undefined> =>
	tx.row<LeaseRow>(sql`select ${leaseColumns} from utu.lease l where l.id = ${leaseId} for update`);

/** Why a person's lease is not in hand: it is not theirs, or it is over. */
export type NotInHand = { readonly kind: 'not-yours' } | { readonly kind: 'ended'; readonly state: LeaseRow['state'] };

/** The lease, locked, if it is in the person's hands in this organisation; past its end it is ended first. */
export const lockInHand = async (
	tx: Tx,
	options: { readonly leaseId: string; readonly organisationId: string; readonly now: () => Date },
): Promise<Result<{ readonly lease: LeaseRow; readonly now: Date }, NotInHand>> => {
	const lease = await lockLease(tx, options.leaseId);
	const now = options.now();
	if (lease === undefined || lease.organisationId !== options.organisationId) return err({ kind: 'not-yours' });
	if (lease.state !== 'active') return err({ kind: 'ended', state: lease.state });
	if (lease.expiresAt > now) return ok({ lease, now });
	await endLease(tx, { lease, state: 'expired', now, endKnown: false });
	return err({ kind: 'ended', state: 'expired' });
};

/** When visible content covers itself. */
export const coverAt = (lease: Pick<LeaseRow, 'visibleSince' | 'reservedMs' | 'visibleMs'>): Date | undefined =>
	lease.visibleSince === null
		? undefined
		: new Date(lease.visibleSince.getTime() + Math.max(0, lease.reservedMs - lease.visibleMs));

/** Visible milliseconds up to `now`, never more than was reserved; all of it where the clock has gone back meanwhile. */
export const visibleMsAt = (lease: LeaseRow, now: Date): number => {
	if (lease.visibleSince === null) return Math.min(lease.visibleMs, lease.reservedMs);
	if (now < lease.visibleSince) return lease.reservedMs;
	return Math.min(lease.visibleMs + now.getTime() - lease.visibleSince.getTime(), lease.reservedMs);
};

type Ending = {
	readonly lease: LeaseRow;
	readonly state: Exclude<LeaseRow['state'], 'active'>;
	readonly now: Date;
	readonly endKnown: boolean;
	/** What the content turned out to be, where that is worse than was told. */
	readonly severityFound?: number;
	/** The lease ends with an answer that counts as a view. */
	readonly viewed?: boolean;
};

/**
 * Ends an active lease and settles what it was charged, in the caller's transaction, which holds the account's lock:
 * the exposure (server time from reveal to hide; all of the reservation where the end is not known), its hours, the
 * person's run, the paid time, and the item's free place. One statement, by primary keys.
 */
export const endLease = async (tx: Tx, ending: Ending): Promise<void> => {
	const { lease, state } = ending;
	const settled = settlement(ending);
	const weight = exposureWeight(settled.severity);
	const { takesPlace } = purposeRules[lease.purpose];
	const givenBack =
		lease.firstLook &&
		lease.revealedAt === null &&
		(state === 'released' || state === 'expired' || state === 'withdrawn');
	const inRun = sql`${lease.grantedAt}::timestamptz - last_ended_at < ${breakMsMin} * interval '1 millisecond'`;
	const row = await tx.row<{ ended: number; freed: number }>(sql`
		with ended as (
			update utu.lease set state = ${state}, ended_at = ${settled.endedAt}, visible_ms = ${settled.visibleMs}, visible_since = null,
				ended_seq = nextval('utu.account_seq')
			where id = ${lease.id} and state = 'active' returning id
		), seen as (
			insert into utu.exposure (lease_id, person_id, organisation_id, purpose, severity, categories, started_at, ended_at, visible_ms, presentation)
			select id, ${lease.personId}, ${lease.organisationId}, ${lease.purpose}, ${settled.severity}, ${lease.categories}::text[],
				${lease.revealedAt}::timestamptz, ${settled.endedAt}, ${settled.visibleMs}, ${settled.presentation}::jsonb
			from ended where ${lease.revealedAt}::timestamptz is not null
			returning started_at, ended_at, visible_ms
		), hours as (
			insert into utu.exposure_hour (person_id, hour, weighted_ms, weighted_views, weight_max)
			select ${lease.personId}, x.hour, sum(x.ms), sum(x.views), ${weight}::real from (
				select date_trunc('hour', ended_at, 'UTC') as hour, ${weight}::float8 * visible_ms as ms, ${weight}::real as views from seen
				union all select date_trunc('hour', started_at, 'UTC'), 0, 0 from seen) x
			where ${weight}::float8 > 0 group by x.hour
			on conflict (person_id, hour) do update set weighted_ms = exposure_hour.weighted_ms + excluded.weighted_ms,
				weighted_views = exposure_hour.weighted_views + excluded.weighted_views, weight_max = greatest(exposure_hour.weight_max, excluded.weight_max)
		), forgotten as (
			delete from utu.seen where ${givenBack} and person_id = ${lease.personId}
				and sha256 = (select sha256 from utu.item where id = ${lease.itemId})
		), near_forgotten as (
			delete from utu.seen_near where ${givenBack} and person_id = ${lease.personId}
				and key in (select unnest(keys) from utu.item_near where item_id = ${lease.itemId})
		), account as (
			update utu.person_account set version = version + 1,
				work_run_ms = ${settled.workMs} + case when ${inRun} then work_run_ms else 0 end,
				severe_run_ms = ${weight * settled.visibleMs}::float8::bigint + case when ${inRun} then severe_run_ms else 0 end,
				last_severity = ${settled.severity}, last_ended_at = greatest(last_ended_at, ${settled.endedAt})
			where person_id = ${lease.personId}
		), paid as (
			insert into utu.work_time (organisation_id, project_id, person_id, hour, work_ms)
			values (${lease.organisationId}, ${lease.projectId}, ${lease.personId}, date_trunc('hour', ${lease.grantedAt}::timestamptz, 'UTC'), ${settled.workMs})
			on conflict (organisation_id, project_id, person_id, hour) do update set work_ms = utu.work_time.work_ms + excluded.work_ms
		), freed as (
			update utu.item set views_active = views_active - ${takesPlace ? 1 : 0}, views = views + ${ending.viewed === true ? 1 : 0} where id = ${lease.itemId} returning 1
		)
		select (select count(*) from ended)::int as ended, (select count(*) from freed)::int as freed`);
	if (row?.ended !== 1) throw new Error('a lease was ended twice');
	if (row.freed !== 1) throw new Error('a lease was ended in an organisation that is not its own');
};

/**
 * What a lease comes to. What ended without a word ended when the lease did, not when somebody noticed. Where clocks
 * went back meanwhile, or two servers' clocks differ, the time in sight is not known: all of it is charged.
 */
const settlement = (ending: Ending) => {
	const { lease, now } = ending;
	const notBefore = Math.max(lease.grantedAt.getTime(), lease.revealedAt?.getTime() ?? 0);
	const end = ending.endKnown ? now.getTime() : Math.min(lease.expiresAt.getTime(), now.getTime());
	const endedAt = new Date(Math.max(end, notBefore));
	const sightMs = visibleMsAt(lease, now);
	const unknown =
		lease.revealedAt !== null &&
		((lease.visibleSince !== null && !ending.endKnown) || sightMs > endedAt.getTime() - lease.revealedAt.getTime());
	return {
		severity: Math.max(lease.severity, ending.severityFound ?? 0),
		endedAt,
		visibleMs: lease.revealedAt === null ? 0 : unknown ? lease.reservedMs : sightMs,
		workMs: endedAt.getTime() - lease.grantedAt.getTime(),
		presentation: JSON.stringify({ sentences: lease.revealedSentences, visibleMsKnown: !unknown }),
	};
};

/** Turns the transaction to the organisation of a lease: a person's account spans organisations, an item does not. */
export const enterOrganisation = async (tx: Tx, organisationId: string): Promise<void> => {
	await tx.run(sql`select set_config('utu.organisation', ${organisationId}, true)`);
};
