import { answerQueueOf } from '../api/answers.ts';
import { type Source, sendOnce } from '../worker/session-core.ts';
import type { Said } from '../worker/session-state.ts';
import { answerReview, type Comparison, nextReview, type ReviewKind } from './analyst-api.ts';

/** What stands on the page in place of an item. */
type Aside =
	| { readonly kind: 'compare'; readonly comparison: Comparison }
	| { readonly kind: 'busy' }
	/** `later`: those that wait may be for this person later; else they are for others alone. */
	| { readonly kind: 'none'; readonly waiting: number; readonly later: boolean };

type DeskState = { readonly aside: Aside | undefined; readonly review: ReviewKind | undefined };

export type ReviewDesk = {
	readonly source: Source;
	readonly state: () => DeskState;
	readonly subscribe: (notify: () => void) => () => void;
};

/**
 * Reviews as a source of items. The worker's answer arrives here only after the reviewer's own is with the server. An answer
 * is sent once: when the line was lost, the page offers it again, and the draft stays until it has arrived.
 */
export const createReviewDesk = (personId: string): ReviewDesk => {
	const listeners = new Set<() => void>();
	let state: DeskState = { aside: undefined, review: undefined };
	let reviewId = '';
	let answered: Comparison | undefined;
	const set = (next: DeskState): void => {
		state = next;
		for (const notify of listeners) notify();
	};
	const showAside = (aside: Aside): { readonly kind: 'aside' } => {
		set({ aside, review: undefined });
		return { kind: 'aside' };
	};
	const next: Source['next'] = async (signal) => {
		const differing = answered;
		answered = undefined;
		if (differing !== undefined) return showAside({ kind: 'compare', comparison: differing });
		// What was answered at work and is still on its way would hold its item in hand.
		await answerQueueOf(personId).flush();
		const work = await nextReview(signal);
		if (work.kind === 'compare') return showAside({ kind: 'compare', comparison: work.comparison });
		if (work.kind === 'busy') return showAside({ kind: 'busy' });
		if (work.kind === 'nothing') {
			const { why, until, waiting } = work;
			// These say something else of reviews than of work.
			if (why === 'all-reviewed') return showAside({ kind: 'none', waiting, later: false });
			if (why === 'done' || why === 'nothing-eligible') return showAside({ kind: 'none', waiting, later: true });
			return { kind: 'nothing', why, until };
		}
		reviewId = work.reviewId;
		set({ aside: undefined, review: work.review });
		return { kind: 'lease', lease: work.lease };
	};
	const submit: Source['submit'] = ({ leaseId, body }) =>
		sendOnce(async () => {
			const comparison = await answerReview(reviewId, { leaseId, answers: body.answers });
			if (comparison.kind !== 'adjudicate' && comparison.verdict === null) answered = comparison;
			return saidOf(comparison);
		});
	return {
		source: { next, submit, pendingLeases: () => [] },
		state: () => state,
		subscribe: (notify) => {
			listeners.add(notify);
			return () => listeners.delete(notify);
		},
	};
};

const saidOf = ({ same, kind }: Comparison): Said['what'] =>
	same ? 'agreed' : kind === 'adjudicate' ? 'adjudicated' : 'counted';
