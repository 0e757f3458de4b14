import type { Readable } from 'node:stream';

export type Line =
	| { readonly number: number; readonly text: string }
	| { readonly number: number; readonly tooLong: true };

const newline = 0x0a;

/** Splits a byte stream into lines, from 1; memory is bounded by one line. A line over `lineBytesMax` is named, not kept. */
export const readLines = async function* (stream: Readable, lineBytesMax: number): AsyncGenerator<Line> {
	let parts: Buffer[] = [];
	let bytes = 0;
	let number = 1;
	const take = (): Line => {
		const line: Line =
			bytes > lineBytesMax
				? { number, tooLong: true }
				: { number, text: Buffer.concat(parts).toString('utf8').replace(/\r$/, '') };
		parts = [];
		bytes = 0;
		number += 1;
		return line;
	};
	const keep = (part: Buffer): void => {
		bytes += part.length;
		if (bytes <= lineBytesMax) parts.push(part);
		else parts = [];
	};
	for await (const chunk of stream as AsyncIterable<Buffer | string>) {
		const buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
		let start = 0;
		for (let end = buffer.indexOf(newline, start); end !== -1; end = buffer.indexOf(newline, start)) {
			keep(buffer.subarray(start, end));
			yield take();
			start = end + 1;
		}
		if (start < buffer.length) keep(buffer.subarray(start));
	}
	if (bytes > 0) yield take();
};
