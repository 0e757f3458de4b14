import { purposes } from '@utu/core/safety/purpose.ts';
import { z } from 'zod';
import { defineRoute } from './define.ts';
import { form } from './projects.ts';
import { limitsOf as limits } from './safety.ts';
import { hazardCategory, hazards, id, instant, localised, nothing, severity } from './shared.ts';

/** The closed list of reasons for which a person may be shown an item. */
export const purpose = z.enum(purposes);

/** A text in sentences. A covered one has no text: its bytes have not left the server. */
export const sentence = z.object({ index: z.int(), text: z.string().nullable(), chars: z.int(), severity });

const content = z.object({ kind: z.literal('text'), sentences: z.array(sentence) });

export const lease = z.object({
	id,
	projectId: id,
	projectName: z.string(),
	itemId: id,
	purpose,
	grantedAt: instant,
	expiresAt: instant,
	reservedMs: z.int().meta({ description: 'For how long the content may stay visible before it covers itself.' }),
	coverAt: instant.nullable().meta({ description: 'When visible content covers itself, unless extended.' }),
	told: z.object({
		hazards,
		severity,
		unscreened: z.boolean(),
		language: z.string().nullable(),
		sentences: z.int(),
		chars: z.int(),
	}),
	content: content.nullable().meta({ description: 'Null while everything is covered.' }),
	form,
	instructions: localised,
	suggestion: z
		.record(z.string(), z.string())
		.nullable()
		.meta({ description: 'What the machine proposes, by question; null when it has no view.' }),
	draft: z.record(z.string(), z.unknown()).nullable(),
	idempotencyKey: id,
});
export type Lease = z.infer<typeof lease>;

/** Why there is nothing to do now, in words a page can translate, and until when. */
export const nothingNow = z.object({
	kind: z.literal('nothing'),
	why: z.enum([
		'break',
		'budget',
		'consent',
		'exclusion',
		'nothing-eligible',
		'first-pass',
		'done',
		'paused',
		'shift',
		'spread',
		'training',
	]),
	until: instant.nullable(),
});

const work = z.union([z.object({ kind: z.literal('lease'), lease }), nothingNow]);

const workProject = z.object({
	id,
	name: z.string(),
	languages: z.array(z.string()),
	instructions: localised,
	open: z.boolean().meta({ description: 'Whether any item waits, for anybody.' }),
	hazardCategories: z.array(hazardCategory),
	consentTexts: z.record(z.string(), localised),
	consents: z.array(hazardCategory).meta({ description: 'What I have said yes to.' }),
	answered: z.boolean().meta({ description: 'Whether I have seen the description and chosen.' }),
	trainingNeeded: z.boolean().meta({ description: 'Its work begins with training that I have not had.' }),
});

const params = z.object({ leaseId: id });
const mine = { callers: ['worker', 'analyst'], scope: 'work', content: 'none' } as const;

