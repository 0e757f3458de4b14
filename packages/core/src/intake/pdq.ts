/**
 * PDQ, a perceptual hash of pictures: 256 bits and a quality (Meta 2019, “The TMK+PDQF video-hashing algorithm and the
 * PDQ image-hashing algorithm”; Zauner 2010, for the DCT). Luma, a tent filter as two box filters each way (Jarosz 2001),
 * 64 × 64 samples, the 16 × 16 lowest frequencies without the constant one, each compared with their median.
 *
 * Bit for bit as the C++ reference gives them: its numbers are of single precision, so every sum here is rounded in the
 * reference's order. Formulas: docs/mathematics/picture-hashes.md.
 */
import { assert } from '../shared/result.ts';

/** Rows from the top, pixels from the left, three bytes each: red, green, blue as in the file (sRGB), 0–255. */
export type Picture = { readonly width: number; readonly height: number; readonly rgb: Uint8Array };

/** Eight words of 32 bits. Bit 16 i + j, of row i and column j of the frequencies, is bit (k & 31) of word (k >>> 5), k = 16 i + j. */
export type PdqHash = Uint32Array;

export const pdqWords = 8;
/** Two pictures are held to be the same up to this many bits that differ (the reference's advice). */
export const pdqDistanceMax = 31;
/**
 * Hashes of flat pictures say little: below this quality they are not compared (the reference's advice).
 * @public Intake of pictures compares by it.
 */
export const pdqQualityMin = 50;
/** Shorter sides give no hash. */
const sideMin = 5;
const samples = 64;
const frequencies = 16;

/** @returns the hash and its quality, 0–100. A picture with a side below five pixels has the hash of zeros and quality 0. */
export const pdqHash = (picture: Picture): { readonly hash: PdqHash; readonly quality: number } => {
	if (!isHashable(picture)) return { hash: new Uint32Array(pdqWords), quality: 0 };
	const sampled = sampledLuma(picture);
	return { hash: bitsOf(transformed(sampled)), quality: qualityOf(sampled) };
};

/** The picture as it is, turned anticlockwise, and mirrored: top to bottom (`flipX`), left to right, and over both diagonals. */
export const pdqTurns = [
	'original',
	'rotate90',
	'rotate180',
	'rotate270',
	'flipX',
	'flipY',
	'flipPlus1',
	'flipMinus1',
] as const;
export type PdqTurn = (typeof pdqTurns)[number];

/** Hashes of the eight turns of a picture, for little more than the price of one: signs and a transposition of the frequencies. */
export const pdqHashTurns = (picture: Picture): Readonly<Record<PdqTurn, PdqHash>> => {
	const blank = !isHashable(picture);
	const original = blank ? new Float32Array(frequencies ** 2) : transformed(sampledLuma(picture));
	const entries = pdqTurns.map((turn) => [turn, blank ? new Uint32Array(pdqWords) : bitsOf(turned(original, turn))]);
	return Object.fromEntries(entries) as Record<PdqTurn, PdqHash>;
};

const isHashable = ({ width, height, rgb }: Picture): boolean => {
	assert(rgb.length === 3 * width * height, 'three bytes a pixel');
	return width >= sideMin && height >= sideMin;
};

/** What each value of a channel adds to the luma, in single precision. */
const lumaOf = (coefficient: number): Float64Array =>
	Float64Array.from({ length: 256 }, (_, value) => Math.fround(Math.fround(coefficient) * value));
const lumaOfRed = lumaOf(0.299);
const lumaOfGreen = lumaOf(0.587);
const lumaOfBlue = lumaOf(0.114);

/** Rows that are summed side by side: each sum waits for its last one, four do not wait for each other. */
const rowsAbreast = 4;

/**
 * A box filter over so many pixels: output o is the mean of the `size` pixels that end at o + `after`, as far as they exist.
 * `shares` is one by their number: a sum times that in double precision, rounded to single, is the reference's quotient, since
 * a quotient by a small number is never so near to the middle of two values.
 */
