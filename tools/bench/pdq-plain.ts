import type { Picture } from '@utu/core/intake/pdq.ts';

/**
 * The filter of PDQ as its description reads: two pictures of floats, one pass after the other, every pixel of each.
 * What anyone would write first; it stands beside the streamed one as a check and as a measure.
 * @returns 64 × 64 samples.
 */
export const plainSamples = ({ width, height, rgb }: Picture): Float32Array => {
	const [red, green, blue] = [Math.fround(0.299), Math.fround(0.587), Math.fround(0.114)];
	const luma = new Float32Array(width * height);
	for (let at = 0; at < luma.length; at++) {
		const [r, g, b] = [
			Math.fround(red * rgb[3 * at]!),
			Math.fround(green * rgb[3 * at + 1]!),
			Math.fround(blue * rgb[3 * at + 2]!),
		];
		luma[at] = Math.fround(Math.fround(r + g) + b);
	}
	const other = new Float32Array(luma.length);
	for (let pass = 0; pass < 2; pass++) {
		for (let row = 0; row < height; row++) boxFilter(luma, other, { start: row * width, stride: 1, length: width });
		for (let column = 0; column < width; column++)
			boxFilter(other, luma, { start: column, stride: width, length: height });
	}
	const middle = (at: number, length: number): number => Math.floor(((at + 0.5) * length) / 64);
	return Float32Array.from(
		{ length: 4_096 },
		(_, at) => luma[middle(at >> 6, height) * width + middle(at & 63, width)]!,
	);
};

const boxFilter = (
	from: Float32Array,
	to: Float32Array,
	{ start, stride, length }: { readonly start: number; readonly stride: number; readonly length: number },
): void => {
	const size = Math.floor((length + 127) / 128);
	const after = Math.floor((size + 2) / 2) - 1;
	let [sum, count] = [0, 0];
	for (let at = -after; at < length; at++) {
		const [enters, leaves] = [at + after, at + after - size];
		if (enters < length) {
			sum = Math.fround(sum + from[start + stride * enters]!);
			count++;
		}
		if (leaves >= 0) {
			sum = Math.fround(sum - from[start + stride * leaves]!);
			count--;
		}
		if (at >= 0) to[start + stride * at] = Math.fround(sum / count);
	}
};
