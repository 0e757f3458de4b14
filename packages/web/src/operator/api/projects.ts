import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { RequestBody, ResponseBody } from '@utu/contract/routes.ts';
import { client } from '../../api/client.ts';

export type Project = ResponseBody<'GET /api/v1/projects/:projectId'>;
export type ProjectRow = ResponseBody<'GET /api/v1/projects'>['projects'][number];
export type Progress = ResponseBody<'GET /api/v1/projects/:projectId/progress'>;
export type Template = ResponseBody<'GET /api/v1/templates'>['templates'][number];
export type ProjectState = Project['state'];

/** How often a page that watches work asks again. */
const watchMs = 3_000;

export const projectsQuery = queryOptions({
	queryKey: ['operator', 'projects'],
	queryFn: ({ signal }) => client.request('GET /api/v1/projects', { signal }),
});

export const templatesQuery = queryOptions({
	queryKey: ['operator', 'templates'],
	staleTime: Number.POSITIVE_INFINITY,
	queryFn: ({ signal }) => client.request('GET /api/v1/templates', { signal }),
});

export const projectQuery = (projectId: string) =>
	queryOptions({
		queryKey: ['operator', 'project', projectId],
		queryFn: ({ signal }) => client.request('GET /api/v1/projects/:projectId', { params: { projectId }, signal }),
	});

export const progressQuery = (projectId: string) =>
	queryOptions({
		queryKey: ['operator', 'progress', projectId],
		queryFn: ({ signal }) =>
			client.request('GET /api/v1/projects/:projectId/progress', { params: { projectId }, signal }),
		refetchInterval: watchMs,
	});

export const datasheetQuery = (projectId: string) =>
	queryOptions({
		queryKey: ['operator', 'datasheet', projectId],
		queryFn: ({ signal }) =>
			client.request('GET /api/v1/projects/:projectId/datasheet', { params: { projectId }, signal }),
	});

export const useMakeProject = () => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (project: RequestBody<'POST /api/v1/projects'>) =>
			client.request('POST /api/v1/projects', { body: project }),
		onSuccess: () => cache.invalidateQueries({ queryKey: projectsQuery.queryKey }),
	});
};

export const useSetState = (projectId: string) => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (state: ProjectState) =>
			client.request('POST /api/v1/projects/:projectId/state', { params: { projectId }, body: { state } }),
		onSuccess: async (project) => {
			cache.setQueryData(projectQuery(projectId).queryKey, project);
			await cache.invalidateQueries({ queryKey: projectsQuery.queryKey });
		},
	});
};
