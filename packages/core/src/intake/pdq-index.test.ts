import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PdqHash, pdqDistance } from './pdq.ts';
import { createPdqIndex, type PdqIndex, pdqIndexLimits } from './pdq-index.ts';
import { pdqIndexFromBytes, pdqIndexToBytes } from './pdq-index-bytes.ts';
import type { PdqMatch, PdqRows } from './pdq-segment.ts';

type Entry = { readonly hash: PdqHash; readonly payload: number };

const seed = 20_251;

/** Splitmix: words of 32 random bits. */
const wordsFrom = (start: number): (() => number) => {
	let state = start >>> 0;
	return () => {
		state = (state + 0x9e3779b9) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
		mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
		return (mixed ^ (mixed >>> 16)) >>> 0;
	};
};

const rowsOf = (entries: readonly Entry[]): PdqRows => ({
	hashes: Uint32Array.from(entries.flatMap(({ hash }) => [...hash])),
	payloads: Uint32Array.from(entries, ({ payload }) => payload),
});

const bruteForce = (entries: readonly Entry[], hash: PdqHash, distanceMax: number): readonly PdqMatch[] =>
	entries
		.map((entry) => ({ payload: entry.payload, distance: pdqDistance(entry.hash, hash) }))
		.filter(({ distance }) => distance <= distanceMax)
		.sort((one, other) => one.distance - other.distance || one.payload - other.payload);

const hashes = fc.uint32Array({ minLength: 8, maxLength: 8 }).map((words) => Uint32Array.from(words));

/** Bits to flip: anywhere, crowded into a few bands, or spread as evenly as can be, which is the hardest to find. */
const flips = fc.integer({ min: 0, max: 33 }).chain((count) =>
	fc.oneof(
		fc.uniqueArray(fc.nat(255), { minLength: count, maxLength: count }),
		fc
			.tuple(fc.nat(15), fc.shuffledSubarray([...Array(48).keys()], { minLength: count, maxLength: count }))
			.map(([band, bits]) => bits.map((bit) => (16 * band + bit) % 256)),
		fc.tuple(fc.nat(15), fc.array(fc.nat(15), { minLength: 3, maxLength: 3 })).map(([turn, offsets]) =>
			Array.from({ length: count }, (_, at) => {
				const band = (turn + at) % 16;
				const nth = Math.floor(at / 16);
				return 16 * band + ((offsets[0]! + 5 * nth) % 16);
			}),
		),
	),
);

const flipped = (hash: PdqHash, bits: readonly number[]): PdqHash => {
	const result = hash.slice();
	for (const bit of bits) result[bit >>> 5]! ^= 1 << (bit & 31);
	return result;
};

/** Hashes around a few centres: distances from 0 to 66, most of them near the bound. */
const banks = fc.array(hashes, { minLength: 1, maxLength: 4 }).chain((centres) =>
	fc.record({
		entries: fc.array(
			fc
				.record({ centre: fc.constantFrom(...centres), bits: flips, payload: fc.nat(20) })
				.map(({ centre, bits, payload }): Entry => ({ hash: flipped(centre, bits), payload })),
			{ maxLength: 40 },
		),
		queries: fc.array(
			fc
				.record({ centre: fc.constantFrom(...centres), bits: fc.oneof(fc.constant([]), flips) })
				.map(({ centre, bits }) => flipped(centre, bits)),
			{ minLength: 1, maxLength: 5 },
		),
	}),
);

const indexOf = (entries: readonly Entry[]): PdqIndex => createPdqIndex(rowsOf(entries));

describe('find', () => {
	it('gives what comparing with each would give, open or sealed, at any distance up to 31', () => {
		fc.assert(
			fc.property(banks, fc.integer({ min: 0, max: 31 }), ({ entries, queries }, distanceMax) => {
				const open = createPdqIndex();
				for (const { hash, payload } of entries) open.add(hash, payload);
				const sealed = indexOf(entries);
				for (const query of queries) {
					for (const bound of [distanceMax, 31]) {
						const expected = bruteForce(entries, query, bound);
						expect(open.find(query, bound)).toEqual(expected);
						expect(sealed.find(query, bound)).toEqual(expected);
					}
				}
			}),
			{ seed, numRuns: 2_000 },
		);
	});

	it('finds 31 bits wherever they are, and no 32, among hashes enough for whole bands', () => {
		const word = wordsFrom(seed);
		const count = 2 ** 18;
		const bank = {
			hashes: Uint32Array.from({ length: 8 * count }, word),
			payloads: Uint32Array.from({ length: count }, (_, row) => row),
		};
		const index = createPdqIndex(bank);
		fc.assert(
			fc.property(fc.nat(count - 1), flips, (row, bits) => {
				const own = bank.hashes.slice(8 * row, 8 * row + 8);
				const query = flipped(own, bits);
				const distance = pdqDistance(own, query);
				expect(index.find(query)).toEqual(distance <= 31 ? [{ payload: row, distance }] : []);
			}),
			{ seed, numRuns: 3_000 },
		);
	});

	it('refuses a distance for which nothing is proven', () => {
		expect(() => createPdqIndex().find(new Uint32Array(8), 32)).toThrow('between 0 and 31');
		expect(() => createPdqIndex().find(new Uint32Array(4))).toThrow('eight words');
	});
});

