import { present, type RevealRequest, type Sentence, uncover } from '@utu/core/annotation/presentation.ts';
import { splitSentences } from '@utu/core/first-pass/sentences.ts';
import { workLeftMs } from '@utu/core/safety/dose.ts';
import type { Severity } from '@utu/core/safety/hazards.ts';
import { extensionsMax, leaseMsMax, reservationMs } from '@utu/core/safety/limits.ts';
import { purposeRules } from '@utu/core/safety/purpose.ts';
import { shiftLeaseUntil } from '@utu/core/safety/shift.ts';
import type { EpochMs } from '@utu/core/shared/brand.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import { type Database, sql, type Tx } from '../platform/database.ts';
import { type Account, loadAccount } from '../safety/account.sql.ts';
import { budgetHolds, shiftHolds } from '../safety/dose.sql.ts';
import { coverAt, endLease, type LeaseRow, lockInHand, type NotInHand, visibleMsAt } from '../safety/settle.sql.ts';
import { type LeaseFrame, leasedContent, leaseFrame, recordReveal } from './content.sql.ts';
import type { Forms } from './forms.ts';

export type LeaseDeps = {
	readonly database: Database;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly forms: Forms;
};
export type LeaseRef = { readonly organisationId: string; readonly personId: string; readonly leaseId: string };

export type LeaseError = NotInHand | { readonly kind: 'time-up' } | { readonly kind: 'no-budget' };

/** A lease with everything its page shows; `sentences` is null while all is covered. */
export type LeaseView = {
	readonly lease: LeaseRow;
	readonly frame: LeaseFrame;
	readonly sentences: readonly Sentence[] | null;
};

/** Runs `work` on the person's active lease, under the account's lock; a lease past its end is ended first. */
export const withActiveLease = <T, E>(
	deps: LeaseDeps,
	ref: LeaseRef,
	work: (tx: Tx, lease: LeaseRow, now: Date) => Promise<Result<T, E>>,
): Promise<Result<T, E | LeaseError>> =>
	deps.database.transaction<Result<T, E | LeaseError>>({ ...ref, lockAccount: true }, async (tx) => {
		const held = await lockInHand(tx, { ...ref, now: deps.clock.now });
		return held.ok ? work(tx, held.value.lease, held.value.now) : held;
	});

/** Content at this severity or less is shown with its lease; anything above waits until the person uncovers it. */
const shownSeverityMax = 1;

/** What the page shows of a lease just granted or resumed. A resumed one comes back covered, unless it was mild and in sight. */
export const viewLease = async (
	deps: Pick<LeaseDeps, 'forms'>,
	tx: Tx,
	options: { readonly lease: LeaseRow; readonly now: Date },
): Promise<Result<LeaseView, LeaseError>> => {
	const { lease, now } = options;
	const frame = await leaseFrame(tx, deps.forms, lease.itemId);
	// A reservation is a hard limit also for who comes back to what was in sight.
	const inSight = lease.visibleSince !== null && visibleMsAt(lease, now) < lease.reservedMs;
	if (lease.severity > shownSeverityMax || !(lease.revealedAt === null || inSight))
		return ok({ lease, frame, sentences: null });
	const shown = await show(tx, { lease, now, request: 'all' });
	return shown.ok ? ok({ frame, ...shown.value }) : shown;
};

/** Uncovers sentences; visible time counts from the first until hidden, ended, or all of the reservation is used. */
export const reveal = (
	deps: LeaseDeps,
	ref: LeaseRef,
	request: RevealRequest,
): Promise<Result<{ readonly sentences: readonly Sentence[]; readonly coverAt: Date }, LeaseError>> =>
	withActiveLease(deps, ref, async (tx, lease, now) => {
		if (visibleMsAt(lease, now) >= lease.reservedMs) return err({ kind: 'time-up' });
		const shown = await show(tx, { lease, now, request });
		if (!shown.ok) return shown;
		return ok({ sentences: shown.value.sentences, coverAt: coverAt(shown.value.lease) ?? now });
	});

/** The one way in which content leaves: what is uncovered is on record, and its time runs, in the same transaction. */
const show = async (
	tx: Tx,
	options: { readonly lease: LeaseRow; readonly now: Date; readonly request: RevealRequest },
): Promise<Result<{ readonly lease: LeaseRow; readonly sentences: readonly Sentence[] }, LeaseError>> => {
	const { lease } = options;
	// Another server's clock may be behind the one that granted: nothing is seen before it is granted.
	const now = new Date(Math.max(options.now.getTime(), lease.grantedAt.getTime()));
	const shown = await uncoverSentences(tx, lease, options.request);
	if (shown === undefined) return withdraw(tx, lease, now);
	const visible: LeaseRow = {
		...lease,
		visibleMs: visibleMsAt(lease, now),
		visibleSince: now,
		revealedAt: lease.revealedAt ?? now,
		revealedSentences: shown.uncovered,
	};
	await recordReveal(tx, visible);
	return ok({ lease: visible, sentences: shown.sentences });
};

