import { describe, expect, it } from 'vitest';
import { table } from './terminal.ts';

describe('table', () => {
	it('pads columns to their widest cell and ends lines without spaces', () => {
		expect(
			table(
				['ID', 'NAME'],
				[
					['1', 'a longer name'],
					['200', ''],
				],
			),
		).toBe('ID   NAME\n1    a longer name\n200');
		expect(table(['ID', 'NAME'], [])).toBe('ID  NAME');
	});
});
