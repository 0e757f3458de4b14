import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useMe } from '../api/use-me.ts';
import { hasRole } from '../app/people.ts';
import { problemWords } from '../app/problem-words.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Facts } from '../ui/facts.tsx';
import { TextField } from '../ui/field.tsx';
import { Status } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';
import { Empty, Loading, Trouble } from '../ui/state.tsx';
import { type GoldProject, goldQuery, useAskForGold, useSetTraining } from './gold-api.ts';

/** Gold: what experts agree on, each having looked apart; and whether work begins with training on it. */
export const GoldPage = () => {
	const { t, i18n } = useLingui();
	const { data, error, refetch } = useQuery(goldQuery);
	const reviews = hasRole(useMe(), 'analyst');
	return (
		<Page
			title={t`Gold and training`}
			lede={
				<Trans>
					The server draws decided items, and two experts answer each, apart from each other. Where they agree it is
					gold: people train on it. Where they differ it is void, and scores nobody.
				</Trans>
			}
			actions={
				reviews ? (
					<ButtonLink kind="primary" to="/review">
						<Trans>Answer what waits</Trans>
					</ButtonLink>
				) : undefined
			}
			narrow
		>
			{data === undefined ? (
				error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
				)
			) : data.projects.length === 0 ? (
				<Empty title={<Trans>There is no project yet</Trans>}>
					<p>
						<Trans>As soon as there is one, its gold stands here.</Trans>
					</p>
				</Empty>
			) : (
				data.projects.map((project) => <ProjectPanel key={project.projectId} project={project} />)
			)}
		</Page>
	);
};

const ProjectPanel = ({ project }: { readonly project: GoldProject }) => {
	const { t, i18n } = useLingui();
	return (
		<Panel title={project.projectName}>
			<Facts
				facts={[
					[t`Gold`, i18n.number(project.gold)],
					[t`Waiting for experts`, i18n.number(project.waiting)],
					[t`Void, experts differ`, i18n.number(project.void)],
				]}
			/>
			<AskForm project={project} />
			<TrainingForm key={JSON.stringify(project.training)} project={project} />
		</Panel>
	);
};

const askedDefault = 10;
const askedMax = 100;

const AskForm = ({ project }: { readonly project: GoldProject }) => {
	const { i18n } = useLingui();
	const [items, setItems] = useState(String(askedDefault));
	const { mutate, isPending, isSuccess, error } = useAskForGold(project.projectId);
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		if (!isPending) mutate(Number(items));
	};
	return (
		<form className="stack" onSubmit={submit}>
			<TextField
				label={<Trans>Draw more items</Trans>}
				hint={<Trans>They are drawn by chance. Experts meet them among their reviews, within their own limits.</Trans>}
				type="number"
				min={1}
				max={askedMax}
				required
				value={items}
				onInput={(event) => setItems(event.currentTarget.value)}
			/>
			<div className="row">
				<Button type="submit" busy={isPending}>
					<Trans>Ask experts</Trans>
				</Button>
			</div>
			<Status>{isSuccess ? <Trans>Experts are asked.</Trans> : null}</Status>
			{error === null ? null : <Trouble>{problemWords(error, i18n)}</Trouble>}
		</form>
	);
};

const ruleDefault = { isOn: false, items: 10, rightMin: 8 } as const;
const itemsMax = 50;

const TrainingForm = ({ project }: { readonly project: GoldProject }) => {
	const { t, i18n } = useLingui();
	const [rule, setRule] = useState<NonNullable<GoldProject['training']>>(project.training ?? ruleDefault);
	const { mutate, isPending, isSuccess, error } = useSetTraining(project.projectId);
	const lacks = rule.isOn && project.gold < rule.items;
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		if (!isPending) mutate(rule);
	};
	return (
		<form className="stack" onSubmit={submit}>
			<Choice
				kind="checkbox"
				checked={rule.isOn}
				onChange={(event) => setRule({ ...rule, isOn: event.currentTarget.checked })}
				label={<Trans>Work begins with training</Trans>}
				help={
					<Trans>
						Whoever is qualified stays so. When nothing is left to train on, people are let in all the same.
					</Trans>
				}
			/>
			<TextField
				label={<Trans>Answers that count, the last</Trans>}
				type="number"
				min={1}
				max={itemsMax}
				required
				value={rule.items}
				onInput={(event) => setRule({ ...rule, items: Number(event.currentTarget.value) })}
			/>
			<TextField
				label={<Trans>Of them, as experts answered</Trans>}
				type="number"
				min={1}
				max={rule.items}
				required
				error={rule.rightMin > rule.items ? t`No more can be right than are looked at.` : undefined}
				value={rule.rightMin}
				onInput={(event) => setRule({ ...rule, rightMin: Number(event.currentTarget.value) })}
			/>
			{lacks ? (
				<p className="hint">
					<Trans>It begins once there are {rule.items} gold items; until then everybody may work.</Trans>
				</p>
			) : null}
			<div className="row">
				<Button type="submit" busy={isPending}>
					<Trans>Save</Trans>
				</Button>
			</div>
			<Status>{isSuccess ? <Trans>Saved.</Trans> : null}</Status>
			{error === null ? null : <Trouble>{problemWords(error, i18n)}</Trouble>}
		</form>
	);
};
