import { inferConsensus } from '@utu/core/consensus/infer.ts';
import type { Consensus } from '@utu/core/consensus/inference.ts';
import { buildLabels, type LabelRow, type LabelTable } from '@utu/core/consensus/labels.ts';
import { CliError, usageError } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { jsonElements } from '../files/json-array.ts';
import { readBytes } from '../files/lines.ts';
import { replaceFile } from '../files/replace-file.ts';
import { count, note, percent, say, type Terminal } from '../terminal.ts';
import { agreementText } from './agreement-report.ts';
import { type Collected, type CollectedQuestion, collector } from './collect.ts';
import { decideQuestion } from './decide-questions.ts';
import type { DecidedQuestion } from './decided.ts';
import { inferOptionsOf, type ReadCommand } from './known.ts';
import { readTask } from './label-studio.ts';
import { matricesOf } from './matrices.ts';
import { type OnFault, readKnown } from './read-labels.ts';
import { decisionsOf, type Report, reportOf, reportText } from './report.ts';
import { joined, writeTo } from './write.ts';

export const exportLimits = {
	/** One task with all its annotations. */
	taskBytesMax: 64 * 1024 * 1024,
} as const;

/** Decides every question of a Label Studio export, a task in memory at a time, answers as they are collected. */
export const runExport = async (
	terminal: Terminal,
	file: string,
	options: ReadCommand,
	faults: { readonly of: (path: string) => OnFault; readonly total: () => number },
): Promise<ExitCode> => {
	for (const path of [options.out, options.workers]) {
		if (path !== undefined && !/\.(?:jsonl|ndjson)$/i.test(path)) {
			throw usageError(`${path}: an export has answers of many shapes; name a .jsonl file.`);
		}
	}
	const collected = await collect(file, faults.of(file), options.question);
	const asked = questionsAsked(collected, file, options.question);
	refuseKnownOfMany(asked, options);
	const solved: Solved[] = [];
	for (const question of asked) solved.push(await solve(collected, question, { ...options, onFault: faults.of }));
	if (options.out !== undefined)
		await replaceFile(options.out, joined(linesOf(solved, 'decisions')), { durable: true });
	if (options.workers !== undefined)
		await replaceFile(options.workers, joined(linesOf(solved, 'workers')), { durable: true });
	if (options.json) await writeTo(terminal.stdout, joined(jsonOf(collected, solved, options)));
	else say(terminal, textOf(collected, solved));
	let unread = 0;
	for (const [what, { times, first }] of collected.unread) {
		unread += times;
		note(terminal, `${file}: not read, ${count(times)} times, first in task ${first}: ${what}`);
	}
	if (faults.total() > 0) note(terminal, `${count(faults.total())} tasks were left out.`);
	return faults.total() + unread === 0 ? exitCodes.done : exitCodes.partly;
};

const collect = async (file: string, onFault: OnFault, only: string | undefined): Promise<Collected> => {
	const { add, finish } = collector({ only });
	const { taskBytesMax: elementBytesMax } = exportLimits;
	for await (const elements of jsonElements(readBytes(file), { elementBytesMax, name: file })) {
		for (const element of elements) {
			const task = 'tooLong' in element ? 'The task is too long.' : taskOf(element.bytes, element.number);
			if (typeof task === 'string') onFault({ line: element.number, message: task, unit: 'task' });
			else add(task);
		}
	}
	return finish();
};

const taskOf = (bytes: Buffer, number: number) => {
	try {
		return readTask(JSON.parse(bytes.toString('utf8')), number);
	} catch (error) {
		if (error instanceof SyntaxError) return 'The task is not JSON.';
		throw error;
	}
};

const questionsAsked = (
	{ questions }: Collected,
	file: string,
	name: string | undefined,
): readonly CollectedQuestion[] => {
	if (questions.length === 0) {
		throw new CliError(exitCodes.file, `${file} has no answers that can be read. Are its tasks annotated?`);
	}
	if (name === undefined) return questions;
	const found = questions.filter((question) => question.name === name);
	if (found.length > 0) return found;
	const names = questions.map((question) => question.name).join(', ');
	throw usageError(`${file} has no question “${name}”; it has: ${names}.`);
};

