import { purposeRules } from '@utu/core/safety/purpose.ts';
import { answerQueueOf, pendingLeasesOf } from '../api/answers.ts';
import { nextWork } from '../api/work.ts';
import type { Source } from './session-core.ts';

/** The projects' work. An answer is kept in this browser and sent again by itself until the server has it. */
export const workSource = (personId: string, projectId: string | undefined): Source => {
	const queue = answerQueueOf(personId);
	return {
		next: async (signal) => {
			await queue.flush();
			const work = await nextWork(projectId, signal);
			// A review in hand, or training, is answered on its own page.
			return work.kind === 'lease' && !purposeRules[work.lease.purpose].takesPlace ? { kind: 'aside' } : work;
		},
		submit: async (answer) => {
			const outcome = await queue.submit(answer);
			if (outcome.kind === 'refused') return outcome;
			const { status, basis } = outcome.receipt;
			return { kind: 'done', said: status === 'kept' ? 'kept' : basis === 'unseen' ? 'counted-unseen' : 'counted' };
		},
		pendingLeases: () => pendingLeasesOf(personId),
	};
};
