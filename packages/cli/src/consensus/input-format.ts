import { extname } from 'node:path';
import { usageError } from '../errors.ts';
import { type FileFormat, fileFormats, formatOf } from '../files/rows.ts';

/** What labels are read from: rows with an item, a worker and a label, or a Label Studio export with its questions. */
export const labelFormats = [...fileFormats, 'parquet', 'label-studio'] as const;
export type LabelFormat = FileFormat | 'parquet' | 'label-studio';

/** By what was asked for, else by the file's name. @throws {CliError} where neither says. */
export const labelFormatOf = (path: string, asked: string | undefined): LabelFormat => {
	const known = labelFormats.find((format) => format === asked);
	if (known !== undefined) return known;
	const ending = extname(path).toLowerCase();
	if (['.parquet', '.pq'].includes(ending)) return 'parquet';
	if (ending === '.json') return 'label-studio';
	if (['.jsonl', '.ndjson', '.csv', '.tsv'].includes(ending)) return formatOf(path, undefined);
	throw usageError(`${path} does not tell its format; add --format ${labelFormats.join(', ')}.`);
};
