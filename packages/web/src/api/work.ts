import type { RequestBody, ResponseBody } from '@utu/contract/routes.ts';
import { ApiError } from '@utu/sdk/client.ts';
import type { PendingAnswer, SendResult } from './answer-queue.ts';
import { client, isLostLine } from './client.ts';

export type Work = ResponseBody<'POST /api/v1/work/next'>;
export type SurpriseReport = RequestBody<'POST /api/v1/leases/:leaseId/surprise'>;
type RevealRequest = 'told' | 'all' | readonly number[];

/** Calls about the item at hand. They bypass the query cache on purpose: content is kept nowhere but in its page. */
export const nextWork = (projectId: string | undefined, signal: AbortSignal): Promise<Work> =>
	client.request('POST /api/v1/work/next', { body: projectId === undefined ? {} : { projectId }, signal });

export const revealSentences = (leaseId: string, sentences: RevealRequest) =>
	client.request('POST /api/v1/leases/:leaseId/reveal', {
		params: { leaseId },
		body: { sentences: typeof sentences === 'string' ? sentences : [...sentences] },
	});

export const hideContent = (leaseId: string) =>
	client.request('POST /api/v1/leases/:leaseId/hide', { params: { leaseId }, body: {} });
export const extendLease = (leaseId: string) =>
	client.request('POST /api/v1/leases/:leaseId/extend', { params: { leaseId }, body: {} });
export const skipItem = (leaseId: string) =>
	client.request('POST /api/v1/leases/:leaseId/skip', { params: { leaseId }, body: {} });
export const releaseItem = (leaseId: string) =>
	client.request('POST /api/v1/leases/:leaseId/release', { params: { leaseId }, body: {} });

export const saveDraftOnServer = (leaseId: string, draft: Readonly<Record<string, unknown>>) =>
	client.request('POST /api/v1/leases/:leaseId/draft', { params: { leaseId }, body: { draft: { ...draft } } });

export const reportSurprise = (leaseId: string, report: SurpriseReport) =>
	client.request('POST /api/v1/leases/:leaseId/surprise', { params: { leaseId }, body: report });

/** Sends an answer once. Signed out counts as a lost line: after signing in again the same answer goes through. */
export const sendAnswer = async (answer: PendingAnswer): Promise<SendResult> => {
	try {
		const receipt = await client.request('POST /api/v1/leases/:leaseId/answer', {
			params: { leaseId: answer.leaseId },
			body: answer.body,
		});
		return { kind: 'acknowledged', receipt };
	} catch (error) {
		if (
			!(error instanceof ApiError) ||
			isLostLine(error) ||
			error.problem.status === 401 ||
			error.problem.status === 408
		)
			return { kind: 'lost' };
		return { kind: 'refused', problem: error.problem };
	}
};
