import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { AnswerError, AnswerValue, Option, Question } from '@utu/core/projects/form.ts';
import { severities } from '@utu/core/safety/hazards.ts';
import { type ReactNode, useEffect, useRef } from 'react';
import { capitalised, severityWord } from '../app/words.ts';
import { Choice, ChoiceGroup } from '../ui/choice.tsx';
import { TextArea } from '../ui/field.tsx';
import { listOf } from './answers.ts';
import { type Keymap, keyOf } from './keymap.ts';
import type { ItemState } from './session-state.ts';

type AnswerFormProps = {
	readonly item: ItemState;
	readonly keymap: Keymap;
	readonly showKeys: boolean;
	readonly choose: (choice: { readonly question: string; readonly value: string | number }) => void;
	readonly write: (entry: { readonly question: string; readonly text: string }) => void;
	readonly attend: (question: string) => void;
};

const faultWords = (fault: AnswerError, i18n: I18n): string => {
	switch (fault.kind) {
		case 'missing':
			return i18n._(msg`This one needs an answer.`);
		case 'too-many':
			return i18n._(msg`At most ${fault.max} of these.`);
		case 'too-long':
			return i18n._(msg`At most ${fault.charsMax} characters.`);
		case 'wrong-type':
		case 'unknown-option':
		case 'unknown-question':
			return i18n._(msg`This answer does not fit the question any more. Choose again.`);
	}
};

/** The label form, drawn from its schema. It is usable whether anything is uncovered or not. */
export const AnswerForm = ({ item, keymap, showKeys, choose, write, attend }: AnswerFormProps) => {
	const { i18n } = useLingui();
	const { form } = item.lease;
	const many = form.questions.length > 1;
	return (
		<div className="answer-form">
			{form.questions.map((question) => {
				const active = item.question === question.name;
				const fault = item.fault?.question === question.name ? faultWords(item.fault, i18n) : undefined;
				return (
					<QuestionFrame
						key={question.name}
						active={active && many}
						faulty={fault !== undefined}
						focusText={question.kind === 'text'}
						onAttend={() => attend(question.name)}
					>
						<QuestionField
							question={question}
							value={item.answers.values[question.name]}
							error={fault}
							suggestion={item.lease.suggestion?.[question.name]}
							hintFor={(value) => (showKeys ? keyHint(keymap, { question: question.name, value, active }) : undefined)}
							choose={(value) => choose({ question: question.name, value })}
							write={(text) => write({ question: question.name, text })}
						/>
					</QuestionFrame>
				);
			})}
		</div>
	);
};

/** Digits answer the question at hand only, so only that one shows them. */
const keyHint = (
	keymap: Keymap,
	place: { readonly question: string; readonly value: string | number; readonly active: boolean },
): string | undefined => {
	const key = keyOf(keymap, place.question, place.value);
	return key === undefined || (!place.active && /[0-9]/.test(key)) ? undefined : key.toUpperCase();
};

type FrameProps = {
	readonly active: boolean;
	readonly faulty: boolean;
	readonly focusText: boolean;
	readonly onAttend: () => void;
	readonly children: ReactNode;
};

const QuestionFrame = ({ active, faulty, focusText, onAttend, children }: FrameProps) => {
	const element = useRef<HTMLDivElement>(null);
	useEffect(() => {
		if (!faulty) return;
		element.current?.scrollIntoView({ block: 'nearest' });
		if (focusText) element.current?.querySelector('textarea')?.focus();
	}, [faulty, focusText]);
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: it only follows the focus of the controls inside it.
		<div ref={element} className={active ? 'question question-active' : 'question'} onFocus={onAttend}>
			{children}
		</div>
	);
};

type FieldProps = {
	readonly question: Question;
	readonly value: AnswerValue | undefined;
	readonly error: string | undefined;
	readonly suggestion: string | undefined;
	readonly hintFor: (value: string | number) => string | undefined;
	readonly choose: (value: string | number) => void;
	readonly write: (text: string) => void;
};

const QuestionField = (props: FieldProps) => {
	const { t, i18n } = useLingui();
	const { question, value, error } = props;
	const legend = (
		<span dir="auto">
			{question.title}
			{question.required ? null : (
				<span className="hint">
					{' '}
					<Trans>(may stay empty)</Trans>
				</span>
			)}
		</span>
	);
	if (question.kind === 'text') {
		const written = typeof value === 'string' ? value : '';
		const left = question.charsMax - written.length;
		return (
			<TextArea
				label={legend}
				hint={question.help}
				error={error}
				rows={3}
				maxLength={question.charsMax}
				value={written}
				onInput={(event) => props.write(event.currentTarget.value)}
				{...(left < question.charsMax / 5 ? { title: t`${left} characters left` } : {})}
			/>
		);
	}
	const most =
		question.kind === 'multiple' && question.choicesMax !== undefined && question.choicesMax < question.options.length
			? t`At most ${question.choicesMax}.`
			: undefined;
	const hint = [question.help, most].filter((part) => part !== undefined).join(' ');
	const shared = { legend, hint: hint === '' ? undefined : hint, error };
	if (question.kind === 'severity') {
		return (
			<ChoiceGroup {...shared}>
				<div className="scale">
					{severities.map((severity) => (
						<label key={severity} className="scale-step">
							<input
								type="radio"
								name={question.name}
								checked={value === severity}
								onChange={() => props.choose(severity)}
							/>
							<span className="scale-number">{severity}</span>
							<span className="scale-word">{severityWord(severity, i18n)}</span>
						</label>
					))}
				</div>
			</ChoiceGroup>
		);
	}
	return (
		<ChoiceGroup {...shared}>
			{question.options.map((option) => (
				<OptionChoice
					key={option.value}
					{...props}
					option={option}
					kind={question.kind === 'single' ? 'radio' : 'checkbox'}
				/>
			))}
			<Suggestion question={question} suggestion={props.suggestion} />
		</ChoiceGroup>
	);
};

const OptionChoice = ({
	option,
	kind,
	question,
	value,
	hintFor,
	choose,
}: FieldProps & { readonly option: Option; readonly kind: 'radio' | 'checkbox' }) => {
	const chosen = listOf(value);
	const checked = chosen.includes(option.value);
	const full = question.kind === 'multiple' && chosen.length >= (question.choicesMax ?? question.options.length);
	return (
		<Choice
			kind={kind}
			name={question.name}
			label={<span dir="auto">{option.label}</span>}
			help={option.help}
			checked={checked}
			disabled={full && !checked}
			keyHint={hintFor(option.value)}
			onChange={() => choose(option.value)}
		/>
	);
};

const Suggestion = ({
	question,
	suggestion,
}: {
	readonly question: Question;
	readonly suggestion: string | undefined;
}) => {
	const { i18n } = useLingui();
	if (suggestion === undefined || question.kind === 'severity' || question.kind === 'text') return null;
	const label = question.options.find((option) => option.value === suggestion)?.label;
	if (label === undefined) return null;
	return (
		<p className="hint">
			<Trans>The machine proposes: {capitalised(label, i18n)}</Trans>
		</p>
	);
};
