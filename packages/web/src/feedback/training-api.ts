import { queryOptions } from '@tanstack/react-query';
import type { RequestBody, ResponseBody } from '@utu/contract/routes.ts';
import { client } from '../api/client.ts';

export type TrainingProject = ResponseBody<'GET /api/v1/me/training'>['projects'][number];
export type TrainingFeedback = ResponseBody<'POST /api/v1/training/:leaseId/answer'>;

export const trainingQuery = queryOptions({
	queryKey: ['me', 'training'],
	queryFn: ({ signal }) => client.request('GET /api/v1/me/training', { signal }),
	staleTime: 0,
});

/** Calls about the item in hand. They bypass the query cache: content is kept nowhere but in its page. */
export const nextTraining = (
	projectId: string,
	signal: AbortSignal,
): Promise<ResponseBody<'POST /api/v1/training/next'>> =>
	client.request('POST /api/v1/training/next', { body: { projectId }, signal });

export const answerTraining = (
	leaseId: string,
	body: RequestBody<'POST /api/v1/training/:leaseId/answer'>,
): Promise<TrainingFeedback> => client.request('POST /api/v1/training/:leaseId/answer', { params: { leaseId }, body });
