import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Span, type SpanTask, spanConsensus, wordsOf } from './spans.ts';

const solve = (task: SpanTask) => {
	const solved = spanConsensus(task);
	if (!solved.ok) throw new Error(solved.error.kind);
	return solved.value;
};

const given = (text: string, spans: readonly (readonly Span[])[]): SpanTask => ({
	texts: [text],
	workerCount: spans.length,
	labelCount: 2,
	answers: spans.map((own, worker) => ({ item: 0, worker, spans: own })),
});

/** Where `part` stands in `text`. */
const at = (text: string, part: string, label = 0): Span => {
	const start = text.indexOf(part);
	return { start, end: start + part.length, label };
};

const text = "Ann's cat saw a tree, and 3 birds.";

describe('wordsOf', () => {
	const words = (of: string): string[] => {
		const bounds = wordsOf(of);
		return Array.from({ length: bounds.length / 2 }, (_, word) => of.slice(bounds[2 * word], bounds[2 * word + 1]));
	};

	it('parts words, marks, and the characters of scripts without spaces', () => {
		expect(words(text)).toEqual(["Ann's", 'cat', 'saw', 'a', 'tree', ',', 'and', '3', 'birds', '.']);
		expect(words('東京 is big 🌳!')).toEqual(['東', '京', 'is', 'big', '🌳', '!']);
	});

	it('covers every character but white space, once', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (any) => {
				expect(words(any).join('')).toBe(any.replace(/\s+/gu, ''));
			}),
		);
	});
});

describe('spanConsensus', () => {
	it('takes the words that most marked, whatever space they marked with them', () => {
		const spans = [[at(text, "Ann's cat")], [at(text, "Ann's cat ")], [at(text, "Ann's cat saw ")]];
		const { spans: decided, empty } = solve(given(text, spans));
		expect(decided[0]).toMatchObject([{ ...at(text, "Ann's cat"), support: 3 }]);
		expect(empty).toBe(0);
	});

	it('keeps half a word where people marked half a word', () => {
		const part = at(text, 'bird', 1);
		expect(solve(given(text, [[part], [part], [at(text, 'birds', 1)]])).spans[0]).toMatchObject([part]);
	});

	it('keeps spans of different labels that overlap', () => {
		const own = [at(text, "Ann's cat", 0), at(text, 'cat saw', 1)];
		expect(solve(given(text, [own, own, [own[0]!]])).spans[0]).toMatchObject(own);
	});

	it('returns what all agree on, at the bounds of its words', () => {
		const bounds = wordsOf(text);
		const words = bounds.length / 2;
		fc.assert(
			fc.property(fc.nat(words - 1), fc.nat(3), fc.integer({ min: 1, max: 4 }), (first, more, workers) => {
				const last = Math.min(first + more, words - 1);
				const span = { start: bounds[2 * first]!, end: bounds[2 * last + 1]!, label: 1 };
				expect(
					solve(
						given(
							text,
							Array.from({ length: workers }, () => [span]),
						),
					).spans[0],
				).toMatchObject([span]);
			}),
		);
	});

	it('counts spans that hold nothing', () => {
		expect(solve(given(text, [[at(text, ' '), { start: 90, end: 95, label: 0 }]]))).toMatchObject({
			empty: 2,
			spans: [[]],
		});
	});
});
