import { type AnswerQueue, createAnswerQueue, readPending } from './answer-queue.ts';
import { dropAllDrafts, type TextStore } from './draft-store.ts';
import { readStored, writeStored } from './stored.ts';
import { sendAnswer } from './work.ts';

export const browserStore: TextStore = { read: readStored, write: writeStored };

export const scheduleInBrowser = (run: () => void, delayMs: number): (() => void) => {
	const timer = setTimeout(run, delayMs);
	return () => clearTimeout(timer);
};

let current: { readonly personId: string; readonly queue: AnswerQueue; readonly stop: () => void } | undefined;

/** The one queue of this person in this tab. It lives as long as the tab, whatever page is open. */
export const answerQueueOf = (personId: string): AnswerQueue => {
	if (current?.personId === personId) return current.queue;
	current?.stop();
	const queue = createAnswerQueue({ store: browserStore, personId, send: sendAnswer, schedule: scheduleInBrowser });
	const wake = (): void => void queue.flush();
	addEventListener('online', wake);
	current = {
		personId,
		queue,
		stop: () => {
			removeEventListener('online', wake);
			queue.close();
		},
	};
	return queue;
};

export const pendingLeasesOf = (personId: string): readonly string[] =>
	readPending(browserStore, personId).map((answer) => answer.leaseId);

/** For signing out on a machine that others use: drafts go; answers on their way stay until they have arrived. */
export const forgetDrafts = (personId: string): void => dropAllDrafts(browserStore, personId);
