import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Said } from './session-state.ts';

const words: Readonly<Record<Said['what'], MessageDescriptor>> = {
	counted: msg`Your answer is in. Thank you.`,
	'counted-unseen': msg`Your answer is in, marked as decided without looking.`,
	kept: msg`Your answer is kept and paid. The item had been decided meanwhile.`,
	agreed: msg`You both say the same: the answer stands.`,
	adjudicated: msg`Your answer decides this item. Thank you.`,
	judged: msg`Your verdict is given. Thank you.`,
	trained: msg`Here is what experts said.`,
	'not-looked': msg`A review rests on a look. Uncover the item, or skip it: somebody else is asked then. Your draft is kept.`,
	hidden: msg`Everything is covered.`,
	'hidden-by-time': msg`The time set for looking is over, so the text has covered itself.`,
	'hidden-away': msg`You looked elsewhere, so the text has covered itself.`,
	'draft-here': msg`Your draft is kept on this device; it goes to the server when the line is back.`,
	'draft-kept': msg`Your draft is kept.`,
	undone: msg`The last choice is taken back.`,
	extended: msg`You have more time.`,
	'no-room': msg`There is no room for more looking now; the limits that protect you say so. You can answer from what you have seen, or skip. Your draft is kept.`,
	'time-up': msg`The time set for looking is over. You can take more time, answer from what you have seen, or skip.`,
	'line-lost': msg`The line was lost for a moment. Nothing is lost of yours; try again.`,
	missing: msg`One question still needs an answer.`,
	skipped: msg`Skipped. That is paid, and counts against nobody.`,
};

export const saidWords = (said: Said, i18n: I18n): string => i18n._(words[said.what]);

/** Those that a person should still be able to read after a moment, not only hear. */
export const staysOnPage = (said: Said): boolean =>
	[
		'hidden-by-time',
		'hidden-away',
		'no-room',
		'time-up',
		'line-lost',
		'agreed',
		'adjudicated',
		'judged',
		'not-looked',
	].includes(said.what);
