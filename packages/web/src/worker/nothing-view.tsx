import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { EpochMs } from '@utu/core/shared/brand.ts';
import { useEffect, useState } from 'react';
import { serverNow } from '../api/server-clock.ts';
import { soonOrDay } from '../app/soon.ts';
import { clockTime } from '../app/times.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { useTitle } from '../ui/page.tsx';
import { Quiet } from '../ui/quiet.tsx';
import type { Nothing } from './session-state.ts';
import { ShiftView } from './shift-view.tsx';
import './work.css';

type NothingViewProps = {
	readonly why: Nothing['why'];
	readonly until: EpochMs | undefined;
	readonly onAgain: () => void;
};

/** Why there is nothing to do now, in plain words, without blame. Only a break counts down. */
export const NothingView = ({ why, until, onAgain }: NothingViewProps) => {
	if (why === 'break' && until !== undefined) return <BreakView until={until} onAgain={onAgain} />;
	if (why === 'shift') return <ShiftView onAgain={onAgain} />;
	return <PlainNothing why={why} until={until} onAgain={onAgain} />;
};

type PlainProps = Omit<NothingViewProps, 'why'> & { readonly why: PlainWhy };

type Words = { readonly title: MessageDescriptor; readonly body: MessageDescriptor };

type PlainWhy = Exclude<Nothing['why'], 'shift'>;

const words: Readonly<Record<PlainWhy, Words>> = {
	break: { title: msg`It is time for a break`, body: msg`Nothing is given out to you during a break. It is paid.` },
	budget: {
		title: msg`That was enough for now`,
		body: msg`What waits is more than your limits allow now. They protect you, and nobody can lift them.`,
	},
	consent: {
		title: msg`What waits needs your yes`,
		body: msg`The items that wait may hold things you have not said yes to. You need not: a no is as good an answer.`,
	},
	exclusion: {
		title: msg`Nothing that fits you waits now`,
		body: msg`What waits holds something you have excluded, or may hold it. You will not be shown it.`,
	},
	'nothing-eligible': {
		title: msg`Nothing for you just now`,
		body: msg`The items that wait are for other eyes: you have seen them, or somebody has them in hand.`,
	},
	'first-pass': {
		title: msg`The machine is still reading`,
		body: msg`New items came in. The machine looks at them first, so that you can be told what they may hold. This takes a moment.`,
	},
	done: { title: msg`All is done`, body: msg`Every item has its answer. Thank you.` },
	training: {
		title: msg`This work begins with training`,
		body: msg`A few items that experts have answered: you answer, and are told at once what they said and why. It is paid like work, and counts in no score.`,
	},
	paused: {
		title: msg`No project is open now`,
		body: msg`Whoever runs the projects has paused them, or has not opened one yet.`,
	},
	spread: {
		title: msg`You are spared for now`,
		body: msg`Others carry less today; you are spared heavy items for now. This waiting is paid. The page looks again by itself.`,
	},
};

const PlainNothing = ({ why, until, onAgain }: PlainProps) => {
	const { i18n } = useLingui();
	const { title, body } = words[why];
	const time = until === undefined || why !== 'budget' ? undefined : soonOrDay(until, i18n);
	return (
		<Quiet title={i18n._(title)} actions={<WaysOn why={why} onAgain={onAgain} />}>
			{i18n._(body)} {time === undefined ? null : <Trans>There is room again from {time}.</Trans>}
		</Quiet>
	);
};

const WaysOn = ({ why, onAgain }: Omit<PlainProps, 'until'>) => {
	if (why === 'budget') {
		return (
			<ButtonLink to="/exposure">
				<Trans>What I have seen</Trans>
			</ButtonLink>
		);
	}
	if (why === 'training') {
		return (
			<ButtonLink kind="primary" to="/training">
				<Trans>To the training</Trans>
			</ButtonLink>
		);
	}
	if (why === 'consent') {
		return (
			<ButtonLink kind="primary" to="/projects">
				<Trans>See what the projects may hold</Trans>
			</ButtonLink>
		);
	}
	return (
		<>
			<Button onClick={onAgain}>
				<Trans>Look again</Trans>
			</Button>
			{why === 'exclusion' ? (
				<ButtonLink kind="quiet" to="/exposure">
					<Trans>My exclusions</Trans>
				</ButtonLink>
			) : null}
		</>
	);
};

/** A break: quiet, paid, nothing to press. The only place that counts down, and by minutes. */
export const BreakView = ({ until, onAgain }: { readonly until: EpochMs; readonly onAgain: () => void }) => {
	const { t, i18n } = useLingui();
	const leftMs = useLeft(until);
	const over = leftMs <= 0;
	const minutes = Math.max(1, Math.ceil(leftMs / 60_000));
	useTitle(t`Break`);
	return (
		<div className="quiet">
			<h1 tabIndex={-1}>{over ? t`The break is over` : t`Time for a break`}</h1>
			{over ? (
				<p>
					<Trans>Go on when you are ready. Nobody waits and nobody counts.</Trans>
				</p>
			) : (
				<>
					<p className="quiet-time" role="timer" aria-live="off">
						{minutes === 1 ? <Trans>One more minute</Trans> : <Trans>{minutes} more minutes</Trans>}
					</p>
					<p>
						<Trans>
							Until {clockTime(until, i18n)}. This break is yours and it is paid; nobody can shorten it. Look out of a
							window, stretch, or talk to someone.
						</Trans>
					</p>
				</>
			)}
			<div className="row" role="status">
				{over ? (
					<Button kind="primary" onClick={onAgain}>
						<Trans>Go on</Trans>
					</Button>
				) : null}
			</div>
			<div className="row">
				<ButtonLink kind="quiet" to="/support">
					<Trans>Whom you can turn to</Trans>
				</ButtonLink>
			</div>
		</div>
	);
};

const useLeft = (until: EpochMs): number => {
	const [left, setLeft] = useState(() => until - serverNow());
	useEffect(() => {
		const timer = setInterval(() => setLeft(until - serverNow()), 1_000);
		return () => clearInterval(timer);
	}, [until]);
	return left;
};
