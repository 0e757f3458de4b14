import type { ResponseBody } from '@utu/contract/routes.ts';
import type { LookAt } from './next.ts';
import type { NextReviewDeps } from './next-review.ts';
import { nextTraining } from './next-training.ts';

type Next = ResponseBody<'POST /api/v1/training/next'>;
type Lease = Extract<Next, { kind: 'lease' }>['lease'];

/** The next item to train on as its page shows it; undefined when what it was granted on no longer holds. */
export const trainingForPage =
	(deps: NextReviewDeps & { readonly viewLease: LookAt<Lease | undefined> }) =>
	async (asking: {
		readonly organisationId: string;
		readonly personId: string;
		readonly projectId: string;
	}): Promise<Next | undefined> => {
		const next = await nextTraining(deps, asking, deps.viewLease);
		if (next.kind === 'busy') return next;
		if (next.kind === 'nothing') return { ...next, until: next.until?.toISOString() ?? null };
		return next.view === undefined ? undefined : { kind: 'lease', lease: next.view };
	};
