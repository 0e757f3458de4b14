import { topSeverity, unscreened } from '@utu/core/safety/hazards.ts';
import { describe, expect, it } from 'vitest';
import type { Predictor, PredictorContent, PredictorProject } from './predictor.port.ts';

export type PredictorCase = {
	readonly predictor: Predictor;
	readonly project: PredictorProject;
	/** At least two contents that it can read. */
	readonly contents: readonly PredictorContent[];
	/** `scores`: it answers. `fails`: every call is an error, and is one as a value. */
	readonly behaves: 'scores' | 'fails';
};

/** What every first pass must do, in working order or out of it. `given` is called in each test. */
export const describePredictor = (name: string, given: () => PredictorCase | Promise<PredictorCase>): void => {
	describe(`predictor contract: ${name}`, () => {
		const never = new AbortController().signal;

		it('has a name, a version and a medium', async () => {
			const { predictor } = await given();
			expect(predictor.id).not.toBe('');
			expect(predictor.version).not.toBe('');
			expect(predictor.media.length).toBeGreaterThan(0);
		});

		it('gives one score for each content, or an error as a value', async () => {
			const { predictor, project, contents, behaves } = await given();
			const scored = await predictor.score({ project, contents }, never);
			expect(scored.ok).toBe(behaves === 'scores');
			if (scored.ok) expect(scored.value).toHaveLength(contents.length);
		});

		it('accounts for every category of the project, and is unscreened where one is open', async () => {
			const { predictor, project, contents } = await given();
			const scored = await predictor.score({ project, contents }, never);
			const covered = await predictor.covers(project);
			expect(covered.ok).toBe(scored.ok);
			if (!scored.ok || !covered.ok) return;
			for (const score of scored.value) {
				const open = project.taxonomy.categories.filter((category) => !covered.value.includes(category));
				expect([...score.uncovered]).toEqual(expect.arrayContaining(open));
				expect(score.hazards[unscreened]).toBe(score.uncovered.length > 0 ? 4 : undefined);
			}
		});

		it('has no sentence above its content, and says who scored it', async () => {
			const { predictor, project, contents } = await given();
			const scored = await predictor.score({ project, contents }, never);
			for (const score of scored.ok ? scored.value : []) {
				for (const severity of score.sentenceSeverities)
					expect(severity).toBeLessThanOrEqual(topSeverity(score.hazards));
				expect(score).toMatchObject({ predictorId: predictor.id, predictorVersion: predictor.version });
				expect(score.latencyMs).toBeGreaterThanOrEqual(0);
			}
		});

		it('gives a prior for each option, or none', async () => {
			const { predictor, project, contents } = await given();
			const scored = await predictor.score({ project, contents }, never);
			for (const { labelPrior } of scored.ok ? scored.value : []) {
				const prior = labelPrior?.[project.taxonomy.question];
				if (labelPrior === undefined) continue;
				expect(prior).toHaveLength(project.taxonomy.options.length);
				expect(prior?.every((p) => p >= 0 && p <= 1)).toBe(true);
			}
		});

		it('says the same twice, whatever else was asked in between', async () => {
			const { predictor, project, contents } = await given();
			const hazardsOf = async (some: readonly PredictorContent[]) => {
				const scored = await predictor.score({ project, contents: some }, never);
				return scored.ok ? scored.value.map(({ hazards }) => hazards) : scored.error.kind;
			};
			const first = await hazardsOf(contents);
			await hazardsOf(contents.toReversed());
			expect(await hazardsOf(contents)).toEqual(first);
		});

		it('answers calls made at once, each with its own', async () => {
			const { predictor, project, contents } = await given();
			const calls = contents.map((content) => predictor.score({ project, contents: [content] }, never));
			const whole = await predictor.score({ project, contents }, never);
			const single = await Promise.all(calls);
			if (!whole.ok) return expect(single.every(({ ok }) => !ok)).toBe(true);
			const apart = single.map((one) => (one.ok ? one.value[0]?.hazards : undefined));
			expect(apart).toEqual(whole.value.map(({ hazards }) => hazards));
		});

		it('ends an aborted call with an error', async () => {
			const { predictor, project, contents } = await given();
			const scored = await predictor.score({ project, contents }, AbortSignal.abort());
			expect(scored.ok).toBe(false);
		});

		it('refuses a medium that is not its own', async () => {
			const { predictor, project } = await given();
			const foreign = (['image', 'audio'] as const).find((medium) => !predictor.media.includes(medium));
			if (foreign === undefined) return;
			const content = { medium: foreign, storageKey: 'none', mediaType: 'application/octet-stream' };
			const scored = await predictor.score({ project, contents: [content] }, never);
			expect(scored).toMatchObject({ ok: false });
		});

		it('says how it is', async () => {
			const { predictor, project, contents } = await given();
			await predictor.score({ project, contents }, never);
			expect(predictor.health()).toMatchObject({ waiting: 0 });
		});
	});
};
