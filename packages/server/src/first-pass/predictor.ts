import type { FitError, FitRequest } from '@utu/core/first-pass/fit-model.ts';
import type { FitReport } from '@utu/core/first-pass/fit-report.ts';
import type { CategoryScores, ScoringTaxonomy } from '@utu/core/first-pass/hazards.ts';
import type { Result } from '@utu/core/shared/result.ts';
import type { Predictor, PredictorError } from '../predictors/predictor.port.ts';

/** The first passes of one organisation's projects. */
export type PredictorFor = (organisationId: string) => Predictor;

/** Learns a project's model from decided texts, off the request thread. The same seed and examples give the same model. */
export type Fit = (
	request: Omit<FitRequest, 'random'> & { readonly seed: number },
) => Promise<Result<{ readonly bytes: Uint8Array; readonly report: FitReport }, FitError | { readonly kind: string }>>;

/** How likely each text carries each category, by a learned model; null where a text is too long to be read whole. */
export type Moderate = (request: {
	/** A key names the same bytes for ever. */
	readonly model: { readonly key: string; readonly load: () => Promise<Uint8Array> };
	readonly taxonomy: ScoringTaxonomy;
	readonly texts: readonly string[];
}) => Promise<Result<readonly (CategoryScores | null)[], PredictorError>>;
