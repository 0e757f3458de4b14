import { classGroups } from '@utu/core/first-pass/hazards.ts';
import type { HazardCategory } from '@utu/core/safety/hazards.ts';
import { createPace, type Pace } from '../platform/pace.ts';
import { type FirstPassDeps, taxonomyOf } from './first-pass.loop.ts';
import { examples, insertModel, type ProjectToFit, projectsToFit, rescoreOpen } from './models.sql.ts';

/** The first model after this many decisions, the next whenever there are half as many again. */
const decidedMin = 100;
const growthMin = 1.5;
const examplesMax = 200_000;

/** Nobody decides faster, all people of a project together. */
const decisionsPerSecondMax = 2_000;

/** Learns a project's classifier again from people's decisions, in the background, and scores the open items anew. */
export const learnFromDecisions = (deps: FirstPassDeps): (() => Promise<number>) => {
	const pace = createPace({ perSecondMax: decisionsPerSecondMax });
	return () => learnDue(deps, pace);
};

const learnDue = async (deps: FirstPassDeps, pace: Pace): Promise<number> => {
	let learned = 0;
	const now = deps.clock.now();
	const skip = pace.waiting(now);
	for (const organisationId of await deps.dispatcher.organisations()) {
		const projects = await deps.database.transaction({ organisationId }, (tx) =>
			projectsToFit(tx, { decidedMin, growthMin, skip }),
		);
		for (const project of projects) {
			const { projectId, missing } = project;
			if (missing > 0) pace.tell(projectId, { missing, now });
			else if (await learnProject(deps, { organisationId, project })) learned++;
		}
	}
	return learned;
};

const learnProject = async (
	deps: FirstPassDeps,
	options: { readonly organisationId: string; readonly project: ProjectToFit },
): Promise<boolean> => {
	const { organisationId, project } = options;
	const taxonomy = taxonomyOf({ form: project.form, hazardCategories: project.hazardCategories as HazardCategory[] });
	if (taxonomy.options.length === 0) return false;
	const decided = await deps.database.transaction({ organisationId }, (tx) =>
		examples(tx, {
			projectId: project.projectId,
			version: project.version,
			question: taxonomy.question,
			rowsMax: examplesMax,
		}),
	);
	const fitted = await deps.fit({
		kind: taxonomy.kind,
		classes: taxonomy.options.map((option) => option.value),
		groups: classGroups(taxonomy),
		examples: decided,
		seed: decided.length,
	});
	if (!fitted.ok) {
		deps.onFailure({ kind: fitted.error.kind, items: decided.length });
		return false;
	}
	await deps.database.transaction({ organisationId }, async (tx) => {
		const now = deps.clock.now();
		// `trained_on` counts what was there, so that a project of an older form does not fit without end.
		await insertModel(tx, {
			organisationId,
			projectId: project.projectId,
			weights: fitted.value.bytes,
			report: fitted.value.report,
			trainedOn: project.decided,
			now,
		});
		await rescoreOpen(tx, { projectId: project.projectId, now });
	});
	return true;
};
