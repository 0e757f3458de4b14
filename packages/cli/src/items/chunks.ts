import type { Place } from '../files/lines.ts';
import type { Row } from '../files/rows.ts';
import { type Columns, toItem } from './to-item.ts';

export type Fault = { readonly line: number; readonly message: string; readonly key?: string | undefined };

/** What goes to the server in one request, and what of these lines does not go at all. */
export type Chunk = {
	/** Items as lines of JSON, in the order of the file. */
	readonly bodyLines: readonly string[];
	/** The line of the original file for each of them. */
	readonly lineNumbers: readonly number[];
	readonly faults: readonly Fault[];
	readonly received: number;
	/** Where the file goes on after this chunk. */
	readonly end: Place;
};

/** Of JSON, counted in characters: with the requests in flight it bounds the memory of an import. */
const chunkCharsMax = 4 * 1024 * 1024;

/** Cuts rows into chunks of at most `itemsMax` rows. */
export const cutChunks = async function* (
	batches: AsyncIterable<readonly Row[]>,
	options: { readonly columns: Columns; readonly itemsMax: number; readonly from: Place },
): AsyncGenerator<Chunk> {
	let open = emptyChunk(options.from);
	for await (const rows of batches) {
		for (const row of rows) {
			addRow(open, row, options.columns);
			if (open.received < options.itemsMax && open.chars < chunkCharsMax) continue;
			yield open;
			open = emptyChunk(open.end);
		}
	}
	if (open.received > 0) yield open;
};

type OpenChunk = {
	readonly bodyLines: string[];
	readonly lineNumbers: number[];
	readonly faults: Fault[];
	received: number;
	chars: number;
	end: Place;
};

const emptyChunk = (end: Place): OpenChunk => ({
	bodyLines: [],
	lineNumbers: [],
	faults: [],
	received: 0,
	chars: 0,
	end,
});

const addRow = (open: OpenChunk, row: Row, columns: Columns): void => {
	open.received += 1;
	open.end = { line: row.endLine + 1, byte: row.endByte };
	const taken = 'fault' in row ? { fault: row.fault } : toItem(row, columns);
	if ('fault' in taken) {
		open.faults.push({ line: row.line, message: taken.fault, ...('key' in taken ? { key: taken.key } : {}) });
		return;
	}
	const text = JSON.stringify(taken.item);
	open.bodyLines.push(text);
	open.lineNumbers.push(row.line);
	open.chars += text.length;
};
