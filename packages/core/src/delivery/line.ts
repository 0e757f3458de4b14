import type { Answers } from '../projects/form.ts';
import type { Hazards } from '../safety/hazards.ts';
import { type CrowdTime, crowdMin, hourOf } from './crowd-time.ts';
import type { Posterior, SoftLabels } from './soft-labels.ts';

/** One item as the tables hold it. Fields from `answers` to `decidedAt` are null where nothing is decided. */
export type ExportRow = {
	readonly key: string;
	readonly text: string;
	readonly language: string | null;
	readonly severity: number;
	readonly hazards: Hazards;
	readonly duplicateOf: string | null;
	readonly projectVersion: number;
	readonly posterior: Posterior | null;
	readonly answers: Answers | null;
	readonly certainty: number | null;
	readonly reason: string | null;
	readonly views: number | null;
	readonly method: string | null;
	readonly decidedAt: Date | null;
};

/** One person's answer as the tables hold it: the worker is a pseudonym of the project, not yet of the export. */
export type ExportAnswerRow = {
	readonly worker: string;
	readonly answers: Answers;
	readonly basis: 'viewed' | 'unseen';
	readonly counted: boolean;
	/** Milliseconds since 1970. */
	readonly answeredAt: number;
};

/** One line of the data set. */
export type ExportLine = {
	readonly key: string;
	readonly text: string;
	readonly language: string | null;
	/** Null: nobody and nothing has decided this item yet. */
	readonly decision: {
		readonly answers: Answers;
		readonly certainty: number;
		readonly reason: string;
		readonly views: number;
		readonly method: string;
		readonly decidedAt: string | null;
	} | null;
	readonly softLabels: SoftLabels | null;
	readonly severity: number;
	readonly hazards: Hazards;
	readonly duplicateOf: string | null;
	readonly projectVersion: number;
	readonly answers?: readonly ExportAnswer[];
};

export type ExportAnswer = {
	/** The same person all through this export, and in no other. Null where fewer than five people answered. */
	readonly worker: string | null;
	readonly answers: Answers;
	readonly basis: 'viewed' | 'unseen';
	/** Whether it moved the decision: an answer without a look, or too late, did not. */
	readonly counted: boolean;
	readonly answeredAt: string | null;
};

/** One line without people. Times are told to the hour: to the minute they would join the roster to an item. */
export const exportLine = (row: ExportRow, name: (posterior: Posterior) => SoftLabels): ExportLine =>
	lineOf(row, name, hourOf);

/** One line with the people's answers; every time in it is as coarse as the crowd asks. */
export const exportLineWithAnswers = (
	row: ExportRow,
	answers: readonly ExportAnswerRow[],
	options: {
		readonly name: (posterior: Posterior) => SoftLabels;
		readonly time: CrowdTime;
		/** People who answered in the project. */
		readonly people: number;
		readonly pseudonym: (worker: string) => string;
	},
): ExportLine => {
	const crowd = options.people >= crowdMin;
	const given = answers.map((one) => ({
		worker: crowd ? options.pseudonym(one.worker) : null,
		answers: one.answers,
		basis: one.basis,
		counted: one.counted,
		answeredAt: crowd ? options.time(new Date(one.answeredAt)) : null,
	}));
	return {
		...lineOf(row, options.name, (at) => (crowd ? options.time(at) : null)),
		// In the order of the pseudonyms, which says nothing: who answered first stays untold.
		answers: given.sort((a, b) => compare(orderOf(a), orderOf(b))),
	};
};

const orderOf = (answer: ExportAnswer): string => answer.worker ?? JSON.stringify([answer.answers, answer.basis]);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const lineOf = (
	row: ExportRow,
	name: (posterior: Posterior) => SoftLabels,
	time: (at: Date) => string | null,
): ExportLine => ({
	key: row.key,
	text: row.text,
	language: row.language,
	decision:
		row.decidedAt === null
			? null
			: {
					answers: row.answers ?? {},
					certainty: row.certainty ?? 0,
					reason: row.reason ?? '',
					views: row.views ?? 0,
					method: row.method ?? '',
					decidedAt: time(row.decidedAt),
				},
	softLabels: row.posterior === null ? null : name(row.posterior),
	severity: row.severity,
	hazards: row.hazards,
	duplicateOf: row.duplicateOf,
	projectVersion: row.projectVersion,
});
