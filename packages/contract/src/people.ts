import { roles } from '@utu/core/people/access.ts';
import { z } from 'zod';
import { defineRoute } from './define.ts';
import { id, instant, localeName, name, nothing, timeZone } from './shared.ts';

export const role = z.enum(roles);

const membership = z.object({
	organisationId: id,
	organisationName: z.string(),
	roles: z.array(role),
	teamId: id.nullable(),
});

const me = z.object({
	personId: id,
	email: z.string(),
	displayName: z.string(),
	locale: localeName,
	timeZone,
	memberships: z.array(membership),
});

const organisation = z.object({
	id,
	name: z.string(),
	joinCode: z.string(),
	memberCount: z.int(),
	supportContact: z.string().nullable(),
});
const member = z.object({
	personId: id,
	displayName: z.string(),
	roles: z.array(role),
	teamId: id.nullable(),
	joinedAt: instant,
});
const team = z.object({ id, name: z.string(), analystId: id.nullable(), memberCount: z.int() });
const apiKey = z.object({
	id: z.string(),
	name: z.string(),
	start: z.string(),
	scopes: z.array(z.string()),
	createdAt: instant,
	expiresAt: instant.nullable(),
});
const scopes = z
	.array(z.enum(['account', 'work', 'items:write', 'projects:read', 'projects:write', 'export', 'filter', 'people']))
	.min(1);
const stage = 'people';

export const peopleRoutes = {
	'GET /api/v1/me': defineRoute({
		summary: 'Who I am',
		stage,
		callers: ['person'],
		scope: 'account',
		content: 'none',
		response: me,
	}),
	'PATCH /api/v1/me': defineRoute({
		summary: 'Change my name, language or time zone',
		stage,
		callers: ['person'],
		scope: 'account',
		content: 'none',
		body: z.object({ displayName: name.optional(), locale: localeName.optional(), timeZone: timeZone.optional() }),
		response: me,
	}),
	'POST /api/v1/organisations': defineRoute({
		summary: 'Found an organisation; its founder is admin and operator',
		stage,
		callers: ['person'],
		scope: 'account',
		content: 'none',
		body: z.object({ name }),
		response: z.object({ organisationId: id, joinCode: z.string() }),
	}),
	'POST /api/v1/memberships': defineRoute({
		summary: 'Join an organisation as a worker by its join code',
		stage,
		callers: ['person'],
		scope: 'account',
		content: 'none',
		body: z.object({ joinCode: z.string().trim().min(4).max(64) }),
		response: membership,
	}),
	'GET /api/v1/organisation': defineRoute({
		summary: 'The organisation and its join code',
		stage,
		callers: ['operator', 'admin'],
		scope: 'people',
		content: 'none',
		response: organisation,
	}),
	'PATCH /api/v1/organisation': defineRoute({
		summary: 'Change the organisation’s name, or whom its people can turn to',
		stage,
		callers: ['operator', 'admin'],
		scope: 'people',
		content: 'none',
		body: z.object({ name: name.optional(), supportContact: z.string().trim().max(2_000).optional() }),
		response: organisation,
	}),
	'GET /api/v1/members': defineRoute({
		summary: 'Members with their roles; nothing of what they see or avoid',
		stage,
		callers: ['operator', 'admin'],
		scope: 'people',
		content: 'none',
		query: z.object({ cursor: z.string().optional() }),
		response: z.object({ members: z.array(member), nextCursor: z.string().nullable() }),
	}),
	'PATCH /api/v1/members/:personId': defineRoute({
		summary: 'Change a member’s roles or team',
		stage,
		callers: ['admin'],
		scope: 'people',
		content: 'none',
		params: z.object({ personId: id }),
		body: z.object({ roles: z.array(role).min(1).optional(), teamId: id.nullable().optional() }),
		response: member,
	}),
	'GET /api/v1/teams': defineRoute({
		summary: 'Teams',
		stage,
		callers: ['operator', 'admin', 'analyst'],
		scope: 'people',
		content: 'none',
		response: z.object({ teams: z.array(team) }),
	}),
	'POST /api/v1/teams': defineRoute({
		summary: 'Make a team',
		stage,
		callers: ['operator', 'admin'],
		scope: 'people',
		content: 'none',
		body: z.object({ name, analystId: id.nullable().optional() }),
		response: team,
	}),
	'GET /api/v1/api-keys': defineRoute({
		summary: 'My API keys; a key itself is shown once, when it is made',
		stage,
		callers: ['person'],
		scope: 'account',
		content: 'none',
		response: z.object({ keys: z.array(apiKey) }),
	}),
	'POST /api/v1/api-keys': defineRoute({
		summary: 'Make an API key with scopes',
		stage,
		callers: ['person'],
		scope: 'account',
		content: 'none',
		body: z.object({ name, scopes, expiresInDays: z.int().min(1).max(365) }),
		response: z.object({ key: z.string(), apiKey }),
	}),
	'DELETE /api/v1/api-keys/:keyId': defineRoute({
		summary: 'Revoke an API key',
		stage,
		callers: ['person'],
		scope: 'account',
		content: 'none',
		params: z.object({ keyId: z.string().max(64) }),
		response: nothing,
	}),
} as const;
