import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textMedoid, wordErrors } from './text.ts';
import { transcriptConsensus, transcriptLimits } from './transcripts.ts';

const cases = JSON.parse(
	readFileSync(new URL('../../../../fixtures/consensus/transcripts.json', import.meta.url), 'utf8'),
) as { truth: string; texts: string[]; rover: string }[];

const solve = (items: readonly (readonly string[])[]) =>
	transcriptConsensus({
		itemCount: items.length,
		workerCount: Math.max(1, ...items.map((texts) => texts.length)),
		answers: items.flatMap((texts, item) => texts.map((text, worker) => ({ item, worker, text }))),
	});

const textOf = (texts: readonly string[]): string => solve([texts]).transcripts[0]!.text;

describe('transcriptConsensus', () => {
	it('errs no more than the reference, and decides as it does where both are right', () => {
		const decided = cases.map(({ texts }) => textOf(texts));
		const errors = (of: (at: number) => string): number =>
			cases.reduce((sum, { truth }, at) => sum + wordErrors(truth, of(at)), 0);
		expect(errors((at) => decided[at]!)).toBeLessThanOrEqual(errors((at) => cases[at]!.rover));
		const same = cases.filter(({ rover }, at) => rover === decided[at]).length;
		expect(same).toBeGreaterThanOrEqual(0.9 * cases.length);
	});

	it('errs less than the medoid', () => {
		const decided = solve(cases.map(({ texts }) => texts)).transcripts;
		const own = cases.reduce((sum, { truth }, at) => sum + wordErrors(truth, decided[at]!.text), 0);
		const medoid = cases.reduce((sum, { truth, texts }) => {
			return sum + wordErrors(truth, texts[textMedoid(texts).index]!);
		}, 0);
		expect(own).toBeLessThan(medoid / 2);
	});

	it('keeps what all wrote, whatever it is', () => {
		const line = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }), { maxLength: 8 });
		fc.assert(
			fc.property(line, fc.integer({ min: 1, max: 4 }), (words, workers) => {
				const text = words.join(' ').normalize('NFC').trim().replace(/\s+/gu, ' ');
				const decided = textOf(Array.from({ length: workers }, () => text));
				expect(decided.replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
			}),
		);
	});

	it('only ever uses words that somebody wrote', () => {
		const texts = fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 6 }), {
			minLength: 1,
			maxLength: 5,
		});
		fc.assert(
			fc.property(texts, (given) => {
				const { words, text, certainty } = solve([given.map((own) => own.join(' '))]).transcripts[0]!;
				for (const { text: word } of words) expect(given.flat()).toContain(word);
				expect(words.map((word) => word.text).join(' ')).toBe(text);
				expect(certainty === undefined).toBe(given.length < 2);
			}),
		);
	});

	it('compares without case and outer punctuation, and writes as most do', () => {
		expect(textOf(['Hello, world.', 'hello world', 'Hello, world.'])).toBe('Hello, world.');
		expect(textOf(['the cat sat', 'the cat', 'the cat sat'])).toBe('the cat sat');
		expect(textOf(['the um cat', 'the cat', 'the cat'])).toBe('the cat');
	});

	it('votes on characters where a script has no spaces', () => {
		expect(textOf(['我喜欢猫', '我喜欢毛', '我喜欢猫'])).toBe('我喜欢猫');
	});

	it('believes one who is mostly right over one who is mostly wrong', () => {
		const truth = 'one two three four five six'.split(' ');
		const items = Array.from({ length: 12 }, (_, item) => {
			const wrong = truth.map((word, at) => ((at + item) % 2 === 0 ? `x${at}` : word));
			return [truth.join(' '), truth.join(' '), wrong.join(' ')];
		});
		const last = ['one two three', undefined, 'one two tree'];
		const answers = [...items, last].flatMap((texts, item) =>
			texts.flatMap((text, worker) => (text === undefined ? [] : [{ item, worker, text }])),
		);
		// The wrong one is named first, so that a tie would go to it.
		const turned = answers.toSorted((a, b) => a.item - b.item || b.worker - a.worker);
		const { transcripts, accuracy } = transcriptConsensus({ itemCount: 13, workerCount: 3, answers: turned });
		expect(transcripts[12]!.text).toBe('one two three');
		expect(accuracy[0]!).toBeGreaterThan(accuracy[2]!);
	});

	it('says where a text was too long to compare, and keeps all of it', () => {
		const long = Array.from({ length: transcriptLimits.wordsMax + 3 }, (_, at) => `w${at % 7}`).join(' ');
		expect(solve([[long], ['a', 'a'], []]).transcripts).toMatchObject([
			{ truncated: true, text: long, certainty: undefined },
			{ truncated: false, text: 'a' },
			{ text: '', answers: 0, certainty: undefined },
		]);
	});
});
