import type { FitError, FitRequest } from '@utu/core/first-pass/fit-model.ts';
import type { FitReport } from '@utu/core/first-pass/fit-report.ts';
import type { CategoryScores, ScoringTaxonomy } from '@utu/core/first-pass/hazards.ts';
import type { TextScreening } from '@utu/core/first-pass/screen-text.ts';
import type { HazardCategory } from '@utu/core/safety/hazards.ts';

export type ScreenTask = {
	readonly kind: 'screen';
	/** Absent before anything was learned. */
	readonly modelKey?: string | undefined;
	/** Sent only when the thread has asked for it. */
	readonly modelBytes?: Uint8Array | undefined;
	readonly texts: readonly string[];
	readonly taxonomy: ScoringTaxonomy;
};

/** How likely each text carries each category; as a screening without its sentences. */
export type ModerateTask = Omit<ScreenTask, 'kind' | 'modelKey'> & {
	readonly kind: 'moderate';
	readonly modelKey: string;
};

export type FitTask = {
	readonly kind: 'fit';
	readonly request: Omit<FitRequest, 'random'>;
	/** Of the shuffles and folds: the same seed and examples give the same model. */
	readonly seed: number;
};

export type ClassifierRequest = ScreenTask | ModerateTask | FitTask;

export type ClassifierReply =
	| {
			readonly kind: 'screened';
			readonly screenings: readonly TextScreening[];
			readonly covered: readonly HazardCategory[];
	  }
	/** Null where a text is too long to be read whole. */
	| { readonly kind: 'moderated'; readonly moderations: readonly (CategoryScores | null)[] }
	| { readonly kind: 'model-wanted' }
	| { readonly kind: 'bad-model'; readonly detail: string }
	| { readonly kind: 'fitted'; readonly bytes: Uint8Array; readonly report: FitReport }
	| { readonly kind: 'not-fitted'; readonly error: FitError };
