import type { HazardCategory } from '../safety/hazards.ts';
import { type CategoryScores, categoryScores, type ScoringTaxonomy } from './hazards.ts';
import { predictText, type TextModel } from './model.ts';
import { windowsOf } from './screen-text.ts';

/**
 * How likely one text carries each category, by a learned model; undefined where it is too long to be read whole. A long
 * text counts as its worst window.
 */
export const moderateText = (options: {
	readonly model: TextModel;
	readonly text: string;
	readonly taxonomy: ScoringTaxonomy;
}): CategoryScores | undefined => {
	const { model, taxonomy } = options;
	const windows = windowsOf(options.text);
	if (windows === undefined) return undefined;
	const found = windows.map((part) => categoryScores({ model, probabilities: predictText(model, part), taxonomy }));
	const scores: Partial<Record<HazardCategory, number>> = {};
	for (const one of found)
		for (const [category, score] of Object.entries(one.scores) as [HazardCategory, number][])
			scores[category] = Math.max(scores[category] ?? 0, score);
	return { scores, uncovered: found[0]?.uncovered ?? [] };
};
