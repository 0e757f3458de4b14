import { stat } from 'node:fs/promises';
import type { IntakeReport } from '@utu/contract/intake.ts';
import { wireLimits } from '@utu/contract/shared.ts';
import { ApiError } from '@utu/sdk/client.ts';
import { type Command, Option } from 'commander';
import { type Connection, type ConnectionOptions, checkedId, connect, withConnection } from '../connection.ts';
import { CliError, fileError, serverError, usageError } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { fileStart, type Place } from '../files/lines.ts';
import { delimiterOf, fileFormats, formatOf, type Row, type RowSource, readRows, readRowsOf } from '../files/rows.ts';
import { list, wholeNumber } from '../options.ts';
import type { RetryOptions } from '../retry.ts';
import { count, note, say, sayJson, type Terminal } from '../terminal.ts';
import { cutChunks } from './chunks.ts';
import { type FaultLog, logFaults } from './faults.ts';
import { type Progress, startProgress } from './progress.ts';
import { noTotals, runImport } from './run-import.ts';
import { sendChunk } from './send.ts';
import {
	checkResumable,
	fingerprintOf,
	forgetState,
	type ImportSettings,
	type ImportState,
	readState,
	saveState,
} from './state.ts';
import { type Columns, defaultColumns } from './to-item.ts';

export const importDefaults = { batch: 500, concurrency: 3, attempts: 8 } as const;

export type ImportOptions = ConnectionOptions & {
	readonly project: string;
	readonly format?: string;
	readonly delimiter?: string;
	readonly textColumn: string;
	readonly keyColumn: string;
	readonly languageColumn: string;
	readonly themesColumn: string;
	readonly dueColumn: string;
	readonly metaColumns: readonly string[];
	readonly source?: string;
	readonly batch: number;
	readonly concurrency: number;
	readonly attempts: number;
	readonly faults?: string;
	readonly resume?: true;
	readonly json?: true;
};

export const addImportOptions = (command: Command, env: Terminal['env']): Command =>
	withConnection(
		command
			.argument('<file>', 'a JSONL or CSV file, or - for standard input')
			.requiredOption('--project <id>', 'the project that takes them')
			.addOption(new Option('--format <format>', 'by default, as the file is named').choices(fileFormats))
			.option('--delimiter <char>', 'of CSV; a character or tab (default: tab for .tsv, else a comma)')
			.option('--text-column <name>', 'the field with the text', defaultColumns.text)
			.option(
				'--key-column <name>',
				'the field with your own key; without one, line and text make it',
				defaultColumns.key,
			)
			.option('--language-column <name>', 'the field with the language (BCP 47)', defaultColumns.language)
			.option('--themes-column <name>', 'the field with themes, semicolons between', defaultColumns.themes)
			.option('--due-column <name>', 'the field with the time it is due (RFC 3339)', defaultColumns.dueAt)
			.addOption(
				new Option('--meta-columns <names>', 'fields to keep with the item, commas between')
					.argParser(list)
					.default([], 'none'),
			)
			.option('--source <name>', 'where the items come from, in your words')
			.option('--batch <n>', 'lines in a request', wholeNumber(1, wireLimits.batchItemsMax), importDefaults.batch)
			.option('--concurrency <n>', 'requests in flight', wholeNumber(1, 4), importDefaults.concurrency)
			.option(
				'--attempts <n>',
				'tries for each request, with longer and longer waits',
				wholeNumber(1, 100),
				importDefaults.attempts,
			)
			.option('--faults <file>', 'write all faulty lines there, as JSONL')
			.option('--resume', 'go on where an interrupted import of this file stopped'),
		env,
	);

