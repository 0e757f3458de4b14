import type { AnswerValue, Form } from '../projects/form.ts';
import type { ExportLine } from './line.ts';

/** Columns before and after those of the questions. */
const itemColumns = ['key', 'text', 'language'] as const;
const factColumns = [
	'reason',
	'certainty',
	'views',
	'method',
	'decided_at',
	'severity',
	'hazards',
	'soft_labels',
	'duplicate_of',
	'project_version',
] as const;

/** Every question of the project's versions, each once, in the order of its first appearance. */
export const questionNames = (forms: readonly Form[]): readonly string[] => [
	...new Set(forms.flatMap((form) => form.questions.map((question) => question.name))),
];

/** One column a question, `answer.<name>`, so that a question named `text` meets no other column. */
export const csvHeader = (questions: readonly string[], withAnswers: boolean): readonly string[] => [
	...itemColumns,
	...questions.map((name) => `answer.${name}`),
	...factColumns,
	...(withAnswers ? ['answers'] : []),
];

/** The cells of one line; lists and maps are JSON within the cell. An undecided item has empty cells. */
export const csvCells = (line: ExportLine, questions: readonly string[]): readonly (string | number)[] => {
	const { decision } = line;
	const cells = [
		line.key,
		line.text,
		line.language ?? '',
		...questions.map((name) => answerCell(decision?.answers[name])),
		decision?.reason ?? '',
		decision?.certainty ?? '',
		decision?.views ?? '',
		decision?.method ?? '',
		decision?.decidedAt ?? '',
		line.severity,
		JSON.stringify(line.hazards),
		line.softLabels === null ? '' : JSON.stringify(line.softLabels),
		line.duplicateOf ?? '',
		line.projectVersion,
		...(line.answers === undefined ? [] : [JSON.stringify(line.answers)]),
	];
	return cells.map((cell) => (typeof cell === 'string' ? inertCell(cell) : cell));
};

const answerCell = (value: AnswerValue | undefined): string | number => {
	if (value === undefined) return '';
	return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
};

/** What a spreadsheet reads as the start of a formula, full-width forms included, also behind white space. */
const formulaStart = /^\s*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20]|^[\t\r\n]/;

/**
 * Text that no spreadsheet runs: an apostrophe before what would start a formula. The text is whatever a stranger
 * posted; the JSONL export has it unchanged.
 */
export const inertCell = (text: string): string => (formulaStart.test(text) ? `'${text}` : text);
