import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useLocation } from '@tanstack/react-router';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { EntryFrame } from '../account/entry-frame.tsx';
import { problemWords } from '../app/problem-words.ts';
import { dayOnly } from '../app/times.ts';
import { Button } from '../ui/button.tsx';
import { TextArea } from '../ui/field.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { Trouble } from '../ui/state.tsx';
import { type CertificatePayload, useVerify, type Verified } from './certificate-api.ts';
import { CertificateView } from './certificate-view.tsx';

/** A certificate's file has some kilobytes: what is larger is none, and is not read. */
const fileBytesMax = 100_000;

/** Whether a certificate of work is genuine, for whoever was handed one. It asks nobody who they are. */
export const VerifyPage = () => {
	const { t, i18n } = useLingui();
	const fileId = useId();
	const [text, setText] = useState('');
	const { mutate, isPending, error, data, variables } = useVerify();
	// Whoever opens a link to a certificate wants it checked: it goes where the page came from, and nothing of it is kept.
	const linked = useLocation({ select: ({ hash }) => hash });
	useEffect(() => {
		if (linked !== '') mutate(linked);
	}, [linked, mutate]);
	const checkFile = (file: File | undefined): void => {
		if (file === undefined) return;
		const read = file.size > fileBytesMax ? Promise.resolve('') : file.text().catch(() => '');
		void read.then((content) => mutate(content));
	};
	useDroppedFile(checkFile);
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		if (text.trim() !== '' && !isPending) mutate(text);
	};
	return (
		<EntryFrame title={t`Check a certificate of work`} wide>
			<p>
				<Trans>
					Somebody has handed you a certificate of work. Here you learn whether it was signed here and says what it said
					then. You need no account, and nothing of it is kept.
				</Trans>
			</p>
			<form className="stack" onSubmit={submit}>
				<TextArea
					label={<Trans>Its text or its link</Trans>}
					hint={<Trans>Line breaks do not matter.</Trans>}
					dir="ltr"
					spellCheck={false}
					autoComplete="off"
					value={text}
					onInput={(event) => setText(event.currentTarget.value)}
				/>
				<div className="row">
					<Button
						type="submit"
						kind="primary"
						busy={isPending}
						whyDisabled={text.trim() === '' ? t`Paste the text first, or choose the file.` : undefined}
					>
						<Trans>Check</Trans>
					</Button>
				</div>
				<div className="field">
					<label htmlFor={fileId}>
						<Trans>Or its file</Trans>
					</label>
					<p id={`${fileId}-hint`} className="hint">
						<Trans>Choose it, or drop it anywhere on this page.</Trans>
					</p>
					<input
						id={fileId}
						aria-describedby={`${fileId}-hint`}
						className="input"
						type="file"
						accept=".json,.txt,application/json,text/plain"
						onChange={(event) => {
							checkFile(event.currentTarget.files?.[0]);
							// The same file, mended and chosen again, is another one.
							event.currentTarget.value = '';
						}}
					/>
				</div>
			</form>
			<Status>{data === undefined || isPending || error !== null ? null : <Said verified={data} />}</Status>
			{error === null ? null : (
				<Trouble onRetry={() => variables !== undefined && mutate(variables)}>{problemWords(error, i18n)}</Trouble>
			)}
			{data?.kind === 'valid' && !isPending && error === null ? <Valid payload={data.payload} /> : null}
		</EntryFrame>
	);
};

/** A file that is let go over the page is taken; without this the browser would open it in the page's place. */
const useDroppedFile = (take: (file: File | undefined) => void): void => {
	useEffect(() => {
		const over = (event: DragEvent): void => event.preventDefault();
		const drop = (event: DragEvent): void => {
			event.preventDefault();
			take(event.dataTransfer?.files[0]);
		};
		window.addEventListener('dragover', over);
		window.addEventListener('drop', drop);
		return () => {
			window.removeEventListener('dragover', over);
			window.removeEventListener('drop', drop);
		};
	});
};

type Why = Extract<Verified, { kind: 'invalid' }>['why'];

const notValid: Readonly<Record<Why, readonly [what: MessageDescriptor, next: MessageDescriptor]>> = {
	'not-a-certificate': [
		msg`This is no certificate of work.`,
		msg`Paste the whole text, from its first letter to its last, or choose the file itself.`,
	],
	'unknown-key': [
		msg`This certificate was not signed here.`,
		msg`Check it at the address that stands on it. If that is this one, do not rely on it.`,
	],
	changed: [
		msg`This certificate is not as it was signed. Do not rely on it.`,
		msg`It may have been damaged on its way. Ask for the file as its worker downloaded it.`,
	],
};

const Said = ({ verified }: { readonly verified: Verified }) => {
	const { i18n } = useLingui();
	if (verified.kind === 'invalid') {
		const [what, next] = notValid[verified.why];
		return (
			<Notice kind="trouble">
				<p>
					<strong>{i18n._(what)}</strong>
				</p>
				<p>{i18n._(next)}</p>
			</Notice>
		);
	}
	const { organisation, issuer } = verified.payload;
	const date = dayOnly(verified.payload.issuedAt, i18n);
	return (
		<Notice kind="good">
			<p>
				<strong>
					<Trans>This certificate is genuine.</Trans>
				</strong>
			</p>
			<p>
				<Trans>
					<bdi>{organisation}</bdi> issued it through <bdi>{issuer}</bdi> on {date}, and it says what it said then.
				</Trans>
			</p>
		</Notice>
	);
};

const Valid = ({ payload }: { readonly payload: CertificatePayload }) => (
	<Panel title={<Trans>What it says</Trans>}>
		<div className="certificate">
			<CertificateView payload={payload} />
		</div>
		<p className="hint">
			<Trans>
				The name is the one that the worker chose. Whether the person before you is the one it was made for, this page
				cannot tell.
			</Trans>
		</p>
	</Panel>
);
