import { ApiError, createClient } from '@utu/sdk/client.ts';
import { noteServerTime } from './server-clock.ts';
import { readStored, writeStored } from './stored.ts';

/** A request that has not been answered by then counts as a lost line. */
const requestMsMax = 30_000;

const organisationKey = 'utu.organisation';

/** For people in several organisations: the one that this browser works in. */
export const currentOrganisation = (): string | undefined => readStored(organisationKey);
export const chooseOrganisation = (organisationId: string): void => {
	writeStored(organisationKey, organisationId);
};

const call: typeof fetch = async (input, init) => {
	const headers = new Headers(init?.headers);
	const organisation = currentOrganisation();
	if (organisation !== undefined) headers.set('utu-organisation', organisation);
	const limit = AbortSignal.timeout(requestMsMax);
	const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
	const sentAt = Date.now();
	// `keepalive` lets a hide or a draft that is sent while the page closes still arrive.
	const keepalive = typeof init?.body === 'string' && init.body.length < 16_384;
	const response = await fetch(input, { ...init, headers, signal, keepalive });
	noteServerTime(response, sentAt);
	return response;
};

/** The typed client of this origin. The session is a cookie; pages go through `queries.ts` and `mutations.ts`. */
export const client = createClient({ baseUrl: '', fetch: call });

/** Whether the line was lost or the server is not there, so that the same request may succeed later. */
export const isLostLine = (error: unknown): boolean =>
	error instanceof ApiError &&
	(error.problem.status === 0 || error.problem.status === 429 || error.problem.status >= 500);

export const statusOf = (error: unknown): number | undefined =>
	error instanceof ApiError ? error.problem.status : undefined;
export const codeOf = (error: unknown): string | undefined =>
	error instanceof ApiError ? error.problem.code : undefined;
