import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concerns } from './concern.ts';
import { type ScoreContext, scoreOf } from './score.ts';
import { type ReviewEvent, scoredRecord, uncountedKinds, type VerdictEvent } from './verdict.ts';

const context: ScoreContext = {
	reference: [
		{ peersRight: 0.97, share: 0.7 },
		{ peersRight: 0.8, share: 0.3 },
	],
	doubleReviews: { reviews: 400, disagreements: 30 },
};

/** Everything that is said of a person, to the byte. */
const bytesOf = (events: readonly ReviewEvent[]): string => {
	const record = scoredRecord(events, { workerId: 'w' });
	return JSON.stringify([record, scoreOf(record, context), concerns([record], context)]);
};

const verdictOf = (at: number, more: Partial<VerdictEvent> = {}): VerdictEvent => ({
	kind: 'verdict',
	verdictId: `v${at}`,
	itemId: `i${at}`,
	workerId: 'w',
	correct: true,
	expected: 0.9,
	check: 'review',
	drawn: 'at-random',
	...more,
});

const countedArbitrary: fc.Arbitrary<readonly ReviewEvent[]> = fc
	.array(
		fc.record({
			correct: fc.boolean(),
			expected: fc.double({ min: 0.3, max: 0.99, noNaN: true }),
			check: fc.constantFrom('review' as const, 'gold' as const),
			drawn: fc.constantFrom('at-random' as const, 'at-random' as const, 'by-hand' as const),
			standing: fc.constantFrom(undefined, undefined, undefined, 'frozen', 'upheld', 'overturned', 'lapsed'),
			agrees: fc.constantFrom(undefined, undefined, true, false),
			voided: fc.constantFrom(false, false, false, true),
		}),
		{ minLength: 55, maxLength: 80 },
	)
	.map((rows) =>
		rows.flatMap(({ standing, agrees, voided, ...verdict }, at): ReviewEvent[] => [
			verdictOf(at, verdict),
			...(standing === undefined ? [] : [{ kind: 'standing' as const, verdictId: `v${at}`, standing }]),
			...(agrees === undefined ? [] : [{ kind: 'second-review' as const, verdictId: `v${at}`, agrees }]),
			...(voided ? [{ kind: 'gold-voided' as const, itemId: `i${at}` }] : []),
		]),
	);

const uncountedArbitrary: fc.Arbitrary<readonly ReviewEvent[]> = fc.array(
	fc.record({
		kind: fc.constantFrom(...uncountedKinds),
		workerId: fc.constantFrom('w', 'x'),
		about: fc.oneof(fc.integer(), fc.constantFrom('v1', 'i1', 'severe')),
	}),
	{ minLength: 1, maxLength: 60 },
);

/** The events in an order that the numbers choose. */
const mixed = <T>(values: readonly T[], chances: readonly number[]): readonly T[] =>
	values
		.map((value, at) => ({ value, chance: chances[at % chances.length]! }))
		.sort((a, b) => a.chance - b.chance)
		.map(({ value }) => value);

const chancesArbitrary = fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 150, maxLength: 150 });

describe('what never counts', () => {
	it('leaves score and concern byte-identical when it is deleted', () => {
		fc.assert(
			fc.property(countedArbitrary, uncountedArbitrary, chancesArbitrary, (counted, uncounted, chances) => {
				const whole = mixed([...counted, ...uncounted], chances);
				const lean = whole.filter(({ kind }) => !(uncountedKinds as readonly string[]).includes(kind));
				expect(bytesOf(whole)).toBe(bytesOf(lean));
			}),
			{ numRuns: 40 },
		);
	});

	it('names breaks, skips, opt-outs, surprises, reveals, check-ins, filings of contests and speed', () => {
		expect([...uncountedKinds].sort()).toEqual(
			['break', 'check-in', 'contest-filed', 'opt-out', 'reveal', 'skip', 'speed', 'surprise'].sort(),
		);
	});

	it('has no place in the record', () => {
		const { verdicts } = scoredRecord([verdictOf(1)], { workerId: 'w' });
		expect(Object.keys(verdicts[0]!).sort()).toEqual(
			['verdictId', 'itemId', 'workerId', 'correct', 'expected', 'peers', 'check', 'secondAgrees'].sort(),
		);
	});

	it('is order and repetition', () => {
		fc.assert(
			fc.property(countedArbitrary, chancesArbitrary, (events, chances) => {
				expect(bytesOf(mixed([...events, ...events], chances))).toBe(bytesOf(events));
			}),
			{ numRuns: 20 },
		);
	});
});

describe('what counts', () => {
	const recordOf = (events: readonly ReviewEvent[]) => scoredRecord(events, { workerId: 'w' }).verdicts;

	it('is the person’s own, drawn at random', () => {
		const events = [verdictOf(1), verdictOf(2, { drawn: 'by-hand' }), verdictOf(3, { workerId: 'x' })];
		expect(recordOf(events).map(({ verdictId }) => verdictId)).toEqual(['v1']);
	});

	it('is no verdict on gold that turned out void', () => {
		const events: ReviewEvent[] = [
			verdictOf(1, { check: 'gold' }),
			verdictOf(2),
			{ kind: 'gold-voided', itemId: 'i1' },
			{ kind: 'gold-voided', itemId: 'i2' },
		];
		expect(recordOf(events).map(({ verdictId }) => verdictId)).toEqual(['v2']);
	});

	it('is frozen by a contest, restored when upheld, corrected when overturned or lapsed', () => {
		const wrong = verdictOf(1, { correct: false });
		const standing = (...standings: readonly ('frozen' | 'upheld' | 'overturned' | 'lapsed')[]) =>
			recordOf([wrong, ...standings.map((one) => ({ kind: 'standing' as const, verdictId: 'v1', standing: one }))]);
		expect(standing('frozen')).toEqual([]);
		expect(standing('frozen', 'upheld')).toEqual(recordOf([wrong]));
		expect(standing('upheld', 'frozen')).toEqual(recordOf([wrong]));
		expect(standing('frozen', 'overturned')).toEqual(recordOf([verdictOf(1)]));
		expect(standing('frozen', 'lapsed')).toEqual(recordOf([verdictOf(1)]));
	});

	it('a contest that was lost leaves no trace', () => {
		const history = Array.from({ length: 60 }, (_, at) => verdictOf(at, { correct: at % 7 !== 0 }));
		const contested: ReviewEvent[] = [
			...history,
			{ kind: 'contest-filed', workerId: 'w', about: 'v7' },
			{ kind: 'standing', verdictId: 'v7', standing: 'frozen' },
			{ kind: 'standing', verdictId: 'v7', standing: 'upheld' },
		];
		expect(bytesOf(contested)).toBe(bytesOf(history));
	});
});
