import { type ShiftFacts, shiftMsMax } from '@utu/core/safety/shift.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { loadAccount } from './account.sql.ts';
import { cancelShift, endShifts, insertShift, myShifts, type ShiftRow, shiftsBetween } from './shift.sql.ts';
import { withdrawLeases } from './withdraw.ts';

export type ShiftDeps = { readonly database: Database; readonly clock: Clock; readonly ids: Ids };
type Mine = { readonly organisationId: string; readonly personId: string };

/** A person's time at work: what runs, what comes, and the hours behind. */
export type MyShift = {
	readonly now: ShiftRow | undefined;
	readonly next: readonly ShiftRow[];
	readonly hours: Pick<ShiftFacts, 'dayMs' | 'weekMs'>;
};

const shiftsShownMax = 50;
const shiftsListedMax = 5_000;

export const myShift = (deps: ShiftDeps, mine: Mine): Promise<MyShift> =>
	deps.database.transaction(mine, async (tx) => {
		const now = deps.clock.now();
		const shifts = await myShifts(tx, { personId: mine.personId, now, rowsMax: shiftsShownMax });
		const { shift } = await loadAccount(tx, { personId: mine.personId, now });
		return {
			now: shifts.find((one) => one.startsAt <= now),
			next: shifts.filter((one) => one.startsAt > now),
			hours: shift,
		};
	});

/** A shift begins now; one that runs already goes on as it is: asking twice begins one. */
export const beginShift = async (deps: ShiftDeps, options: Mine & { readonly hours: number }): Promise<MyShift> => {
	await deps.database.transaction({ ...options, lockAccount: true }, async (tx) => {
		const now = deps.clock.now();
		const running = (await myShifts(tx, { personId: options.personId, now, rowsMax: 1 })).some(
			(shift) => shift.startsAt <= now,
		);
		if (running) return;
		const { timeZone } = await loadAccount(tx, { personId: options.personId, now });
		await insertShift(tx, {
			id: deps.ids.uuid(),
			personId: options.personId,
			startsAt: now,
			endsAt: new Date(now.getTime() + Math.min(shiftMsMax, options.hours * 3_600_000)),
			timeZone,
			plannedBy: 'person',
			now,
		});
	});
	return myShift(deps, options);
};

/** The person goes. What is in hand is given back; a late answer to what was looked at still counts. */
export const endShift = async (deps: ShiftDeps, mine: Mine): Promise<MyShift> => {
	await deps.database.transaction({ ...mine, lockAccount: true }, async (tx) => {
		const now = deps.clock.now();
		await withdrawLeases(tx, { now, holds: (lease) => lease.organisationId !== mine.organisationId });
		await endShifts(tx, { personId: mine.personId, now });
	});
	return myShift(deps, mine);
};

export const listShifts = (
	deps: ShiftDeps,
	options: { readonly organisationId: string; readonly from: Date; readonly to: Date },
): Promise<readonly ShiftRow[]> =>
	deps.database.transaction({ organisationId: options.organisationId }, (tx) =>
		shiftsBetween(tx, { ...options, rowsMax: shiftsListedMax }),
	);

export type PlanError =
	| { readonly kind: 'too-long'; readonly hoursMax: number }
	| { readonly kind: 'in-the-past' }
	| { readonly kind: 'no-such-member' };

export const planShift = async (
	deps: ShiftDeps,
	options: {
		readonly organisationId: string;
		readonly personId: string;
		readonly startsAt: Date;
		readonly endsAt: Date;
		readonly timeZone: string;
	},
): Promise<Result<ShiftRow, PlanError>> => {
	const now = deps.clock.now();
	const lengthMs = options.endsAt.getTime() - options.startsAt.getTime();
	if (lengthMs <= 0 || lengthMs > shiftMsMax) return err({ kind: 'too-long', hoursMax: shiftMsMax / 3_600_000 });
	if (options.startsAt < now) return err({ kind: 'in-the-past' });
	// The planner's transaction is nobody's own: it sees no account.
	const made = await deps.database.transaction({ organisationId: options.organisationId }, (tx) =>
		insertShift(tx, { ...options, id: deps.ids.uuid(), plannedBy: 'organisation', now }),
	);
	return made === undefined ? err({ kind: 'no-such-member' }) : ok(made);
};

export const dropShift = (
	deps: ShiftDeps,
	options: { readonly organisationId: string; readonly shiftId: string },
): Promise<boolean> =>
	deps.database.transaction(
		{ organisationId: options.organisationId },
		async (tx) => (await cancelShift(tx, { shiftId: options.shiftId, now: deps.clock.now() })) > 0,
	);
