import { currentOrganisation } from '../api/client.ts';
import type { Me } from '../api/queries.ts';

export type Membership = Me['memberships'][number];
export type Role = Membership['roles'][number];

/** The organisation that this person works in now, in this browser. */
export const currentMembership = (me: Me): Membership | undefined => {
	const chosen = currentOrganisation();
	return me.memberships.find((membership) => membership.organisationId === chosen) ?? me.memberships[0];
};

export const hasRole = (me: Me, ...roles: readonly Role[]): boolean =>
	currentMembership(me)?.roles.some((role) => roles.includes(role)) ?? false;

/** Where a person starts: at the work, at the projects that they run, or at what they sign for the workers. */
export const homePath = (me: Me): '/welcome' | '/work' | '/operator' | '/limits' => {
	if (currentMembership(me) === undefined) return '/welcome';
	if (hasRole(me, 'worker', 'analyst')) return '/work';
	return hasRole(me, 'operator', 'admin', 'client') ? '/operator' : '/limits';
};
