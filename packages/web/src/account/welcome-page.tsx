import { Trans, useLingui } from '@lingui/react/macro';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { statusOf } from '../api/client.ts';
import { useFound, useJoin } from '../api/mutations.ts';
import { useMe } from '../api/use-me.ts';
import { problemWords } from '../app/problem-words.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { CopyField } from '../ui/copy-field.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';

const route = getRouteApi('/shell/welcome');

/** For who is in no organisation yet, or wants to be in another: join one by its code, or found one. */
export const WelcomePage = () => {
	const { t } = useLingui();
	const { displayName } = useMe();
	return (
		<Page
			title={t`Welcome, ${displayName}`}
			lede={<Trans>Work happens in an organisation. Join one by its code, or found your own.</Trans>}
			narrow
		>
			<JoinPanel />
			<FoundPanel />
		</Page>
	);
};

const JoinPanel = () => {
	const { t, i18n } = useLingui();
	const { code } = route.useSearch();
	const router = useRouter();
	const { mutate, isPending, error } = useJoin();
	const [joinCode, setJoinCode] = useState(code ?? '');
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		mutate(joinCode.trim(), { onSuccess: () => void router.invalidate().then(() => router.navigate({ to: '/' })) });
	};
	const unknown = statusOf(error) === 404 || statusOf(error) === 422 || statusOf(error) === 400;
	return (
		<Panel title={<Trans>Join an organisation</Trans>}>
			<form className="stack" onSubmit={submit}>
				<TextField
					label={<Trans>Join code</Trans>}
					required
					minLength={4}
					maxLength={64}
					autoComplete="off"
					autoCapitalize="none"
					spellCheck={false}
					value={joinCode}
					error={
						error === null
							? undefined
							: unknown
								? t`No organisation has this code. Ask for it again; every character counts.`
								: problemWords(error, i18n)
					}
					onInput={(event) => setJoinCode(event.currentTarget.value)}
				/>
				<div className="row">
					<Button type="submit" kind="primary" busy={isPending}>
						<Trans>Join</Trans>
					</Button>
				</div>
			</form>
		</Panel>
	);
};

const FoundPanel = () => {
	const { i18n } = useLingui();
	const { mutate, isPending, error, data } = useFound();
	const [name, setName] = useState('');
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		mutate(name.trim());
	};
	if (data !== undefined) {
		return (
			<Panel title={<Trans>Your organisation is there</Trans>}>
				<CopyField
					label={<Trans>Join code</Trans>}
					hint={<Trans>Whoever has it can join as a worker. You find it again among the members.</Trans>}
					value={data.joinCode}
				/>
				<div className="row">
					<ButtonLink kind="primary" to="/operator">
						<Trans>To the projects</Trans>
					</ButtonLink>
				</div>
			</Panel>
		);
	}
	return (
		<Panel
			title={<Trans>Found an organisation</Trans>}
			lede={<Trans>You will be the one who runs it: its projects, its members and its limits.</Trans>}
		>
			<form className="stack" onSubmit={submit}>
				<TextField
					label={<Trans>Its name</Trans>}
					required
					maxLength={200}
					autoComplete="organization"
					value={name}
					onInput={(event) => setName(event.currentTarget.value)}
				/>
				{error === null ? null : (
					<div role="alert">
						<Notice kind="trouble">{problemWords(error, i18n)}</Notice>
					</div>
				)}
				<div className="row">
					<Button type="submit" busy={isPending}>
						<Trans>Found it</Trans>
					</Button>
				</div>
			</form>
		</Panel>
	);
};
