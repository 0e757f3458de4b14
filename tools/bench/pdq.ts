/**
 * Picture hashes: whether they are those of the reference on a folder of pictures with `expected.csv` (file, hex, quality),
 * how many a second of 1920 × 1080 pixels, and a bank of random hashes with needles planted at 0 to 31 bits: lookups,
 * memory and recall, at a growing size.
 *
 * Beside them: the filter as its description reads, over whole pictures; reading the pixels alone; and comparing with every
 * hash of the bank, which also says what should have been found.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type PdqHash, type Picture, pdqDistance, pdqFromHex, pdqHash, pdqToHex } from '@utu/core/intake/pdq.ts';
import { createPdqIndex, type PdqIndex } from '@utu/core/intake/pdq-index.ts';
import { pdqIndexFromBytes, pdqIndexToBytes } from '@utu/core/intake/pdq-index-bytes.ts';
import { decodePicture } from './pdq-decode.ts';
import { plainSamples } from './pdq-plain.ts';

type Row = {
	readonly bank: number;
	readonly lookupsPerSecond: number;
	readonly p50Us: number;
	readonly p99Us: number;
	readonly bytesPerHash: number;
	/** Of what is within 31 bits: planted, or found by comparing with each. */
	readonly recall: number;
	readonly bruteForceUs: number;
	/** Sealing all of it at once. */
	readonly buildMs: number;
};

const run = async ({ data, quick, seed }: { data?: string; quick: boolean; seed: number }) => {
	const folder = resolve(data ?? join(import.meta.dirname, '../../../shared/data/pdq'));
	const reference = await againstReference(folder);
	const speed = hashingSpeed(quick ? 2 : 6, seed);
	const growth = growing(quick ? 1e5 : 1e6, seed);
	console.log('      bank  lookups/s    p50 us    p99 us  bytes/hash   recall  brute us  build ms');
	const rows = (quick ? [1e5, 1e6] : [1e5, 1e6, 1e7]).map((bank) => {
		const row = measure(bank, seed);
		const figures = [
			row.bank,
			row.lookupsPerSecond,
			row.p50Us,
			row.p99Us,
			row.bytesPerHash,
			row.recall,
			row.bruteForceUs,
			row.buildMs,
		];
		console.log(figures.map((figure, at) => String(figure).padStart([10, 11, 10, 10, 12, 9, 10, 10][at]!)).join(''));
		return row;
	});
	const [first, last] = [rows[0]!, rows.at(-1)!];
	const exponent = Math.log(first.lookupsPerSecond / last.lookupsPerSecond) / Math.log(last.bank / first.bank);
	return { ...reference, ...speed, ...growth, rows, exponent: Number(exponent.toFixed(3)) };
};

/** @public The dispatcher imports it by name. */
export const bench = { name: 'pdq', run };

/** Null where there is no folder to compare with. */
const againstReference = async (folder: string) => {
	const file = join(folder, 'expected.csv');
	if (!existsSync(file)) {
		console.log(`${file} is missing: nothing to compare with`);
		return { exact: null, maxDistance: null, pictures: 0 };
	}
	const [, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
	let [exact, maxDistance] = [true, 0];
	for (const line of lines) {
		const [name = '', hex = '', quality = ''] = line.split(',');
		const wanted = pdqFromHex(hex);
		if (wanted === undefined) throw new Error(`${file}: ${name} has no hash`);
		const own = pdqHash(await decodePicture(join(folder, name)));
		const distance = pdqDistance(own.hash, wanted);
		maxDistance = Math.max(maxDistance, distance);
		exact &&= distance === 0 && own.quality === Number(quality);
		console.log(`${name.padEnd(24)} ${pdqToHex(own.hash)} ${String(own.quality).padStart(3)}  off by ${distance}`);
	}
	return { exact, maxDistance, pictures: lines.length, ...neighbours(folder) };
};

/** All pairs of two lists of hashes, by the index and by comparing each with each. */
const neighbours = (folder: string) => {
	const [needles, haystack] = ['needles.txt', 'haystack.txt'].map((name) =>
		existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8').trim().split(/\s+/) : [],
	) as [string[], string[]];
	if (needles.length === 0 || haystack.length === 0) return {};
	const index = createPdqIndex();
	for (const [payload, hex] of haystack.entries()) index.add(pdqFromHex(hex)!, payload);
	index.compact();
	const found = needles.map((hex) => index.find(pdqFromHex(hex)!).length);
	const compared = needles.map(
		(hex) => haystack.filter((other) => pdqDistance(pdqFromHex(hex)!, pdqFromHex(other)!) <= 31).length,
	);
	const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
	return {
		pairs: sum(found),
		pairsByBruteForce: sum(compared),
		needlesFound: found.filter((count) => count > 0).length,
		needles: needles.length,
	};
};

/** Words of 32 random bits. */
const wordsFrom = (seed: number): (() => number) => {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x9e3779b9) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
		mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
		return (mixed ^ (mixed >>> 16)) >>> 0;
	};
};

