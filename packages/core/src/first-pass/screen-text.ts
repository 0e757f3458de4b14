import {
	type HazardCategory,
	type Hazards,
	joinHazards,
	type Severity,
	topSeverity,
	unscreened,
} from '../safety/hazards.ts';
import { capText, featureLimits } from './features.ts';
import { type ScoringTaxonomy, scoreHazards, unscreenedScore } from './hazards.ts';
import { predictText, type TextModel } from './model.ts';
import { sentenceLimits, splitSentences } from './sentences.ts';

export const screenLimits = {
	/** Windows of `featureLimits.textCharsMax` characters; a longer text is unscreened. */
	windowsMax: 25,
} as const;

/**
 * `sentenceSeverities` go with `splitSentences` of the same text, one each. They are of what the model knows: while anything is
 * uncovered, whoever shows the text covers all of it.
 */
export type TextScreening = {
	readonly hazards: Hazards;
	readonly uncovered: readonly HazardCategory[];
	readonly sentenceSeverities: readonly Severity[];
	readonly labelPrior?: readonly number[] | undefined;
};

export type ScreenInputs = {
	readonly model: TextModel | undefined;
	readonly text: string;
	readonly taxonomy: ScoringTaxonomy;
};

/**
 * All that the first pass says of one text. Long texts are scored window by window, and count as their worst; the label prior is that of
 * the first window, which is what models learn from. Each sentence has its own severity, at most the whole's; where none is as severe as
 * the whole, the harm is between the lines and all of them count as the whole does. Without a model everything is open, at severity 4.
 */
export const screenText = ({ model, text, taxonomy }: ScreenInputs): TextScreening => {
	const sentences = splitSentences(text);
	const windows = windowsOf(text);
	if (model === undefined || windows === undefined) {
		const open = unscreenedScore(taxonomy);
		const severity = topSeverity(open.hazards);
		return { ...open, sentenceSeverities: sentences.map(() => severity) };
	}
	const score = (part: string) => scoreHazards({ model, probabilities: predictText(model, part), taxonomy });
	const scores = windows.map(score);
	const hazards = scores.map((one) => one.hazards).reduce(joinHazards);
	const { uncovered, labelPrior } = scores[0]!;
	const whole = knownSeverity(hazards);
	const own = sentences.map(({ start, end }): Severity => {
		if (sentences.length === 1 || whole === 0 || end - start > sentenceLimits.charsMax) return whole;
		return Math.min(whole, knownSeverity(score(text.slice(start, end)).hazards)) as Severity;
	});
	return { hazards, uncovered, sentenceSeverities: own.includes(whole) ? own : own.map(() => whole), labelPrior };
};

const knownSeverity = (hazards: Hazards): Severity => topSeverity({ ...hazards, [unscreened]: 0 });

/** Undefined past the limit. An empty text is one empty window. */
export const windowsOf = (text: string): readonly string[] | undefined => {
	const windows: string[] = [];
	let start = 0;
	do {
		if (windows.length === screenLimits.windowsMax) return undefined;
		const window = capText(text.slice(start, start + featureLimits.textCharsMax + 1));
		windows.push(window);
		start += window.length;
	} while (start < text.length);
	return windows;
};
