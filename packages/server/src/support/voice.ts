import { err, ok, type Result } from '@utu/core/shared/result.ts';
import { hearsVoice, moderatesVoice } from '@utu/core/support/voice.ts';
import type { SupportDeps } from './check-ins.ts';
import {
	insertPost,
	postsBefore,
	repliesTo,
	showPost,
	type TopRow,
	type VoiceRow,
	waitingPosts,
	withdrawPost,
} from './voice.sql.ts';

type Ref = { readonly organisationId: string; readonly personId: string; readonly roles: readonly string[] };

export const voicePageMax = 20;
const repliesEachMax = 200;
const waitingMax = 100;

export type VoiceError = { readonly kind: 'manages' } | { readonly kind: 'no-such-post' };
export type Voice = {
	readonly moderates: boolean;
	readonly waiting: readonly VoiceRow[];
	readonly posts: readonly (TopRow & { readonly replies: readonly VoiceRow[] })[];
	readonly more: boolean;
};

const scopeOf = ({ organisationId, personId }: Ref) => ({ organisationId, personId });
const manages: Result<never, VoiceError> = err({ kind: 'manages' });

/** The board as its people read it. Row-level security asks the database who hears; this says no in words. */
export const readVoice = async (
	deps: SupportDeps,
	options: Ref & { readonly before: string | undefined },
): Promise<Result<Voice, VoiceError>> => {
	if (!hearsVoice(options.roles)) return manages;
	return deps.database.transaction(scopeOf(options), async (tx) => {
		const rows = await postsBefore(tx, { before: options.before, rowsMax: voicePageMax + 1 });
		const page = rows.slice(0, voicePageMax);
		const replies = await repliesTo(tx, { postIds: page.map(({ id }) => id), eachMax: repliesEachMax });
		return ok({
			moderates: moderatesVoice(options.roles),
			waiting: options.before === undefined ? await waitingPosts(tx, waitingMax) : [],
			posts: page.map((post) => ({ ...post, replies: replies.filter(({ replyTo }) => replyTo === post.id) })),
			more: rows.length > voicePageMax,
		});
	});
};

/** An anonymous post names nobody: not its author, not the hour, not in its id. */
export const postVoice = async (
	deps: SupportDeps,
	options: Ref & { readonly body: string; readonly anonymous: boolean; readonly replyTo: string | null },
): Promise<Result<'waiting' | 'shown', VoiceError>> => {
	if (!hearsVoice(options.roles)) return manages;
	const { organisationId, body, anonymous, replyTo } = options;
	const post = { id: idByChance(deps), organisationId, body, anonymous, replyTo, postedOn: today(deps) };
	return deps.database.transaction<Result<'waiting' | 'shown', VoiceError>>(scopeOf(options), async (tx) =>
		(await insertPost(tx, post)) ? ok(anonymous ? 'waiting' : 'shown') : err({ kind: 'no-such-post' }),
	);
};

export const showVoice = async (
	deps: SupportDeps,
	options: Ref & { readonly postId: string },
): Promise<Result<true, VoiceError>> => {
	if (!moderatesVoice(options.roles)) return manages;
	const { postId } = options;
	return deps.database.transaction<Result<true, VoiceError>>(scopeOf(options), async (tx) =>
		(await showPost(tx, { postId, postedOn: today(deps) })) ? ok(true) : err({ kind: 'no-such-post' }),
	);
};

export const withdrawVoice = async (
	deps: SupportDeps,
	options: Ref & { readonly postId: string },
): Promise<Result<true, VoiceError>> => {
	if (!hearsVoice(options.roles)) return manages;
	return deps.database.transaction<Result<true, VoiceError>>(scopeOf(options), async (tx) =>
		(await withdrawPost(tx, options.postId)) ? ok(true) : err({ kind: 'no-such-post' }),
	);
};

const today = (deps: SupportDeps): string => deps.clock.now().toISOString().slice(0, 10);

/** A UUID of version 4: the house's own ids begin with the millisecond. */
const idByChance = (deps: SupportDeps): string => {
	const bytes = Buffer.from(deps.ids.code(16), 'base64url');
	bytes[6] = 0x40 | ((bytes[6] ?? 0) & 0x0f);
	bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
	const hex = bytes.toString('hex');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};
