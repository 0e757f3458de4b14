import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { RequestBody, ResponseBody } from '@utu/contract/routes.ts';
import { client } from '../../api/client.ts';

export type Member = ResponseBody<'GET /api/v1/members'>['members'][number];
export type Organisation = ResponseBody<'GET /api/v1/organisation'>;

export const organisationQuery = queryOptions({
	queryKey: ['operator', 'organisation'],
	queryFn: ({ signal }) => client.request('GET /api/v1/organisation', { signal }),
});

export const membersQuery = queryOptions({
	queryKey: ['operator', 'members'],
	queryFn: ({ signal }) => client.request('GET /api/v1/members', { signal }),
});

export const useChangeOrganisation = () => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (change: RequestBody<'PATCH /api/v1/organisation'>) =>
			client.request('PATCH /api/v1/organisation', { body: change }),
		onSuccess: (organisation) => cache.setQueryData(organisationQuery.queryKey, organisation),
	});
};

export const useSetRoles = () => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: ({
			personId,
			roles,
		}: {
			readonly personId: string;
			readonly roles: readonly Member['roles'][number][];
		}) => client.request('PATCH /api/v1/members/:personId', { params: { personId }, body: { roles: [...roles] } }),
		onSuccess: () => cache.invalidateQueries({ queryKey: membersQuery.queryKey }),
	});
};
