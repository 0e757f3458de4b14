import type { ResponseBody } from '@utu/contract/routes.ts';
import type { Double } from './double.ts';
import { form, ids, leaseOf } from './scenario.ts';

/** What lies behind the pages of gold, training, and deciding without people. */

export type Automatic = ResponseBody<'GET /api/v1/projects/:projectId/automatic'>;
type GoldProject = ResponseBody<'GET /api/v1/gold'>['projects'][number];
type TrainingProject = ResponseBody<'GET /api/v1/me/training'>['projects'][number];
export type TrainingFeedback = ResponseBody<'POST /api/v1/training/:leaseId/answer'>;

const optionOf = (more: Partial<Automatic['options'][number]>): Automatic['options'][number] => ({
	option: 'rude',
	label: 'Rude',
	state: 'learning',
	collected: 40,
	needed: 119,
	proof: null,
	audit: { items: 0, wrong: 0, low: 0, high: 1 },
	decided: 0,
	...more,
});

export const automatic: Automatic = {
	possible: true,
	setting: { isOn: true, alpha: 0.05, delta: 0.1, auditShare: 0.1 },
	modelVersion: 3,
	options: [
		optionOf({}),
		optionOf({
			option: 'complaint',
			label: 'Complaint',
			state: 'deciding',
			proof: { threshold: 0.93, items: 240, wrong: 3, bound: 0.0322 },
			audit: { items: 64, wrong: 1, low: 0.0006, high: 0.11 },
			decided: 1_204,
		}),
		optionOf({
			option: 'other',
			label: 'Something else',
			state: 'suspended',
			audit: { items: 30, wrong: 12, low: 0.2, high: 0.6 },
			decided: 52,
		}),
	],
	waitingAudits: 7,
	spared: {
		items: 1_204,
		looks: 1_870,
		bySeverity: [
			{ severity: 0, items: 1_100 },
			{ severity: 3, items: 104 },
		],
	},
};

export const goldProject = (more: Partial<GoldProject> = {}): GoldProject => ({
	projectId: ids.project,
	projectName: 'Soko Corner',
	waiting: 4,
	gold: 12,
	void: 2,
	training: null,
	...more,
});

const rule = { items: 5, rightMin: 4 } as const;

export const trainingProject = (more: Partial<TrainingProject> = {}): TrainingProject => ({
	projectId: ids.project,
	projectName: 'Soko Corner',
	needed: true,
	...rule,
	answered: 2,
	right: 1,
	qualified: false,
	...more,
});

export const feedbackOf = (more: Partial<TrainingFeedback> = {}): TrainingFeedback => ({
	projectName: 'Soko Corner',
	form,
	mine: { kind: 'complaint', severity: 1 },
	experts: { kind: 'rude', severity: 1 },
	explanation: 'It insults the owner of the shop.',
	right: false,
	progress: { ...rule, answered: 3, right: 1, qualified: false },
	...more,
});

/** Items to train on, one after another; experts say “rude” of each. */
export const scriptTraining = (double: Double): void => {
	let number = 1;
	double.on('GET /api/v1/me/training', () => ({ body: { projects: [trainingProject()] } }));
	double.on('POST /api/v1/training/next', () => ({
		body: { kind: 'lease', lease: leaseOf(number, { purpose: 'gold', suggestion: null }) },
	}));
	double.on('POST /api/v1/training/:id/answer', (call) => {
		const { answers } = call.body as { answers: TrainingFeedback['mine'] };
		number += 1;
		const right = answers['kind'] === 'rude';
		return { body: feedbackOf({ mine: answers, right }) };
	});
};
