/**
 * What a score may be made of, and nothing else. A verdict has no place for breaks, skips, opt-outs, surprises, reveals,
 * check-ins, the filing of a contest, or time of any kind; so no later function can count them.
 */
export type ScoredVerdict = {
	readonly verdictId: string;
	readonly itemId: string;
	readonly workerId: string;
	/** Whether the worker's answer is the one that the check found. */
	readonly correct: boolean;
	/** Probability, 0 to 1, that peers are found right on this item by such a check, leaving this worker out: see `difficulty.ts`. */
	readonly expected: number;
	/** What that rests on, where peers answered the same item; without it, `expected` and the reviewers' error say all. */
	readonly peers?: PeerBelief | undefined;
	readonly check: Check;
	/** Whether a second analyst, blind, found the same; undefined where nobody looked twice. */
	readonly secondAgrees: boolean | undefined;
};

/** A `review` can be wrong, and how often is measured; `gold` on which experts agree is taken as true. */
export type Check = 'review' | 'gold';

/** What peers' answers to an item say of it, and of its review. */
export type PeerBelief = {
	/** Probability that a peer is right, if the review is right. */
	readonly ifCheckHolds: number;
	/** The same, if the review is wrong. */
	readonly ifCheckFails: number;
	/** How many times likelier the peers' answers are if the review is wrong than if it is right; 0 for gold. */
	readonly doubt: number;
	/** Standard error, in log-odds, of how hard the worker's items are for peers all in all: it does not average out. */
	readonly levelError: number;
};

/** One person's verdicts, in the order of their ids. Order, times and dates carry nothing. */
export type ScoredRecord = { readonly workerId: string; readonly verdicts: readonly ScoredVerdict[] };

export type VerdictEvent = Omit<ScoredVerdict, 'secondAgrees'> & {
	readonly kind: 'verdict';
	/** Only what the server drew at random scores; what somebody picked by hand teaches. */
	readonly drawn: 'at-random' | 'by-hand';
};

/** How a contested verdict stands: `frozen` until another person has decided or the time is over. */
export type ContestedStanding = 'frozen' | 'upheld' | 'overturned' | 'lapsed';

/** What happens around work and never counts for or against anybody. */
export const uncountedKinds = [
	'break',
	'skip',
	'opt-out',
	'surprise',
	'reveal',
	'check-in',
	'contest-filed',
	'speed',
] as const;

export type ReviewEvent =
	| VerdictEvent
	| { readonly kind: 'second-review'; readonly verdictId: string; readonly agrees: boolean }
	| { readonly kind: 'standing'; readonly verdictId: string; readonly standing: ContestedStanding }
	/** Experts turned out to disagree on this gold: it never was one. */
	| { readonly kind: 'gold-voided'; readonly itemId: string }
	| { readonly kind: (typeof uncountedKinds)[number]; readonly workerId: string; readonly about?: string | number };

/**
 * The part of a person's history that scores. Left out: what was picked by hand, gold that is void, verdicts frozen by an
 * open contest, and every event that is no verdict. An overturned or lapsed verdict counts as found right.
 *
 * The same set of events gives the same record, whatever their order and however often one is repeated.
 */
export const scoredRecord = (
	events: readonly ReviewEvent[],
	{ workerId }: { readonly workerId: string },
): ScoredRecord => {
	const standings = new Map<string, ContestedStanding>();
	const agreements = new Map<string, boolean>();
	const voided = new Set<string>();
	const drawn = new Map<string, VerdictEvent>();
	for (const event of events) {
		if (event.kind === 'verdict') {
			if (event.workerId === workerId && event.drawn === 'at-random') drawn.set(event.verdictId, event);
		} else if (event.kind === 'second-review') agreements.set(event.verdictId, event.agrees);
		else if (event.kind === 'gold-voided') voided.add(event.itemId);
		else if (event.kind === 'standing') {
			// A decision is final: no freeze comes after it.
			if (event.standing !== 'frozen' || !standings.has(event.verdictId))
				standings.set(event.verdictId, event.standing);
		}
	}
	const verdicts = [...drawn.values()]
		.filter(({ verdictId, itemId, check }) => {
			const isVoid = check === 'gold' && voided.has(itemId);
			return !isVoid && standings.get(verdictId) !== 'frozen';
		})
		.sort((a, b) => (a.verdictId < b.verdictId ? -1 : 1))
		.map(({ verdictId, itemId, correct, expected, peers, check }): ScoredVerdict => {
			const standing = standings.get(verdictId);
			const inFavour = standing === 'overturned' || standing === 'lapsed';
			const secondAgrees = agreements.get(verdictId);
			return { verdictId, itemId, workerId, correct: correct || inFavour, expected, peers, check, secondAgrees };
		});
	return { workerId, verdicts };
};
