import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type Answers, type AnswerValue, type Form, type Question, sameAnswers } from '@utu/core/projects/form.ts';
import { severities } from '@utu/core/safety/hazards.ts';
import type { ReactNode } from 'react';
import { listWords, severityWord } from '../app/words.ts';
import { Tag } from '../ui/tag.tsx';
import './beside.css';

type BesideProps = {
	readonly form: Form;
	readonly left: { readonly name: ReactNode; readonly answers: Answers };
	readonly right: { readonly name: ReactNode; readonly answers: Answers };
};

/** Two answers question by question, side by side where there is room; where they differ, a word and a line say so. */
export const AnswersBeside = ({ form, left, right }: BesideProps) => {
	const { i18n } = useLingui();
	return (
		<ul className="beside plain-list">
			{form.questions.map((question) => {
				const differs = !sameAnswers({ questions: [question] }, left.answers, right.answers);
				return (
					<li key={question.name} className={differs ? 'beside-question beside-differs' : 'beside-question'}>
						<p className="beside-title">
							<span dir="auto">{question.title}</span>{' '}
							{differs ? (
								<Tag>
									<Trans>different</Trans>
								</Tag>
							) : null}
						</p>
						<dl className="beside-pair">
							{[left, right].map(({ name, answers }, side) => (
								<div key={side === 0 ? 'left' : 'right'}>
									<dt>{name}</dt>
									<dd dir="auto">{valueWords(question, answers[question.name], i18n)}</dd>
								</div>
							))}
						</dl>
					</li>
				);
			})}
		</ul>
	);
};

/** An answer in the words of its form. */
const valueWords = (question: Question, value: AnswerValue | undefined, i18n: I18n): string => {
	if (value === undefined || value === '') return i18n._(msg`no answer`);
	if (question.kind === 'text') return String(value);
	if (question.kind === 'severity') {
		const severity = severities.find((one) => one === value);
		return severity === undefined ? String(value) : `${severity} · ${severityWord(severity, i18n)}`;
	}
	const labelOf = (one: string): string => question.options.find((option) => option.value === one)?.label ?? one;
	return typeof value === 'object' ? listWords(value.map(labelOf), i18n) : labelOf(String(value));
};
