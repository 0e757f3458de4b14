import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useMe } from '../api/use-me.ts';
import { hasRole } from '../app/people.ts';
import { problemWords } from '../app/problem-words.ts';
import { severityWord } from '../app/words.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Choice, ChoiceGroup } from '../ui/choice.tsx';
import { Facts } from '../ui/facts.tsx';
import { SelectField } from '../ui/field.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';
import { Empty, Loading, Trouble } from '../ui/state.tsx';
import { Table } from '../ui/table.tsx';
import { Tag } from '../ui/tag.tsx';
import { type Automatic, type AutomaticOption, automaticQuery, useRecall, useSetAutomatic } from './api/automatic.ts';
import { projectQuery } from './api/projects.ts';

const route = getRouteApi('/shell/operator/projects/$projectId/automatic');

/** Deciding without people: the switch, what is proven of each option, what audits found, and what nobody had to see. */
export const AutomaticPage = () => {
	const { t, i18n } = useLingui();
	const { projectId } = route.useParams();
	const project = useQuery(projectQuery(projectId));
	const { data, error, refetch } = useQuery(automaticQuery(projectId));
	const sets = hasRole(useMe(), 'operator', 'admin');
	return (
		<Page
			title={t`Deciding without people`}
			lede={project.data?.name}
			actions={
				<ButtonLink to="/operator/projects/$projectId" params={{ projectId }}>
					<Trans>Back to the project</Trans>
				</ButtonLink>
			}
		>
			{data === undefined ? (
				error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
				)
			) : data.possible ? (
				<>
					<SparedPanel spared={data.spared} />
					<OptionsPanel projectId={projectId} automatic={data} sets={sets} />
					{sets ? <SettingPanel key={JSON.stringify(data.setting)} projectId={projectId} automatic={data} /> : null}
				</>
			) : (
				<Empty title={<Trans>People decide everything here</Trans>}>
					<p>
						<Trans>
							Only a form that asks one required choice, and requires nothing else, can be decided without people.
						</Trans>
					</p>
				</Empty>
			)}
		</Page>
	);
};

const SparedPanel = ({ spared }: Pick<Automatic, 'spared'>) => {
	const { t, i18n } = useLingui();
	return (
		<Panel title={<Trans>What nobody had to look at</Trans>}>
			{spared.items === 0 ? (
				<p>
					<Trans>Nothing has been decided without people yet.</Trans>
				</p>
			) : (
				<Facts
					facts={[
						[t`Items decided without people`, i18n.number(spared.items)],
						[t`Looks that nobody had to take`, spared.looks === null ? t`not yet` : i18n.number(spared.looks)],
						...spared.bySeverity.map(
							({ severity, items }) => [t`Of them, ${severityWord(severity, i18n)}`, i18n.number(items)] as const,
						),
					]}
				/>
			)}
		</Panel>
	);
};

const OptionsPanel = ({
	projectId,
	automatic,
	sets,
}: {
	readonly projectId: string;
	readonly automatic: Automatic;
	readonly sets: boolean;
}) => {
	const { t, i18n } = useLingui();
	const share = (value: number): string => i18n.number(value, { style: 'percent', maximumFractionDigits: 1 });
	return (
		<Panel
			title={<Trans>What is proven, option by option</Trans>}
			lede={
				<Trans>
					People decide some of what the machine is sure of, without being told what it said. From that it is proven, or
					not, how often the machine is wrong.
				</Trans>
			}
		>
			{automatic.modelVersion === null ? (
				<p>
					<Trans>The machine has not learned yet: it begins after a hundred decisions.</Trans>
				</p>
			) : (
				<Table label={t`Options`} head={[t`Option`, t`State`, t`Proof`, t`Audit since`, t`Decided without people`]}>
					{automatic.options.map((option) => (
						<tr key={option.option}>
							<th scope="row">{option.label}</th>
							<td>
								<Tag>
									<OptionState state={option.state} isOn={automatic.setting.isOn} />
								</Tag>
							</td>
							<td>
								<Proof option={option} share={share} />
							</td>
							<td>
								{option.audit.items === 0 ? (
									<Trans>none yet</Trans>
								) : (
									<Trans>
										{i18n.number(option.audit.wrong)} wrong of {i18n.number(option.audit.items)}: between{' '}
										{share(option.audit.low)} and {share(option.audit.high)}
									</Trans>
								)}
							</td>
							<td>{i18n.number(option.decided)}</td>
						</tr>
					))}
				</Table>
			)}
			{sets
				? automatic.options.map((option) =>
						option.state === 'suspended' && option.decided > 0 ? (
							<RecallNotice key={option.option} projectId={projectId} option={option} />
						) : null,
					)
				: null}
			{automatic.waitingAudits === 0 ? null : (
				<p className="hint">
					<Trans>{i18n.number(automatic.waitingAudits)} items wait for people to decide them blind.</Trans>
				</p>
			)}
		</Panel>
	);
};

