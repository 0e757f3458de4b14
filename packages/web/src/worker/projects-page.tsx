import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type WorkProject, workProjectsQuery } from '../api/queries.ts';
import { problemWords } from '../app/problem-words.ts';
import { capitalised, hazardWord, languageWord, listWords } from '../app/words.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Facts } from '../ui/facts.tsx';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';
import { Empty, Loading, Trouble } from '../ui/state.tsx';
import { askedCategories } from './asked-categories.ts';

export const ProjectsPage = () => {
	const { t, i18n } = useLingui();
	const { data, error, refetch } = useQuery(workProjectsQuery);
	return (
		<Page
			title={t`My projects`}
			lede={<Trans>What each may hold is up to its content; what you meet of it is up to you.</Trans>}
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
						<Trans>As soon as one is open to you, it is listed here with what it may hold.</Trans>
					</p>
				</Empty>
			) : (
				data.projects.map((project) => <ProjectPanel key={project.id} project={project} />)
			)}
		</Page>
	);
};

const ProjectPanel = ({ project }: { readonly project: WorkProject }) => {
	const { t, i18n } = useLingui();
	const list = (words: readonly string[]): string => capitalised(listWords(words, i18n), i18n);
	const categories = askedCategories(project);
	const yes = categories
		.filter((category) => project.consents.includes(category))
		.map((category) => hazardWord(category, i18n));
	const consentLink = { to: '/projects/$projectId/consent', params: { projectId: project.id } } as const;
	return (
		<Panel title={project.name}>
			<Facts
				facts={[
					[t`It may hold`, list(categories.map((category) => hazardWord(category, i18n)))],
					[
						t`You said yes to`,
						project.answered ? (yes.length === 0 ? t`none of these` : list(yes)) : t`you have not chosen yet`,
					],
					[
						t`Languages`,
						project.languages.length === 0 ? t`any` : list(project.languages.map((tag) => languageWord(tag, i18n))),
					],
					[t`Waiting`, project.open ? t`items wait` : t`nothing waits now`],
				]}
			/>
			<div className="row">
				{project.answered ? (
					<>
						{project.trainingNeeded ? (
							<ButtonLink kind="primary" to="/training/$projectId" params={{ projectId: project.id }}>
								<Trans>Begin with training</Trans>
							</ButtonLink>
						) : (
							<ButtonLink kind="primary" to="/work" search={{ project: project.id }}>
								<Trans>Work on this</Trans>
							</ButtonLink>
						)}
						<ButtonLink {...consentLink}>
							<Trans>Change what I meet</Trans>
						</ButtonLink>
					</>
				) : (
					<ButtonLink kind="primary" {...consentLink}>
						<Trans>See what it may hold</Trans>
					</ButtonLink>
				)}
			</div>
		</Panel>
	);
};
