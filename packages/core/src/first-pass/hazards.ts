import type { Form, MultipleQuestion, Option, SingleQuestion } from '../projects/form.ts';
import {
	type HazardCategory,
	type Hazards,
	hazardEntries,
	joinHazards,
	type Severity,
	severities,
	unscreened,
} from '../safety/hazards.ts';
import { type ClassGroup, type GroupReport, groupProbability, type TextModel } from './model.ts';

/** What a model must have shown, out of fold, before a category counts as screened by it. */
export const coverageLimits = {
	examplesMin: 200,
	positivesMin: 20,
	/** Expected calibration error of P(the category is present). */
	calibrationErrorMax: 0.05,
} as const;

/** The question whose decisions train the first pass, and the categories that the project says may occur. */
export type ScoringTaxonomy = {
	readonly question: string;
	readonly kind: 'single' | 'multiple';
	readonly options: readonly Pick<Option, 'value' | 'hazards'>[];
	readonly categories: readonly HazardCategory[];
};

/**
 * `hazards`: the highest plausible severity of each category; with anything uncovered it also has `unscreened` at 4.
 * `uncovered`: the project's categories that this score does not screen, sorted.
 * `labelPrior`: calibrated probability of each option, in the form's order; absent without a model for these options.
 */
export type HazardScore = {
	readonly hazards: Hazards;
	readonly uncovered: readonly HazardCategory[];
	readonly labelPrior?: readonly number[] | undefined;
};

/** The first choice question that has hazards on an option, else the first choice question, else none. */
export const primaryQuestion = (form: Form): SingleQuestion | MultipleQuestion | undefined => {
	const choices = form.questions.filter((question) => question.kind === 'single' || question.kind === 'multiple');
	return choices.find(({ options }) => options.some(({ hazards }) => hazards !== undefined)) ?? choices[0];
};

/** For each category and each severity that an option carries: the options at that severity or more, by their number. */
export const classGroups = ({
	options,
	categories,
}: Pick<ScoringTaxonomy, 'options' | 'categories'>): readonly ClassGroup[] =>
	categories.flatMap((category) =>
		severities
			.filter((severity) => severity > 0 && options.some((option) => option.hazards?.[category] === severity))
			.map((severity) => ({
				category,
				severity,
				classes: options.flatMap((option, k) => ((option.hazards?.[category] ?? 0) >= severity ? [k] : [])),
			})),
	);

/** The score of content that no model has seen: every category open. */
export const unscreenedScore = ({ categories }: Pick<ScoringTaxonomy, 'categories'>): HazardScore =>
	withUncovered({}, categories);

export type ScoreInputs = {
	readonly model: TextModel;
	/** Of `predictText`, by this model. */
	readonly probabilities: Float64Array;
	readonly taxonomy: ScoringTaxonomy;
};

/**
 * From class probabilities to hazards. P(category ≥ s) is the sum over the options that carry the category at s or more; the severity is
 * the highest s that cannot be ruled out. A level of which the model has seen too little counts whenever the level below does.
 * A model of other options (the form has changed since) screens nothing.
 */
export const scoreHazards = ({ model, probabilities, taxonomy }: ScoreInputs): HazardScore => {
	const { options, categories } = taxonomy;
	if (!isModelOf(model, taxonomy)) return unscreenedScore(taxonomy);
	const groups = classGroups(taxonomy);
	const hazards: Partial<Record<HazardCategory, Severity>> = {};
	const uncovered: HazardCategory[] = [];
	for (const category of categories) {
		let plausible: boolean | undefined;
		for (const group of groups.filter((one) => one.category === category)) {
			const known = coveringReport(model, group);
			if (known !== undefined) plausible = !(groupProbability(probabilities, group) <= (known.clearAt ?? -1));
			if (plausible === undefined) break;
			if (plausible) hazards[category] = group.severity;
		}
		if (plausible === undefined) uncovered.push(category);
	}
	return { ...withUncovered(hazards, uncovered), labelPrior: options.map((_, k) => probabilities[k]!) };
};

