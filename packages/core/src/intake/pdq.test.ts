import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitCount, type Picture, pdqDistance, pdqFromHex, pdqHash, pdqHashTurns, pdqToHex, pdqTurns } from './pdq.ts';

type Case = { kind: string; width: number; height: number; quality: number; turns: string[] };
const cases = JSON.parse(
	readFileSync(new URL('../../../../fixtures/pdq/formulas.json', import.meta.url), 'utf8'),
) as Case[];

/** Between 0 and 255, up and down over 2 · `half`. */
const triangle = (at: number, half: number): number => Math.floor((Math.abs((at % (2 * half)) - half) * 255) / half);

/** The pictures of fixtures/pdq/README.md, in whole numbers. */
const formulas: Readonly<
	Record<string, (width: number, height: number) => (x: number, y: number, c: number) => number>
> = {
	flat: () => (_x, _y, c) => 137 + c,
	edge: (width, height) => (x, y, c) => (5 * x * height > 2 * y * width + width * height ? 230 - 40 * c : 20),
	waves: (width, height) => (x, y, c) => {
		const area = width * height;
		const slope = triangle((3 + c) * x * height + 2 * y * width, area);
		const bands = triangle(7 * y * width + c * x * height, 2 * area);
		return Math.floor((2 * slope + bands + triangle(x * y * (11 - c), area)) / 4);
	},
	noise: () => {
		let state = 12_345;
		return () => {
			state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
			return state >>> 24;
		};
	},
};

const draw = ({ kind, width, height }: Pick<Case, 'kind' | 'width' | 'height'>): Picture => {
	const value = formulas[kind]!(width, height);
	const rgb = Uint8Array.from({ length: 3 * width * height }, (_, at) => {
		const pixel = Math.floor(at / 3);
		return value(pixel % width, Math.floor(pixel / width), at % 3);
	});
	return { width, height, rgb };
};

/** Pixel (x, y) of the result is pixel `from(x, y)` of the picture. */
const moved = ({ width, rgb }: Picture, from: (x: number, y: number) => readonly [number, number]): Picture => ({
	width,
	height: width,
	rgb: Uint8Array.from(rgb, (_, at) => {
		const pixel = Math.floor(at / 3);
		const [x, y] = from(pixel % width, Math.floor(pixel / width));
		return rgb[3 * (y * width + x) + (at % 3)]!;
	}),
});

const hashes = fc.uint32Array({ minLength: 8, maxLength: 8 }).map((words) => Uint32Array.from(words));

describe('pdqHash', () => {
	it.each(cases)('of $kind, $width × $height, is the reference’s bit for bit, turned and mirrored as well', (one) => {
		const picture = draw(one);
		const { hash, quality } = pdqHash(picture);
		expect({ hex: pdqToHex(hash), quality }).toEqual({ hex: one.turns[0], quality: one.quality });
		const turns = pdqHashTurns(picture);
		expect(pdqTurns.map((turn) => pdqToHex(turns[turn]))).toEqual(one.turns);
	});

	it('of the turned picture is the turned hash, but for rounding', () => {
		// Of 64 × 64: samples of larger pictures lie a little to one side.
		const last = 63;
		const picture = draw({ kind: 'waves', width: last + 1, height: last + 1 });
		const turns = pdqHashTurns(picture);
		const pictures = {
			original: picture,
			rotate90: moved(picture, (x, y) => [last - y, x]),
			rotate180: moved(picture, (x, y) => [last - x, last - y]),
			rotate270: moved(picture, (x, y) => [y, last - x]),
			flipX: moved(picture, (x, y) => [x, last - y]),
			flipY: moved(picture, (x, y) => [last - x, y]),
			flipPlus1: moved(picture, (x, y) => [y, x]),
			flipMinus1: moved(picture, (x, y) => [last - y, last - x]),
		};
		for (const turn of pdqTurns) expect(pdqDistance(turns[turn], pdqHash(pictures[turn]).hash)).toBeLessThanOrEqual(2);
	});

	it('of a picture with a side below five pixels is zero, with quality 0', () => {
		for (const [width, height] of [
			[4, 9],
			[9, 4],
			[0, 0],
		] as const) {
			const picture = draw({ kind: 'waves', width, height });
			expect(pdqHash(picture)).toEqual({ hash: new Uint32Array(8), quality: 0 });
			expect(pdqHashTurns(picture).flipMinus1).toEqual(new Uint32Array(8));
		}
	});

	it('sets at most half of the bits, and refuses pixels that are not three bytes each', () => {
		const count = (hash: Uint32Array): number => pdqDistance(hash, new Uint32Array(8));
		for (const one of cases) expect(count(pdqHash(draw(one)).hash)).toBeLessThanOrEqual(128);
		expect(() => pdqHash({ width: 5, height: 5, rgb: new Uint8Array(25) })).toThrow('three bytes a pixel');
	});
});

describe('hashes as words and as text', () => {
	it('go from one to the other and back', () => {
		fc.assert(
			fc.property(hashes, (hash) => {
				expect(pdqFromHex(pdqToHex(hash))).toEqual(hash);
				expect(pdqFromHex(pdqToHex(hash).toUpperCase())).toEqual(hash);
			}),
			{ seed: 7 },
		);
		const lowest = Uint32Array.of(1, 0, 0, 0, 0, 0, 0, 0x80000000);
		expect(pdqToHex(lowest)).toBe(`8${'0'.repeat(62)}1`);
		for (const text of ['', 'f'.repeat(63), 'f'.repeat(65), `${'f'.repeat(63)}g`])
			expect(pdqFromHex(text)).toBeUndefined();
	});

	it('differ in as many bits as their digits say', () => {
		const slow = (hash: Uint32Array): string =>
			BigInt(`0x${pdqToHex(hash)}`)
				.toString(2)
				.padStart(256, '0');
		fc.assert(
			fc.property(hashes, hashes, (one, other) => {
				const [first, second] = [slow(one), slow(other)];
				const distance = [...first].filter((digit, at) => digit !== second[at]).length;
				expect(pdqDistance(one, other)).toBe(distance);
				expect(pdqDistance(other, one)).toBe(distance);
			}),
			{ seed: 7 },
		);
		expect([0, 1, 0xffff, 0x80000000, 0xffffffff].map(bitCount)).toEqual([0, 1, 16, 1, 32]);
	});
});
