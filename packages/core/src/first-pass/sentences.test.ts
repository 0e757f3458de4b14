import { readFileSync } from 'node:fs';
import { assert as check, constantFrom, oneof, property, string, stringMatching } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentenceLimits, splitSentences } from './sentences.ts';

const { cases } = JSON.parse(
	readFileSync(new URL('../../../../fixtures/first-pass/sentences.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly { readonly name: string; readonly pieces: readonly string[] }[] };

const pieces = (text: string) => splitSentences(text).map(({ start, end }) => text.slice(start, end));

describe('sentences', () => {
	it.each(cases)('$name', ({ pieces: expected }) => {
		expect(pieces(expected.join(''))).toEqual(expected);
	});

	it('join to the text again, none empty, within the limits', () => {
		const some = oneof(
			string({ unit: 'binary', maxLength: 3_000 }),
			stringMatching(/^[a-c.!? \n。”)]*$/),
			constantFrom('x'.repeat(4_000)),
		);
		check(
			property(some, (text) => {
				const cut = pieces(text);
				expect(cut.join('')).toBe(text);
				expect(cut.every((piece) => piece.length > 0)).toBe(true);
				expect(cut.every((piece) => piece.length <= sentenceLimits.charsMax)).toBe(true);
				expect(cut.every((piece) => piece.isWellFormed())).toBe(text.isWellFormed());
			}),
		);
	});

	it('cuts a long sentence behind a space', () => {
		const cut = pieces('word '.repeat(1_000));
		expect(cut.every((piece) => piece.endsWith('word '))).toBe(true);
	});

	it('puts all that is left into the last one', () => {
		const text = 'A. '.repeat(2 * sentenceLimits.countMax);
		const cut = pieces(text);
		expect(cut).toHaveLength(sentenceLimits.countMax);
		expect(cut.join('')).toBe(text);
		expect(cut.at(-1)).toHaveLength(3 * (sentenceLimits.countMax + 1));
	});

	it('costs no more than its length on hostile texts', () => {
		const cost = (text: string) => {
			const from = performance.now();
			splitSentences(text);
			return performance.now() - from;
		};
		for (const unit of ['.', '. ', ').', '.)', 'x', ' ', '。”']) {
			cost(unit.repeat(20_000));
			// A quadratic splitter would take 400 times as long for 20 times the text, minutes for the dots.
			expect(cost(unit.repeat(400_000))).toBeLessThan(2_000);
		}
	});
});
