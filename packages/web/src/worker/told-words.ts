import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import type { Lease } from '@utu/contract/routing.ts';
import { hazardEntries, unscreened } from '@utu/core/safety/hazards.ts';
import { hazardWord, languageWord, listWords, severityWord } from '../app/words.ts';

/** One neutral line about what an item may hold: categories and how severe, nothing of the content itself. */
export const toldHazards = (told: Lease['told'], i18n: I18n): string => {
	if (told.unscreened) return i18n._(msg`No machine has looked at this yet: it may hold anything.`);
	const parts = hazardEntries(told.hazards)
		.filter(([category, severity]) => severity >= 1 && category !== unscreened)
		.sort(([, a], [, b]) => b - a)
		.map(([category, severity]) =>
			hazardAt({ hazard: hazardWord(category, i18n), severity: severityWord(severity, i18n) }, i18n),
		);
	if (parts.length === 0) return i18n._(msg`Nothing that may hurt is expected.`);
	const list = listWords(parts, i18n);
	return i18n._(msg`May hold ${list}.`);
};

const hazardAt = ({ hazard, severity }: { readonly hazard: string; readonly severity: string }, i18n: I18n): string =>
	i18n._(msg`${hazard} (${severity})`);

/** How long it is, and in what language. */
export const toldSize = (told: Lease['told'], i18n: I18n): string => {
	const size = i18n._(
		msg`${plural(told.sentences, { one: '# sentence', other: '# sentences' })}, ${plural(told.chars, { one: '# character', other: '# characters' })}`,
	);
	return told.language === null ? size : `${size} · ${languageWord(told.language, i18n)}`;
};
