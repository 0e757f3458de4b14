import { Trans, useLingui } from '@lingui/react/macro';
import { hazardWord, inLanguage } from '../app/words.ts';
import { Disclosure } from '../ui/disclosure.tsx';
import { Facts } from '../ui/facts.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { Panel } from '../ui/panel.tsx';
import type { Project } from './api/projects.ts';

/** What people are asked, what they are told, and how certain a decision must be. */
export const FormPanel = ({ definition }: { readonly definition: Project['definition'] }) => {
	const { t, i18n } = useLingui();
	const { targets } = definition;
	const instructions = inLanguage(definition.instructions, i18n);
	return (
		<Panel title={<Trans>Form and targets</Trans>}>
			<Facts
				facts={[
					[t`Certainty of a decision`, i18n.number(targets.certainty, { style: 'percent', maximumFractionDigits: 1 })],
					[
						t`Where another look would mend little`,
						targets.fewestEyes === false ? t`Ask until it is certain` : t`Decide: nobody looks for nothing`,
					],
					[t`Views, at least and at most`, t`${i18n.number(targets.viewsMin)} to ${i18n.number(targets.viewsMax)}`],
					[t`People consent to`, definition.hazardCategories.map((category) => hazardWord(category, i18n)).join(', ')],
					[t`Languages`, definition.languages.join(', ')],
				]}
			/>
			<Disclosure summary={<Trans>Questions</Trans>}>
				<ol>
					{definition.form.questions.map((question) => (
						<li key={question.name}>
							{question.title}
							{'options' in question ? (
								<span className="hint"> {question.options.map((option) => option.label).join(' · ')}</span>
							) : null}
						</li>
					))}
				</ol>
			</Disclosure>
			{instructions === undefined ? null : (
				<Disclosure summary={<Trans>Instructions</Trans>}>
					<Markdown text={instructions.text} lang={instructions.lang} />
				</Disclosure>
			)}
		</Panel>
	);
};
