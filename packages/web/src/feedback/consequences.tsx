import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { concernConsequences } from '@utu/core/review/concern.ts';
import { listWords } from '../app/words.ts';

type Consequence =
	| (typeof concernConsequences)['follows'][number]
	| (typeof concernConsequences)['neverFollows'][number];

const words: Readonly<Record<Consequence, MessageDescriptor>> = {
	training: msg`training`,
	talk: msg`a talk between people`,
	pay: msg`pay`,
	exposure: msg`what somebody is shown and for how long`,
	access: msg`access to work`,
	dismissal: msg`dismissal`,
	ranking: msg`a place among others`,
};

/** What may follow from a score or a concern, and what by itself never does. */
export const Consequences = () => {
	const { i18n } = useLingui();
	const list = (keys: readonly Consequence[]): string =>
		listWords(
			keys.map((key) => i18n._(words[key])),
			i18n,
		);
	const follows = list(concernConsequences.follows);
	const never = list(concernConsequences.neverFollows);
	return (
		<>
			<p>
				<Trans>What may follow: {follows}.</Trans>
			</p>
			<p>
				<Trans>What never follows from it: {never}.</Trans>
			</p>
			<p>
				<Trans>Only a person can suspend somebody: with a reason, with the evidence, and with a way to appeal.</Trans>
			</p>
		</>
	);
};
