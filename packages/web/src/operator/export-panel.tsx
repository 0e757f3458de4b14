import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { problemWords } from '../app/problem-words.ts';
import { Choice, ChoiceGroup } from '../ui/choice.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Facts } from '../ui/facts.tsx';
import { Panel } from '../ui/panel.tsx';
import { Loading, Trouble } from '../ui/state.tsx';
import { datasheetQuery, type Project } from './api/projects.ts';

/** The data set as a file, with the labour datasheet beside it. */
export const ExportPanel = ({ project }: { readonly project: Project }) => {
	const [answers, setAnswers] = useState(false);
	const base = `/api/v1/projects/${project.id}`;
	const query = answers ? '&answers=true' : '';
	return (
		<Panel
			title={<Trans>Export</Trans>}
			lede={
				<Trans>
					Decisions with their certainty and method. The labour datasheet says under what conditions they were made; it
					belongs with every data set.
				</Trans>
			}
		>
			<ChoiceGroup legend={<Trans>Include</Trans>}>
				<Choice
					kind="checkbox"
					label={<Trans>Single answers</Trans>}
					help={<Trans>Under pseudonyms made for this export alone.</Trans>}
					checked={answers}
					onChange={(event) => setAnswers(event.currentTarget.checked)}
				/>
			</ChoiceGroup>
			<div className="row">
				<a className="button button-plain" href={`${base}/export?format=jsonl${query}`} download>
					<span>
						<Trans>JSON lines</Trans>
					</span>
				</a>
				<a className="button button-plain" href={`${base}/export?format=csv${query}`} download>
					<span>
						<Trans>CSV</Trans>
					</span>
				</a>
				<a className="button button-plain" href={`${base}/datasheet`} download="datasheet.json">
					<span>
						<Trans>Datasheet</Trans>
					</span>
				</a>
			</div>
			<Disclosure summary={<Trans>What the datasheet says now</Trans>}>
				<DatasheetFacts projectId={project.id} />
			</Disclosure>
		</Panel>
	);
};

const DatasheetFacts = ({ projectId }: { readonly projectId: string }) => {
	const { t, i18n } = useLingui();
	const { data, error, refetch } = useQuery(datasheetQuery(projectId));
	if (data === undefined)
		return error === null ? <Loading /> : <Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>;
	const number = (value: number | null): string =>
		value === null ? t`withheld: too few people` : i18n.number(value, { maximumFractionDigits: 2 });
	return (
		<Facts
			facts={[
				[t`People`, number(data.people.count)],
				[t`Paid hours`, number(data.paidHours)],
				[t`Decided`, number(data.items.decided)],
				[t`Decided by machine alone`, i18n.number(data.decidedByMachineShare, { style: 'percent' })],
				[t`Answers without looking`, number(data.answersWithoutLooking)],
				[t`Surprises`, number(data.surprises)],
				[t`Breaches of the promises to people`, number(data.breaches.total)],
			]}
		/>
	);
};
