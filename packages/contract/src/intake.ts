import { z } from 'zod';
import { defineRoute } from './define.ts';
import { id, instant, wireLimits } from './shared.ts';

/** One text to be judged. `key` is the sender's own: sending it again changes nothing. */
export const newItem = z.object({
	key: z.string().min(1).max(wireLimits.keyCharsMax),
	text: z.string().min(1).max(wireLimits.textCharsMax),
	language: z.string().min(2).max(35).optional(),
	themes: z.array(z.string().min(1).max(100)).max(50).optional(),
	source: z.string().min(1).max(200).optional(),
	dueAt: instant.optional(),
	meta: z.record(z.string(), z.unknown()).optional(),
});
export type NewItem = z.infer<typeof newItem>;

const fault = z.object({
	line: z.int().meta({ description: 'From 1.' }),
	key: z.string().optional(),
	message: z.string(),
});

const intakeReport = z.object({
	received: z.int(),
	accepted: z.int(),
	alreadyThere: z.int().meta({ description: 'Sent before with the same key.' }),
	duplicates: z.int().meta({ description: 'Same content as an earlier item: inherits its decision, shown to nobody.' }),
	refused: z.int(),
	faults: z.array(fault).meta({ description: `The first ${wireLimits.faultsReportedMax}.` }),
});
export type IntakeReport = z.infer<typeof intakeReport>;

export const intakeRoutes = {
	'POST /api/v1/projects/:projectId/items': defineRoute({
		summary: 'Take in items: one, a list, or a stream of lines (application/x-ndjson)',
		stage: 'intake',
		callers: ['operator', 'client', 'admin'],
		scope: 'items:write',
		content: 'none',
		params: z.object({ projectId: id }),
		body: z.union([
			newItem,
			z.array(newItem).max(wireLimits.batchItemsMax),
			z.object({ items: z.array(newItem).max(wireLimits.batchItemsMax) }),
		]),
		bodyMediaTypes: ['application/x-ndjson'],
		response: intakeReport,
	}),
} as const;
