import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, textLimits, textMedoid, wordErrors } from './text.ts';

const cases = JSON.parse(
	readFileSync(new URL('../../../../fixtures/consensus/edit-distance.json', import.meta.url), 'utf8'),
) as { a: string; b: string; distance: number }[];

/** The textbook table, for comparison. */
const byTable = (a: readonly string[], b: readonly string[]): number => {
	let row = Array.from({ length: b.length + 1 }, (_, at) => at);
	for (const [i, left] of a.entries()) {
		const next = [i + 1];
		for (const [j, right] of b.entries()) {
			next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (left === right ? 0 : 1)));
		}
		row = next;
	}
	return row.at(-1)!;
};

const spoken = JSON.parse(
	readFileSync(new URL('../../../../fixtures/consensus/transcripts.json', import.meta.url), 'utf8'),
) as { truth: string; texts: string[]; wordErrors: number[] }[];

describe('wordErrors', () => {
	it('agrees with the reference', () => {
		for (const one of spoken) {
			expect(one.texts.map((text) => wordErrors(one.truth, text))).toEqual(one.wordErrors);
		}
	});

	it('counts words, not the spaces between them', () => {
		expect(wordErrors('', '')).toBe(0);
		expect(wordErrors(' a  b\n', 'a b')).toBe(0);
		expect(wordErrors('', 'a b')).toBe(2);
	});
});

describe('edit distance', () => {
	it('agrees with the reference', () => {
		for (const { a, b, distance } of cases) {
			expect(editDistance(a, b)).toBe(distance);
			expect(editDistance(b, a)).toBe(distance);
		}
	});

	it('agrees with the table, also where a text fills its last block of 32', () => {
		const text = fc.array(fc.constantFrom('a', 'b', 'c', '🌳'), { maxLength: 130 });
		fc.assert(
			fc.property(text, text, (a, b) => editDistance(a.join(''), b.join('')) === byTable(a, b)),
			{ numRuns: 300 },
		);
		for (const length of [31, 32, 33, 63, 64, 65, 96]) {
			const a = Array.from({ length }, (_, at) => 'abc'[at % 3]!);
			const b = Array.from({ length: length + 7 }, (_, at) => 'abca'[at % 4]!);
			expect(editDistance(a.join(''), b.join(''))).toBe(byTable(a, b));
		}
	});
});

describe('the medoid', () => {
	it('is the text nearest to the others, whatever the spaces', () => {
		const { index, agreement } = textMedoid([
			'something else',
			'ask what you can do',
			'ask  what you can do ',
			'ask what we can do',
		]);
		expect(index).toBe(1);
		expect(agreement).toBeLessThan(1);
		expect(textMedoid(['one\ntree', ' one tree'])).toEqual({ index: 0, agreement: 1, truncated: false });
	});

	it('of one text has no agreement', () => {
		expect(textMedoid(['tree'])).toEqual({ index: 0, agreement: undefined, truncated: false });
	});

	it('has the least sum of distances', () => {
		const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 }), {
			minLength: 1,
			maxLength: 6,
		});
		fc.assert(
			fc.property(texts, (some) => {
				const sums = some.map((one) => some.reduce((sum, other) => sum + editDistance(one, other), 0));
				const { index, agreement } = textMedoid(some);
				expect(sums[index]).toBe(Math.min(...sums));
				if (agreement !== undefined) expect(agreement >= 0 && agreement <= 1).toBe(true);
			}),
		);
	});

	it('looks at a bounded length, and says so', () => {
		const long = 'tree '.repeat(textLimits.charsMax);
		expect(textMedoid([long, `${long}cat`])).toEqual({ index: 0, agreement: 1, truncated: true });
	});
});
