import type { Lease } from '@utu/contract/routing.ts';
import type { Hazards } from '@utu/core/safety/hazards.ts';
import { isLostLine } from '../api/client.ts';
import { chooseDraft, readDraft } from '../api/draft-store.ts';
import type { SurpriseReport } from '../api/work.ts';
import { fromDraft, nextOpenQuestion, noAnswers } from './answers.ts';
import { type CoveredBy, coverOf, type RevealRequest } from './cover.ts';
import { chooseOption, sendDraft, submit, undoChoice, writeText } from './session-answer.ts';
import { extend, hideContent, reveal, startCoverTimer, tellHidden, turnPage } from './session-content.ts';
import { createSessionCore, type SessionCore, type SessionDeps, sessionLimits } from './session-core.ts';
import { pause, skip, surprise } from './session-leave.ts';
import type { Nothing, Said, SessionState } from './session-state.ts';

export type WorkSession = {
	readonly state: () => SessionState;
	readonly subscribe: (notify: () => void) => () => void;
	readonly next: () => Promise<void>;
	/** Says something that happened beside the item. */
	readonly say: (what: Said['what']) => void;
	readonly reveal: (request: RevealRequest) => Promise<void>;
	/** Covers everything at once, in every state: what is still loading arrives covered. */
	readonly hide: (by: CoveredBy) => void;
	readonly turnPage: (page: number) => void;
	readonly extend: () => Promise<void>;
	readonly choose: (choice: { readonly question: string; readonly value: string | number }) => void;
	readonly write: (entry: { readonly question: string; readonly text: string }) => void;
	readonly undo: () => void;
	/** Makes a question the one at hand. */
	readonly attend: (question: string) => void;
	/** What a scout found that nobody told. */
	readonly find: (found: Hazards) => void;
	readonly keepDraft: () => Promise<void>;
	readonly submit: () => Promise<void>;
	readonly skip: () => Promise<void>;
	readonly pause: () => Promise<void>;
	readonly openSurprise: () => void;
	readonly cancelSurprise: () => void;
	readonly surprise: (report: SurpriseReport) => Promise<void>;
	/** Does again what just failed. */
	readonly retry: () => Promise<void>;
	readonly close: () => void;
};

/**
 * One person's work, item after item, without any drawing: the page reads `state()` and calls the rest.
 * Content is in `item.cover` and nowhere else; a hide drops it before anything else happens.
 */
export const createWorkSession = (deps: SessionDeps): WorkSession => {
	const core = createSessionCore(deps);
	const asking: Asking = { current: undefined, coverOnArrival: false, firstPassAsks: 0 };
	const next = (): Promise<void> => askNext(core, asking);
	return {
		state: core.state,
		subscribe: core.subscribe,
		next,
		say: core.say,
		reveal: (request) => reveal(core, request),
		hide: (by) => {
			if (core.openItem() === undefined) asking.coverOnArrival = true;
			hideContent(core, by);
		},
		turnPage: (page) => turnPage(core, page),
		extend: () => extend(core),
		choose: (choice) => chooseOption(core, choice),
		write: (entry) => writeText(core, entry),
		undo: () => undoChoice(core),
		attend: (question) => {
			if (core.state().item?.question !== question) core.setItem({ question });
		},
		find: (found) => core.setItem({ found }),
		keepDraft: () => sendDraft(core, { aloud: true }),
		submit: () => submit(core, next),
		skip: () => skip(core, next),
		pause: async () => {
			asking.current?.abort();
			await pause(core).catch(() => undefined);
		},
		openSurprise: () => {
			if (core.openItem() === undefined) return;
			hideContent(core, 'person');
			core.setItem({ surpriseOpen: true });
		},
		cancelSurprise: () => core.setItem({ surpriseOpen: false }),
		surprise: (report) => surprise(core, report),
		retry: core.retry,
		close: () => {
			asking.current?.abort();
			hideContent(core, 'away');
			core.toPhase({ kind: 'paused' });
		},
	};
};

type Asking = {
	current: AbortController | undefined;
	/** A hide that came while nothing was there yet holds for what comes. */
	coverOnArrival: boolean;
	firstPassAsks: number;
};

/** `quietly`: the page says why it waits until something else is known. */
const askNext = async (core: SessionCore, asking: Asking, how?: 'quietly'): Promise<void> => {
	asking.current?.abort();
	const ask = new AbortController();
	asking.current = ask;
	if (how === undefined) core.toPhase({ kind: 'loading' });
	try {
		const work = await core.deps.source.next(ask.signal);
		if (ask.signal.aborted) return;
		if (work.kind === 'aside') core.toPhase({ kind: 'aside' });
		else if (work.kind === 'nothing') arriveNothing(core, asking, work);
		else if (core.deps.source.pendingLeases().includes(work.lease.id)) core.toPhase({ kind: 'waiting' });
		else arrive(core, asking, work.lease);
	} catch (error) {
		if (ask.signal.aborted) return;
		if (how === 'quietly' && isLostLine(error)) askWhenInSight(core, asking, sessionLimits.spreadMs);
		else core.failed(error, () => askNext(core, asking));
	}
};

const arriveNothing = (core: SessionCore, asking: Asking, work: Nothing): void => {
	const until = work.until === null ? undefined : Date.parse(work.until);
	core.toPhase({ kind: 'nothing', why: work.why, until });
	const leftMs = (until ?? 0) - core.deps.now();
	// The machine reads new items first and is done in seconds: asking again is all that is needed.
	if (work.why === 'first-pass' && asking.firstPassAsks < sessionLimits.firstPassAsksMax) {
		asking.firstPassAsks += 1;
		core.timer('poll', () => void askNext(core, asking), Math.max(sessionLimits.firstPassMsMin, leftMs));
	}
	if (work.why === 'spread')
		askWhenInSight(
			core,
			asking,
			until === undefined ? sessionLimits.spreadMs : Math.max(sessionLimits.spreadMsMin, leftMs),
		);
};

/** Others have had their turn by then. Nothing is given out to a page that nobody sees. */
const askWhenInSight = (core: SessionCore, asking: Asking, delayMs: number): void =>
	core.timer(
		'poll',
		() => {
			if (core.deps.isAway()) askWhenInSight(core, asking, sessionLimits.spreadMsMin);
			else void askNext(core, asking, 'quietly');
		},
		delayMs,
	);

const arrive = (core: SessionCore, asking: Asking, lease: Lease): void => {
	const covered = asking.coverOnArrival || core.deps.isAway();
	asking.coverOnArrival = false;
	asking.firstPassAsks = 0;
	const draft = chooseDraft(readDraft(core.deps.store, core.deps.personId, lease.itemId), lease.draft);
	const values = draft === undefined ? {} : fromDraft(lease.form, draft);
	const cover = coverOf(lease, { covered });
	core.set({
		item: {
			lease,
			cover,
			page: 0,
			answers: { ...noAnswers, values },
			question: nextOpenQuestion(lease.form, values, undefined),
			fault: undefined,
			found: {},
			draft: Object.keys(values).length === 0 ? 'none' : 'kept',
			surpriseOpen: false,
		},
	});
	core.toPhase({ kind: 'item' });
	if (covered && lease.content !== null) void tellHidden(core, lease.id, cover.epoch);
	startCoverTimer(core);
};
