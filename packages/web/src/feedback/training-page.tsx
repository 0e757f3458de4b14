import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { problemWords } from '../app/problem-words.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Meter } from '../ui/meter.tsx';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';
import { Empty, Loading, Trouble } from '../ui/state.tsx';
import { type TrainingProject, trainingQuery } from './training-api.ts';

/** Where one can train: items that experts have answered, with what they said told at once. */
export const TrainingPage = () => {
	const { t, i18n } = useLingui();
	const { data, error, refetch } = useQuery(trainingQuery);
	return (
		<Page
			title={t`Training`}
			lede={
				<Trans>
					You answer items that experts have answered, and are told at once what they said and why. It is paid like
					work, counts in no score, and nobody else can read it.
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
			) : data.projects.length === 0 ? (
				<Empty title={<Trans>There is nothing to train on</Trans>}>
					<p>
						<Trans>No project has items that experts agree on yet. You can work without.</Trans>
					</p>
				</Empty>
			) : (
				data.projects.map((project) => <ProjectPanel key={project.projectId} project={project} />)
			)}
		</Page>
	);
};

const ProjectPanel = ({ project }: { readonly project: TrainingProject }) => {
	const { t } = useLingui();
	const { projectId, projectName, qualified, needed, right, rightMin, items } = project;
	return (
		<Panel title={projectName}>
			<p>
				{qualified ? (
					<Trans>You have trained enough for its work. Going on changes nothing but what you know.</Trans>
				) : needed ? (
					<Trans>
						Its work begins with training: {rightMin} of your last {items} answers as experts answered. Only the last
						ones count, so a bad day passes.
					</Trans>
				) : (
					<Trans>You may train here; its work does not ask for it.</Trans>
				)}
			</p>
			{qualified ? null : (
				<Meter
					label={<Trans>As experts answered</Trans>}
					value={right}
					max={rightMin}
					text={t`${right} of ${rightMin}`}
				/>
			)}
			<div className="row">
				<ButtonLink kind={qualified ? 'plain' : 'primary'} to="/training/$projectId" params={{ projectId }}>
					{project.answered === 0 ? <Trans>Begin</Trans> : <Trans>Go on</Trans>}
				</ButtonLink>
				{qualified || !needed ? (
					<ButtonLink to="/work" search={{ project: projectId }}>
						<Trans>To the work</Trans>
					</ButtonLink>
				) : null}
			</div>
		</Panel>
	);
};
