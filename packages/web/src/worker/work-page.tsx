import { Trans, useLingui } from '@lingui/react/macro';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { answerQueueOf, browserStore, pendingLeasesOf, scheduleInBrowser } from '../api/answers.ts';
import { statusOf } from '../api/client.ts';
import { serverNow } from '../api/server-clock.ts';
import { useMe } from '../api/use-me.ts';
import * as workApi from '../api/work.ts';
import { setSingleKeys, singleKeysOn } from '../app/preferences.ts';
import { problemWords } from '../app/problem-words.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useTitle } from '../ui/page.tsx';
import { Quiet } from '../ui/quiet.tsx';
import { Loading } from '../ui/state.tsx';
import { nextCovered, pageOf } from './cover.ts';
import { HelpDialog } from './help-dialog.tsx';
import { setInHand } from './in-hand.ts';
import { ItemView } from './item-view.tsx';
import { buildKeymap, type WorkCommand } from './keymap.ts';
import { NothingView } from './nothing-view.tsx';
import { RestView } from './rest-view.tsx';
import { saidWords, staysOnPage } from './said-words.ts';
import { createWorkSession, type WorkSession } from './session.ts';
import type { SessionState } from './session-state.ts';
import { useKeys } from './use-keys.ts';
import './work.css';

const route = getRouteApi('/shell/worker/work');

export const WorkPage = () => {
	const { project } = route.useSearch();
	const me = useMe();
	return <Work key={`${me.personId} ${project ?? ''}`} personId={me.personId} projectId={project} />;
};

const Work = ({ personId, projectId }: { readonly personId: string; readonly projectId: string | undefined }) => {
	const { t } = useLingui();
	const navigate = useNavigate();
	const session = useSession(personId, projectId);
	const state = useSyncExternalStore(session.subscribe, session.state);
	const [help, setHelp] = useState(false);
	const [singleKeys, setKeys] = useState(singleKeysOn);
	useTitle(state.item === undefined ? t`Work` : state.item.lease.projectName);
	useFocusOnArrival(state);
	const pause = (): void => {
		void session.pause();
		void navigate({ to: '/pause' });
	};
	const run = (command: WorkCommand): void => {
		if (command.kind === 'help') setHelp(true);
		else if (command.kind === 'pause') pause();
		else if (command.kind === 'submit' && state.item === undefined) submitQuietForm();
		else runCommand(session, command);
	};
	const form = state.item?.lease.form;
	useKeys({
		context: () => ({
			keymap: form === undefined ? [] : buildKeymap(form),
			question: state.item?.question,
			singleKeys,
		}),
		run,
	});
	return (
		<>
			<SaidLine state={state} />
			<QueueNotice personId={personId} />
			<PhaseView state={state} session={session} singleKeys={singleKeys} onPause={pause} onHelp={() => setHelp(true)} />
			{help ? (
				<HelpDialog
					singleKeys={singleKeys}
					onSingleKeys={(on) => {
						setSingleKeys(on);
						setKeys(on);
					}}
					onClose={() => setHelp(false)}
				/>
			) : null}
		</>
	);
};

/** Enter, where the page has no item but a form of few choices. */
const submitQuietForm = (): void => document.querySelector<HTMLFormElement>('.quiet form')?.requestSubmit();

const runCommand = (session: WorkSession, command: WorkCommand): void => {
	switch (command.kind) {
		case 'hide':
			session.hide('person');
			break;
		case 'uncover-next': {
			const { item } = session.state();
			const next = item === undefined ? undefined : nextCovered(pageOf(item.cover, item.page));
			if (next !== undefined && item?.cover.asked === 0) void session.reveal([next.index]);
			break;
		}
		case 'uncover-told':
			void session.reveal('told');
			break;
		case 'choose':
			session.choose(command);
			break;
		case 'submit':
			void session.submit();
			break;
		case 'skip':
			void session.skip();
			break;
		case 'surprise':
			session.openSurprise();
			break;
		case 'undo':
			session.undo();
			break;
		case 'draft':
			void session.keepDraft();
			break;
		case 'extend':
			void session.extend();
			break;
		case 'help':
		case 'pause':
			break;
	}
};

