import type { ScoringTaxonomy } from '@utu/core/first-pass/hazards.ts';
import type { HazardCategory, Hazards, Severity } from '@utu/core/safety/hazards.ts';
import type { Result } from '@utu/core/shared/result.ts';

export type Medium = 'text' | 'image' | 'video' | 'audio';

/** What a predictor looks at: a text itself, or where a medium is stored. */
export type PredictorContent =
	| { readonly medium: 'text'; readonly text: string }
	| { readonly medium: Exclude<Medium, 'text'>; readonly storageKey: string; readonly mediaType: string };

/** `taxonomy.categories` are the project's, less those that scouts have cleared for the batch the contents are of. */
export type PredictorProject = { readonly id: string; readonly taxonomy: ScoringTaxonomy };

/**
 * What one predictor says of one content. Only with `combineHazardScores` over all predictors of the medium does it say what a person
 * is told; alone, a score with anything uncovered is `unscreened`.
 */
export type Score = {
	readonly hazards: Hazards;
	/** The project's categories that this score does not screen. */
	readonly uncovered: readonly HazardCategory[];
	/** One for each sentence of `splitSentences`; empty for other media. */
	readonly sentenceSeverities: readonly Severity[];
	/** By question, the probability of each option in the form's order. */
	readonly labelPrior?: Readonly<Record<string, readonly number[]>> | undefined;
	readonly predictorId: string;
	readonly predictorVersion: string;
	/** The version of the project's learned model; null without one. */
	readonly modelVersion: number | null;
	/** From the call to its answer, for the whole batch. */
	readonly latencyMs: number;
};

export type PredictorError =
	| { readonly kind: 'busy'; readonly queueMax: number }
	| { readonly kind: 'too-large'; readonly what: 'contents' | 'characters'; readonly max: number }
	| { readonly kind: 'unsupported-medium'; readonly medium: Medium }
	| { readonly kind: 'bad-model'; readonly detail: string }
	| { readonly kind: 'timeout'; readonly timeoutMs: number }
	| { readonly kind: 'crashed'; readonly detail: string }
	| { readonly kind: 'aborted' }
	| { readonly kind: 'stopped' };

export type PredictorHealth = {
	readonly state: 'ready' | 'stopped';
	readonly waiting: number;
	/** Times that its thread or service was lost and taken up again. */
	readonly restarts: number;
};

/** A first pass of some media. Every implementation passes `describePredictor`; a failure is a value, and a call always ends. */
export type Predictor = {
	readonly id: string;
	readonly version: string;
	readonly media: readonly Medium[];
	/** The project's categories that `score` would screen now. */
	readonly covers: (project: PredictorProject) => Promise<Result<readonly HazardCategory[], PredictorError>>;
	/** One score for each content, in their order, or an error for all. */
	readonly score: (
		batch: { readonly project: PredictorProject; readonly contents: readonly PredictorContent[] },
		signal: AbortSignal,
	) => Promise<Result<readonly Score[], PredictorError>>;
	readonly health: () => PredictorHealth;
};
