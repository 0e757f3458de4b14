import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type HazardCategory, unscreened } from '@utu/core/safety/hazards.ts';
import { useState } from 'react';
import { useSetConsents } from '../api/mutations.ts';
import { type WorkProject, workProjectsQuery } from '../api/queries.ts';
import { problemWords } from '../app/problem-words.ts';
import { capitalised, hazardWord, inLanguage } from '../app/words.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Choice, ChoiceGroup } from '../ui/choice.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Loading, Trouble } from '../ui/state.tsx';
import { askedCategories } from './asked-categories.ts';
import './consent.css';

const route = getRouteApi('/shell/worker/projects/$projectId/consent');

export const ConsentPage = () => {
	const { t, i18n } = useLingui();
	const { projectId } = route.useParams();
	const { data, error, refetch } = useQuery(workProjectsQuery);
	const project = data?.projects.find((one) => one.id === projectId);
	return (
		<Page
			title={project?.name ?? t`What it may hold`}
			lede={
				<Trans>
					You decide what you meet here, and can change it at any moment. A no is as good an answer as a yes: it changes
					neither your pay nor how you are seen.
				</Trans>
			}
			narrow
		>
			{data === undefined ? (
				error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
				)
			) : project === undefined ? (
				<Empty title={<Trans>This project is not open to you</Trans>} />
			) : (
				<Consents key={project.id} project={project} />
			)}
		</Page>
	);
};

type Choices = Readonly<Partial<Record<HazardCategory, boolean>>>;

/** The first choice is made as a whole; once made, each change holds with its click. */
const Consents = ({ project }: { readonly project: WorkProject }) => {
	const { i18n } = useLingui();
	const categories = askedCategories(project);
	const [open, setOpen] = useState<Choices>({});
	const { mutate, isPending, isSuccess, error, variables } = useSetConsents(project.id);
	// What is being kept is shown as chosen already; should it fail, the words below say so and the old choice is back.
	const consents = isPending ? variables : project.consents;
	const chosen = (category: HazardCategory): boolean | undefined =>
		project.answered ? consents.includes(category) : open[category];
	const pick = (category: HazardCategory, yes: boolean): void => {
		if (!project.answered) setOpen({ ...open, [category]: yes });
		else mutate(categories.filter((one) => (one === category ? yes : consents.includes(one))));
	};
	const left = categories.filter((category) => chosen(category) === undefined).length;
	const instructions = inLanguage(project.instructions, i18n);
	return (
		<>
			<div className="consents">
				{categories.map((category) => (
					<ConsentChoice
						key={category}
						project={project}
						category={category}
						yes={chosen(category)}
						onPick={(yes) => pick(category, yes)}
					/>
				))}
			</div>
			<Status>
				{error !== null ? (
					<Notice kind="trouble">{problemWords(error, i18n)}</Notice>
				) : isSuccess && !isPending ? (
					<Notice kind="good">
						<Trans>Kept. It holds from now on, also for what you have in hand.</Trans>
					</Notice>
				) : null}
			</Status>
			{project.answered ? (
				<div className="row">
					<ButtonLink kind="primary" to="/work" search={{ project: project.id }}>
						<Trans>Work on this</Trans>
					</ButtonLink>
					{project.consents.length === 0 ? null : (
						<Button busy={isPending} onClick={() => mutate([])}>
							<Trans>No to all of it</Trans>
						</Button>
					)}
				</div>
			) : (
				<div className="stack">
					{left === 0 ? null : (
						<p className="hint">
							<Trans>What you leave open counts as no.</Trans>
						</p>
					)}
					<div className="row">
						<Button
							kind="primary"
							busy={isPending}
							onClick={() => mutate(categories.filter((category) => open[category] === true))}
						>
							<Trans>Keep my choice</Trans>
						</Button>
						<Button busy={isPending} onClick={() => mutate([])}>
							<Trans>No to all of it</Trans>
						</Button>
					</div>
				</div>
			)}
			{instructions === undefined ? null : (
				<Disclosure summary={<Trans>How the work is done</Trans>}>
					<Markdown text={instructions.text} lang={instructions.lang} />
				</Disclosure>
			)}
		</>
	);
};

type ConsentChoiceProps = {
	readonly project: WorkProject;
	readonly category: HazardCategory;
	readonly yes: boolean | undefined;
	readonly onPick: (yes: boolean) => void;
};

const ConsentChoice = ({ project, category, yes, onPick }: ConsentChoiceProps) => {
	const { i18n } = useLingui();
	const text = inLanguage(project.consentTexts[category], i18n);
	return (
		<div className="consent">
			<ChoiceGroup
				inline
				legend={<span className="consent-name">{capitalised(hazardWord(category, i18n), i18n)}</span>}
				hint={
					<>
						{category === unscreened ? (
							<Trans>
								No machine has looked at this yet; you would be among the first. It may hold anything, so this is a yes
								for those who want it.
							</Trans>
						) : null}
						{text === undefined ? null : (
							<span lang={text.lang} dir="auto" className="consent-text">
								{text.text}
							</span>
						)}
					</>
				}
			>
				<Choice
					kind="radio"
					name={category}
					label={<Trans>No</Trans>}
					checked={yes === false}
					onChange={() => onPick(false)}
				/>
				<Choice
					kind="radio"
					name={category}
					label={<Trans>Yes, I can meet this</Trans>}
					checked={yes === true}
					onChange={() => onPick(true)}
				/>
			</ChoiceGroup>
		</div>
	);
};
