/** What the text features are made of. A change of any of these is a new `version`: stored models then refuse to load. */
export const featureSpec = {
	version: 1,
	wordGramsMax: 2,
	charGramMin: 2,
	charGramMax: 5,
} as const;

export const featureLimits = {
	/** UTF-16 units of one text that become features; longer texts are scored window by window. */
	textCharsMax: 4_000,
	/** Weights of one model: buckets × classes stays within 2^21. */
	modelWeightsLog2: 21,
	bucketsLog2Max: 18,
} as const;

/** The hashed n-grams of one text: distinct buckets and their weights, of Euclidean length 1 (or none, for blank text). */
export type SparseVector = { readonly buckets: Uint32Array; readonly values: Float32Array };

/** Vectors of many texts: row r is `[starts[r], starts[r + 1])` of `buckets` and `values`. */
export type SparseRows = {
	readonly starts: Uint32Array;
	readonly buckets: Uint32Array;
	readonly values: Float32Array;
};

export const bucketsLog2For = (classCount: number): number =>
	Math.min(
		featureLimits.bucketsLog2Max,
		featureLimits.modelWeightsLog2 - Math.ceil(Math.log2(Math.max(1, classCount))),
	);

// Private-use characters: no text has them, once its own are dropped.
const urlMark = '\uE000';
const mentionMark = '\uE001';
const entity = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi;
const namedEntities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const nonAscii = /[^\0-\x7f]/;
const marks = /[\uE000\uE001]/g;
const invisible = /\p{Cf}|\p{Variation_Selector}/gu;
const url = /(?:https?:\/\/|www\.)\S+/g;
const mention = /(?<![\p{L}\p{N}_@])@[\p{L}\p{N}_.]+/gu;
const repeated = /(.)\1{2,}/gsu;
const word = /#?[\p{L}\p{N}\p{M}_'’]+|\S/gu;

/**
 * The form in which texts are compared: HTML entities decoded, NFKC, case folded (through upper case, so that ß meets ss),
 * invisible characters dropped, addresses and mentions replaced by one mark each, three or more of a character by two.
 */
export const normaliseText = (text: string): string => {
	let folded = text.includes('&') ? text.replace(entity, decodeEntity) : text;
	folded = nonAscii.test(folded)
		? folded.normalize('NFKC').toUpperCase().toLowerCase().replace(invisible, '')
		: folded.toLowerCase();
	return folded.replace(marks, ' ').replace(url, urlMark).replace(mention, mentionMark).replace(repeated, '$1$1');
};

const decodeEntity = (_match: string, decimal?: string, hex?: string, name?: string): string => {
	if (name !== undefined) return namedEntities[name.toLowerCase()] ?? ' ';
	const codePoint = decimal !== undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex ?? '20', 16);
	return codePoint > 0 && codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : ' ';
};

/** Cuts at the limit without leaving half of a surrogate pair. */
export const capText = (text: string, charsMax: number = featureLimits.textCharsMax): string => {
	if (text.length <= charsMax) return text;
	const last = text.charCodeAt(charsMax - 1);
	return text.slice(0, last >= 0xd800 && last <= 0xdbff ? charsMax - 1 : charsMax);
};

// FNV-1a steps, then the murmur3 finaliser: FNV alone leaves the low bits of short n-grams correlated.
const fnvOffset = 0x811c9dc5;
const fnvStep = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);
const finalise = (hash: number): number => {
	let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
	return (mixed ^ (mixed >>> 16)) >>> 0;
};
const charSeed = 0x1234567;
const charLengthSalt = 0x9e3779b9;
const pairSalt = 0x5bd1e995;

export type Vectoriser = (text: string) => SparseVector;

/**
 * Makes the function from text to features: word 1-2-grams, and character 2-5-grams (UTF-16 units) inside each run of
 * non-space with its boundaries, hashed into 2^`bucketsLog2` buckets, weight 1 + ln(count), length 1. Scripts without spaces live from the
 * character n-grams. Deterministic on every machine. The scratch tables are reused between calls and returned clean.
 */
export const createVectoriser = ({ bucketsLog2 }: { readonly bucketsLog2: number }): Vectoriser => {
	const mask = (1 << bucketsLog2) - 1;
	const counts = new Uint32Array(mask + 1);
	const touched = new Uint32Array(mask + 1);
	let touchedCount = 0;
	const add = (hash: number): void => {
		const bucket = finalise(hash) & mask;
		const before = counts[bucket]!;
		counts[bucket] = before + 1;
		if (before === 0) touched[touchedCount++] = bucket;
	};

	const addWordGrams = (text: string): void => {
		const words = text.match(word);
		if (words === null) return;
		let previous = fnvOffset;
		for (const one of words) {
			let hash = fnvOffset;
			for (let i = 0; i < one.length; i++) hash = fnvStep(hash, one.charCodeAt(i));
			add(hash);
			add((Math.imul(previous, 31) + hash) ^ pairSalt);
			previous = hash;
		}
		add((Math.imul(previous, 31) + fnvOffset) ^ pairSalt);
	};

	const addCharGrams = (run: string): void => {
		const padded = ` ${run} `;
		for (let start = 0; start + featureSpec.charGramMin <= padded.length; start++) {
			const lengthMax = Math.min(featureSpec.charGramMax, padded.length - start);
			let hash = charSeed;
			for (let length = 1; length <= lengthMax; length++) {
				hash = fnvStep(hash, padded.charCodeAt(start + length - 1));
				if (length >= featureSpec.charGramMin) add(hash + length * charLengthSalt);
			}
		}
	};

	return (text) => {
		const normalised = normaliseText(capText(text));
		addWordGrams(normalised);
		for (const run of normalised.split(/\s+/)) if (run !== '') addCharGrams(run);
		const buckets = touched.slice(0, touchedCount);
		const values = new Float32Array(touchedCount);
		let squares = 0;
		for (let i = 0; i < touchedCount; i++) {
			const bucket = buckets[i]!;
			const weight = 1 + Math.log(counts[bucket]!);
			values[i] = weight;
			squares += weight * weight;
			counts[bucket] = 0;
		}
		touchedCount = 0;
		const scale = 1 / Math.sqrt(squares || 1);
		for (let i = 0; i < values.length; i++) values[i]! *= scale;
		return { buckets, values };
	};
};

/** Stacks vectors; the rows keep their order. */
export const stackRows = (vectors: readonly SparseVector[]): SparseRows => {
	const starts = new Uint32Array(vectors.length + 1);
	for (const [row, vector] of vectors.entries()) starts[row + 1] = starts[row]! + vector.buckets.length;
	const entries = starts[vectors.length]!;
	const buckets = new Uint32Array(entries);
	const values = new Float32Array(entries);
	for (const [row, vector] of vectors.entries()) {
		buckets.set(vector.buckets, starts[row]);
		values.set(vector.values, starts[row]);
	}
	return { starts, buckets, values };
};
