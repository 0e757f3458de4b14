import type { Answers, AnswerValue, Form, MultipleQuestion, Question } from '../projects/form.ts';
import { topSeverity } from '../safety/hazards.ts';
import { assert } from '../shared/result.ts';
import type { Calibration } from './calibration.ts';
import { unknownWorker, type WorkerModel, workerConfusion } from './online.ts';
import {
	type QuestionModels,
	type QuestionPosterior,
	type QuestionPrior,
	questionPosterior,
	unknownModels,
} from './question.ts';
import { decideNext, type StopDecision, type StopReason, type StopTargets, type WeighedView } from './stop.ts';
import { textMedoid } from './text.ts';
import { type HarmWeighing, harmfulSeverityMin, harmStakes } from './worth.ts';

/** Why a question was settled: `text` is the medoid of what other questions or `viewsMin` asked for. */
export type DecisionReason = StopReason | 'text';

export type QuestionDecision =
	| {
			readonly kind: 'decide';
			/** Undefined where nobody answered an optional question. */
			readonly value: AnswerValue | undefined;
			/** Of the least certain part; undefined where nothing can be said, as of a single text. */
			readonly certainty: number | undefined;
			/** Whether another answer is as probable: for adjudication. */
			readonly tied: boolean;
			readonly reason: DecisionReason;
	  }
	| { readonly kind: 'another-view' };

export type QuestionStop = {
	readonly question: Question;
	readonly posterior: QuestionPosterior;
	/** Views of the item. */
	readonly views: number;
	readonly targets: StopTargets;
	readonly calibration?: Calibration | undefined;
	/** For `no-gain`: what a view of this item must add, and how people answer each part. */
	readonly gain?: { readonly gainMin: number; readonly models: QuestionModels } | undefined;
	/** Errors weighed against exposure, one entry a part; undefined where a part is not about harm. */
	readonly weighed?: readonly (WeighedView | undefined)[] | undefined;
	/** Severities this far from the decided one count as the same for its certainty. Default 0. */
	readonly severityWithin?: number | undefined;
};

type Decide = Extract<StopDecision, { kind: 'decide' }>;

/** Decides one question, part by part, or asks for another view of the item. */
export const decideQuestion = (stop: QuestionStop): QuestionDecision => {
	const { question, posterior, targets } = stop;
	if (question.kind === 'text') return decideText(posterior.texts, stop);
	const decisions: Decide[] = [];
	for (const [part, probabilities] of posterior.parts.entries()) {
		const decision = decideNext({
			posterior: probabilities,
			views: stop.views,
			targets,
			calibration: stop.calibration,
			ordinal: question.kind === 'severity' ? { within: stop.severityWithin ?? 0 } : undefined,
			next: stop.gain && {
				gainMin: stop.gain.gainMin,
				confusion: workerConfusion(stop.gain.models[part]!.newcomer),
			},
			weighed: stop.weighed?.[part],
		});
		if (decision.kind === 'another-view') return decision;
		decisions.push(decision);
	}
	return {
		kind: 'decide',
		value: decidedValue(question, decisions, posterior),
		certainty: Math.min(...decisions.map(({ certainty }) => certainty)),
		tied: decisions.some(({ tied }) => tied.length > 1),
		reason: weakest(decisions.map(({ reason }) => reason)),
	};
};

const decidedValue = (
	question: Exclude<Question, { kind: 'text' }>,
	decisions: readonly Decide[],
	posterior: QuestionPosterior,
): AnswerValue => {
	switch (question.kind) {
		case 'single':
			return question.options[decisions[0]!.option]!.value;
		case 'severity':
			return decisions[0]!.option;
		case 'multiple':
			return chosenOptions(question, posterior.parts, decisions);
	}
};

/** Options decided to hold, within what the form allows: at most `choicesMax`, at least one where required. */
const chosenOptions = (
	question: MultipleQuestion,
	parts: readonly Float64Array[],
	decisions: readonly Decide[],
): readonly string[] => {
	const ranked = question.options
		.map((option, part) => ({
			value: option.value,
			probability: parts[part]![1]!,
			holds: decisions[part]!.option === 1,
		}))
		.sort((a, b) => b.probability - a.probability);
	const likely = ranked.filter(({ holds }) => holds);
	const chosen = likely.length === 0 && question.required ? ranked.slice(0, 1) : likely;
	return chosen
		.slice(0, question.choicesMax ?? ranked.length)
		.map(({ value }) => value)
		.sort();
};

/** Words are not voted on: more eyes are not asked for the sake of a text. */
const decideText = (texts: readonly string[], { views, targets }: QuestionStop): QuestionDecision => {
	if (views < targets.viewsMin) return { kind: 'another-view' };
	if (texts.length === 0)
		return { kind: 'decide', value: undefined, certainty: undefined, tied: false, reason: 'text' };
	const { index, agreement } = textMedoid(texts);
	return { kind: 'decide', value: texts[index]!, certainty: agreement, tied: false, reason: 'text' };
};

/** Of several reasons, the one that says least for the decision. */
const weakest = (reasons: readonly DecisionReason[]): DecisionReason =>
	(['cap', 'no-gain', 'certain'] as const).find((reason) => reasons.includes(reason)) ?? 'text';

/** An answer of one person to the form of one item. */
export type ItemAnswer = {
	readonly worker: string;
	/** `unseen`: given without a reveal. It is no view and moves no posterior. */
	readonly basis: 'viewed' | 'unseen';
	readonly answers: Answers;
};

