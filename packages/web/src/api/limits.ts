import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { RequestBody, ResponseBody } from '@utu/contract/routes.ts';
import { client } from './client.ts';

export type OrganisationLimits = ResponseBody<'GET /api/v1/limits'>;
export type LimitChange = OrganisationLimits['changes'][number];

export const limitsQuery = queryOptions({
	queryKey: ['limits'],
	queryFn: ({ signal }) => client.request('GET /api/v1/limits', { signal }),
});

export const useProposeLimits = () => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (proposal: RequestBody<'POST /api/v1/limits'>) =>
			client.request('POST /api/v1/limits', { body: proposal }),
		onSuccess: () => cache.invalidateQueries({ queryKey: limitsQuery.queryKey }),
	});
};

export type Settling = { readonly changeId: string; readonly how: 'sign' | 'decline' };

export const useSettleLimits = () => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: ({ changeId, how }: Settling) =>
			client.request(how === 'sign' ? 'POST /api/v1/limits/:changeId/sign' : 'POST /api/v1/limits/:changeId/decline', {
				params: { changeId },
				body: {},
			}),
		onSuccess: () => cache.invalidateQueries({ queryKey: limitsQuery.queryKey }),
	});
};