const exclusion = z.object({
	kind: z.enum(['category', 'theme', 'country', 'language']),
	value: z.string().min(1).max(100),
});
export const routingRoutes = {
	'GET /api/v1/work/projects': defineRoute({
		summary: 'Projects I may work on, what they may hold, and what I have said yes to',
		stage: 'routing',
		...mine,
		response: z.object({ projects: z.array(workProject) }),
	}),
	'PUT /api/v1/work/projects/:projectId/consents': defineRoute({
		summary: 'What I am willing to meet in this project; leaving one out withdraws it at once, also for leases in hand',
		stage: 'routing',
		...mine,
		params: z.object({ projectId: id }),
		body: z.object({ categories: z.array(hazardCategory).max(40) }),
		response: z.object({ consents: z.array(hazardCategory) }),
	}),
	'GET /api/v1/me/exclusions': defineRoute({
		summary: 'What I will never be shown; only I can read this',
		stage: 'safety',
		...mine,
		response: z.object({ exclusions: z.array(exclusion) }),
	}),
	'PUT /api/v1/me/exclusions': defineRoute({
		summary: 'Set what I will never be shown; no reason is asked; it holds at once, also for leases in hand',
		stage: 'safety',
		...mine,
		body: z.object({ exclusions: z.array(exclusion).max(200) }),
		response: z.object({ exclusions: z.array(exclusion) }),
	}),
	'GET /api/v1/me/exposure': defineRoute({
		summary: 'What I have seen today and what I may still see; only I can read this',
		stage: 'safety',
		...mine,
		response: z.object({
			dayMs: z.int().meta({ description: 'Severe content in the last 24 h, milliseconds; severity 2 counts half.' }),
			hourViews: z.number(),
			runMs: z.int().meta({ description: 'Severe content since my last break.' }),
			workRunMs: z.int().meta({ description: 'Any work since my last break.' }),
			daysIn7: z.number(),
			bySeverity: z.array(z.object({ severity, views: z.int(), visibleMs: z.int() })),
			days: z
				.array(z.object({ date: z.iso.date(), views: z.int(), severeViews: z.int(), visibleMs: z.int() }))
				.meta({ description: 'The last 7 × 24 h by local date; severe: severity 3 or more.' }),
			freesAt: z
				.object({ dayMs: instant.nullable(), hourViews: instant.nullable(), daysIn7: instant.nullable() })
				.meta({ description: 'When a full window has room again; null where it has room.' }),
			limits: limits.meta({ description: 'What holds for me: the organisation’s, or my own where lower.' }),
			organisationLimits: limits,
			ceilings: limits,
			breakUntil: instant.nullable(),
		}),
	}),
	'PUT /api/v1/me/limits': defineRoute({
		summary: 'Lower my own limits, or raise them back up to the organisation’s',
		stage: 'safety',
		...mine,
		body: limits.partial(),
		response: z.object({ limits }),
	}),
	'POST /api/v1/work/next': defineRoute({
		summary: 'The next item for me, or why there is none; an open lease is resumed',
		stage: 'routing',
		...mine,
		content: 'granted',
		body: z.object({ projectId: id.optional() }),
		response: work,
	}),
} as const;

export const annotationRoutes = {
	'POST /api/v1/leases/:leaseId/reveal': defineRoute({
		summary: 'Uncover sentences; each reveal is recorded',
		stage: 'annotation',
		...mine,
		content: 'granted',
		params,
		body: z.object({ sentences: z.union([z.literal('told'), z.literal('all'), z.array(z.int().min(0)).max(200)]) }),
		response: z.object({ content, coverAt: instant }),
	}),
	'POST /api/v1/leases/:leaseId/hide': defineRoute({
		summary: 'Everything is covered again; visible time stops counting',
		stage: 'annotation',
		...mine,
		params,
		body: nothing,
		response: nothing,
	}),
	'POST /api/v1/leases/:leaseId/extend': defineRoute({
		summary: 'More time: reserves again within the budget, or is refused and the draft kept',
		stage: 'annotation',
		...mine,
		params,
		body: nothing,
		response: z.object({ expiresAt: instant, coverAt: instant.nullable(), reservedMs: z.int() }),
	}),
	'POST /api/v1/leases/:leaseId/draft': defineRoute({
		summary: 'Keep an unfinished answer',
		stage: 'annotation',
		...mine,
		params,
		body: z.object({ draft: z.record(z.string(), z.unknown()) }),
		response: nothing,
	}),
	'POST /api/v1/leases/:leaseId/answer': defineRoute({
		summary: 'Answer; sending the same answer again with its key tells the same',
		stage: 'annotation',
		...mine,
		params,
		body: z.object({
			idempotencyKey: id,
			answers: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
			hazardsFound: hazards
				.optional()
				.meta({ description: 'What a scout found that was not told; empty or absent: nothing.' }),
		}),
		response: z.object({
			status: z
				.enum(['counted', 'kept'])
				.meta({ description: '`kept`: paid, but the item was decided or covered meanwhile.' }),
			basis: z.enum(['viewed', 'unseen']),
		}),
	}),
	'POST /api/v1/leases/:leaseId/skip': defineRoute({
		summary: 'Skip; no reason, paid, changes nothing else',
		stage: 'annotation',
		...mine,
		params,
		body: nothing,
		response: nothing,
	}),
	'POST /api/v1/leases/:leaseId/surprise': defineRoute({
		summary:
			'This is not what I was told: closes at once, is paid, raises the item’s severity and quarantines its batch',
		stage: 'annotation',
		...mine,
		params,
		body: z.object({ category: hazardCategory.optional(), severity: severity.optional() }),
		response: z.object({ severityBefore: severity, severityAfter: severity }),
	}),
	'POST /api/v1/leases/:leaseId/release': defineRoute({
		summary: 'Give the item back unseen or half done; the draft is kept with the lease',
		stage: 'annotation',
		...mine,
		params,
		body: nothing,
		response: nothing,
	}),
} as const;