/** P(an item carries the category at all), calibrated, of the categories that the model covers; and those that it does not, sorted. */
export type CategoryScores = {
	readonly scores: Readonly<Partial<Record<HazardCategory, number>>>;
	readonly uncovered: readonly HazardCategory[];
};

/** From class probabilities to categories. Of a category that the model does not cover nothing is said, rather than zero. */
export const categoryScores = ({ model, probabilities, taxonomy }: ScoreInputs): CategoryScores => {
	const groups = isModelOf(model, taxonomy) ? classGroups(taxonomy) : [];
	const scores: Partial<Record<HazardCategory, number>> = {};
	const uncovered: HazardCategory[] = [];
	for (const category of taxonomy.categories) {
		const lowest = groups.find((group) => group.category === category);
		if (lowest === undefined || coveringReport(model, lowest) === undefined) uncovered.push(category);
		else scores[category] = groupProbability(probabilities, lowest);
	}
	return { scores, uncovered: uncovered.sort() };
};

/** The project's categories that this model screens, sorted. */
export const coveredCategories = (model: TextModel, taxonomy: ScoringTaxonomy): readonly HazardCategory[] => {
	if (!isModelOf(model, taxonomy)) return [];
	const groups = classGroups(taxonomy);
	const lowest = taxonomy.categories.flatMap((category) => groups.find((group) => group.category === category) ?? []);
	return lowest
		.filter((group) => coveringReport(model, group) !== undefined)
		.map(({ category }) => category)
		.sort();
};

const isModelOf = (model: TextModel, { kind, options }: ScoringTaxonomy): boolean =>
	model.kind === kind &&
	sameList(
		model.classes,
		options.map(({ value }) => value),
	);

/** What the model has shown of this very group, if that is enough to rely on. */
const coveringReport = (model: TextModel, group: ClassGroup): GroupReport | undefined =>
	model.groups.find(
		(one) =>
			one.category === group.category &&
			one.severity === group.severity &&
			sameList(one.classes, group.classes) &&
			coverageFaults(model.examples, one).length === 0,
	);

export type CoverageFault = 'too-few-examples' | 'too-few-positives' | 'not-calibrated';

/** Why a model does not screen a category; none: it does, though it may not be able to rule anything out yet. */
export const coverageFaults = (examples: number, group: GroupReport): readonly CoverageFault[] => {
	const { examplesMin, positivesMin, calibrationErrorMax } = coverageLimits;
	const faults: CoverageFault[] = [];
	if (examples < examplesMin) faults.push('too-few-examples');
	if (group.positives < positivesMin) faults.push('too-few-positives');
	if (!(group.ece <= calibrationErrorMax)) faults.push('not-calibrated');
	return faults;
};

/**
 * Several first passes of one item together: hazards only rise, and a category is open only if every one of them leaves it open.
 * No score at all leaves every category open.
 */
export const combineHazardScores = (
	scores: readonly Pick<HazardScore, 'hazards' | 'uncovered'>[],
	{ categories }: Pick<ScoringTaxonomy, 'categories'>,
): Pick<HazardScore, 'hazards' | 'uncovered'> => {
	const open = categories.filter((category) => scores.every(({ uncovered }) => uncovered.includes(category)));
	const joined = scores.map(({ hazards }) => hazards).reduce(joinHazards, {});
	const known = Object.fromEntries(hazardEntries(joined).filter(([category]) => category !== unscreened)) as Hazards;
	return withUncovered(known, open);
};

const withUncovered = (hazards: Hazards, uncovered: readonly HazardCategory[]) => ({
	hazards: uncovered.length === 0 ? hazards : { ...hazards, [unscreened]: 4 as const },
	uncovered: [...uncovered].sort(),
});

const sameList = <T>(a: readonly T[], b: readonly T[]): boolean =>
	a.length === b.length && a.every((value, i) => value === b[i]);