export const importExamples = `
Examples:
  utu items import posts.jsonl --project 0198…
  utu items import posts.csv --project 0198… --text-column body --key-column id --language-column lang
  utu items import posts.csv --project 0198… --resume
  zcat posts.jsonl.gz | utu items import - --project 0198… --format jsonl --json

A line of JSONL is an object: {"key":"a1","text":"…","language":"en","themes":["country:KE"],"dueAt":"…","source":"…","meta":{…}}.
Only the text is needed. Sending a line twice changes nothing. A faulty line is named with its line number and left out.
How far it got is kept in FILE.utu-import.json until the import is done.`;

export const importItems = async (terminal: Terminal, file: string, options: ImportOptions): Promise<ExitCode> => {
	const plan = await planImport(terminal, file, options);
	const stop = new AbortController();
	const progress = startProgress(terminal, { bytesTotal: plan.bytesTotal, now: Date.now });
	const faults = await logFaults({ print: progress.note, path: options.faults, append: plan.state !== undefined });
	const interrupt = () => stop.abort(new CliError(exitCodes.interrupted, 'Interrupted.'));
	process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
	// Nobody may be left waiting for a pipe that says nothing.
	if (file === '-')
		stop.signal.addEventListener('abort', () => terminal.stdin.destroy(stop.signal.reason), { once: true });
	let reached = plan.from;
	try {
		const totals = await execute(plan, {
			terminal,
			options,
			progress,
			faults,
			stop,
			onPlace: (place) => {
				reached = place;
			},
		});
		progress.end();
		await faults.end();
		if (plan.resumable) await forgetState(file);
		tell(terminal, totals, options);
		return totals.refused === 0 ? exitCodes.done : exitCodes.partly;
	} catch (error) {
		progress.end();
		stop.abort();
		await faults.end();
		throw stopped(error, { url: plan.connection.url, reached, resumable: plan.resumable });
	} finally {
		process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
	}
};

type Plan = {
	readonly connection: Connection;
	readonly settings: ImportSettings;
	readonly source: RowSource;
	readonly columns: Columns;
	readonly file: string;
	readonly resumable: boolean;
	readonly bytesTotal: number | undefined;
	readonly state: ImportState | undefined;
	readonly from: Place;
};

const planImport = async (terminal: Terminal, file: string, options: ImportOptions): Promise<Plan> => {
	const projectId = checkedId(options.project, { what: '--project', listedBy: 'utu projects list' });
	const format = formatOf(file, options.format);
	const delimiter = delimiterOf(file, options.delimiter);
	const columns = columnsOf(options);
	const piped = file === '-';
	if (piped && options.resume)
		throw usageError(
			'Standard input cannot be resumed: import a file, or send all again; what is there is not taken twice.',
		);
	const info = piped
		? undefined
		: await stat(file).catch((cause: unknown) => {
				throw fileError(file, cause);
			});
	if (info?.isDirectory()) throw usageError(`${file} is a folder; name a file.`);
	const resumable = info?.isFile() === true;
	const connection = connect(terminal, options);
	const settings = { url: connection.url, projectId, format, delimiter, columns };
	const kept = resumable ? await readState(file) : undefined;
	if (kept !== undefined && options.resume) await checkResumable(file, kept, settings);
	if (kept !== undefined && !options.resume) {
		note(
			terminal,
			`An import of ${file} was interrupted before line ${kept.place.line}; --resume would go on there. Starting over: what is there is not taken twice.`,
		);
	}
	if (kept === undefined && options.resume)
		note(terminal, `No interrupted import of ${file} is known: starting at its first line.`);
	const state = options.resume ? kept : undefined;
	return {
		...{ connection, settings, columns, file, resumable, state },
		source: { format, delimiter, rowBytesMax: wireLimits.lineBytesMax },
		bytesTotal: resumable ? info.size : undefined,
		from: state?.place ?? fileStart,
	};
};

const columnsOf = (options: ImportOptions): Columns => ({
	text: options.textColumn,
	key: options.keyColumn,
	language: options.languageColumn,
	themes: options.themesColumn,
	dueAt: options.dueColumn,
	source: options.source,
	meta: options.metaColumns,
});

