import { z } from 'zod';
import { defineRoute } from './define.ts';
import { form } from './projects.ts';
import { lease, nothingNow } from './routing.ts';
import { answers, id, instant, nothing } from './shared.ts';

/** Limits of what is said about an answer. */
export const reviewLimits = { reasonCharsMax: 1_000, noteCharsMax: 2_000, sentenceCharsMax: 1_000 } as const;

const kind = z.enum(['review', 'double-review', 'contest', 'adjudicate', 'gold']).meta({
	description:
		'A drawn sample; the same again, blind; a contested one; an item on which people differ; one to train on, if experts agree.',
});
const verdict = z.enum(['right', 'wrong']).meta({ description: 'Whether the worker’s answer can stand.' });
const outcome = z
	.enum(['upheld', 'overturned', 'lapsed'])
	.meta({ description: 'What became of a contest; `lapsed`: not decided in time, in the worker’s favour.' });

/** Both answers, once the reviewer has given theirs. It shows no content and no person. */
const comparison = z.object({
	reviewId: id,
	kind,
	projectName: z.string(),
	form,
	mine: answers,
	theirs: answers.nullable().meta({ description: 'The worker’s answer; null where none is judged.' }),
	same: z.boolean().meta({ description: 'Both say the same: then the verdict is “right” already.' }),
	verdict: verdict.nullable(),
	reason: z.string(),
	note: z.string(),
});

const reviewWork = z.union([
	z.object({ kind: z.literal('lease'), reviewId: id, review: kind, lease }),
	z.object({ kind: z.literal('compare'), comparison }),
	z.object({ kind: z.literal('busy') }).meta({ description: 'I have an item of my own work in hand.' }),
	z.object({
		kind: z.literal('nothing'),
		why: z.union([nothingNow.shape.why, z.literal('all-reviewed')]),
		until: instant.nullable(),
		waiting: z.int().meta({ description: 'Reviews that wait, for whomever.' }),
	}),
]);

const received = z.object({
	reviewId: id,
	projectName: z.string(),
	form,
	answeredAt: instant,
	judgedAt: instant,
	mine: answers,
	theirs: answers.meta({ description: 'What the reviewer answered before seeing mine.' }),
	verdict,
	reason: z.string(),
	note: z.string(),
	counts: z
		.enum(['right', 'wrong', 'not-yet'])
		.meta({ description: 'What it says in my score; a contested one says nothing until it is decided.' }),
	contest: z
		.object({
			sentence: z.string(),
			filedAt: instant,
			lapsesAt: instant,
			outcome: outcome.nullable(),
			decidedAt: instant.nullable(),
		})
		.nullable(),
});

const estimate = z
	.object({
		value: z.number().min(0).max(1),
		low: z.number().min(0).max(1),
		high: z.number().min(0).max(1),
	})
	.meta({ description: 'Share of right answers as it would be on everybody’s mix of items, with its 95 % interval.' });

const score = z.object({
	verdicts: z.int().meta({ description: 'Verdicts that count.' }),
	needed: z.int().meta({ description: 'Fewer say nothing.' }),
	wrong: z.int(),
	wrongExpected: z.number().meta({ description: 'How many peers are expected to have on the same items.' }),
	estimate: estimate.nullable().meta({ description: 'Null: not enough to say.' }),
	lacks: z.enum(['verdicts', 'double-reviews']).nullable().meta({
		description: 'Of what there is too little: verdicts on me, or looks of two reviewers at the same answers.',
	}),
});

const mine = { callers: ['worker', 'analyst'], scope: 'work', content: 'none', stage: 'review' } as const;
const analyst = { callers: ['analyst'], scope: 'work', content: 'none', stage: 'review' } as const;
const params = z.object({ reviewId: id });

export const reviewRoutes = {
	'POST /api/v1/reviews/next': defineRoute({
		summary:
			'The next review: an item to look at blind, or a comparison to finish. Covered unless mild, charged like any look',
		...analyst,
		content: 'granted',
		body: nothing,
		response: reviewWork,
	}),
	'POST /api/v1/reviews/:reviewId/answer': defineRoute({
		summary: 'What I would have answered; only then the worker’s answer is shown',
		...analyst,
		params,
		body: z.object({ leaseId: id, answers }),
		response: comparison,
	}),
	'POST /api/v1/reviews/:reviewId/verdict': defineRoute({
		summary: 'Whether the worker’s answer can stand, with a reason they can learn from',
		...analyst,
		params,
		body: z.object({
			verdict,
			reason: z.string().trim().max(reviewLimits.reasonCharsMax),
			note: z.string().trim().max(reviewLimits.noteCharsMax),
		}),
		response: comparison,
	}),
	'GET /api/v1/me/verdicts': defineRoute({
		summary: 'Every verdict on my answers, newest first; only I can read this',
		...mine,
		query: z.object({ cursor: id.optional() }),
		response: z.object({ verdicts: z.array(received), nextCursor: id.nullable() }),
	}),
	'POST /api/v1/me/verdicts/:reviewId/look': defineRoute({
		summary: 'Look again at the item of a verdict on my answer: covered unless mild, charged and paid like any look',
		...mine,
		content: 'granted',
		params,
		body: nothing,
		response: z.union([
			z.object({ kind: z.literal('lease'), lease }),
			z.object({ kind: z.literal('busy') }).meta({ description: 'I have another item in hand.' }),
			nothingNow,
		]),
	}),
	'POST /api/v1/me/verdicts/:reviewId/contest': defineRoute({
		summary:
			'Contest a verdict in a sentence: it counts no more until somebody else has decided, blind, within seven days',
		...mine,
		params,
		body: z.object({ sentence: z.string().trim().min(1).max(reviewLimits.sentenceCharsMax) }),
		response: received,
	}),
	'GET /api/v1/me/score': defineRoute({
		summary: 'What can be said of my answers, how sure that is, and from what',
		...mine,
		response: score,
	}),
	'GET /api/v1/team/scores': defineRoute({
		summary: 'The members of the teams that I lead, by name: what can be said of their answers. It ranks nobody',
		...analyst,
		response: z.object({
			members: z.array(
				score.extend({
					personId: id,
					displayName: z.string(),
					concern: z.boolean().meta({
						description:
							'Evidence that stands up over the whole organisation. It leads to a talk, and by itself to nothing.',
					}),
				}),
			),
		}),
	}),
} as const;
