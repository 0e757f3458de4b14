import { teamAnswerMax } from '@utu/core/support/team-answers.ts';
import { z } from 'zod';
import { defineRoute } from './define.ts';
import { id, instant, nothing } from './shared.ts';

/** Limits of support. */
export const supportLimits = {
	contactsMax: 20,
	contactCharsMax: 500,
	contactLanguagesMax: 20,
	postCharsMax: 4_000,
	checkInBytesMax: 16_384,
	/** By PBKDF2-SHA-256, as OWASP asks for since 2023. */
	iterationsMin: 600_000,
	iterationsMax: 10_000_000,
} as const;

/** PostgreSQL keeps no NUL in a text. */
const words = (charsMax: number, charsMin = 0) =>
	z
		.string()
		.trim()
		.min(charsMin)
		.max(charsMax)
		.refine((text) => !text.includes('\0'), 'holds a NUL');

const bytes = (exactly: number) => z.base64().length(4 * Math.ceil(exactly / 3));
const saltBytes = 16;
const ivBytes = 12;
const wrappedKeyBytes = 32 + 16;

/** The data key under one secret. Strict, so that nothing else is sent along by mistake. */
const wrapping = z.strictObject({
	salt: bytes(saltBytes),
	iterations: z.int().min(supportLimits.iterationsMin).max(supportLimits.iterationsMax),
	iv: bytes(ivBytes),
	key: bytes(wrappedKeyBytes),
});
const wrapped = z
	.strictObject({ format: z.literal(1), passphrase: wrapping, recovery: wrapping })
	.meta({ description: 'The data key, wrapped in the browser under the passphrase and under the recovery code.' });
const checkInKey = z.object({ wrapped, version: z.int() });

const ciphertext = z
	.base64()
	.min(4 * Math.ceil((ivBytes + 16) / 3))
	.max(4 * Math.ceil(supportLimits.checkInBytesMax / 3))
	.meta({ description: 'Base64 of what the browser encrypted; the server has no key.' });

const step = z.int().min(0).max(teamAnswerMax);
const month = z.string().meta({ description: 'A calendar month by UTC: 2026-03.' });
const teamAnswers = z.strictObject({ strain: step, rest: step, support: step, say: step });

const contact = z.object({
	name: words(supportLimits.contactCharsMax, 1),
	about: words(supportLimits.contactCharsMax).meta({ description: 'Who this is, and what for.' }),
	reach: words(supportLimits.contactCharsMax, 1).meta({ description: 'A number, an address, a place.' }),
	hours: words(supportLimits.contactCharsMax),
	languages: z
		.array(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/))
		.max(supportLimits.contactLanguagesMax)
		.meta({ description: 'Language tags: am, en, sw.' }),
});

const voiceReply = z.object({
	id,
	body: z.string().nullable().meta({ description: 'Null once withdrawn.' }),
	authorName: z.string().nullable().meta({ description: 'Null where the post is anonymous or withdrawn.' }),
	mine: z.boolean(),
	state: z.enum(['waiting', 'shown', 'withdrawn']),
	postedOn: z.iso.date(),
});
const voicePost = voiceReply.extend({ replies: z.array(voiceReply) });

const stage = 'support';
const mine = { stage, callers: ['person'], scope: 'account', content: 'none' } as const;
const answering = { stage, callers: ['worker', 'analyst'], scope: 'account', content: 'none' } as const;
const board = { stage, callers: ['worker', 'representative'], scope: 'account', content: 'none' } as const;

