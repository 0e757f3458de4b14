import { Worker } from 'node:worker_threads';
import type { Form } from '@utu/core/projects/form.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import type { Dispatcher } from '../platform/dispatch.ts';
import { createPace, type Pace } from '../platform/pace.ts';
import { answersToRefit, projectsToRefit, reconsiderOpen, saveModels } from './refit.sql.ts';
import type { RefitRequest, RefitResult } from './refit.worker.ts';

export type RefitDeps = { readonly database: Database; readonly dispatcher: Dispatcher; readonly clock: Clock };

/** The first fit after this many answers, the next whenever there are a fifth more. */
const answersMin = 100;
const growthMin = 1.2;
const answersMax = 500_000;

/** Nobody answers faster, all people of a project together. */
const answersPerSecondMax = 2_000;

/** Learns the workers' matrices again in the background, in a thread of its own, then looks at open items anew. */
export const refitWorkers = (deps: RefitDeps): (() => Promise<number>) => {
	const pace = createPace({ perSecondMax: answersPerSecondMax });
	return () => refitDue(deps, pace);
};

const refitDue = async (deps: RefitDeps, pace: Pace): Promise<number> => {
	let fitted = 0;
	const now = deps.clock.now();
	const skip = pace.waiting(now);
	for (const organisationId of await deps.dispatcher.organisations()) {
		const projects = await deps.database.transaction({ organisationId }, (tx) =>
			projectsToRefit(tx, { answersMin, growthMin, skip }),
		);
		for (const { missing, ...project } of projects) {
			if (missing > 0) {
				pace.tell(project.projectId, { missing, now });
				continue;
			}
			await refitProject(deps, { organisationId, ...project });
			fitted++;
		}
	}
	return fitted;
};

const refitProject = async (
	deps: RefitDeps,
	options: { readonly organisationId: string; readonly projectId: string; readonly form: Form },
): Promise<void> => {
	const { organisationId, projectId } = options;
	const answers = await deps.database.transaction({ organisationId }, (tx) =>
		answersToRefit(tx, { projectId, rowsMax: answersMax }),
	);
	const models = await refitInThread({ form: options.form, answers });
	await deps.database.transaction({ organisationId }, async (tx) => {
		await saveModels(tx, { organisationId, projectId, models, labels: answers.length, now: deps.clock.now() });
		await reconsiderOpen(tx, projectId);
	});
};

/** A fit takes seconds on large projects: never on the thread that answers people. @throws when the thread fails. */
const refitInThread = (request: RefitRequest): Promise<RefitResult> =>
	new Promise((resolve, reject) => {
		const worker = new Worker(new URL('./refit.worker.ts', import.meta.url), { workerData: request });
		worker.once('message', (result: RefitResult) => resolve(result));
		worker.once('error', reject);
		worker.once('exit', (code) => reject(new Error(`the refit thread ended with ${code}`)));
	});
