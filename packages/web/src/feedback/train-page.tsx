import { Trans, useLingui } from '@lingui/react/macro';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useMe } from '../api/use-me.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { useTitle } from '../ui/page.tsx';
import { Quiet } from '../ui/quiet.tsx';
import { Bench } from '../worker/bench.tsx';
import type { WorkSession } from '../worker/session.ts';
import { AnswersBeside } from './answers-beside.tsx';
import type { TrainingFeedback } from './training-api.ts';
import { createTrainingDesk, type TrainingDesk } from './training-desk.ts';
import './compare.css';
import './feedback.css';

const route = getRouteApi('/shell/training/$projectId');

/** Training in one project, item after item. */
export const TrainPage = () => {
	const { projectId } = route.useParams();
	const { personId } = useMe();
	return <Train key={`${personId} ${projectId}`} personId={personId} projectId={projectId} />;
};

const Train = ({ personId, projectId }: { readonly personId: string; readonly projectId: string }) => {
	const { t } = useLingui();
	const [desk] = useState(() => createTrainingDesk(personId, projectId));
	return (
		<Bench
			personId={personId}
			source={desk.source}
			title={t`Training`}
			path={`/training/${projectId}`}
			about={
				<Trans>Training: experts have answered this. You are told at once what they said; it counts in no score.</Trans>
			}
			aside={(session) => <Aside desk={desk} session={session} projectId={projectId} />}
		/>
	);
};

const Aside = ({
	desk,
	session,
	projectId,
}: {
	readonly desk: TrainingDesk;
	readonly session: WorkSession;
	readonly projectId: string;
}) => {
	const { t } = useLingui();
	const aside = useSyncExternalStore(desk.subscribe, desk.state);
	switch (aside?.kind) {
		case undefined:
			return null;
		case 'told':
			return <Told feedback={aside.feedback} projectId={projectId} onNext={() => void session.next()} />;
		case 'busy':
			return (
				<Quiet
					title={t`You have another item in hand`}
					actions={
						<ButtonLink kind="primary" to="/work">
							<Trans>Go on with your item</Trans>
						</ButtonLink>
					}
				>
					<Trans>One item at a time: answer it or skip it there, then come back.</Trans>
				</Quiet>
			);
		case 'all-trained':
			return (
				<Quiet
					title={t`You have seen all there is to train on`}
					actions={
						<ButtonLink kind="primary" to="/work" search={{ project: projectId }}>
							<Trans>To the work</Trans>
						</ButtonLink>
					}
				>
					<Trans>You may work now, however it went: your answers are looked at again like everybody’s.</Trans>
				</Quiet>
			);
	}
};

/** What experts said, beside what one has answered oneself. Enter goes on. */
const Told = ({
	feedback,
	projectId,
	onNext,
}: {
	readonly feedback: TrainingFeedback;
	readonly projectId: string;
	readonly onNext: () => void;
}) => {
	const { t } = useLingui();
	const { form, mine, experts, explanation, right, progress, projectName } = feedback;
	const heading = useRef<HTMLHeadingElement>(null);
	useEffect(() => heading.current?.focus(), []);
	const title = right ? t`As experts answered` : t`Experts answered something else`;
	useTitle(title);
	return (
		<div className="compare">
			<header className="compare-head">
				<h1 ref={heading} tabIndex={-1}>
					{title}
				</h1>
				<p className="hint" dir="auto">
					{projectName}
				</p>
			</header>
			<AnswersBeside
				form={form}
				left={{ name: <Trans>You</Trans>, answers: mine }}
				right={{ name: <Trans>Experts</Trans>, answers: experts }}
			/>
			{explanation === '' ? null : (
				<p className="verdict-said" dir="auto">
					{explanation}
				</p>
			)}
			{progress === null ? null : (
				<p>
					{progress.qualified ? (
						<Trans>You have trained enough: the work is open to you.</Trans>
					) : (
						<Trans>
							{progress.right} of {progress.rightMin} so far, of your last {progress.items} answers.
						</Trans>
					)}
				</p>
			)}
			<form
				className="row"
				onSubmit={(event) => {
					event.preventDefault();
					onNext();
				}}
			>
				<Button type="submit" kind="primary" keyHint={t`Enter`}>
					<Trans>Next item</Trans>
				</Button>
				{progress?.qualified === true ? (
					<ButtonLink to="/work" search={{ project: projectId }}>
						<Trans>To the work</Trans>
					</ButtonLink>
				) : (
					<ButtonLink kind="quiet" to="/training">
						<Trans>Enough for now</Trans>
					</ButtonLink>
				)}
			</form>
		</div>
	);
};
