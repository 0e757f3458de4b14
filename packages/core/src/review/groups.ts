import type { ReferenceMix, VerdictGroup } from './ability.ts';
import { type Reviewing, reviewFails } from './reviewer-error.ts';
import type { ScoredVerdict } from './verdict.ts';

/** Width of a group in log-odds: no probability in it is more than a quarter of a point from its middle. */
const width = 0.02;
const range = { from: 0.005, to: 0.998 } as const;

const groupOf = (p: number): number => {
	const held = Math.min(range.to, Math.max(range.from, p));
	return Math.round(Math.log(held / (1 - held)) / width);
};
const middleOf = (group: number): number => 1 / (1 + Math.exp(-group * width));

const doubtWidth = 0.1;
const doubtGroupOf = (doubt: number): number => Math.round(Math.log(Math.max(doubt, 1e-9)) / doubtWidth);

/** Verdicts of the same group are alike to every later step, so they are counted together. */
export const groupVerdicts = (verdicts: readonly ScoredVerdict[]): readonly VerdictGroup[] => {
	const groups = new Map<string, VerdictGroup & { right: number; wrong: number }>();
	for (const { expected, peers, check, correct } of verdicts) {
		const at =
			peers === undefined
				? { found: groupOf(expected) }
				: {
						holds: groupOf(peers.ifCheckHolds),
						fails: groupOf(peers.ifCheckFails),
						doubt: doubtGroupOf(peers.doubt),
					};
		const key = JSON.stringify([check, at]);
		const group = groups.get(key) ?? { peers: levelOf(at), isGold: check === 'gold', right: 0, wrong: 0 };
		groups.set(key, group);
		if (correct) group.right++;
		else group.wrong++;
	}
	return [...groups.values()];
};

type GroupPlace =
	| { readonly found: number }
	| { readonly holds: number; readonly fails: number; readonly doubt: number };

const levelOf = (at: GroupPlace): VerdictGroup['peers'] =>
	'found' in at
		? { expected: middleOf(at.found) }
		: {
				ifCheckHolds: middleOf(at.holds),
				ifCheckFails: middleOf(at.fails),
				doubt: Math.exp(at.doubt * doubtWidth),
			};

/**
 * How hard the organisation's work is for peers: the mix that everybody's score is read on.
 *
 * @param verdicts of everybody, drawn at random as they are
 * @param reviewing the estimate of the reviewers' error with which expectations were learnt
 * @public The server makes it once for all scores.
 */
export const referenceMixOf = (
	verdicts: Iterable<Pick<ScoredVerdict, 'expected' | 'peers' | 'check'>>,
	reviewing: Reviewing,
): ReferenceMix => {
	const counts = new Map<string, { part: ReferenceMix[number]; count: number }>();
	let total = 0;
	for (const { expected, peers, check } of verdicts) {
		const error = check === 'gold' ? 0 : reviewing.error;
		const fails = peers === undefined ? 0 : reviewFails(peers.doubt, error);
		const isFound = peers === undefined && check === 'review';
		const p = peers === undefined ? expected : (1 - fails) * peers.ifCheckHolds + fails * peers.ifCheckFails;
		const middle = middleOf(groupOf(p));
		const entry = counts.get(`${isFound} ${middle}`) ?? {
			part: isFound ? { expected: middle, share: 0 } : { peersRight: middle, share: 0 },
			count: 0,
		};
		counts.set(`${isFound} ${middle}`, { ...entry, count: entry.count + 1 });
		total++;
	}
	return [...counts.values()].map(({ part, count }) => ({ ...part, share: count / total }));
};
