import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { problemWords } from '../app/problem-words.ts';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';
import { Empty, Loading, Trouble } from '../ui/state.tsx';
import { CertificatePanel } from './certificate-panel.tsx';
import { verdictsQuery } from './feedback-api.ts';
import { ScorePanel } from './score-panel.tsx';
import { VerdictView } from './verdict-view.tsx';

/** What reviewers found of one's own answers, and what that says. */
export const FeedbackPage = () => {
	const { t } = useLingui();
	return (
		<Page
			title={t`Feedback`}
			lede={
				<Trans>
					Some answers are drawn by chance and looked at again, blind. Here is every verdict on yours. None of it
					touches your pay, your limits or your work.
				</Trans>
			}
			narrow
		>
			<ScorePanel />
			<CertificatePanel />
			<Panel title={<Trans>My verdicts</Trans>}>
				<Verdicts />
			</Panel>
		</Page>
	);
};

const Verdicts = () => {
	const { i18n } = useLingui();
	const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(verdictsQuery);
	if (data === undefined)
		return error === null ? <Loading /> : <Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>;
	const verdicts = data.pages.flatMap((page) => page.verdicts);
	if (verdicts.length === 0)
		return (
			<Empty title={<Trans>No verdict yet</Trans>}>
				<p>
					<Trans>Once one of your answers has been looked at again, it stands here with the reason.</Trans>
				</p>
			</Empty>
		);
	return (
		<>
			<div className="verdicts">
				{verdicts.map((received) => (
					<VerdictView key={received.reviewId} received={received} />
				))}
			</div>
			{error === null ? null : <Trouble onRetry={() => void fetchNextPage()}>{problemWords(error, i18n)}</Trouble>}
			{hasNextPage ? (
				<div className="row">
					<Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
						<Trans>Older verdicts</Trans>
					</Button>
				</div>
			) : null}
		</>
	);
};
