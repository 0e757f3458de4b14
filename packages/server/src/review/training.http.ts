import type { ResponseBody, RouteKey } from '@utu/contract/routes.ts';
import { type TrainingRule, trainingProgress } from '@utu/core/review/qualification.ts';
import { ok, type Result } from '@utu/core/shared/result.ts';
import type { Failure, Handlers } from '../platform/handlers.ts';
import type { GoldProject } from './gold.sql.ts';
import { allGold, askForGold, type GoldError, setTraining } from './gold.ts';
import type { JudgeDeps } from './judge.ts';
import type { TrainingProject } from './training.sql.ts';
import { allTraining, answerTraining, letIn, type TrainingError, type TrainingFeedback } from './training.ts';
import { takenBack, toWireAnswers } from './wire.ts';

type TrainingKeys = Extract<
	RouteKey,
	| 'GET /api/v1/gold'
	| 'POST /api/v1/projects/:projectId/gold'
	| 'PUT /api/v1/projects/:projectId/training'
	| 'GET /api/v1/me/training'
	| `${string} /api/v1/training/${string}`
>;
type Next = ResponseBody<'POST /api/v1/training/next'>;

export type TrainingDeps = JudgeDeps & {
	/** Routing's door: grants the next look. Undefined where it was taken back at once. */
	readonly nextTraining: (asking: {
		readonly organisationId: string;
		readonly personId: string;
		readonly projectId: string;
	}) => Promise<Next | undefined>;
	/** Annotation's words for an answer that does not fit its form, and for a lease that is over. */
	readonly leaseFailure: (error: Extract<TrainingError, { kind: 'invalid' | 'not-yours' | 'ended' }>) => Failure;
};

/** Gold, and training on it with what experts say told at once. */
export const trainingHandlers = (deps: TrainingDeps): Pick<Handlers, TrainingKeys> => ({
	'GET /api/v1/gold': async ({ organisationId }) =>
		ok({ projects: (await allGold(deps, { organisationId })).map(toGold) }),
	'POST /api/v1/projects/:projectId/gold': async ({ organisationId, params, body }) =>
		answeredGold(await askForGold(deps, { organisationId, ...params, ...body })),
	'PUT /api/v1/projects/:projectId/training': async ({ organisationId, params, body }) =>
		answeredGold(await setTraining(deps, { organisationId, ...params, ...body })),
	'GET /api/v1/me/training': async ({ organisationId, principal }) => {
		const projects = await allTraining(deps, { organisationId, personId: principal.personId });
		return ok({ projects: projects.map(toTraining) });
	},
	'POST /api/v1/training/next': async ({ organisationId, principal, body }) => {
		const asking = { organisationId, personId: principal.personId, projectId: body.projectId };
		const next = await deps.nextTraining(asking);
		if (next === undefined) return { ok: false, error: takenBack };
		if (next.kind === 'nothing' && next.why === 'all-trained' && !(await letIn(deps, asking)))
			return { ok: false, error: goldFailures['no-such-project'] };
		return ok(next);
	},
	'POST /api/v1/training/:leaseId/answer': async ({ organisationId, principal, params, body }) => {
		const ref = { organisationId, personId: principal.personId, leaseId: params.leaseId };
		const done = await answerTraining(deps, { ...ref, answers: body.answers });
		return done.ok ? ok(toFeedback(done.value)) : { ok: false, error: failureOf(deps, done.error) };
	},
});

const toGold = (row: GoldProject): ResponseBody<'GET /api/v1/gold'>['projects'][number] => {
	const { isOn, items, rightMin, ...counts } = row;
	const training = isOn === null || items === null || rightMin === null ? null : { isOn, items, rightMin };
	return { ...counts, training };
};

const answeredGold = (result: Result<GoldProject, GoldError>): Result<ReturnType<typeof toGold>, Failure> =>
	result.ok ? ok(toGold(result.value)) : { ok: false, error: goldFailures[result.error.kind] };

const progressOf = (right: readonly boolean[], rule: TrainingRule) => ({ ...rule, ...trainingProgress(right, rule) });

const toTraining = (row: TrainingProject): ResponseBody<'GET /api/v1/me/training'>['projects'][number] => {
	const { projectId, projectName, needed, answers, items, rightMin } = row;
	const progress = progressOf(answers, { items, rightMin });
	return { projectId, projectName, needed, ...progress, qualified: row.qualified || progress.qualified };
};

const toFeedback = ({
	gold,
	form,
	mine,
	right,
	progress,
}: TrainingFeedback): ResponseBody<'POST /api/v1/training/:leaseId/answer'> => ({
	projectName: gold.projectName,
	form,
	mine: toWireAnswers(mine),
	experts: toWireAnswers(gold.answers),
	explanation: gold.explanation,
	right,
	progress,
});

const failureOf = (deps: TrainingDeps, error: TrainingError): Failure => {
	switch (error.kind) {
		case 'not-training':
			return {
				status: 409,
				code: 'not-training',
				title: 'This look is no training.',
				detail: 'Answer it where it was given to you.',
			};
		case 'not-looked':
			return {
				status: 409,
				code: 'not-looked',
				title: 'Training rests on a look.',
				detail: 'Uncover the item, or skip it: it counts for nothing.',
			};
		default:
			return deps.leaseFailure(error);
	}
};

const goldFailures: Readonly<Record<GoldError['kind'], Failure>> = {
	'no-such-project': { status: 404, code: 'no-such-project', title: 'There is no such project in this organisation.' },
	'nothing-to-draw': {
		status: 409,
		code: 'nothing-to-draw',
		title: 'There is no decided item to draw.',
		detail: 'Gold is drawn from items that are decided and screened, each once.',
	},
};
