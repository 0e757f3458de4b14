import { describe, expect, it } from 'vitest';
import { createPace } from './pace.ts';

const at = (seconds: number): Date => new Date(seconds * 1_000);

describe('a pace', () => {
	it('lets a count wait as long as what is missing takes at the fastest, and no longer', () => {
		const pace = createPace({ perSecondMax: 100 });
		pace.tell('far', { missing: 1_000, now: at(0) });
		pace.tell('near', { missing: 50, now: at(0) });
		expect(pace.waiting(at(0.4))).toEqual(['far', 'near']);
		expect(pace.waiting(at(0.5))).toEqual(['far']);
		expect(pace.waiting(at(9.9))).toEqual(['far']);
		expect(pace.waiting(at(10))).toEqual([]);
	});

	it('goes by the newest count', () => {
		const pace = createPace({ perSecondMax: 100 });
		pace.tell('one', { missing: 1_000, now: at(0) });
		pace.tell('one', { missing: 100, now: at(1) });
		expect(pace.waiting(at(2))).toEqual([]);
	});
});