type Window = { readonly size: number; readonly after: number; readonly shares: Float64Array };

const windowOver = (length: number): Window => {
	const size = Math.floor((length + 2 * samples - 1) / (2 * samples));
	const after = Math.floor(size / 2);
	const share = (_: unknown, at: number): number =>
		1 / (Math.min(length - 1, at + after) - Math.max(-1, at + after - size));
	return { size, after, shares: Float64Array.from({ length }, share) };
};

/** The pixels that are kept of so many, in the middles of 64 equal parts. */
const keptOf = (length: number): Int32Array =>
	Int32Array.from({ length: samples }, (_, at) => Math.floor(((at + 0.5) * length) / samples));

/**
 * 64 × 64 values of the luma, filtered across, down, across, down. Rows stream through four at a time, so that little is
 * held: as many rows as the window is high. The second filter down sees only the columns that are kept.
 */
const sampledLuma = (picture: Picture): Float32Array => {
	const { width, height } = picture;
	const sampled = new Float32Array(samples * samples);
	if (width === samples && height === samples) {
		for (let row = 0; row < samples; row++) fillLuma(picture, row, sampled, row * samples);
		return sampled;
	}
	const across = windowOver(width);
	const down = windowOver(height);
	const luma = rowsOf(width, across);
	const smooth = rowsOf(width, across);
	const sums = new Float32Array(rowsAbreast * width);
	const columns = keptOf(width);
	const kept = { values: new Float32Array(samples), means: new Float32Array(samples) };
	const first = downFilter(across.shares, down);
	const second = downFilter(
		Float64Array.from(columns, (column) => across.shares[column]!),
		down,
	);
	const lines = keptOf(height);
	let line = 0;
	let filled = 0;

	const secondDown = (): void => {
		const done = second.step - down.after;
		filterDown(second, kept.values, 0, kept.means, 0);
		for (; lines[line] === done; line++) sampled.set(kept.means, line * samples);
	};
	const secondAcross = (): void => {
		sumAcross(smooth, sums, width, across);
		for (let row = 0; row < filled; row++) {
			for (let at = 0; at < samples; at++) kept.values[at] = sums[row * width + columns[at]!]!;
			secondDown();
		}
		filled = 0;
	};
	const firstDown = (source: Float32Array, at: number): void => {
		const done = first.step - down.after;
		filterDown(first, source, at, smooth.values, smooth.start + filled * smooth.stride);
		if (done >= 0 && ++filled === rowsAbreast) secondAcross();
	};

	const firstSums = new Float32Array(rowsAbreast * width);
	for (let top = 0; top < height; top += rowsAbreast) {
		const rows = Math.min(rowsAbreast, height - top);
		for (let row = 0; row < rows; row++) fillLuma(picture, top + row, luma.values, luma.start + row * luma.stride);
		sumAcross(luma, firstSums, width, across);
		for (let row = 0; row < rows; row++) firstDown(firstSums, row * width);
	}
	// Below the picture is nothing: the windows shrink.
	firstSums.fill(0);
	for (let row = 0; row < down.after; row++) firstDown(firstSums, 0);
	secondAcross();
	kept.values.fill(0);
	for (let row = 0; row < down.after; row++) secondDown();
	return sampled;
};

/** One row of luma, in single precision. */
const fillLuma = ({ width, rgb }: Picture, row: number, luma: Float32Array, start: number): void => {
	let from = 3 * row * width;
	for (let at = start; at < start + width; at++) {
		luma[at] = Math.fround(lumaOfRed[rgb[from]!]! + lumaOfGreen[rgb[from + 1]!]!) + lumaOfBlue[rgb[from + 2]!]!;
		from += 3;
	}
};

/** Four rows with zeros before and after each, so that a window that leaves the picture adds nothing. */
type PaddedRows = { readonly values: Float32Array; readonly start: number; readonly stride: number };

