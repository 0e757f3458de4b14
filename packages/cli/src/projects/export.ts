import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ApiError } from '@utu/sdk/client.ts';
import { type Command, Option } from 'commander';
import { type Connection, type ConnectionOptions, call, checkedId, connect, withConnection } from '../connection.ts';
import { CliError, fileError, serverError } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { replaceFile } from '../files/replace-file.ts';
import { fileFormats } from '../files/rows.ts';
import { count, say, sayJson, type Terminal } from '../terminal.ts';

export type ExportOptions = ConnectionOptions & {
	readonly project: string;
	readonly format: 'jsonl' | 'csv';
	readonly out: string;
	readonly answers?: true;
	readonly json?: true;
};

export const addExportOptions = (command: Command, env: Terminal['env']): Command =>
	withConnection(
		command
			.requiredOption('--project <id>', 'the project')
			.addOption(new Option('--format <format>', 'of the data set').choices(fileFormats).default('jsonl'))
			.requiredOption('--out <file>', 'the file to write; it is replaced once the export is complete')
			.option('--answers', 'with each answer, under pseudonyms made for this export'),
		env,
	);

export const exportExamples = `
Examples:
  utu export --project 0198… --out decisions.jsonl
  utu export --project 0198… --format csv --answers --out decisions.csv

The labour datasheet, which says how the people behind the data worked, is written beside it as datasheet.json.
An export that breaks off leaves the files that were there as they are.`;

export const exportProject = async (terminal: Terminal, options: ExportOptions): Promise<ExitCode> => {
	const projectId = checkedId(options.project, { what: '--project', listedBy: 'utu projects list' });
	const out = resolve(options.out);
	await checkFolder(dirname(out));
	const connection = connect(terminal, options);
	const stream = await openExport(connection, projectId, options);
	const datasheetPath = join(dirname(out), 'datasheet.json');
	let bytes = 0;
	const counted = async function* (): AsyncGenerator<Uint8Array> {
		for await (const chunk of bytesOf(stream, connection.url)) {
			bytes += chunk.length;
			yield chunk;
		}
		// Its datasheet first: whoever finds the data set finds its datasheet too.
		const datasheet = await call(connection, (client) =>
			client.request('GET /api/v1/projects/:projectId/datasheet', { params: { projectId } }),
		);
		await replaceFile(datasheetPath, [`${JSON.stringify(datasheet, null, '\t')}\n`], { durable: true });
	};
	await replaceFile(out, counted(), { durable: true });
	if (options.json) sayJson(terminal, { file: out, bytes, datasheet: datasheetPath });
	else say(terminal, `${options.out}: ${count(bytes)} bytes, with ${datasheetPath}`);
	return exitCodes.done;
};

const checkFolder = async (folder: string): Promise<void> => {
	const info = await stat(folder).catch((cause: unknown) => {
		throw fileError(folder, cause);
	});
	if (!info.isDirectory()) throw new CliError(exitCodes.file, `${folder} is no folder; name a file within one.`);
};

const openExport = async (
	connection: Connection,
	projectId: string,
	options: ExportOptions,
): Promise<ReadableStream<Uint8Array>> => {
	const { format } = options;
	const response = await call(connection, (client) =>
		client.stream('GET /api/v1/projects/:projectId/export', {
			params: { projectId },
			query: { format, ...(options.answers ? { answers: 'true' } : {}) },
		}),
	);
	const type = response.headers.get('content-type') ?? 'nothing';
	const expected = format === 'csv' ? 'text/csv' : 'application/x-ndjson';
	if (type.startsWith(expected) && response.body !== null) return response.body;
	await response.body?.cancel();
	throw new CliError(
		exitCodes.server,
		`${connection.url} answered with ${type} where ${expected} was asked for. Check --url.`,
	);
};

const bytesOf = async function* (stream: ReadableStream<Uint8Array>, url: string): AsyncGenerator<Uint8Array> {
	try {
		yield* stream;
	} catch (cause) {
		throw serverError(url, brokenOff(cause));
	}
};

const brokenOff = (cause: unknown): ApiError =>
	new ApiError({
		type: 'about:blank',
		title: 'The line was lost before the end; nothing was written.',
		status: 0,
		code: 'offline',
		detail: String(cause),
	});
