import { Trans, useLingui } from '@lingui/react/macro';
import { getRouteApi } from '@tanstack/react-router';
import { useState, useSyncExternalStore } from 'react';
import { answerQueueOf } from '../api/answers.ts';
import { useMe } from '../api/use-me.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Quiet } from '../ui/quiet.tsx';
import { Bench } from './bench.tsx';
import { workSource } from './work-source.ts';

const route = getRouteApi('/shell/worker/work');

export const WorkPage = () => {
	const { project } = route.useSearch();
	const me = useMe();
	return <Work key={`${me.personId} ${project ?? ''}`} personId={me.personId} projectId={project} />;
};

const Work = ({ personId, projectId }: { readonly personId: string; readonly projectId: string | undefined }) => {
	const { t } = useLingui();
	const [source] = useState(() => workSource(personId, projectId));
	return (
		<Bench
			personId={personId}
			source={source}
			title={t`Work`}
			path="/work"
			notice={<QueueNotice personId={personId} />}
			aside={() => <ReviewInHand />}
		/>
	);
};

const ReviewInHand = () => {
	const { t } = useLingui();
	return (
		<Quiet
			title={t`You have a review in hand`}
			actions={
				<ButtonLink kind="primary" to="/review">
					<Trans>Go on with the review</Trans>
				</ButtonLink>
			}
		>
			<Trans>One item at a time: answer it or skip it there, then come back.</Trans>
		</Quiet>
	);
};

/** An answer that has not got through is kept and sent again by itself; this only says so. */
const QueueNotice = ({ personId }: { readonly personId: string }) => {
	const queue = answerQueueOf(personId);
	const { waiting, lost } = useSyncExternalStore(queue.subscribe, queue.state);
	return (
		<div role="status" className="said">
			{waiting > 0 && lost ? (
				<Notice
					actions={
						<Button onClick={() => void queue.flush()}>
							<Trans>Send now</Trans>
						</Button>
					}
				>
					<Trans>Your answer is safe on this device. It is sent again by itself until it has arrived.</Trans>
				</Notice>
			) : null}
		</div>
	);
};
