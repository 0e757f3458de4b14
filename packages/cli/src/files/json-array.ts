import { usageError } from '../errors.ts';

/** One element of a JSON array, as its bytes; `number` counts from 1. */
export type Element =
	| { readonly number: number; readonly bytes: Buffer }
	| { readonly number: number; readonly tooLong: true };

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const mark = [0xef, 0xbb, 0xbf];

/**
 * Splits a file that is one JSON array into its elements, a chunk at a time. Memory is bounded by a chunk and an element:
 * one over `elementBytesMax` is named, not kept.
 * @throws {CliError} where it is no array, or ends within one; `name` is how the file is called.
 */
export const jsonElements = async function* (
	chunks: AsyncIterable<Buffer>,
	{ elementBytesMax, name }: { readonly elementBytesMax: number; readonly name: string },
): AsyncGenerator<readonly Element[]> {
	const state: State = { at: 'before', depth: 0, quoted: false, escaped: false, parts: [], bytes: 0, number: 0 };
	let offset = 0;
	for await (const chunk of chunks) {
		const elements: Element[] = [];
		readChunk(chunk, state, { elements, elementBytesMax, name, offset });
		offset += chunk.length;
		if (elements.length > 0) yield elements;
	}
	if (state.at === 'before') throw usageError(`${name} is empty; it should be a JSON array of tasks.`);
	if (state.at === 'within') {
		throw usageError(`${name} ends in the middle of element ${state.number + 1}: it is not whole; export it again.`);
	}
};

type State = {
	at: 'before' | 'within' | 'after';
	/** Open brackets within the element. */
	depth: number;
	quoted: boolean;
	escaped: boolean;
	parts: Buffer[];
	bytes: number;
	number: number;
};

type Reading = {
	readonly elements: Element[];
	readonly elementBytesMax: number;
	readonly name: string;
	readonly offset: number;
};

const readChunk = (chunk: Buffer, state: State, reading: Reading): void => {
	let from = 0;
	const keep = (to: number): void => {
		const part = chunk.subarray(from, to);
		state.bytes += part.length;
		if (state.bytes <= reading.elementBytesMax) state.parts.push(part);
		else state.parts = [];
	};
	for (let at = 0; at < chunk.length; at++) {
		const byte = chunk[at]!;
		if (state.quoted) {
			if (state.escaped) state.escaped = false;
			else if (byte === backslash) state.escaped = true;
			else if (byte === quote) state.quoted = false;
			continue;
		}
		if (state.at !== 'within') {
			enter(byte, at, state, reading);
			from = at + 1;
			continue;
		}
		if (byte === quote) state.quoted = true;
		else if (byte === openArray || byte === openObject) state.depth += 1;
		else if (state.depth > 0 && (byte === closeArray || byte === closeObject)) state.depth -= 1;
		else if (state.depth === 0 && (byte === comma || byte === closeArray)) {
			keep(at);
			take(state, reading);
			from = at + 1;
			if (byte === closeArray) state.at = 'after';
		}
	}
	if (state.at === 'within') keep(chunk.length);
};

/** Before the array, and behind it, there is white space only. */
const enter = (byte: number, at: number, state: State, { name, offset }: Reading): void => {
	if (isSpace(byte) || (state.at === 'before' && byte === mark[offset + at])) return;
	if (state.at === 'before' && byte === openArray) {
		state.at = 'within';
		return;
	}
	throw usageError(
		state.at === 'before'
			? `${name} is no JSON array of tasks; export from Label Studio as JSON, or name another --format.`
			: `${name} goes on behind its JSON array, at byte ${offset + at}.`,
	);
};

const take = (state: State, { elements, elementBytesMax }: Reading): void => {
	const bytes = Buffer.concat(state.parts);
	const tooLong = state.bytes > elementBytesMax;
	state.parts = [];
	state.bytes = 0;
	// Nothing between the brackets of an empty array, nor behind a last comma.
	if (!tooLong && bytes.every(isSpace)) return;
	state.number += 1;
	elements.push(tooLong ? { number: state.number, tooLong } : { number: state.number, bytes });
};