export type ItemState = {
	readonly form: Form;
	readonly answers: readonly ItemAnswer[];
	readonly targets: StopTargets;
	/** By question; a question without is answered by unknown workers. */
	readonly models?: ReadonlyMap<string, QuestionModels> | undefined;
	readonly priors?: ReadonlyMap<string, QuestionPrior> | undefined;
	readonly calibrations?: ReadonlyMap<string, Calibration> | undefined;
	/** What one more view of this item must add in expected certainty; without it, only target and cap stop. */
	readonly gainMin?: number | undefined;
	/**
	 * How errors and exposure are weighed on questions whose options tell harmful from harmless, once the crowd is known;
	 * default `harmWeighing`. `off`: only target, cap and `gainMin` stop, as where an audit says that recall suffers.
	 */
	readonly weighing?: HarmWeighing | 'off' | undefined;
	readonly severityWithin?: number | undefined;
};

export type DecidedQuestion = Extract<QuestionDecision, { kind: 'decide' }>;

export type ItemDecision =
	| {
			readonly kind: 'decide';
			/** Questions that have an answer, by name. */
			readonly answers: Answers;
			readonly questions: ReadonlyMap<string, DecidedQuestion>;
			/** Of the least certain question that had to be decided; undefined where none has a certainty. */
			readonly certainty: number | undefined;
			readonly tied: boolean;
			readonly views: number;
			readonly reason: DecisionReason;
	  }
	| {
			readonly kind: 'another-view';
			readonly views: number;
			/** Questions that are open. */
			readonly open: readonly string[];
	  };

/**
 * Decides an item once all its required questions are (all questions, where none is required); optional ones are then
 * taken as they stand. Throws on answers that do not fit the form.
 */
export const decideItem = (state: ItemState): ItemDecision => {
	const { form, targets } = state;
	assert(form.questions.length > 0, 'a form has a question');
	const viewed = state.answers.filter(({ basis }) => basis === 'viewed');
	const views = new Set(viewed.map(({ worker }) => worker)).size;
	const anyRequired = form.questions.some(({ required }) => required);
	const questions = new Map<string, DecidedQuestion>();
	const holding: DecidedQuestion[] = [];
	const open: string[] = [];
	for (const question of form.questions) {
		const holds = question.required || !anyRequired;
		const stop = stopOf(state, question, viewed, views);
		let decision = decideQuestion(stop);
		// An optional question holds no item open: it is read as if the cap were reached.
		if (decision.kind === 'another-view' && !holds && views >= targets.viewsMin) {
			decision = decideQuestion({ ...stop, targets: { ...targets, viewsMax: Math.max(views, 1) } });
		}
		if (decision.kind === 'another-view') {
			if (holds) open.push(question.name);
			continue;
		}
		const answered = holds || stop.posterior.views > 0;
		questions.set(question.name, answered ? decision : { ...decision, value: undefined });
		if (holds) holding.push(decision);
	}
	if (open.length > 0) return { kind: 'another-view', views, open };
	const certainties = holding.flatMap(({ certainty }) => (certainty === undefined ? [] : [certainty]));
	return {
		kind: 'decide',
		answers: Object.fromEntries(
			[...questions].flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value] as const])),
		),
		questions,
		certainty: certainties.length === 0 ? undefined : Math.min(...certainties),
		tied: holding.some(({ tied }) => tied),
		views,
		reason: weakest(holding.map(({ reason }) => reason)),
	};
};

const stopOf = (state: ItemState, question: Question, viewed: readonly ItemAnswer[], views: number): QuestionStop => {
	const models = state.models?.get(question.name) ?? unknownModels(question);
	const own = viewed.flatMap(({ worker, answers }) => {
		const value = answers[question.name];
		return value === undefined ? [] : [{ worker, value }];
	});
	return {
		question,
		posterior: questionPosterior({ question, views: own, models, prior: state.priors?.get(question.name) }),
		views,
		targets: state.targets,
		calibration: state.calibrations?.get(question.name),
		gain: state.gainMin === undefined ? undefined : { gainMin: state.gainMin, models },
		weighed: state.weighing === 'off' ? undefined : weighedParts(question, models, state.weighing),
		severityWithin: state.severityWithin,
	};
};

/**
 * What the options of a question say of harm. A part is weighed where some of its classes are harmful and others not, and
 * where its crowd has been learnt: of people of whom nothing is known no view can be shown to be too many.
 */
export const weighedParts = (
	question: Question,
	models: QuestionModels,
	weighing?: HarmWeighing | undefined,
): readonly (WeighedView | undefined)[] | undefined => {
	if (question.kind !== 'single' && question.kind !== 'multiple') return undefined;
	const severity = question.options.map((option) => topSeverity(option.hazards ?? {}));
	const byPart = question.kind === 'single' ? [severity] : severity.map((one) => [0, one] as const);
	return byPart.map((classes, part) => {
		const { newcomer, classPrior: share } = models[part]!;
		const harmful = classes.filter((one) => one >= harmfulSeverityMin).length;
		if (harmful === 0 || harmful === classes.length || !isLearnt(newcomer)) return undefined;
		return { stakes: harmStakes({ severity: classes, share, weighing }), confusion: workerConfusion(newcomer) };
	});
};

const isLearnt = ({ classCount, prior }: WorkerModel): boolean => {
	const unknown = unknownWorker(classCount).prior;
	return prior.some((value, at) => Math.abs(value - unknown[at]!) > 1e-6);
};
