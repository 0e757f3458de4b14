import { categoriesAtLeast, type HazardCategory, type Hazards, topSeverity } from './hazards.ts';

/** What tells one lane from another: items with equal signatures are eligible for the same people. */
export type LaneKey = {
	readonly signature: string;
	readonly language: string | undefined;
	readonly hazards: Hazards;
	readonly categories: readonly HazardCategory[];
	readonly categoriesAny: readonly HazardCategory[];
	readonly uncovered: readonly HazardCategory[];
	readonly severity: number;
	readonly themes: readonly string[];
};

export const laneKey = (item: {
	readonly language: string | undefined;
	readonly hazards: Hazards;
	readonly uncovered: readonly HazardCategory[];
	readonly themes: readonly string[];
}): LaneKey => {
	const severity = topSeverity(item.hazards);
	const categoriesAny = categoriesAtLeast(item.hazards, 1);
	const hazards = Object.fromEntries(
		categoriesAny.map((category) => [category, item.hazards[category] ?? 0]),
	) as Hazards;
	const uncovered = [...new Set(item.uncovered)].sort();
	const themes = [...new Set(item.themes)].sort();
	const signature = JSON.stringify([item.language ?? null, hazards, uncovered, themes]);
	return {
		signature,
		language: item.language,
		hazards,
		categories: categoriesAtLeast(item.hazards, 2),
		categoriesAny,
		uncovered,
		severity,
		themes,
	};
};
