import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextAttempt, restMs, retryLimits } from './retry.ts';

const delays = (random: number): readonly number[] =>
	Array.from({ length: retryLimits.attemptsMax - 1 }, (_, at) => {
		const next = nextAttempt({ attempts: at + 1, ageMs: 0, random });
		return next.kind === 'again' ? next.afterMs : Number.NaN;
	});

describe('nextAttempt', () => {
	it('waits four times as long each time, up to half a day', () => {
		const longest = delays(1 - 1e-12).map((ms) => Math.round(ms / 1000));
		expect(longest).toEqual([5, 20, 80, 320, 1_280, 5_120, 20_480, 43_200, 43_200]);
		expect(longest.reduce((sum, s) => sum + s, 0) / 3_600).toBeLessThan(32);
	});

	it('is chance by half', () => {
		expect(delays(0)[0]).toBe(2_500);
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 9 }),
				fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
				(attempts, random) => {
					const full = delays(1 - 1e-12)[attempts - 1]!;
					const next = nextAttempt({ attempts, ageMs: 0, random });
					expect(next.kind === 'again' && next.afterMs >= full / 2 && next.afterMs <= full).toBe(true);
				},
			),
		);
	});

	it('ends at the tenth attempt, or after three days', () => {
		expect(nextAttempt({ attempts: 10, ageMs: 0, random: 0 })).toEqual({ kind: 'dead' });
		expect(nextAttempt({ attempts: 1, ageMs: 3 * 86_400_000, random: 0 })).toEqual({ kind: 'dead' });
		expect(nextAttempt({ attempts: 9, ageMs: 3 * 86_400_000 - 1, random: 0 }).kind).toBe('again');
	});
});

it('lets an endpoint rest longer with each failure, up to a minute', () => {
	expect([1, 2, 3, 7, 100].map(restMs)).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
});