type Solved = {
	readonly question: CollectedQuestion;
	/** What the report says, as one JSON object. */
	readonly report: Readonly<Record<string, unknown>>;
	readonly text: string;
	readonly decisions: readonly Readonly<Record<string, unknown>>[];
	readonly workers: readonly Readonly<Record<string, unknown>>[];
};

const isOneClass = ({ kind, several }: CollectedQuestion): boolean =>
	kind === 'rating' || (kind === 'choice' && !several);

/** A file of known labels belongs to one question, and to one whose answers are labels. */
const refuseKnownOfMany = (asked: readonly CollectedQuestion[], { truth, gold, prior }: ReadCommand): void => {
	const given = Object.entries({ truth, gold, prior }).find(([, path]) => path !== undefined);
	if (given === undefined || (asked.length === 1 && isOneClass(asked[0]!))) return;
	const fit = asked.filter(isOneClass).map(({ name }) => name);
	throw usageError(
		fit.length === 0
			? `--${given[0]} has one label an item, and no question asked for has answers of that kind; mark annotations as ground truth instead.`
			: `--${given[0]} belongs to one question: add --question, one of ${fit.join(', ')}.`,
	);
};

const solve = async (
	collected: Collected,
	question: CollectedQuestion,
	options: ReadCommand & { readonly onFault: (path: string) => OnFault },
): Promise<Solved> => {
	if (!isOneClass(question))
		return structured(question, decideQuestion(collected, question, { method: options.method }));
	const built = buildLabels(rowsOf(collected, question));
	if (!built.ok) {
		if (built.error.kind === 'no-rows') return structured(question, nobody);
		throw usageError(`“${question.name}” cannot be decided: ${built.error.kind}.`);
	}
	const columns = { item: options.itemColumn, worker: options.workerColumn, label: options.labelColumn };
	const inferOptions = await inferOptionsOf(built.value, columns, options, options.onFault);
	const truth =
		options.truth === undefined
			? truthOf(collected, question)
			: await readKnown(options.truth, columns, { onFault: options.onFault(options.truth) });
	return classes(question, built.value, { consensus: inferConsensus(built.value.labels, inferOptions), truth });
};

/** All answers are ground truth: there is nothing to decide. */
const nobody: DecidedQuestion = {
	method: 'none',
	...{ decisions: [], agreement: [], workers: [] },
	notes: ['nobody answered it, ground truth aside'],
};

const rowsOf = function* ({ items, workers }: Collected, { answers }: CollectedQuestion): Generator<LabelRow> {
	for (const { item, worker, answer } of answers) {
		const label = labelOf(answer);
		if (label !== undefined) yield { item: items[item]!, worker: workers[worker]!, label };
	}
};

const labelOf = (answer: CollectedQuestion['answers'][number]['answer']): string | undefined => {
	if (answer.kind === 'rating') return String(answer.rating);
	return answer.kind === 'choice' ? answer.choices[0] : undefined;
};

/** What annotations marked as ground truth say, by the item's name; undefined without any. */
const truthOf = ({ items }: Collected, { truth }: CollectedQuestion): ReadonlyMap<string, string> | undefined => {
	const known = [...truth].flatMap(([item, answer]) => {
		const label = labelOf(answer);
		return label === undefined ? [] : [[items[item]!, label] as const];
	});
	return known.length === 0 ? undefined : new Map(known);
};

const classes = (
	question: CollectedQuestion,
	table: LabelTable,
	{ consensus, truth }: { readonly consensus: Consensus; readonly truth: ReadonlyMap<string, string> | undefined },
): Solved => {
	const deciding = { ordinal: question.kind === 'rating' };
	const report: Report = reportOf(table, consensus, truth, deciding);
	return {
		question,
		report,
		text: reportText(report, matricesOf(table, consensus)),
		decisions: [...decisionsOf(table, consensus, deciding)].map(({ label, ...one }) => ({ ...one, value: label })),
		workers: [...matricesOf(table, consensus)],
	};
};

