import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { asyncBufferFromFile, type Compressors, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { CliError, fileError, usageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';

export const parquetLimits = {
	/** One row group is held at a time, and only the columns that are asked for; writers make them of 0.1 to 1 M rows. */
	rowGroupRowsMax: 10_000_000,
} as const;

/** Rows of one row group, numbered from 1 through the file. */
export type ParquetRows = { readonly firstRow: number; readonly rows: readonly Readonly<Record<string, unknown>>[] };

/** Snappy and plain pages are read by the library, these by Node; LZ4 is refused by name. */
const compressors: Compressors = {
	GZIP: (bytes) => gunzipSync(bytes),
	BROTLI: (bytes) => brotliDecompressSync(bytes),
	ZSTD: (bytes) => zstdDecompressSync(bytes),
};

/**
 * The named columns of a Parquet file, a row group at a time.
 * @throws {CliError} where it cannot be read, is no Parquet file, or `onColumns`, which is told of all columns, throws.
 */
export const parquetRows = async function* (
	path: string,
	columns: readonly string[],
	onColumns: (present: readonly string[]) => void,
): AsyncGenerator<ParquetRows> {
	const file = await asyncBufferFromFile(path).catch((cause: unknown) => {
		throw fileError(path, cause);
	});
	const metadata = await reading(path, () => parquetMetadataAsync(file));
	onColumns(topLevel(metadata.schema));
	let rowStart = 0;
	for (const group of metadata.row_groups) {
		const size = Number(group.num_rows);
		const { rowGroupRowsMax } = parquetLimits;
		if (size > rowGroupRowsMax) {
			throw usageError(
				`${path} has a row group of ${size} rows, over ${rowGroupRowsMax}: write it again with smaller row groups.`,
			);
		}
		const rowEnd = rowStart + size;
		const rows = await reading(path, () =>
			parquetReadObjects({ file, metadata, columns: [...columns], rowStart, rowEnd, compressors }),
		);
		yield { firstRow: rowStart + 1, rows };
		rowStart = rowEnd;
	}
};

/** Names of the columns beside each other: children of children are within their column. */
const topLevel = (
	schema: readonly { readonly name: string; readonly num_children?: number | undefined }[],
): readonly string[] => {
	const names: string[] = [];
	const skip = (at: number): number => {
		let next = at + 1;
		for (let child = 0; child < (schema[at]?.num_children ?? 0); child++) next = skip(next);
		return next;
	};
	for (let at = 1; at < schema.length; at = skip(at)) names.push(schema[at]!.name);
	return names;
};

const reading = async <T>(path: string, act: () => Promise<T>): Promise<T> => {
	try {
		return await act();
	} catch (cause) {
		const said = cause instanceof Error ? cause.message : String(cause);
		const codec = /unsupported compression codec: (\w+)/.exec(said)?.[1];
		if (codec !== undefined) {
			const other = 'write it again with Snappy, Zstandard, gzip or Brotli';
			throw new CliError(exitCodes.file, `${path} is compressed by ${codec}, which is not read here: ${other}.`, {
				cause,
			});
		}
		throw new CliError(
			exitCodes.file,
			`${path} cannot be read as Parquet: ${said}. Is it whole, and a .parquet file?`,
			{
				cause,
			},
		);
	}
};
