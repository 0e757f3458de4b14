import { capText } from './features.ts';

export const sentenceLimits = {
	/** Sentences of one text; the last holds all that is left. */
	countMax: 500,
	/** UTF-16 units of one sentence; a longer one is cut behind a space, else anywhere but inside a character. */
	charsMax: 600,
} as const;

/** A piece of a text: `text.slice(start, end)`, in UTF-16 units. */
export type TextSpan = { readonly start: number; readonly end: number };

// A line's end; or a full stop and its like before a space; or the terminator of another script, which needs no space.
// The look-behind lets a run of stops be tried once only, so that a hostile text costs no more than its length.
const sentenceEnd =
	/(?:[\r\n\u0085\u2028\u2029]|(?<![.!?…])[.!?…]+[\p{Pe}\p{Pf}"']*(?=\s|$)|(?![.!?])\p{Sentence_Terminal}+[\p{Pe}\p{Pf}"']*)\s*/gu;

/**
 * The sentences and lines of a text in any script. They join without a gap: put together they are the text again. The same text gives
 * the same spans on every machine (which `Intl.Segmenter` does not promise, and it takes longer than the classifier), so severities
 * can be stored by number. An abbreviation makes one sentence two, and that is harmless: each can be uncovered. Empty for an empty text.
 */
export const splitSentences = (text: string): readonly TextSpan[] => {
	const { countMax, charsMax } = sentenceLimits;
	const spans: TextSpan[] = [];
	let sentence = 0;
	for (let start = 0; start < text.length; ) {
		if (start === sentence) sentence = nextEnd(text, start);
		const isLast = spans.length === countMax - 1;
		const end = isLast ? text.length : sentence - start > charsMax ? cutWithin(text, start) : sentence;
		spans.push({ start, end });
		start = end;
	}
	return spans;
};

const nextEnd = (text: string, start: number): number => {
	sentenceEnd.lastIndex = start;
	return sentenceEnd.test(text) ? sentenceEnd.lastIndex : text.length;
};

const cutWithin = (text: string, start: number): number => {
	const piece = capText(text.slice(start, start + sentenceLimits.charsMax + 1), sentenceLimits.charsMax);
	const lastSpace = piece.search(/\s\S*$/);
	return start + (lastSpace > 0 ? lastSpace + 1 : piece.length);
};