/** The session lives as long as the page: it asks for work when the page opens, and covers all when it closes. */
const useSession = (personId: string, projectId: string | undefined): WorkSession => {
	const [session] = useState(() =>
		createWorkSession({
			api: workApi,
			queue: answerQueueOf(personId),
			store: browserStore,
			personId,
			projectId,
			now: serverNow,
			schedule: scheduleInBrowser,
			isAway: () => document.visibilityState === 'hidden',
			pendingLeases: () => pendingLeasesOf(personId),
		}),
	);
	useEffect(() => {
		void session.next();
		const onVisibility = (): void => {
			if (document.visibilityState === 'hidden') session.hide('away');
		};
		const onLeave = (): void => session.hide('away');
		document.addEventListener('visibilitychange', onVisibility);
		addEventListener('pagehide', onLeave);
		const drop = setInHand({ cover: () => session.hide('person'), giveBack: session.pause });
		return () => {
			drop();
			document.removeEventListener('visibilitychange', onVisibility);
			removeEventListener('pagehide', onLeave);
			session.close();
		};
	}, [session]);
	return session;
};

/** Each new item or screen takes the focus at its heading, so that keys work and a screen reader starts there. */
const useFocusOnArrival = (state: SessionState): void => {
	const place = `${state.phase.kind} ${state.phase.kind === 'item' || state.phase.kind === 'sending' ? state.item?.lease.id : ''}`;
	const seen = useRef('loading ');
	useEffect(() => {
		if (place === seen.current || place.startsWith('loading') || place.startsWith('sending')) return;
		seen.current = place;
		document.querySelector<HTMLElement>('main h1')?.focus();
		if (place.startsWith('item')) scrollTo({ top: 0 });
	}, [place]);
};

const SaidLine = ({ state }: { readonly state: SessionState }) => {
	const { i18n } = useLingui();
	const { said } = state;
	return (
		<>
			<div role="status" className="visually-hidden">
				{said === undefined ? null : <span key={said.turn}>{saidWords(said, i18n)}</span>}
			</div>
			{said === undefined || !staysOnPage(said) || state.item === undefined ? null : (
				<div className="said" aria-hidden="true">
					<Notice>{saidWords(said, i18n)}</Notice>
				</div>
			)}
		</>
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

type PhaseViewProps = {
	readonly state: SessionState;
	readonly session: WorkSession;
	readonly singleKeys: boolean;
	readonly onPause: () => void;
	readonly onHelp: () => void;
};

const PhaseView = ({ state, session, singleKeys, onPause, onHelp }: PhaseViewProps) => {
	const { t, i18n } = useLingui();
	const { phase, item } = state;
	const next = (): void => void session.next();
	switch (phase.kind) {
		case 'loading':
			return <Loading />;
		case 'item':
		case 'sending':
			return item === undefined ? null : (
				<ItemView
					item={item}
					sending={phase.kind === 'sending'}
					session={session}
					singleKeys={singleKeys}
					onPause={onPause}
					onHelp={onHelp}
				/>
			);
		case 'waiting':
			return (
				<Quiet title={t`Your last answer is on its way`} actions={<Button onClick={next}>{t`Look again`}</Button>}>
					<Trans>The next item comes when it has arrived.</Trans>
				</Quiet>
			);
		case 'rest':
			return (
				<RestView
					severityBefore={phase.severityBefore}
					severityAfter={phase.severityAfter}
					onNext={next}
					onPause={onPause}
				/>
			);
		case 'nothing':
			return <NothingView why={phase.why} until={phase.until} onAgain={next} />;
		case 'ended':
			return (
				<Quiet
					title={phase.why === 'expired' ? t`The time for this item is over` : t`This item is closed to you now`}
					actions={
						<Button kind="primary" onClick={next}>
							<Trans>Next item</Trans>
						</Button>
					}
				>
					<Trans>
						It went back to the others. Your time is paid, your draft is kept, and it counts against nobody.
					</Trans>
				</Quiet>
			);
		case 'trouble':
			return (
				<Quiet
					title={t`That did not get through`}
					actions={
						statusOf(phase.error) === 401 ? (
							<SignInAgain />
						) : (
							<Button kind="primary" onClick={() => void session.retry()}>{t`Try again`}</Button>
						)
					}
				>
					{problemWords(phase.error, i18n)}
				</Quiet>
			);
		case 'paused':
			return (
				<p>
					<Link to="/pause">
						<Trans>You are on a break.</Trans>
					</Link>
				</p>
			);
	}
};

const SignInAgain = () => (
	<ButtonLink kind="primary" to="/sign-in" search={{ next: '/work' }}>
		<Trans>Sign in</Trans>
	</ButtonLink>
);
