import type { ResponseBody, RouteKey } from '@utu/contract/routes.ts';
import { supportLimits } from '@utu/contract/support.ts';
import { assertNever, ok, type Result } from '@utu/core/shared/result.ts';
import { respondentsMin } from '@utu/core/support/team-answers.ts';
import type { Failure, Handlers, Principal } from '../platform/handlers.ts';
import {
	type CheckInError,
	checkInKeyOf,
	checkInsMax,
	dropKey,
	eraseCheckIns,
	keepCheckIn,
	keepKey,
	myCheckIns,
	type SupportDeps,
} from './check-ins.ts';
import { type Support, setContacts, supportOf } from './contacts.ts';
import { answerTeam, myTeamAnswer, teamFigures } from './team-answers.ts';
import type { VoiceRow } from './voice.sql.ts';
import { postVoice, readVoice, showVoice, type VoiceError, withdrawVoice } from './voice.ts';

type PathOf<Key extends string> = Key extends `${string} ${infer Path}` ? Path : never;
type Under<Key extends RouteKey, Paths extends string> = Key extends RouteKey
	? PathOf<Key> extends Paths
		? Key
		: never
	: never;
type CheckInKeys = Under<RouteKey, `/api/v1/me/check-in${string}`>;
type TeamKeys = Under<RouteKey, '/api/v1/me/team-answers' | '/api/v1/team-answers'>;
type ContactKeys = Under<RouteKey, `/api/v1/support${string}`>;
type VoiceKeys = Under<RouteKey, `/api/v1/voice${string}`>;

/** Support: check-ins that only their writer reads, anonymous team answers, contacts, and the board. */
export const supportHandlers = (
	deps: SupportDeps,
): Pick<Handlers, CheckInKeys | TeamKeys | ContactKeys | VoiceKeys> => ({
	...checkInHandlers(deps),
	...teamHandlers(deps),
	...contactHandlers(deps),
	...voiceHandlers(deps),
});

const checkInHandlers = (deps: SupportDeps): Pick<Handlers, CheckInKeys> => ({
	'GET /api/v1/me/check-in-key': async ({ principal }) => {
		const key = await checkInKeyOf(deps, principal.personId);
		return ok({ key: key === undefined ? null : (key as ResponseBody<'PUT /api/v1/me/check-in-key'>) });
	},
	'PUT /api/v1/me/check-in-key': async ({ principal, body }) => {
		const kept = await keepKey(deps, { personId: principal.personId, ...body });
		return kept.ok ? ok({ wrapped: body.wrapped, version: kept.value.version }) : failedCheckIn(kept.error);
	},
	'DELETE /api/v1/me/check-in-key': async ({ principal }) => {
		await dropKey(deps, principal.personId);
		return ok({});
	},
	'GET /api/v1/me/check-ins': async ({ principal, query }) => {
		const { page, more } = await myCheckIns(deps, { personId: principal.personId, before: query.cursor });
		return ok({
			checkIns: page.map((row) => ({
				id: row.id,
				ciphertext: row.ciphertext.toString('base64'),
				createdAt: row.createdAt.toISOString(),
			})),
			nextCursor: more ? (page.at(-1)?.id ?? null) : null,
		});
	},
	'POST /api/v1/me/check-ins': async ({ principal, body }) => {
		const ciphertext = Buffer.from(body.ciphertext, 'base64');
		if (ciphertext.length > supportLimits.checkInBytesMax)
			return failed(422, 'too-long', 'This check-in is too long. Shorten its note.');
		const kept = await keepCheckIn(deps, { personId: principal.personId, ciphertext });
		return kept.ok
			? ok({ id: kept.value.id, createdAt: kept.value.createdAt.toISOString() })
			: failedCheckIn(kept.error);
	},
	'DELETE /api/v1/me/check-ins': async ({ principal }) => ok({ erased: await eraseCheckIns(deps, principal.personId) }),
});

const failedCheckIn = (error: CheckInError): { readonly ok: false; readonly error: Failure } => {
	switch (error.kind) {
		case 'key-changed':
			return failed(409, 'key-changed', 'Another page has changed this key. Load the page again.');
		case 'no-key':
			return failed(409, 'no-key', 'There is no key for check-ins yet. Choose a passphrase first.');
		case 'full':
			return failed(409, 'full', `There is room for ${checkInsMax} check-ins. Save them as a file and erase them.`);
		default:
			return assertNever(error);
	}
};

