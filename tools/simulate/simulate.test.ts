import { describe, expect, it } from 'vitest';
import { playMutant } from './mutants.ts';

/** Three hours of a few people at their limits, and a bound for a slow machine. */
const play = { seed: 1, days: 0.12, seconds: 60 };
const timeout = 240_000;

describe('a simulated stretch of people at their limits', () => {
	it('breaks no promise, with crashes, clock steps, repeated and late requests', { timeout }, async () => {
		const played = await playMutant({ ...play, name: '' });
		expect(played).toMatchObject({ stories: [], found: [], caught: false });
		expect(played.checks).toBeGreaterThan(5_000);
	});

	// Once more where the machine, not the fault, got in the way: what is planted is there both times.
	it.each(['consent is not asked for', 'work is given out outside a shift'])(
		'shows a planted fault: %s',
		{ timeout, retry: 1 },
		async (name) => {
			expect(await playMutant({ ...play, name })).toMatchObject({ caught: true });
		},
	);
});
