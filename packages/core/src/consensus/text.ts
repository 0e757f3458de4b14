import { assert } from '../shared/result.ts';

export const textLimits = {
	/** Characters compared of each text; what follows is not looked at. */
	charsMax: 4_000,
	/** Texts compared with each other. */
	textsMax: 50,
} as const;

export type Medoid = {
	/** The text nearest to all others; the first of them in a tie. */
	readonly index: number;
	/** Mean similarity of that text to the others, 0 to 1 (1 − distance ÷ longer length); undefined for a single text. */
	readonly agreement: number | undefined;
	/** Whether a text was longer than what is compared. */
	readonly truncated: boolean;
};

/** Texts are compared in Unicode form C, without outer spaces and with each run of white space as one space. */
const comparable = (text: string): Int32Array => {
	const tidy = text.normalize('NFC').trim().replace(/\s+/gu, ' ');
	return Int32Array.from(tidy, (char) => char.codePointAt(0)!);
};

/** The text that stands for several: the one with the least sum of edit distances to the others. */
export const textMedoid = (texts: readonly string[]): Medoid => {
	const { charsMax, textsMax } = textLimits;
	assert(texts.length >= 1 && texts.length <= textsMax, `1 to ${textsMax} texts`);
	const whole = texts.map(comparable);
	const compared = whole.map((text) => text.subarray(0, charsMax));
	const sums = new Float64Array(texts.length);
	const similarity = new Float64Array(texts.length);
	for (let a = 0; a < texts.length; a++) {
		for (let b = a + 1; b < texts.length; b++) {
			const [left, right] = [compared[a]!, compared[b]!];
			const distance = codeDistance(left, right);
			const longer = Math.max(left.length, right.length);
			const alike = longer === 0 ? 1 : 1 - distance / longer;
			sums[a]! += distance;
			sums[b]! += distance;
			similarity[a]! += alike;
			similarity[b]! += alike;
		}
	}
	let index = 0;
	for (let at = 1; at < texts.length; at++) if (sums[at]! < sums[index]!) index = at;
	const agreement = texts.length < 2 ? undefined : similarity[index]! / (texts.length - 1);
	return { index, agreement, truncated: whole.some((text) => text.length > charsMax) };
};

/** Levenshtein distance in characters (Unicode code points) of the texts as given. */
export const editDistance = (a: string, b: string): number =>
	codeDistance(
		Int32Array.from(a, (char) => char.codePointAt(0)!),
		Int32Array.from(b, (char) => char.codePointAt(0)!),
	);

/** Words to insert, delete and replace to make one text of the other: words are what white space separates. */
export const wordErrors = (truth: string, text: string): number => {
	const ids = new Map<string, number>();
	const coded = (words: string): Int32Array =>
		Int32Array.from(
			words.split(/\s+/u).filter((one) => one !== ''),
			(one) => {
				const id = ids.get(one) ?? ids.size;
				ids.set(one, id);
				return id;
			},
		);
	return codeDistance(coded(truth), coded(text));
};

/**
 * Myers' bit-vector algorithm in Hyyrö's form, 32 rows of the table at a time: O(long × short ÷ 32).
 *
 * Each column keeps, as bits, where the table rises (`up`) and falls (`down`) from one row to the next.
 */
const codeDistance = (a: Int32Array, b: Int32Array): number => {
	const [pattern, text] = a.length <= b.length ? [a, b] : [b, a];
	if (pattern.length === 0) return text.length;
	const blocks = Math.ceil(pattern.length / 32);
	const places = placesOf(pattern, blocks);
	const none = new Int32Array(blocks);
	const up = new Int32Array(blocks).fill(-1);
	const down = new Int32Array(blocks);
	const lastBit = 1 << ((pattern.length - 1) % 32);
	let distance = pattern.length;
	for (let column = 0; column < text.length; column++) {
		const match = places.get(text[column]!) ?? none;
		let carry = 1;
		for (let block = 0; block < blocks; block++) {
			const highBit = block === blocks - 1 ? lastBit : 1 << 31;
			const rise = up[block]!;
			const fall = down[block]!;
			const vertical = match[block]! | fall;
			const equal = match[block]! | (carry < 0 ? 1 : 0);
			const horizontal = (((equal & rise) + rise) ^ rise) | equal;
			let risen = fall | ~(horizontal | rise);
			let fallen = rise & horizontal;
			const out = (risen & highBit) !== 0 ? 1 : (fallen & highBit) !== 0 ? -1 : 0;
			risen = (risen << 1) | (carry > 0 ? 1 : 0);
			fallen = (fallen << 1) | (carry < 0 ? 1 : 0);
			up[block] = fallen | ~(vertical | risen);
			down[block] = risen & vertical;
			carry = out;
		}
		distance += carry;
	}
	return distance;
};

/** For each character of the pattern, the bits of the rows where it stands. */
const placesOf = (pattern: Int32Array, blocks: number): ReadonlyMap<number, Int32Array> => {
	const places = new Map<number, Int32Array>();
	for (let row = 0; row < pattern.length; row++) {
		const bits = places.get(pattern[row]!) ?? new Int32Array(blocks);
		bits[row >> 5]! |= 1 << (row & 31);
		places.set(pattern[row]!, bits);
	}
	return places;
};
