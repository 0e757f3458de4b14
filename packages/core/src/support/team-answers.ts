import type { EpochMs } from '../shared/brand.ts';

/** What a team is asked, each from 0 to 10. */
export const teamQuestions = ['strain', 'rest', 'support', 'say'] as const;
export type TeamQuestion = (typeof teamQuestions)[number];
export type TeamAnswers = Readonly<Record<TeamQuestion, number>>;

export const teamAnswerMax = 10;
/** A month that fewer people answered is not spoken of. */
export const respondentsMin = 10;
/** The least step of what is told: one person's answer moves a mean of ten people by a tenth of what it changed. */
const meanStep = 0.5;
const countStep = 5;

/** How often a value was said to a question in a month: all that is kept. */
export type TeamCount = {
	readonly month: string;
	readonly question: TeamQuestion;
	readonly value: number;
	readonly n: number;
};

export type TeamMonth = {
	readonly month: string;
	/** Rounded down to a multiple of five. */
	readonly respondents: number;
	/** To the half. */
	readonly means: TeamAnswers;
};

/** The calendar month of a moment, by UTC: “2026-03”. */
export const monthOf = (at: EpochMs): string => new Date(at).toISOString().slice(0, 7);

/** Months that are over and that ten people or more answered, newest first. */
export const teamMonths = (options: {
	readonly counts: readonly TeamCount[];
	readonly now: EpochMs;
}): readonly TeamMonth[] => {
	const current = monthOf(options.now);
	const months = [...new Set(options.counts.map(({ month }) => month))].filter((month) => month < current);
	return months
		.sort((a, b) => (a < b ? 1 : -1))
		.flatMap((month) => {
			const told = teamMonth(options.counts.filter((count) => count.month === month));
			return told === undefined ? [] : [{ month, ...told }];
		});
};

const teamMonth = (counts: readonly TeamCount[]): Omit<TeamMonth, 'month'> | undefined => {
	const of = (question: TeamQuestion) => counts.filter((count) => count.question === question);
	const people = Math.min(...teamQuestions.map((question) => sum(of(question).map(({ n }) => n))));
	if (people < respondentsMin) return undefined;
	const mean = (question: TeamQuestion): number => {
		const rows = of(question);
		const exact = sum(rows.map(({ value, n }) => value * n)) / sum(rows.map(({ n }) => n));
		return Math.round(exact / meanStep) * meanStep;
	};
	return {
		respondents: Math.floor(people / countStep) * countStep,
		means: { strain: mean('strain'), rest: mean('rest'), support: mean('support'), say: mean('say') },
	};
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
