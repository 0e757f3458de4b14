/**
 * Near duplicates of a text by MinHash with bands (Broder 1997; Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, ch. 3).
 * Two texts with the Jaccard similarity s of their shingles share one of `bands` keys with probability 1 − (1 − s^rows)^bands:
 * .997 at .85, .97 at .8, .17 at .5, .009 at .3.
 */
export const nearBands = 12;
export const nearRows = 6;
/** A shingle is so many words in a row. */
const shingleWords = 3;
/** Texts with fewer words say too little to be called alike: only equal ones are. */
const nearWordsMin = 6;
const shinglesMax = 20_000;

/** Letters and digits in lower case; addresses and mentions, which copies vary, are left out. */
const words = (text: string): readonly string[] =>
	text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/\bhttps?:\/\/\S+|(?<!\p{L})@[\p{L}\p{N}_]+/gu, ' ')
		.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** Scripts without spaces give one long word: those are cut into letters. */
const tokens = (text: string): readonly string[] => {
	const found = words(text);
	const letters = found.reduce((sum, word) => sum + word.length, 0);
	return found.length > 0 && letters / found.length > 20 ? [...found.join('')] : found;
};

/** FNV-1a, then mixed (murmur3's finaliser): 32 bits. */
const hash = (text: string): number => {
	let value = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
	return mix(value);
};

const mix = (value: number): number => {
	let mixed = value;
	mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
	mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
	return (mixed ^ (mixed >>> 16)) >>> 0;
};

/** Distinct shingles of a text, hashed. */
export const shingles = (text: string): ReadonlySet<number> => {
	const found = tokens(text);
	const hashes = new Set<number>();
	if (found.length < nearWordsMin) return hashes;
	for (let at = 0; at + shingleWords <= found.length && hashes.size < shinglesMax; at++)
		hashes.add(hash(found.slice(at, at + shingleWords).join(' ')));
	return hashes;
};

/**
 * The keys by which near duplicates find each other: `nearBands` integers of 53 bits, or none for very short texts.
 * @example nearKeys('one two three four five six seven').length // 12
 */
export const nearKeys = (text: string): readonly number[] => {
	const found = shingles(text);
	if (found.size === 0) return [];
	const least = new Uint32Array(nearBands * nearRows).fill(0xffffffff);
	for (const shingle of found) {
		for (let row = 0; row < least.length; row++) {
			const value = mix(shingle ^ Math.imul(row + 1, 0x9e3779b1));
			if (value < (least[row] ?? 0)) least[row] = value;
		}
	}
	return Array.from({ length: nearBands }, (_, band) => {
		let high = band + 1;
		let low = mix(band + 1);
		for (const value of least.subarray(band * nearRows, (band + 1) * nearRows)) {
			high = mix(high ^ value);
			low = mix(Math.imul(low, 31) ^ value);
		}
		return (high & 0x1fffff) * 2 ** 32 + low;
	});
};
