import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { RequestBody, ResponseBody } from '@utu/contract/routes.ts';
import { client } from '../api/client.ts';

export type GoldProject = ResponseBody<'GET /api/v1/gold'>['projects'][number];

export const goldQuery = queryOptions({
	queryKey: ['gold'],
	queryFn: ({ signal }) => client.request('GET /api/v1/gold', { signal }),
	staleTime: 0,
});

const useGoldChange = <Change>(send: (change: Change) => Promise<GoldProject>) => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: send,
		onSuccess: (project) =>
			cache.setQueryData(goldQuery.queryKey, (before) =>
				before === undefined
					? undefined
					: { projects: before.projects.map((one) => (one.projectId === project.projectId ? project : one)) },
			),
	});
};

export const useAskForGold = (projectId: string) =>
	useGoldChange((items: number) =>
		client.request('POST /api/v1/projects/:projectId/gold', { params: { projectId }, body: { items } }),
	);

export const useSetTraining = (projectId: string) =>
	useGoldChange((body: RequestBody<'PUT /api/v1/projects/:projectId/training'>) =>
		client.request('PUT /api/v1/projects/:projectId/training', { params: { projectId }, body }),
	);
