import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { RequestBody, ResponseBody } from '@utu/contract/routes.ts';
import { client } from '../../api/client.ts';

export type Automatic = ResponseBody<'GET /api/v1/projects/:projectId/automatic'>;
export type AutomaticOption = Automatic['options'][number];
export type AutomaticSetting = RequestBody<'PUT /api/v1/projects/:projectId/automatic'>;

/** Audits come in while the page is open. */
const refetchMs = 15_000;

export const automaticQuery = (projectId: string) =>
	queryOptions({
		queryKey: ['operator', 'projects', projectId, 'automatic'],
		queryFn: ({ signal }) =>
			client.request('GET /api/v1/projects/:projectId/automatic', { params: { projectId }, signal }),
		refetchInterval: refetchMs,
	});

export const useRecall = (projectId: string) => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (option: string) =>
			client.request('POST /api/v1/projects/:projectId/automatic/recall', { params: { projectId }, body: { option } }),
		onSuccess: (automatic) => cache.setQueryData(automaticQuery(projectId).queryKey, automatic),
	});
};

export const useSetAutomatic = (projectId: string) => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (setting: AutomaticSetting) =>
			client.request('PUT /api/v1/projects/:projectId/automatic', { params: { projectId }, body: setting }),
		onSuccess: (automatic) => cache.setQueryData(automaticQuery(projectId).queryKey, automatic),
	});
};
