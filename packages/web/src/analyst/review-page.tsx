import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode, useState, useSyncExternalStore } from 'react';
import { useMe } from '../api/use-me.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Quiet } from '../ui/quiet.tsx';
import { Bench } from '../worker/bench.tsx';
import type { WorkSession } from '../worker/session.ts';
import type { ReviewKind } from './analyst-api.ts';
import { CompareView } from './compare-view.tsx';
import { ExplainView } from './explain-view.tsx';
import { createReviewDesk, type ReviewDesk } from './review-desk.ts';

export const ReviewPage = () => {
	const { personId } = useMe();
	return <Review key={personId} personId={personId} />;
};

const Review = ({ personId }: { readonly personId: string }) => {
	const { t } = useLingui();
	const [desk] = useState(() => createReviewDesk(personId));
	const { review } = useSyncExternalStore(desk.subscribe, desk.state);
	return (
		<Bench
			personId={personId}
			source={desk.source}
			title={t`Review`}
			path="/review"
			about={review === undefined ? undefined : abouts[review]}
			aside={(session) => <Aside desk={desk} session={session} />}
		/>
	);
};

/** What kind of look it is. It tells nothing of whose answer it is, nor of what was answered. */
const abouts: Readonly<Record<ReviewKind, ReactNode>> = {
	review: (
		<Trans>A blind review: say what you would answer. The answer that was given is shown only after yours.</Trans>
	),
	'double-review': (
		<Trans>
			A second blind review: two reviewers look, to learn how often reviewers err. Say what you would answer.
		</Trans>
	),
	contest: (
		<Trans>
			A contested answer: look as if nobody had looked before. It is shown only after yours, and you decide.
		</Trans>
	),
	gold: (
		<Trans>An item to train on: answer as it should be answered. Another expert answers it too, apart from you.</Trans>
	),
	adjudicate: <Trans>An adjudication: people differ about this item. What you answer decides it.</Trans>,
};

const Aside = ({ desk, session }: { readonly desk: ReviewDesk; readonly session: WorkSession }) => {
	const { t } = useLingui();
	const { aside } = useSyncExternalStore(desk.subscribe, desk.state);
	const again = (): void => void session.next();
	switch (aside?.kind) {
		case undefined:
			return null;
		case 'compare':
			return aside.comparison.kind === 'gold' ? (
				<ExplainView
					key={aside.comparison.reviewId}
					comparison={aside.comparison}
					onDone={() => {
						session.say('judged');
						again();
					}}
					onGone={again}
				/>
			) : (
				<CompareView
					key={aside.comparison.reviewId}
					comparison={aside.comparison}
					onJudged={() => {
						session.say('judged');
						again();
					}}
					onGone={again}
				/>
			);
		case 'busy':
			return (
				<Quiet
					title={t`You have an item of your own in hand`}
					actions={
						<ButtonLink kind="primary" to="/work">
							<Trans>Go on with your item</Trans>
						</ButtonLink>
					}
				>
					<Trans>One item at a time: answer it or skip it there, then come back. No review waits for you alone.</Trans>
				</Quiet>
			);
		case 'none':
			return (
				<Quiet
					title={t`No review waits for you`}
					actions={
						<>
							<Button onClick={again}>
								<Trans>Look again</Trans>
							</Button>
							<ButtonLink kind="quiet" to="/work">
								<Trans>To the work</Trans>
							</ButtonLink>
						</>
					}
				>
					<WaitingWords waiting={aside.waiting} later={aside.later} />
				</Quiet>
			);
	}
};

const WaitingWords = ({ waiting, later }: { readonly waiting: number; readonly later: boolean }) =>
	waiting === 0 ? (
		<Trans>Everything that was drawn has been reviewed. Thank you.</Trans>
	) : later ? (
		<Trans>
			{waiting} wait, and none can go to you now: others have them in hand, or too little is known yet of what their
			items may hold.
		</Trans>
	) : waiting === 1 ? (
		<Trans>One waits for other eyes: nobody reviews their own answers, nor the same answer twice.</Trans>
	) : (
		<Trans>{waiting} wait for other eyes: nobody reviews their own answers, nor the same answer twice.</Trans>
	);
