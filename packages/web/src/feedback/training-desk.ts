import { answerQueueOf } from '../api/answers.ts';
import { type Source, sendOnce } from '../worker/session-core.ts';
import { answerTraining, nextTraining, type TrainingFeedback } from './training-api.ts';

/** What stands on the page in place of an item. */
type Aside = { readonly kind: 'told'; readonly feedback: TrainingFeedback } | { readonly kind: 'busy' | 'all-trained' };

export type TrainingDesk = {
	readonly source: Source;
	readonly state: () => Aside | undefined;
	readonly subscribe: (notify: () => void) => () => void;
};

/** Items to train on. After each answer the page shows what experts said, and goes on when the person does. */
export const createTrainingDesk = (personId: string, projectId: string): TrainingDesk => {
	const listeners = new Set<() => void>();
	let aside: Aside | undefined;
	let told: TrainingFeedback | undefined;
	const show = (next: Aside): { readonly kind: 'aside' } => {
		aside = next;
		for (const notify of listeners) notify();
		return { kind: 'aside' };
	};
	const next: Source['next'] = async (signal) => {
		const feedback = told;
		told = undefined;
		if (feedback !== undefined) return show({ kind: 'told', feedback });
		// What was answered at work and is still on its way would hold its item in hand.
		await answerQueueOf(personId).flush();
		const work = await nextTraining(projectId, signal);
		if (work.kind === 'busy') return show({ kind: 'busy' });
		if (work.kind === 'lease') return work;
		const { kind, why, until } = work;
		return why === 'all-trained' ? show({ kind: 'all-trained' }) : { kind, why, until };
	};
	const submit: Source['submit'] = ({ leaseId, body }) =>
		sendOnce(async () => {
			told = await answerTraining(leaseId, { answers: body.answers });
			return 'trained';
		});
	return {
		source: { next, submit, pendingLeases: () => [] },
		state: () => aside,
		subscribe: (notify) => {
			listeners.add(notify);
			return () => listeners.delete(notify);
		},
	};
};
