import type { Lease } from '@utu/contract/routing.ts';
import { purposeRules } from '@utu/core/safety/purpose.ts';
import { answerQueueOf, pendingLeasesOf } from '../api/answers.ts';
import { nextWork } from '../api/work.ts';
import type { Source } from './session-core.ts';

export type WorkDesk = {
	readonly source: Source;
	/** An item in hand that is answered on another page: a review, training, or a look once more. */
	readonly elsewhere: () => Lease | undefined;
};

/** The projects' work. An answer is kept in this browser and sent again by itself until the server has it. */
export const createWorkDesk = (personId: string, projectId: string | undefined): WorkDesk => {
	const queue = answerQueueOf(personId);
	let elsewhere: Lease | undefined;
	const source: Source = {
		next: async (signal) => {
			await queue.flush();
			const work = await nextWork(projectId, signal);
			elsewhere = work.kind === 'lease' && !purposeRules[work.lease.purpose].takesPlace ? work.lease : undefined;
			return elsewhere === undefined ? work : { kind: 'aside' };
		},
		submit: async (answer) => {
			const outcome = await queue.submit(answer);
			if (outcome.kind === 'refused') return outcome;
			const { status, basis } = outcome.receipt;
			return { kind: 'done', said: status === 'kept' ? 'kept' : basis === 'unseen' ? 'counted-unseen' : 'counted' };
		},
		pendingLeases: () => pendingLeasesOf(personId),
	};
	return { source, elsewhere: () => elsewhere };
};
