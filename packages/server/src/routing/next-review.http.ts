import type { ResponseBody } from '@utu/contract/routes.ts';
import type { LookAt } from './next.ts';
import { type NextReviewDeps, nextReview } from './next-review.ts';

type Work = Exclude<ResponseBody<'POST /api/v1/reviews/next'>, { kind: 'compare' }>;
type Lease = Extract<Work, { kind: 'lease' }>['lease'];

/** The next review as its page shows it, for review's answer; undefined when what it was granted on no longer holds. */
export const reviewForPage =
	(deps: NextReviewDeps & { readonly viewLease: LookAt<Lease | undefined> }) =>
	async (asking: { readonly organisationId: string; readonly personId: string }): Promise<Work | undefined> => {
		const next = await nextReview(deps, asking, deps.viewLease);
		if (next.kind === 'busy') return next;
		if (next.kind === 'nothing') return { ...next, until: next.until?.toISOString() ?? null };
		if (next.view === undefined) return undefined;
		return { kind: 'lease', reviewId: next.review.id, review: next.review.kind, lease: next.view };
	};
