import { describe, expect, it } from 'vitest';
import { grown, longerPath, settle, shrink } from './longer.ts';

const tooLong = (key: string, size: number) => ({ path: key, message: 'too long', key, size });

describe('settle', () => {
	it('passes what is listed at its size', () => {
		expect(settle({ rule: 'r', findings: [tooLong('a', 500)], listed: { r: { a: 500 } } })).toEqual([]);
	});

	it('keeps what has grown past its line, or has none', () => {
		const findings = [tooLong('a', 501), tooLong('b', 500)];
		expect(settle({ rule: 'r', findings, listed: { r: { a: 500 }, other: { b: 900 } } })).toEqual(findings);
	});

	it('asks to lower a line that is too generous, or no longer needed', () => {
		const left = settle({ rule: 'r', findings: [tooLong('a', 450)], listed: { r: { a: 500, gone: 600 } } });
		expect(left.map(({ path, message }) => [path, message.split(' ')[0]])).toEqual([
			[longerPath, 'a'],
			[longerPath, 'gone'],
		]);
	});

	it('never covers a finding without a size', () => {
		const finding = { path: 'a', message: 'wrong' };
		expect(settle({ rule: 'r', findings: [finding], listed: { r: { a: 500 } } })).toContainEqual(finding);
	});

	it('judges two things of one name by the larger', () => {
		const findings = [tooLong('a', 90), tooLong('a', 80)];
		expect(settle({ rule: 'r', findings, listed: { r: { a: 90 } } })).toEqual([]);
		expect(settle({ rule: 'r', findings, listed: { r: { a: 85 } } })).toEqual([findings[0]]);
	});
});

describe('shrink', () => {
	it('lowers lines, takes out what is gone, and adds nothing', () => {
		const sizes = { r: { a: 450, b: 700, fresh: 999 }, s: {} };
		expect(shrink({ listed: { r: { a: 500, b: 600, gone: 800 }, s: { c: 1 } }, sizes })).toEqual({
			r: { a: 450, b: 600 },
		});
	});
});

describe('grown', () => {
	it('finds lines that were added or raised since the last commit', () => {
		const before = { r: { a: 500, b: 600 } };
		expect(grown({ before, now: { r: { a: 500, b: 550 } } })).toEqual([]);
		expect(grown({ before, now: { r: { a: 501, b: 600, c: 1 } } })).toHaveLength(2);
		expect(grown({ before, now: { s: { a: 1 } } })).toHaveLength(1);
	});

	it('lets the first list be written', () => {
		expect(grown({ before: undefined, now: { r: { a: 500 } } })).toEqual([]);
	});
});
