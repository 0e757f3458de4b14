import { type RankedLane, rankLanes } from '@utu/core/routing/rank.ts';
import {
	assess,
	type ItemFacts,
	type LaneFacts,
	mayEnterLane,
	type Refusal,
	type SafeAssignment,
	workPurpose,
} from '@utu/core/safety/assignment.ts';
import { breakMsMin } from '@utu/core/safety/limits.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/database.ts';
import {
	type Account,
	type LaneRow,
	loadAccount,
	lockAccount,
	lookerIn,
	windowFreesAt,
} from '../safety/account.sql.ts';
import { endLease, enterOrganisation, type LeaseRow } from '../safety/settle.sql.ts';
import { activeLease } from './active.sql.ts';
import { type CandidateRow, grantLease, lockCandidate } from './grant.sql.ts';
import { openLanes, projectsState } from './lanes.sql.ts';

export type NothingWhy =
	| 'break'
	| 'budget'
	| 'consent'
	| 'exclusion'
	| 'nothing-eligible'
	| 'first-pass'
	| 'done'
	| 'paused';
export type Next =
	| { readonly kind: 'lease'; readonly lease: LeaseRow; readonly resumed: boolean }
	| { readonly kind: 'nothing'; readonly why: NothingWhy; readonly until: Date | undefined };

export type NextDeps = {
	readonly database: Database;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly onConflict: (laneId: number) => void;
};

/** Lanes read at most, and times that a grant whose facts changed is decided anew. */
const lanesMax = 2_000;
const decisionsMax = 3;

/**
 * The next item for one person, or why there is none. One transaction: account locked, facts loaded, lanes filtered and
 * ranked by core, the item locked, the predicate run, the lease granted and charged.
 */
export const nextWork = (
	deps: NextDeps,
	options: { readonly organisationId: string; readonly personId: string; readonly projectId: string | undefined },
): Promise<Next> =>
	deps.database.transaction(options, async (tx) => {
		await lockAccount(tx, options.personId);
		const now = deps.clock.now();
		const held = await activeLease(tx);
		if (held !== undefined) {
			const here = held.organisationId === options.organisationId;
			if (here && held.expiresAt > now) return { kind: 'lease', lease: held, resumed: true };
			// One lease a person, over all organisations: asking here gives back what is held elsewhere.
			await enterOrganisation(tx, held.organisationId);
			await endLease(tx, {
				lease: held,
				state: held.expiresAt > now ? 'withdrawn' : 'expired',
				now,
				endKnown: held.expiresAt > now,
			});
			await enterOrganisation(tx, options.organisationId);
		}
		const account = await loadAccount(tx, { personId: options.personId, now });
		const lanes = await openLanes(tx, { projectId: options.projectId, lanesMax });
		return findGrant(deps, tx, { account, lanes, now, projectId: options.projectId });
	});

const findGrant = async (
	deps: NextDeps,
	tx: Tx,
	options: {
		readonly account: Account;
		readonly lanes: readonly LaneRow[];
		readonly now: Date;
		readonly projectId: string | undefined;
	},
): Promise<Next> => {
	const { account, now } = options;
	const refusals: Refusal[] = [];
	const entered: (RankedLane & { readonly facts: LaneFacts })[] = [];
	for (const lane of options.lanes) {
		const facts: LaneFacts = { ...lane, language: lane.language ?? undefined };
		const may = mayEnterLane({ looker: lookerIn(account, lane.projectId), lane: facts, now: now.getTime() });
		if (may.ok) entered.push({ id: lane.id, severity: lane.severity, dueAt: lane.dueAt?.getTime(), facts });
		else refusals.push(may.error);
	}
	for (const lane of rankLanes({ lanes: entered, lastSeverity: account.lastSeverity })) {
		const lease = await grantInLane(deps, tx, {
			account,
			laneId: lane.id,
			projectId: lane.facts.projectId,
			now,
			refusals,
		});
		if (lease !== undefined) return { kind: 'lease', lease, resumed: false };
	}
	return { kind: 'nothing', ...(await whyNothing(tx, { ...options, refusals })) };
};

const grantInLane = async (
	deps: NextDeps,
	tx: Tx,
	options: {
		readonly account: Account;
		readonly laneId: number;
		readonly projectId: string;
		readonly now: Date;
		readonly refusals: Refusal[];
	},
): Promise<LeaseRow | undefined> => {
	const { account, laneId, now } = options;
	const looker = lookerIn(account, options.projectId);
	const quarantinedToo = looker.consents?.includes('unscreened') === true;
	for (let decision = 0; decision < decisionsMax; decision++) {
		const candidate = await lockCandidate(tx, { laneId, personId: account.personId, quarantinedToo });
		if (candidate === undefined) return undefined;
		const assessed = assess({
			looker,
			item: itemFacts(candidate),
			purpose: workPurpose(candidate),
			now: now.getTime(),
		});
		if (!assessed.ok) {
			options.refusals.push(assessed.error);
			return undefined;
		}
		const granted = await grant(deps, tx, { assignment: assessed.value, timeZone: account.timeZone });
		if (granted) return activeLease(tx);
		deps.onConflict(laneId);
	}
	return undefined;
};

/** The one door: every look of every purpose is granted here. */
const grant = (
	deps: NextDeps,
	tx: Tx,
	options: { readonly assignment: SafeAssignment; readonly timeZone: string },
): Promise<string | undefined> =>
	grantLease(tx, {
		...options,
		leaseId: deps.ids.uuid(),
		idempotencyKey: deps.ids.uuid(),
		revealNow: options.assignment.severity <= 1,
	});

const itemFacts = (row: CandidateRow): ItemFacts => ({
	...row,
	language: row.language ?? undefined,
	categories: categoriesFrom(row, 2),
	categoriesAny: categoriesFrom(row, 1),
});

const categoriesFrom = (row: CandidateRow, severityMin: number): ItemFacts['categories'] =>
	(Object.entries(row.hazards) as [ItemFacts['categories'][number], number][])
		.filter(([, severity]) => severity >= severityMin)
		.map(([category]) => category);

/** The reason that helps most: a break or a budget passes by itself, a consent is the person's to give. */
const whyNothing = async (
	tx: Tx,
	options: {
		readonly account: Account;
		readonly refusals: readonly Refusal[];
		readonly now: Date;
		readonly projectId: string | undefined;
	},
): Promise<{ readonly why: NothingWhy; readonly until: Date | undefined }> => {
	const { refusals, account, now } = options;
	const rest = refusals.find((refusal) => refusal.invariant === 'break');
	if (rest !== undefined && rest.invariant === 'break') return { why: 'break', until: new Date(rest.until) };
	const budget = refusals.find((refusal) => refusal.invariant === 'budget');
	if (budget !== undefined && budget.invariant === 'budget') {
		if (budget.window === 'runMs')
			return { why: 'break', until: new Date((account.dose.lastEndedAt ?? now.getTime()) + breakMsMin) };
		return {
			why: 'budget',
			until: await windowFreesAt(tx, { personId: account.personId, now, window: budget.window }),
		};
	}
	if (refusals.some((refusal) => refusal.invariant === 'consent')) return { why: 'consent', until: undefined };
	if (refusals.some((refusal) => refusal.invariant === 'exclusion')) return { why: 'exclusion', until: undefined };
	const state = await projectsState(tx, { projectId: options.projectId });
	if (state.openProjects === 0) return { why: 'paused', until: undefined };
	if (state.waitsForFirstPass) return { why: 'first-pass', until: new Date(now.getTime() + 2_000) };
	return { why: state.openItems ? 'nothing-eligible' : 'done', until: undefined };
};
