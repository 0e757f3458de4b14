import { splitSentences } from '@utu/core/first-pass/sentences.ts';
import {
	type HazardCategory,
	type Hazards,
	hazardCategories,
	hazardEntries,
	type Severity,
	topSeverity,
} from '@utu/core/safety/hazards.ts';
import { err, ok } from '@utu/core/shared/result.ts';
import type { Predictor, Score } from '../../packages/server/src/predictors/predictor.port.ts';
import type { ItemMaker } from './items.ts';

/** How wrong the simulated first pass is. */
const missShare = 0.04;
const alarmShare = 0.1;
const failShare = 0.01;
/** Texts by number: one in so many is of a kind that it covers nothing of. */
const blindEvery = 9;

/** A first pass that knows the truth, and errs as real ones do: it misses, it cries wolf, it fails, and it is blind to a kind of text. */
export const createErringPredictor = (items: ItemMaker, random: () => number): Predictor => {
	const scoreOf = (text: string): Score => {
		const truth = items.truthOf(text);
		const blind = Number(/^Text (\d+)\./.exec(text)?.[1] ?? 0) % blindEvery === 0;
		const hazards = truth === undefined || blind ? {} : erred(truth.hazards, random);
		const top = topSeverity(hazards);
		return {
			hazards,
			uncovered: blind ? hazardCategories : [],
			sentenceSeverities: splitSentences(text).map(() => top),
			labelPrior: undefined,
			predictorId: 'erring',
			predictorVersion: '1',
			modelVersion: null,
			latencyMs: 0,
		};
	};
	return {
		id: 'erring',
		version: '1',
		media: ['text'],
		covers: async () => ok(hazardCategories),
		score: async ({ contents }) =>
			random() < failShare
				? err({ kind: 'crashed', detail: 'a planted failure' })
				: ok(contents.map((content) => scoreOf(content.medium === 'text' ? content.text : ''))),
		health: () => ({ state: 'ready', waiting: 0, restarts: 0 }),
	};
};

const erred = (truth: Hazards, random: () => number): Hazards => {
	const dice = random();
	if (dice < missShare) return {};
	const found = hazardEntries(truth).map(([category, severity]) => [category, severity] as [HazardCategory, Severity]);
	return Object.fromEntries(
		found.map(([category, severity]) => [
			category,
			dice < missShare + alarmShare && severity < 4 ? ((severity + 1) as Severity) : severity,
		]),
	);
};
