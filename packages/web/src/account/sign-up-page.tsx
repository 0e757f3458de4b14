import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { client } from '../api/client.ts';
import { signUp } from '../api/session.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { EntryFrame } from './entry-frame.tsx';
import { sessionWords } from './session-words.ts';

const route = getRouteApi('/sign-up');

const passwordCharsMin = 8;
/** Languages that the server keeps for a person; a further catalog is remembered by the browser alone. */
const serverLocales = ['en', 'fr', 'sw'] as const;

export const SignUpPage = () => {
	const { t, i18n } = useLingui();
	const { code, next } = route.useSearch();
	const router = useRouter();
	const cache = useQueryClient();
	const [name, setName] = useState('');
	const [email, setEmail] = useState('');
	const [password, setPassword] = useState('');
	const [joinCode, setJoinCode] = useState(code ?? '');
	const [trouble, setTrouble] = useState<string>();
	const [busy, setBusy] = useState(false);

	const submit = async (event: FormEvent): Promise<void> => {
		event.preventDefault();
		if (busy) return;
		setBusy(true);
		setTrouble(undefined);
		const result = await signUp({ name: name.trim(), email: email.trim(), password });
		if (!result.ok) {
			setBusy(false);
			setTrouble(sessionWords(result.fault, i18n));
			return;
		}
		cache.clear();
		await rememberSettings(i18n.locale);
		const joined = await join(joinCode.trim());
		setBusy(false);
		// The account is made either way; a code that did not work can be tried again on the next page.
		if (joined.ok) router.history.push(next ?? '/');
		else router.history.push(`/welcome?code=${encodeURIComponent(joinCode.trim())}`);
	};

	return (
		<EntryFrame title={t`Make an account`}>
			<form className="stack" onSubmit={(event) => void submit(event)}>
				<TextField
					label={<Trans>Name</Trans>}
					hint={<Trans>As you want to be called here. It need not be your real one.</Trans>}
					name="name"
					autoComplete="nickname"
					required
					maxLength={200}
					value={name}
					onInput={(event) => setName(event.currentTarget.value)}
				/>
				<TextField
					label={<Trans>E-mail address</Trans>}
					type="email"
					name="email"
					autoComplete="username"
					required
					value={email}
					onInput={(event) => setEmail(event.currentTarget.value)}
				/>
				<TextField
					label={<Trans>Password</Trans>}
					hint={<Trans>At least {passwordCharsMin} characters. A few words are easier to keep in mind.</Trans>}
					type="password"
					name="password"
					autoComplete="new-password"
					required
					minLength={passwordCharsMin}
					maxLength={128}
					value={password}
					onInput={(event) => setPassword(event.currentTarget.value)}
				/>
				<TextField
					label={<Trans>Join code</Trans>}
					hint={
						<Trans>
							From the organisation that you work with. Leave it empty if you have none; you can join or found one
							later.
						</Trans>
					}
					name="join-code"
					autoComplete="off"
					autoCapitalize="none"
					spellCheck={false}
					maxLength={64}
					value={joinCode}
					onInput={(event) => setJoinCode(event.currentTarget.value)}
				/>
				<div role="alert">{trouble === undefined ? null : <Notice kind="trouble">{trouble}</Notice>}</div>
				<Button type="submit" kind="primary" busy={busy}>
					<Trans>Make an account</Trans>
				</Button>
			</form>
			<p>
				<Trans>
					You have one? <Link to="/sign-in">Sign in</Link>
				</Trans>
			</p>
		</EntryFrame>
	);
};

const join = async (joinCode: string): Promise<{ readonly ok: boolean }> => {
	if (joinCode === '') return { ok: true };
	try {
		await client.request('POST /api/v1/memberships', { body: { joinCode } });
		return { ok: true };
	} catch {
		return { ok: false };
	}
};

/** The browser's language and zone become the person's; should it fail, the settings page has them. */
const rememberSettings = async (locale: string): Promise<void> => {
	const known = serverLocales.find((one) => one === locale);
	const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
	try {
		await client.request('PATCH /api/v1/me', { body: { timeZone, ...(known === undefined ? {} : { locale: known }) } });
	} catch {
		return;
	}
};
