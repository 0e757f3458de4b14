import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { RequestBody, ResponseBody } from '@utu/contract/routes.ts';
import { client } from '../api/client.ts';

export type Support = ResponseBody<'GET /api/v1/support'>;
export type TeamFigures = ResponseBody<'GET /api/v1/team-answers'>;
export type TeamAnswers = RequestBody<'POST /api/v1/me/team-answers'>;

/** Whom somebody can turn to: asked for early, so that it is there when the line is not. */
export const supportQuery = queryOptions({
	queryKey: ['support'],
	queryFn: ({ signal }) => client.request('GET /api/v1/support', { signal }),
	gcTime: Number.POSITIVE_INFINITY,
});

export const prefetchSupport = (cache: QueryClient): Promise<void> => cache.prefetchQuery(supportQuery);

export const myTeamAnswerQuery = queryOptions({
	queryKey: ['me', 'team-answers'],
	queryFn: ({ signal }) => client.request('GET /api/v1/me/team-answers', { signal }),
});

export const teamFiguresQuery = queryOptions({
	queryKey: ['team-answers'],
	queryFn: ({ signal }) => client.request('GET /api/v1/team-answers', { signal }),
});

export const useAnswerTeam = () => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (answers: TeamAnswers) => client.request('POST /api/v1/me/team-answers', { body: answers }),
		onSuccess: (answered) => cache.setQueryData(myTeamAnswerQuery.queryKey, answered),
	});
};
