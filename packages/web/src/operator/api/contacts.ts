import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../api/client.ts';
import { type Support, supportQuery } from '../../support/support-api.ts';

export type Contact = Support['contacts'][number];

export const useSetContacts = () => {
	const cache = useQueryClient();
	return useMutation({
		mutationFn: (contacts: readonly Contact[]) =>
			client.request('PUT /api/v1/support/contacts', { body: { contacts: [...contacts] } }),
		onSuccess: (support) => cache.setQueryData(supportQuery.queryKey, support),
	});
};
