import { type FunnelLimits, funnelLevels, funnelLimits } from '@utu/core/review/funnel.ts';
import type { Member } from './analyst-api.ts';

export type FunnelRow = {
	readonly personId: string;
	readonly name: string;
	readonly n: number;
	/** Share found right, as it would be on items as hard as the team's. */
	readonly rate: number;
	/** Between which chance alone keeps somebody who is as good as peers, for each of `funnelLevels`. */
	readonly limits: readonly FunnelLimits[];
};

export type Funnel = {
	/** How often peers would be found right on the team's items. */
	readonly expected: number;
	readonly rows: readonly FunnelRow[];
	/** The lines, from few verdicts to many; one list for each of `funnelLevels`. */
	readonly lines: readonly (readonly FunnelLimits[])[];
};

const linePoints = 48;
/** Lines go on a little to both sides of the points. */
const margin = 0.15;

/** The members of whom something can be said, in the order given. Undefined where there is none. */
export const funnelOf = (members: readonly Member[]): Funnel | undefined => {
	const told = members.filter(({ estimate, verdicts }) => estimate !== null && verdicts > 0);
	const total = told.reduce((sum, { verdicts }) => sum + verdicts, 0);
	if (total === 0) return undefined;
	const expected = within01(1 - told.reduce((sum, { wrongExpected }) => sum + wrongExpected, 0) / total);
	const limitsAt = (n: number): readonly FunnelLimits[] =>
		funnelLevels.map((level) => funnelLimits({ expected, n, level }));
	const counts = told.map(({ verdicts }) => verdicts);
	const from = Math.max(1, Math.floor(Math.min(...counts) * (1 - margin)));
	const to = Math.ceil(Math.max(...counts) * (1 + margin));
	const grid = Array.from({ length: linePoints }, (_, at) => Math.round(from + ((to - from) * at) / (linePoints - 1)));
	const steps = [...new Set(grid)].map(limitsAt);
	return {
		expected,
		rows: told.map(({ personId, displayName, verdicts, wrong, wrongExpected }) => ({
			personId,
			name: displayName,
			n: verdicts,
			rate: within01(expected + (wrongExpected - wrong) / verdicts),
			limits: limitsAt(verdicts),
		})),
		lines: funnelLevels.map((_, level) => steps.flatMap((step) => step[level] ?? [])),
	};
};

const within01 = (share: number): number => Math.min(1, Math.max(0, share));
