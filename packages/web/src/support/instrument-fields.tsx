import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type Instrument, instrumentNames, instruments, withoutEvent } from '@utu/core/support/self-view.ts';
import { useId, useState } from 'react';
import { Choice, ChoiceGroup } from '../ui/choice.tsx';
import { Disclosure } from '../ui/disclosure.tsx';

export type Answers = { readonly [Name in Instrument]: readonly (number | undefined)[] };

const none = (name: Instrument): readonly undefined[] =>
	Array.from({ length: instruments[name].questions }, () => undefined);
export const noAnswers: Answers = { pcPtsd5: none('pcPtsd5'), phq2: none('phq2'), gad2: none('gad2') };

type Words = {
	readonly title: MessageDescriptor;
	readonly stem: MessageDescriptor;
	readonly questions: readonly MessageDescriptor[];
};

const yesNo = [msg`No`, msg`Yes`] as const;
const howOften = [msg`Not at all`, msg`Several days`, msg`More than half the days`, msg`Nearly every day`] as const;
const twoWeeks = msg`Over the last two weeks, how often have you been bothered by this?`;

/** PC-PTSD-5, PHQ-2 and GAD-2, in their own words, without their names: they name illnesses. */
const words: Readonly<Record<Instrument, Words>> = {
	pcPtsd5: {
		title: msg`Five questions on hard memories`,
		stem: msg`In the past month, have you…`,
		questions: [
			msg`had nightmares about the event, or thought about it when you did not want to?`,
			msg`tried hard not to think about the event, or went out of your way to avoid what reminded you of it?`,
			msg`been constantly on guard, watchful, or easily startled?`,
			msg`felt numb or detached from people, activities, or your surroundings?`,
			msg`felt guilty, or unable to stop blaming yourself or others for the event or for what came of it?`,
		],
	},
	phq2: {
		title: msg`Two questions on mood`,
		stem: twoWeeks,
		questions: [msg`Little interest or pleasure in doing things`, msg`Feeling down, depressed, or hopeless`],
	},
	gad2: {
		title: msg`Two questions on worry`,
		stem: twoWeeks,
		questions: [msg`Feeling nervous, anxious, or on edge`, msg`Not being able to stop or control worrying`],
	},
};

type Props = { readonly answers: Answers; readonly onChange: (answers: Answers) => void };

/** For who wants them, once a month or so. What comes out is a sum, for the person alone. */
export const InstrumentFields = ({ answers, onChange }: Props) => {
	const { i18n } = useLingui();
	return (
		<div>
			<p className="hint">
				<Trans>
					Once a month, if you like, some short questions more. They find no illness and trigger nothing; you see their
					sum. If something weighs on you, turn to one of the contacts.
				</Trans>
			</p>
			{instrumentNames.map((name) => {
				const set = (given: readonly (number | undefined)[]): void => onChange({ ...answers, [name]: given });
				return (
					<Disclosure key={name} summary={i18n._(words[name].title)}>
						{name === 'pcPtsd5' ? (
							<AfterAnEvent given={answers[name]} onChange={set} />
						) : (
							<Questions name={name} given={answers[name]} onChange={set} />
						)}
					</Disclosure>
				);
			})}
		</div>
	);
};

type Given = {
	readonly given: readonly (number | undefined)[];
	readonly onChange: (given: readonly (number | undefined)[]) => void;
};

/** The five are asked of who says that there was such an event; for everybody else all are no. */
const AfterAnEvent = ({ given, onChange }: Given) => {
	const { i18n } = useLingui();
	const id = useId();
	const [event, setEvent] = useState<boolean>();
	return (
		<div className="stack">
			<ChoiceGroup
				inline
				legend={
					<Trans>
						Sometimes things happen to people, or are seen at work, that are unusually frightening, horrible or
						traumatic. Have you ever experienced this?
					</Trans>
				}
			>
				{yesNo.map((word, value) => (
					<Choice
						key={word.id}
						kind="radio"
						name={id}
						label={i18n._(word)}
						checked={event === (value === 1)}
						onChange={() => {
							setEvent(value === 1);
							onChange(value === 1 ? noAnswers.pcPtsd5 : withoutEvent);
						}}
					/>
				))}
			</ChoiceGroup>
			{event === true ? <Questions name="pcPtsd5" given={given} onChange={onChange} /> : null}
		</div>
	);
};

const Questions = ({ name, given, onChange }: Given & { readonly name: Instrument }) => {
	const { i18n } = useLingui();
	const id = useId();
	const { stem, questions } = words[name];
	const choices = name === 'pcPtsd5' ? yesNo : howOften;
	return (
		<div className="stack">
			<p>{i18n._(stem)}</p>
			{questions.map((question, index) => (
				<ChoiceGroup key={question.id} inline legend={i18n._(question)}>
					{choices.map((choice, value) => (
						<Choice
							key={choice.id}
							kind="radio"
							name={`${id}-${index}`}
							label={i18n._(choice)}
							checked={given[index] === value}
							onChange={() => onChange(given.map((before, at) => (at === index ? value : before)))}
						/>
					))}
				</ChoiceGroup>
			))}
		</div>
	);
};
