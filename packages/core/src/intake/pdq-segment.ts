/**
 * The sealed part of an index of PDQ hashes: multi-index hashing (Norouzi, Punjani & Fleet 2014, IEEE TPAMI 36, 1107–1119)
 * with the second step of the pigeonring (Qin & Xiao 2018, PVLDB 12, 28–42).
 *
 * **Why nothing is missed.** A hash is 16 bands of 16 bits in a ring. Let two hashes differ in x₀ … x₁₅ bits by band,
 * Σ x ≤ r. Put y = x − r/16, so that Σ y ≤ 0, and start at the band i before which y₀ + … + yᵢ₋₁ is the largest: from there on, no
 * sum of bands in a row is above 0. So there is a band i with xᵢ ≤ ⌊r/16⌋ **and** xᵢ + xᵢ₊₁ ≤ ⌊2r/16⌋.
 * For r = 31 that is 1 and 3: each band and its 16 neighbours at one bit are looked up, and of what is found there only
 * those are compared in full whose next band differs in few bits, one random entry in 386.
 *
 * A small segment looks up the upper bits of a band alone: they differ no more than the band does, so the bounds hold as well.
 */
import { bitCount, type PdqHash, pdqWords } from './pdq.ts';

const bands = 16;
const bandBits = 16;

/** Rows of hashes and what they stand for: eight words and one payload of 32 bits a row. */
export type PdqRows = { readonly hashes: Uint32Array; readonly payloads: Uint32Array };

/** A payload found, and in how many bits its hash differs. */
export type PdqMatch = { readonly payload: number; readonly distance: number };

/** Rows have numbers of 24 bits in a segment. */
export const segmentRowsMax = 2 ** 24;

/** 116 bytes a row, and 64 bytes for each of the 2^prefixBits prefixes. */
export type Segment = PdqRows & {
	/** How many upper bits of a band are looked up. */
	readonly prefixBits: number;
	/** Of band b and prefix p: where its entries begin, at b (2^prefixBits + 1) + p. */
	readonly starts: Uint32Array;
	/** Of each entry: the band after, and the row in two parts. Band by band, in the order of prefixes. */
	readonly nextBands: Uint16Array;
	readonly rowsLow: Uint16Array;
	readonly rowsHigh: Uint8Array;
	/** A bit a row. */
	readonly removed: Uint8Array;
	removedCount: number;
};

/** Band `band` of the hash that begins at word `from`. */
const bandAt = (hashes: Uint32Array, from: number, band: number): number =>
	(hashes[from + (band >>> 1)]! >>> ((band & 1) << 4)) & 0xffff;

/** Keeps the rows themselves, uncopied: nobody writes to them afterwards. At most `segmentRowsMax`. */
export const sealSegment = ({ hashes, payloads }: PdqRows): Segment => {
	const count = payloads.length;
	// Four to eight entries a prefix; from 2^18 rows on, all of the band.
	const prefixBits = Math.min(bandBits, Math.max(1, Math.floor(Math.log2(Math.max(1, count))) - 2));
	const segment: Segment = {
		hashes,
		payloads,
		prefixBits,
		starts: new Uint32Array(bands * (2 ** prefixBits + 1)),
		nextBands: new Uint16Array(bands * count),
		rowsLow: new Uint16Array(bands * count),
		rowsHigh: new Uint8Array(bands * count),
		removed: new Uint8Array(Math.ceil(count / 8)),
		removedCount: 0,
	};
	for (let band = 0; band < bands; band++) sortBand(segment, band);
	return segment;
};

/** Counting sort of all rows by the prefix of one band. */
const sortBand = (segment: Segment, band: number): void => {
	const { hashes, payloads, prefixBits, nextBands, rowsLow, rowsHigh } = segment;
	const count = payloads.length;
	const drop = bandBits - prefixBits;
	const starts = segment.starts.subarray(band * (2 ** prefixBits + 1), (band + 1) * (2 ** prefixBits + 1));
	for (let row = 0; row < count; row++) starts[(bandAt(hashes, pdqWords * row, band) >>> drop) + 1]!++;
	starts[0] = band * count;
	for (let prefix = 1; prefix < starts.length; prefix++) starts[prefix]! += starts[prefix - 1]!;
	const places = starts.slice();
	const next = (band + 1) % bands;
	for (let row = 0; row < count; row++) {
		const at = places[bandAt(hashes, pdqWords * row, band) >>> drop]!++;
		nextBands[at] = bandAt(hashes, pdqWords * row, next);
		rowsLow[at] = row & 0xffff;
		rowsHigh[at] = row >>> 16;
	}
};

/** What is asked of a segment: the bands of the hash, and the bounds that follow from the distance. */
type Query = {
	readonly hash: PdqHash;
	readonly distanceMax: number;
	readonly oneBandMax: number;
	readonly twoBandsMax: number;
};

/** Adds all rows within `distanceMax`, each once, in no particular order. */
export const findInSegment = (segment: Segment, hash: PdqHash, distanceMax: number, matches: PdqMatch[]): void => {
	const query = {
		hash,
		distanceMax,
		oneBandMax: Math.floor(distanceMax / bands),
		twoBandsMax: Math.floor((2 * distanceMax) / bands),
	};
	const probes = query.oneBandMax === 0 ? 1 : 1 + segment.prefixBits;
	const lists = listsOf(segment, hash, probes);
	for (let probe = 0; probe < bands * probes; probe++) {
		const band = Math.floor(probe / probes);
		const nextMax = query.twoBandsMax - (probe % probes === 0 ? 0 : 1);
		scan(segment, query, { band, nextMax, from: lists[2 * probe]!, to: lists[2 * probe + 1]! }, matches);
	}
};

