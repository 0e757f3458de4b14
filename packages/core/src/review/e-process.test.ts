import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barMax, barOf, bet, logEValue, logWealth, startWealth } from './e-process.ts';

type Case = { bars: number[]; correct: number[]; logEValue: number };
const cases = JSON.parse(
	readFileSync(new URL('../../../../fixtures/review/e-values.json', import.meta.url), 'utf8'),
) as Case[];

const barArbitrary = fc.double({ min: 0, max: 1, noNaN: true });
const historyArbitrary = fc.array(fc.tuple(barArbitrary, fc.boolean()), { minLength: 1, maxLength: 40 });

const logE = (history: readonly (readonly [number, boolean])[]): number =>
	logEValue(
		history.map(([bar]) => bar),
		history.map(([, correct]) => Number(correct)),
	);

describe('the bet', () => {
	it.each(cases)('has the wealth of its stakes, case %#', ({ bars, correct, logEValue: expected }) => {
		expect(logEValue(bars, correct)).toBeCloseTo(expected, 9);
	});

	it('gains nothing, in expectation over all outcomes, against anybody at the bar or above', () => {
		const peopleArbitrary = fc.array(
			fc.tuple(barArbitrary, fc.double({ min: 0, max: 1, noNaN: true })).map(([bar, above]) => ({
				bar,
				p: bar + above * (1 - bar),
			})),
			{ minLength: 1, maxLength: 8 },
		);
		fc.assert(
			fc.property(peopleArbitrary, (items) => {
				let expectation = 0;
				for (let outcome = 0; outcome < 2 ** items.length; outcome++) {
					const history = items.map(({ bar }, at) => [bar, ((outcome >> at) & 1) === 1] as const);
					const chance = items.reduce((product, { p }, at) => product * (history[at]![1] ? p : 1 - p), 1);
					if (chance > 0) expectation += chance * Math.exp(logE(history));
				}
				expect(expectation).toBeLessThanOrEqual(1 + 1e-9);
			}),
			{ numRuns: 60 },
		);
	});

	it('has the same value in any order, so that nothing of time is in it', () => {
		fc.assert(
			fc.property(historyArbitrary, (history) => {
				expect(logE([...history].reverse())).toBeCloseTo(logE(history), 9);
			}),
		);
	});

	it('only falls when a verdict is turned to right, or a wrong one left out', () => {
		fc.assert(
			fc.property(historyArbitrary, fc.nat(), (history, chosen) => {
				const at = chosen % history.length;
				const turned = history.map(([bar, correct], i) => [bar, correct || i === at] as const);
				expect(logE(turned)).toBeLessThanOrEqual(logE(history) + 1e-9);
				if (!history[at]![1]) {
					expect(logE(history.filter((_, i) => i !== at))).toBeLessThanOrEqual(logE(history) + 1e-9);
				}
			}),
		);
	});

	it('makes of one slip, where everybody is right, no more than ninety-odd', () => {
		const wealth = startWealth();
		bet(wealth, { bar: 1, correct: false });
		const capped = startWealth();
		bet(capped, { bar: barMax, correct: false });
		expect(logWealth(wealth)).toBe(logWealth(capped));
	});

	it('finds 85 % and 90 % against 95 % about when it promises', () => {
		// Expected growth of the log-wealth a verdict, over enough verdicts that the mixture has settled.
		const growth = (p: number): number => {
			const n = 20_000;
			const correct = Array.from({ length: n }, (_, at) => Number(at % 100 < p * 100));
			return logEValue(Array<number>(n).fill(0.95), correct) / n;
		};
		// Kullback–Leibler divergences of Bernoulli(p) from Bernoulli(0.95) bound it from above.
		expect(growth(0.85)).toBeGreaterThan(0.9 * 0.0703);
		expect(growth(0.85)).toBeLessThan(0.0703);
		expect(growth(0.9)).toBeGreaterThan(0.9 * 0.02065);
		expect(growth(0.9)).toBeLessThan(0.02065);
		expect(growth(0.95)).toBeLessThan(0);
	});
});

describe('the bar', () => {
	const reviewing = { error: 0.05, coincide: 1 };
	const bar = (toleranceLogOdds: number, levelError = 0) =>
		barOf(
			{
				...{ expected: 0.905, check: 'review' },
				peers: { ifCheckHolds: 0.95, ifCheckFails: 0.95, doubt: 1, levelError },
			},
			{ toleranceLogOdds, reviewing },
		);

	it('is what peers are expected to be found right in, where nothing is tolerated', () => {
		expect(bar(0)).toBeCloseTo(0.95 * 0.95 + 0.05 * 0.05, 12);
		const plain = { expected: 0.905, peers: undefined, check: 'review' as const };
		expect(barOf(plain, { toleranceLogOdds: 0, reviewing })).toBeCloseTo(0.905, 12);
	});

	it('falls with the tolerance, and with what is not known of the items, whichever is more', () => {
		expect(bar(0.25)).toBeLessThan(bar(0));
		expect(bar(0.25, 0.1)).toBe(bar(0.25));
		expect(bar(0.25, 0.3)).toBe(bar(0.6));
		const plain = { expected: 0.95, peers: undefined, check: 'gold' as const };
		expect(barOf(plain, { toleranceLogOdds: 0.25, reviewing })).toBeCloseTo(0.9367, 4);
	});

	it('is low where peers, too, differ from the review', () => {
		const peers = { ifCheckHolds: 0.8, ifCheckFails: 0.95, doubt: 60, levelError: 0 };
		expect(barOf({ expected: 0.3, peers, check: 'review' }, { toleranceLogOdds: 0, reviewing })).toBeLessThan(0.3);
	});
});
