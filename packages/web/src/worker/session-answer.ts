import { type Answers, validateAnswers } from '@utu/core/projects/form.ts';
import type { PendingAnswer } from '../api/answer-queue.ts';
import { dropDraft, saveDraft } from '../api/draft-store.ts';
import { type AnswerState, choose, nextOpenQuestion, undo, write } from './answers.ts';
import { hide } from './cover.ts';
import { type SessionCore, type Submitted, sessionLimits } from './session-core.ts';
import type { ItemState, Said } from './session-state.ts';

/** Keeps a changed answer in this browser at once, and with the server when the hand rests. */
const changeAnswers = (
	core: SessionCore,
	item: ItemState,
	answers: AnswerState,
	more: Partial<ItemState> = {},
): void => {
	if (answers === item.answers) return;
	core.setItem({ answers, fault: undefined, draft: 'here', ...more });
	keepHere(core, item, answers.values, false);
	core.timer('draft', () => void sendDraft(core, { aloud: false }), sessionLimits.draftMs);
};

const keepHere = (core: SessionCore, { lease }: ItemState, values: Answers, synced: boolean): boolean =>
	saveDraft(core.deps.store, core.deps.personId, {
		itemId: lease.itemId,
		leaseId: lease.id,
		values,
		savedAt: Date.now(),
		synced,
	});

/** Sends the draft to the server; `aloud` says how it went. */
export const sendDraft = async (core: SessionCore, { aloud }: { readonly aloud: boolean }): Promise<void> => {
	const item = core.openItem();
	if (item === undefined) return;
	core.timer('draft');
	const { values } = item.answers;
	const unchanged = (): boolean => core.itemOf(item.lease.id)?.answers.values === values;
	try {
		await core.deps.api.saveDraftOnServer(item.lease.id, values);
		if (!unchanged()) return;
		keepHere(core, item, values, true);
		core.setItem({ draft: 'kept' }, aloud ? 'draft-kept' : undefined);
	} catch {
		if (unchanged() && aloud) core.setItem({ draft: 'here' }, 'draft-here');
	}
};

/** Chooses, and goes on to the next question that is open where one choice is all that a question takes. */
export const chooseOption = (
	core: SessionCore,
	choice: { readonly question: string; readonly value: string | number },
): void => {
	const item = core.openItem();
	if (item === undefined) return;
	const { form } = item.lease;
	const answers = choose(item.answers, form, choice);
	const question = form.questions.find((one) => one.name === choice.question);
	const moves = question?.kind !== 'multiple' && answers.values[choice.question] !== undefined;
	changeAnswers(core, item, answers, {
		question: moves ? nextOpenQuestion(form, answers.values, choice.question) : choice.question,
	});
};

export const writeText = (core: SessionCore, entry: { readonly question: string; readonly text: string }): void => {
	const item = core.openItem();
	if (item !== undefined) changeAnswers(core, item, write(item.answers, entry));
};

export const undoChoice = (core: SessionCore): void => {
	const item = core.openItem();
	if (item === undefined || item.answers.past.length === 0) return;
	changeAnswers(core, item, undo(item.answers, item.lease.form));
	core.say('undone');
};

/** Covers everything, keeps the answer, sends it, and goes on once the server has said something final. */
export const submit = async (core: SessionCore, next: () => Promise<void>): Promise<void> => {
	const item = core.openItem();
	if (item === undefined || item.surpriseOpen) return;
	const { lease, answers, found } = item;
	const checked = validateAnswers(lease.form, answers.values);
	if (!checked.ok) {
		core.setItem({ fault: checked.error, question: checked.error.question }, 'missing');
		return;
	}
	core.timer('cover');
	core.timer('draft');
	core.setItem({ cover: hide(item.cover, 'person'), fault: undefined });
	core.toPhase({ kind: 'sending' });
	const hazardsFound = Object.keys(found).length === 0 ? {} : { hazardsFound: found };
	const body: PendingAnswer['body'] = {
		idempotencyKey: lease.idempotencyKey,
		answers: toWire(checked.value),
		...hazardsFound,
	};
	const answer: PendingAnswer = { leaseId: lease.id, itemId: lease.itemId, at: Date.now(), body };
	const outcome = await core.deps.source.submit(answer);
	if (core.itemOf(lease.id) !== undefined) await settle(core, { answer, outcome, next });
};

type Settling = {
	readonly answer: PendingAnswer;
	readonly outcome: Submitted;
	readonly next: () => Promise<void>;
};

/** Refusals after which the item can be answered once more. */
const answeredAgain: Readonly<Record<string, Said['what']>> = {
	'invalid-answer': 'missing',
	'not-looked': 'not-looked',
};

const settle = async (core: SessionCore, { answer, outcome, next }: Settling): Promise<void> => {
	if (outcome.kind === 'lost') {
		core.failed(outcome.error, () => sendAgain(core, { answer, next }));
		return;
	}
	if (outcome.kind === 'done') {
		dropDraft(core.deps.store, core.deps.personId, answer.itemId);
		core.say(outcome.said);
		await next();
		return;
	}
	const again = answeredAgain[outcome.problem.code];
	if (again === undefined) core.toPhase({ kind: 'ended', why: outcome.problem.status === 410 ? 'expired' : 'refused' });
	else if (core.itemOf(answer.leaseId) === undefined) await next();
	else {
		core.toPhase({ kind: 'item' });
		core.say(again);
	}
};

/** The same answer once more, after its item has left the page. */
const sendAgain = async (core: SessionCore, { answer, next }: Omit<Settling, 'outcome'>): Promise<void> => {
	core.toPhase({ kind: 'loading' });
	const outcome = await core.deps.source.submit(answer);
	if (core.state().phase.kind === 'loading') await settle(core, { answer, outcome, next });
};

const toWire = (answers: Answers): PendingAnswer['body']['answers'] =>
	Object.fromEntries(
		Object.entries(answers).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
	);
