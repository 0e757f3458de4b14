import type { FitError, FitRequest } from '@utu/core/first-pass/fit-model.ts';
import type { FitReport } from '@utu/core/first-pass/fit-report.ts';
import type { ScoringTaxonomy } from '@utu/core/first-pass/hazards.ts';
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

export type FitTask = {
	readonly kind: 'fit';
	readonly request: Omit<FitRequest, 'random'>;
	/** Of the shuffles and folds: the same seed and examples give the same model. */
	readonly seed: number;
};

export type ClassifierRequest = ScreenTask | FitTask;

export type ClassifierReply =
	| {
			readonly kind: 'screened';
			readonly screenings: readonly TextScreening[];
			readonly covered: readonly HazardCategory[];
	  }
	| { readonly kind: 'model-wanted' }
	| { readonly kind: 'bad-model'; readonly detail: string }
	| { readonly kind: 'fitted'; readonly bytes: Uint8Array; readonly report: FitReport }
	| { readonly kind: 'not-fitted'; readonly error: FitError };