const rowsOf = (width: number, { size, after }: Window): PaddedRows => {
	const stride = size + width + after;
	return { values: new Float32Array(rowsAbreast * stride), start: size, stride };
};

/** The sums of the windows of four rows: one pixel is added, then one taken away, as the reference does it. */
const sumAcross = (
	{ values, start, stride }: PaddedRows,
	sums: Float32Array,
	width: number,
	{ size, after }: Window,
): void => {
	let [a, b, c, d] = [0, 0, 0, 0];
	for (let at = start; at < start + after; at++) {
		a = Math.fround(a + values[at]!);
		b = Math.fround(b + values[at + stride]!);
		c = Math.fround(c + values[at + 2 * stride]!);
		d = Math.fround(d + values[at + 3 * stride]!);
	}
	for (let at = 0; at < width; at++) {
		const enters = start + after + at;
		const leaves = enters - size;
		a = Math.fround(Math.fround(a + values[enters]!) - values[leaves]!);
		b = Math.fround(Math.fround(b + values[enters + stride]!) - values[leaves + stride]!);
		c = Math.fround(Math.fround(c + values[enters + 2 * stride]!) - values[leaves + 2 * stride]!);
		d = Math.fround(Math.fround(d + values[enters + 3 * stride]!) - values[leaves + 3 * stride]!);
		sums[at] = a;
		sums[at + width] = b;
		sums[at + 2 * width] = c;
		sums[at + 3 * width] = d;
	}
};

/** The state of a filter down the columns: the rows in its window, and their sums. */
type DownFilter = {
	/** One by the number of pixels in each sum of a row. */
	readonly across: Float64Array;
	readonly down: Window;
	readonly ring: Float32Array;
	readonly sums: Float32Array;
	step: number;
};

const downFilter = (across: Float64Array, down: Window): DownFilter => ({
	across,
	down,
	ring: new Float32Array(down.size * across.length),
	sums: new Float32Array(across.length),
	step: 0,
});

/** Takes in a row of sums at `from`, and gives the means of row (step − after) at `to`: for the first steps, of no row. */
const filterDown = (filter: DownFilter, source: Float32Array, from: number, target: Float32Array, to: number): void => {
	const { across, down, ring, sums, step } = filter;
	const width = across.length;
	const share = step < down.after ? 1 : down.shares[step - down.after]!;
	const slot = (step % down.size) * width;
	for (let at = 0; at < width; at++) {
		const enters = Math.fround(source[from + at]! * across[at]!);
		const sum = Math.fround(Math.fround(sums[at]! + enters) - ring[slot + at]!);
		ring[slot + at] = enters;
		sums[at] = sum;
		target[to + at] = Math.fround(sum * share);
	}
	filter.step = step + 1;
};

/** How much neighbours differ, in steps of 2.55: flat pictures have no gradient to tell them by. */
const qualityOf = (sampled: Float32Array): number => {
	let gradient = 0;
	const differ = (one: number, other: number): number =>
		Math.abs(Math.trunc(Math.fround(Math.fround(Math.fround(sampled[one]! - sampled[other]!) * 100) / 255)));
	for (let row = 0; row < samples; row++) {
		for (let column = 0; column < samples; column++) {
			const at = row * samples + column;
			if (row + 1 < samples) gradient += differ(at, at + samples);
			if (column + 1 < samples) gradient += differ(at, at + 1);
		}
	}
	return Math.min(100, Math.floor(gradient / 90));
};

/** Row i, column j: √(2/64) · cos(π/128 · (i + 1)(2 j + 1)). */
const cosines = Float32Array.from({ length: frequencies * samples }, (_, at) => {
	const [row, column] = [Math.floor(at / samples), at % samples];
	return Math.fround(Math.sqrt(2 / samples)) * Math.cos((Math.PI / 2 / samples) * (row + 1) * (2 * column + 1));
});

