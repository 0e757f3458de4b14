import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { hearsVoice } from '@utu/core/support/voice.ts';
import { useMe } from '../api/use-me.ts';
import { currentMembership, hasRole } from '../app/people.ts';
import { problemWords } from '../app/problem-words.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';
import { Loading, Trouble } from '../ui/state.tsx';
import { ContactList } from './contact-list.tsx';
import { supportQuery } from './support-api.ts';
import { TeamAnswerPanel, TeamFiguresPanel } from './team-panels.tsx';

/** Whom one can turn to, and what else is there: a note for oneself, the board, what the team says. */
export const SupportPage = () => {
	const { t } = useLingui();
	const me = useMe();
	const hears = hearsVoice(currentMembership(me)?.roles ?? []);
	return (
		<Page
			title={t`Support`}
			lede={<Trans>All of this is yours to use or to leave. Nobody is told whether you do.</Trans>}
			narrow
		>
			<ContactsPanel />
			<Panel
				title={<Trans>How are you?</Trans>}
				lede={
					<Trans>
						A note for you alone, encrypted in this browser. Nobody else can read it, and nobody asks for it.
					</Trans>
				}
			>
				<div className="row">
					<ButtonLink to="/check-in">
						<Trans>Check in with yourself</Trans>
					</ButtonLink>
				</div>
			</Panel>
			{hears ? (
				<Panel
					title={<Trans>The board</Trans>}
					lede={
						<Trans>Where workers and their representative talk, by name or without. Managers do not read it.</Trans>
					}
				>
					<div className="row">
						<ButtonLink to="/voice">
							<Trans>Open the board</Trans>
						</ButtonLink>
					</div>
				</Panel>
			) : null}
			{hasRole(me, 'worker', 'analyst') ? <TeamAnswerPanel /> : null}
			{hasRole(me, 'worker', 'analyst', 'representative', 'operator', 'admin') ? <TeamFiguresPanel /> : null}
		</Page>
	);
};

const ContactsPanel = () => {
	const { i18n } = useLingui();
	const { data, error, refetch } = useQuery(supportQuery);
	return (
		<Panel
			title={<Trans>Whom you can turn to</Trans>}
			lede={
				<Trans>
					Time with a colleague who listens is paid, and nothing of it is written down. F1 brings these contacts up on
					every page.
				</Trans>
			}
		>
			{data === undefined ? (
				error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
				)
			) : (
				<ContactList support={data} />
			)}
		</Panel>
	);
};
