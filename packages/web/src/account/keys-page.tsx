import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type MadeKey, type NewKey, useMakeKey, useRevokeKey } from '../api/mutations.ts';
import { type ApiKey, apiKeysQuery } from '../api/queries.ts';
import { problemWords } from '../app/problem-words.ts';
import { dayOnly } from '../app/times.ts';
import { Button } from '../ui/button.tsx';
import { Choice, ChoiceGroup } from '../ui/choice.tsx';
import { CopyField } from '../ui/copy-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';
import { Empty, Loading, Trouble } from '../ui/state.tsx';
import { Table } from '../ui/table.tsx';

export const KeysPage = () => {
	const { t, i18n } = useLingui();
	const { data, error, refetch } = useQuery(apiKeysQuery);
	return (
		<Page
			title={t`API keys`}
			lede={
				<Trans>For programs that act for you. A key can do no more than you can, and only what it is made for.</Trans>
			}
			narrow
		>
			<MakeKeyPanel />
			<Panel title={<Trans>My keys</Trans>}>
				{data === undefined ? (
					error === null ? (
						<Loading />
					) : (
						<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
					)
				) : data.keys.length === 0 ? (
					<Empty title={<Trans>There is no key</Trans>} />
				) : (
					<KeyTable keys={data.keys} />
				)}
			</Panel>
		</Page>
	);
};

type Scope = MadeKey['apiKey']['scopes'][number];
const scopes = [
	'work',
	'items:write',
	'projects:read',
	'projects:write',
	'export',
	'filter',
	'people',
	'account',
] as const;
type KnownScope = (typeof scopes)[number];

const useScopeWords = (): Readonly<Record<KnownScope, string>> => {
	const { t } = useLingui();
	return {
		work: t`Work on items`,
		'items:write': t`Send items in`,
		'projects:read': t`Read projects`,
		'projects:write': t`Change projects`,
		export: t`Export data sets`,
		filter: t`Ask the learned filter`,
		people: t`Members and teams`,
		account: t`My account`,
	};
};

const daysOffered = [7, 30, 90, 365] as const;

const MakeKeyPanel = () => {
	const make = useMakeKey();
	return make.data === undefined ? (
		<Panel title={<Trans>Make a key</Trans>}>
			<KeyForm busy={make.isPending} error={make.error} onMake={make.mutate} />
		</Panel>
	) : (
		<Panel title={<Trans>Your new key</Trans>}>
			<CopyField
				label={make.data.apiKey.name}
				hint={<Trans>It is shown this once. Keep it where only the program can read it.</Trans>}
				value={make.data.key}
			/>
			<div className="row">
				<Button onClick={make.reset}>
					<Trans>Done</Trans>
				</Button>
			</div>
		</Panel>
	);
};

type KeyFormProps = { readonly busy: boolean; readonly error: Error | null; readonly onMake: (key: NewKey) => void };

const KeyForm = ({ busy, error, onMake }: KeyFormProps) => {
	const { t, i18n } = useLingui();
	const [name, setName] = useState('');
	const [chosen, setChosen] = useState<readonly KnownScope[]>([]);
	const [days, setDays] = useState(90);
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		onMake({ name: name.trim(), scopes: [...chosen], expiresInDays: days });
	};
	const whyNot =
		name.trim() === '' ? t`Say what it is for.` : chosen.length === 0 ? t`Choose what it may do.` : undefined;
	return (
		<form className="stack" onSubmit={submit}>
			<TextField
				label={<Trans>What it is for</Trans>}
				required
				maxLength={200}
				value={name}
				onInput={(event) => setName(event.currentTarget.value)}
			/>
			<ScopeChoices chosen={chosen} onChange={setChosen} />
			<SelectField
				label={<Trans>How long it lasts</Trans>}
				value={days}
				onChange={(event) => setDays(Number(event.currentTarget.value))}
			>
				{daysOffered.map((offered) => (
					<option key={offered} value={offered}>
						{t`${offered} days`}
					</option>
				))}
			</SelectField>
			{error === null ? null : (
				<div role="alert">
					<Notice kind="trouble">{problemWords(error, i18n)}</Notice>
				</div>
			)}
			<div className="row">
				<Button type="submit" kind="primary" busy={busy} whyDisabled={whyNot}>
					<Trans>Make the key</Trans>
				</Button>
			</div>
		</form>
	);
};

type ScopeChoicesProps = {
	readonly chosen: readonly KnownScope[];
	readonly onChange: (chosen: readonly KnownScope[]) => void;
};

const ScopeChoices = ({ chosen, onChange }: ScopeChoicesProps) => {
	const words = useScopeWords();
	return (
		<ChoiceGroup legend={<Trans>What it may do</Trans>}>
			{scopes.map((scope) => (
				<Choice
					key={scope}
					kind="checkbox"
					label={words[scope]}
					help={scope}
					checked={chosen.includes(scope)}
					onChange={(event) =>
						onChange(event.currentTarget.checked ? [...chosen, scope] : chosen.filter((other) => other !== scope))
					}
				/>
			))}
		</ChoiceGroup>
	);
};

const KeyTable = ({ keys }: { readonly keys: readonly ApiKey[] }) => {
	const { t, i18n } = useLingui();
	const words: Readonly<Record<string, string>> = useScopeWords();
	const [revoking, setRevoking] = useState<ApiKey>();
	const { mutate, isPending, error } = useRevokeKey();
	const scopeWord = (scope: Scope): string => words[scope] ?? scope;
	return (
		<>
			<Table
				label={t`My keys`}
				head={[t`For`, t`May`, t`Until`, <span key="act" className="visually-hidden">{t`Revoke`}</span>]}
			>
				{keys.map((key) => (
					<tr key={key.id}>
						<th scope="row">
							{key.name}
							<br />
							<code>{key.start}…</code>
						</th>
						<td>{key.scopes.map(scopeWord).join(', ')}</td>
						<td>{key.expiresAt === null ? t`no end` : dayOnly(key.expiresAt, i18n)}</td>
						<td>
							<Button kind="quiet" aria-label={t`Revoke ${key.name}`} onClick={() => setRevoking(key)}>
								<Trans>Revoke</Trans>
							</Button>
						</td>
					</tr>
				))}
			</Table>
			{error === null ? null : <Trouble>{problemWords(error, i18n)}</Trouble>}
			{revoking === undefined ? null : (
				<Dialog
					title={<Trans>Revoke “{revoking.name}”?</Trans>}
					onClose={() => setRevoking(undefined)}
					actions={
						<>
							<Button kind="quiet" onClick={() => setRevoking(undefined)}>
								<Trans>Leave it</Trans>
							</Button>
							<Button
								kind="primary"
								busy={isPending}
								onClick={() => mutate(revoking.id, { onSettled: () => setRevoking(undefined) })}
							>
								<Trans>Revoke it</Trans>
							</Button>
						</>
					}
				>
					<p>
						<Trans>Programs that use it stop working at once. It cannot be brought back.</Trans>
					</p>
				</Dialog>
			)}
		</>
	);
};