/** Pictures of 1920 × 1080 in memory: slopes with noise on them. */
const hashingSpeed = (seconds: number, seed: number) => {
	const [width, height] = [1_920, 1_080];
	const word = wordsFrom(seed);
	const rgb = new Uint8Array(3 * width * height);
	for (let at = 0; at < rgb.length; at++)
		rgb[at] = ((at % (3 * width)) / 30 + (at / (3 * width)) * 0.05 + (word() & 31)) & 0xff;
	const picture: Picture = { width, height, rgb };
	const perSecond = (work: () => unknown): number => {
		work();
		const from = performance.now();
		let rounds = 0;
		for (; performance.now() - from < seconds * 1_000; rounds++) work();
		return (rounds * 1_000) / (performance.now() - from);
	};
	let hashed = 0;
	const cpuFrom = process.cpuUsage();
	const hashesPerSecond = perSecond(() => {
		hashed++;
		return pdqHash(picture);
	});
	const { user, system } = process.cpuUsage(cpuFrom);
	const plainPerSecond = perSecond(() => plainSamples(picture));
	const readsPerSecond = perSecond(() => sumOf(rgb));
	console.log(
		`1920 × 1080: ${hashesPerSecond.toFixed(1)} hashes/s; as described ${plainPerSecond.toFixed(1)}; reading alone ${readsPerSecond.toFixed(0)}`,
	);
	return {
		hashesPerSecond: Number(hashesPerSecond.toFixed(1)),
		cpuMsPerHash: Number(((user + system) / 1_000 / hashed).toFixed(1)),
		plainPerSecond: Number(plainPerSecond.toFixed(1)),
		readsPerSecond: Math.round(readsPerSecond),
	};
};

const sumOf = (bytes: Uint8Array): number => {
	let sum = 0;
	for (let at = 0; at < bytes.length; at++) sum += bytes[at]!;
	return sum;
};

/** A bank that grows by one at a time, and its way to bytes and back. */
const growing = (count: number, seed: number) => {
	const word = wordsFrom(seed + 7);
	const index = createPdqIndex();
	const hash = new Uint32Array(8);
	let longestAddMs = 0;
	const from = performance.now();
	for (let payload = 0; payload < count; payload++) {
		for (let at = 0; at < 8; at++) hash[at] = word();
		const before = performance.now();
		index.add(hash, payload);
		longestAddMs = Math.max(longestAddMs, performance.now() - before);
	}
	const addsPerSecond = Math.round((count * 1_000) / (performance.now() - from));
	const grown = latencies(index, { bank: count, queries: 4_000, seed: seed + 7 });
	const beforeBytes = performance.now();
	const bytes = pdqIndexToBytes(index);
	const beforeRestore = performance.now();
	const restored = pdqIndexFromBytes(bytes);
	const restoreMs = Math.round(performance.now() - beforeRestore);
	if (!restored.ok || restored.value.size() !== count) throw new Error('the bank did not come back');
	const figures = {
		grownTo: count,
		addsPerSecond,
		longestAddMs: Math.round(longestAddMs),
		grownP99Us: grown.p99Us,
		bytesMs: Math.round(beforeRestore - beforeBytes),
		restoreMs,
	};
	console.log(`grown one by one: ${JSON.stringify(figures)}`);
	return figures;
};

