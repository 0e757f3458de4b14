import { sql, type Tx } from '../platform/database.ts';

export type VoiceRow = {
	readonly id: string;
	readonly replyTo: string | null;
	readonly body: string | null;
	readonly authorName: string | null;
	readonly mine: boolean;
	readonly state: 'waiting' | 'shown' | 'withdrawn';
	readonly postedOn: string;
};
export type TopRow = VoiceRow & { readonly seq: string };

/** A withdrawn post keeps its place while it has replies, without words or name. */
const columns = {
	text: `p.id, p.reply_to as "replyTo", nullif(p.body, '') as body, p.state, to_char(p.posted_on, 'YYYY-MM-DD') as "postedOn",
		case when p.state = 'withdrawn' then null else m.display_name end as "authorName",
		coalesce(p.author_id = utu.me(), false) as mine`,
	values: [],
} as const;
const posts = {
	text: `utu.voice_post p left join utu.membership m on m.organisation_id = p.organisation_id and m.person_id = p.author_id`,
	values: [],
} as const;

/** A page of posts that are no replies, newest first. By `voice_post_organisation`; the policy asks who hears. */
export const postsBefore = (
	tx: Tx,
	options: { readonly before: string | undefined; readonly rowsMax: number },
): Promise<readonly TopRow[]> =>
	tx.rows<TopRow>(sql`
		select ${columns}, p.seq::text as seq from ${posts}
		where p.organisation_id = utu.org() and p.reply_to is null
			and (${options.before ?? null}::bigint is null or p.seq < ${options.before ?? null}::bigint)
			and (p.state = 'shown' or p.state = 'withdrawn'
				and exists (select from utu.voice_post r where r.reply_to = p.id and r.state = 'shown'))
		order by p.seq desc limit ${options.rowsMax}`);

/** Replies to these posts, oldest first, so many of each. By `voice_post_reply`. */
export const repliesTo = (
	tx: Tx,
	options: { readonly postIds: readonly string[]; readonly eachMax: number },
): Promise<readonly VoiceRow[]> =>
	tx.rows<VoiceRow>(sql`
		select r.* from unnest(${options.postIds}::uuid[]) t (id) cross join lateral (
			select ${columns} from ${posts} where p.reply_to = t.id and p.state = 'shown' order by p.seq limit ${options.eachMax}) r`);

/** Anonymous testimony that waits, for who moderates it: to everybody else this is empty. */
export const waitingPosts = (tx: Tx, rowsMax: number): Promise<readonly VoiceRow[]> =>
	tx.rows<VoiceRow>(sql`
		select ${columns} from ${posts}
		where p.organisation_id = utu.org() and p.state = 'waiting' and utu.moderates_voice()
		order by p.seq limit ${rowsMax}`);

/**
 * A post under the transaction's person's name is shown at once; an anonymous one has no author and waits. A reply goes to
 * a shown post that is no reply itself. @returns whether there was such a post.
 */
export const insertPost = async (
	tx: Tx,
	options: {
		readonly id: string;
		readonly organisationId: string;
		readonly body: string;
		readonly anonymous: boolean;
		readonly replyTo: string | null;
		readonly postedOn: string;
	},
): Promise<boolean> =>
	(await tx.run(sql`
		insert into utu.voice_post (id, organisation_id, author_id, reply_to, body, state, posted_on)
		select ${options.id}::uuid, ${options.organisationId}::uuid, case when ${options.anonymous}::boolean then null else utu.me() end,
			${options.replyTo}::uuid, ${options.body}, case when ${options.anonymous}::boolean then 'waiting' else 'shown' end, ${options.postedOn}::date
		where ${options.replyTo}::uuid is null or exists (
			select from utu.voice_post p where p.id = ${options.replyTo}::uuid and p.organisation_id = utu.org() and p.state = 'shown' and p.reply_to is null)`)) >
	0;

/** Shows what waits, and places it where it is shown: when it was written is nowhere. @returns whether it waited. */
export const showPost = async (
	tx: Tx,
	options: { readonly postId: string; readonly postedOn: string },
): Promise<boolean> =>
	(await tx.run(sql`
		update utu.voice_post set state = 'shown', posted_on = ${options.postedOn}::date, seq = default
		where id = ${options.postId} and organisation_id = utu.org() and state = 'waiting' and utu.moderates_voice()`)) > 0;

/** Erases the words of one's own post, or of an anonymous one as who moderates. @returns whether there was one. */
export const withdrawPost = async (tx: Tx, postId: string): Promise<boolean> =>
	(await tx.run(sql`
		update utu.voice_post set state = 'withdrawn', body = ''
		where id = ${postId} and organisation_id = utu.org() and state <> 'withdrawn'
			and (author_id = utu.me() or author_id is null and utu.moderates_voice())`)) > 0;
