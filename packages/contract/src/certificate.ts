import { certificateFormat } from '@utu/core/review/certificate.ts';
import { z } from 'zod';
import { defineRoute } from './define.ts';
import { instant } from './shared.ts';

/** Limits of a certificate of work. */
export const certificateLimits = { nameCharsMax: 100, certificateCharsMax: 20_000 } as const;

/** Line breaks and marks that turn the direction of writing would let a name reach over the words beside it. */
const oneLine = /^[^\p{Cc}\u2028-\u202e\u2066-\u2069]*$/u;

const share = z.number().min(0).max(1);
const month = z.string().regex(/^\d{4}-\d{2}$/);

/** What a certificate says, and all that it may: a field that is not named here makes it none. */
export const certificatePayload = z.strictObject({
	format: z.literal(certificateFormat),
	id: z.string().meta({ description: 'Drawn by chance; the server keeps it nowhere.' }),
	name: z.string().meta({ description: 'As the worker wants to be called; nobody has checked it.' }),
	organisation: z.string(),
	issuer: z.string().meta({ description: 'The address of the installation that signed it.' }),
	issuedAt: instant,
	period: z
		.strictObject({ from: month, to: month })
		.nullable()
		.meta({ description: 'The months of the first and the last answer that counted.' }),
	answers: z.int().min(0).meta({ description: 'Answers that counted, in all projects of the organisation.' }),
	languages: z.array(z.string()).meta({ description: 'Of the items answered.' }),
	verdicts: z.int().min(0).meta({ description: 'Verdicts that count.' }),
	wrong: z.int().min(0).meta({ description: 'Of these, found wrong after contests.' }),
	wrongExpected: z.number().min(0).meta({ description: 'How many peers are expected to have on the same items.' }),
	estimate: z
		.discriminatedUnion('kind', [
			z.strictObject({ kind: z.literal('estimate'), value: share, low: share, high: share, level: share }),
			z.strictObject({
				kind: z.literal('not-enough'),
				lacks: z.enum(['verdicts', 'double-reviews']),
				needed: z.int().min(0),
			}),
		])
		.meta({ description: 'Share of right answers on everybody’s mix of items, with its interval; or what it lacks.' }),
	method: z.string(),
});

const publicKey = z.object({
	kty: z.literal('OKP'),
	crv: z.literal('Ed25519'),
	x: z.string(),
	kid: z.string().meta({ description: 'The key’s thumbprint (RFC 7638).' }),
	alg: z.literal('EdDSA'),
	use: z.literal('sig'),
});

const verified = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('valid'), payload: certificatePayload }),
	z.object({
		kind: z.literal('invalid'),
		why: z.enum(['not-a-certificate', 'unknown-key', 'changed']).meta({
			description: 'No certificate at all; signed by a key that this installation never had; not as it was signed.',
		}),
	}),
]);

const open = { callers: ['anyone'], scope: 'none', content: 'none', stage: 'review' } as const;

export const certificateRoutes = {
	'POST /api/v1/me/certificate': defineRoute({
		summary: 'A signed certificate of my work, to take along. It is kept nowhere on the server',
		callers: ['worker', 'analyst'],
		scope: 'work',
		content: 'none',
		stage: 'review',
		body: z.object({
			name: z
				.string()
				.trim()
				.min(1)
				.max(certificateLimits.nameCharsMax)
				.refine((name) => oneLine.test(name), 'one line of plain characters'),
		}),
		response: z.object({
			certificate: z.string().meta({ description: 'A compact JWS (RFC 7515), EdDSA over Ed25519.' }),
			payload: certificatePayload.meta({ description: 'What it says, to be read without a tool.' }),
			verify: z.string().meta({ description: 'The page where anybody verifies it.' }),
		}),
	}),
	'GET /api/v1/certificates/keys': defineRoute({
		summary: 'Every key that has signed certificates here, as a JWK set: any JOSE tool verifies with it, offline',
		...open,
		response: z.object({ keys: z.array(publicKey) }),
	}),
	'POST /api/v1/certificates/verify': defineRoute({
		summary: 'Whether a certificate was signed here and says what it said then. Nothing of it is kept',
		...open,
		body: z.object({ certificate: z.string().trim().min(1).max(certificateLimits.certificateCharsMax) }),
		response: verified,
	}),
} as const;
