import { createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import { crowdTime } from '@utu/core/delivery/crowd-time.ts';
import { csvCells, csvHeader, questionNames } from '@utu/core/delivery/csv.ts';
import { type ExportLine, type ExportRow, exportLine, exportLineWithAnswers } from '@utu/core/delivery/line.ts';
import { type Posterior, type SoftLabels, softLabels } from '@utu/core/delivery/soft-labels.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import { stringify } from 'csv-stringify/sync';
import type { Ids } from '../platform/clock.ts';
import type { Database, Statement } from '../platform/database.ts';
import {
	answerersByDay,
	answerersByHour,
	countAnswerers,
	type ExportRowWithAnswers,
	itemsStatement,
	itemsWithAnswersStatement,
	type VersionForm,
	versionForms,
} from './export.sql.ts';

/** Items a page, of which two are in memory: at the longest text that intake takes, some 40 MB each. */
const pageRowsMax = 200;
const secretBytes = 32;
/** How long a reader may leave a page: an export holds a connection and a snapshot. Slower than some 5 kB/s is let go. */
const readerMsMax = 20_000;

export type ExportDeps = {
	readonly database: Database;
	readonly ids: Ids;
	/** For tests. */
	readonly readerMsMax?: number | undefined;
};
export type ExportFormat = 'jsonl' | 'csv';
export type DataSet = { readonly stream: Readable; readonly mediaType: string; readonly fileName: string };

/**
 * A project's items as a stream, all from one snapshot, in the order they came in. A reader that goes away, or stands
 * still, ends the statement behind it; a failure on the way breaks the stream off: no half of a data set looks whole.
 */
export const exportDataSet = async (
	deps: ExportDeps,
	options: {
		readonly organisationId: string;
		readonly projectId: string;
		readonly format: ExportFormat;
		readonly answers: boolean;
	},
): Promise<Result<DataSet, { readonly kind: 'no-such-project' }>> => {
	const scope = { organisationId: options.organisationId };
	const forms = await deps.database.transaction(scope, (tx) => versionForms(tx, options.projectId));
	if (forms.length === 0) return err({ kind: 'no-such-project' });
	const lines = options.answers
		? linesWithAnswers(deps, { ...options, forms, crowd: await crowdOf(deps, options) })
		: linesOf(deps, { ...options, forms });
	const bytes = options.format === 'jsonl' ? jsonLines(lines) : csvLines(lines, forms, options.answers);
	return ok({
		stream: patiently(bytes, deps.readerMsMax ?? readerMsMax),
		mediaType: options.format === 'jsonl' ? 'application/x-ndjson' : 'text/csv; charset=utf-8',
		fileName: `${options.projectId}.${options.format}`,
	});
};

/** Breaks the stream off when its reader leaves a page for too long, before the database ends the transaction. */
const patiently = (pages: AsyncGenerator<string>, msMax: number): Readable => {
	const watched = async function* (): AsyncGenerator<string> {
		for await (const page of pages) {
			const timer = setTimeout(() => stream.destroy(new Error('the reader of an export stood still')), msMax);
			try {
				yield page;
			} finally {
				clearTimeout(timer);
			}
		}
	};
	const stream = Readable.from(watched(), { objectMode: false });
	return stream;
};

type Source = {
	readonly organisationId: string;
	readonly projectId: string;
	readonly forms: readonly VersionForm[];
};
type Pages = AsyncGenerator<readonly ExportLine[]>;

async function* linesOf(deps: ExportDeps, source: Source): Pages {
	const name = labelNames(source.forms);
	for await (const rows of pagesOf<ExportRow>(deps, source, itemsStatement(source.projectId))) {
		yield rows.map((row) => exportLine(row, name(row.projectVersion)));
	}
}

async function* linesWithAnswers(deps: ExportDeps, source: Source & { readonly crowd: Crowd }): Pages {
	const name = labelNames(source.forms);
	const pseudonym = pseudonyms(deps.ids.code(secretBytes));
	const statement = itemsWithAnswersStatement(source.projectId);
	for await (const rows of pagesOf<ExportRowWithAnswers>(deps, source, statement)) {
		yield rows.map(({ given, ...row }) =>
			exportLineWithAnswers(row, given ?? [], { ...source.crowd, name: name(row.projectVersion), pseudonym }),
		);
	}
}

/** Pages of a statement; the database reads the next while this one is written. */
async function* pagesOf<Row>(deps: ExportDeps, source: Source, statement: Statement): AsyncGenerator<readonly Row[]> {
	const pages = deps.database.stream<Row>({ organisationId: source.organisationId }, statement, pageRowsMax);
	const fetch = (): Promise<IteratorResult<readonly Row[]>> => {
		const page = pages.next();
		// Whoever waits for it hears of a failure; a reader that has gone away does not.
		page.catch(() => undefined);
		return page;
	};
	let next = fetch();
	try {
		for (;;) {
			const { done, value } = await next;
			if (done === true) return;
			next = fetch();
			yield value;
		}
	} finally {
		await pages.return(undefined);
	}
}

/** Names probabilities by the form of the item's own version. */
const labelNames = (forms: readonly VersionForm[]): ((version: number) => (posterior: Posterior) => SoftLabels) => {
	const byVersion = new Map(forms.map(({ version, form }) => [version, softLabels(form)]));
	const unnamed = softLabels(undefined);
	return (version) => byVersion.get(version) ?? unnamed;
};

type Crowd = { readonly people: number; readonly time: ReturnType<typeof crowdTime> };

const crowdOf = (deps: ExportDeps, { organisationId, projectId }: Omit<Source, 'forms'>): Promise<Crowd> =>
	deps.database.transaction({ organisationId }, async (tx) => {
		const people = await countAnswerers(tx, projectId);
		const hours = await answerersByHour(tx, projectId);
		return { people, time: crowdTime({ hours, days: await answerersByDay(tx, projectId) }) };
	});

/** The same person is the same name within this export; the key is forgotten with it, and names meet in no other. */
const pseudonyms = (secret: string): ((worker: string) => string) => {
	const known = new Map<string, string>();
	return (worker) => {
		let name = known.get(worker);
		if (name === undefined) {
			name = `w-${createHmac('sha256', secret).update(worker).digest('base64url').slice(0, 22)}`;
			known.set(worker, name);
		}
		return name;
	};
};

async function* jsonLines(pages: Pages): AsyncGenerator<string> {
	for await (const lines of pages) {
		let text = '';
		for (const line of lines) text += `${JSON.stringify(line)}\n`;
		yield text;
	}
}

/** Every text is quoted, with formulas made inert in core: see `inertCell`. */
async function* csvLines(pages: Pages, forms: readonly VersionForm[], withAnswers: boolean): AsyncGenerator<string> {
	const questions = questionNames(forms.map(({ form }) => form));
	const quoting = { quoted_string: true, record_delimiter: '\r\n' } as const;
	yield stringify([csvHeader(questions, withAnswers)], quoting);
	for await (const lines of pages) {
		yield stringify(
			lines.map((line) => csvCells(line, questions)),
			quoting,
		);
	}
}
