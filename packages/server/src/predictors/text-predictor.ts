import type { TextScreening } from '@utu/core/first-pass/screen-text.ts';
import { topSeverity } from '@utu/core/safety/hazards.ts';
import { err, ok } from '@utu/core/shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import type { Predictor, PredictorProject } from './predictor.port.ts';
import type { ModelSource, TextClassifier } from './text-classifier.ts';

export type ProjectModel = ModelSource & { readonly version: number };

export type TextPredictorDeps = {
	readonly classifier: Pick<TextClassifier, 'score' | 'covered' | 'health'>;
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
	covers: async ({ id: projectId, taxonomy }) => classifier.covered({ taxonomy, model: await modelOf(projectId) }),
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
		return ok(scored.value.map((screening) => ({ ...asScore(project, screening), ...by })));
	},
	health: () => classifier.health(),
});

const asScore = (
	{ taxonomy }: PredictorProject,
	{ hazards, uncovered, sentenceSeverities, labelPrior }: TextScreening,
) => ({
	hazards,
	uncovered,
	// Whatever is open may stand in any sentence.
	sentenceSeverities: uncovered.length > 0 ? sentenceSeverities.map(() => topSeverity(hazards)) : sentenceSeverities,
	...(labelPrior === undefined ? {} : { labelPrior: { [taxonomy.question]: labelPrior } }),
});
