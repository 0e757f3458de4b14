import { describe, expect, it } from 'vitest';
import { list, listOf, wholeNumber } from './options.ts';

describe('options', () => {
	it('reads whole numbers within limits, and nothing else', () => {
		const read = wholeNumber(1, 4);
		expect([read('1'), read('4')]).toEqual([1, 4]);
		for (const text of ['0', '5', '', ' 2', '2.5', '1e0', '-1', 'two'])
			expect(() => read(text), text).toThrow('from 1 to 4');
	});

	it('reads lists, of any words or of known ones', () => {
		expect(list(' a, b ,,c')).toEqual(['a', 'b', 'c']);
		expect(listOf(['web', 'loops'] as const)('loops,web')).toEqual(['loops', 'web']);
		expect(() => listOf(['web'])('web,x')).toThrow('“x” is none of: web');
	});
});
