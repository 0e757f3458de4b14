import type { Lease } from '@utu/contract/routing.ts';
import type { Severity } from '@utu/core/safety/hazards.ts';
import type { EpochMs } from '@utu/core/shared/brand.ts';

type Content = NonNullable<Lease['content']>;

/** One sentence as the page knows it. `text` is there only while it is uncovered; nothing keeps it anywhere else. */
export type SentenceView = {
	readonly index: number;
	readonly text: string | undefined;
	readonly chars: number | undefined;
	readonly severity: Severity | undefined;
};

/** Why everything is covered: it was from the start, by the person, by the time set, because the page went out of sight. */
export type CoveredBy = 'start' | 'person' | 'time' | 'away';

/**
 * What is covered and what is not. `epoch` counts the hides: an answer to a reveal that was asked for
 * before the last hide belongs to the past and is thrown away unread.
 */
export type CoverState = {
	readonly epoch: number;
	readonly sentences: readonly SentenceView[];
	/** What the person has asked to see since the last hide; the rest stays covered even if it arrives. */
	readonly wanted: readonly RevealRequest[];
	/** Reveals under way. */
	readonly asked: number;
	readonly coverAt: EpochMs | undefined;
	readonly coveredBy: CoveredBy;
};

/** One sentence or more by index, the milder ones, or all. */
export type RevealRequest = 'told' | 'all' | readonly number[];

/** What `told` uncovers: sentences up to this severity. */
const mildSeverityMax = 2;

/** A lease as it arrives. With `covered`, nothing of it is shown even if the server still shows some of it. */
export const coverOf = (lease: Lease, options: { readonly covered: boolean }): CoverState => {
	const coverAt = lease.coverAt === null ? undefined : Date.parse(lease.coverAt);
	const placeholders = Array.from({ length: lease.told.sentences }, (_, index) => ({
		index,
		text: undefined,
		chars: undefined,
		severity: undefined,
	}));
	const start: CoverState = { epoch: 0, sentences: placeholders, wanted: [], asked: 0, coverAt, coveredBy: 'start' };
	if (lease.content === null) return start;
	const shown = merge({ ...start, wanted: ['all'] }, lease.content);
	return options.covered ? hide(shown, 'person') : shown;
};

const isWanted = (state: CoverState, sentence: Content['sentences'][number]): boolean =>
	state.wanted.some((request) =>
		typeof request === 'string'
			? request === 'all' || sentence.severity <= mildSeverityMax
			: request.includes(sentence.index),
	);

const merge = (state: CoverState, content: Content): CoverState => {
	const byIndex = new Map(state.sentences.map((sentence) => [sentence.index, sentence]));
	for (const sentence of content.sentences) {
		const { index, text, chars, severity } = sentence;
		byIndex.set(index, { index, text: text !== null && isWanted(state, sentence) ? text : undefined, chars, severity });
	}
	return { ...state, sentences: [...byIndex.values()].sort((a, b) => a.index - b.index) };
};

export const isOpen = (state: CoverState): boolean => state.sentences.some((sentence) => sentence.text !== undefined);

/** Everything is covered again and every text is dropped; what is under way will not be shown. */
export const hide = (state: CoverState, by: CoveredBy): CoverState => ({
	...state,
	epoch: state.epoch + 1,
	wanted: [],
	asked: 0,
	coveredBy: by,
	sentences: state.sentences.map((sentence) => ({ ...sentence, text: undefined })),
});

export const askReveal = (state: CoverState, request: RevealRequest): CoverState => ({
	...state,
	wanted: [...state.wanted, request],
	asked: state.asked + 1,
});

export type Revealed = { readonly epoch: number; readonly content: Content; readonly coverAt: EpochMs };

/** What a reveal brought, unless a hide came in between. */
export const revealed = (state: CoverState, answer: Revealed): CoverState =>
	answer.epoch !== state.epoch
		? state
		: merge({ ...state, asked: Math.max(0, state.asked - 1), coverAt: answer.coverAt }, answer.content);

export const revealFailed = (state: CoverState, epoch: number): CoverState =>
	epoch !== state.epoch ? state : { ...state, asked: Math.max(0, state.asked - 1) };

/** How many sentences are on one page of a long text. */
export const sentencesPerPage = 24;

export const pageCount = (state: CoverState): number =>
	Math.max(1, Math.ceil(state.sentences.length / sentencesPerPage));

export const pageOf = (state: CoverState, page: number): readonly SentenceView[] =>
	state.sentences.slice(page * sentencesPerPage, (page + 1) * sentencesPerPage);

export const nextCovered = (sentences: readonly SentenceView[]): SentenceView | undefined =>
	sentences.find((sentence) => sentence.text === undefined);
