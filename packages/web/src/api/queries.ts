import { QueryClient, queryOptions } from '@tanstack/react-query';
import type { ResponseBody } from '@utu/contract/routes.ts';
import { client, isLostLine } from './client.ts';

export type Me = ResponseBody<'GET /api/v1/me'>;
export type WorkProject = ResponseBody<'GET /api/v1/work/projects'>['projects'][number];
export type Exposure = ResponseBody<'GET /api/v1/me/exposure'>;
export type Exclusion = ResponseBody<'GET /api/v1/me/exclusions'>['exclusions'][number];
export type ApiKey = ResponseBody<'GET /api/v1/api-keys'>['keys'][number];

const retriesMax = 2;

/** An item's content never goes through this cache: it lives only in the page that shows it. */
export const createQueryClient = (): QueryClient =>
	new QueryClient({
		defaultOptions: {
			queries: {
				staleTime: 15_000,
				retry: (count, error) => count < retriesMax && isLostLine(error),
				networkMode: 'always',
			},
			mutations: { retry: false, networkMode: 'always' },
		},
	});

export const meQuery = queryOptions({
	queryKey: ['me'],
	queryFn: ({ signal }) => client.request('GET /api/v1/me', { signal }),
	staleTime: 5 * 60_000,
});

export const workProjectsQuery = queryOptions({
	queryKey: ['work', 'projects'],
	queryFn: ({ signal }) => client.request('GET /api/v1/work/projects', { signal }),
});

export const exposureQuery = queryOptions({
	queryKey: ['me', 'exposure'],
	queryFn: ({ signal }) => client.request('GET /api/v1/me/exposure', { signal }),
	staleTime: 0,
});

export const exclusionsQuery = queryOptions({
	queryKey: ['me', 'exclusions'],
	queryFn: ({ signal }) => client.request('GET /api/v1/me/exclusions', { signal }),
});

export const apiKeysQuery = queryOptions({
	queryKey: ['api-keys'],
	queryFn: ({ signal }) => client.request('GET /api/v1/api-keys', { signal }),
});
