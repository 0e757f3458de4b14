import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { statusOf } from '../api/client.ts';
import { singleKeysOn } from '../app/preferences.ts';
import { problemWords } from '../app/problem-words.ts';
import { AnswersBeside } from '../feedback/answers-beside.tsx';
import { Button } from '../ui/button.tsx';
import { Choice, ChoiceGroup } from '../ui/choice.tsx';
import { TextArea } from '../ui/field.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { useTitle } from '../ui/page.tsx';
import { type Comparison, useGiveVerdict } from './analyst-api.ts';
import '../feedback/compare.css';

const reasonCharsMax = 1_000;
const noteCharsMax = 2_000;

type CompareProps = {
	readonly comparison: Comparison;
	readonly onJudged: () => void;
	/** The review is not in these hands any more. */
	readonly onGone: () => void;
};

/** Both answers beside each other once they differ, and the verdict with a reason that the worker can learn from. */
export const CompareView = ({ comparison, onJudged, onGone }: CompareProps) => {
	const { t } = useLingui();
	const { form, mine, theirs, kind, projectName } = comparison;
	const heading = useRef<HTMLHeadingElement>(null);
	useEffect(() => heading.current?.focus(), []);
	const title = kind === 'contest' ? t`A contested answer beside yours` : t`The answer given, beside yours`;
	useTitle(title);
	return (
		<div className="compare">
			<header className="compare-head">
				<h1 ref={heading} tabIndex={-1}>
					{title}
				</h1>
				<p className="hint" dir="auto">
					{projectName}
				</p>
			</header>
			<AnswersBeside
				form={form}
				left={{ name: <Trans>Your answer</Trans>, answers: mine }}
				right={{ name: <Trans>The worker’s answer</Trans>, answers: theirs ?? {} }}
			/>
			<VerdictForm reviewId={comparison.reviewId} onJudged={onJudged} onGone={onGone} />
		</div>
	);
};

type Verdict = 'right' | 'wrong';
const keys: Readonly<Record<string, Verdict>> = { '1': 'right', '2': 'wrong' };

/** 1 and 2 choose from anywhere but a text field; Enter, or Ctrl+Enter from a text field, is the bench's. */
const useVerdictKeys = (choose: (verdict: Verdict) => void): void => {
	const latest = useRef(choose);
	latest.current = choose;
	useEffect(() => {
		const onKeyDown = (event: KeyboardEvent): void => {
			const verdict = keys[event.key] ?? keys[/^(?:Digit|Numpad)([12])$/.exec(event.code)?.[1] ?? ''];
			if (verdict === undefined || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
			if (document.activeElement?.matches('textarea, input[type="text"]') || !singleKeysOn()) return;
			if (document.querySelector('dialog[open]') !== null) return;
			event.preventDefault();
			latest.current(verdict);
		};
		addEventListener('keydown', onKeyDown);
		return () => removeEventListener('keydown', onKeyDown);
	}, []);
};

type VerdictFormProps = Omit<CompareProps, 'comparison'> & { readonly reviewId: string };

const VerdictForm = ({ reviewId, onJudged, onGone }: VerdictFormProps) => {
	const { t, i18n } = useLingui();
	const [verdict, setVerdict] = useState<Verdict>();
	const [reason, setReason] = useState('');
	const [note, setNote] = useState('');
	const [asked, setAsked] = useState(false);
	const form = useRef<HTMLFormElement>(null);
	const { mutate, isPending, error } = useGiveVerdict(reviewId);
	useVerdictKeys(setVerdict);
	const lacksReason = verdict === 'wrong' && reason.trim() === '';
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		setAsked(true);
		if (lacksReason) form.current?.querySelector('textarea')?.focus();
		if (verdict === undefined || lacksReason || isPending) return;
		mutate({ verdict, reason: reason.trim(), note: note.trim() }, { onSuccess: onJudged });
	};
	return (
		<form ref={form} className="stack-large" onSubmit={submit}>
			<ChoiceGroup
				legend={<Trans>Can the worker’s answer stand?</Trans>}
				error={asked && verdict === undefined ? t`Choose one of the two.` : undefined}
			>
				<Choice
					kind="radio"
					name="verdict"
					label={<Trans>The answer can stand</Trans>}
					help={<Trans>Both can be right, or yours was not.</Trans>}
					keyHint="1"
					checked={verdict === 'right'}
					onChange={() => setVerdict('right')}
				/>
				<Choice
					kind="radio"
					name="verdict"
					label={<Trans>It cannot stand</Trans>}
					keyHint="2"
					checked={verdict === 'wrong'}
					onChange={() => setVerdict('wrong')}
				/>
			</ChoiceGroup>
			<TextArea
				label={verdict === 'wrong' ? <Trans>Why it cannot stand</Trans> : <Trans>Why (may stay empty)</Trans>}
				hint={<Trans>The worker reads it and can contest the verdict.</Trans>}
				error={asked && lacksReason ? t`Say why the answer cannot stand.` : undefined}
				rows={2}
				maxLength={reasonCharsMax}
				value={reason}
				onInput={(event) => setReason(event.currentTarget.value)}
			/>
			<TextArea
				label={<Trans>To learn from (may stay empty)</Trans>}
				hint={<Trans>A rule, an example, where it is written. It teaches and counts for nothing.</Trans>}
				rows={2}
				maxLength={noteCharsMax}
				value={note}
				onInput={(event) => setNote(event.currentTarget.value)}
			/>
			<div className="row">
				<Button type="submit" kind="primary" keyHint={t`Enter`} busy={isPending}>
					<Trans>Give the verdict</Trans>
				</Button>
				{statusOf(error) === 404 ? (
					<Button onClick={onGone}>
						<Trans>Next review</Trans>
					</Button>
				) : null}
			</div>
			<Status>{error === null ? null : <Notice kind="trouble">{problemWords(error, i18n)}</Notice>}</Status>
		</form>
	);
};
