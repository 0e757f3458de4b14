import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { RequestBody, ResponseBody } from '@utu/contract/routes.ts';
import { client } from '../api/client.ts';

export type Voice = ResponseBody<'GET /api/v1/voice'>;
export type Post = Voice['posts'][number];
export type Reply = Post['replies'][number];

export const voiceQuery = infiniteQueryOptions({
	queryKey: ['voice'],
	queryFn: ({ pageParam, signal }) =>
		client.request('GET /api/v1/voice', { query: pageParam === null ? {} : { cursor: pageParam }, signal }),
	initialPageParam: null as string | null,
	getNextPageParam: (last) => last.nextCursor,
	gcTime: 0,
});

export const usePost = () => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (post: RequestBody<'POST /api/v1/voice'>) => client.request('POST /api/v1/voice', { body: post }),
		onSuccess: () => cache.invalidateQueries({ queryKey: voiceQuery.queryKey }),
	});
};

export type Moderation = { readonly postId: string; readonly how: 'show' | 'withdraw' };

export const useModerate = () => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: ({ postId, how }: Moderation) =>
			client.request(how === 'show' ? 'POST /api/v1/voice/:postId/show' : 'POST /api/v1/voice/:postId/withdraw', {
				params: { postId },
				body: {},
			}),
		onSettled: () => cache.invalidateQueries({ queryKey: voiceQuery.queryKey }),
	});
};
