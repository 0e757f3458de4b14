import { Trans, useLingui } from '@lingui/react/macro';
import {
	type HazardCategory,
	type Hazards,
	hazardCategories,
	type Severity,
	severities,
} from '@utu/core/safety/hazards.ts';
import { capitalised, hazardWord, severityWord } from '../app/words.ts';
import { Disclosure } from '../ui/disclosure.tsx';
import { SelectField } from '../ui/field.tsx';

type FoundFieldProps = { readonly found: Hazards; readonly onChange: (found: Hazards) => void };

/** For who is among the first to look: what the text held that nobody could tell. Nothing is the usual answer. */
export const FoundField = ({ found, onChange }: FoundFieldProps) => {
	const { t, i18n } = useLingui();
	const put = (category: HazardCategory, severity: Severity): void => {
		const others = Object.fromEntries(Object.entries(found).filter(([other]) => other !== category)) as Hazards;
		onChange(severity === 0 ? others : { ...others, [category]: severity });
	};
	return (
		<div className="question">
			<p>
				<Trans>You are among the first to look. Did it hold something that may hurt?</Trans>
			</p>
			<Disclosure summary={<Trans>Say what it held</Trans>}>
				<div className="found-grid">
					{hazardCategories.map((category) => (
						<SelectField
							key={category}
							label={capitalised(hazardWord(category, i18n), i18n)}
							value={String(found[category] ?? 0)}
							onChange={(event) => put(category, Number(event.currentTarget.value) as Severity)}
						>
							{severities.map((severity) => (
								<option key={severity} value={severity}>
									{severity === 0 ? t`not found` : severityWord(severity, i18n)}
								</option>
							))}
						</SelectField>
					))}
				</div>
			</Disclosure>
		</div>
	);
};
