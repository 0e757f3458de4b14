import { z } from 'zod';
import { defineRoute } from './define.ts';

/** Bounds of one call of the filter. */
export const moderationLimits = { textsMax: 1_000, textCharsMax: 200_000 } as const;

const text = z.string().max(moderationLimits.textCharsMax);
const part = z.union([
	z.object({ type: z.literal('text'), text }),
	z.object({ type: z.literal('image_url'), image_url: z.object({ url: z.string() }) }),
]);

const result = z.object({
	flagged: z.boolean().meta({ description: 'Some category is likelier than not.' }),
	categories: z.record(z.string(), z.boolean()),
	category_scores: z
		.record(z.string(), z.number().min(0).max(1))
		.meta({ description: 'Calibrated probability that the text carries the category, by what people decided.' }),
	category_applied_input_types: z.record(z.string(), z.array(z.literal('text'))),
	uncovered: z
		.array(z.string())
		.meta({ description: 'Categories of the project of which the filter has not learned enough to say anything.' }),
});

const filter = z.object({
	id: z.string().meta({ description: 'The project, and the version of what it has learned: “project/version”.' }),
	object: z.literal('model'),
	created: z.int().meta({ description: 'Seconds since 1970.' }),
	owned_by: z.string().meta({ description: 'The project’s name.' }),
});

const base = {
	callers: ['operator', 'client', 'admin'],
	scope: 'filter',
	content: 'none',
	stage: 'first-pass',
} as const;

/** As the public moderation service's, so that its SDKs work with another base address. */
export const moderationRoutes = {
	'POST /v1/moderations': defineRoute({
		summary: 'What the filter learned from people’s decisions says of texts. Nothing is kept of them',
		...base,
		forPrograms: true,
		body: z.object({
			model: z
				.string()
				.max(200)
				.optional()
				.meta({ description: 'A project, or “project/version”; may be left out where one project has learned.' }),
			input: z.union([
				text,
				z.array(text).min(1).max(moderationLimits.textsMax),
				z.array(part).min(1).max(moderationLimits.textsMax),
			]),
		}),
		response: z.object({ id: z.string(), model: z.string(), results: z.array(result) }),
	}),
	'GET /v1/models': defineRoute({
		summary: 'The filters that there are: each project that has learned, in its newest version',
		...base,
		response: z.object({ object: z.literal('list'), data: z.array(filter) }),
	}),
} as const;
