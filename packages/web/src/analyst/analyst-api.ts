import { queryOptions, useMutation } from '@tanstack/react-query';
import type { RequestBody, ResponseBody } from '@utu/contract/routes.ts';
import { client } from '../api/client.ts';

type ReviewWork = ResponseBody<'POST /api/v1/reviews/next'>;
export type Comparison = ResponseBody<'POST /api/v1/reviews/:reviewId/answer'>;
export type ReviewKind = Comparison['kind'];
type ReviewAnswer = RequestBody<'POST /api/v1/reviews/:reviewId/answer'>;
type Verdict = RequestBody<'POST /api/v1/reviews/:reviewId/verdict'>;
export type Member = ResponseBody<'GET /api/v1/team/scores'>['members'][number];

/** Calls about the review in hand. They bypass the query cache: content is kept nowhere but in its page. */
export const nextReview = (signal: AbortSignal): Promise<ReviewWork> =>
	client.request('POST /api/v1/reviews/next', { body: {}, signal });

export const answerReview = (reviewId: string, body: ReviewAnswer): Promise<Comparison> =>
	client.request('POST /api/v1/reviews/:reviewId/answer', { params: { reviewId }, body });

export const useGiveVerdict = (reviewId: string) =>
	useMutation({
		mutationFn: (body: Verdict) =>
			client.request('POST /api/v1/reviews/:reviewId/verdict', { params: { reviewId }, body }),
	});

export const teamQuery = queryOptions({
	queryKey: ['team', 'scores'],
	queryFn: ({ signal }) => client.request('GET /api/v1/team/scores', { signal }),
	staleTime: 0,
});
