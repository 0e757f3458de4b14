import { Trans, useLingui } from '@lingui/react/macro';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { answerQueueOf } from '../api/answers.ts';
import { useMe } from '../api/use-me.ts';
import { releaseItem } from '../api/work.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Quiet } from '../ui/quiet.tsx';
import { Bench } from '../worker/bench.tsx';
import type { Source } from '../worker/session-core.ts';
import { lookAgain } from './feedback-api.ts';

const route = getRouteApi('/shell/verdicts/$reviewId');

/** The item of a verdict, looked at again by whose answer it was about. */
export const LookPage = () => {
	const { reviewId } = route.useParams();
	const { personId } = useMe();
	return <Look key={`${personId} ${reviewId}`} personId={personId} reviewId={reviewId} />;
};

type Looking = { readonly source: Source; readonly seen: () => boolean };

/** One item with nothing to answer: to be done with it is to give it back. */
const createLooking = (personId: string, reviewId: string): Looking => {
	let seen = false;
	const next: Source['next'] = async (signal) => {
		if (seen) return { kind: 'aside' };
		// What was answered at work and is still on its way would hold its item in hand.
		await answerQueueOf(personId).flush();
		const look = await lookAgain(reviewId, signal);
		if (look.kind === 'busy') return { kind: 'aside' };
		if (look.kind === 'nothing') return look;
		return { kind: 'lease', lease: { ...look.lease, form: { questions: [] } } };
	};
	const submit: Source['submit'] = async ({ leaseId }) => {
		try {
			await releaseItem(leaseId);
			seen = true;
			return { kind: 'done', said: 'hidden' };
		} catch (error) {
			return { kind: 'lost', error };
		}
	};
	return { source: { next, submit, pendingLeases: () => [] }, seen: () => seen };
};

const Look = ({ personId, reviewId }: { readonly personId: string; readonly reviewId: string }) => {
	const { t } = useLingui();
	const [looking] = useState(() => createLooking(personId, reviewId));
	return (
		<Bench
			personId={personId}
			source={looking.source}
			title={t`Look again`}
			path={`/verdicts/${reviewId}`}
			about={
				<Trans>The item of a verdict on your answer. It counts within your limits and is paid, like every look.</Trans>
			}
			done={<Trans>Done looking</Trans>}
			aside={() => <Aside seen={looking.seen()} />}
		/>
	);
};

const Aside = ({ seen }: { readonly seen: boolean }) => {
	const { t } = useLingui();
	return seen ? (
		<Quiet
			title={t`You have looked again`}
			actions={
				<ButtonLink kind="primary" to="/verdicts">
					<Trans>Back to the verdicts</Trans>
				</ButtonLink>
			}
		>
			<Trans>If you think that your answer stands, contest the verdict in a sentence.</Trans>
		</Quiet>
	) : (
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
};
