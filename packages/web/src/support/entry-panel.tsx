import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { instrumentNames, selfView, sudsMax } from '@utu/core/support/self-view.ts';
import { type FormEvent, useState } from 'react';
import { codeOf } from '../api/client.ts';
import { problemWords } from '../app/problem-words.ts';
import { Button } from '../ui/button.tsx';
import { Choice, ChoiceGroup } from '../ui/choice.tsx';
import { TextArea } from '../ui/field.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { keepEntry, type Unlocked } from './check-in-api.ts';
import { type Entry, noteCharsMax } from './entry.ts';
import { type Answers, InstrumentFields, noAnswers } from './instrument-fields.tsx';

type Props = { readonly unlocked: Unlocked; readonly now: () => number; readonly onKept: (entry: Entry) => void };

type Draft = { readonly suds: number | undefined; readonly note: string; readonly answers: Answers };
const emptyDraft: Draft = { suds: undefined, note: '', answers: noAnswers };

const steps = Array.from({ length: sudsMax + 1 }, (_, step) => step);

/** What is whole of a draft: a questionnaire that was begun and left is left out. */
const entryOf = (draft: Draft, at: number): Entry | undefined => {
	const whole = instrumentNames.flatMap((name): [string, readonly number[]][] => {
		const said = draft.answers[name].filter((answer) => answer !== undefined);
		return selfView(name, draft.answers[name]) === undefined ? [] : [[name, said]];
	});
	const note = draft.note.trim();
	if (draft.suds === undefined && note === '' && whole.length === 0) return undefined;
	return {
		at,
		...(draft.suds === undefined ? {} : { suds: draft.suds }),
		...(note === '' ? {} : { note }),
		...Object.fromEntries(whole),
	};
};

const isHalf = ({ answers }: Draft): boolean =>
	instrumentNames.some(
		(name) => answers[name].some((answer) => answer !== undefined) && selfView(name, answers[name]) === undefined,
	);

export const EntryPanel = ({ unlocked, now, onKept }: Props) => {
	const { t, i18n } = useLingui();
	const [draft, setDraft] = useState(emptyDraft);
	const { mutate, isPending, isSuccess, error, reset } = useMutation({
		mutationFn: async (entry: Entry) => {
			await keepEntry(unlocked, entry);
			return entry;
		},
		onSuccess: (entry) => {
			setDraft(emptyDraft);
			onKept(entry);
		},
	});
	const change = (changed: Partial<Draft>): void => {
		reset();
		setDraft({ ...draft, ...changed });
	};
	const entry = entryOf(draft, now());
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		if (entry !== undefined && !isPending) mutate(entry);
	};
	return (
		<Panel
			title={<Trans>How are you now?</Trans>}
			lede={<Trans>All of it is optional, as often or as seldom as you like.</Trans>}
		>
			<form className="stack" onSubmit={submit}>
				<ChoiceGroup
					inline
					legend={<Trans>Distress, from 0 to 10</Trans>}
					hint={<Trans>0 is none at all, 10 the most that you can imagine.</Trans>}
				>
					{steps.map((step) => (
						<Choice
							key={step}
							kind="radio"
							name="suds"
							label={step}
							checked={draft.suds === step}
							onChange={() => change({ suds: step })}
						/>
					))}
				</ChoiceGroup>
				<TextArea
					label={<Trans>A few words</Trans>}
					maxLength={noteCharsMax}
					value={draft.note}
					onInput={(event) => change({ note: event.currentTarget.value })}
				/>
				<InstrumentFields answers={draft.answers} onChange={(answers) => change({ answers })} />
				<div className="row">
					<Button
						type="submit"
						kind="primary"
						busy={isPending}
						whyDisabled={entry === undefined ? t`Nothing is noted yet.` : undefined}
					>
						<Trans>Encrypt and keep</Trans>
					</Button>
				</div>
				{isHalf(draft) ? (
					<p className="hint">
						<Trans>Questions that are answered in part are left out.</Trans>
					</p>
				) : null}
				<Status>
					{error !== null ? (
						<Notice kind="trouble">
							{codeOf(error) === 'full'
								? t`There is no more room. Save what you wrote as a file, and erase it here.`
								: problemWords(error, i18n)}
						</Notice>
					) : isSuccess ? (
						<Notice kind="good">
							<Trans>Kept, encrypted.</Trans>
						</Notice>
					) : null}
				</Status>
			</form>
		</Panel>
	);
};
