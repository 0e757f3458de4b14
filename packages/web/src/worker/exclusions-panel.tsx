import type { I18n } from '@lingui/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type HazardCategory, hazardCategories } from '@utu/core/safety/hazards.ts';
import { type FormEvent, useState } from 'react';
import { useSetExclusions } from '../api/mutations.ts';
import { type Exclusion, exclusionsQuery } from '../api/queries.ts';
import { problemWords } from '../app/problem-words.ts';
import { capitalised, countryWord, hazardWord, languageWord } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { RemoveIcon } from '../ui/icons.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { Loading, Trouble } from '../ui/state.tsx';
import { countryCodes, languageCodes } from './codes.ts';

type Kind = Exclusion['kind'];

const valueWord = ({ kind, value }: Exclusion, i18n: I18n): string => {
	switch (kind) {
		case 'category':
			return capitalised(hazardWord(value as HazardCategory, i18n), i18n);
		case 'country':
			return countryWord(value, i18n);
		case 'language':
			return capitalised(languageWord(value, i18n), i18n);
		case 'theme':
			return value;
	}
};

/** What a person will never be shown. It needs no reason, holds at once and is told to nobody. */
export const ExclusionsPanel = () => {
	const { t, i18n } = useLingui();
	const { data, error, refetch } = useQuery(exclusionsQuery);
	const save = useSetExclusions();
	const exclusions = data?.exclusions ?? [];
	const kindWords: Readonly<Record<Kind, string>> = {
		category: t`Kind of content`,
		theme: t`Theme`,
		country: t`Country`,
		language: t`Language`,
	};
	return (
		<Panel
			title={<Trans>What I will never see</Trans>}
			lede={
				<Trans>
					No reason is asked, and nobody is told. It holds at once, also for what you have in hand. Where it is not
					known whether something fits, you are not shown it.
				</Trans>
			}
		>
			{data === undefined ? (
				error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
				)
			) : (
				<>
					{exclusions.length === 0 ? (
						<p className="hint">
							<Trans>Nothing is excluded.</Trans>
						</p>
					) : (
						<ul className="exclusions plain-list">
							{exclusions.map((exclusion) => {
								const word = valueWord(exclusion, i18n);
								return (
									<li key={`${exclusion.kind} ${exclusion.value}`}>
										<span>
											<span dir="auto">{word}</span> <span className="hint">{kindWords[exclusion.kind]}</span>
										</span>
										<button
											type="button"
											className="icon-button no-print"
											aria-label={t`Show me ${word} again`}
											onClick={() => save.mutate(exclusions.filter((other) => other !== exclusion))}
										>
											<RemoveIcon />
										</button>
									</li>
								);
							})}
						</ul>
					)}
					<AddExclusion
						kindWords={kindWords}
						busy={save.isPending}
						onAdd={(exclusion) => save.mutate([...exclusions, exclusion])}
					/>
					<Status>
						{save.error !== null ? (
							<Notice kind="trouble">{problemWords(save.error, i18n)}</Notice>
						) : save.isSuccess ? (
							<span className="hint">
								<Trans>Kept. It holds from now on.</Trans>
							</span>
						) : null}
					</Status>
				</>
			)}
		</Panel>
	);
};

type AddProps = {
	readonly kindWords: Readonly<Record<Kind, string>>;
	readonly busy: boolean;
	readonly onAdd: (exclusion: Exclusion) => void;
};

const AddExclusion = ({ kindWords, busy, onAdd }: AddProps) => {
	const { t, i18n } = useLingui();
	const [kind, setKind] = useState<Kind>('category');
	const [value, setValue] = useState('');
	const options = optionsFor(kind, i18n);
	const add = (event: FormEvent): void => {
		event.preventDefault();
		if (value.trim() === '') return;
		onAdd({ kind, value: value.trim() });
		setValue('');
	};
	return (
		<form className="add-exclusion no-print" onSubmit={add}>
			<SelectField
				label={<Trans>What kind</Trans>}
				value={kind}
				onChange={(event) => {
					setKind(event.currentTarget.value as Kind);
					setValue('');
				}}
			>
				{Object.entries(kindWords).map(([name, word]) => (
					<option key={name} value={name}>
						{word}
					</option>
				))}
			</SelectField>
			{options === undefined ? (
				<TextField
					label={<Trans>Which theme</Trans>}
					hint={<Trans>As the projects name it, such as conflict:tigray.</Trans>}
					value={value}
					maxLength={100}
					autoCapitalize="none"
					onInput={(event) => setValue(event.currentTarget.value)}
				/>
			) : (
				<SelectField
					key={kind}
					label={<Trans>Which one</Trans>}
					value={value}
					onChange={(event) => setValue(event.currentTarget.value)}
				>
					<option value="">{t`Choose`}</option>
					{options.map(([code, word]) => (
						<option key={code} value={code}>
							{word}
						</option>
					))}
				</SelectField>
			)}
			<Button type="submit" busy={busy} whyDisabled={value.trim() === '' ? t`Choose what first.` : undefined}>
				<Trans>Never show me this</Trans>
			</Button>
		</form>
	);
};

const optionsFor = (kind: Kind, i18n: I18n): readonly (readonly [code: string, word: string])[] | undefined => {
	if (kind === 'theme') return undefined;
	if (kind === 'category')
		return hazardCategories.map((category) => [category, capitalised(hazardWord(category, i18n), i18n)]);
	const named: (readonly [string, string])[] =
		kind === 'country'
			? countryCodes.map((code) => [code, countryWord(code, i18n)])
			: languageCodes.map((code) => [code, capitalised(languageWord(code, i18n), i18n)]);
	const collator = new Intl.Collator(i18n.locale);
	return named.sort(([, a], [, b]) => collator.compare(a, b));
};
