import { describe, expect, it } from 'vitest';
import type { Member } from './analyst-api.ts';
import { funnelOf } from './funnel-rows.ts';

const member = (displayName: string, more: Partial<Member> = {}): Member => ({
	personId: `id of ${displayName}`,
	displayName,
	verdicts: 100,
	needed: 50,
	wrong: 6,
	wrongExpected: 6,
	estimate: { value: 0.94, low: 0.88, high: 0.98 },
	lacks: null,
	concern: false,
	...more,
});

describe('the funnel', () => {
	it('leaves out those of whom nothing can be said, and keeps the order that it was given', () => {
		const funnel = funnelOf([
			member('Zola', { wrong: 9 }),
			member('Asha'),
			member('Baraka', { verdicts: 12, estimate: null, lacks: 'verdicts' }),
		]);
		expect(funnel?.rows.map(({ name }) => name)).toEqual(['Zola', 'Asha']);
		expect(funnelOf([member('Baraka', { estimate: null, lacks: 'verdicts' })])).toBeUndefined();
		expect(funnelOf([])).toBeUndefined();
	});

	it('puts two who did as peers do on their items at the same height, however hard the items were', () => {
		const funnel = funnelOf([
			member('Asha', { wrong: 2, wrongExpected: 2 }),
			member('Baraka', { wrong: 20, wrongExpected: 20 }),
		]);
		expect(funnel?.expected).toBeCloseTo(0.89);
		for (const row of funnel?.rows ?? []) expect(row.rate).toBeCloseTo(0.89);
	});

	it('narrows with the number of verdicts, and the wider pair holds the narrower one', () => {
		const funnel = funnelOf([member('Asha'), member('Baraka', { verdicts: 400, wrong: 24, wrongExpected: 24 })]);
		const [few, many] = funnel?.rows ?? [];
		expect(few?.limits[0]?.low).toBeLessThan(many?.limits[0]?.low ?? 0);
		for (const row of funnel?.rows ?? []) {
			expect(row.limits[1]?.low).toBeLessThan(row.limits[0]?.low ?? 0);
			expect(row.limits[1]?.high).toBeGreaterThanOrEqual(row.limits[0]?.high ?? 1);
		}
		const [inner = []] = funnel?.lines ?? [];
		expect(inner[0]?.n).toBeLessThan(100);
		expect(inner.at(-1)?.n).toBeGreaterThan(400);
	});
});
