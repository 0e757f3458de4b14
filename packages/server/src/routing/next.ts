import { isSpared, rankLanes } from '@utu/core/routing/rank.ts';
import { assess, type ItemFacts, mayEnterLane, type Refusal, workPurpose } from '@utu/core/safety/assignment.ts';
import { categoriesAtLeast, unscreened } from '@utu/core/safety/hazards.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/database.ts';
import { type Account, loadAccount, lookerIn } from '../safety/account.sql.ts';
import { endLease, enterOrganisation, type LeaseRow } from '../safety/settle.sql.ts';
import { activeLease } from './active.sql.ts';
import { type CandidateRow, grantLease, lockCandidate } from './grant.sql.ts';
import type { LaneCatalog, OpenLane } from './lanes.ts';
import { type NothingWhy, whyNothing } from './nothing.ts';
import { qualifiedIn } from './training.sql.ts';

export type Next<View = undefined> =
	| { readonly kind: 'lease'; readonly lease: LeaseRow; readonly resumed: boolean; readonly view: View }
	| { readonly kind: 'nothing'; readonly why: NothingWhy; readonly until: Date | undefined };

export type NextDeps = {
	readonly database: Database;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly lanes: LaneCatalog;
	/** The statement refused what the predicate allowed: a fault, unless a fact changed between the two. */
	readonly onConflict: (laneId: number) => void;
};

/** What becomes of the lease in the transaction that granted it; annotation makes the page's view of it. */
export type LookAt<View> = (tx: Tx, lease: LeaseRow, now: Date) => Promise<View>;

type Asking = {
	readonly organisationId: string;
	readonly personId: string;
	readonly projectId: string | undefined;
};

/** Times that a claim whose facts changed is decided anew. */
const decisionsMax = 3;

/**
 * The next item for one person, or why there is none. One transaction: account locked, facts loaded, lanes filtered and
 * ranked by core, the item locked, the predicate run, the lease granted and charged.
 */
export const nextWork = <View>(deps: NextDeps, options: Asking, lookAt: LookAt<View>): Promise<Next<View>> =>
	deps.database.transaction<Next<View>>({ ...options, lockAccount: true }, async (tx) => {
		const { now, account } = await currentAccount(deps, tx, options.personId);
		if (!account.hasLease) return findGrant(deps, tx, { ...options, account, now, lookAt });
		const held = await heldLease(tx, options, now);
		if (held !== undefined) return { kind: 'lease', lease: held, resumed: true, view: await lookAt(tx, held, now) };
		// What was held is settled: the account is another one now.
		return findGrant(deps, tx, { ...options, ...(await currentAccount(deps, tx, options.personId)), lookAt });
	});

/** The account, and a time that is not before what ended while this transaction waited for the account. */
export const currentAccount = async (
	deps: Pick<NextDeps, 'clock'>,
	tx: Tx,
	personId: string,
): Promise<{ now: Date; account: Account }> => {
	const now = deps.clock.now();
	const account = await loadAccount(tx, { personId, now });
	if ((account.dose.lastEndedAt ?? 0) <= now.getTime()) return { now, account };
	const later = deps.clock.now();
	return { now: later, account: await loadAccount(tx, { personId, now: later }) };
};

/** The lease in hand, if it is of this organisation and runs; any other is given back: one lease a person, everywhere. */
export const heldLease = async (
	tx: Tx,
	options: Pick<Asking, 'organisationId'>,
	now: Date,
): Promise<LeaseRow | undefined> => {
	const held = await activeLease(tx);
	if (held === undefined) return undefined;
	const runs = held.expiresAt > now;
	if (runs && held.organisationId === options.organisationId) return held;
	await enterOrganisation(tx, held.organisationId);
	await endLease(tx, { lease: held, state: runs ? 'withdrawn' : 'expired', now, endKnown: runs });
	await enterOrganisation(tx, options.organisationId);
	return undefined;
};

type Finding<View> = Asking & {
	readonly account: Account;
	readonly now: Date;
	readonly lookAt: LookAt<View>;
};

