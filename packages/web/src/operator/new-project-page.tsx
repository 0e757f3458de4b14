import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { problemWords } from '../app/problem-words.ts';
import { hazardWord, inLanguage } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { Choice, ChoiceGroup } from '../ui/choice.tsx';
import { TextField } from '../ui/field.tsx';
import { Page } from '../ui/page.tsx';
import { Loading, Trouble } from '../ui/state.tsx';
import { type Template, templatesQuery, useMakeProject } from './api/projects.ts';

/** A project from a template; it starts as a draft. */
export const NewProjectPage = () => {
	const { t, i18n } = useLingui();
	const { data, error, refetch } = useQuery(templatesQuery);
	return (
		<Page
			title={t`New project`}
			lede={<Trans>It starts as a draft: nobody sees anything of it before you open it.</Trans>}
			narrow
		>
			{data === undefined ? (
				error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
				)
			) : (
				<NewProjectForm templates={data.templates} />
			)}
		</Page>
	);
};

const NewProjectForm = ({ templates }: { readonly templates: readonly Template[] }) => {
	const { t, i18n } = useLingui();
	const navigate = useNavigate();
	const { mutate, isPending, error } = useMakeProject();
	const [name, setName] = useState('');
	const [templateId, setTemplateId] = useState(templates[0]?.id ?? '');
	const chosen = templates.find((template) => template.id === templateId);
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		mutate(
			{ name: name.trim(), templateId },
			{ onSuccess: ({ id }) => void navigate({ to: '/operator/projects/$projectId', params: { projectId: id } }) },
		);
	};
	return (
		<form className="stack-large" onSubmit={submit}>
			<TextField
				label={<Trans>Name</Trans>}
				required
				maxLength={200}
				value={name}
				onInput={(event) => setName(event.currentTarget.value)}
			/>
			<ChoiceGroup legend={<Trans>Start from</Trans>}>
				{templates.map((template) => (
					<Choice
						key={template.id}
						kind="radio"
						name="template"
						label={inLanguage(template.name, i18n)?.text}
						help={inLanguage(template.description, i18n)?.text}
						checked={template.id === templateId}
						onChange={() => setTemplateId(template.id)}
					/>
				))}
			</ChoiceGroup>
			{chosen === undefined ? null : (
				<p className="hint">
					<Trans>
						People are asked before they start whether they are willing to meet:{' '}
						{chosen.definition.hazardCategories.map((category) => hazardWord(category, i18n)).join(', ')}.
					</Trans>
				</p>
			)}
			{error === null ? null : <Trouble>{problemWords(error, i18n)}</Trouble>}
			<div className="row">
				<Button
					type="submit"
					kind="primary"
					busy={isPending}
					whyDisabled={name.trim() === '' ? t`Give it a name.` : undefined}
				>
					<Trans>Make the draft</Trans>
				</Button>
			</div>
		</form>
	);
};
