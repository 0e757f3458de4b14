import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eBenjaminiHochberg } from './e-bh.ts';

type Case = { eValues: number[]; alpha: number; named: number[] };
const cases = JSON.parse(
	readFileSync(new URL('../../../../fixtures/review/e-bh.json', import.meta.url), 'utf8'),
) as Case[];

const eValuesArbitrary = fc.array(
	fc.oneof(fc.double({ min: 0.001, max: 20, noNaN: true }), fc.double({ min: 20, max: 5_000, noNaN: true })),
	{ minLength: 1, maxLength: 30 },
);
const named = (eValues: readonly number[]): readonly number[] => [
	...eBenjaminiHochberg(eValues.map(Math.log), { alpha: 0.05 }),
];

describe('e-BH', () => {
	it.each(cases)('names whom Benjamini–Hochberg names at 1/e, case %#', ({ eValues, alpha, named: expected }) => {
		expect([...eBenjaminiHochberg(eValues.map(Math.log), { alpha })]).toEqual(expected);
	});

	it('names nobody unless the mean of all e-values reaches 1/α: this is what Ville’s inequality bounds', () => {
		fc.assert(
			fc.property(eValuesArbitrary, (eValues) => {
				const mean = eValues.reduce((sum, value) => sum + value, 0) / eValues.length;
				if (mean < 20 - 1e-9) expect(named(eValues)).not.toContain(1);
			}),
		);
	});

	it('names those of whom enough evidence is there for as many as are named', () => {
		fc.assert(
			fc.property(eValuesArbitrary, (eValues) => {
				const result = named(eValues);
				const count = result.filter((one) => one === 1).length;
				for (const [at, value] of eValues.entries()) {
					const needed = eValues.length / (0.05 * Math.max(1, count));
					if (result[at] === 1) expect(value).toBeGreaterThanOrEqual(needed * (1 - 1e-9));
				}
			}),
		);
	});

	it('follows the order given', () => {
		fc.assert(
			fc.property(eValuesArbitrary, (eValues) => {
				expect(named([...eValues].reverse())).toEqual([...named(eValues)].reverse());
			}),
		);
	});

	it('asks more evidence of one among many', () => {
		expect(named([400, ...Array<number>(19).fill(0.1)])[0]).toBe(1);
		expect(named([399, ...Array<number>(19).fill(0.1)])[0]).toBe(0);
		expect(named([400, ...Array<number>(20).fill(0.1)])[0]).toBe(0);
		expect(named([])).toEqual([]);
	});
});
