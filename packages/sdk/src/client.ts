import type { RequestBody, RequestParams, RequestQuery, ResponseBody, RouteKey } from '@utu/contract/routes.ts';
import type { Problem } from '@utu/contract/shared.ts';

/** A problem that the server described (RFC 9457), or a line that was lost (`status` 0, code `offline`). */
export class ApiError extends Error {
	readonly problem: Problem;
	readonly retryAfterSeconds: number | undefined;
	constructor(problem: Problem, retryAfterSeconds?: number) {
		super(problem.detail ?? problem.title);
		this.name = 'ApiError';
		this.problem = problem;
		this.retryAfterSeconds = retryAfterSeconds;
	}
}

type Optional<Name extends string, Value> = [Value] extends [undefined]
	? { readonly [N in Name]?: undefined }
	: { readonly [N in Name]: Value };

export type RequestOptions<Key extends RouteKey> = Optional<'params', RequestParams<Key>> &
	(RequestQuery<Key> extends undefined ? { readonly query?: undefined } : { readonly query?: RequestQuery<Key> }) &
	Optional<'body', RequestBody<Key>> & {
		readonly signal?: AbortSignal;
		readonly headers?: Readonly<Record<string, string>>;
	};

export type Client = {
	/**
	 * Calls one route of the contract.
	 * @throws {ApiError} with the server's problem details.
	 * @example const work = await client.request('POST /api/v1/work/next', { body: {} });
	 */
	readonly request: <Key extends RouteKey>(key: Key, options: RequestOptions<Key>) => Promise<ResponseBody<Key>>;
	/** Calls a route whose body or answer is streamed; the answer is the raw response. @throws {ApiError} */
	readonly stream: <Key extends RouteKey>(
		key: Key,
		options: Omit<RequestOptions<Key>, 'body'> & {
			readonly rawBody?: RequestInit['body'];
			readonly contentType?: string;
		},
	) => Promise<Response>;
};

export type ClientOptions = {
	readonly baseUrl: string;
	readonly apiKey?: string;
	readonly organisationId?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly fetch?: typeof fetch;
};

/** A client of the API, for browsers and Node: typed by the contract, nothing of it at run time. */
export const createClient = (options: ClientOptions): Client => {
	const call = options.fetch ?? ((input: Parameters<typeof fetch>[0], init?: RequestInit) => fetch(input, init));
	const common: Record<string, string> = { ...options.headers };
	if (options.apiKey !== undefined) common['authorization'] = `Bearer ${options.apiKey}`;
	if (options.organisationId !== undefined) common['utu-organisation'] = options.organisationId;

	const send = async (key: string, parts: Parts, init: RequestInit): Promise<Response> => {
		const [method = 'GET', path = '/'] = key.split(' ');
		let response: Response;
		try {
			response = await call(options.baseUrl + fillPath(path, parts.params) + queryString(parts.query), {
				method,
				...init,
			});
		} catch (cause) {
			if (parts.signal?.aborted) throw cause;
			throw new ApiError({
				type: 'about:blank',
				title: 'The line was lost.',
				status: 0,
				code: 'offline',
				detail: String(cause),
			});
		}
		if (!response.ok) throw await toApiError(response);
		return response;
	};

	return {
		request: async (key, parts) => {
			const headers: Record<string, string> = { ...common, ...parts.headers };
			if (parts.body !== undefined) headers['content-type'] = 'application/json';
			const response = await send(key, parts as Parts, {
				headers,
				...(parts.body === undefined ? {} : { body: JSON.stringify(parts.body) }),
				...(parts.signal ? { signal: parts.signal } : {}),
			});
			return (await response.json()) as never;
		},
		stream: async (key, parts) => {
			const headers: Record<string, string> = { ...common, ...parts.headers };
			if (parts.contentType !== undefined) headers['content-type'] = parts.contentType;
			return send(
				key,
				parts as Parts,
				{
					headers,
					...(parts.rawBody === undefined ? {} : { body: parts.rawBody, duplex: 'half' }),
					...(parts.signal ? { signal: parts.signal } : {}),
				} as RequestInit,
			);
		},
	};
};

type Parts = {
	readonly params?: Readonly<Record<string, unknown>>;
	readonly query?: Readonly<Record<string, unknown>>;
	readonly signal?: AbortSignal;
};

const fillPath = (path: string, params: Readonly<Record<string, unknown>> | undefined): string =>
	path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params?.[name] ?? '')));

const queryString = (query: Readonly<Record<string, unknown>> | undefined): string => {
	const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
	if (pairs.length === 0) return '';
	return `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)] as [string, string]))}`;
};

const toApiError = async (response: Response): Promise<ApiError> => {
	const fallback: Problem = {
		type: 'about:blank',
		title: response.statusText || 'Error',
		status: response.status,
		code: `http-${response.status}`,
	};
	const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
	const body: unknown = await response.json().catch(() => undefined);
	const described = typeof body === 'object' && body !== null && 'code' in body ? (body as Problem) : fallback;
	return new ApiError(described, Number.isFinite(retryAfter) ? retryAfter : undefined);
};
