import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Lease } from '@utu/contract/routing.ts';
import { useState, useSyncExternalStore } from 'react';
import { answerQueueOf } from '../api/answers.ts';
import { useMe } from '../api/use-me.ts';
import { releaseItem } from '../api/work.ts';
import { hasRole } from '../app/people.ts';
import { problemWords } from '../app/problem-words.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Quiet } from '../ui/quiet.tsx';
import { Bench } from './bench.tsx';
import { createWorkDesk } from './work-source.ts';

const route = getRouteApi('/shell/worker/work');

export const WorkPage = () => {
	const { project } = route.useSearch();
	const me = useMe();
	return <Work key={`${me.personId} ${project ?? ''}`} personId={me.personId} projectId={project} />;
};

const Work = ({ personId, projectId }: { readonly personId: string; readonly projectId: string | undefined }) => {
	const { t } = useLingui();
	const [desk] = useState(() => createWorkDesk(personId, projectId));
	return (
		<Bench
			personId={personId}
			source={desk.source}
			title={t`Work`}
			path="/work"
			notice={<QueueNotice personId={personId} />}
			aside={(session) => <InHandElsewhere lease={desk.elsewhere()} onGiveBack={() => void session.next()} />}
		/>
	);
};

type ElsewhereProps = { readonly lease: Lease | undefined; readonly onGiveBack: () => void };

/** One item at a time: the one in hand is gone on with where it belongs, or given back here. */
const InHandElsewhere = ({ lease, onGiveBack }: ElsewhereProps) => {
	const { t, i18n } = useLingui();
	const reviews = hasRole(useMe(), 'analyst');
	const giveBack = useMutation({ mutationFn: (leaseId: string) => releaseItem(leaseId), onSettled: onGiveBack });
	if (lease === undefined) return null;
	return (
		<Quiet
			title={t`You have another item in hand`}
			actions={
				<>
					{reviews ? (
						<ButtonLink kind="primary" to="/review">
							<Trans>Go on with the review</Trans>
						</ButtonLink>
					) : null}
					{lease.purpose === 'gold' ? (
						<ButtonLink
							kind={reviews ? 'plain' : 'primary'}
							to="/training/$projectId"
							params={{ projectId: lease.projectId }}
						>
							<Trans>Go on with the training</Trans>
						</ButtonLink>
					) : null}
					<Button busy={giveBack.isPending} onClick={() => giveBack.mutate(lease.id)}>
						<Trans>Give it back</Trans>
					</Button>
				</>
			}
		>
			<Trans>
				One item at a time: go on with it where it belongs, or give it back. That is paid, and counts against nobody.
			</Trans>{' '}
			{giveBack.error === null ? null : problemWords(giveBack.error, i18n)}
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
