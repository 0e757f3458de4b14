import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../first-pass/seeded-random.ts';
import { doubleShareMin, drawSample } from './sample.ts';

describe('the drawn sample', () => {
	it('includes every answer as often as it says, and so much of it twice', () => {
		const random = seededRandom(7);
		const answers = [0.05, 0.3, 0.8].map((share, id) => ({ id, share }));
		const [drawn, twice] = [new Float64Array(3), new Float64Array(3)];
		const rounds = 20_000;
		for (let round = 0; round < rounds; round++)
			for (const one of drawSample(answers, { doubleShare: 0.15, random })) {
				drawn[one.answer.id]!++;
				if (one.twice) twice[one.answer.id]!++;
			}
		for (const { id, share } of answers) {
			// Five standard errors.
			expect(Math.abs(drawn[id]! / rounds - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / rounds));
			expect(Math.abs(twice[id]! / drawn[id]! - 0.15)).toBeLessThan(5 * Math.sqrt((0.15 * 0.85) / drawn[id]!));
		}
	});

	it('draws each answer at most once, in order, all where the share is 1 and none where it is 0', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(0, 0.4, 1)), fc.nat(), (shares, seed) => {
				const answers = shares.map((share, id) => ({ id, share }));
				const ids = drawSample(answers, { doubleShare: doubleShareMin, random: seededRandom(seed) }).map(
					({ answer }) => answer.id,
				);
				expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
				for (const { id, share } of answers) if (share !== 0.4) expect(ids.includes(id)).toBe(share === 1);
			}),
		);
	});

	it('does not do with less than a tenth twice', () => {
		expect(() => drawSample([], { doubleShare: 0.09, random: () => 0 })).toThrow('a tenth');
	});
});
