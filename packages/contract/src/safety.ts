import { z } from 'zod';
import { defineRoute } from './define.ts';
import { id, instant, nothing, timeZone } from './shared.ts';

const shift = z.object({
	id,
	startsAt: instant,
	endsAt: instant,
	timeZone,
	plannedBy: z.enum(['person', 'organisation']),
});

const myShift = z.object({
	now: shift.nullable().meta({ description: 'The shift that runs; null outside any.' }),
	next: z.array(shift),
	dayMs: z
		.int()
		.meta({ description: 'At work in the last 24 h, milliseconds; breaks and waiting count and are paid.' }),
	weekMs: z.int(),
	dayMsMax: z.int(),
	weekMsMax: z.int(),
});

const plannedShift = shift.extend({ personId: id });

export const limitsOf = z.object({
	dayMs: z.int().min(0),
	runMs: z.int().min(0),
	hourViews: z.int().min(0),
	daysIn7: z.int().min(0).max(7),
});

const limitChange = z.object({
	id,
	limits: limitsOf,
	reason: z.string(),
	state: z.enum(['waiting', 'signed', 'declined']),
	proposedAt: instant,
	settledAt: instant.nullable(),
	holds: z.boolean().meta({ description: 'The change that holds now.' }),
});

const stage = 'safety';
const mine = { stage, callers: ['worker', 'analyst'], scope: 'work', content: 'none' } as const;
const planning = { stage, callers: ['operator', 'admin'], scope: 'people', content: 'none' } as const;
const signing = { stage, callers: ['representative'], scope: 'people', content: 'none' } as const;

export const safetyRoutes = {
	'GET /api/v1/me/shift': defineRoute({
		summary: 'My time at work: the shift that runs, what is planned, the hours behind me',
		...mine,
		response: myShift,
	}),
	'POST /api/v1/me/shift': defineRoute({
		summary: 'Begin a shift now; work is given out in shifts only, and all of a shift is paid',
		...mine,
		body: z.object({ hours: z.number().min(0.5).max(12) }),
		response: myShift,
	}),
	'POST /api/v1/me/shift/end': defineRoute({
		summary: 'End my shift early; what is in hand is given back',
		...mine,
		body: nothing,
		response: myShift,
	}),
	'GET /api/v1/shifts': defineRoute({
		summary: 'Shifts of the organisation that touch a span of time; nothing of what was done in them',
		...planning,
		query: z.object({ from: instant, to: instant }),
		response: z.object({ shifts: z.array(plannedShift) }),
	}),
	'POST /api/v1/shifts': defineRoute({
		summary: 'Plan a shift for a member',
		...planning,
		body: z.object({ personId: id, startsAt: instant, endsAt: instant, timeZone }),
		response: plannedShift,
	}),
	'DELETE /api/v1/shifts/:shiftId': defineRoute({
		summary: 'Cancel a planned shift before it begins',
		...planning,
		params: z.object({ shiftId: id }),
		response: nothing,
	}),
	'GET /api/v1/limits': defineRoute({
		summary:
			'The organisation’s limits of exposure: what holds, what was proposed, and the ceiling that nothing exceeds',
		stage,
		callers: ['worker', 'analyst', 'operator', 'admin', 'representative'],
		scope: 'people',
		content: 'none',
		response: z.object({ limits: limitsOf, defaults: limitsOf, ceilings: limitsOf, changes: z.array(limitChange) }),
	}),
	'POST /api/v1/limits': defineRoute({
		summary: 'Propose other limits; they hold once the representative has signed',
		...planning,
		body: z.object({ limits: limitsOf, reason: z.string().trim().min(1).max(2_000) }),
		response: limitChange,
	}),
	'POST /api/v1/limits/:changeId/sign': defineRoute({
		summary: 'Sign a change of limits as the workers’ representative',
		...signing,
		params: z.object({ changeId: id }),
		body: nothing,
		response: limitChange,
	}),
	'POST /api/v1/limits/:changeId/decline': defineRoute({
		summary: 'Decline a change of limits',
		...signing,
		params: z.object({ changeId: id }),
		body: nothing,
		response: limitChange,
	}),
} as const;