/**
 * Where the lists begin and end, of each band's prefix and of those with one bit flipped. The first entry of each is read
 * here, one right after the other, so that memory fetches many at once: it halves the time of a lookup.
 */
const listsOf = ({ prefixBits, starts, nextBands }: Segment, hash: PdqHash, probes: number): Int32Array => {
	const lists = new Int32Array(2 * bands * probes + 1);
	let touched = 0;
	for (let band = 0; band < bands; band++) {
		const first = band * (2 ** prefixBits + 1);
		const prefix = bandAt(hash, 0, band) >>> (bandBits - prefixBits);
		for (let probe = 0; probe < probes; probe++) {
			const at = first + (probe === 0 ? prefix : prefix ^ (1 << (probe - 1)));
			const list = 2 * (band * probes + probe);
			lists[list] = starts[at]!;
			lists[list + 1] = starts[at + 1]!;
		}
	}
	for (let list = 0; list < 2 * bands * probes; list += 2) {
		if (lists[list]! < lists[list + 1]!) touched ^= nextBands[lists[list]!]!;
	}
	// Kept, or the engine would leave the reads out.
	lists[2 * bands * probes] = touched;
	return lists;
};

type List = { readonly band: number; readonly nextMax: number; readonly from: number; readonly to: number };

/** Most entries are dismissed by their next band, without a look at their hash. */
const scan = (segment: Segment, query: Query, { band, nextMax, from, to }: List, matches: PdqMatch[]): void => {
	const { nextBands } = segment;
	const next = bandAt(query.hash, 0, (band + 1) % bands);
	for (let at = from; at < to; at++) {
		if (bitCount(nextBands[at]! ^ next) <= nextMax) compare(segment, query, band, at, matches);
	}
};

const compare = (segment: Segment, query: Query, band: number, at: number, matches: PdqMatch[]): void => {
	const row = (segment.rowsHigh[at]! << 16) | segment.rowsLow[at]!;
	const distance = distanceWithin(segment.hashes, row, query.hash, query.distanceMax);
	if (distance > query.distanceMax || isRemoved(segment, row)) return;
	// A row is found by each band that fits: it counts where the first of them finds it.
	if (firstBand(segment, query, row) === band) matches.push({ payload: segment.payloads[row]!, distance });
};

const isRemoved = ({ removed }: Segment, row: number): boolean => ((removed[row >>> 3]! >>> (row & 7)) & 1) === 1;

const firstBand = ({ hashes, prefixBits }: Segment, query: Query, row: number): number => {
	const differ = (band: number): number => bandAt(query.hash, 0, band) ^ bandAt(hashes, pdqWords * row, band);
	for (let band = 0; band < bands; band++) {
		const one = bitCount(differ(band) >>> (bandBits - prefixBits));
		if (one <= query.oneBandMax && one + bitCount(differ((band + 1) % bands)) <= query.twoBandsMax) return band;
	}
	return bands;
};

/** The distance of a row; once it is known to exceed the bound, any number above it. */
export const distanceWithin = (hashes: Uint32Array, row: number, hash: PdqHash, distanceMax: number): number => {
	const from = pdqWords * row;
	let distance =
		bitCount(hashes[from]! ^ hash[0]!) +
		bitCount(hashes[from + 1]! ^ hash[1]!) +
		bitCount(hashes[from + 2]! ^ hash[2]!);
	for (let word = 3; word < pdqWords && distance <= distanceMax; word++) {
		distance += bitCount(hashes[from + word]! ^ hash[word]!);
	}
	return distance;
};

/** Takes out all rows of one hash and payload. @returns how many there were. */
export const removeFromSegment = (segment: Segment, hash: PdqHash, payload: number): number => {
	const { starts, prefixBits, nextBands, rowsLow, rowsHigh, removed } = segment;
	const prefix = bandAt(hash, 0, 0) >>> (bandBits - prefixBits);
	const wanted = bandAt(hash, 0, 1);
	const before = segment.removedCount;
	for (let at = starts[prefix]!; at < starts[prefix + 1]!; at++) {
		const row = (rowsHigh[at]! << 16) | rowsLow[at]!;
		if (nextBands[at] !== wanted || segment.payloads[row] !== payload || isRemoved(segment, row)) continue;
		if (distanceWithin(segment.hashes, row, hash, 0) > 0) continue;
		removed[row >>> 3]! |= 1 << (row & 7);
		segment.removedCount++;
	}
	return segment.removedCount - before;
};

/** Copies the rows that were not removed to row `to` and on. @returns the row after the last of them. */
export const copyRows = (segment: Segment, target: PdqRows, to: number): number => {
	let next = to;
	for (let row = 0; row < segment.payloads.length; row++) {
		if (isRemoved(segment, row)) continue;
		target.hashes.set(segment.hashes.subarray(pdqWords * row, pdqWords * (row + 1)), pdqWords * next);
		target.payloads[next++] = segment.payloads[row]!;
	}
	return next;
};
