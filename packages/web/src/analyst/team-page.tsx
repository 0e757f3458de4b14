import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { problemWords } from '../app/problem-words.ts';
import { Consequences } from '../feedback/consequences.tsx';
import { estimateWords, IntervalBar } from '../feedback/interval.tsx';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';
import { Empty, Loading, Trouble } from '../ui/state.tsx';
import { type Member, teamQuery } from './analyst-api.ts';
import { FunnelPlot } from './funnel-plot.tsx';
import { funnelOf } from './funnel-rows.ts';
import './team.css';

/** The members of the teams that one leads, by name, with what can be said of their answers. Nothing here ranks. */
export const TeamPage = () => {
	const { t, i18n } = useLingui();
	const { data, error, refetch } = useQuery(teamQuery);
	return (
		<Page
			title={t`Team`}
			lede={
				<Trans>What can be said of your team’s answers, by name. It serves training and talks, and ranks nobody.</Trans>
			}
		>
			{data === undefined ? (
				error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
				)
			) : data.members.length === 0 ? (
				<Empty title={<Trans>Nobody stands here</Trans>}>
					<p>
						<Trans>
							You lead no team, or it has no members yet. An administrator makes teams and says who leads them.
						</Trans>
					</p>
				</Empty>
			) : (
				<Team members={data.members} />
			)}
		</Page>
	);
};

const Team = ({ members }: { readonly members: readonly Member[] }) => {
	const funnel = useMemo(() => funnelOf(members), [members]);
	return (
		<>
			<Panel title={<Trans>Concerns</Trans>}>
				<Concerns members={members.filter(({ concern }) => concern)} />
			</Panel>
			<Panel title={<Trans>Members</Trans>}>
				<ul className="team plain-list">
					{members.map((member) => (
						<MemberRow key={member.personId} member={member} />
					))}
				</ul>
			</Panel>
			<Panel
				title={<Trans>How wide chance is</Trans>}
				lede={<Trans>Few verdicts say little: somebody as good as peers lands anywhere between the lines.</Trans>}
			>
				{funnel === undefined ? (
					<p>
						<Trans>There is not enough to say of anybody yet, so nothing is drawn.</Trans>
					</p>
				) : (
					<FunnelPlot funnel={funnel} />
				)}
			</Panel>
		</>
	);
};

const Concerns = ({ members }: { readonly members: readonly Member[] }) => (
	<div className="stack">
		{members.length === 0 ? (
			<p>
				<Trans>No concern stands.</Trans>
			</p>
		) : (
			members.map(({ personId, displayName, wrong, verdicts }) => (
				<p key={personId}>
					<Trans>
						{displayName}: the evidence over the whole organisation says that more answers are wrong than peers would
						have on these items ({wrong} of {verdicts} were found wrong). Talk with them first: they see the same
						verdicts and may know why.
					</Trans>
				</p>
			))
		)}
		<Consequences />
	</div>
);

const MemberRow = ({ member }: { readonly member: Member }) => {
	const { i18n } = useLingui();
	const { displayName, verdicts, needed, wrong, estimate, lacks } = member;
	const expected = i18n.number(member.wrongExpected, { maximumFractionDigits: 1 });
	return (
		<li className="team-member">
			<h3 dir="auto">{displayName}</h3>
			{estimate !== null ? (
				<div className="team-said">
					<p>{estimateWords(estimate, i18n)}</p>
					<IntervalBar {...estimate} />
					<p className="hint">
						<Trans>
							{wrong} of {verdicts} found wrong; peers are expected to have {expected} on the same items.
						</Trans>
					</p>
				</div>
			) : (
				<div className="team-said">
					<p>
						<Trans>Not enough to say</Trans>
					</p>
					<p className="hint">
						{lacks === 'double-reviews' ? (
							<Trans>Too few answers have been looked at by two reviewers.</Trans>
						) : (
							<Trans>
								{verdicts} of {needed} verdicts
							</Trans>
						)}
					</p>
				</div>
			)}
		</li>
	);
};
