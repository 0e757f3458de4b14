import { isOpen, mayCall } from '@utu/core/people/access.ts';
import { assertNever } from '@utu/core/shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import type { Failure } from '../platform/handlers.ts';
import type { Authorise } from '../platform/http.ts';
import type { Identity } from './identity.ts';
import { ensurePerson, myMemberships } from './people.sql.ts';

export type AuthoriseDeps = { readonly database: Database; readonly clock: Clock };

type Known = {
	readonly at: number;
	readonly memberships: readonly { readonly organisationId: string; readonly roles: readonly string[] }[];
};

/** A changed role holds at once in the process that changed it, and in the others after this. */
const knownMsMax = 5_000;
const knownMax = 10_000;

/** The one place where roles and scopes are checked. */
export const createAuthorise = (
	deps: AuthoriseDeps,
): { readonly authorise: Authorise; readonly forget: (personId: string) => void } => {
	const known = new Map<string, Known>();
	const membershipsOf = async (identity: Identity): Promise<Known['memberships']> => {
		const now = deps.clock.now();
		const before = known.get(identity.personId);
		if (before !== undefined && now.getTime() - before.at < knownMsMax && now.getTime() >= before.at)
			return before.memberships;
		const memberships = await deps.database.transaction({ personId: identity.personId }, async (tx) => {
			const rows = await myMemberships(tx);
			if (rows.length === 0) await ensurePerson(tx, { personId: identity.personId, displayName: identity.name, now });
			return rows;
		});
		if (known.size >= knownMax) known.clear();
		known.set(identity.personId, { at: now.getTime(), memberships });
		return memberships;
	};
	return {
		forget: (personId) => void known.delete(personId),
		authorise: async ({ request, route }) => {
			// Whoever asks is told the same, so that nobody is looked up.
			if (isOpen(route.callers)) return 'anyone';
			const identity = await request.identity();
			if (identity === undefined) return signedOut;
			const memberships = await membershipsOf(identity);
			const wanted = request.headers['utu-organisation'];
			const needsRole = !route.callers.includes('person');
			if (needsRole && wanted === undefined && memberships.length > 1) return ambiguous;
			const membership =
				wanted === undefined ? memberships[0] : memberships.find((one) => one.organisationId === wanted);
			const may = mayCall({
				callers: route.callers,
				scope: route.scope,
				roles: membership?.roles,
				scopes: identity.scopes,
			});
			if (may.ok) {
				return {
					personId: identity.personId,
					email: identity.email,
					organisationId: membership?.organisationId,
					roles: membership?.roles ?? [],
					scopes: identity.scopes,
				};
			}
			switch (may.error.kind) {
				case 'needs-scope':
					return {
						status: 403,
						code: 'needs-scope',
						title: `This API key lacks the scope “${may.error.scope}”.`,
						detail: 'Make a key that has it.',
					};
				case 'needs-organisation':
					return {
						status: 403,
						code: 'needs-organisation',
						title: 'You do not belong to this organisation.',
						detail: 'Join with the code that it gave you.',
					};
				case 'needs-role':
					return {
						status: 403,
						code: 'needs-role',
						title: `This is for: ${may.error.oneOf.join(', ')}.`,
						detail: 'Ask an admin of the organisation if you should have that role.',
					};
				default:
					return assertNever(may.error);
			}
		},
	};
};

const signedOut: Failure = {
	status: 401,
	code: 'signed-out',
	title: 'You are not signed in.',
	detail: 'Sign in, or send an API key as “Authorization: Bearer …”.',
};
const ambiguous: Failure = {
	status: 400,
	code: 'which-organisation',
	title: 'You belong to several organisations.',
	detail: 'Say which one in the header “Utu-Organisation”; GET /api/v1/me lists them.',
};
