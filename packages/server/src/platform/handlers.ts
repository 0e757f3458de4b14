import type { Readable } from 'node:stream';
import type {
	HandledBody,
	HandledParams,
	HandledQuery,
	OpenKey,
	ResponseBody,
	RouteKey,
} from '@utu/contract/routes.ts';
import type { Result } from '@utu/core/shared/result.ts';

/** Who calls, as resolved once for every request in `people/authorise.ts`. */
export type Principal = {
	readonly personId: string;
	readonly email: string;
	/** Undefined for a person who belongs to no organisation yet. */
	readonly organisationId: string | undefined;
	readonly roles: readonly string[];
	readonly scopes: readonly string[] | 'all';
};

/** A failure as RFC 9457 tells it. Made in `*.http.ts` only: status codes are known nowhere else. */
export type Failure = {
	readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 422 | 429 | 503;
	readonly code: string;
	readonly title: string;
	readonly detail?: string;
	readonly faults?: readonly { readonly path: string; readonly message: string }[];
	readonly retryAfterSeconds?: number;
};

/** A streamed answer. */
export type Streamed = { readonly stream: Readable; readonly mediaType: string; readonly fileName?: string };

/** What an open route is asked: nothing of whoever asks. */
export type OpenCall<Key extends RouteKey> = {
	readonly params: HandledParams<Key>;
	readonly query: HandledQuery<Key>;
	readonly body: HandledBody<Key>;
};

export type SignedInCall<Key extends RouteKey> = OpenCall<Key> & {
	/** The unparsed body where the route takes a stream and one was sent. */
	readonly bodyStream: Readable | undefined;
	readonly principal: Principal;
	/** Present for routes that need a role: those run in an organisation. */
	readonly organisationId: string;
	readonly headers: Headers;
};

export type Call<Key extends RouteKey> = Key extends OpenKey ? OpenCall<Key> : SignedInCall<Key>;

export type Handler<Key extends RouteKey> = (call: Call<Key>) => Promise<Result<ResponseBody<Key> | Streamed, Failure>>;
export type Handlers<Key extends RouteKey = RouteKey> = { readonly [K in Key]: Handler<K> };

export const isStreamed = (value: unknown): value is Streamed =>
	typeof value === 'object' && value !== null && 'stream' in value && 'mediaType' in value;
