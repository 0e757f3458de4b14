import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { RequestBody, ResponseBody } from '@utu/contract/routes.ts';
import { client } from '../../api/client.ts';

export type PlanRequest = RequestBody<'POST /api/v1/plan'>;
export type Plan = ResponseBody<'POST /api/v1/plan'>;
export type PlanHour = Plan['hours'][number];
export type Intake = ResponseBody<'GET /api/v1/plan/intake'>;
export type CapacityHour = ResponseBody<'GET /api/v1/capacity'>['hours'][number];

/** A plan is computed and kept nowhere: the same question has the same answer. The one before stays until the next is there. */
export const planQuery = (request: PlanRequest) =>
	queryOptions({
		queryKey: ['operator', 'plan', request],
		queryFn: ({ signal }) => client.request('POST /api/v1/plan', { body: request, signal }),
		staleTime: 5 * 60_000,
		placeholderData: keepPreviousData,
	});

export const intakeQuery = (timeZone: string) =>
	queryOptions({
		queryKey: ['operator', 'intake', timeZone],
		queryFn: ({ signal }) => client.request('GET /api/v1/plan/intake', { query: { timeZone }, signal }),
		staleTime: 5 * 60_000,
	});

export const capacityQuery = queryOptions({
	queryKey: ['operator', 'capacity'],
	queryFn: ({ signal }) => client.request('GET /api/v1/capacity', { signal }),
	staleTime: 5 * 60_000,
});
