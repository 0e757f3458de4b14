import type { RankedLane } from '@utu/core/routing/rank.ts';
import type { LaneFacts } from '@utu/core/safety/assignment.ts';
import { reservationMs } from '@utu/core/safety/limits.ts';
import type { Tx } from '../platform/database.ts';
import { type LaneRow, openLanes } from './lanes.sql.ts';

/** A lane that holds an item with a free place, as core filters and ranks it. */
export type OpenLane = RankedLane & { readonly facts: LaneFacts; readonly training: boolean };

/** What is open, lane by lane, as one organisation's people may be given it. */
export type LaneCatalog = {
	/** `fresh` reads it anew: before somebody is told that there is nothing. */
	readonly get: (tx: Tx, options: { readonly organisationId: string; readonly fresh: boolean }) => Promise<Lanes>;
};

export type Lanes = { readonly lanes: readonly OpenLane[]; readonly isFresh: boolean };

const lanesMax = 4_000;
/** A reading of less than this share of its age counts as made just now: many who find nothing at once cost one. */
const freshShare = 10;
const organisationsMax = 1_000;

/**
 * Lanes are many times fewer than items and change slowly, so one reading serves many claims. Only the order of trying
 * rests on it: each claim locks a real item, runs the predicate on it, and checks it again where it is charged.
 * @param options.ageMsMax how old a reading may be; 0 reads every time
 * @param options.elapsedMs a steady clock
 */
export const createLaneCatalog = (options: {
	readonly ageMsMax: number;
	readonly elapsedMs: () => number;
}): LaneCatalog => {
	const known = new Map<string, { readonly at: number; readonly lanes: readonly OpenLane[] }>();
	return {
		get: async (tx, { organisationId, fresh }) => {
			const before = known.get(organisationId);
			const at = options.elapsedMs();
			const ageMs = before === undefined ? Number.POSITIVE_INFINITY : at - before.at;
			const isFresh = ageMs < options.ageMsMax / freshShare;
			if (before !== undefined && (isFresh || (!fresh && ageMs < options.ageMsMax)))
				return { lanes: before.lanes, isFresh };
			const lanes = (await openLanes(tx, { lanesMax })).map(openLane);
			if (known.size >= organisationsMax) known.clear();
			known.set(organisationId, { at, lanes });
			return { lanes, isFresh: true };
		},
	};
};

const openLane = (row: LaneRow): OpenLane => ({
	id: row.id,
	severity: row.severity,
	dueAt: row.dueAt?.getTime(),
	gain: 1 - row.certainty,
	reservedMs: reservationMs({ chars: row.chars }),
	training: row.training,
	facts: { ...row, language: row.language ?? undefined },
});