/** Frequencies 1 to 16 down and across of 64 × 64 samples A: D A Dᵀ with D the cosines. 16 × 16, rows first. */
const transformed = (sampled: Float32Array): Float32Array => {
	const half = new Float32Array(frequencies * samples);
	for (let row = 0; row < frequencies; row++) {
		// Term by term for a whole row: the order of each sum is the reference's, and the sums do not wait for each other.
		for (let term = 0; term < samples; term++) {
			const cosine = cosines[row * samples + term]!;
			for (let at = 0; at < samples; at++) {
				const product = Math.fround(cosine * sampled[term * samples + at]!);
				half[row * samples + at] = half[row * samples + at]! + product;
			}
		}
	}
	const whole = new Float32Array(frequencies * frequencies);
	for (let row = 0; row < frequencies; row++) {
		for (let column = 0; column < frequencies; column++) {
			let sum = 0;
			for (let term = 0; term < samples; term++) {
				const product = Math.fround(half[row * samples + term]! * cosines[column * samples + term]!);
				sum = Math.fround(sum + product);
			}
			whole[row * frequencies + column] = sum;
		}
	}
	return whole;
};

/** A picture that is mirrored has its odd frequencies, at even rows or columns, with the other sign. */
const turned = (original: Float32Array, turn: PdqTurn): Float32Array => {
	const { transposed, negative } = turns[turn];
	const result = new Float32Array(frequencies * frequencies);
	for (let row = 0; row < frequencies; row++) {
		for (let column = 0; column < frequencies; column++) {
			const value = original[row * frequencies + column]!;
			const to = transposed ? column * frequencies + row : row * frequencies + column;
			result[to] = negative(row, column) ? -value : value;
		}
	}
	return result;
};

const turns: Readonly<
	Record<PdqTurn, { readonly transposed: boolean; readonly negative: (row: number, column: number) => boolean }>
> = {
	original: { transposed: false, negative: () => false },
	rotate90: { transposed: true, negative: (_, column) => column % 2 === 0 },
	rotate180: { transposed: false, negative: (row, column) => (row + column) % 2 === 1 },
	rotate270: { transposed: true, negative: (row) => row % 2 === 0 },
	flipX: { transposed: false, negative: (row) => row % 2 === 0 },
	flipY: { transposed: false, negative: (_, column) => column % 2 === 0 },
	flipPlus1: { transposed: true, negative: () => false },
	flipMinus1: { transposed: true, negative: (row, column) => (row + column) % 2 === 1 },
};

/** A bit is set where its frequency exceeds the lower median, the 128th of 256. */
const bitsOf = (values: Float32Array): PdqHash => {
	const median = Float32Array.from(values).sort()[values.length / 2 - 1]!;
	const hash = new Uint32Array(pdqWords);
	for (const [bit, value] of values.entries()) if (value > median) hash[bit >>> 5]! |= 1 << (bit & 31);
	return hash;
};

/** As the reference prints it: 64 digits, bit 255 first. */
export const pdqToHex = (hash: PdqHash): string =>
	Array.from(hash, (word) => word.toString(16).padStart(8, '0'))
		.reverse()
		.join('');

/** @returns undefined for anything but 64 hexadecimal digits. */
export const pdqFromHex = (text: string): PdqHash | undefined => {
	if (!/^[0-9a-f]{64}$/i.test(text)) return undefined;
	return Uint32Array.from({ length: pdqWords }, (_, word) =>
		Number.parseInt(text.slice(56 - 8 * word, 64 - 8 * word), 16),
	);
};

/** How many bits of a word are set (Warren, Hacker's Delight, 5-1). */
export const bitCount = (word: number): number => {
	const pairs = word - ((word >>> 1) & 0x55555555);
	const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
	return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/** In how many of the 256 bits two hashes differ (Hamming 1950). */
export const pdqDistance = (one: PdqHash, other: PdqHash): number => {
	let distance = 0;
	for (let word = 0; word < pdqWords; word++) distance += bitCount(one[word]! ^ other[word]!);
	return distance;
};
