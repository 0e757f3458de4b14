import { createReadStream } from 'node:fs';
import { fileError } from '../errors.ts';

/** One line of a file without its line feed; `endByte` is the offset after the line feed, `number` counts from 1. */
export type Line =
	| { readonly number: number; readonly endByte: number; readonly bytes: Buffer }
	| { readonly number: number; readonly endByte: number; readonly tooLong: true };

/** A place between two lines: the number of the next one, and its first byte. */
export type Place = { readonly line: number; readonly byte: number };

export const fileStart: Place = { line: 1, byte: 0 };

const newline = 0x0a;
const chunkBytes = 256 * 1024;

/**
 * Splits a stream of bytes into lines, given out by the chunk. Memory is bounded by a chunk and a line: a line over
 * `lineBytesMax` is named, not kept.
 */
export const splitLines = async function* (
	chunks: AsyncIterable<Buffer>,
	options: { readonly lineBytesMax: number; readonly from?: Place },
): AsyncGenerator<readonly Line[]> {
	const from = options.from ?? fileStart;
	let number = from.line;
	let endByte = from.byte;
	let parts: Buffer[] = [];
	let bytes = 0;
	const keep = (part: Buffer): void => {
		bytes += part.length;
		if (bytes <= options.lineBytesMax) parts.push(part);
		else parts = [];
	};
	const take = (feedBytes: 0 | 1): Line => {
		endByte += bytes + feedBytes;
		const place = { number, endByte };
		const only = parts.length === 1 ? parts[0] : undefined;
		const line: Line =
			bytes > options.lineBytesMax ? { ...place, tooLong: true } : { ...place, bytes: only ?? Buffer.concat(parts) };
		parts = [];
		bytes = 0;
		number += 1;
		return line;
	};
	for await (const chunk of chunks) {
		const lines: Line[] = [];
		let start = 0;
		for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
			keep(chunk.subarray(start, end));
			lines.push(take(1));
			start = end + 1;
		}
		if (start < chunk.length) keep(chunk.subarray(start));
		if (lines.length > 0) yield lines;
	}
	if (bytes > 0) yield [take(0)];
};

export const notUtf8 = 'The line is not UTF-8; convert the file first.';

/** A byte order mark belongs to the file, not to its first field. */
export const withoutMark = (text: string, line: number): string => (line === 1 ? text.replace(/^\uFEFF/, '') : text);

/** The bytes of a file from an offset, in order. @throws {CliError} where it cannot be read. */
export const readBytes = async function* (path: string, fromByte = 0): AsyncGenerator<Buffer> {
	try {
		// A pipe has no offsets: one is named only where it is needed.
		const start = fromByte > 0 ? { start: fromByte } : {};
		for await (const chunk of createReadStream(path, { ...start, highWaterMark: chunkBytes })) yield chunk as Buffer;
	} catch (cause) {
		throw fileError(path, cause);
	}
};
