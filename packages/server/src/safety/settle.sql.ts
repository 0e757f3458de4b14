import { breakMsMin, exposureWeight } from '@utu/core/safety/limits.ts';
import { sql, type Tx } from '../platform/database.ts';

/** A lease as its own person's transaction reads it. */
export type LeaseRow = {
	readonly id: string;
	readonly organisationId: string;
	readonly projectId: string;
	readonly itemId: string;
	readonly personId: string;
	readonly purpose: string;
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
};

export const leaseColumns = {
	text: `l.id, l.organisation_id as "organisationId", l.project_id as "projectId", l.item_id as "itemId", l.person_id as "personId",
		l.purpose, l.state, l.hazards, l.categories, l.severity, l.granted_at as "grantedAt", l.expires_at as "expiresAt",
		l.reserved_ms as "reservedMs", l.visible_ms as "visibleMs", l.visible_since as "visibleSince", l.revealed_at as "revealedAt",
		l.revealed_sentences as "revealedSentences", l.extensions, l.draft, l.idempotency_key as "idempotencyKey"`,
	values: [],
} as const;

/** The lease, locked; undefined when it is not this person's. By primary key. */
export const lockLease = (tx: Tx, leaseId: string): Promise<LeaseRow | undefined> =>
	tx.row<LeaseRow>(sql`select ${leaseColumns} from utu.lease l where l.id = ${leaseId} for update`);

/** When visible content covers itself. */
export const coverAt = (lease: Pick<LeaseRow, 'visibleSince' | 'reservedMs' | 'visibleMs'>): Date | undefined =>
	lease.visibleSince === null
		? undefined
		: new Date(lease.visibleSince.getTime() + Math.max(0, lease.reservedMs - lease.visibleMs));

/** Visible milliseconds up to `now`, never more than was reserved. */
export const visibleMsAt = (lease: LeaseRow, now: Date): number => {
	if (lease.visibleSince === null) return Math.min(lease.visibleMs, lease.reservedMs);
	return Math.min(lease.visibleMs + Math.max(0, now.getTime() - lease.visibleSince.getTime()), lease.reservedMs);
};

/**
 * Ends an active lease and settles what it was charged, in the caller's transaction, which holds the account's lock:
 * the exposure (server time from reveal to hide; all of the reservation where the end is not known), the person's run,
 * the paid time, and the item's free place. Seven statements by primary key.
 */
export const endLease = async (
	tx: Tx,
	options: {
		readonly lease: LeaseRow;
		readonly state: Exclude<LeaseRow['state'], 'active'>;
		readonly now: Date;
		readonly endKnown: boolean;
		/** What the content turned out to be, where that is worse than was told. */
		readonly severityFound?: number;
	},
): Promise<void> => {
	const { lease, state } = options;
	const severity = Math.max(lease.severity, options.severityFound ?? 0);
	// What ended without a word ended when the lease did, not when somebody noticed.
	const endedAt = options.endKnown ? options.now : new Date(Math.min(lease.expiresAt.getTime(), options.now.getTime()));
	const unknown = !options.endKnown && lease.visibleSince !== null;
	const visibleMs = lease.revealedAt === null ? 0 : unknown ? lease.reservedMs : visibleMsAt(lease, options.now);
	const ended = await tx.run(sql`
		update utu.lease set state = ${state}, ended_at = ${endedAt}, visible_ms = ${visibleMs}, visible_since = null
		where id = ${lease.id} and state = 'active'`);
	if (ended !== 1) throw new Error('a lease was ended twice');
	if (lease.revealedAt !== null) {
		const presentation = JSON.stringify({ sentences: lease.revealedSentences, visibleMsKnown: !unknown });
		await tx.run(sql`
			insert into utu.exposure (lease_id, person_id, organisation_id, purpose, severity, categories, started_at, ended_at, visible_ms, presentation)
			values (${lease.id}, ${lease.personId}, ${lease.organisationId}, ${lease.purpose}, ${severity}, ${lease.categories},
				${lease.revealedAt}, ${new Date(Math.max(endedAt.getTime(), lease.revealedAt.getTime()))}, ${visibleMs}, ${presentation})`);
	} else if (state === 'released' || state === 'expired' || state === 'withdrawn') {
		await tx.run(sql`
			delete from utu.seen where person_id = ${lease.personId}
				and sha256 = (select sha256 from utu.item where id = ${lease.itemId})`);
	}
	const workMs = Math.max(0, endedAt.getTime() - lease.grantedAt.getTime());
	await tx.run(sql`
		update utu.person_account set version = version + 1,
			work_run_ms = ${workMs} + case when ${lease.grantedAt}::timestamptz - last_ended_at < ${breakMsMin} * interval '1 millisecond' then work_run_ms else 0 end,
			severe_run_ms = ${exposureWeight(severity) * visibleMs}::float8::bigint
				+ case when ${lease.grantedAt}::timestamptz - last_ended_at < ${breakMsMin} * interval '1 millisecond' then severe_run_ms else 0 end,
			last_severity = ${severity}, last_ended_at = greatest(last_ended_at, ${endedAt})
		where person_id = ${lease.personId}`);
	await tx.run(sql`
		insert into utu.work_time (organisation_id, project_id, person_id, hour, work_ms)
		values (${lease.organisationId}, ${lease.projectId}, ${lease.personId}, date_trunc('hour', ${lease.grantedAt}::timestamptz), ${workMs})
		on conflict (organisation_id, project_id, person_id, hour) do update set work_ms = utu.work_time.work_ms + excluded.work_ms`);
	const freed = await tx.run(sql`update utu.item set views_active = views_active - 1 where id = ${lease.itemId}`);
	if (freed !== 1) throw new Error('a lease was ended in an organisation that is not its own');
};

/** Turns the transaction to the organisation of a lease: a person's account spans organisations, an item does not. */
export const enterOrganisation = async (tx: Tx, organisationId: string): Promise<void> => {
	await tx.run(sql`select set_config('utu.organisation', ${organisationId}, true)`);
};
