import type { ResponseBody } from '@utu/contract/routes.ts';
import { client, isLostLine } from '../../api/client.ts';

export type ImportReport = ResponseBody<'POST /api/v1/projects/:projectId/items'>;

/** Lines sent in one request, and times that a lost line is tried again. */
const chunkLines = 500;
const triesMax = 5;
const faultsMax = 100;

export type ImportProgress = { readonly sent: number; readonly total: number; readonly report: ImportReport };

const empty: ImportReport = { received: 0, accepted: 0, alreadyThere: 0, duplicates: 0, refused: 0, faults: [] };

/**
 * Sends a file's items in chunks and tells how far it is. Sending the same file again changes nothing: a lost line, a
 * closed page or a second click lose and double nothing.
 * @throws {ApiError} when the server refuses, or the line stays lost.
 */
export const importFile = async (options: {
	readonly projectId: string;
	readonly file: File;
	readonly onProgress: (progress: ImportProgress) => void;
	readonly signal: AbortSignal;
}): Promise<ImportReport> => {
	const lines = await readLines(options.file);
	let report = empty;
	for (let start = 0; start < lines.length; start += chunkLines) {
		const body = lines.slice(start, start + chunkLines).join('\n');
		report = add(report, await send(options.projectId, body, options.signal), start);
		options.onProgress({ sent: Math.min(start + chunkLines, lines.length), total: lines.length, report });
	}
	return report;
};

const send = async (projectId: string, rawBody: string, signal: AbortSignal): Promise<ImportReport> => {
	for (let attempt = 1; ; attempt++) {
		try {
			const response = await client.stream('POST /api/v1/projects/:projectId/items', {
				params: { projectId },
				rawBody,
				contentType: 'application/x-ndjson',
				signal,
			});
			return (await response.json()) as ImportReport;
		} catch (error) {
			if (!isLostLine(error) || attempt >= triesMax) throw error;
			await new Promise((resolve) => setTimeout(resolve, 1_000 * 2 ** attempt));
		}
	}
};

const add = (sum: ImportReport, part: ImportReport, lineOffset: number): ImportReport => ({
	received: sum.received + part.received,
	accepted: sum.accepted + part.accepted,
	alreadyThere: sum.alreadyThere + part.alreadyThere,
	duplicates: sum.duplicates + part.duplicates,
	refused: sum.refused + part.refused,
	faults: [...sum.faults, ...part.faults.map((fault) => ({ ...fault, line: fault.line + lineOffset }))].slice(
		0,
		faultsMax,
	),
});

/** JSON lines as they are, CSV by its header, any other text a line an item. Keys are the file's own, else name and line. */
const readLines = async (file: File): Promise<readonly string[]> => {
	const text = await file.text();
	const source = file.name.slice(0, 200);
	if (/\.csv$/i.test(file.name)) {
		const { default: papa } = await import('papaparse');
		const { data } = papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
		return data.map((row, index) =>
			JSON.stringify({
				key: row['key'] || row['id'] || `${source}:${index + 2}`,
				text: row['text'] ?? '',
				source,
				...(row['language'] ? { language: row['language'] } : {}),
			}),
		);
	}
	const lines = text.split(/\r?\n/);
	if (/\.(jsonl|ndjson)$/i.test(file.name)) return lines;
	return lines.flatMap((line, index) =>
		line.trim() === '' ? [] : [JSON.stringify({ key: `${source}:${index + 1}`, text: line, source })],
	);
};
