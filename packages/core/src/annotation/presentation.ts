import type { Severity } from '../safety/hazards.ts';

/** Sentences uncovered in one request, at most: long text is metered by page. */
export const revealSentencesMax = 40;

export type Sentence = {
	readonly index: number;
	readonly text: string | null;
	readonly chars: number;
	readonly severity: Severity;
};

/** What may be uncovered by one request: the told (severity ≤ 2), all, or some by index. */
export type RevealRequest = 'told' | 'all' | readonly number[];

/**
 * Which sentences are uncovered after a request. The server's least revealing view first, the person may only ask for
 * more, page by page. `sentences` are severities by index; the result is sorted.
 */
export const uncover = (options: {
	readonly severities: readonly Severity[];
	readonly uncovered: readonly number[];
	readonly request: RevealRequest;
}): readonly number[] => {
	const { severities, request } = options;
	const before = new Set(options.uncovered);
	const wanted = severities
		.map((_, index) => index)
		.filter((index) => {
			if (before.has(index)) return false;
			if (request === 'all') return true;
			if (request === 'told') return (severities[index] ?? 4) <= 2;
			return request.includes(index);
		});
	return [...before, ...wanted.slice(0, revealSentencesMax)].sort((a, b) => a - b);
};

/** The sentences as they leave the server: a covered one has its length and no text. */
export const present = (options: {
	readonly texts: readonly string[];
	readonly severities: readonly Severity[];
	readonly uncovered: readonly number[];
}): readonly Sentence[] => {
	const open = new Set(options.uncovered);
	return options.texts.map((text, index) => ({
		index,
		text: open.has(index) ? text : null,
		chars: text.length,
		severity: options.severities[index] ?? 4,
	}));
};
