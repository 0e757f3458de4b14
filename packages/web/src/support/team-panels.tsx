import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type TeamQuestion, teamAnswerMax, teamQuestions } from '@utu/core/support/team-answers.ts';
import { type FormEvent, useState } from 'react';
import { codeOf } from '../api/client.ts';
import { problemWords } from '../app/problem-words.ts';
import { Button } from '../ui/button.tsx';
import { SelectField } from '../ui/field.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { Loading, Trouble } from '../ui/state.tsx';
import { Table } from '../ui/table.tsx';
import {
	myTeamAnswerQuery,
	type TeamAnswers,
	type TeamFigures,
	teamFiguresQuery,
	useAnswerTeam,
} from './support-api.ts';

const questions: Readonly<Record<TeamQuestion, { readonly ask: MessageDescriptor; readonly name: MessageDescriptor }>> =
	{
		strain: { ask: msg`How heavy was the work this month? 0 light, 10 too heavy`, name: msg`Heaviness` },
		rest: { ask: msg`How well could you rest? 0 not at all, 10 fully`, name: msg`Rest` },
		support: { ask: msg`How well were you supported? 0 not at all, 10 fully`, name: msg`Support` },
		say: { ask: msg`How much say did you have? 0 none, 10 enough`, name: msg`Say` },
	};

const steps = Array.from({ length: teamAnswerMax + 1 }, (_, step) => step);

const monthWords = (month: string, i18n: I18n): string =>
	i18n.date(new Date(`${month}-01T00:00Z`), { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** Four numbers a month, without a name. */
export const TeamAnswerPanel = () => {
	const { i18n } = useLingui();
	const { data, error, refetch } = useQuery(myTeamAnswerQuery);
	return (
		<Panel
			title={<Trans>How is the team?</Trans>}
			lede={
				<Trans>
					Four numbers, once a month, if you like. They are kept without your name and without the day, and told as a
					mean once the month is over and ten people or more have answered.
				</Trans>
			}
		>
			{data === undefined ? (
				error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
				)
			) : data.answered ? (
				<Status>
					<p>
						<Trans>
							You have answered for {monthWords(data.month, i18n)}. What you said is among the others’ now; nobody, you
							included, can take it out again.
						</Trans>
					</p>
				</Status>
			) : (
				<AnswerForm />
			)}
		</Panel>
	);
};

type Chosen = { readonly [Name in TeamQuestion]?: number };

const whole = (chosen: Chosen): TeamAnswers | undefined => {
	const { strain, rest, support, say } = chosen;
	if (strain === undefined || rest === undefined || support === undefined || say === undefined) return undefined;
	return { strain, rest, support, say };
};

const AnswerForm = () => {
	const { t, i18n } = useLingui();
	const [chosen, setChosen] = useState<Chosen>({});
	const { mutate, isPending, error } = useAnswerTeam();
	const answers = whole(chosen);
	const send = (event: FormEvent): void => {
		event.preventDefault();
		if (answers !== undefined && !isPending) mutate(answers);
	};
	return (
		<form className="stack" onSubmit={send}>
			{teamQuestions.map((name) => (
				<SelectField
					key={name}
					label={i18n._(questions[name].ask)}
					value={chosen[name] ?? ''}
					onChange={(event) => {
						const { value } = event.currentTarget;
						const { [name]: _, ...rest } = chosen;
						setChosen(value === '' ? rest : { ...rest, [name]: Number(value) });
					}}
				>
					<option value="">{t`Choose`}</option>
					{steps.map((step) => (
						<option key={step} value={step}>
							{step}
						</option>
					))}
				</SelectField>
			))}
			<div className="row">
				<Button
					type="submit"
					busy={isPending}
					whyDisabled={answers === undefined ? t`Choose a number for each of the four.` : undefined}
				>
					<Trans>Give these numbers</Trans>
				</Button>
			</div>
			<Status>
				{error === null ? null : (
					<Notice kind="trouble">
						{codeOf(error) === 'answered-already'
							? t`You have answered this month already.`
							: problemWords(error, i18n)}
					</Notice>
				)}
			</Status>
		</form>
	);
};

/** Months that are over and that enough people answered: no filter, no team, no day. */
export const TeamFiguresPanel = () => {
	const { i18n } = useLingui();
	const { data, error, refetch } = useQuery(teamFiguresQuery);
	return (
		<Panel
			title={<Trans>What the team said</Trans>}
			lede={<Trans>Means from 0 to 10, to the half, of everybody in the organisation who answered.</Trans>}
		>
			{data === undefined ? (
				error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
				)
			) : data.months.length === 0 ? (
				<p>
					<Trans>
						There is nothing to tell yet: no month is over that {data.respondentsMin} people or more answered.
					</Trans>
				</p>
			) : (
				<FiguresTable months={data.months} />
			)}
		</Panel>
	);
};

const FiguresTable = ({ months }: { readonly months: TeamFigures['months'] }) => {
	const { t, i18n } = useLingui();
	return (
		<Table
			label={t`What the team said, by month`}
			head={[t`Month`, ...teamQuestions.map((name) => i18n._(questions[name].name)), t`People`]}
		>
			{months.map(({ month, means, respondents }) => (
				<tr key={month}>
					<th scope="row">{monthWords(month, i18n)}</th>
					{teamQuestions.map((name) => (
						<td key={name}>{i18n.number(means[name], { minimumFractionDigits: 1 })}</td>
					))}
					<td>{t`${respondents} or more`}</td>
				</tr>
			))}
		</Table>
	);
};
