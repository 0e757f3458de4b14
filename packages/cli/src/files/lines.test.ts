import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect } from '../../tests/collect.ts';
import { type Line, type Place, splitLines } from './lines.ts';

const chunked = async function* (bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
	const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
	for (const [index, from] of places.slice(0, -1).entries()) yield bytes.subarray(from, places[index + 1]);
};

const read = async (
	bytes: Buffer,
	options: { readonly cuts?: readonly number[]; readonly lineBytesMax?: number; readonly from?: Place } = {},
): Promise<readonly Line[]> => {
	const { cuts = [], lineBytesMax = 1_000, ...rest } = options;
	return (await collect(splitLines(chunked(bytes, cuts), { lineBytesMax, ...rest }))).flat();
};

const file = fc
	.array(fc.constantFrom('a', 'é', '\n', '\r\n', '"', ' '), { maxLength: 60 })
	.map((parts) => Buffer.from(parts.join('')));

describe('splitLines', { timeout: 30_000 }, () => {
	it('finds the same lines however the bytes arrive', async () => {
		await fc.assert(
			fc.asyncProperty(file, fc.array(fc.nat(), { maxLength: 8 }), async (bytes, cuts) => {
				const lines = await read(bytes, { cuts });
				const expected = bytes.toString().split('\n');
				if (expected.at(-1) === '') expected.pop();
				expect(lines.map((line) => ('bytes' in line ? line.bytes.toString() : '?'))).toEqual(expected);
				expect(lines.map(({ number }) => number)).toEqual(expected.map((_, index) => index + 1));
			}),
		);
	});

	it('names for each line the byte at which the next begins, so that reading can go on there', async () => {
		await fc.assert(
			fc.asyncProperty(file, fc.nat(), async (bytes, pick) => {
				const all = await read(bytes);
				if (all.length === 0) return;
				const stop = all[pick % all.length]!;
				const from = { line: stop.number + 1, byte: stop.endByte };
				expect(await read(bytes.subarray(stop.endByte), { from })).toEqual(all.slice(stop.number));
			}),
		);
	});

	it('names a line that is too long and keeps nothing of it', async () => {
		const bytes = Buffer.from(`short\n${'x'.repeat(5_000)}\nlast`);
		const lines = await read(bytes, { cuts: [2_000, 4_000], lineBytesMax: 100 });
		expect(lines.map((line) => ('tooLong' in line ? 'too long' : line.bytes.toString()))).toEqual([
			'short',
			'too long',
			'last',
		]);
		expect(lines.map(({ endByte }) => endByte)).toEqual([6, 5_007, bytes.length]);
	});
});