const measure = (bank: number, seed: number): Row => {
	const hashes = new Uint32Array(8 * bank);
	const word = wordsFrom(seed);
	for (let at = 0; at < hashes.length; at++) hashes[at] = word();
	const payloads = Uint32Array.from({ length: bank }, (_, row) => row);
	const from = performance.now();
	const index = createPdqIndex({ hashes, payloads });
	const buildMs = Math.round(performance.now() - from);
	const { lookupsPerSecond, p50Us, p99Us, expected, found } = latencies(index, {
		bank,
		queries: bank > 1e6 ? 10_000 : 20_000,
		seed,
	});
	const brute = byBruteForce(index, hashes, { queries: Math.max(10, Math.min(200, 1e8 / bank)), seed });
	return {
		bank,
		lookupsPerSecond,
		p50Us,
		p99Us,
		bytesPerHash: Number((index.byteLength() / bank).toFixed(1)),
		recall: (found + brute.found) / (expected + brute.expected),
		bruteForceUs: brute.us,
		buildMs,
	};
};

type Asked = { readonly hash: PdqHash; readonly payload: number; readonly distance: number };

/** Hash `row` of the bank of this seed, with so many bits of it flipped; a query in two is of nothing in the bank. */
const needle = (row: number, bank: number, seed: number, word: () => number): Asked => {
	if ((row & 1) === 0) return { hash: Uint32Array.from({ length: 8 }, word), payload: row, distance: -1 };
	const payload = word() % bank;
	const own = wordsFrom(seed + Math.imul(8 * payload, 0x9e3779b9));
	const hash = Uint32Array.from({ length: 8 }, own);
	const distance = word() % 32;
	const bits = new Set<number>();
	while (bits.size < distance) bits.add(word() & 255);
	for (const bit of bits) hash[bit >>> 5]! ^= 1 << (bit & 31);
	return { hash, payload, distance };
};

const latencies = (
	index: PdqIndex,
	{ bank, queries, seed }: { readonly bank: number; readonly queries: number; readonly seed: number },
) => {
	const word = wordsFrom(seed + 1_000_003);
	const asked = Array.from({ length: queries }, (_, row) => needle(row, bank, seed, word));
	for (const { hash } of asked.slice(0, 1_000)) index.find(hash);
	const us = new Float64Array(queries);
	let [expected, found, total] = [0, 0, 0];
	for (const [at, { hash, payload, distance }] of asked.entries()) {
		const from = performance.now();
		const matches = index.find(hash);
		us[at] = (performance.now() - from) * 1_000;
		total += us[at]!;
		if (distance < 0) continue;
		expected++;
		if (matches.some((match) => match.payload === payload && match.distance === distance)) found++;
	}
	us.sort();
	const quantile = (share: number): number => Number(us[Math.floor(share * queries)]!.toFixed(1));
	return {
		lookupsPerSecond: Math.round((queries * 1e6) / total),
		p50Us: quantile(0.5),
		p99Us: quantile(0.99),
		expected,
		found,
	};
};

/** Compares with every hash of the bank, and with what the index found. */
const byBruteForce = (
	index: PdqIndex,
	hashes: Uint32Array,
	{ queries, seed }: { readonly queries: number; readonly seed: number },
) => {
	const word = wordsFrom(seed + 2_000_003);
	let [expected, found, ms] = [0, 0, 0];
	for (let row = 0; row < queries; row++) {
		const { hash } = needle(row, hashes.length / 8, seed, word);
		const from = performance.now();
		const within = compareAll(hashes, hash);
		ms += performance.now() - from;
		const own = new Set(index.find(hash).map(({ payload }) => payload));
		expected += within.length;
		found += within.filter((payload) => own.has(payload)).length;
		if (own.size > within.length) throw new Error('the index found what is not near');
	}
	return { expected, found, us: Math.round((ms * 1_000) / queries) };
};

const compareAll = (hashes: Uint32Array, hash: PdqHash): readonly number[] => {
	const within: number[] = [];
	for (let from = 0; from < hashes.length; from += 8) {
		let distance = 0;
		for (let word = 0; word < 8 && distance <= 31; word++) distance += bits(hashes[from + word]! ^ hash[word]!);
		if (distance <= 31) within.push(from / 8);
	}
	return within;
};

const bits = (word: number): number => {
	let left = word - ((word >>> 1) & 0x55555555);
	left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
	return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};
