import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { statusOf } from '../api/client.ts';
import { problemWords } from '../app/problem-words.ts';
import { Button } from '../ui/button.tsx';
import { TextArea } from '../ui/field.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { useTitle } from '../ui/page.tsx';
import { type Comparison, useGiveVerdict } from './analyst-api.ts';
import '../feedback/compare.css';

const noteCharsMax = 2_000;

type ExplainProps = {
	readonly comparison: Comparison;
	readonly onDone: () => void;
	/** It is not in these hands any more. */
	readonly onGone: () => void;
};

/** An expert has answered an item that people may train on: a word about why, which they read at once. */
export const ExplainView = ({ comparison, onDone, onGone }: ExplainProps) => {
	const { t, i18n } = useLingui();
	const [note, setNote] = useState('');
	const heading = useRef<HTMLHeadingElement>(null);
	useEffect(() => heading.current?.focus(), []);
	const { mutate, isPending, error } = useGiveVerdict(comparison.reviewId);
	const title = t`Your answer is in. Why is it so?`;
	useTitle(title);
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		if (!isPending) mutate({ verdict: 'right', reason: '', note: note.trim() }, { onSuccess: onDone });
	};
	return (
		<div className="compare">
			<header className="compare-head">
				<h1 ref={heading} tabIndex={-1}>
					{title}
				</h1>
				<p className="hint" dir="auto">
					{comparison.projectName}
				</p>
			</header>
			<form className="stack-large" onSubmit={submit}>
				<TextArea
					label={<Trans>To learn from (may stay empty)</Trans>}
					hint={
						<Trans>Whoever trains on this item reads it after their answer: the rule, and what shows it here.</Trans>
					}
					rows={3}
					maxLength={noteCharsMax}
					value={note}
					onInput={(event) => setNote(event.currentTarget.value)}
				/>
				<div className="row">
					<Button type="submit" kind="primary" keyHint={t`Enter`} busy={isPending}>
						<Trans>Next review</Trans>
					</Button>
					{statusOf(error) === 404 ? (
						<Button onClick={onGone}>
							<Trans>Leave it</Trans>
						</Button>
					) : null}
				</div>
				<Status>{error === null ? null : <Notice kind="trouble">{problemWords(error, i18n)}</Notice>}</Status>
			</form>
		</div>
	);
};