type Running = {
	readonly terminal: Terminal;
	readonly options: ImportOptions;
	readonly progress: Progress;
	readonly faults: FaultLog;
	readonly stop: AbortController;
	readonly onPlace: (place: Place) => void;
};

const execute = (plan: Plan, running: Running): Promise<IntakeReport> => {
	const { options, progress, stop } = running;
	const rows =
		plan.file === '-' ? readRowsOf(running.terminal.stdin, plan.source) : readRows(plan.file, plan.source, plan.from);
	const onWait = waitNotes(progress, options.attempts);
	const retry = { attemptsMax: options.attempts, signal: stop.signal, random: Math.random, onWait };
	return runImport({
		chunks: cutChunks(untilStopped(withColumns(rows, plan), stop.signal), {
			columns: plan.columns,
			itemsMax: options.batch,
			from: plan.from,
		}),
		send: (chunk) => sendChunk(chunk, { client: plan.connection.client, projectId: plan.settings.projectId, retry }),
		concurrency: options.concurrency,
		before: plan.state?.totals ?? noTotals,
		onSettled: async ({ totals, place, faults }) => {
			await running.faults.add(faults);
			if (plan.resumable) {
				const fingerprint = await fingerprintOf(plan.file, place);
				await saveState(plan.file, { version: 1, settings: plan.settings, place, fingerprint, totals });
			}
			running.onPlace(place);
			progress.update({ bytes: place.byte, lines: totals.received, refused: totals.refused });
		},
	});
};

/** Requests in flight fail together: one line tells of all of them. */
const waitNotes = (progress: Progress, attemptsMax: number): NonNullable<RetryOptions['onWait']> => {
	let quietUntil = 0;
	return ({ reason, waitMs, attempt }) => {
		const now = Date.now();
		if (now < quietUntil) return;
		quietUntil = now + waitMs;
		const seconds = (waitMs / 1_000).toFixed(1);
		progress.note(`${reason} Trying again in ${seconds} s (${attempt} of ${attemptsMax} tries made).`);
	};
};

/** A CSV file without the column of the text is the wrong file or the wrong option, not a million faulty lines. */
const withColumns = async function* (
	batches: AsyncIterable<readonly Row[]>,
	plan: Plan,
): AsyncGenerator<readonly Row[]> {
	let checked = plan.source.format !== 'csv';
	for await (const rows of batches) {
		const first = rows.find((row) => 'fields' in row);
		if (!checked && first !== undefined) {
			const names = Object.keys(first.fields);
			const missing = [plan.columns.text, ...plan.columns.meta].find((name) => !names.includes(name));
			if (missing !== undefined)
				throw usageError(
					`${plan.file} has no column “${missing}”; it has: ${names.join(', ')}. Name the right one with --text-column or --meta-columns.`,
				);
			checked = true;
		}
		yield rows;
	}
};

const untilStopped = async function* <T>(values: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
	for await (const value of values) {
		signal.throwIfAborted();
		yield value;
	}
};

const stopped = (
	error: unknown,
	at: { readonly url: string; readonly reached: Place; readonly resumable: boolean },
): unknown => {
	const known = error instanceof ApiError ? serverError(at.url, error) : error;
	if (!(known instanceof CliError) || known.exitCode === exitCodes.usage) return known;
	const rest =
		at.resumable && at.reached.line > 1
			? ` All before line ${at.reached.line} is done: run the same command with --resume to go on there.`
			: '';
	return new CliError(known.exitCode, `${known.message}${rest}`, { cause: known });
};

const tell = (terminal: Terminal, totals: IntakeReport, options: ImportOptions): void => {
	if (options.json) sayJson(terminal, totals);
	else say(terminal, totalsText(totals));
};

const totalsText = ({ received, accepted, duplicates, alreadyThere, refused }: IntakeReport): string =>
	`${count(received)} lines: ${count(accepted)} accepted (${count(duplicates)} of them duplicates), ` +
	`${count(alreadyThere)} already there, ${count(refused)} refused`;
