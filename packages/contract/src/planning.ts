import type { BySeverity } from '@utu/core/planning/input.ts';
import { planBounds } from '@utu/core/planning/input.ts';
import type { IntakeRequest, PlanRequest } from '@utu/core/planning/request.ts';
import { capacityBands } from '@utu/core/safety/capacity.ts';
import { ceilingLimits } from '@utu/core/safety/limits.ts';
import { z } from 'zod';
import { defineRoute } from './define.ts';
import { limitsOf } from './safety.ts';
import { instant, severity, timeZone } from './shared.ts';

const bySeverity = <T>(
	number: z.ZodType<T, T>,
	description = 'Five numbers, for the severities 0 none, 1 mild, 2 moderate, 3 severe, 4 extreme.',
): z.ZodType<BySeverity<T>, BySeverity<T>> => z.tuple([number, number, number, number, number]).meta({ description });

const items = z.number().min(0).max(planBounds.itemsPerHourMax);
const weights = (count: number) => z.array(z.number().min(0).max(1_000_000)).length(count);
const seconds = z.number().min(planBounds.secondsMin).max(planBounds.secondsMax);

/** What comes in. A file with this can be planned from. */
export const planIntake: z.ZodType<IntakeRequest, IntakeRequest> = z.union([
	z.object({
		perDay: bySeverity(
			z
				.number()
				.min(0)
				.max(24 * planBounds.itemsPerHourMax),
		),
		hourWeights: weights(24).optional(),
		dayWeights: weights(7).optional(),
	}),
	z.object({ hours: z.array(bySeverity(items)).length(168) }),
]);

/** A plan is asked for with what is known; the rest are defaults. */
export const planRequest: z.ZodType<PlanRequest, PlanRequest> = z.object({
	intake: planIntake,
	viewsPerItem: bySeverity(z.number().min(0).max(planBounds.viewsPerItemMax)).optional(),
	visibleSeconds: bySeverity(seconds).optional(),
	heldSeconds: bySeverity(seconds).optional(),
	people: z.int().min(0).max(planBounds.peopleMax).optional(),
	timeZone: timeZone.optional(),
	shifts: z
		.array(
			z.object({
				start: z.string().max(5),
				hours: z.number().min(1).max(12).optional(),
				timeZone: timeZone.optional(),
				share: z.number().gt(0).max(1_000).optional(),
			}),
		)
		.min(1)
		.max(planBounds.shiftsMax)
		.optional(),
	daysOn: z.int().min(1).max(7).optional(),
	consentShare: z.number().min(0).max(1).optional(),
	limits: z
		.object({
			dayMs: z.int().min(0).max(ceilingLimits.dayMs),
			runMs: z.int().min(0).max(ceilingLimits.runMs),
			hourViews: z.int().min(0).max(ceilingLimits.hourViews),
			daysIn7: z.int().min(0).max(ceilingLimits.daysIn7),
		})
		.partial()
		.optional()
		.meta({ description: 'By default what the organisation allows; never above the ceiling.' }),
	severeAgeHoursMax: z.number().min(1).max(planBounds.ageHoursMax).optional(),
});

const limitName = z.enum(['hourViews', 'dayMs', 'daysIn7', 'runMs', 'work']);
/** Null: no number is enough. */
const people = z.number().nullable();
const byClass = <Schema extends z.ZodType>(of: Schema) => z.object({ mild: of, moderate: of, severe: of });

const plan = z.object({
	people: z.int(),
	peopleNeeded: z.int().nullable().meta({ description: 'The fewest that will do; null where no number does.' }),
	enough: z.boolean(),
	severeAgeHoursMax: z.number(),
	limits: limitsOf.meta({ description: 'What was planned with.' }),
	bound: z.object({
		people: people.meta({ description: 'A lower bound in closed form, for everything together.' }),
		severities: z.array(
			z.object({
				severity,
				viewsPerWeek: z.number(),
				people,
				binding: limitName.nullable().meta({ description: 'The limit without which the fewest would do.' }),
				alone: z.record(limitName, people).meta({ description: 'People needed if this limit alone held.' }),
			}),
		),
	}),
	outlook: byClass(
		z.object({
			viewsPerWeek: z.number(),
			stable: z.boolean().meta({ description: 'Whether no more waits at the end of the week than at its beginning.' }),
			ageHoursMax: z.number(),
			ageHoursMaxAt: z.int().meta({ description: 'Hour of the week, 0 is Monday 0:00.' }),
		}),
	),
	hours: z
		.array(
			z.object({
				hour: z.int(),
				onShift: z.number(),
				withRoom: z.number().meta({ description: 'As many could look at severe content all this hour.' }),
				needed: people.meta({ description: 'As many would have to, to keep up with this hour’s intake.' }),
				arrivals: byClass(z.number()),
				served: byClass(z.number()),
				backlog: byClass(z.number()),
				ageHours: byClass(z.number()),
			}),
		)
		.meta({ description: 'A week from Monday 0:00, after a week of the same.' }),
	notes: z.array(z.enum(['hours-idle', 'no-consent'])),
});

const stage = 'planning';
const managers = ['operator', 'admin'] as const;

export const planningRoutes = {
	'POST /api/v1/plan': defineRoute({
		summary: 'How many people a week’s work takes so that nobody exceeds a limit, hour by hour; keeps nothing',
		stage,
		callers: managers,
		scope: 'projects:read',
		content: 'none',
		body: planRequest,
		response: plan,
	}),
	'GET /api/v1/plan/intake': defineRoute({
		summary: 'What the organisation took in over the last 7 × 24 h, to plan from; nothing about any person',
		stage,
		callers: managers,
		scope: 'projects:read',
		content: 'none',
		query: z.object({ timeZone: timeZone.optional() }),
		response: z.object({
			from: instant,
			to: instant,
			timeZone,
			items: z.int(),
			intake: z.object({ hours: z.array(bySeverity(z.int())).length(168) }),
			viewsPerItem: bySeverity(
				people,
				'Mean of the decisions of these days; null below 20 of them, or where fewer than five people answered.',
			),
		}),
	}),
	'GET /api/v1/capacity': defineRoute({
		summary: 'Whether people on shift have room for severe content, in words, by hour; withheld below five people',
		stage,
		callers: ['operator', 'admin', 'representative'],
		scope: 'people',
		content: 'none',
		response: z.object({ hours: z.array(z.object({ hour: instant, band: z.enum(capacityBands) })) }),
	}),
} as const;
