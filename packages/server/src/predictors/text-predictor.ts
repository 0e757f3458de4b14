import type { ScoringTaxonomy } from '@utu/core/first-pass/hazards.ts';
import { err, ok } from '@utu/core/shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import type { Predictor, PredictorProject, Score } from './predictor.port.ts';
import type { ModelSource, TextClassifier } from './text-classifier.ts';

export type ProjectModel = ModelSource & { readonly version: number };

export type TextPredictorDeps = {
	readonly classifier: Pick<TextClassifier, 'score' | 'health'>;
	readonly clock: Clock;
	/** The project's current model; undefined before its first fit. */
	readonly modelOf: (projectId: string) => Promise<ProjectModel | undefined>;
};

const id = 'text-classifier';
const version = '1';

/** The built-in text classifier as a first pass. Before its first model every category is uncovered, and that is no error. */
export const createTextPredictor = ({ classifier, clock, modelOf }: TextPredictorDeps): Predictor => ({
	id,
	version,
	media: ['text'],
	covers: async (project) => {
		const scored = await classifier.score({ texts: [], taxonomy: project.taxonomy, model: await modelOf(project.id) });
		return scored.ok ? ok(scored.value.covered) : scored;
	},
	score: async ({ project, contents }, signal) => {
		const texts: string[] = [];
		for (const content of contents) {
			if (content.medium !== 'text') return err({ kind: 'unsupported-medium', medium: content.medium });
			texts.push(content.text);
		}
		const from = clock.now().getTime();
		const model = await modelOf(project.id);
		const scored = await classifier.score({ texts, taxonomy: project.taxonomy, model, signal });
		if (!scored.ok) return scored;
		const latencyMs = Math.max(0, clock.now().getTime() - from);
		const by = { predictorId: id, predictorVersion: version, modelVersion: model?.version ?? null, latencyMs };
		return ok(
			scored.value.screenings.map(
				({ labelPrior, ...screening }): Score => ({
					...screening,
					...(labelPrior === undefined ? {} : { labelPrior: priorOf(project, labelPrior) }),
					...by,
				}),
			),
		);
	},
	health: () => classifier.health(),
});

const priorOf = (
	{ taxonomy }: PredictorProject,
	prior: readonly number[],
): Readonly<Record<ScoringTaxonomy['question'], readonly number[]>> => ({
	[taxonomy.question]: prior,
});
