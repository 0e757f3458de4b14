import { type IntakeReport, intakeRoutes } from '@utu/contract/intake.ts';
import { wireLimits } from '@utu/contract/shared.ts';
import { ApiError, type Client } from '@utu/sdk/client.ts';
import { notUtu } from '../connection.ts';
import { type RetryOptions, retrying } from '../retry.ts';
import type { Chunk, Fault } from './chunks.ts';

const route = 'POST /api/v1/projects/:projectId/items';
const contentType = 'application/x-ndjson';
/** A chunk is at most a few MiB: on a line that needs longer, a new one is sooner done. */
const requestMsMax = 120_000;

export type SendOptions = { readonly client: Client; readonly projectId: string; readonly retry: RetryOptions };

/**
 * Sends a chunk until it is acknowledged and tells what became of its lines, all faults by the file's own line numbers.
 * Sending a line again changes nothing, so a lost acknowledgement costs only the line.
 * @throws {ApiError} on a refusal, or after the last try.
 */
export const sendChunk = async (chunk: Chunk, options: SendOptions): Promise<IntakeReport> => {
	const sent = chunk.bodyLines.length === 0 ? nothing : await post(chunk.bodyLines, options);
	const refused = sent.faults.length === sent.refused ? sent.faults : await namedFaults(chunk.bodyLines, options);
	const faults: Fault[] = refused.map(({ line, ...rest }) => ({ ...rest, line: chunk.lineNumbers[line - 1] ?? line }));
	return {
		received: chunk.received,
		accepted: sent.accepted,
		alreadyThere: sent.alreadyThere,
		duplicates: sent.duplicates,
		refused: sent.refused + chunk.faults.length,
		faults: [...chunk.faults, ...faults].sort((a, b) => a.line - b.line),
	};
};

const nothing: IntakeReport = { received: 0, accepted: 0, alreadyThere: 0, duplicates: 0, refused: 0, faults: [] };

/** The server names so many faults and counts the rest: asked again in pieces that small, it names them all. */
const namedFaults = async (bodyLines: readonly string[], options: SendOptions): Promise<readonly Fault[]> => {
	const faults: Fault[] = [];
	for (let from = 0; from < bodyLines.length; from += wireLimits.faultsReportedMax) {
		const report = await post(bodyLines.slice(from, from + wireLimits.faultsReportedMax), options);
		for (const { line, key, message } of report.faults)
			faults.push({ line: from + line, message, ...(key === undefined ? {} : { key }) });
	}
	return faults;
};

const post = (bodyLines: readonly string[], options: SendOptions): Promise<IntakeReport> => {
	const body = `${bodyLines.join('\n')}\n`;
	return retrying(() => postOnce(body, options), options.retry);
};

const postOnce = async (body: string, { client, projectId, retry }: SendOptions): Promise<IntakeReport> => {
	const signal = AbortSignal.any([retry.signal, AbortSignal.timeout(requestMsMax)]);
	const text = await client
		.stream(route, { params: { projectId }, rawBody: body, contentType, signal })
		.then((response) => response.text())
		.catch((cause: unknown) => {
			throw cause instanceof ApiError ? cause : lostLine(cause);
		});
	const report = intakeRoutes[route].response.safeParse(asJson(text));
	if (!report.success) throw notUtu();
	return report.data;
};

const lostLine = (cause: unknown): ApiError =>
	new ApiError({ type: 'about:blank', title: 'The line was lost.', status: 0, code: 'offline', detail: String(cause) });

const asJson = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
};
