import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RequestBody, ResponseBody } from '@utu/contract/routes.ts';
import type { HazardCategory } from '@utu/core/safety/hazards.ts';
import { client } from './client.ts';
import {
	apiKeysQuery,
	type Exclusion,
	exclusionsQuery,
	exposureQuery,
	type Me,
	meQuery,
	workProjectsQuery,
} from './queries.ts';

export const useSetConsents = (projectId: string) => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (categories: readonly HazardCategory[]) =>
			client.request('PUT /api/v1/work/projects/:projectId/consents', {
				params: { projectId },
				body: { categories: [...categories] },
			}),
		onSuccess: ({ consents }) => {
			cache.setQueryData(workProjectsQuery.queryKey, (before) =>
				before === undefined
					? undefined
					: {
							projects: before.projects.map((project) =>
								project.id === projectId ? { ...project, consents, answered: true } : project,
							),
						},
			);
		},
	});
};

export const useSetExclusions = () => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (exclusions: readonly Exclusion[]) =>
			client.request('PUT /api/v1/me/exclusions', { body: { exclusions: [...exclusions] } }),
		onSuccess: (kept) => cache.setQueryData(exclusionsQuery.queryKey, kept),
	});
};

export const useSetLimits = () => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (limits: RequestBody<'PUT /api/v1/me/limits'>) =>
			client.request('PUT /api/v1/me/limits', { body: limits }),
		onSuccess: ({ limits }) =>
			cache.setQueryData(exposureQuery.queryKey, (before) =>
				before === undefined ? undefined : { ...before, limits },
			),
	});
};

export const useChangeMe = () => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (change: RequestBody<'PATCH /api/v1/me'>) => client.request('PATCH /api/v1/me', { body: change }),
		onSuccess: (me: Me) => cache.setQueryData(meQuery.queryKey, me),
	});
};

/** Joins by code. Who one is changes with it, so that is asked for again. */
export const useJoin = () => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (joinCode: string) => client.request('POST /api/v1/memberships', { body: { joinCode } }),
		onSuccess: () => cache.fetchQuery({ ...meQuery, staleTime: 0 }),
	});
};

export const useFound = () => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (name: string) => client.request('POST /api/v1/organisations', { body: { name } }),
		onSuccess: () => cache.fetchQuery({ ...meQuery, staleTime: 0 }),
	});
};

export type NewKey = RequestBody<'POST /api/v1/api-keys'>;
export type MadeKey = ResponseBody<'POST /api/v1/api-keys'>;

export const useMakeKey = () => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (key: NewKey) => client.request('POST /api/v1/api-keys', { body: key }),
		onSuccess: () => cache.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
	});
};

export const useRevokeKey = () => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (keyId: string) => client.request('DELETE /api/v1/api-keys/:keyId', { params: { keyId } }),
		onSuccess: () => cache.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
	});
};
