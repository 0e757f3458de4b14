import type { RequestBody, ResponseBody } from '@utu/contract/routes.ts';
import type { Double } from './double.ts';
import { problem } from './scenario.ts';

/** What lies behind the pages of support. */

export type Support = ResponseBody<'GET /api/v1/support'>;
type Figures = ResponseBody<'GET /api/v1/team-answers'>;
type Board = ResponseBody<'GET /api/v1/voice'>;
type Key = RequestBody<'PUT /api/v1/me/check-in-key'>;

export const contacts: Support = {
	contacts: [
		{
			name: 'Peer line',
			about: 'Colleagues who listen. Nothing is written down.',
			reach: '+254 700 000 000',
			hours: 'Monday to Friday, 8 to 20',
			languages: ['en', 'sw'],
		},
		{ name: 'Doctor', about: '', reach: 'doctor@example.org', hours: '', languages: [] },
	],
	text: 'The quiet room is behind the kitchen.',
};

const figures: Figures = {
	respondentsMin: 10,
	months: [
		{ month: '2026-02', respondents: 15, means: { strain: 6.5, rest: 4, support: 7, say: 3.5 } },
		{ month: '2026-01', respondents: 10, means: { strain: 7, rest: 4.5, support: 6.5, say: 3 } },
	],
};

const reply = (number: number, more: Partial<Board['posts'][number]['replies'][number]> = {}) => ({
	id: `00000000-0000-4000-8000-70000000000${number}`,
	body: 'The breaks come too late on Mondays.',
	authorName: 'Temesgen',
	mine: false,
	state: 'shown' as const,
	postedOn: '2026-03-02',
	...more,
});

export const board = (moderates = false): Board => ({
	moderates,
	waiting: moderates
		? [{ ...reply(4, { body: 'They count our minutes.', authorName: null, state: 'waiting' }), replyTo: null }]
		: [],
	posts: [
		{ ...reply(1, { authorName: 'Asha', mine: true }), replies: [reply(2, { body: 'I take it to the meeting.' })] },
		{ ...reply(3, { body: 'I sleep badly since the last batch.', authorName: null }), replies: [] },
	],
	nextCursor: null,
});

/** Contacts, figures and the board, as they are on a plain day. */
export const scriptSupport = (double: Double): void => {
	double.on('GET /api/v1/support', () => ({ body: contacts }));
	double.on('GET /api/v1/team-answers', () => ({ body: figures }));
	double.on('GET /api/v1/me/team-answers', () => ({ body: { month: '2026-03', answered: false } }));
	double.on('POST /api/v1/me/team-answers', () => ({ body: { month: '2026-03', answered: true } }));
	double.on('GET /api/v1/voice', () => ({ body: board() }));
};

/** Keeps what a browser sends, as the server does: a wrapped key and ciphertexts. @returns them. */
export const scriptCheckIns = (double: Double) => {
	const kept: { key: { wrapped: Key['wrapped']; version: number } | null; readonly ciphertexts: string[] } = {
		key: null,
		ciphertexts: [],
	};
	double.on('GET /api/v1/me/check-in-key', () => ({ body: { key: kept.key } }));
	double.on('PUT /api/v1/me/check-in-key', (call) => {
		const { wrapped, replaces } = call.body as Key;
		if ((kept.key?.version ?? null) !== replaces) return problem(409, 'key-changed');
		kept.key = { wrapped, version: (replaces ?? 0) + 1 };
		return { body: kept.key };
	});
	double.on('DELETE /api/v1/me/check-in-key', () => {
		kept.key = null;
		kept.ciphertexts.length = 0;
		return { body: {} };
	});
	double.on('GET /api/v1/me/check-ins', () => ({
		body: {
			checkIns: kept.ciphertexts.toReversed().map((ciphertext, n) => ({
				id: `00000000-0000-4000-8000-8${String(n).padStart(11, '0')}`,
				ciphertext,
				createdAt: '2026-03-02T08:00:00Z',
			})),
			nextCursor: null,
		},
	}));
	double.on('POST /api/v1/me/check-ins', (call) => {
		kept.ciphertexts.push((call.body as RequestBody<'POST /api/v1/me/check-ins'>).ciphertext);
		return { body: { id: '00000000-0000-4000-8000-800000000000', createdAt: '2026-03-02T08:00:00Z' } };
	});
	double.on('DELETE /api/v1/me/check-ins', () => {
		const erased = kept.ciphertexts.length;
		kept.ciphertexts.length = 0;
		return { body: { erased } };
	});
	return kept;
};
