import type { Tx } from '../platform/database.ts';
import type { LaneRow } from '../safety/account.sql.ts';
import { openLanes } from './lanes.sql.ts';

/** What is open, lane by lane, as one organisation's people may be given it. */
export type LaneCatalog = {
	/** `fresh` reads it anew: before somebody is told that there is nothing. */
	readonly get: (tx: Tx, options: { readonly organisationId: string; readonly fresh: boolean }) => Promise<Lanes>;
};

export type Lanes = { readonly lanes: readonly LaneRow[]; readonly isFresh: boolean };

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
	const known = new Map<string, { readonly at: number; readonly lanes: readonly LaneRow[] }>();
	return {
		get: async (tx, { organisationId, fresh }) => {
			const before = known.get(organisationId);
			const at = options.elapsedMs();
			const ageMs = before === undefined ? Number.POSITIVE_INFINITY : at - before.at;
			const isFresh = ageMs < options.ageMsMax / freshShare;
			if (before !== undefined && (isFresh || (!fresh && ageMs < options.ageMsMax)))
				return { lanes: before.lanes, isFresh };
			const lanes = await openLanes(tx, { lanesMax });
			if (known.size >= organisationsMax) known.clear();
			known.set(organisationId, { at, lanes });
			return { lanes, isFresh: true };
		},
	};
};