const structured = (question: CollectedQuestion, decided: DecidedQuestion): Solved => {
	const { decisions, workers, ...report } = decided;
	const certain = decisions.flatMap(({ certainty }) => (certainty === undefined ? [] : [certainty]));
	const mean = certain.reduce((sum, value) => sum + value, 0) / certain.length;
	const lines: [string, string][] = [
		[
			'answers',
			`${count(question.answers.length)} on ${count(decisions.length)} items by ${count(workers.length)} workers`,
		],
		['method', decided.method],
		['certainty', certain.length === 0 ? 'none is stated' : `${percent(mean)} on average, of the least certain part`],
		...decided.agreement.map(({ label, alpha }, at): [string, string] => [
			at === 0 ? 'agreement' : '',
			`${label}: Krippendorff's α ${agreementText(alpha, (value) => value.toFixed(3))}`,
		]),
		...(decided.truth === undefined
			? []
			: [
					[
						'truth',
						`${decided.truth.measure} ${percent(decided.truth.value)} on ${count(decided.truth.items)} items`,
					] as [string, string],
				]),
		...decided.notes.map((one): [string, string] => ['mind', one]),
	];
	return {
		question,
		report: { ...report, answers: question.answers.length, items: decisions.length, workers: workers.length },
		text: lines.map(([name, value]) => `${name.padEnd(12)}${value}`).join('\n'),
		decisions: decisions.map((one) => ({ ...one })),
		workers: workers.map((one) => ({ ...one })),
	};
};

const linesOf = function* (solved: readonly Solved[], list: 'decisions' | 'workers'): Generator<string> {
	for (const one of solved) {
		const { name, kind } = one.question;
		for (const entry of one[list]) yield `${line({ question: name, kind, ...entry })}\n`;
	}
};

/** Six digits: below them is the tolerance of the methods. */
const line = (value: unknown): string =>
	JSON.stringify(value, (_, one: unknown) => (typeof one === 'number' ? Math.round(one * 1e6) / 1e6 : one));

const jsonOf = function* (collected: Collected, solved: readonly Solved[], options: ReadCommand): Generator<string> {
	const unread = [...collected.unread].map(([what, { times, first }]) => ({ what, times, firstTask: first }));
	yield `{"tasks":${collected.items.length},"aside":${line(collected.aside)},"unread":${line(unread)},"questions":[`;
	for (const [at, { question, report, decisions, workers }] of solved.entries()) {
		const { name, kind, unanswered } = question;
		yield `${at > 0 ? ',' : ''}${line({ question: name, kind, unanswered, ...report }).slice(0, -1)}`;
		if (options.out === undefined) yield* listOf('decisions', decisions);
		if (options.workers === undefined) yield* listOf('workerFigures', workers);
		yield '}';
	}
	yield ']}\n';
};

const listOf = function* (name: string, entries: readonly unknown[]): Generator<string> {
	yield `,"${name}":[`;
	for (const [at, entry] of entries.entries()) yield `${at > 0 ? ',' : ''}${line(entry)}`;
	yield ']';
};

const textOf = ({ items, aside }: Collected, solved: readonly Solved[]): string => {
	const set: string[] = [];
	if (aside.cancelled > 0) set.push(`${count(aside.cancelled)} cancelled annotations`);
	if (aside.groundTruth > 0) set.push(`${count(aside.groundTruth)} of ground truth`);
	if (aside.repeats > 0) set.push(`${count(aside.repeats)} replaced by a later one of the same person`);
	if (aside.predictions > 0) set.push(`${count(aside.predictions)} predictions`);
	if (aside.drafts > 0) set.push(`${count(aside.drafts)} drafts`);
	const head = [`tasks       ${count(items.length)}`, ...(set.length > 0 ? [`set aside   ${set.join(', ')}`] : [])];
	const parts = solved.map(({ question, text }) => {
		const left = question.unanswered > 0 ? `\nunanswered  in ${count(question.unanswered)} annotations` : '';
		return `${question.name} (${question.kind}${question.several ? ', several' : ''})${left}\n${text}`;
	});
	return [head.join('\n'), ...parts].join('\n\n');
};
