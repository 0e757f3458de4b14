import type { EpochMs } from '../shared/brand.ts';

/** A lane that this person may enter, with what the ranking weighs. */
export type RankedLane = { readonly id: number; readonly severity: number; readonly dueAt: EpochMs | undefined };

/**
 * The order in which a person's eligible lanes are tried: after severe content something mild first (`interleave`),
 * then the earliest deadline, then the mildest. It orders, it never refuses.
 */
export const rankLanes = <Lane extends RankedLane>(options: {
	readonly lanes: readonly Lane[];
	readonly lastSeverity: number;
}): readonly Lane[] => {
	const rest = (lane: RankedLane): number => (options.lastSeverity >= 3 && lane.severity > 1 ? 1 : 0);
	const due = (lane: RankedLane): number => lane.dueAt ?? Number.MAX_SAFE_INTEGER;
	return [...options.lanes].sort(
		(a, b) => rest(a) - rest(b) || due(a) - due(b) || a.severity - b.severity || a.id - b.id,
	);
};
