import type { z } from 'zod';

/**
 * Who may call a route. `worker` … `admin` are roles in the organisation; `person` is anyone signed in; `anyone` is also
 * who is not, and its handler is told nobody.
 */
export type Caller = 'anyone' | 'person' | 'worker' | 'analyst' | 'operator' | 'client' | 'representative' | 'admin';

/** What an API key must carry to call a route; a session carries all. `none`: the route asks nobody who they are. */
export type Scope =
	| 'none'
	| 'account'
	| 'work'
	| 'items:write'
	| 'projects:read'
	| 'projects:write'
	| 'export'
	| 'filter'
	| 'people';

/**
 * Whether a route can answer with an item's content.
 * `none`: never. `granted`: only behind a lease that `SafeAssignment` granted and the ledger charged.
 * `dataset`: a data set as a file for its owner; never for a worker, never shown by a page.
 */
export type ContentKind = 'none' | 'granted' | 'dataset';

export type RouteDefinition = {
	readonly summary: string;
	readonly stage: string;
	readonly callers: readonly Caller[];
	readonly scope: Scope;
	readonly content: ContentKind;
	/** Called by programs for every text that they have: it is counted apart, and allowed a hundred times as often. */
	readonly forPrograms?: true;
	readonly params?: z.ZodType;
	readonly query?: z.ZodType;
	readonly body?: z.ZodType;
	/** The media type of a body that is not JSON; it is streamed to the handler. */
	readonly bodyMediaTypes?: readonly string[];
	readonly response: z.ZodType;
	/** The media type of an answer that is not JSON; it is streamed to the caller. */
	readonly responseMediaTypes?: readonly string[];
};

export const defineRoute = <const Route extends RouteDefinition>(route: Route): Route => route;
