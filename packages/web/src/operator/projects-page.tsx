import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { problemWords } from '../app/problem-words.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Loading, Trouble } from '../ui/state.tsx';
import { Table } from '../ui/table.tsx';
import { Tag } from '../ui/tag.tsx';
import { type ProjectRow, projectsQuery } from './api/projects.ts';
import { StateWord } from './state-word.tsx';

/** The organisation's projects. */
export const ProjectsPage = () => {
	const { t, i18n } = useLingui();
	const { data, error, refetch } = useQuery(projectsQuery);
	return (
		<Page
			title={t`Projects`}
			actions={
				<ButtonLink kind="primary" to="/operator/new">
					<Trans>New project</Trans>
				</ButtonLink>
			}
		>
			{data === undefined ? (
				error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
				)
			) : data.projects.length === 0 ? (
				<Empty
					title={<Trans>There is no project yet</Trans>}
					actions={
						<ButtonLink kind="primary" to="/operator/new">
							<Trans>Make the first one</Trans>
						</ButtonLink>
					}
				>
					<p>
						<Trans>
							A project has items, a form that people answer, and targets that say how certain a decision must be.
						</Trans>
					</p>
				</Empty>
			) : (
				<ProjectTable projects={data.projects} />
			)}
		</Page>
	);
};

const ProjectTable = ({ projects }: { readonly projects: readonly ProjectRow[] }) => {
	const { t, i18n } = useLingui();
	return (
		<Table label={t`Projects`} head={[t`Name`, t`State`, t`Version`, t`Made`]}>
			{projects.map((project) => (
				<tr key={project.id}>
					<th scope="row">
						<Link to="/operator/projects/$projectId" params={{ projectId: project.id }}>
							{project.name}
						</Link>
					</th>
					<td>
						<Tag>
							<StateWord state={project.state} />
						</Tag>
					</td>
					<td>{i18n.number(project.version)}</td>
					<td>{i18n.date(project.createdAt, { dateStyle: 'medium' })}</td>
				</tr>
			))}
		</Table>
	);
};
