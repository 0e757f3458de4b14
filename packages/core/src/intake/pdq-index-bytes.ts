import { err, ok, type Result } from '../shared/result.ts';
import { pdqWords } from './pdq.ts';
import { createPdqIndex, type PdqIndex } from './pdq-index.ts';

export type PdqBytesError = { readonly kind: 'not-a-bank' | 'other-version' | 'damaged'; readonly detail: string };

/** Changes with the layout below. */
const formatVersion = 1;
const magic = 0x51445055; // "UPDQ", little-endian
const headerBytes = 16;
const checksumAt = 12;
const entryBytes = 4 * (pdqWords + 1);

/**
 * Little-endian u32: magic, format version, number of entries n, CRC-32 of all other bytes; then 8 n words of hashes and n payloads.
 * 36 bytes an entry: what lookups need besides is made anew, in half a microsecond an entry.
 */
export const pdqIndexToBytes = (index: PdqIndex): Uint8Array => {
	const { hashes, payloads } = index.rows();
	const bytes = new Uint8Array(headerBytes + entryBytes * payloads.length);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, magic, true);
	view.setUint32(4, formatVersion, true);
	view.setUint32(8, payloads.length, true);
	let at = headerBytes;
	for (const column of [hashes, payloads]) {
		for (let row = 0; row < column.length; row++, at += 4) view.setUint32(at, column[row]!, true);
	}
	view.setUint32(checksumAt, checksum(bytes), true);
	return bytes;
};

/** Reads what `pdqIndexToBytes` wrote. Another version, a wrong length or a changed byte is an error, never a guess. */
export const pdqIndexFromBytes = (bytes: Uint8Array): Result<PdqIndex, PdqBytesError> => {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length < headerBytes || view.getUint32(0, true) !== magic)
		return err({ kind: 'not-a-bank', detail: 'no mark of a bank of picture hashes' });
	const version = view.getUint32(4, true);
	if (version !== formatVersion) return err({ kind: 'other-version', detail: `format ${version}` });
	const count = view.getUint32(8, true);
	const length = headerBytes + entryBytes * count;
	if (bytes.length !== length)
		return err({ kind: 'damaged', detail: `${bytes.length} bytes, ${length} for ${count} entries` });
	if (view.getUint32(checksumAt, true) !== checksum(bytes)) return err({ kind: 'damaged', detail: 'checksum' });
	const hashes = new Uint32Array(pdqWords * count);
	const payloads = new Uint32Array(count);
	let at = headerBytes;
	for (const column of [hashes, payloads]) {
		for (let row = 0; row < column.length; row++, at += 4) column[row] = view.getUint32(at, true);
	}
	return ok(createPdqIndex({ hashes, payloads }));
};

/** CRC-32 (ISO-HDLC, as in zip and PNG), a byte at a time. */
const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
	let crc = byte;
	for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	return crc;
});

const crc32 = (bytes: Uint8Array, crc: number): number => {
	let state = ~crc;
	for (let at = 0; at < bytes.length; at++) state = (state >>> 8) ^ crcTable[(state ^ bytes[at]!) & 0xff]!;
	return ~state >>> 0;
};

const checksum = (bytes: Uint8Array): number =>
	crc32(bytes.subarray(headerBytes), crc32(bytes.subarray(0, checksumAt), 0));
