import { z } from 'zod';
import { defineRoute } from './define.ts';
import { id, severity } from './shared.ts';

/** Bounds of what an operator may set. */
export const automaticLimits = { alphaMax: 0.2, deltaMax: 0.2, auditShareMin: 0.05 } as const;

const share = z.number().min(0).max(1);
const setting = z.object({
	isOn: z.boolean(),
	alpha: z
		.number()
		.min(0.005)
		.max(automaticLimits.alphaMax)
		.meta({ description: 'Of what is decided as one option, the share that may be wrong.' }),
	delta: z
		.number()
		.min(0.005)
		.max(automaticLimits.deltaMax)
		.meta({ description: 'The risk of being mistaken about that, for each option.' }),
	auditShare: z
		.number()
		.min(automaticLimits.auditShareMin)
		.max(1)
		.meta({ description: 'Of what could be decided so, the share that people decide all the same, and blind.' }),
});

const automatic = z.object({
	possible: z
		.boolean()
		.meta({ description: 'The form has one required choice, and nothing else that must be answered.' }),
	setting,
	modelVersion: z.int().nullable().meta({ description: 'Null before the machine has learned.' }),
	options: z.array(
		z.object({
			option: z.string(),
			label: z.string(),
			state: z.enum(['learning', 'deciding', 'suspended']),
			collected: z.int().meta({ description: 'Blind decisions of people on what the machine is sure of.' }),
			needed: z.int().meta({ description: 'How many the next look for a proof needs.' }),
			proof: z.object({ threshold: share, items: z.int(), wrong: z.int(), bound: share }).nullable().meta({
				description: 'At this confidence or above, so many of so many were wrong: the true share is at most the bound.',
			}),
			audit: z
				.object({ items: z.int(), wrong: z.int(), low: share, high: share })
				.meta({ description: 'What audits of the rule found since, with an interval that holds at every moment.' }),
			decided: z.int(),
		}),
	),
	waitingAudits: z.int(),
	spared: z.object({
		items: z.int(),
		looks: z.int().nullable().meta({ description: 'At as many looks as people need for a decision here.' }),
		bySeverity: z.array(z.object({ severity, items: z.int() })),
	}),
});

const params = z.object({ projectId: id });
const base = { stage: 'first-pass', content: 'none', params } as const;

export const automaticRoutes = {
	'GET /api/v1/projects/:projectId/automatic': defineRoute({
		summary: 'Deciding without people: what is proven, what audits found, what nobody had to look at; counts only',
		...base,
		callers: ['operator', 'admin', 'client', 'analyst', 'representative'],
		scope: 'projects:read',
		response: automatic,
	}),
	'PUT /api/v1/projects/:projectId/automatic': defineRoute({
		summary: 'Switch deciding without people on or off, or set its bound; off unless somebody does',
		...base,
		callers: ['operator', 'admin'],
		scope: 'projects:write',
		body: setting,
		response: automatic,
	}),
	'POST /api/v1/projects/:projectId/automatic/recall': defineRoute({
		summary: 'Give back to people what was decided without them as an option that its audit has suspended',
		...base,
		callers: ['operator', 'admin'],
		scope: 'projects:write',
		body: z.object({ option: z.string().min(1).max(64) }),
		response: automatic,
	}),
} as const;