export const supportRoutes = {
	'GET /api/v1/me/check-in-key': defineRoute({
		summary: 'My check-in key, wrapped: only my passphrase or recovery code opens it',
		...mine,
		response: z.object({ key: checkInKey.nullable() }),
	}),
	'PUT /api/v1/me/check-in-key': defineRoute({
		summary: 'Keep my wrapped check-in key; with the version that it replaces, or null for the first',
		...mine,
		body: z.object({ wrapped, replaces: z.int().min(1).nullable() }),
		response: checkInKey,
	}),
	'DELETE /api/v1/me/check-in-key': defineRoute({
		summary: 'Give up my check-in key; the entries under it are erased with it',
		...mine,
		response: nothing,
	}),
	'GET /api/v1/me/check-ins': defineRoute({
		summary: 'My check-ins as ciphertext, newest first',
		...mine,
		query: z.object({ cursor: id.optional() }),
		response: z.object({
			checkIns: z.array(z.object({ id, ciphertext, createdAt: instant })),
			nextCursor: id.nullable(),
		}),
	}),
	'POST /api/v1/me/check-ins': defineRoute({
		summary: 'Keep a check-in that was encrypted in the browser; it reaches no router, score or manager',
		...mine,
		body: z.strictObject({ ciphertext }),
		response: z.object({ id, createdAt: instant }),
	}),
	'DELETE /api/v1/me/check-ins': defineRoute({
		summary: 'Erase all my check-ins',
		...mine,
		response: z.object({ erased: z.int() }),
	}),
	'GET /api/v1/me/team-answers': defineRoute({
		summary: 'Which month is asked about now, and whether I have answered; what I said is not kept with me',
		...answering,
		response: z.object({ month, answered: z.boolean() }),
	}),
	'POST /api/v1/me/team-answers': defineRoute({
		summary: 'Answer the team questions of this month, anonymously; once a month, not to be taken back',
		...answering,
		body: teamAnswers,
		response: z.object({ month, answered: z.boolean() }),
	}),
	'GET /api/v1/team-answers': defineRoute({
		summary: 'Team figures of months that are over, from ten respondents on; rounded, without any filter',
		stage,
		callers: ['worker', 'analyst', 'representative', 'operator', 'admin'],
		scope: 'account',
		content: 'none',
		response: z.object({
			respondentsMin: z.int(),
			months: z.array(
				z.object({
					month,
					respondents: z.int().meta({ description: 'Rounded down to a multiple of five.' }),
					means: z
						.object({ strain: z.number(), rest: z.number(), support: z.number(), say: z.number() })
						.meta({ description: 'To the half.' }),
				}),
			),
		}),
	}),
	'GET /api/v1/support': defineRoute({
		summary: 'Whom I can turn to',
		stage,
		callers: ['worker', 'analyst', 'operator', 'client', 'representative', 'admin'],
		scope: 'account',
		content: 'none',
		response: z.object({ contacts: z.array(contact), text: z.string().nullable() }),
	}),
	'PUT /api/v1/support/contacts': defineRoute({
		summary: 'Say whom the organisation’s people can turn to, in this order',
		stage,
		callers: ['operator', 'admin'],
		scope: 'people',
		content: 'none',
		body: z.object({ contacts: z.array(contact).max(supportLimits.contactsMax) }),
		response: z.object({ contacts: z.array(contact), text: z.string().nullable() }),
	}),
	'GET /api/v1/voice': defineRoute({
		summary: 'The board of workers and their representative, newest first; closed to whoever manages',
		...board,
		query: z.object({
			cursor: z
				.string()
				.regex(/^\d{1,18}$/)
				.optional(),
		}),
		response: z.object({
			moderates: z.boolean(),
			waiting: z.array(voiceReply.extend({ replyTo: id.nullable() })).meta({
				description: 'Anonymous testimony that waits to be shown; for the representative alone.',
			}),
			posts: z.array(voicePost),
			nextCursor: z.string().nullable(),
		}),
	}),
	'POST /api/v1/voice': defineRoute({
		summary: 'Post under one’s name, or anonymously: then nobody’s name is kept, and it waits for the representative',
		...board,
		body: z.object({
			body: words(supportLimits.postCharsMax, 1),
			anonymous: z.boolean(),
			replyTo: id.nullish(),
		}),
		response: z.object({ state: z.enum(['waiting', 'shown']) }),
	}),
	'POST /api/v1/voice/:postId/show': defineRoute({
		summary: 'Show an anonymous post that waits, as the representative',
		...board,
		callers: ['representative'],
		params: z.object({ postId: id }),
		body: nothing,
		response: nothing,
	}),
	'POST /api/v1/voice/:postId/withdraw': defineRoute({
		summary: 'Withdraw one’s own post, or as the representative an anonymous one; its words are erased',
		...board,
		params: z.object({ postId: id }),
		body: nothing,
		response: nothing,
	}),
} as const;
