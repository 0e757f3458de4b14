import type { Lease } from '@utu/contract/routing.ts';
import type { AnswerError } from '@utu/core/projects/form.ts';
import type { Hazards, Severity } from '@utu/core/safety/hazards.ts';
import type { EpochMs } from '@utu/core/shared/brand.ts';
import type { Work } from '../api/work.ts';
import type { AnswerState } from './answers.ts';
import type { CoverState } from './cover.ts';

export type Nothing = Extract<Work, { kind: 'nothing' }>;

/** Why an item is no longer in hand: the server has ended it, or closed it to this person. */
export type EndedWhy = 'expired' | 'refused';

/** What the page is about. Only `item` and `sending` have an item. */
export type Phase =
	/** `aside`: what the source shows in place of an item. */
	| { readonly kind: 'loading' | 'item' | 'paused' | 'aside' }
	/** `waiting`: an answer from before is still on its way, and it belongs to the item that would come next. */
	| { readonly kind: 'sending' | 'waiting' }
	| { readonly kind: 'rest'; readonly severityBefore: Severity; readonly severityAfter: Severity }
	| { readonly kind: 'nothing'; readonly why: Nothing['why']; readonly until: EpochMs | undefined }
	| { readonly kind: 'ended'; readonly why: EndedWhy }
	| { readonly kind: 'trouble'; readonly error: unknown };

/** How safe the unfinished answer is. */
export type DraftState = 'none' | 'here' | 'kept';

/** One thing that just happened, for the line that is read out. `turn` tells two equal ones apart. */
export type Said = {
	readonly turn: number;
	readonly what:
		| 'counted'
		| 'counted-unseen'
		| 'kept'
		| 'agreed'
		| 'adjudicated'
		| 'trained'
		| 'judged'
		| 'not-looked'
		| 'hidden'
		| 'hidden-by-time'
		| 'hidden-away'
		| 'draft-here'
		| 'draft-kept'
		| 'undone'
		| 'extended'
		| 'no-room'
		| 'time-up'
		| 'line-lost'
		| 'missing'
		| 'skipped';
};

export type ItemState = {
	readonly lease: Lease;
	readonly cover: CoverState;
	readonly page: number;
	readonly answers: AnswerState;
	/** The question that digits answer. */
	readonly question: string | undefined;
	readonly fault: AnswerError | undefined;
	/** What a scout found that nobody told. */
	readonly found: Hazards;
	readonly draft: DraftState;
	readonly surpriseOpen: boolean;
};

export type SessionState = {
	readonly phase: Phase;
	readonly item: ItemState | undefined;
	readonly said: Said | undefined;
};