/** What was decided as a suspended option stands until somebody gives it back: that costs looks. */
const RecallNotice = ({ projectId, option }: { readonly projectId: string; readonly option: AutomaticOption }) => {
	const { i18n } = useLingui();
	const { mutate, isPending, error } = useRecall(projectId);
	return (
		<>
			<Notice
				actions={
					<Button busy={isPending} onClick={() => mutate(option.option)}>
						<Trans>Give them back to people</Trans>
					</Button>
				}
			>
				<Trans>
					“{option.label}” is suspended. {i18n.number(option.decided)} items were decided so before that; they stand
					until people decide them anew.
				</Trans>
			</Notice>
			{error === null ? null : <Trouble>{problemWords(error, i18n)}</Trouble>}
		</>
	);
};

const OptionState = ({ state, isOn }: { readonly state: AutomaticOption['state']; readonly isOn: boolean }) => {
	if (state === 'suspended') return <Trans>suspended by its audit</Trans>;
	if (!isOn) return <Trans>people decide</Trans>;
	return state === 'deciding' ? <Trans>the machine decides</Trans> : <Trans>people decide, a proof is gathered</Trans>;
};

const Proof = ({ option, share }: { readonly option: AutomaticOption; readonly share: (value: number) => string }) => {
	const { i18n } = useLingui();
	const { proof } = option;
	if (proof === null)
		return (
			<Trans>
				not proven: {i18n.number(option.collected)} of {i18n.number(option.needed)} blind decisions
			</Trans>
		);
	return (
		<Trans>
			from {share(proof.threshold)} on, {i18n.number(proof.wrong)} wrong of {i18n.number(proof.items)}: at most{' '}
			{share(proof.bound)}
		</Trans>
	);
};

const alphas = [0.01, 0.02, 0.05, 0.1, 0.2] as const;
const deltas = [0.01, 0.05, 0.1, 0.2] as const;
const auditShares = [0.05, 0.1, 0.2, 0.5] as const;
/** What was set by other means stays among the choices. */
const withSet = (choices: readonly number[], set: number): readonly number[] =>
	[...new Set([...choices, set])].sort((a, b) => a - b);

const SettingPanel = ({ projectId, automatic }: { readonly projectId: string; readonly automatic: Automatic }) => {
	const { i18n } = useLingui();
	const [setting, setSetting] = useState(automatic.setting);
	const { mutate, isPending, isSuccess, error } = useSetAutomatic(projectId);
	const share = (value: number): string => i18n.number(value, { style: 'percent', maximumFractionDigits: 1 });
	const options = (choices: readonly number[], set: number) =>
		withSet(choices, set).map((value) => (
			<option key={value} value={value}>
				{share(value)}
			</option>
		));
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		mutate(setting);
	};
	return (
		<Panel title={<Trans>The switch</Trans>}>
			<form className="stack-large" onSubmit={submit}>
				<ChoiceGroup legend={<Trans>May the machine decide alone what is proven?</Trans>}>
					<Choice
						kind="radio"
						name="on"
						checked={!setting.isOn}
						onChange={() => setSetting({ ...setting, isOn: false })}
						label={<Trans>No: people decide everything</Trans>}
					/>
					<Choice
						kind="radio"
						name="on"
						checked={setting.isOn}
						onChange={() => setSetting({ ...setting, isOn: true })}
						label={<Trans>Yes, within the bound</Trans>}
						help={<Trans>Until an option is proven, people decide half of what the machine is sure of blind.</Trans>}
					/>
				</ChoiceGroup>
				<SelectField
					label={<Trans>Of what is decided as one option, at most this share may be wrong</Trans>}
					hint={<Trans>What people themselves get wrong counts against the machine.</Trans>}
					value={setting.alpha}
					onChange={(event) => setSetting({ ...setting, alpha: Number(event.currentTarget.value) })}
				>
					{options(alphas, automatic.setting.alpha)}
				</SelectField>
				<SelectField
					label={<Trans>The risk of being mistaken about that</Trans>}
					value={setting.delta}
					onChange={(event) => setSetting({ ...setting, delta: Number(event.currentTarget.value) })}
				>
					{options(deltas, automatic.setting.delta)}
				</SelectField>
				<SelectField
					label={<Trans>Of what is proven, people go on to decide this share blind</Trans>}
					hint={<Trans>As soon as that audit refutes the bound, the option is suspended by itself.</Trans>}
					value={setting.auditShare}
					onChange={(event) => setSetting({ ...setting, auditShare: Number(event.currentTarget.value) })}
				>
					{options(auditShares, automatic.setting.auditShare)}
				</SelectField>
				{setting.alpha === automatic.setting.alpha && setting.delta === automatic.setting.delta ? null : (
					<Notice>
						<Trans>Another bound needs another proof: until it is there, people decide.</Trans>
					</Notice>
				)}
				<div className="row">
					<Button type="submit" kind="primary" busy={isPending}>
						<Trans>Save</Trans>
					</Button>
				</div>
				<Status>{isSuccess ? <Trans>Saved.</Trans> : null}</Status>
				{error === null ? null : <Trouble>{problemWords(error, i18n)}</Trouble>}
			</form>
		</Panel>
	);
};
