import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { RequestBody, ResponseBody } from '@utu/contract/routes.ts';
import { client } from '../../api/client.ts';

export type PlannedShift = ResponseBody<'GET /api/v1/shifts'>['shifts'][number];
export type NewShift = RequestBody<'POST /api/v1/shifts'>;

const shiftsKey = ['operator', 'shifts'] as const;

export const shiftsQuery = (span: { readonly from: string; readonly to: string }) =>
	queryOptions({
		queryKey: [...shiftsKey, span.from, span.to],
		queryFn: ({ signal }) => client.request('GET /api/v1/shifts', { query: span, signal }),
	});

export const usePlanShift = () => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (shift: NewShift) => client.request('POST /api/v1/shifts', { body: shift }),
		onSuccess: () => cache.invalidateQueries({ queryKey: shiftsKey }),
	});
};

export const useCancelShift = () => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (shiftId: string) => client.request('DELETE /api/v1/shifts/:shiftId', { params: { shiftId } }),
		onSettled: () => cache.invalidateQueries({ queryKey: shiftsKey }),
	});
};
