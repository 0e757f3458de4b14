import { readFileSync } from 'node:fs';
import { assert as check, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketsLog2For, capText, createVectoriser, featureLimits, normaliseText, stackRows } from './features.ts';
import { rowVector } from './logistic.ts';

type Fixture = {
	readonly bucketsLog2: number;
	readonly cases: readonly {
		readonly text: string;
		readonly normalised: string;
		readonly buckets: readonly number[];
		readonly values: readonly number[];
	}[];
};

const fixture = JSON.parse(
	readFileSync(new URL('../../../../fixtures/first-pass/features.json', import.meta.url), 'utf8'),
) as Fixture;
const vectorise = createVectoriser({ bucketsLog2: 16 });
const anyText = string({ unit: 'binary', maxLength: 200 });

describe('features', () => {
	it.each(fixture.cases)('agree with the reference on $text', ({ text, normalised, buckets, values }) => {
		expect(normaliseText(text)).toBe(normalised);
		const vector = createVectoriser({ bucketsLog2: fixture.bucketsLog2 })(text);
		const byBucket = new Map(Array.from(vector.buckets, (bucket, i) => [bucket, vector.values[i]!]));
		expect([...byBucket.keys()].sort((a, b) => a - b)).toEqual(buckets);
		for (const [i, bucket] of buckets.entries()) expect(byBucket.get(bucket)).toBeCloseTo(values[i]!, 5);
	});

	it('has length 1 or nothing, distinct buckets, and leaves no trace in the next text', () => {
		check(
			property(anyText, anyText, (a, b) => {
				const first = vectorise(a);
				vectorise(b);
				expect(vectorise(a)).toEqual(first);
				expect(new Set(first.buckets).size).toBe(first.buckets.length);
				const length = Math.hypot(...first.values);
				if (first.values.length > 0) expect(length).toBeCloseTo(1, 4);
				else expect(normaliseText(a).trim()).toBe('');
			}),
		);
	});

	it.each(['Habari Ya ASUBUHI', 'Straße ΟΔΟΣ', 'Привет, Мир', 'İstanbul Iğdır'])('does not see case: %s', (text) => {
		expect(normaliseText(text.toUpperCase())).toBe(normaliseText(text.toUpperCase().toLowerCase()));
	});

	it('sees through invisible characters, width and drawn-out letters', () => {
		expect(vectorise('wo\u200brd')).toEqual(vectorise('word'));
		expect(vectorise('ｗｏｒｄ')).toEqual(vectorise('word'));
		expect(vectorise('wooooord')).toEqual(vectorise('woord'));
	});

	it('tells texts without spaces apart by their characters', () => {
		const a = new Set(vectorise('今天天气很好').buckets);
		const shared = [...vectorise('今天天气不好').buckets].filter((bucket) => a.has(bucket));
		expect(shared.length).toBeGreaterThan(3);
		expect(shared.length).toBeLessThan(a.size);
	});

	it('reads a long text to its limit and never half a character', () => {
		const long = 'x1 '.repeat(featureLimits.textCharsMax);
		expect(vectorise(long)).toEqual(vectorise(long.slice(0, featureLimits.textCharsMax)));
		check(property(anyText, (text) => capText(text, 7).isWellFormed() || !text.isWellFormed()));
		expect(capText('ab👍', 3)).toBe('ab');
	});

	it('keeps buckets × classes within the limit', () => {
		for (const classes of [2, 3, 8, 9, 32, 100]) {
			expect(2 ** bucketsLog2For(classes) * classes).toBeLessThanOrEqual(2 ** featureLimits.modelWeightsLog2);
		}
		expect(bucketsLog2For(3)).toBe(featureLimits.bucketsLog2Max);
	});

	it('stacks rows that come back as they were', () => {
		const vectors = ['one', '', 'two words'].map(vectorise);
		const rows = stackRows(vectors);
		for (const [row, vector] of vectors.entries()) expect(rowVector(rows, row)).toEqual(vector);
	});
});