const findGrant = async <View>(deps: NextDeps, tx: Tx, options: Finding<View>): Promise<Next<View>> => {
	const { organisationId, account, now } = options;
	let { lanes, isFresh } = await deps.lanes.get(tx, { organisationId, fresh: false });
	for (;;) {
		const qualified = lanes.some(({ training }) => training) ? await qualifiedIn(tx) : [];
		const sorted = sortLanes({ ...options, qualified }, lanes);
		const lease = await grantInOrder(deps, tx, { ...options, sorted });
		if (lease !== undefined)
			return { kind: 'lease', lease, resumed: false, view: await options.lookAt(tx, lease, now) };
		if (isFresh)
			return {
				kind: 'nothing',
				...(await whyNothing(tx, { account, now, projectId: options.projectId, ...sorted })),
			};
		({ lanes, isFresh } = await deps.lanes.get(tx, { organisationId, fresh: true }));
	}
};

type Sorted = {
	readonly order: readonly OpenLane[];
	/** By number: lanes that the person is spared for now, whole or their next item. */
	readonly spared: number[];
	readonly refusals: Refusal[];
	/** Some lanes are closed until the person has trained. */
	readonly untrained: boolean;
};

/** The lanes that the person may enter, in the order of trying, and why not the others. */
const sortLanes = (
	options: Pick<Finding<unknown>, 'account' | 'now' | 'projectId'> & { readonly qualified: readonly string[] },
	lanes: readonly OpenLane[],
): Sorted => {
	const { account } = options;
	const now = options.now.getTime();
	const refusals: Refusal[] = [];
	const entered: OpenLane[] = [];
	let untrained = false;
	for (const lane of lanes) {
		const { projectId } = lane.facts;
		if (options.projectId !== undefined && projectId !== options.projectId) continue;
		if (lane.training && !options.qualified.includes(projectId)) {
			untrained = true;
			continue;
		}
		const may = mayEnterLane({ looker: lookerIn(account, projectId), lane: lane.facts, now });
		if (may.ok) entered.push(lane);
		else refusals.push(may.error);
	}
	const { order, spared } = rankLanes({
		lanes: entered,
		lastSeverity: account.lastSeverity,
		now,
		load: account.load,
		salt: Number.parseInt(account.personId.slice(-8), 16),
		spreadOf: (lane) => account.spreads[lane.facts.projectId],
	});
	return { order, spared: spared.map(({ id }) => id), refusals, untrained };
};

const grantInOrder = async (
	deps: NextDeps,
	tx: Tx,
	options: Pick<Finding<unknown>, 'account' | 'now'> & { readonly sorted: Sorted },
): Promise<LeaseRow | undefined> => {
	const { account, now, sorted } = options;
	let left = sorted.order.map((lane) => lane.id);
	const scoutProjects = Object.entries(account.consents).flatMap(([id, said]) =>
		said.includes(unscreened) ? [id] : [],
	);
	for (let decision = 0; left.length > 0; ) {
		const candidate = await lockCandidate(tx, { laneIds: left, personId: account.personId, scoutProjects });
		if (candidate === undefined) return undefined;
		if (isSpared({ ...candidate, ...spreadFacts(account, candidate), now: now.getTime() })) {
			sorted.spared.push(candidate.laneId);
			left = left.filter((id) => id !== candidate.laneId);
			continue;
		}
		const assessed = assess({
			looker: lookerIn(account, candidate.projectId),
			item: itemFacts(candidate),
			purpose: workPurpose(candidate),
			now: now.getTime(),
		});
		if (!assessed.ok) {
			sorted.refusals.push(assessed.error);
			left = left.filter((id) => id !== candidate.laneId);
			continue;
		}
		// The one door: every look of every purpose is granted here.
		const lease = await grantLease(tx, {
			assignment: assessed.value,
			timeZone: account.timeZone,
			leaseId: deps.ids.uuid(),
			idempotencyKey: deps.ids.uuid(),
		});
		if (lease !== undefined) return lease;
		deps.onConflict(candidate.laneId);
		if (++decision >= decisionsMax) left = left.filter((id) => id !== candidate.laneId);
	}
	return undefined;
};

const spreadFacts = (account: Account, row: CandidateRow) => ({
	dueAt: row.dueAt?.getTime(),
	load: account.load,
	spread: account.spreads[row.projectId],
});

export const itemFacts = (row: CandidateRow): ItemFacts => ({
	...row,
	language: row.language ?? undefined,
	categories: categoriesAtLeast(row.hazards, 2),
	categoriesAny: categoriesAtLeast(row.hazards, 1),
});
