import type { ResponseBody, RouteKey } from '@utu/contract/routes.ts';
import { assertNever, ok, type Result } from '@utu/core/shared/result.ts';
import type { Failure, Handlers, Principal } from '../platform/handlers.ts';
import type { ApiKey, IdentityService } from './identity.ts';
import { listTeams, type MemberRow, membersAfter, updateOrganisation } from './people.sql.ts';
import {
	changeMe,
	changeMember,
	foundOrganisation,
	joinOrganisation,
	loadMe,
	makeTeam,
	organisationOf,
	type PeopleDeps,
	type PeopleError,
} from './people.ts';

const stagePaths = [
	'/api/v1/me',
	'/api/v1/organisations',
	'/api/v1/memberships',
	'/api/v1/organisation',
	'/api/v1/members',
	'/api/v1/teams',
	'/api/v1/api-keys',
] as const;
type PathOf<Key extends string> = Key extends `${string} ${infer Path}` ? Path : never;
type Under<Path extends string> = Path extends
	| (typeof stagePaths)[number]
	| `${'/api/v1/members' | '/api/v1/api-keys'}/${string}`
	? Path
	: never;
export type PeopleKeys = { [Key in RouteKey]: Under<PathOf<Key>> extends never ? never : Key }[RouteKey];

const membersPageMax = 100;

export const peopleHandlers = (
	deps: PeopleDeps & { readonly apiKeys: Pick<IdentityService, 'createApiKey' | 'revokeApiKey' | 'listApiKeys'> },
): Pick<Handlers, PeopleKeys> => ({
	'GET /api/v1/me': async ({ principal }) => ok(await meOf(deps, principal)),
	'PATCH /api/v1/me': async ({ principal, body }) => {
		if (body.timeZone !== undefined && !isTimeZone(body.timeZone)) {
			return {
				ok: false,
				error: {
					status: 422,
					code: 'no-such-zone',
					title: `There is no time zone “${body.timeZone}”.`,
					detail: 'Use an IANA name, such as Africa/Nairobi.',
				},
			};
		}
		await changeMe(deps, principal.personId, body);
		return ok(await meOf(deps, principal));
	},
	'POST /api/v1/organisations': async ({ principal, body }) =>
		ok(await foundOrganisation(deps, { personId: principal.personId, name: body.name })),
	'POST /api/v1/memberships': async ({ principal, body }) =>
		answered(
			await joinOrganisation(deps, { personId: principal.personId, joinCode: body.joinCode }),
			(row) => row as ResponseBody<'POST /api/v1/memberships'>,
		),
	'GET /api/v1/organisation': async ({ organisationId }) => ok(await organisationOf(deps, organisationId)),
	'PATCH /api/v1/organisation': async ({ organisationId, body }) => {
		await deps.database.transaction({ organisationId }, (tx) =>
			updateOrganisation(tx, { name: body.name, supportContact: body.supportContact }),
		);
		return ok(await organisationOf(deps, organisationId));
	},
	'GET /api/v1/members': async ({ organisationId, query }) => {
		const after = query.cursor && /^[0-9a-f-]{36}$/.test(query.cursor) ? query.cursor : undefined;
		const rows = await deps.database.transaction({ organisationId }, (tx) =>
			membersAfter(tx, { after, rowsMax: membersPageMax + 1 }),
		);
		const page = rows.slice(0, membersPageMax);
		return ok({
			members: page.map(toMember),
			nextCursor: rows.length > membersPageMax ? (page.at(-1)?.personId ?? null) : null,
		});
	},
	'PATCH /api/v1/members/:personId': async ({ organisationId, params, body }) =>
		answered(
			await changeMember(deps, { organisationId, personId: params.personId, roles: body.roles, teamId: body.teamId }),
			toMember,
		),
	'GET /api/v1/teams': async ({ organisationId }) =>
		ok({ teams: [...(await deps.database.transaction({ organisationId }, listTeams))] }),
	'POST /api/v1/teams': async ({ organisationId, body }) =>
		answered(
			await makeTeam(deps, { organisationId, name: body.name, analystId: body.analystId ?? null }),
			(team) => team,
		),
	'GET /api/v1/api-keys': async ({ principal }) =>
		ok({ keys: (await deps.apiKeys.listApiKeys(principal.personId)).map(toApiKey) }),
	'POST /api/v1/api-keys': async ({ principal, body }) => {
		if (principal.scopes !== 'all') {
			return {
				ok: false,
				error: {
					status: 403,
					code: 'needs-session',
					title: 'An API key cannot make another.',
					detail: 'Sign in to make one.',
				},
			};
		}
		const made = await deps.apiKeys.createApiKey({ personId: principal.personId, ...body });
		if (!made.ok) {
			return {
				ok: false,
				error: {
					status: 409,
					code: 'too-many-keys',
					title: `A person has at most ${made.error.keysMax} API keys.`,
					detail: 'Revoke one that is not used.',
				},
			};
		}
		return ok({ key: made.value.key, apiKey: toApiKey(made.value.apiKey) });
	},
	'DELETE /api/v1/api-keys/:keyId': async ({ principal, params }) =>
		(await deps.apiKeys.revokeApiKey({ personId: principal.personId, keyId: params.keyId }))
			? ok({})
			: { ok: false, error: { status: 404, code: 'no-such-key', title: 'There is no such API key of yours.' } },
});

const meOf = async (deps: PeopleDeps, principal: Principal): Promise<ResponseBody<'GET /api/v1/me'>> => {
	const { person, memberships } = await loadMe(deps, principal.personId);
	return {
		personId: person.id,
		email: principal.email,
		displayName: person.displayName,
		locale: person.locale,
		timeZone: person.timeZone,
		memberships: memberships.map((one) => ({ ...one })),
	} as ResponseBody<'GET /api/v1/me'>;
};

const isTimeZone = (name: string): boolean => {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
	} catch {
		return false;
	}
};

const toMember = (row: MemberRow) =>
	({ ...row, joinedAt: row.joinedAt.toISOString() }) as ResponseBody<'PATCH /api/v1/members/:personId'>;

const toApiKey = (key: ApiKey) => ({
	...key,
	scopes: [...key.scopes],
	createdAt: key.createdAt.toISOString(),
	expiresAt: key.expiresAt.toISOString(),
});

const answered = <T, R>(result: Result<T, PeopleError>, map: (value: T) => R): Result<R, Failure> =>
	result.ok ? ok(map(result.value)) : { ok: false, error: failureOf(result.error) };

const failureOf = (error: PeopleError): Failure => {
	switch (error.kind) {
		case 'no-such-code':
			return {
				status: 404,
				code: 'no-such-code',
				title: 'No organisation has this code.',
				detail: 'Check it with whoever gave it to you.',
			};
		case 'no-such-member':
			return { status: 404, code: 'no-such-member', title: 'There is no such member.' };
		case 'no-such-team':
			return { status: 404, code: 'no-such-team', title: 'There is no such team.' };
		case 'last-admin':
			return {
				status: 409,
				code: 'last-admin',
				title: 'An organisation keeps at least one admin.',
				detail: 'Make somebody else admin first.',
			};
		case 'team-full':
			return {
				status: 409,
				code: 'team-full',
				title: `A team has at most ${error.max} people.`,
				detail: 'Make another team.',
			};
		case 'not-an-analyst':
			return {
				status: 422,
				code: 'not-an-analyst',
				title: 'A team is led by an analyst.',
				detail: 'Give this person the role first.',
			};
		default:
			return assertNever(error);
	}
};
