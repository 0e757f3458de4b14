import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ResponseBody } from '@utu/contract/routes.ts';
import { client } from './client.ts';

export type MyShift = ResponseBody<'GET /api/v1/me/shift'>;

export const shiftQuery = queryOptions({
	queryKey: ['me', 'shift'],
	queryFn: ({ signal }) => client.request('GET /api/v1/me/shift', { signal }),
	staleTime: 60_000,
});

export const useBeginShift = () => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (hours: number) => client.request('POST /api/v1/me/shift', { body: { hours } }),
		onSuccess: (shift) => cache.setQueryData(shiftQuery.queryKey, shift),
	});
};

/** @param giveBack what has to happen first, so that an unfinished answer is kept. */
export const useEndShift = (giveBack: () => Promise<void>) => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: async () => {
			await giveBack();
			return client.request('POST /api/v1/me/shift/end', { body: {} });
		},
		onSuccess: (shift) => cache.setQueryData(shiftQuery.queryKey, shift),
	});
};
