import { describe, expect, it } from 'vitest';
import { clockOffset } from './server-clock.ts';

describe('clockOffset', () => {
	const dateHeader = 'Thu, 01 Jan 2026 12:00:00 GMT';
	const at = Date.parse(dateHeader);

	it('is 0 for a clock that agrees within what the header can tell', () => {
		expect(clockOffset({ dateHeader, sentAt: at + 200, receivedAt: at + 900 })).toBe(0);
	});

	it('finds a clock that is an hour behind or ahead', () => {
		expect(clockOffset({ dateHeader, sentAt: at - 3_600_000, receivedAt: at - 3_600_000 })).toBe(3_600_500);
		expect(clockOffset({ dateHeader, sentAt: at + 3_600_000, receivedAt: at + 3_600_000 })).toBe(-3_599_500);
	});

	it('says nothing without a date', () => {
		expect(clockOffset({ dateHeader: null, sentAt: 0, receivedAt: 0 })).toBeUndefined();
		expect(clockOffset({ dateHeader: 'soon', sentAt: 0, receivedAt: 0 })).toBeUndefined();
	});
});
