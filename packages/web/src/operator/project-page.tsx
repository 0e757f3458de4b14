import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { codeOf } from '../api/client.ts';
import { useMe } from '../api/use-me.ts';
import { hasRole } from '../app/people.ts';
import { problemWords } from '../app/problem-words.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { Loading, Trouble } from '../ui/state.tsx';
import { Tag } from '../ui/tag.tsx';
import { type Project, projectQuery, useSetState } from './api/projects.ts';
import { ExportPanel } from './export-panel.tsx';
import { FormPanel } from './form-panel.tsx';
import { ImportPanel } from './import-panel.tsx';
import { ProgressPanel } from './progress-panel.tsx';
import { StateWord } from './state-word.tsx';

const route = getRouteApi('/shell/operator/projects/$projectId');

/** One project: import, watch, export. */
export const ProjectPage = () => {
	const { t, i18n } = useLingui();
	const { projectId } = route.useParams();
	const { data, error, refetch } = useQuery(projectQuery(projectId));
	const runs = hasRole(useMe(), 'operator', 'admin');
	if (data === undefined) {
		return (
			<Page title={t`Project`}>
				{error === null ? <Loading /> : <Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>}
			</Page>
		);
	}
	return (
		<Page
			title={data.name}
			lede={
				<Tag>
					<StateWord state={data.state} />
				</Tag>
			}
			actions={runs ? <StateButtons project={data} /> : undefined}
		>
			<ProgressPanel projectId={projectId} />
			<ImportPanel project={data} />
			<ExportPanel project={data} />
			<FormPanel definition={data.definition} />
		</Page>
	);
};

const StateButtons = ({ project }: { readonly project: Project }) => {
	const { i18n } = useLingui();
	const { mutate, isPending, error } = useSetState(project.id);
	return (
		<>
			{project.state === 'open' ? (
				<Button busy={isPending} onClick={() => mutate('paused')}>
					<Trans>Pause</Trans>
				</Button>
			) : project.state === 'closed' ? (
				<Button busy={isPending} onClick={() => mutate('paused')}>
					<Trans>Bring back</Trans>
				</Button>
			) : (
				<Button kind="primary" busy={isPending} onClick={() => mutate('open')}>
					<Trans>Open</Trans>
				</Button>
			)}
			{project.state === 'paused' ? (
				<Button busy={isPending} onClick={() => mutate('closed')}>
					<Trans>Close</Trans>
				</Button>
			) : null}
			{error === null ? null : codeOf(error) === 'no-support-contact' ? (
				<div role="alert" className="stack">
					<p>
						<Trans>First say whom your people can turn to: no project opens without.</Trans>
					</p>
					<ButtonLink to="/operator/organisation">
						<Trans>Fill in the support contact</Trans>
					</ButtonLink>
				</div>
			) : (
				<Trouble>{problemWords(error, i18n)}</Trouble>
			)}
		</>
	);
};
