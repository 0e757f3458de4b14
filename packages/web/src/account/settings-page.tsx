import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { forgetDrafts } from '../api/answers.ts';
import { chooseOrganisation } from '../api/client.ts';
import { useChangeMe } from '../api/mutations.ts';
import { signOut } from '../api/session.ts';
import { useMe } from '../api/use-me.ts';
import { activateLocale, localeLabel, locales } from '../app/i18n.ts';
import { Outcome } from '../app/outcome.tsx';
import { currentMembership } from '../app/people.ts';
import { setSingleKeys, singleKeysOn } from '../app/preferences.ts';
import { applyTheme, chosenTheme, type Theme, themes } from '../app/theme.ts';
import { setTimeZone as setZone } from '../app/times.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Choice, ChoiceGroup } from '../ui/choice.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';

export const SettingsPage = () => {
	const { t } = useLingui();
	return (
		<Page title={t`Settings`} narrow>
			<PersonPanel />
			<DevicePanel />
			<OrganisationPanel />
			<AccessPanel />
		</Page>
	);
};

type KnownLocale = 'en' | 'fr' | 'sw';
const isKnown = (locale: string): locale is KnownLocale => ['en', 'fr', 'sw'].includes(locale);

const PersonPanel = () => {
	const { i18n } = useLingui();
	const me = useMe();
	const { mutate, isPending, isSuccess, error } = useChangeMe();
	const [name, setName] = useState(me.displayName);
	const [timeZone, setTimeZone] = useState(me.timeZone);
	const zones = Intl.supportedValuesOf('timeZone');
	const save = (event: FormEvent): void => {
		event.preventDefault();
		mutate({ displayName: name.trim(), timeZone }, { onSuccess: (changed) => setZone(changed.timeZone) });
	};
	const speak = (locale: string): void => {
		void activateLocale(locale, { remember: true });
		if (isKnown(locale)) mutate({ locale });
	};
	return (
		<Panel title={<Trans>About me</Trans>}>
			<form className="stack" onSubmit={save}>
				<SelectField
					label={<Trans>Language</Trans>}
					value={i18n.locale}
					onChange={(event) => speak(event.currentTarget.value)}
				>
					{locales.map((locale) => (
						<option key={locale} value={locale} lang={locale}>
							{localeLabel(locale)}
						</option>
					))}
				</SelectField>
				<TextField
					label={<Trans>Name</Trans>}
					required
					maxLength={200}
					autoComplete="nickname"
					value={name}
					onInput={(event) => setName(event.currentTarget.value)}
				/>
				<SelectField
					label={<Trans>Time zone</Trans>}
					hint={<Trans>Your days are counted by it, and times are shown in it.</Trans>}
					value={timeZone}
					onChange={(event) => setTimeZone(event.currentTarget.value)}
				>
					{(zones.includes(timeZone) ? zones : [timeZone, ...zones]).map((zone) => (
						<option key={zone} value={zone}>
							{zone.replaceAll('_', ' ')}
						</option>
					))}
				</SelectField>
				<div className="row">
					<Button type="submit" busy={isPending}>
						<Trans>Keep</Trans>
					</Button>
				</div>
				<Outcome error={error} isSuccess={isSuccess}>
					<span className="hint">
						<Trans>Kept.</Trans>
					</span>
				</Outcome>
			</form>
		</Panel>
	);
};

const DevicePanel = () => {
	const { t } = useLingui();
	const [theme, setTheme] = useState<Theme>(chosenTheme);
	const [keys, setKeys] = useState(singleKeysOn);
	const words: Readonly<Record<Theme, string>> = { auto: t`As the device`, light: t`Light`, dark: t`Dark` };
	return (
		<Panel title={<Trans>On this device</Trans>}>
			<ChoiceGroup legend={<Trans>Colours</Trans>} inline>
				{themes.map((one) => (
					<Choice
						key={one}
						kind="radio"
						name="theme"
						label={words[one]}
						checked={theme === one}
						onChange={() => {
							applyTheme(one);
							setTheme(one);
						}}
					/>
				))}
			</ChoiceGroup>
			<ChoiceGroup legend={<Trans>Keys while working</Trans>}>
				<Choice
					kind="checkbox"
					label={<Trans>Letters and digits work as keys</Trans>}
					help={
						<Trans>
							Turn this off if you speak to your machine, or if keys are hit by chance. Esc, Space and Enter stay.
						</Trans>
					}
					checked={keys}
					onChange={(event) => {
						setSingleKeys(event.currentTarget.checked);
						setKeys(event.currentTarget.checked);
					}}
				/>
			</ChoiceGroup>
		</Panel>
	);
};

const OrganisationPanel = () => {
	const me = useMe();
	const router = useRouter();
	const cache = useQueryClient();
	const current = currentMembership(me);
	const change = (organisationId: string): void => {
		chooseOrganisation(organisationId);
		cache.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' || query.queryKey.length > 1 });
		void router.invalidate();
	};
	return (
		<Panel title={<Trans>Organisation</Trans>}>
			{me.memberships.length > 1 ? (
				<SelectField
					label={<Trans>I work now for</Trans>}
					value={current?.organisationId ?? ''}
					onChange={(event) => change(event.currentTarget.value)}
				>
					{me.memberships.map((membership) => (
						<option key={membership.organisationId} value={membership.organisationId}>
							{membership.organisationName}
						</option>
					))}
				</SelectField>
			) : (
				<p>{current?.organisationName ?? <Trans>None yet.</Trans>}</p>
			)}
			<div className="row">
				<ButtonLink to="/welcome">
					<Trans>Join or found another</Trans>
				</ButtonLink>
			</div>
		</Panel>
	);
};

const AccessPanel = () => {
	const me = useMe();
	const navigate = useNavigate();
	const cache = useQueryClient();
	const leave = async (): Promise<void> => {
		const result = await signOut();
		if (!result.ok) return;
		forgetDrafts(me.personId);
		cache.clear();
		await navigate({ to: '/sign-in', search: {} });
	};
	return (
		<Panel title={<Trans>Access</Trans>}>
			<p>
				<Trans>Signed in as {me.email}.</Trans>
			</p>
			<div className="row">
				<ButtonLink to="/settings/keys">
					<Trans>API keys</Trans>
				</ButtonLink>
				<Button onClick={() => void leave()}>
					<Trans>Sign out</Trans>
				</Button>
			</div>
		</Panel>
	);
};
