import { z } from 'zod';
import { defineRoute } from './define.ts';
import { id, instant, nothing } from './shared.ts';

/** The labour datasheet: who worked, how, under what conditions. It names and counts no one person. */
export const datasheet = z.object({
	schema: z.literal('https://utu.example/ns/labour-datasheet/1'),
	project: z.object({ id, name: z.string(), versions: z.array(z.int()) }),
	createdAt: instant,
	items: z.object({ total: z.int(), decided: z.int(), inherited: z.int(), undecidedAtCap: z.int() }),
	people: z.object({ count: z.int(), countries: z.array(z.string()).nullable() }),
	paidHours: z.number().nullable().meta({ description: 'Withheld (null) where it could tell of one person.' }),
	pay: z.object({
		currency: z.string().nullable(),
		medianHourly: z.number().nullable(),
		floor: z.number().nullable(),
		note: z.string(),
	}),
	decidedByMachineShare: z.number(),
	viewsPerDecision: z.array(z.object({ severity: z.int(), decisions: z.int(), views: z.number() })).nullable(),
	answersWithoutLooking: z.int().nullable(),
	surprises: z.int().nullable(),
	breaches: z.object({ total: z.int(), byInvariant: z.record(z.string(), z.int()) }),
	contests: z.object({ filed: z.int(), upheld: z.int() }),
	methods: z.record(z.string(), z.string()),
});

const params = z.object({ projectId: id });
const webhook = z.object({ id, url: z.string(), events: z.array(z.string()), active: z.boolean(), createdAt: instant });
const deliveryAttempt = z.object({
	id,
	webhookId: id,
	event: z.string(),
	state: z.enum(['pending', 'delivered', 'dead']),
	attempts: z.int(),
	nextAttemptAt: instant.nullable(),
	lastError: z.string().nullable(),
	createdAt: instant,
});
const stage = 'delivery';
const managers = { callers: ['operator', 'admin'], scope: 'export' } as const;

export const deliveryRoutes = {
	'GET /api/v1/projects/:projectId/export': defineRoute({
		summary:
			'The data set as a stream: decisions with certainty and method; answers under a pseudonym made for this export',
		stage,
		callers: ['operator', 'admin', 'client'],
		scope: 'export',
		content: 'dataset',
		params,
		query: z.object({ format: z.enum(['jsonl', 'csv']), answers: z.enum(['true', 'false']).optional() }),
		response: z.string(),
		responseMediaTypes: ['application/x-ndjson', 'text/csv'],
	}),
	'GET /api/v1/projects/:projectId/datasheet': defineRoute({
		summary: 'The labour datasheet of the data set',
		stage,
		callers: ['operator', 'admin', 'client', 'representative'],
		scope: 'export',
		content: 'none',
		params,
		response: datasheet,
	}),
	'GET /api/v1/projects/:projectId/webhooks': defineRoute({
		summary: 'Webhooks of the project',
		stage,
		...managers,
		content: 'none',
		params,
		response: z.object({ webhooks: z.array(webhook) }),
	}),
	'POST /api/v1/projects/:projectId/webhooks': defineRoute({
		summary: 'Add a webhook; its secret is shown once',
		stage,
		...managers,
		content: 'none',
		params,
		body: z.object({ url: z.url(), events: z.array(z.enum(['decision.made'])).min(1) }),
		response: z.object({ webhook, secret: z.string() }),
	}),
	'DELETE /api/v1/projects/:projectId/webhooks/:webhookId': defineRoute({
		summary: 'Stop a webhook',
		stage,
		...managers,
		content: 'none',
		params: params.extend({ webhookId: id }),
		response: nothing,
	}),
	'GET /api/v1/projects/:projectId/deliveries': defineRoute({
		summary: 'The outbox, newest first',
		stage,
		...managers,
		content: 'none',
		params,
		query: z.object({ state: z.enum(['pending', 'delivered', 'dead']).optional(), cursor: z.string().optional() }),
		response: z.object({ deliveries: z.array(deliveryAttempt), nextCursor: z.string().nullable() }),
	}),
	'POST /api/v1/projects/:projectId/deliveries/:deliveryId/replay': defineRoute({
		summary: 'Send one again',
		stage,
		...managers,
		content: 'none',
		params: params.extend({ deliveryId: id }),
		body: nothing,
		response: nothing,
	}),
} as const;
