import type { ResponseBody } from '@utu/contract/routes.ts';
import { lookAgain } from './look-again.ts';
import type { LookAt } from './next.ts';
import type { NextReviewDeps } from './next-review.ts';

type Look = ResponseBody<'POST /api/v1/me/verdicts/:reviewId/look'>;
type Lease = Extract<Look, { kind: 'lease' }>['lease'];

/** The item of a verdict as its page shows it; `taken-back`: what it was granted on no longer holds. */
export const lookAgainForPage =
	(deps: NextReviewDeps & { readonly viewLease: LookAt<Lease | undefined> }) =>
	async (asking: {
		readonly organisationId: string;
		readonly personId: string;
		readonly reviewId: string;
	}): Promise<Look | 'no-such-verdict' | 'taken-back'> => {
		const look = await lookAgain(deps, asking, deps.viewLease);
		if (look.kind === 'no-such-verdict') return look.kind;
		if (look.kind === 'busy') return look;
		if (look.kind === 'nothing') return { ...look, until: look.until?.toISOString() ?? null };
		return look.view === undefined ? 'taken-back' : { kind: 'lease', lease: look.view };
	};
