import { describe, expect, it } from 'vitest';
import { screenCleared, screenLooksNeeded } from './scout.ts';

describe('screenCleared', () => {
	// The expected values are from the law summed in exact integers (Python's math.comb).
	it('needs the exact number of clean looks', () => {
		expect([100, 240, 2_000, 10_000].map(screenLooksNeeded)).toEqual([95, 186, 476, 570]);
	});

	it('is looked at whole, or nearly, where one item is already too many', () => {
		expect(screenLooksNeeded(100)).toBe(95);
		expect(screenCleared({ total: 100, looked: 94, found: 0 })).toBe(false);
		expect(screenCleared({ total: 100, looked: 100, found: 1 })).toBe(false);
		expect(screenCleared({ total: 1, looked: 1, found: 0 })).toBe(true);
		expect(screenCleared({ total: 1, looked: 0, found: 0 })).toBe(false);
	});

	it('asks for more where something was found, and never clears past the allowed number', () => {
		const needed = screenLooksNeeded(10_000);
		expect(screenCleared({ total: 10_000, looked: needed, found: 1 })).toBe(false);
		expect(screenCleared({ total: 10_000, looked: 894, found: 1 })).toBe(false);
		expect(screenCleared({ total: 10_000, looked: 895, found: 1 })).toBe(true);
		expect(screenCleared({ total: 10_000, looked: 10_000, found: 51 })).toBe(false);
	});
});
