import { type Form, formLimits, type Question } from '@utu/core/projects/form.ts';
import { z } from 'zod';
import { defineRoute } from './define.ts';
import { hazardCategory, hazards, id, instant, localised, name } from './shared.ts';

const questionName = z
	.string()
	.regex(/^[a-z][a-z0-9_-]*$/i)
	.max(formLimits.nameCharsMax);
const option = z.object({
	value: z.string().min(1).max(formLimits.nameCharsMax),
	label: z.string().min(1).max(200),
	help: z.string().max(1_000).optional(),
	hotkey: z.string().length(1).optional(),
	hazards: hazards.optional(),
});
const base = {
	name: questionName,
	title: z.string().min(1).max(500),
	help: z.string().max(2_000).optional(),
	required: z.boolean(),
};
const options = z.array(option).min(2).max(formLimits.optionsMax);

/** The label form's one schema: validation, page and exports follow from it. */
export const question: z.ZodType<Question, unknown> = z.discriminatedUnion('kind', [
	z.object({ ...base, kind: z.literal('single'), options }),
	z.object({ ...base, kind: z.literal('multiple'), options, choicesMax: z.int().min(1).optional() }),
	z.object({ ...base, kind: z.literal('severity'), category: z.string().optional() }),
	z.object({ ...base, kind: z.literal('text'), charsMax: z.int().min(1).max(formLimits.textAnswerCharsMax) }),
]);
export const form: z.ZodType<Form, unknown> = z.object({
	questions: z.array(question).min(1).max(formLimits.questionsMax),
});

/** How certain, how many eyes. */
export const targets = z.object({
	certainty: z.number().min(0.5).max(0.999),
	viewsMin: z.int().min(1).max(20),
	viewsMax: z.int().min(1).max(20),
	auditShare: z
		.number()
		.min(0)
		.max(1)
		.meta({ description: 'The share of answers that are drawn to be looked at again, blind.' }),
	fewestEyes: z.boolean().optional().meta({
		description:
			'Decide also where another look is not expected to mend more than its exposure is worth, below the certainty; yes unless said.',
	}),
});

/** All that a project version fixes. A form never changes under open work: a new version is made. */
export const projectDefinition = z.object({
	form,
	hazardCategories: z.array(hazardCategory).max(40).meta({ description: 'What an item of this project may carry.' }),
	targets,
	languages: z.array(z.string().min(2).max(35)).max(50),
	instructions: localised,
	consentTexts: z
		.record(z.string(), localised)
		.meta({ description: 'Plain description by hazard category and language.' }),
});
export type ProjectDefinition = z.infer<typeof projectDefinition>;

const projectState = z.enum(['draft', 'open', 'paused', 'closed']);
const project = z.object({
	id,
	name: z.string(),
	state: projectState,
	version: z.int(),
	createdAt: instant,
	definition: projectDefinition,
});

export const template = z.object({
	id: z.string(),
	name: localised,
	description: localised,
	definition: projectDefinition,
});

const auditRate = z
	.object({ rate: z.number(), low: z.number(), high: z.number(), items: z.int() })
	.nullable()
	.meta({ description: 'A share with its 95 % interval; null where no item says anything.' });

const progress = z.object({
	items: z.object({ total: z.int(), firstPass: z.int(), open: z.int(), decided: z.int(), duplicates: z.int() }),
	answers: z.int(),
	viewsPerDecision: z.number().nullable(),
	certaintyMean: z.number().nullable(),
	undecidedAtCap: z.int(),
	surprises: z.int(),
	bySeverity: z.array(z.object({ severity: z.int(), open: z.int(), decided: z.int() })),
	screening: z.array(
		z.object({ category: z.string(), looked: z.int(), found: z.int(), needed: z.int(), cleared: z.boolean() }),
	),
	firstPass: z.object({ version: z.string(), trainedOn: z.int(), accuracy: z.number().nullable() }).nullable(),
	audit: z
		.object({
			items: z.int(),
			balancedAccuracy: z.number().nullable(),
			mayStopEarly: z
				.boolean()
				.meta({ description: 'False once harmful content is missed too often: then no view is saved.' }),
			options: z.array(z.object({ label: z.string(), recall: auditRate, falsePositiveRate: auditRate })),
		})
		.nullable()
		.meta({
			description: 'What blind reviews of items drawn by chance found of the decisions; null before the first.',
		}),
	capacity: z.enum(['unknown', 'none', 'few', 'enough']),
});

const params = z.object({ projectId: id });
const stage = 'projects';
const managers = ['operator', 'admin'] as const;

export const projectRoutes = {
	'GET /api/v1/templates': defineRoute({
		summary: 'Templates to start a project from',
		stage,
		callers: managers,
		scope: 'projects:read',
		content: 'none',
		response: z.object({ templates: z.array(template) }),
	}),
	'GET /api/v1/projects': defineRoute({
		summary: 'Projects of the organisation',
		stage,
		callers: ['operator', 'admin', 'client', 'analyst'],
		scope: 'projects:read',
		content: 'none',
		response: z.object({ projects: z.array(project.omit({ definition: true })) }),
	}),
	'POST /api/v1/projects': defineRoute({
		summary: 'Make a project, from a template or from its own definition; it starts as a draft',
		stage,
		callers: managers,
		scope: 'projects:write',
		content: 'none',
		body: z.object({ name, templateId: z.string().optional(), definition: projectDefinition.optional() }),
		response: project,
	}),
	'GET /api/v1/projects/:projectId': defineRoute({
		summary: 'One project with its current version',
		stage,
		callers: ['operator', 'admin', 'client', 'analyst'],
		scope: 'projects:read',
		content: 'none',
		params,
		response: project,
	}),
	'POST /api/v1/projects/:projectId/versions': defineRoute({
		summary: 'A new version of form, taxonomy, targets or texts; items taken in later use it',
		stage,
		callers: managers,
		scope: 'projects:write',
		content: 'none',
		params,
		body: projectDefinition,
		response: project,
	}),
	'POST /api/v1/projects/:projectId/state': defineRoute({
		summary: 'Open, pause or close a project',
		stage,
		callers: managers,
		scope: 'projects:write',
		content: 'none',
		params,
		body: z.object({ state: projectState }),
		response: project,
	}),
	'GET /api/v1/projects/:projectId/progress': defineRoute({
		summary: 'How far the work is; counts only',
		stage,
		callers: ['operator', 'admin', 'client', 'analyst'],
		scope: 'projects:read',
		content: 'none',
		params,
		response: progress,
	}),
} as const;
