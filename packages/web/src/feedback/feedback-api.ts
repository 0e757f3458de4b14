import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ResponseBody } from '@utu/contract/routes.ts';
import { client } from '../api/client.ts';

type VerdictPage = ResponseBody<'GET /api/v1/me/verdicts'>;
export type Received = VerdictPage['verdicts'][number];
export type ScoreFigures = ResponseBody<'GET /api/v1/me/score'>;

/** Newest first, a page at a time. */
export const verdictsQuery = infiniteQueryOptions({
	queryKey: ['me', 'verdicts'],
	queryFn: ({ pageParam, signal }) =>
		client.request('GET /api/v1/me/verdicts', { query: pageParam === undefined ? {} : { cursor: pageParam }, signal }),
	initialPageParam: undefined as string | undefined,
	getNextPageParam: ({ nextCursor }: VerdictPage) => nextCursor ?? undefined,
	staleTime: 0,
});

export const scoreQuery = queryOptions({
	queryKey: ['me', 'score'],
	queryFn: ({ signal }) => client.request('GET /api/v1/me/score', { signal }),
	staleTime: 0,
});

/** Bypasses the query cache: content is kept nowhere but in its page. */
export const lookAgain = (
	reviewId: string,
	signal: AbortSignal,
): Promise<ResponseBody<'POST /api/v1/me/verdicts/:reviewId/look'>> =>
	client.request('POST /api/v1/me/verdicts/:reviewId/look', { params: { reviewId }, body: {}, signal });

export const useContest = (reviewId: string) => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (sentence: string) =>
			client.request('POST /api/v1/me/verdicts/:reviewId/contest', { params: { reviewId }, body: { sentence } }),
		onSuccess: (received) => {
			cache.setQueryData(verdictsQuery.queryKey, (before) =>
				before === undefined
					? undefined
					: {
							...before,
							pages: before.pages.map((page) => ({
								...page,
								verdicts: page.verdicts.map((one) => (one.reviewId === reviewId ? received : one)),
							})),
						},
			);
			return cache.invalidateQueries({ queryKey: scoreQuery.queryKey });
		},
	});
};
