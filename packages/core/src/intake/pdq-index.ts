/**
 * A bank of PDQ hashes in memory: all within a distance of up to 31 bits are found, none is missed (the proof stands in
 * `pdq-segment.ts`). New hashes wait in a small open part that is read from end to end; when it is full it is sealed, together with
 * the sealed parts that are no larger, so that a hash is moved at most once each time that its part doubles.
 */
import { assert } from '../shared/result.ts';
import { type PdqHash, pdqDistanceMax, pdqWords } from './pdq.ts';
import {
	copyRows,
	distanceWithin,
	findInSegment,
	type PdqMatch,
	type PdqRows,
	removeFromSegment,
	type Segment,
	sealSegment,
	segmentRowsMax,
} from './pdq-segment.ts';

export const pdqIndexLimits = {
	/** Hashes that wait in the open part. */
	openRowsMax: 4_096,
	/** Adding never seals more than this at once, so that it never takes long: `compact` does. */
	mergedRowsMax: 2 ** 20,
} as const;

export type PdqIndex = {
	readonly size: () => number;
	/** Bytes of all arrays. */
	readonly byteLength: () => number;
	/** The payload is a whole number below 2^32. The same hash may be added again, with another payload or the same. */
	readonly add: (hash: PdqHash, payload: number) => void;
	/** Takes out all entries of this hash and payload. @returns how many there were. */
	readonly remove: (hash: PdqHash, payload: number) => number;
	/** All entries within `distanceMax` (0–31) of the hash: nearest first, then by payload. */
	readonly find: (hash: PdqHash, distanceMax?: number) => readonly PdqMatch[];
	/** Seals everything into as few parts as there can be: for after a load, since it takes about 0.5 µs a hash. */
	readonly compact: () => void;
	/** A copy of all entries, in no particular order. */
	readonly rows: () => PdqRows;
};

/**
 * @param rows What the index begins with, sealed at once; the arrays become its own.
 * @example const index = createPdqIndex(); index.add(hash, 7); index.find(hash); // [{ payload: 7, distance: 0 }]
 */
export const createPdqIndex = (rows?: PdqRows): PdqIndex => {
	let sealed: Segment[] = rows === undefined ? [] : sealAll(rows);
	const open = openPart();

	const sizeOf = (segment: Segment): number => segment.payloads.length - segment.removedCount;
	const size = (): number => sealed.reduce((sum, segment) => sum + sizeOf(segment), open.count);

	/** The entries of the last sealed parts, from `first` on, and of the open part, which is emptied. */
	const takeRows = (first: number): PdqRows => {
		const taken = sealed.slice(first);
		const count = taken.reduce((sum, segment) => sum + sizeOf(segment), open.count);
		const all = { hashes: new Uint32Array(pdqWords * count), payloads: new Uint32Array(count) };
		const to = taken.reduce((next, segment) => copyRows(segment, all, next), 0);
		all.hashes.set(open.hashes.subarray(0, pdqWords * open.count), pdqWords * to);
		all.payloads.set(open.payloads.subarray(0, open.count), to);
		return all;
	};
	const seal = (first: number): void => {
		const taken = takeRows(first);
		sealed = [...sealed.slice(0, first), ...sealAll(taken)];
		open.count = 0;
	};
	const sealOpen = (): void => {
		let first = sealed.length;
		for (let count = open.count; first > 0; first--) {
			const before = sizeOf(sealed[first - 1]!);
			if (before > count || before + count > pdqIndexLimits.mergedRowsMax) break;
			count += before;
		}
		seal(first);
	};

	return {
		size,
		byteLength: () => sealed.reduce((sum, segment) => sum + segmentBytes(segment), rowBytes(open)),
		add: (hash, payload) => {
			assert(hash.length === pdqWords, 'a hash has eight words');
			if (open.count === pdqIndexLimits.openRowsMax) sealOpen();
			addOpen(open, hash, payload);
		},
		remove: (hash, payload) => {
			let count = removeOpen(open, hash, payload);
			for (const segment of sealed) count += removeFromSegment(segment, hash, payload);
			// Half of it gone: what is left is sealed anew, and lookups pass over no more than they find.
			sealed = sealed.flatMap((segment) => {
				if (2 * segment.removedCount <= segment.payloads.length) return [segment];
				return sealAll(liveRows(segment));
			});
			return count;
		},
		find: (hash, distanceMax = pdqDistanceMax) => {
			assert(hash.length === pdqWords, 'a hash has eight words');
			assert(distanceMax >= 0 && distanceMax <= pdqDistanceMax, `a distance is between 0 and ${pdqDistanceMax}`);
			const matches: PdqMatch[] = [];
			for (const segment of sealed) findInSegment(segment, hash, distanceMax, matches);
			findOpen(open, hash, distanceMax, matches);
			return matches.sort((one, other) => one.distance - other.distance || one.payload - other.payload);
		},
		compact: () => seal(0),
		rows: () => takeRows(0),
	};
};

/** As few segments as hold the rows, of about the same size. */
const sealAll = ({ hashes, payloads }: PdqRows): Segment[] => {
	assert(hashes.length === pdqWords * payloads.length, 'eight words for each payload');
	const parts = Math.ceil(payloads.length / segmentRowsMax);
	const rows = Math.ceil(payloads.length / parts);
	return Array.from({ length: parts }, (_, part) =>
		sealSegment({
			hashes: hashes.subarray(pdqWords * part * rows, pdqWords * (part + 1) * rows),
			payloads: payloads.subarray(part * rows, (part + 1) * rows),
		}),
	);
};

const liveRows = (segment: Segment): PdqRows => {
	const count = segment.payloads.length - segment.removedCount;
	const live = { hashes: new Uint32Array(pdqWords * count), payloads: new Uint32Array(count) };
	copyRows(segment, live, 0);
	return live;
};

const rowBytes = ({ hashes, payloads }: PdqRows): number => hashes.byteLength + payloads.byteLength;

const segmentBytes = (segment: Segment): number =>
	rowBytes(segment) +
	segment.starts.byteLength +
	segment.nextBands.byteLength +
	segment.rowsLow.byteLength +
	segment.rowsHigh.byteLength +
	segment.removed.byteLength;

type OpenPart = PdqRows & { count: number };

const openPart = (): OpenPart => ({
	hashes: new Uint32Array(pdqWords * pdqIndexLimits.openRowsMax),
	payloads: new Uint32Array(pdqIndexLimits.openRowsMax),
	count: 0,
});

const addOpen = (open: OpenPart, hash: PdqHash, payload: number): void => {
	assert(Number.isInteger(payload) && payload >= 0 && payload < 2 ** 32, 'a payload has 32 bits');
	open.hashes.set(hash, pdqWords * open.count);
	open.payloads[open.count++] = payload;
};

/** The last row takes the place of one that goes. */
const removeOpen = (open: OpenPart, hash: PdqHash, payload: number): number => {
	const before = open.count;
	for (let row = open.count - 1; row >= 0; row--) {
		if (open.payloads[row] !== payload || distanceWithin(open.hashes, row, hash, 0) > 0) continue;
		open.count--;
		open.hashes.copyWithin(pdqWords * row, pdqWords * open.count, pdqWords * (open.count + 1));
		open.payloads[row] = open.payloads[open.count]!;
	}
	return before - open.count;
};

const findOpen = (open: OpenPart, hash: PdqHash, distanceMax: number, matches: PdqMatch[]): void => {
	for (let row = 0; row < open.count; row++) {
		const distance = distanceWithin(open.hashes, row, hash, distanceMax);
		if (distance <= distanceMax) matches.push({ payload: open.payloads[row]!, distance });
	}
};