const uncoverSentences = async (
	tx: Tx,
	lease: LeaseRow,
	request: RevealRequest,
): Promise<{ readonly uncovered: readonly number[]; readonly sentences: readonly Sentence[] } | undefined> => {
	const content = await leasedContent(tx, lease.id);
	if (content === undefined) return undefined;
	const texts = splitSentences(content.text).map(({ start, end }) => content.text.slice(start, end));
	const severities = texts.map((_, index) => (content.sentenceSeverities?.[index] ?? content.severity) as Severity);
	const uncovered = uncover({ severities, uncovered: lease.revealedSentences, request });
	return { uncovered, sentences: present({ texts, severities, uncovered }) };
};

/** The batch surprised somebody meanwhile: what this lease was granted on no longer holds. */
const withdraw = async (tx: Tx, lease: LeaseRow, now: Date): Promise<Result<never, LeaseError>> => {
	await endLease(tx, { lease, state: 'withdrawn', now, endKnown: true });
	return err({ kind: 'ended', state: 'withdrawn' });
};

/** Covers everything: visible time stops. */
export const hide = (deps: LeaseDeps, ref: LeaseRef): Promise<Result<true, LeaseError>> =>
	withActiveLease(deps, ref, async (tx, lease, now) => {
		await tx.run(
			sql`update utu.lease set visible_ms = ${visibleMsAt(lease, now)}, visible_since = null where id = ${lease.id}`,
		);
		return ok(true);
	});

/** More time: the same reservation again if every window still holds it, else a refusal; the draft is safe either way. */
export const extend = (
	deps: LeaseDeps,
	ref: LeaseRef,
): Promise<
	Result<{ readonly expiresAt: Date; readonly coverAt: Date | undefined; readonly reservedMs: number }, LeaseError>
> =>
	withActiveLease(deps, ref, async (tx, lease, now) => {
		const frame = await leaseFrame(tx, deps.forms, lease.itemId);
		const moreMs = reservationMs({ chars: frame.chars });
		if (lease.extensions >= extensionsMax) return err({ kind: 'no-budget' });
		const account = await loadAccount(tx, { personId: ref.personId, now });
		const expiresAt = new Date(extendedUntil({ account, lease, now }));
		if (expiresAt < lease.expiresAt) return err({ kind: 'no-budget' });
		const row = await tx.row<{ reservedMs: number }>(sql`
			update utu.lease set reserved_ms = reserved_ms + ${moreMs}, extensions = extensions + 1, expires_at = ${expiresAt}
			where id = ${lease.id} and state = 'active'
				and ${budgetHolds({ personId: ref.personId, now, timeZone: account.timeZone, severity: lease.severity, reservedMs: moreMs, limits: account.limits, runAt: lease.grantedAt })}
				and ${shiftHolds({ personId: ref.personId, now, until: expiresAt, severity: lease.severity })}
			returning reserved_ms as "reservedMs"`);
		if (row === undefined) return err({ kind: 'no-budget' });
		// Nobody else is asked for what is still looked at.
		if (!purposeRules[lease.purpose].takesPlace)
			await tx.run(
				sql`update utu.review set held_until = ${expiresAt} where lease_id = ${lease.id} and state = 'waiting'`,
			);
		return ok({ expiresAt, coverAt: coverAt({ ...lease, reservedMs: row.reservedMs }), reservedMs: row.reservedMs });
	});

/** As long as a new lease would run, within the shift and the run of work that this one belongs to. */
const extendedUntil = (options: {
	readonly account: Account;
	readonly lease: LeaseRow;
	readonly now: Date;
}): EpochMs => {
	const { account, lease } = options;
	const now = options.now.getTime();
	const granted = lease.grantedAt.getTime();
	return Math.min(now + leaseMsMax, shiftLeaseUntil(account.shift, now), granted + workLeftMs(account.dose, granted));
};

/** Keeps an unfinished answer with the lease. */
export const saveDraft = (
	deps: LeaseDeps,
	ref: LeaseRef,
	draft: Readonly<Record<string, unknown>>,
): Promise<Result<true, LeaseError>> =>
	withActiveLease(deps, ref, async (tx, lease) => {
		await tx.run(sql`update utu.lease set draft = ${JSON.stringify(draft)}::jsonb where id = ${lease.id}`);
		return ok(true);
	});

/** Skip and release: no reason asked, nothing but the lease's end is recorded. */
export const leave = (
	deps: LeaseDeps,
	ref: LeaseRef,
	state: 'skipped' | 'released',
): Promise<Result<true, LeaseError>> =>
	withActiveLease(deps, ref, async (tx, lease, now) => {
		await endLease(tx, { lease, state, now, endKnown: true });
		return ok(true);
	});
