import {
	type HazardCategory,
	type Hazards,
	hazardCategories,
	type Severity,
	unscreened,
} from '@utu/core/safety/hazards.ts';
import { z } from 'zod';

/** Limits of the wire. */
export const wireLimits = {
	nameCharsMax: 200,
	markdownCharsMax: 50_000,
	textCharsMax: 200_000,
	keyCharsMax: 256,
	batchItemsMax: 1_000,
	pageItemsMax: 200,
	jsonBodyBytesMax: 4 * 1024 * 1024,
	streamBodyBytesMax: 4 * 1024 * 1024 * 1024,
	lineBytesMax: 1024 * 1024,
	faultsReportedMax: 100,
} as const;

export const id = z.uuid().meta({ description: 'An identifier (UUID).' });
export const instant = z.iso.datetime().meta({ description: 'RFC 3339, UTC.' });
export const name = z.string().trim().min(1).max(wireLimits.nameCharsMax);
export const localeName = z.enum(['en', 'fr', 'sw']);
export const timeZone = z.string().min(1).max(64).meta({ description: 'IANA time zone, such as Africa/Nairobi.' });
export const nothing = z.object({}).meta({ description: 'Done.' });

/** Text by language: `{ en: "…", fr: "…" }`. */
export const localised = z.partialRecord(localeName, z.string().max(wireLimits.markdownCharsMax));

export const hazardCategory: z.ZodType<HazardCategory, HazardCategory> = z
	.union([z.enum([...hazardCategories, unscreened]), z.templateLiteral(['x-', z.string().min(1).max(40)])])
	.meta({
		description: 'A hazard category: the public moderation taxonomy, `unscreened`, or one of the project (`x-…`).',
	});

export const severity: z.ZodType<Severity, Severity> = z
	.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
	.meta({ description: '0 none, 1 mild, 2 moderate, 3 severe, 4 extreme.' });

export const hazards = z
	.record(z.string(), severity)
	.refine(
		(value) => Object.keys(value).every((category) => hazardCategory.safeParse(category).success),
		'unknown hazard category',
	)
	.meta({ description: 'Severity by hazard category; a category that is absent is 0.' }) as unknown as z.ZodType<
	Hazards,
	Hazards
>;

/** RFC 9457 problem details; `code` is stable, `detail` says what to do. */
export const problem = z.object({
	type: z.string(),
	title: z.string(),
	status: z.int(),
	detail: z.string().optional(),
	code: z.string(),
	faults: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problem>;

/** Answers by question: a value, some values, 0 to 4, or text. */
export const answers = z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]));