describe('add and remove', () => {
	it('give the same answers in any order, interleaved with queries, sealing and removal', () => {
		const steps = fc.array(
			fc.record({
				kind: fc.constantFrom('add', 'add', 'add', 'remove', 'find', 'compact', 'restore'),
				at: fc.nat(),
				bits: flips,
			}),
			{ maxLength: 60 },
		);
		fc.assert(
			fc.property(fc.array(hashes, { minLength: 1, maxLength: 3 }), steps, (centres, planned) => {
				let index = createPdqIndex();
				let entries: Entry[] = [];
				for (const { kind, at, bits } of planned) {
					const hash = flipped(centres[at % centres.length]!, bits);
					const payload = at % 5;
					if (kind === 'add') {
						index.add(hash, payload);
						entries.push({ hash, payload });
					} else if (kind === 'remove' && entries.length > 0) {
						const gone = entries[at % entries.length]!;
						const left = entries.filter(
							(entry) => entry.payload !== gone.payload || pdqDistance(entry.hash, gone.hash) > 0,
						);
						expect(index.remove(gone.hash, gone.payload)).toBe(entries.length - left.length);
						entries = left;
					} else if (kind === 'compact') index.compact();
					else if (kind === 'restore') index = restored(index);
					expect(index.size()).toBe(entries.length);
					expect(index.find(hash)).toEqual(bruteForce(entries, hash, 31));
				}
				const reversed = createPdqIndex();
				for (const { hash, payload } of entries.toReversed()) reversed.add(hash, payload);
				for (const centre of centres) expect(reversed.find(centre)).toEqual(index.find(centre));
			}),
			{ seed, numRuns: 500 },
		);
	});

	it('seal and merge as they go, without losing one', () => {
		const word = wordsFrom(seed + 1);
		const count = 5 * pdqIndexLimits.openRowsMax + 100;
		const entries = Array.from(
			{ length: count },
			(_, payload): Entry => ({ hash: Uint32Array.from({ length: 8 }, word), payload }),
		);
		const index = createPdqIndex();
		for (const [at, { hash, payload }] of entries.entries()) {
			index.add(hash, payload);
			if (at % 500 === 0) expect(index.find(entries[Math.floor(at / 2)]!.hash)).toHaveLength(1);
		}
		const found = entries.filter(({ hash, payload }) => {
			const [match, ...rest] = index.find(flipped(hash, [payload % 256, (payload + 7) % 256]));
			return match?.payload === payload && match.distance === 2 && rest.length === 0;
		});
		expect(found).toHaveLength(count);
		// Two thirds go: parts of which more than half is gone are sealed anew.
		const before = index.byteLength();
		for (const { hash, payload } of entries) if (payload % 3 !== 0) expect(index.remove(hash, payload)).toBe(1);
		expect(index.byteLength()).toBeLessThan(before * 0.7);
		expect(entries.filter(({ hash }) => index.find(hash).length === 1)).toHaveLength(Math.ceil(count / 3));
		expect(index.remove(entries[1]!.hash, 1)).toBe(0);
		expect(index.size()).toBe(Math.ceil(count / 3));
	});

	it('refuse a payload of more than 32 bits', () => {
		expect(() => createPdqIndex().add(new Uint32Array(8), 2 ** 32)).toThrow('32 bits');
	});
});

const restored = (index: PdqIndex): PdqIndex => {
	const read = pdqIndexFromBytes(pdqIndexToBytes(index));
	if (!read.ok) throw new Error(read.error.detail);
	return read.value;
};

describe('bytes', () => {
	it('come back as the same bank, from wherever they lie', () => {
		fc.assert(
			fc.property(banks, fc.nat(7), ({ entries, queries }, offset) => {
				const bytes = pdqIndexToBytes(indexOf(entries));
				expect(bytes).toHaveLength(16 + 36 * entries.length);
				const elsewhere = new Uint8Array(offset + bytes.length);
				elsewhere.set(bytes, offset);
				const read = pdqIndexFromBytes(elsewhere.subarray(offset));
				if (!read.ok) throw new Error(read.error.detail);
				for (const query of queries) expect(read.value.find(query)).toEqual(bruteForce(entries, query, 31));
			}),
			{ seed, numRuns: 300 },
		);
	});

	it('are refused when any of them changes, is missing or is one too many', () => {
		fc.assert(
			fc.property(banks, fc.nat(), fc.integer({ min: 1, max: 255 }), ({ entries }, at, change) => {
				const bytes = pdqIndexToBytes(indexOf(entries));
				const damaged = bytes.slice();
				damaged[at % bytes.length]! ^= change;
				expect(pdqIndexFromBytes(damaged).ok).toBe(false);
				expect(pdqIndexFromBytes(bytes.slice(0, at % bytes.length)).ok).toBe(false);
				expect(pdqIndexFromBytes(Uint8Array.of(...bytes, change)).ok).toBe(false);
			}),
			{ seed, numRuns: 500 },
		);
	});

	it('say what is wrong with them', () => {
		const bytes = pdqIndexToBytes(indexOf([{ hash: Uint32Array.of(1, 2, 3, 4, 5, 6, 7, 8), payload: 9 }]));
		const changed = (at: number): Uint8Array => bytes.with(at, bytes[at]! ^ 1);
		expect(pdqIndexFromBytes(changed(0))).toMatchObject({ error: { kind: 'not-a-bank' } });
		expect(pdqIndexFromBytes(changed(4))).toMatchObject({ error: { kind: 'other-version', detail: 'format 0' } });
		expect(pdqIndexFromBytes(changed(8))).toMatchObject({
			error: { kind: 'damaged', detail: '52 bytes, 16 for 0 entries' },
		});
		expect(pdqIndexFromBytes(changed(20))).toMatchObject({ error: { kind: 'damaged', detail: 'checksum' } });
		// The checksum is everybody's CRC-32.
		const others = Uint8Array.of(...bytes.subarray(0, 12), ...bytes.subarray(16));
		expect(new DataView(bytes.buffer).getUint32(12, true)).toBe(crc32(others));
	});
});
