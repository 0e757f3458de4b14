import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { type SessionFault, signIn } from '../api/session.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { EntryFrame } from './entry-frame.tsx';
import { sessionWords } from './session-words.ts';

const route = getRouteApi('/sign-in');

export const SignInPage = () => {
	const { t, i18n } = useLingui();
	const { next } = route.useSearch();
	const router = useRouter();
	const cache = useQueryClient();
	const [email, setEmail] = useState('');
	const [password, setPassword] = useState('');
	const [fault, setFault] = useState<SessionFault>();
	const [busy, setBusy] = useState(false);
	const submit = async (event: FormEvent): Promise<void> => {
		event.preventDefault();
		if (busy) return;
		setBusy(true);
		setFault(undefined);
		const result = await signIn({ email: email.trim(), password });
		setBusy(false);
		if (!result.ok) {
			setFault(result.fault);
			return;
		}
		cache.clear();
		router.history.push(next ?? '/');
	};
	return (
		<EntryFrame title={t`Sign in`}>
			<form className="stack" onSubmit={(event) => void submit(event)}>
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
					type="password"
					name="password"
					autoComplete="current-password"
					required
					value={password}
					onInput={(event) => setPassword(event.currentTarget.value)}
				/>
				<div role="alert">
					{fault === undefined ? null : <Notice kind="trouble">{sessionWords(fault, i18n)}</Notice>}
				</div>
				<Button type="submit" kind="primary" busy={busy}>
					<Trans>Sign in</Trans>
				</Button>
			</form>
			<p>
				<Trans>
					New here? <Link to="/sign-up">Make an account</Link>
				</Trans>
			</p>
		</EntryFrame>
	);
};
