import type { FitError, FitRequest } from '@utu/core/first-pass/fit-model.ts';
import type { FitReport } from '@utu/core/first-pass/fit-report.ts';
import type { ScoringTaxonomy } from '@utu/core/first-pass/hazards.ts';
import type { TextScreening } from '@utu/core/first-pass/screen-text.ts';
import type { Result } from '@utu/core/shared/result.ts';

/** A project's learned model, by a key that changes with its version; loaded where it is not at hand. */
export type ModelRef = { readonly key: string; readonly load: () => Promise<Uint8Array> };

/** What this stage needs of the text predictor, which runs off the request thread. */
export type TextPredictor = {
	/** One screening a text, in order; without a model everything is uncovered. */
	readonly score: (request: {
		readonly model: ModelRef | undefined;
		readonly texts: readonly string[];
		readonly taxonomy: ScoringTaxonomy;
	}) => Promise<Result<readonly TextScreening[], { readonly kind: string }>>;
	readonly fit: (
		request: Omit<FitRequest, 'random'> & { readonly seed: number },
	) => Promise<Result<{ readonly bytes: Uint8Array; readonly report: FitReport }, FitError | { readonly kind: string }>>;
};