const teamHandlers = (deps: SupportDeps): Pick<Handlers, TeamKeys> => ({
	'GET /api/v1/me/team-answers': async ({ principal, organisationId }) =>
		ok(await myTeamAnswer(deps, { organisationId, personId: principal.personId })),
	'POST /api/v1/me/team-answers': async ({ principal, organisationId, body }) => {
		const answered = await answerTeam(deps, { organisationId, personId: principal.personId, answers: body });
		return answered.ok
			? ok(answered.value)
			: failed(409, answered.error.kind, 'You have answered this month. What you said cannot be told apart any more.');
	},
	'GET /api/v1/team-answers': async ({ organisationId }) =>
		ok({
			respondentsMin,
			months: (await teamFigures(deps, organisationId)).map((month) => ({ ...month, means: { ...month.means } })),
		}),
});

const contactHandlers = (deps: SupportDeps): Pick<Handlers, ContactKeys> => ({
	'GET /api/v1/support': async ({ organisationId }) => ok(toSupport(await supportOf(deps, organisationId))),
	'PUT /api/v1/support/contacts': async ({ organisationId, body }) => {
		const set = await setContacts(deps, { organisationId, contacts: body.contacts });
		return set.ok
			? ok(toSupport(set.value))
			: failed(409, set.error.kind, 'A project is open: somebody has to be there for its people. Pause it first.');
	},
});

const toSupport = ({ contacts, text }: Support): ResponseBody<'GET /api/v1/support'> => ({
	contacts: contacts.map((contact) => ({ ...contact, languages: [...contact.languages] })),
	text,
});

const voiceHandlers = (deps: SupportDeps): Pick<Handlers, VoiceKeys> => ({
	'GET /api/v1/voice': async ({ principal, organisationId, query }) => {
		const read = await readVoice(deps, { ...refOf(principal, organisationId), before: query.cursor });
		if (!read.ok) return failedVoice(read.error);
		const { moderates, waiting, posts, more } = read.value;
		return ok({
			moderates,
			waiting: waiting.map((post) => ({ ...toPost(post), replyTo: post.replyTo })),
			posts: posts.map((post) => ({ ...toPost(post), replies: post.replies.map(toPost) })),
			nextCursor: more ? (posts.at(-1)?.seq ?? null) : null,
		});
	},
	'POST /api/v1/voice': async ({ principal, organisationId, body }) => {
		const { anonymous, replyTo = null } = body;
		const posted = await postVoice(deps, { ...refOf(principal, organisationId), body: body.body, anonymous, replyTo });
		return posted.ok ? ok({ state: posted.value }) : failedVoice(posted.error);
	},
	'POST /api/v1/voice/:postId/show': async ({ principal, organisationId, params }) =>
		done(await showVoice(deps, { ...refOf(principal, organisationId), ...params })),
	'POST /api/v1/voice/:postId/withdraw': async ({ principal, organisationId, params }) =>
		done(await withdrawVoice(deps, { ...refOf(principal, organisationId), ...params })),
});

const refOf = ({ personId, roles }: Principal, organisationId: string) => ({ organisationId, personId, roles });

const toPost = ({ id, body, authorName, mine, state, postedOn }: VoiceRow) => ({
	id,
	body,
	authorName,
	mine,
	state,
	postedOn,
});

const done = (result: Result<true, VoiceError>): Result<Record<string, never>, Failure> =>
	result.ok ? ok({}) : failedVoice(result.error);

const failedVoice = (error: VoiceError): { readonly ok: false; readonly error: Failure } => {
	switch (error.kind) {
		case 'manages':
			return failed(
				403,
				'not-for-managers',
				'The board is for workers and their representative. Whoever also manages, pays or reviews does not read it.',
			);
		case 'no-such-post':
			return failed(404, 'no-such-post', 'There is no such post, or it has changed since.');
		default:
			return assertNever(error);
	}
};

const failed = (
	status: Failure['status'],
	code: string,
	title: string,
): { readonly ok: false; readonly error: Failure } => ({ ok: false, error: { status, code, title } });
