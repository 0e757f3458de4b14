import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { browserStore, scheduleInBrowser } from '../api/answers.ts';
import { statusOf } from '../api/client.ts';
import { serverNow } from '../api/server-clock.ts';
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
import type { Source } from './session-core.ts';
import type { SessionState } from './session-state.ts';
import { useKeys } from './use-keys.ts';
import './work.css';

export type BenchProps = {
	readonly personId: string;
	/** The same for as long as the bench stands. */
	readonly source: Source;
	/** Of the page, while it has no item. */
	readonly title: string;
	/** Where one comes back to after signing in again. */
	readonly path: '/work' | '/review' | `/training/${string}` | `/verdicts/${string}`;
	/** What kind of look the item in hand is for, where that needs a word. */
	readonly about?: ReactNode;
	/** What the main button says, where it does not answer. */
	readonly done?: ReactNode;
	readonly notice?: ReactNode;
	/** What the source shows in place of an item. */
	readonly aside: (session: WorkSession) => ReactNode;
};

/** Where one item after another is looked at and answered: session, keys, and what stands there in each phase. */
export const Bench = ({ personId, source, title, path, about, done, notice, aside }: BenchProps) => {
	const navigate = useNavigate();
	const session = useSession(personId, source);
	const state = useSyncExternalStore(session.subscribe, session.state);
	const [help, setHelp] = useState(false);
	const [singleKeys, setKeys] = useState(singleKeysOn);
	useTitle(state.item === undefined ? title : state.item.lease.projectName);
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
			{notice}
			{state.phase.kind === 'aside' ? (
				aside(session)
			) : (
				<PhaseView
					state={state}
					session={session}
					singleKeys={singleKeys}
					path={path}
					about={about}
					done={done}
					onPause={pause}
					onHelp={() => setHelp(true)}
				/>
			)}
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
const submitQuietForm = (): void =>
	document.querySelector<HTMLFormElement>('.quiet form, .compare form')?.requestSubmit();

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
const useSession = (personId: string, source: Source): WorkSession => {
	const [session] = useState(() =>
		createWorkSession({
			api: workApi,
			source,
			store: browserStore,
			personId,
			now: serverNow,
			schedule: scheduleInBrowser,
			isAway: () => document.visibilityState === 'hidden',
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
			{said === undefined || !staysOnPage(said) || (state.item === undefined && state.phase.kind !== 'aside') ? null : (
				<div className="said" aria-hidden="true">
					<Notice>{saidWords(said, i18n)}</Notice>
				</div>
			)}
		</>
	);
};

type PhaseViewProps = {
	readonly state: SessionState;
	readonly session: WorkSession;
	readonly singleKeys: boolean;
	readonly path: BenchProps['path'];
	readonly about: ReactNode;
	readonly done: ReactNode;
	readonly onPause: () => void;
	readonly onHelp: () => void;
};

const PhaseView = ({ state, session, singleKeys, path, about, done, onPause, onHelp }: PhaseViewProps) => {
	const { t, i18n } = useLingui();
	const { phase, item } = state;
	const next = (): void => void session.next();
	switch (phase.kind) {
		case 'loading':
			return <Loading />;
		case 'aside':
			return null;
		case 'item':
		case 'sending':
			return item === undefined ? null : (
				<ItemView
					item={item}
					about={about}
					done={done}
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
							<ButtonLink kind="primary" to="/sign-in" search={{ next: path }}>
								<Trans>Sign in</Trans>
							</ButtonLink>
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
