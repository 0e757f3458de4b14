import { describe, expect, it } from 'vitest';
import { nearBands, nearKeys, shingles } from './near.ts';

const word = (n: number): string => `w${n}`;
const text = (from: number, count: number): string => Array.from({ length: count }, (_, n) => word(from + n)).join(' ');
const share = (a: readonly number[], b: readonly number[]): boolean => a.some((key) => b.includes(key));
const jaccard = (a: ReadonlySet<number>, b: ReadonlySet<number>): number => {
	const both = [...a].filter((one) => b.has(one)).length;
	return both / (a.size + b.size - both);
};

describe('nearKeys', () => {
	it('are the same for copies that differ in case, marks, addresses and mentions', () => {
		const keys = nearKeys('The quick brown fox jumps over the lazy dog today');
		expect(keys).toHaveLength(nearBands);
		expect(
			nearKeys('RT: the quick, brown fox — jumps over the LAZY dog today!').some((key) => keys.includes(key)),
		).toBe(true);
		expect(nearKeys('@somebody The quick brown fox jumps over the lazy dog today https://example.org/x1')).toEqual(
			keys,
		);
		expect(keys.every((key) => Number.isSafeInteger(key) && key >= 0)).toBe(true);
	});

	it('find what is alike and leave what is not, as often as the law says', () => {
		let alike = 0;
		let half = 0;
		let apart = 0;
		const rounds = 400;
		for (let round = 0; round < rounds; round++) {
			const from = round * 1_000;
			const keys = nearKeys(text(from, 100));
			const near = `${text(from, 92)} ${text(from + 500, 8)}`;
			const other = `${text(from, 66)} ${text(from + 500, 34)}`;
			expect(jaccard(shingles(text(from, 100)), shingles(near))).toBeGreaterThan(0.83);
			expect(jaccard(shingles(text(from, 100)), shingles(other))).toBeLessThan(0.51);
			if (share(keys, nearKeys(near))) alike++;
			if (share(keys, nearKeys(other))) half++;
			if (share(keys, nearKeys(text(from + 700, 100)))) apart++;
		}
		expect(alike / rounds).toBeGreaterThan(0.97);
		expect(half / rounds).toBeLessThan(0.3);
		expect(apart).toBe(0);
	});

	it('say nothing of very short texts, and cut scripts without spaces into letters', () => {
		expect(nearKeys('Far too short.')).toEqual([]);
		const chinese = '人们纠正详细说明并判断机器提出的内容而平台保护观看的人';
		expect(share(nearKeys(chinese), nearKeys(`${chinese}了`))).toBe(true);
	});
});
