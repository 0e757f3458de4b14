import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { problemWords } from '../app/problem-words.ts';
import { Button } from '../ui/button.tsx';
import { TextArea } from '../ui/field.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { useContest } from './feedback-api.ts';

const sentenceCharsMax = 1_000;

type ContestFormProps = { readonly reviewId: string; readonly projectName: string };

/** Contests a verdict: one click, one sentence. */
export const ContestForm = ({ reviewId, projectName }: ContestFormProps) => {
	const { t } = useLingui();
	const [open, setOpen] = useState(false);
	return open ? (
		<SentenceForm reviewId={reviewId} onClose={() => setOpen(false)} />
	) : (
		<div className="row">
			<Button aria-label={t`Contest the verdict in ${projectName}`} onClick={() => setOpen(true)}>
				<Trans>Contest</Trans>
			</Button>
		</div>
	);
};

const SentenceForm = ({ reviewId, onClose }: { readonly reviewId: string; readonly onClose: () => void }) => {
	const { t, i18n } = useLingui();
	const [sentence, setSentence] = useState('');
	const { mutate, isPending, error } = useContest(reviewId);
	const form = useRef<HTMLFormElement>(null);
	useEffect(() => form.current?.querySelector('textarea')?.focus(), []);
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		if (sentence.trim() !== '' && !isPending) mutate(sentence.trim());
	};
	const onKeyDown = (event: KeyboardEvent): void => {
		if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
	};
	return (
		<form ref={form} className="stack" onSubmit={submit}>
			<TextArea
				label={<Trans>Why your answer stands, in a sentence</Trans>}
				hint={
					<Trans>
						The verdict counts as nothing from now on. Somebody else looks, blind, within seven days; if nobody does, it
						counts as right. Whether you contest changes no score.
					</Trans>
				}
				rows={3}
				maxLength={sentenceCharsMax}
				value={sentence}
				onInput={(event) => setSentence(event.currentTarget.value)}
				onKeyDown={onKeyDown}
			/>
			<div className="row">
				<Button
					type="submit"
					kind="primary"
					keyHint={t`Ctrl+Enter`}
					busy={isPending}
					whyDisabled={sentence.trim() === '' ? t`Write a sentence first.` : undefined}
				>
					<Trans>Send the contest</Trans>
				</Button>
				<Button kind="quiet" onClick={onClose}>
					<Trans>Leave it</Trans>
				</Button>
			</div>
			<Status>{error === null ? null : <Notice kind="trouble">{problemWords(error, i18n)}</Notice>}</Status>
		</form>
	);
};
