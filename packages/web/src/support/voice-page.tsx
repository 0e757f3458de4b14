import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { hearsVoice } from '@utu/core/support/voice.ts';
import { useState } from 'react';
import { useMe } from '../api/use-me.ts';
import { currentMembership } from '../app/people.ts';
import { problemWords } from '../app/problem-words.ts';
import { Button } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';
import { Loading, Trouble } from '../ui/state.tsx';
import { PostForm } from './post-form.tsx';
import { type Post, type Reply, useModerate, type Voice, voiceQuery } from './voice-api.ts';
import { WithdrawDialog } from './withdraw-dialog.tsx';
import './support.css';

/** The board of workers and their representative. */
export const VoicePage = () => {
	const { t } = useLingui();
	const hears = hearsVoice(currentMembership(useMe())?.roles ?? []);
	return (
		<Page
			title={t`The board`}
			lede={
				<Trans>
					For workers and their representative, to talk with one another. Whoever manages, pays or reviews does not read
					it.
				</Trans>
			}
			narrow
		>
			{hears ? (
				<Board />
			) : (
				<Notice>
					<Trans>
						You also manage, pay or review here, so the board is closed to you. That keeps it free for those who write
						on it.
					</Trans>
				</Notice>
			)}
		</Page>
	);
};

const Board = () => {
	const { i18n } = useLingui();
	const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(voiceQuery);
	const [withdrawing, setWithdrawing] = useState<Reply>();
	if (data === undefined)
		return error === null ? <Loading /> : <Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>;
	const moderates = data.pages[0]?.moderates === true;
	const posts = data.pages.flatMap((page) => page.posts);
	return (
		<>
			{moderates ? <WaitingPanel waiting={data.pages[0]?.waiting ?? []} onWithdraw={setWithdrawing} /> : null}
			<Panel title={<Trans>Say something</Trans>}>
				<PostForm replyTo={null} />
			</Panel>
			<Panel title={<Trans>What was said</Trans>}>
				{posts.length === 0 ? (
					<p>
						<Trans>Nothing yet. Somebody has to be the first.</Trans>
					</p>
				) : (
					posts.map((post) => (
						<PostArticle key={post.id} post={post} moderates={moderates} onWithdraw={setWithdrawing} />
					))
				)}
				{hasNextPage ? (
					<div className="row">
						<Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
							<Trans>Show older ones</Trans>
						</Button>
					</div>
				) : null}
			</Panel>
			{withdrawing === undefined ? null : (
				<WithdrawDialog post={withdrawing} onClose={() => setWithdrawing(undefined)} />
			)}
		</>
	);
};

type OnWithdraw = { readonly onWithdraw: (post: Reply) => void };

/** Anonymous testimony, for the representative: shown or not, and changed by nobody. */
const WaitingPanel = ({ waiting, onWithdraw }: OnWithdraw & { readonly waiting: Voice['waiting'] }) => {
	const { i18n } = useLingui();
	const { mutate, isPending, error, variables } = useModerate();
	return (
		<Panel
			title={<Trans>Waits for you</Trans>}
			lede={
				<Trans>
					Written without a name. Show it unless it could hurt somebody or tell who wrote it; you too cannot learn who
					did.
				</Trans>
			}
		>
			{waiting.length === 0 ? (
				<p>
					<Trans>Nothing waits.</Trans>
				</p>
			) : (
				waiting.map((post) => (
					<article key={post.id} className="post">
						{post.replyTo === null ? null : (
							<p className="hint">
								<Trans>In reply to another post</Trans>
							</p>
						)}
						<p className="as-written" dir="auto">
							{post.body}
						</p>
						<div className="row">
							<Button
								busy={isPending && variables?.postId === post.id}
								onClick={() => mutate({ postId: post.id, how: 'show' })}
							>
								<Trans>Show it</Trans>
							</Button>
							<Button kind="quiet" onClick={() => onWithdraw(post)}>
								<Trans>Do not show it</Trans>
							</Button>
						</div>
					</article>
				))
			)}
			{error === null ? null : <Trouble>{problemWords(error, i18n)}</Trouble>}
		</Panel>
	);
};

type PostProps = OnWithdraw & { readonly moderates: boolean };

const PostArticle = ({ post, moderates, onWithdraw }: PostProps & { readonly post: Post }) => (
	<article className="post">
		<Words post={post} moderates={moderates} onWithdraw={onWithdraw} />
		{post.replies.length === 0 ? null : (
			<ul className="plain-list replies">
				{post.replies.map((reply) => (
					<li key={reply.id} className="reply">
						<Words post={reply} moderates={moderates} onWithdraw={onWithdraw} />
					</li>
				))}
			</ul>
		)}
		{post.state === 'shown' ? (
			<Disclosure summary={<Trans>Reply</Trans>}>
				<PostForm replyTo={post.id} />
			</Disclosure>
		) : null}
	</article>
);

const Words = ({ post, moderates, onWithdraw }: PostProps & { readonly post: Reply }) => {
	const { t, i18n } = useLingui();
	const { body, authorName, mine, postedOn } = post;
	if (body === null)
		return (
			<p className="hint">
				<Trans>Withdrawn.</Trans>
			</p>
		);
	const who = authorName ?? t`Without a name`;
	return (
		<>
			<p className="post-head">
				<span className="post-author" dir="auto">
					{who}
				</span>
				<span className="hint">
					{i18n.date(new Date(`${postedOn}T00:00Z`), { dateStyle: 'medium', timeZone: 'UTC' })}
				</span>
			</p>
			<p className="as-written" dir="auto">
				{body}
			</p>
			{mine || (moderates && authorName === null) ? (
				<div className="row">
					<Button kind="quiet" onClick={() => onWithdraw(post)}>
						<Trans>Withdraw</Trans>
					</Button>
				</div>
			) : null}
		</>
	);
};
