import { err, ok, type Result } from '../shared/result.ts';

/** Roles of an organisation. `person` is anyone signed in, `anyone` also who is not. */
export const roles = ['worker', 'analyst', 'operator', 'client', 'representative', 'admin'] as const;

export type AccessRefusal =
	| { readonly kind: 'needs-organisation' }
	| { readonly kind: 'needs-role'; readonly oneOf: readonly string[] }
	| { readonly kind: 'needs-scope'; readonly scope: string };

/** Whether a route is open to who is not signed in. Whoever calls it is told the same. */
export const isOpen = (callers: readonly string[]): boolean => callers.includes('anyone');

/**
 * Whether somebody signed in may call a route: one of their roles must be among its callers, and an API key must carry
 * its scope. A session carries all scopes, a role never carries another's.
 */
export const mayCall = (options: {
	readonly callers: readonly string[];
	readonly scope: string;
	/** Undefined outside any organisation. */
	readonly roles: readonly string[] | undefined;
	readonly scopes: readonly string[] | 'all';
}): Result<true, AccessRefusal> => {
	if (options.scopes !== 'all' && !options.scopes.includes(options.scope))
		return err({ kind: 'needs-scope', scope: options.scope });
	if (options.callers.includes('person')) return ok(true);
	if (options.roles === undefined) return err({ kind: 'needs-organisation' });
	const held = options.roles;
	return options.callers.some((caller) => held.includes(caller))
		? ok(true)
		: err({ kind: 'needs-role', oneOf: options.callers });
};
